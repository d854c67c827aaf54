"""The n-grams of characters to expect under a model of rows of words, as if it had written so many words of text.

A word model is asked for its rows: the first character of a word is counted behind the characters before it as far as
its row tells them, the others behind those before them, too.  What a row of two words says that rows of three say
already is not counted twice.  Where the model does not tell which word follows, anything may: that mass goes to the
shorter context, as behind the words of the lists (``model_words``).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from model_texts import BITS, Counts

from textnorm.model.symbols import class_of

if TYPE_CHECKING:
    from model_opengram import OpenGram
    from model_texts import Symbols
    from numpy.typing import NDArray

__all__ = ["count_rows"]

_MARKS = class_of("。")
_WIDE = 18  # bits of the number of a word
#: As how many words of running text the rows are smoothed, which decides how much a rare one gives up.
_TOKENS = 2e8

_Part = tuple["NDArray[np.int64]", "NDArray[np.float64]"]


class _Spelt:
    """The symbols of the words: up to ``highest`` - 1 last ones as a key, and how many those are."""

    def __init__(self, words: list[str], symbols: Symbols, highest: int) -> None:
        rows = [symbols.of(word).tolist() for word in words]
        self.lengths = np.array([len(row) for row in rows])
        self.places = np.zeros((len(rows), max(self.lengths)), np.int64)
        for number, row in enumerate(rows):
            self.places[number, : len(row)] = row
        self.kept = np.minimum(self.lengths, highest - 1)
        self.ends = np.array([_key(row[1 - highest :]) for row in rows], np.int64)


def count_rows(model: OpenGram, symbols: Symbols, weight: float, highest: int) -> tuple[list[Counts], list[Counts]]:
    """Return the n-grams in the rows of words, and the contexts behind which the rows do not say what follows."""
    spelt = _Spelt(model.words, symbols, highest)
    known = [_known(rows, model.words, spelt) for rows in model.rows]
    rows = [tuple(column[one] for column in columns) for columns, one in zip(model.rows, known, strict=True)]
    masses = [weight * mass[one] for mass, one in zip(model.probabilities, known, strict=True)]
    parts: list[list[tuple[NDArray[np.int64], NDArray[np.float64], bool]]] = [[] for _ in range(highest)]
    ends: list[list[_Part]] = [[] for _ in range(highest - 1)]
    for length, (columns, mass) in enumerate(zip(rows, masses, strict=True), 1):
        longer = length < len(rows)
        left = _without(columns, mass, rows[length][1:], masses[length]) if longer else mass
        context, reach = _behind(columns[:-1], spelt, highest) if length > 1 else (0 * columns[0], 0 * columns[0])
        _spell(context, reach, columns[-1], left, spelt, parts)
        if longer:
            unsaid = _without(columns, mass, model.rows[length][:-1], weight * model.probabilities[length])
            context, reach = _behind(columns, spelt, highest)
            shorter = _behind(columns[1:], spelt, highest)[1] if length > 1 else 0
            for order in range(1, highest):
                told = (reach >= order) & (shorter < order)  # a shorter row says what follows a shorter context
                ends[order - 1].append((context[told] & ((1 << BITS * order) - 1), unsaid[told]))
    return [_counted(part, weight) for part in parts], [_ended(end) for end in ends]


def _known(rows: tuple[NDArray[np.int64], ...], words: list[str], spelt: _Spelt) -> NDArray[np.bool_]:
    """Tell which rows are words throughout, without two marks in a row: forums write those as nobody else does."""
    marks = np.array([len(word) == 1 and class_of(word) == _MARKS for word in words])
    known = np.ones(len(rows[0]), bool)
    for column in rows:
        known &= spelt.lengths[column] > 0
    for first, second in pairwise(rows):
        known &= ~(marks[first] & marks[second])
    return known


def _spell(  # noqa: PLR0913, PLR0917 - what a row is
    context: NDArray[np.int64],
    reach: NDArray[np.int64],
    words: NDArray[np.int64],
    mass: NDArray[np.float64],
    spelt: _Spelt,
    parts: list[list[tuple[NDArray[np.int64], NDArray[np.float64], bool]]],
) -> None:
    """Count the characters of the last words of rows behind their contexts."""
    highest = len(parts)
    mask = (1 << BITS * (highest - 1)) - 1
    for place in range(spelt.places.shape[1]):
        inside = spelt.lengths[words] > place
        if not inside.all():
            context, reach, words, mass = context[inside], reach[inside], words[inside], mass[inside]
        key = context << BITS | spelt.places[words, place]
        for order in range(1, highest + 1):  # the counts of all lower orders are needed for pruning
            for edge in (False, True):
                here = (reach == order - 1 if edge else reach >= order) if order < highest else reach >= order - 1
                if order < highest or not edge:
                    parts[order - 1].append((key[here] & ((1 << BITS * order) - 1), mass[here], edge))
        context, reach = key & mask, np.minimum(reach + 1, highest - 1)


def _behind(
    columns: tuple[NDArray[np.int64], ...], spelt: _Spelt, highest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the last symbols of rows as keys, and how many they are."""
    key, reach = spelt.ends[columns[-1]], spelt.kept[columns[-1]]
    for column in columns[-2::-1]:
        key = key | spelt.ends[column] << BITS * reach
        reach = np.minimum(reach + spelt.kept[column], highest - 1)
    return key & ((1 << BITS * (highest - 1)) - 1), reach


def _without(
    columns: tuple[NDArray[np.int64], ...],
    mass: NDArray[np.float64],
    longer: tuple[NDArray[np.int64], ...],
    taken: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what is left of the mass of rows when what longer ones say is taken away."""
    keys, others = _row_keys(columns), _row_keys(longer)
    order = np.argsort(keys)
    at = np.minimum(np.searchsorted(keys, others, sorter=order), len(keys) - 1)
    at = order[at]
    same = keys[at] == others
    return np.maximum(mass - np.bincount(at[same], taken[same], len(mass)), 0.0)


def _row_keys(columns: tuple[NDArray[np.int64], ...]) -> NDArray[np.int64]:
    keys = columns[0]
    for column in columns[1:]:
        keys = keys << _WIDE | column
    return keys


def _key(row: list[int]) -> int:
    key = 0
    for number in row:
        key = key << BITS | number
    return key


def _counted(parts: list[tuple[NDArray[np.int64], NDArray[np.float64], bool]], weight: float) -> Counts:
    keys, inverse = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    mass = np.concatenate([part[1] for part in parts])
    edge = np.concatenate([np.full(len(part[0]), part[2]) for part in parts])
    weights = np.bincount(inverse, mass, len(keys))
    edges = np.bincount(inverse, mass * edge, len(keys))
    raw = np.maximum(weights / weight * _TOKENS, 1.0)
    return Counts(keys, weights, raw, edges, edges / weight * _TOKENS)


def _ended(parts: list[_Part]) -> Counts:
    keys, inverse = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    weights = np.bincount(inverse, np.concatenate([part[1] for part in parts]), len(keys))
    nothing = np.zeros(len(keys))
    return Counts(keys, weights, nothing, nothing, nothing)
