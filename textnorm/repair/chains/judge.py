"""How probable it is that a chain made a stretch of text.

What tells right chains from wrong ones are the terms of a logistic regression for each family of chains, whose weights
``tools/build_mojibake_certainty.py`` fits.  The gain of a long text says no more than that of a line: what counts
there is what a character costs.  Rows of one or two characters, such as tone patterns of verse, prove nothing.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.certainty import chain_odds
from textnorm.repair.chains.scan import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CHAIN_TERMS", "are_words", "evidence", "family_of", "probability"]

#: The terms of a chain, in the order of the weights.
CHAIN_TERMS = (
    "even",
    "gain",
    "noise",
    "noise of length",
    "gain of each",
    "weight",
    "length",
    "whole",
    "marks",
)
#: The true codecs that do not find their place again behind a lost byte, as UTF-8 does.
_ADRIFT = frozenset(("gb18030", "cp950"))
#: What the terms are measured from, and between which bounds.  They are those of strings of a few characters, for what
#: a line has more of says no more: of 1,213 readings of damaged lines and strings of two to eight characters half of
#: those of strings gain fewer bits than the most that count, six in seven weigh less; none gains less than the least.
_MOST_GAIN, _LEAST_GAIN, _MOST_WEIGHT = 80.0, -40.0, 100
#: Bits of a character: three in four of these readings cost less than the middle, none less than the least (clean text
#: costs 4.8), three in a hundred more than the most.
_USUAL_BITS, _LEAST_BITS, _MOST_BITS = 12.0, 4.0, 25.0
#: Bits that a character gains: a quarter of these readings gain more, none less.
_MOST_OF_EACH, _LEAST_OF_EACH = 30.0, -10.0
#: From so many characters on a reading is long: four in ten of these are.
_LONG = 16
#: What an ASCII character counts beside one above, for a codec that was mistaken keeps it: that it comes out proves
#: nothing, though it costs as much as others (5.9 bits, Han 5.2).
_ASCII = 0.6
#: The share of marks for lost bytes up to which GBK and Big5, which do not get back into step, can be read.
_MOST_MARKS = 0.5
#: Of so many characters more than half must differ: a row of one character is no evidence that adds up.
_ENOUGH = 20
#: Few characters of a text whose bytes were lost prove nothing among more letters, which any codec keeps: people write
#: two marks, and accents, in Spanish.
_FEW = 4
#: So few signs without a letter among them are a drawing where a character of what they make costs more bits than this:
#: of 4,500 strings of two and three characters 93 become signs alone, of which 10 cost more, as do drawings.
_SIGNS, _DRAWN = 4, 17.0
#: Bits of a character of which some text has more in no length, and how many more where it has one character: of pieces
#: of six to forty characters of news two in a thousand cost so much, of what comes of text in other alphabets that was
#: misread 110 of 121.
_DEAREST, _DEARER = 10.8, 24.0
#: The same where what stands there is words of another alphabet.
_WORDS = 12.0
#: The first letter of Latin-1: before it are signs.
_FIRST_LETTER = "À"
#: What may stand in a word, and around it; the alphabets with capitals that are not Latin.
_WITHIN_WORDS, _AROUND_WORDS = re.compile("['’-]"), ".,;:!?()[]\"'«»„“”‘’…–—-"
_NOT_LATIN = re.compile("[\u0370-\u052f]")
#: The first two bytes of U+FFFD in UTF-8, read as GBK: the text was lost before.
_REREAD = "锟"


def evidence(  # noqa: PLR0913 - a text as it stands, a text as it may have been, each with its bits
    seen: str, seen_bits: float, text: str, bits: float, *, whole: bool, true: str
) -> tuple[float, ...] | None:
    """Return the terms of the regression, as in ``CHAIN_TERMS``; None where too little tells, whatever the bits.

    whole: no byte was lost.  true: the codec that the text was written in.

    >>> terms = evidence("绯荤粺寮傚父", 150.0, "系统异常", 30.0, whole=True, true="utf-8")
    >>> dict(zip(CHAIN_TERMS, terms))["gain"], dict(zip(CHAIN_TERMS, terms))["length"]
    (8.0, 2.0)
    >>> evidence("锛", 20.0, "\ufffd", 9.0, whole=False, true="utf-8") is None  # nothing came out
    True
    """
    marks, differing, weight, above, lost = kernel.chain_counts(seen, text, weights(), _ENOUGH)
    if (
        above <= lost
        or (true in _ADRIFT and marks > _MOST_MARKS * len(seen))
        or (not whole and _REREAD in seen)
        or 2 * differing <= min(len(seen), _ENOUGH)
        or (true in _ADRIFT and _is_by_chance(seen, text, bits, above, whole=whole))
    ):
        return None
    size = max(1.0, above + _ASCII * (len(text) - above))
    gain = seen_bits - bits
    noise = min(max(bits / size, _LEAST_BITS), _MOST_BITS) - _USUAL_BITS
    length = math.log2(min(max(1, above), _LONG))
    weighed = min(max(0, weight), _MOST_WEIGHT)
    share = marks / max(1, len(seen))
    return (
        1.0,
        min(max(gain, _LEAST_GAIN), _MOST_GAIN) / 10,
        noise,
        noise * length,
        min(max(gain / size, _LEAST_OF_EACH), _MOST_OF_EACH) / 10,
        weighed / 10,
        length,
        float(whole),
        share,
    )


def _is_by_chance(seen: str, text: str, bits: float, above: int, *, whole: bool) -> bool:
    """Tell whether so few pairs come of marks in text of other letters, or of a drawing of signs, as chance makes."""
    few = (above < _FEW and not whole) or above == 1
    if few and sum(one.isascii() and one.isalpha() for one in text) > above:
        return True
    if bits > (_DEAREST + _DEARER / max(1, len(text))) * len(text) or (bits > _WORDS * len(text) and are_words(seen)):
        return True
    return len(seen) <= _SIGNS and bits > _DRAWN * len(text) and all(map(_is_sign, seen))


def _is_sign(character: str) -> bool:
    return character < _FIRST_LETTER or not character.isalpha()


def are_words(seen: str) -> bool:
    """Tell whether a text is words as an alphabet with capitals writes them: of small letters, of capitals, with one.

    Pairs of bytes that are read as such an alphabet are mostly letters of both kinds and signs in a heap: of two
    Chinese characters in GBK that were read as Cyrillic or Greek 5 to 21 % look like a word, of four 0.3 to 4 %.

    >>> are_words("Объявление"), are_words("ОБЪЯВЛЕНИЕ"), are_words("Ąžuolas"), are_words("ЦРµъ")
    (True, True, True, False)
    """
    words = [word for part in seen.split() if (word := part.strip(_AROUND_WORDS))]
    return bool(words) and all(_WITHIN_WORDS.sub("", word).isalpha() and _is_of_one_case(word) for word in words)


def _is_of_one_case(word: str) -> bool:
    """Tell whether a word is written in small letters, in capitals, or in small letters behind one capital."""
    if word.isascii() or not (_NOT_LATIN.search(word) or word[0].isascii() or word[-1].isascii()):
        return word.isascii()  # no word of Latin letters has accents on all of them
    return word[1:].islower() or word.isupper()


def family_of(true: str) -> str:
    """Return the family of a chain by the codec that its text was written in: each proves itself in its own way.

    UTF-8 does by its form, what is written in pairs of bytes hardly, and any text makes some UTF-16.

    >>> family_of("utf-8"), family_of("cp950")
    ('utf-8', 'pairs')
    """
    return "pairs" if true in _ADRIFT else "utf-16" if true.startswith("utf-16") else true


def probability(true: str, terms: Sequence[float] | None) -> float:
    """Return the probability that a chain made what its ``terms`` were taken of.

    >>> seen, text = "绯荤粺寮傚父", "系统异常"
    >>> probability("utf-8", evidence(seen, 150.0, text, 30.0, whole=True, true="utf-8")) > 0.9
    True
    >>> probability("gb18030", evidence("缁。", 30.0, "挷", 28.0, whole=True, true="gb18030")) < 0.1
    True
    """
    return 0.0 if terms is None else chain_odds(family_of(true), terms)
