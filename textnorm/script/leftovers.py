"""Characters of a Traditional text that a conversion one character at a time chose wrongly: 后來, 皇後, 關系.

Every place that has several Traditional forms is read folded to Simplified, where the context model tells which form
belongs there, and compared with the form that stands there.  Four things must come together before it is reported:

- the form is one that such a conversion writes: the Simplified character itself, or the first choice of OpenCC's table;
  any other form only when the model is nearly certain;
- it is no habit: words that are spelled in two ways (盡量, 儘量) are listed in ``data/script-spellings.txt``;
- the odds of the form that belongs there are high;
- the document agrees.  A text converted so has the first choice everywhere; each place where another form stands
  rightly speaks against it, each other misfit for it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.script import context_places, folding, tables
from textnorm.script.sentences import SENTENCE
from textnorm.script.weighing import doubtful, rightly, telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.script.weighing import Weighed

__all__ = ["Leftover", "leftovers", "simplified_places", "spelling_in_use", "standard"]

#: Log odds from which a misfit is reported, when the document says nothing; measured on held-out lines.
SURE = 3.0
#: The same for a form that no conversion of single characters would write.
CERTAIN = 6.0
#: Log odds from which a place counts as a misfit at all.
MISFIT = 1.0
#: How far the document can move the odds, against and for.
DOCUMENT = (-3.0, 2.0)
#: A form stands rightly, and another one wrongly, when its probability is at least this.
RIGHT = 0.9
#: The longest word that is looked up as a spelling.
_LONGEST = 6

_KANA = re.compile("[ぁ-ゖァ-ヺ]")


class Leftover(NamedTuple):
    """The character at ``start`` should be ``form``, in OpenCC's standard; ``odds`` are natural log odds."""

    start: int
    form: str
    odds: float


def leftovers(text: str) -> list[Leftover]:
    """Return the characters that do not belong where they stand, in ascending order, in code points.

    Only sentences in Traditional are read.  Text without doubtful places costs one scan.

    >>> [(found.start, found.form) for found in leftovers("皇后后來離開了，關系很復雜。")]
    [(2, '後'), (9, '係'), (11, '複')]
    >>> leftovers("皇后後來離開了，關係很複雜，只好盡量體諒。")
    []
    """
    if text.isascii():
        return []
    sentences = list(_sentences(text))
    written = standard(text)
    misfits = [place for place in doubtful(written, sentences) if _is_misfit(place, written)]
    if not any(_judged(misfits, {}, written)):  # not even if nothing speaks against it
        return []
    return list(_judged(misfits, rightly(written, sentences, RIGHT), written))


def standard(text: str) -> str:
    """Return ``text`` with the characters of Taiwan and Hong Kong in OpenCC's standard, one code point for one.

    >>> standard("裡面的衞星")
    '裏面的衛星'
    """
    return kernel.convert(text, _standard())


def _judged(misfits: Sequence[Weighed], right: Mapping[str, int], written: str) -> Iterator[Leftover]:
    """Yield the misfits that are sure enough in this document, which has so many forms where they belong."""
    others = sum(_by_character(written[place.start]) for place in misfits)
    against = sum(times for form, times in right.items() if not _first_choice(form))
    low, high = DOCUMENT
    for place in misfits:
        expected = _by_character(written[place.start])
        shift = math.log((others - expected + 0.5) / (against + 0.5))
        odds = place.odds + max(low, min(high, shift))
        if odds > (SURE if expected else CERTAIN):
            yield Leftover(place.start, place.best, odds)


def _is_misfit(place: Weighed, written: str) -> bool:
    at = place.start
    return place.odds > MISFIT and not _same(place.best, written[at]) and not spelling_in_use(written, at)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences in Traditional: none with Simplified-only characters, none in Japanese."""
    simplified, traditional = telling(text)
    if not traditional:
        return
    kana = _KANA.search(text) is not None
    for found in SENTENCE.finditer(text):
        start, end = found.span()
        if (not simplified or (_any(traditional, start, end) and not _any(simplified, start, end))) and not (
            kana and _KANA.search(found[0])
        ):
            yield start, end


def _any(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of the ascending places is in [start:end]."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _same(one: str, other: str) -> bool:
    """Tell whether two forms differ by habit only."""
    return context_places.spelling(standard(one)) == context_places.spelling(standard(other))


@cache
def _first_choice(form: str) -> bool:
    """Tell whether OpenCC writes this form for its Simplified character when nothing else is known."""
    simplified = folding.fold(form)
    return tables.defaults("STCharacters").get(simplified, simplified) == form


@cache
def _by_character(form: str) -> bool:
    """Tell whether a conversion of single characters leaves or writes this form."""
    return form == folding.fold(form) or _first_choice(form)


def spelling_in_use(written: str, at: int) -> bool:
    """Tell whether the character at ``at`` is in a word that people spell so, beside another spelling.

    >>> spelling_in_use("請盡量來", 1), spelling_in_use("皇後來", 1)
    (True, False)
    """
    words = _spellings()
    return any(
        written[start:end] in words
        for start in range(max(0, at - _LONGEST + 1), at + 1)
        for end in range(max(at + 1, start + 2), start + _LONGEST + 1)
    )


@cache
def _spellings() -> frozenset[str]:
    return frozenset(tables.read("script-spellings.txt").split())


@cache
def _standard() -> kernel.Dictionary:
    """Return OpenCC's character for each of Taiwan and Hong Kong; Taiwan's way where the two differ."""
    return kernel.Dictionary(
        {
            form: character
            for region in ("HK", "TW")
            for form, character in tables.defaults(f"{region}VariantsRev").items()
            if len(form) == len(character) == 1
        }
    )


def simplified_places(text: str) -> int:
    """Return how many Simplified characters of a text Traditional would surely write in another form.

    For text without a character that only one script has.

    >>> simplified_places("后面"), simplified_places("皇后")
    (1, 0)
    """
    known = 0
    for found in SENTENCE.finditer(text):
        for choice in context_places.choices(found[0]):
            own = sum(odds for form, odds in choice.forms if form == found[0][choice.start])
            known += choice.form != found[0][choice.start] and own < 1 - RIGHT
    return known
