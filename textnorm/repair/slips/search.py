"""Byte slips: find the damaged runs of a text and the likeliest text of their bytes.

``slips.scan`` says where a run may begin, ``slips.lattice`` what its bytes allow (grown by the kernel); the character
model chooses.  What becomes of the reading is for ``slips.verdict`` to say.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.company import AROUND
from textnorm.model.ngrams import load
from textnorm.repair.slips.beginnings import Beginning, beginning_at
from textnorm.repair.slips.channel import Channel
from textnorm.repair.slips.choices import ended
from textnorm.repair.slips.company import chosen
from textnorm.repair.slips.costs import LONGEST, LOSSES
from textnorm.repair.slips.document import Document, context_after, context_before, without_annotations
from textnorm.repair.slips.marks import begun
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.shifted import survivors_bits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from textnorm.kernel import SlipLattice
    from textnorm.repair.slips.definition import DefinedLattice, Filled

__all__ = ["ENOUGH", "Character", "Slip", "slips"]

_FOLDED = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
#: Paths kept at a node: one lattice has hundreds of choices in some nodes, and with 24 paths the true text is often
#: dropped; 160 restore no more lines than 64.
_BEAM = 64
#: Bits by which a path may be behind the best one to the same node: of 468 damaged lines as many come out right as with
#: 20.
_MARGIN = 16.0
#: Bits by which a whole path may be behind the best one that fewer paths find: 620 damaged lines come out the same with
#: 16, and as many right with 12, which takes a third to four fifths of the time.
_SPREAD = 12.0
#: Paths, and characters behind the place, that show whether a run is worth reading with all paths; and how many bits
#: the text as it stands may be ahead there: of 257 damaged runs that convinced in the end the least was 0 behind.
_FEW, _GLANCE, _AHEAD = 12, 40, 3.0
#: By so many bits the rough estimate of another reading, which is mostly too high, is ahead where no search need ask.
_CLEARLY = 10.0
#: Bits by which a path may be behind by a rough estimate, and characters behind the place, where nothing of the
#: document is known yet: none of 884 damaged runs that convinced in the end seems to stand; with 2 paths 3 do.
_NEAR, _BRIEFLY = 8.0, 16
#: Ideographs, or trail bytes that show as letters, that are shifted at least where nothing else shows a run: signs are
#: rare for the model and not for people, and one character has another reading by chance.
ENOUGH = 2
_SHIFTED = re.compile("[@-~\u3400-\u9fff]")
#: What shows a run to begin by its characters alone.
_UNMARKED = frozenset((Start.Kind.BYTE, Start.Kind.REPLACED))


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


@dataclass(frozen=True, slots=True)
class Slip:
    """A damaged run at ``[start:end]`` of the text and its likeliest reading.

    ``kind`` says how it began; ``characters`` is empty where the bytes allow no reading.
    ``bits`` are those of the reading, ``shown_bits`` those of the text as it stands; ``expected``
    says that the document is full of what makes such runs, and nobody writes ``?`` before this mark; ``mixed`` says
    the latter alone; ``shifted`` counts the ideographs and letters that are shown there; ``mean_bits`` are those of
    a character of the reading.
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

    @property
    def restored(self) -> str:
        """The likeliest reading."""
        return "".join(one.character for one in self.characters)


def slips(
    text: str,
    listed: Collection[str] = (),
    refused: Sequence[tuple[int, int]] = (),
    *,
    guessing: bool = False,
) -> Iterator[Slip]:
    """Yield the damaged runs of a text in ascending order.

    ``listed`` are characters that carry a reading wherever they stand in this text; ``refused`` are spans of other
    damage, in ascending order, in which bytes lost without a trace are not looked for; ``guessing`` asks what stood
    where U+FFFD is all that is left of a character.
    """
    found = begun(text, annotated=bool(listed), guessing=guessing)
    unexplained = (one for one in found if not _is_explained(one, refused))
    places = list(unexplained if guessing else dropwhile(lambda one: _stands(text, one), unexplained))
    if not places:
        return
    document = Document.of(text, listed, places)
    at = 0
    for start in places:
        if start.at < at:
            continue
        slip = _read(text, start, at, document, guessing=guessing)
        if slip:
            yield slip
            at = slip.end


def _is_explained(start: Start, refused: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a place where only the characters look like a slip lies in other damage."""
    at = bisect_left(refused, (start.behind, 0))
    return start.kind in _UNMARKED and at > 0 and start.at < refused[at - 1][1]


def _stands(text: str, start: Start) -> bool:
    """Tell whether the text at a place is likelier than any other reading, for one who knows nothing of the document.

    It spares clean text that its words and habits are gathered.  The run may end anywhere, so what was lost further on
    need not be asked.
    """
    if start.kind not in _UNMARKED:
        return False
    base = max(0, start.first - LONGEST)
    near = text[base : start.behind + _BRIEFLY]
    first = start.first - base
    lattice = _unknown().reader.lattice(near, first, slips=(first, start.behind - base))
    if lattice is None:
        return True
    glance = lattice.fill(context_before(near, first), "", beam=_FEW, margin=_MARGIN, reach=_NEAR, spread=_SPREAD)
    return glance is None or glance[0] == without_annotations(near[first : lattice.end])


@cache
def _unknown() -> Channel:
    """Return the channel of a document of which nothing is known, whose decoder gives up single bytes."""
    return Channel(annotates=False, forms=load().forms.document(""), missing=math.inf, skipped=LOSSES[""][1])


def _read(text: str, start: Start, done: int, document: Document, *, guessing: bool) -> Slip | None:
    """Read the run that begins at ``start``; None where there is none."""
    unmarked = start.kind in _UNMARKED
    first = max(start.first, done)
    channel = document.channel_from(text, first) if unmarked else document.by_annotator
    beginning = beginning_at(start, first, text)
    short = _ends_soon(text, start)
    if beginning is None:
        return None
    if unmarked and not short and not _is_worth(text, beginning, document, channel, guessing=guessing):
        return None
    unended = document.unended_from(text, first)
    lattice = channel.reader.lattice(text, first, unended=unended, **beginning._asdict())
    if lattice is None:
        return Slip(first, start.behind, start.kind) if start.kind is Start.Kind.READING else None
    end = lattice.end
    before, after = context_before(text, first), context_after(text, end)
    filled = _filled(lattice, (before, after), _BEAM, channel, document)
    if filled is None:
        return None
    shown_text = without_annotations(text[first:end]) + (after[: load().order - 1] or "\n")
    mixed = start.mark > "\x7f"
    expected = document.annotated and mixed
    if expected:  # nobody else wrote a question mark of half width between marks of full width
        shown_bits = sum(load().bits_each(shown_text, before)) + sum(channel.forms.bits(shown_text))
    else:
        shown_bits = _shown_bits(shown_text, before)
    if not after and not ended(text[end - 1]):
        shown_bits += unended
    if unmarked and short and not guessing and filled[1] >= shown_bits + _AHEAD:
        return None
    width = _FOLDED if document.folded and not unmarked else {}
    slip = Slip(first, end, start.kind, (), filled[1], shown_bits, expected, mixed)
    whole = _with_characters(slip, text, filled, load().bits_each(filled[0], before), width)
    return whole if whole and (start.signed or whole.shifted >= ENOUGH) else None


def _ends_soon(text: str, start: Start) -> bool:
    """Tell whether so little of the line is left that one search is no more work than a glance before it."""
    end = start.behind + _GLANCE
    return len(text) <= end or text.find("\n", start.behind, end) >= 0


def _is_worth(text: str, beginning: Beginning, document: Document, channel: Channel, *, guessing: bool) -> bool:
    """Tell whether another reading than the text as it stands may be likelier, where a byte was lost without a trace.

    Whoever asks for guesses is told of any other reading.
    """
    first, last = beginning.slips or (0, 0)
    base = max(0, first - LONGEST)  # as far back as a lattice looks: no more of a long text is copied
    near = text[base : last + _GLANCE]
    lattice = channel.reader.lattice(near, first - base, slips=(first - base, last - base))
    if lattice is None:
        return False
    before = context_before(near, first - base)
    shown = near[first - base : lattice.end]
    shown_bits = _shown_bits(without_annotations(shown), before)
    if lattice.rough_bits(before, document.words.counts) < shown_bits - _CLEARLY:
        return True
    glance = _filled(lattice, (before, ""), _FEW, channel, document)
    if glance is None or glance[0] == shown:
        return False
    return guessing or glance[1] < shown_bits + _AHEAD


def _filled(
    lattice: SlipLattice | DefinedLattice, around: tuple[str, str], beam: int, channel: Channel, document: Document
) -> Filled | None:
    """Return the likeliest text of a lattice between its neighbours as a search with some paths finds it."""
    said = document.words.counts
    return lattice.fill(*around, beam=beam, margin=_MARGIN, reach=channel.reach, spread=_SPREAD, recent=said)


def _shown_bits(shown: str, before: str) -> float:
    return survivors_bits(shown, 0, len(shown), load().bits_each(shown, before))


def _with_characters(
    slip: Slip, text: str, filled: Filled, bits: Sequence[float], width: Mapping[int, int]
) -> Slip | None:
    """Return a slip with a reading but for what the text shows as it is at its ends; None where that is all of it."""
    own = _own_part(text, filled, width)
    if not own:
        return None
    start = filled[2][own.start][0] if own.start else slip.start
    end = filled[2][own.stop][0] if own.stop < len(filled[0]) else slip.end
    shifted = len(_SHIFTED.findall(text, start, end))
    characters = tuple(_characters(filled, bits, own, width))
    characters = chosen(characters, *_beside(text, characters[0].start, characters[-1].end))
    mean = sum(one.bits for one in characters) / len(characters)
    return replace(slip, start=start, end=end, characters=characters, shifted=shifted, mean_bits=mean)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands near a part of a line, before and behind it."""
    begin = max(0, start - AROUND, text.rfind("\n", max(0, start - AROUND), start) + 1)
    return text[begin:start], text[end : end + AROUND].partition("\n")[0]


def _own_part(text: str, filled: Filled, width: Mapping[int, int]) -> range:
    """Return which characters of a reading are left without those at its ends that the text shows as they are."""
    characters, spans = filled[0].translate(width) if width else filled[0], filled[2]
    first, last = 0, len(characters)
    while first < last and _as_shown(text, *spans[first], characters[first]):
        first += 1
    while last > first and _as_shown(text, *spans[last - 1], characters[last - 1]):
        last -= 1
    return range(first, last)


def _as_shown(text: str, start: int, end: int, character: str) -> bool:
    return without_annotations(text[start:end]) == character


def _characters(filled: Filled, bits: Sequence[float], own: range, width: Mapping[int, int]) -> Iterator[Character]:
    """Yield the characters of a part of a reading with their places in the text."""
    text, _, spans, probabilities, alternatives, choices = filled
    for i in own:
        one = text[i].translate(width) if width else text[i]
        yield Character(*spans[i], one, probabilities[i], alternatives[i], choices[i], bits[i])
