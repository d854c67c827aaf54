"""The part of a line that is spoken for: spans that may overlap, asked whether another one touches them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Covered", "united"]


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of spans in any order, in ascending order; spans that touch become one.

    >>> united([(2, 4), (8, 9), (4, 6)])
    [(2, 6), (8, 9)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


class Covered:
    """The union of half-open spans of code points; a question takes logarithmic time.

    >>> covered = Covered([(2, 4), (3, 6)])
    >>> covered.touches(0, 2), covered.touches(5, 9)
    (False, True)
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        """Cover some spans."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self.add(start, end)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a span shares a code point with what is covered."""
        first = bisect_right(self._ends, start)
        return start < end and first < len(self._starts) and self._starts[first] < end

    def add(self, start: int, end: int) -> None:
        """Cover one more span; an empty one covers nothing."""
        if start >= end:
            return
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]
