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
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script import context, context_places, tables
from textnorm.script.characters import characters
from textnorm.script.sentences import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
#: Log odds of another form, seen with two neighbours only, from which the whole sentence is read.
DOUBTFUL = -1.0
#: The longest word that is looked up as a spelling.
_LONGEST = 6

_KANA = re.compile("[ぁ-ゖァ-ヺ]")


class Leftover(NamedTuple):
    """The character at ``start`` should be ``form``, in OpenCC's standard; ``odds`` are natural log odds."""

    start: int
    form: str
    odds: float


class _Place(NamedTuple):
    """A place with several forms: the form written, the one that belongs there, and how much surer it is."""

    start: int
    written: str
    form: str
    odds: float
    rightly: bool


def leftovers(text: str) -> list[Leftover]:
    """Return the characters that do not belong where they stand, in ascending order, in code points.

    Only sentences in Traditional are read.  Text without doubtful places costs one scan.

    >>> [(found.start, found.form) for found in leftovers("皇后后來離開了，關系很復雜。")]
    [(2, '後'), (9, '係'), (11, '複')]
    >>> leftovers("皇后後來離開了，關係很複雜，只好盡量體諒。")
    []
    """
    doubtful = _doubtful_places(text)
    if not doubtful:
        return []
    written = standard(text)
    sentences = list(_sentences(text))
    if not any(_is_misfit(place, written) for place in _places_of(written, _holding(sentences, doubtful))):
        return []
    return list(_judged(list(_places_of(written, sentences)), written))


def standard(text: str) -> str:
    """Return ``text`` with the characters of Taiwan and Hong Kong in OpenCC's standard, one code point for one."""
    return text.translate(_standard())


def _judged(places: list[_Place], written: str) -> Iterator[Leftover]:
    """Yield the misfits that are sure enough in this document."""
    misfits = [place for place in places if _is_misfit(place, written)]
    others = sum(_by_character(place.written) for place in misfits)
    against = sum(place.rightly and not _first_choice(place.written) for place in places)
    low, high = DOCUMENT
    for place in misfits:
        expected = _by_character(place.written)
        shift = math.log((others - expected + 0.5) / (against + 0.5))
        odds = place.odds + max(low, min(high, shift))
        if odds > (SURE if expected else CERTAIN):
            yield Leftover(place.start, place.form, odds)


def _is_misfit(place: _Place, written: str) -> bool:
    return place.odds > MISFIT and not spelling_in_use(written, place.start)


def _holding(sentences: Iterable[tuple[int, int]], places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the sentences that hold one of the ascending places."""
    pending = iter(places)
    at: int | None = next(pending, None)
    for start, end in sentences:
        while at is not None and at < start:
            at = next(pending, None)
        if at is not None and at < end:
            yield start, end


def _places_of(written: str, sentences: Iterable[tuple[int, int]]) -> Iterator[_Place]:
    for start, end in sentences:
        yield from _places(written, start, end)


def _places(written: str, start: int, end: int) -> Iterator[_Place]:
    """Yield the places of a sentence where the written form is one of those that the model knows."""
    sentence = written[start:end]
    for choice in context_places.choices(context_places.fold(sentence)):
        form = sentence[choice.start]
        known = dict(choice.forms)
        if form in known:
            best = max(known, key=known.__getitem__)
            fits = best == form or best != choice.form or _same(best, form)
            odds = 0.0 if fits else math.log(known[best] / max(known[form], 1e-9))
            yield _Place(start + choice.start, form, best, odds, best == form and known[best] > RIGHT)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences in Traditional: none with Simplified-only characters, none in Japanese."""
    known = characters()
    pure = known.simplified.isdisjoint(text)
    for found in SENTENCE.finditer(text):
        sentence = found[0]
        if (pure or (known.simplified.isdisjoint(sentence) and not known.traditional.isdisjoint(sentence))) and (
            not _KANA.search(sentence)
        ):
            yield found.span()


def _doubtful_places(text: str) -> list[int]:
    """Return where a form stands that its two neighbours alone make look wrong: a filter, generous and quick."""
    if text.isascii() or characters().traditional.isdisjoint(text):
        return []
    return [
        found.start()
        for found in _several_forms().finditer(text)
        if _doubtful(text[max(0, found.start() - 1) : found.start() + 2], min(1, found.start()))
    ]


@lru_cache(maxsize=1 << 16)
def _doubtful(around: str, at: int) -> bool:
    """Tell whether another form than that of ``around[at]`` is likely, given its neighbours."""
    written = standard(around)
    for choice in context_places.choices(context_places.fold(written)):
        if choice.start == at:
            form = written[at]
            if form not in dict(choice.forms):
                return False
            own = sum(odds for other, odds in choice.forms if _same(other, form))
            best = max((odds for other, odds in choice.forms if not _same(other, form)), default=0.0)
            return best > own * math.exp(DOUBTFUL)
    return False


def _same(one: str, other: str) -> bool:
    """Tell whether two forms differ by habit only."""
    return context_places.spelling(standard(one)) == context_places.spelling(standard(other))


@cache
def _first_choice(form: str) -> bool:
    """Tell whether OpenCC writes this form for its Simplified character when nothing else is known."""
    simplified = context_places.fold(form)
    return tables.defaults("STCharacters").get(simplified, simplified) == form


@cache
def _by_character(form: str) -> bool:
    """Tell whether a conversion of single characters leaves or writes this form."""
    return form == context_places.fold(form) or _first_choice(form)


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
def _standard() -> dict[int, str]:
    """Return OpenCC's character for each of Taiwan and Hong Kong; Taiwan's way where the two differ."""
    return {
        ord(form): character
        for region in ("HK", "TW")
        for form, character in tables.defaults(f"{region}VariantsRev").items()
        if len(form) == len(character) == 1
    }


@cache
def _several_forms() -> re.Pattern[str]:
    """Return a pattern for every form of a character that has several, in the characters of any region."""
    regional: dict[str, list[str]] = {}
    for number, character in _standard().items():
        regional.setdefault(character, []).append(chr(number))
    places = {place: forms for place, forms in context.load().forms.items() if len(place) == 1}
    own = {*places, *(form for forms in places.values() for form in forms)}
    found = own.union(*(regional.get(form, ()) for form in own))
    return re.compile(f"[{''.join(sorted(found))}]")


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
