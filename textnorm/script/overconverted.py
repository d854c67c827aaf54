"""Words of Taiwan that a conversion put where no such word belongs: 研究物件 for 研究對象, 少陣列織 for 少數組織.

Each word of Taiwan that OpenCC writes for a word of the Mainland is put back, and two questions are asked:

- Does the Mainland's word begin and end where words do?  If it does not, and the sentence is much cheaper in words
  with it than as it stands, the conversion cut through words (``textnorm.script.words``).
- Which of the two is written in such a place?  One model compares the words in texts of Taiwan (``context``), another
  those of Taiwan with general texts of the Mainland (``origins``); both together must be sure.

The document has a say in both.  Output of such a conversion holds none of the Mainland's words that it knows; a text
that a person of Taiwan wrote does (通過, 對象, 參數), and each of them speaks against.
"""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script import context, origins, words, words_regional
from textnorm.script.folding import fold
from textnorm.script.leftovers import standard
from textnorm.script.weighing import regional_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Overconversion", "overconversions"]

#: Log odds from which a word is reported, measured on held-out lines; and where only one model has an opinion.
SURE, SURE_ALONE = 6.0, 4.0
#: Log odds below which the one model alone lets a word stand.
LEAST = -1.0
#: What each telling word of the Mainland, and each of Taiwan, adds to the log odds that the text was converted: one in
#: eleven of them is the Mainland's in technical texts written in Taiwan, one in 130 in converted ones.
MAINLAND, TAIWAN = math.log(0.0075 / 0.09), math.log(0.9925 / 0.91)
#: How far the document can move the odds.
DOCUMENT = (-6.0, 6.0)
#: How common a word is in itself counts from this many bits rarer than the Mainland's word, with this weight a bit.
RARER, COMMON = 4.0, 0.4
#: Log odds that a word which crosses the boundaries of words is only rare.
RARE = 4.0
#: How far around a word the sentence is read, in code points.
_NEAR = 40
#: Bits of a character, and of a word, that the lattice does not have.
_CHARACTER, _WORD = 24, 25.0

#: Behind all places of a text.
_NOWHERE = (sys.maxsize, sys.maxsize)

_RUN = re.compile("[㐀-鿿]+")
_END = re.compile("[。！？!?;；\n]")


class Overconversion(NamedTuple):
    """Where ``text[start:end]`` should be ``word``, in OpenCC's standard; ``odds`` are natural log odds."""

    start: int
    end: int
    word: str
    odds: float


def overconversions(text: str) -> list[Overconversion]:
    """Return the words that do not belong where they stand, in ascending order, in code points.

    >>> [(found.start, found.word) for found in overconversions("這是少陣列織的法案，沒有透過。")]
    [(3, '數組'), (12, '通過')]
    >>> overconversions("程式裡的物件用迴圈處理，透過網路傳送。")
    []
    """
    if text.isascii():
        return []
    written = standard(text)
    own, mainland = origins.matches(written)
    low, high = DOCUMENT
    document = mainland * MAINLAND + len(own) * TAIWAN
    if not own or document <= low:
        return []
    shift = min(high, document)
    return [
        Overconversion(misfit.start, misfit.end, misfit.word, misfit.odds + shift)
        for misfit, sure in _misfits(written, own, _strange(written, own))
        if misfit.odds + shift > sure
    ]


def _strange(written: str, own: Sequence[origins.Match]) -> Iterator[int]:
    """Yield the numbers of the words of Taiwan that conversion would not write there; all others are no errors."""
    source, starts = origins.put_back(written, own)
    places = iter(regional_places(source))
    place = next(places, _NOWHERE)
    for number, (match, start) in enumerate(zip(own, starts, strict=True)):
        while place[1] <= start:
            place = next(places, _NOWHERE)
        if place[0] >= start + len(match.mainland[0]):
            yield number


def _misfits(
    whole: str, every: Sequence[origins.Match], asked: Iterable[int]
) -> Iterator[tuple[Overconversion, float]]:
    """Yield each word of Taiwan asked for with the word that was meant, with what log odds, and what is sure."""
    for shift, number, sentence, own in _near(whole, every, asked):
        match = own[number]
        sources = [origins.mainland_text(sentence, own, number, word) for word in match.mainland]
        written = sentence[match.start : match.end]
        crossing = [
            _saved(source, start, word, written) for (source, start), word in zip(sources, match.mainland, strict=True)
        ]
        if None not in crossing:
            saved, word = max((nats or 0.0, word) for nats, word in zip(crossing, match.mainland, strict=True))
            yield Overconversion(shift + match.start, shift + match.end, word, saved - RARE), SURE
            continue
        likeliest, sure = Overconversion(0, 0, "", math.inf), SURE
        for place, word in enumerate(match.mainland):
            if crossing[place] is not None:
                continue
            source, start = sources[place]
            text, end = context.symbols(source), start + len(word)
            odds = origins.load().scores(origins.features(text, start, end, written), 1 + len(match.mainland))[
                1 + place
            ]
            odds -= COMMON * max(0.0, _word_bits(word) - _word_bits(written) + RARER)
            if odds < LEAST:
                likeliest = Overconversion(0, 0, word, -math.inf)
                break
            if source[start:end] in context.load().forms:
                odds += _meant(text, start, end)
            else:
                sure = SURE_ALONE
            if odds < likeliest.odds:  # every word of the Mainland must be likelier than Taiwan's
                likeliest = Overconversion(shift + match.start, shift + match.end, word, odds)
        yield likeliest, sure


def _near(
    text: str, own: Sequence[origins.Match], asked: Iterable[int]
) -> Iterator[tuple[int, int, str, list[origins.Match]]]:
    """Yield what stands near each match in its sentence: where that begins, the number of the match in it, its matches.

    The text comes before the matches.
    """
    first = 0
    for number in asked:
        match = own[number]
        low, high = max(0, match.start - _NEAR), match.end + _NEAR
        low = max([low, *(mark.end() for mark in _END.finditer(text, low, match.start))])
        mark = _END.search(text, match.end, high)
        high = mark.start() if mark else high
        while own[first].start < low:
            first += 1
        last = number + 1
        while last < len(own) and own[last].end <= high:
            last += 1
        inside = [one._replace(start=one.start - low, end=one.end - low) for one in own[first:last]]
        yield low, number - first, text[low:high], inside


def _meant(text: str, start: int, end: int) -> float:
    """Return the log odds that Taiwan writes the Mainland's word here, as ``words_regional`` has them."""
    model, limit = context.load(), words_regional.SUBJECT_LIMIT
    own, regional = model.scores(context.features(text, start, end, (start, end)), 2)
    general, technical = model.scores(context.topic(text, start, end), 2)
    subject = max(-limit, min(limit, (technical - general) / context.SCALE))
    return (own - regional) / context.SCALE - subject


def _word_bits(word: str) -> float:
    cost = words.lattice().costs.get(fold(word))
    return _WORD if cost is None else cost / words.LEVELS


def _saved(source: str, start: int, word: str, written: str) -> float | None:
    """Return what a word of the Mainland that is no word here saves, in nats; None where it is one.

    source: a sentence with the word at ``start``; written: the word of Taiwan that stood there.
    """
    end, lattice = start + len(word), words.lattice()
    if not (lattice.crossed(source, start) or lattice.crossed(source, end)):
        return None
    if {start, end} <= words_regional.bounds_of(source)[1]:
        return None
    kept = source[:start] + fold(written) + source[end:]
    return (_bits(kept) - _bits(source)) * math.log(2)


def _bits(folded: str) -> float:
    """Return what the best segmentation of a sentence costs."""
    total, lattice = 0, words.lattice()
    for run in _RUN.findall(folded):
        start = 0
        for end in lattice.ends(run):
            total += lattice.costs.get(run[start:end], _CHARACTER * words.LEVELS)
            start = end
    return total / words.LEVELS
