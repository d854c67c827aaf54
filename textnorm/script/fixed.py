"""What a conversion must leave to spans that are decided already: nothing of it may overlap them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FixedSpan", "first_overlap", "free_parts"]

#: Start and end in code points, what stands there in the end, and the rule that says so.
FixedSpan = tuple[int, int, str, str]


def first_overlap(fixed: Sequence[FixedSpan], start: int, end: int) -> int | None:
    """Return the index of the first of the ascending spans that shares a code point with ``[start:end]``.

    >>> first_overlap([(2, 4, "", ""), (6, 8, "", "")], 3, 7), first_overlap([(2, 4, "", "")], 4, 6)
    (0, None)
    """
    at = bisect_right(fixed, start, key=_end)
    return at if at < len(fixed) and fixed[at][0] < end else None


def free_parts(fixed: Sequence[FixedSpan], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of ``[start:end]`` that lie outside the ascending spans; all of it where none overlaps.

    >>> list(free_parts([(2, 4, "", ""), (6, 8, "", "")], 1, 7)), list(free_parts([], 1, 7))
    ([(1, 2), (4, 6)], [(1, 7)])
    """
    at = first_overlap(fixed, start, end)
    while at is not None and at < len(fixed) and fixed[at][0] < end:
        if start < fixed[at][0]:
            yield start, fixed[at][0]
        start = fixed[at][1]
        at += 1
    if start < end:
        yield start, end


def _end(span: FixedSpan) -> int:
    return span[1]
