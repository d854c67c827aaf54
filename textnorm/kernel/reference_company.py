"""Which characters keep company with those some places away: defined in plain Python.

A log-bilinear model (Mnih and Hinton, "Three new graphical models for statistical language modelling", ICML 2007)
in whole numbers, so that the compiled one cannot differ by rounding.  Each symbol has a vector as a neighbour and one
as what is written; each distance has one too.  A neighbour counts with the product, term by term, of its own vector and
that of its distance; what is written fits as well as its vector agrees with the sum of these products.
"""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import TYPE_CHECKING

from textnorm.kernel.reference_ngrams import BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.kernel.reference_ngrams import Grams
    from textnorm.kernel.reference_verdict import Row

__all__ = ["Company"]

#: The row of symbols that have none of their own.
_RARE = 1
_CHANCE = itemgetter(1)


class Company:
    """Vectors of ``size`` signed bytes.

    rows: the row of each symbol of ``grams``, 0 for the boundary of a line and 1 for rare ones.
    neighbours, written: the vectors of each row.
    places: the vectors of the distances from ``near`` to ``far``, first those before a character, then those behind.
    biases: what each row fits anywhere; scale: bits of a unit of the sum.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of a file
        self,
        grams: Grams,
        rows: Sequence[int],
        size: int,
        near: int,
        far: int,
        neighbours: bytes,
        places: bytes,
        written: bytes,
        biases: Sequence[int],
        scale: float,
    ) -> None:
        """Use the parts of a file; ValueError where their sizes do not fit."""
        count, steps = len(biases), far - near + 1
        if (
            not (size > 0 and 0 < near <= far)
            or (len(neighbours), len(written), len(places)) != (count * size, count * size, 2 * steps * size)
            or max(rows, default=0) >= count
        ):
            msg = f"no vectors of {size} bytes for {count} symbols and {2 * steps} places"
            raise ValueError(msg)
        self._grams, self._rows, self._size, self._near, self._far = grams, rows, size, near, far
        self._neighbours, self._places, self._written = (
            memoryview(part).cast("b") for part in (neighbours, places, written)
        )
        self._biases, self._scale = biases, scale

    def bits(self, text: str, known: bytes, at: int, candidates: str) -> array[float] | None:
        r"""Return how well each candidate fits the place ``at`` of a line, in bits; None where nothing tells.

        Only their differences mean anything.  known: 1 for each character of ``text`` that counts as a neighbour.
        A candidate without a row of its own fits a bit worse than the worst that has one.

        >>> from textnorm.model.ngrams import load
        >>> grams = load().definition
        >>> rows = [1] * (1 << 14)  # of each symbol: only 鱼 and 水 have rows of their own
        >>> rows[0], rows[grams.symbol(ord("鱼"))], rows[grams.symbol(ord("水"))] = 0, 2, 3
        >>> vectors = bytes([0, 0, 8, 8])  # one number for each row
        >>> company = Company(grams, rows, 1, 3, 3, vectors, b"\1\1", vectors, [0] * 4, 0.5)
        >>> company.bits("水里有_", b"\1\1\1\0", 3, "鱼龙")
        array('d', [32.0, 31.0])
        """
        sums = self._sums(text, known, at)
        if sums is None:
            return None
        found = [self._fit(sums, self._row(ord(char))) for char in candidates]
        worst = min((one for one in found if one is not None), default=None)
        if worst is None:
            return None
        return array("d", [worst - 1.0 if one is None else one for one in found])

    def weighed(  # noqa: PLR0913, PLR0917 - a reading in its line, and three limits
        self, pieces: Sequence[Row], before: str, after: str, least: float, sure: float, weight: float
    ) -> list[Row]:
        """Return the pieces of a reading, as in ``reference_verdict``, with what is doubtful weighed by its company.

        A piece in which nothing is doubtful is returned as it is.

        before, after: what stands around the reading in its line.
        least: the probability of a character that counts as a neighbour.
        sure: the one up to which a character is weighed, if there are others for its place.
        weight: what a bit of the company counts beside one of the search.
        """
        line = f"{before}{''.join([row[2] for row in pieces])}{after}"
        known = bytearray(b"\1" * len(line))
        starts: list[int] = []
        at = len(before)
        for row in pieces:
            known[at : at + len(row[4])] = bytes([one >= least for one in row[4]])
            starts.append(at)
            at += len(row[2])
        marks = bytes(known)
        found: list[Row] = []
        for row, start in zip(pieces, starts, strict=True):
            text, chances, others = [*row[2]], [*row[4]], [*row[5]]
            doubtful = [i for i, chance in enumerate(chances[: len(others)]) if chance <= sure and others[i]]
            for i in doubtful:
                choice = [(text[i], chances[i]), *others[i]]
                bits = self.bits(line, marks, start + i, "".join([char for char, _ in choice]))
                if bits is not None:
                    (text[i], chances[i]), *left = _shared(choice, bits, weight)
                    others[i] = tuple(left)
            weighed = (*row[:2], "".join(text), row[3], tuple(chances), tuple(others))
            found.append(weighed if doubtful else row)
        return found

    def _row(self, point: int) -> int:
        return self._rows[self._grams.symbol(point)]

    def _sums(self, text: str, known: bytes, at: int) -> list[int] | None:
        """Return the sum of the products of the known neighbours, or None where there is none."""
        size, steps = self._size, self._far - self._near + 1
        sums = [0] * size
        met = False
        for side, step in enumerate((-1, 1)):
            for distance in range(1, self._far + 1):
                i = at + step * distance
                inside = 0 <= i < len(text)
                symbol = self._grams.symbol(ord(text[i])) if inside else BOUNDARY
                ends = symbol == BOUNDARY
                if distance >= self._near and (ends or known[i]):
                    first, other = self._rows[symbol] * size, (side * steps + distance - self._near) * size
                    for k in range(size):
                        sums[k] += self._neighbours[first + k] * self._places[other + k]
                    met = met or not ends
                if ends:
                    break
        return sums if met else None

    def _fit(self, sums: Sequence[int], row: int) -> float | None:
        if row <= _RARE:
            return None
        own = self._written[row * self._size : (row + 1) * self._size]
        return self._scale * (self._biases[row] + sum(one * other for one, other in zip(sums, own, strict=True)))


def _shared(choice: Sequence[tuple[str, float]], bits: Sequence[float], weight: float) -> list[tuple[str, float]]:
    """Return the characters of a place with new probabilities, the likeliest first.

    What the search divides in another way keeps the weight of the mean.
    """
    total = mean = everything = 0.0
    for (_, chance), fit in zip(choice, bits, strict=True):
        total += chance
        mean += chance * fit
    mean /= total or 1.0
    shares = [(char, chance * 2.0 ** (weight * (fit - mean))) for (char, chance), fit in zip(choice, bits, strict=True)]
    for _, share in shares:
        everything += share
    everything += max(0.0, 1.0 - total)
    return sorted([(char, min(1.0, share / everything)) for char, share in shares], key=_CHANCE, reverse=True)
