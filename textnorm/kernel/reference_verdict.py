"""What a reading is worth, and which of its lost characters are written: defined in plain Python.

A reading is a row of pieces ``(start, end, text, bits, probabilities, alternatives)``, as in ``repair.chains.pieces``.
Bits are None where nothing was searched; there are no probabilities and alternatives where no byte was lost.
"""

from __future__ import annotations

import math
from itertools import chain
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.kernel.reference_ngrams import Grams

__all__ = ["Row", "certainties", "character_terms", "is_given", "log_odds", "logistic", "piece_bits", "written"]

#: A piece of a reading.
Row = tuple[int, int, str, float | None, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]

#: Above this probability all readings that are worth a thought agree.
_GIVEN = 1 - 1e-9
#: The odds of a neighbour that tell no more; what a character of a line costs, what is usual and what tells no more.
_NEXT = 8.0
_USUAL, _LEAST_BITS, _MOST_BITS = 8.0, 4.0, 14.0
#: Bits of the character behind another one: what is usual, and the most that tells.
_USUAL_BEHIND, _MOST_BEHIND = 6.0, 24.0
#: Odds from which on a search that lost the truth is as sure as any, and from which on all agrees, in bits.
_HIGH, _AGREED = 6.0, 18.0
#: A probability nearer to 0 or 1 says no more, and the exponent beyond which a logistic curve is flat.
_LEAST, _FLAT = 1e-6, 60.0
_LOST = "\N{REPLACEMENT CHARACTER}"
#: How many guesses there are beside the best one.
_CANDIDATES = 3


def piece_bits(  # noqa: PLR0913, PLR0917 - what is priced, what stands around it, and for what
    grams: Grams, known: bytes, pieces: Sequence[Row], before: str, after: str, foreign: float
) -> float:
    r"""Return the bits of the characters of pieces in model and channel, and of being none of the ``known``.

    known: a byte for each code point up to the last one that Chinese texts use, 0 for others; each of these costs
    ``foreign`` bits more, unless it was searched.
    before, after: what stands around the reading; "" is the boundary of a line.

    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> pieces = [(0, 3, "你", None, (), ()), (3, 5, "好", 2.0, (0.9,), ((),))]  # decoded, and searched for 2 bits
    >>> piece_bits(grams, b"\1" * 0x10000, pieces, "", "", 9.0) == grams.bits("你", "") + 2.0
    True
    """
    total = 0.0
    for number, (_, _, text, bits, _, _) in enumerate(pieces):
        if bits is not None:
            total += bits
        else:
            end = "" if number + 1 < len(pieces) else after[: grams.order - 1] or "\n"
            total += grams.bits(text + end, before)
            total += foreign * sum(ord(char) >= len(known) or not known[ord(char)] for char in text)
        before = (before + text)[-grams.order :]
    return total


def certainties(  # noqa: PLR0913, PLR0917 - a reading, and the numbers of its kind
    grams: Grams,
    pieces: Sequence[Row],
    weights: Sequence[float],
    line_bits: float,
    gives: bool,  # noqa: FBT001 - as the kernel takes it
    sure: float,
) -> list[tuple[float, ...]]:
    """Return for each piece how certain each of its characters is; nothing for a piece without a lost byte.

    A logistic regression over ``character_terms``, times how certain the reading is (``sure``).  ``gives``: what all
    readings that a search kept agree in is 1.

    >>> from textnorm.model.ngrams import load
    >>> pieces = [(0, 3, "你", None, (), ()), (3, 5, "好", 2.0, (0.9,), ((("妈", 0.1),),))]
    >>> certainties(load().definition, pieces, [1.0, 0.5, 0, 0, 0, 0, 0, 0], 8.0, gives=True, sure=1.0)
    [(), (0.9298874989873274,)]
    """
    given = [[is_given(one, gives=gives) for one in row[4]] for row in pieces]
    if all(map(all, given)):
        return [(1.0,) * len(some) for some in given]
    costs = grams.bits_each("".join(row[2] for row in pieces) + "\n", "")
    return [
        tuple(1.0 if one else _scaled(logistic(weights, terms), sure) for one, terms in zip(known, some, strict=True))
        for known, some in zip(given, character_terms(pieces, line_bits, costs), strict=True)
    ]


def is_given(probability: float, *, gives: bool) -> bool:
    """Tell whether all readings that a search kept agree in a character, where that says anything.

    >>> is_given(1.0, gives=True), is_given(0.99, gives=True), is_given(1.0, gives=False)
    (True, False, False)
    """
    return gives and probability > _GIVEN


def character_terms(
    pieces: Sequence[Row], line_bits: float, costs: Sequence[float]
) -> Iterator[list[tuple[float, ...]]]:
    """Yield the terms of each character of the pieces of a reading; none for a piece without a lost byte.

    costs: what each character costs, and the end of the line behind them, in bits.
    They are 1, the odds of the search, the lower odds of a neighbour, what a character of the line costs, whether the
    character is none of Han, what the character behind costs, how high the odds are beyond what tells in any kind, and
    whether all that the search kept agrees; odds and costs in bits.

    >>> pieces = [(0, 2, "你好", 9.0, (0.5, 0.9), ((), ()))]
    >>> for terms in next(character_terms(pieces, 8.0, [6.0, 6.0, 9.0])):
    ...     print([round(term, 1) for term in terms])
    [1.0, 0.0, 3.2, 0.0, 0.0, 0.0, 0.0, 0.0]
    [1.0, 3.2, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0]
    """
    line = min(max(line_bits, _LEAST_BITS), _MOST_BITS) - _USUAL
    at = 0
    for _, _, text, _, probabilities, _ in pieces:
        odds = [log_odds(one) for one in probabilities]
        found: list[tuple[float, ...]] = []
        for i, (char, own) in enumerate(zip(text, odds, strict=False)):
            beside = min(chain(odds[max(0, i - 1) : i], odds[i + 1 : i + 2]), default=_NEXT)
            behind = min(costs[at + i + 1], _MOST_BEHIND) - _USUAL_BEHIND
            no_han, high = float(not "\u3400" <= char <= "\u9fff"), max(0.0, min(own, _AGREED) - _HIGH)
            found.append((1.0, own, min(beside, _NEXT), line, no_han, behind, high, float(own > _AGREED)))
        yield found
        at += len(text)


def written(
    pieces: Sequence[Row], chances: Sequence[tuple[float, ...]], least: float
) -> list[tuple[str, float, tuple[str, ...]]] | None:
    """Return what becomes of each piece: (text, the least certainty of what is written, guesses where not all is).

    A character is written from the certainty ``least`` on, and is U+FFFD otherwise.  None where no character above
    ASCII would be written: marks alone say less than what stands there.

    >>> pieces = [(0, 6, "你好", 9.0, (0.99, 0.6), ((), (("妈", 0.4),)))]
    >>> written(pieces, [(0.99, 0.6)], 0.9)
    [('你�', 0.99, ('你好', '你妈'))]
    """
    found: list[tuple[str, float, tuple[str, ...]]] = []
    tells = False
    for row, some in zip(pieces, chances, strict=True):
        text = row[2]
        known = [one >= least for one in some] or [True] * len(text)
        tells = tells or any(sure and char >= "\x80" for char, sure in zip(text, known, strict=True))
        after = "".join(char if one else _LOST for char, one in zip(text, known, strict=True))
        weakest = min((one for one in some if one >= least), default=1.0)
        found.append((after, weakest, () if all(known) else _guesses(row)))
    return found if tells else None


def _guesses(row: Row) -> tuple[str, ...]:
    """Return the best guess for a piece, then others for the character that the search left most in doubt."""
    _, _, text, _, chances, alternatives = row
    weakest = min(range(len(chances)), key=chances.__getitem__, default=0)
    others = [char for place in alternatives[weakest : weakest + 1] for char, _ in place[:_CANDIDATES]]
    return text, *(text[:weakest] + char + text[weakest + 1 :] for char in others)


def _scaled(chance: float, sure: float) -> float:
    return chance if chance >= 1.0 else chance * sure


def logistic(weights: Sequence[float], terms: Sequence[float]) -> float:
    """Return the probability of a logistic regression.

    >>> logistic((0.0, 1.0), (1.0, 0.0))
    0.5
    """
    z = sum(map(mul, weights, terms))
    return 1 / (1 + math.exp(-max(-_FLAT, min(_FLAT, z))))


def log_odds(probability: float) -> float:
    """Return the odds of a probability in bits.

    >>> log_odds(0.5)
    0.0
    """
    probability = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log2(probability / (1 - probability))
