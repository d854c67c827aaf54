"""A damaged run of a text with the likeliest text of its bytes, character by character."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.ngrams import load
from textnorm.repair.slips.company import AROUND, chosen
from textnorm.repair.slips.document import without_annotations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textnorm.repair.slips.definition import Filled
    from textnorm.repair.slips.scan import Start

__all__ = ["Character", "Slip", "run_read"]

_SHIFTED = re.compile("[@-~\u3400-\u9fff]")
#: Bits of a character from which on it shows by itself that bytes met by chance: people put common characters in odd
#: places, and of the rarer ones in 26 million clean characters none reads better as the bytes of others.
_RARE = 12.0
#: Characters behind a run that tell how well it reads: of 靠儀器 only 器 shows that 儀 fits, where that was all lost.
_BEHIND = 2


class Character(NamedTuple):
    """One true character of a run: what of ``text[start:end]`` it replaces, and how sure that is.

    ``probability`` is the model's; ``alternatives`` are other characters with theirs; ``choices``
    counts what the bytes allow there; ``bits`` is its own cost.
    """

    start: int
    end: int
    character: str
    probability: float
    alternatives: tuple[tuple[str, float], ...]
    choices: int
    bits: float


#: Make a character of what ``zip`` puts together: a run has some twenty, and ``Character._make`` takes three times as
#: long.
_character = partial(tuple.__new__, Character)


class Slip(NamedTuple):
    """A damaged run at ``[start:end]`` of the text and its likeliest reading.

    ``kind`` says how it began; ``characters`` is empty where the bytes allow no reading.
    ``bits`` are those of the reading, ``shown_bits`` those of the text as it stands; ``expected``
    says that the document is full of what makes such runs, and nobody writes ``?`` before this mark; ``mixed`` says
    the latter alone; ``shifted`` counts the ideographs and letters that are shown there, rare ones twice;
    ``mean_bits`` are those of a character of the reading, ``read_bits`` the same with the two characters behind it.

    >>> from textnorm.repair.slips.search import slips
    >>> slip = next(slips("大家吨勒庵址椒梢越饩鑫侍狻?"))
    >>> slip.start, slip.end, slip.restored
    (2, 14, '都知道这种方法可以解决问题。')
    """

    start: int
    end: int
    kind: Start.Kind
    characters: tuple[Character, ...] = ()
    bits: float = 0.0
    shown_bits: float = 0.0
    expected: bool = False
    mixed: bool = False
    shifted: int = 0
    mean_bits: float = 0.0
    read_bits: float = 0.0

    @property
    def restored(self) -> str:
        """The likeliest reading."""
        return "".join(one.character for one in self.characters)

    @property
    def determined(self) -> bool:
        """Whether both bytes of any character survive, so that they allow no other."""
        return any(one.choices == 1 and one.character > "\x7f" for one in self.characters)


def run_read(  # noqa: PLR0913, PLR0917 - what is known of the run
    start: Start,
    text: str,
    filled: Filled,
    around: tuple[str, str],
    shown_bits: float,
    width: Mapping[int, int],
    *,
    expected: bool,
) -> Slip | None:
    """Return a run with a reading but for what the text shows as it is at its ends; None where that is all of it.

    ``filled`` is what a search found between the texts ``around`` it, ``shown_bits`` what the text costs as it stands,
    ``width`` the characters that the document writes in half width; ``expected`` as in ``Slip``.

    >>> from textnorm.repair.slips.scan import Start
    >>> filled = ("都知道", 25.0, [2, 3, 4, 5], [0.9, 0.9, 1.0], [(), (), ()], [90, 1, 1])
    >>> slip = run_read(Start(2, Start.Kind.BYTE, 2, 4), "大家吨勒道", filled, ("大家", ""), 60.0, {}, expected=False)
    >>> slip.start, slip.end, slip.restored
    (2, 4, '都知')
    """
    restored, bits, offsets, probabilities, alternatives, choices = filled
    own = _own_part(text, filled, width)
    if not own:
        return None
    part, begin, end = slice(own.start, own.stop), offsets[own.start], offsets[own.stop]
    before, after = around
    each = load().bits_each(restored + (after[:_BEHIND] or "\n"), before)[own.start : own.stop + _BEHIND]
    written = restored.translate(width) if width else restored
    columns = (
        *(offsets[part], offsets[own.start + 1 : own.stop + 1], written[part]),
        *(probabilities[part], alternatives[part], choices[part], each[: len(own)]),
    )
    characters = tuple(map(_character, zip(*columns, strict=True)))
    if any(alternatives[part]):
        characters = chosen(characters, *_beside(text, begin, end))
    return Slip(
        begin,
        end,
        start.kind,
        characters,
        bits,
        shown_bits,
        expected,
        start.mark > "\x7f",
        sum(map(_weight, _SHIFTED.findall(text, begin, end))),
        sum(each[: len(own)]) / len(own),
        sum(each) / len(each),
    )


@cache
def _weight(character: str) -> int:
    """Return how much a character counts that is shown where pairs are shifted: a rare one twice."""
    return 1 + (load().unigram_bits(character) >= _RARE)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands near a part of a line, before and behind it."""
    begin = max(0, start - AROUND, text.rfind("\n", max(0, start - AROUND), start) + 1)
    return text[begin:start], text[end : end + AROUND].partition("\n")[0]


def _own_part(text: str, filled: Filled, width: Mapping[int, int]) -> range:
    """Return which characters of a reading are left without those at its ends that the text shows as they are."""
    characters, offsets = filled[0].translate(width) if width else filled[0], filled[2]
    first, last = 0, len(characters)
    while first < last and _as_shown(text, offsets[first], offsets[first + 1], characters[first]):
        first += 1
    while last > first and _as_shown(text, offsets[last - 1], offsets[last], characters[last - 1]):
        last -= 1
    return range(first, last)


def _as_shown(text: str, start: int, end: int, character: str) -> bool:
    shown = text[start:end]
    return shown == character or (len(shown) > 1 and without_annotations(shown) == character)
