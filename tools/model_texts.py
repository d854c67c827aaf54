"""Texts as arrays of symbols, and their n-grams with weights."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from textnorm.model.symbols import BOUNDARY, CLASSES, class_of, fold_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["BITS", "Counts", "Symbols", "add", "count"]

#: Bits of a symbol in a key of symbols.
BITS = 14
#: How often a character must occur to be a symbol of its own.
_ENOUGH = 2
_ENOUGH_MARK = 200
#: The space as wide as a character: common where a line begins, hardly anywhere else, unlike any other space.
_WIDE_SPACE = "\u3000"


class Symbols:
    """Which number stands for each code point."""

    def __init__(self, texts: Iterable[str], words: Iterable[str], forms: dict[str, str]) -> None:
        """Choose the symbols: characters of the texts that are frequent enough, and all of the words."""
        fold = {**{chr(code): fold_mark(chr(code)) for code in range(0x10000)}, **forms}
        points = np.zeros(0x110000, np.int64)
        for text in texts:
            points += np.bincount(_points(text), minlength=0x110000)
        seen: dict[str, int] = {}
        for code in np.flatnonzero(points):
            one = fold.get(chr(code), chr(code))
            seen[one] = seen.get(one, 0) + int(points[code])
        han = {class_of("中"), class_of("㐀")}
        marks = {class_of("※")}
        listed = {fold.get(one, one) for word in words for one in word}
        self.own = sorted(
            one
            for one in seen.keys() | listed
            if (class_of(one) in han and (seen.get(one, 0) >= _ENOUGH or one in listed))
            or (class_of(one) in marks and seen.get(one, 0) >= _ENOUGH_MARK)
            or one == _WIDE_SPACE
        )
        self.own = [one for one in self.own if ord(one) < 0x10000]  # noqa: PLR2004 - the map holds the basic plane
        numbers = {one: len(CLASSES) + place for place, one in enumerate(self.own)}
        self.count = len(CLASSES) + len(self.own)
        self.map = np.array(
            [numbers.get(fold[chr(code)], class_of(fold[chr(code)])) for code in range(0x10000)], np.uint16
        )
        self.astral = class_of("\U00020000")
        self.numbers = numbers

    def of(self, text: str) -> NDArray[np.int64]:
        """Return the numbers of the code points of a text; astral ones count as Han."""
        points = _points(text)
        return np.where(points < 0x10000, self.map[np.minimum(points, 0xFFFF)], self.astral).astype(np.int64)  # noqa: PLR2004


@dataclass
class Counts:
    """N-grams of one order as sorted keys: their weight, their raw count, and both of those at an edge.

    An edge n-gram has no more context than it shows, since it begins a line or a word.
    """

    keys: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    raw: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    edge_weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    edge_raw: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


def add(parts: Iterable[Counts]) -> Counts:
    """Return the sum of several counts."""
    parts = list(parts)
    keys, inverse = np.unique(np.concatenate([part.keys for part in parts]), return_inverse=True)

    def total(name: str) -> NDArray[np.float64]:
        return np.bincount(inverse, np.concatenate([getattr(part, name) for part in parts]), len(keys))

    return Counts(keys, total("weights"), total("raw"), total("edge_weights"), total("edge_raw"))


def count(symbols: NDArray[np.int64], weight: float, highest: int) -> list[Counts]:
    """Count the n-grams of orders 1 to ``highest`` in a text whose lines are separated by boundaries."""
    out = []
    boundary = symbols == BOUNDARY
    for order in range(1, highest + 1):
        places = len(symbols) - order + 1
        keys = np.zeros(places, np.int64)
        for k in range(order):
            keys = keys << BITS | symbols[k : k + places]
        whole = np.ones(places, bool)
        for k in range(1, order - 1):
            whole &= ~boundary[k : k + places]
        if order > 1:
            whole &= ~(boundary[:places] & boundary[order - 1 :])  # an empty line
        edge = boundary[:places] if 1 < order < highest else np.zeros(places, bool)
        keys, edge = keys[whole], edge[whole]
        unique, inverse, raw = np.unique(keys, return_inverse=True, return_counts=True)
        edges = np.bincount(inverse, edge, len(unique))
        out.append(Counts(unique, raw * weight, raw.astype(float), edges * weight, edges))
    return out


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass"), np.uint32)
