"""Repeat a search until it finds nothing more, as one set of changes."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textnorm.composition import compose
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Guard", "settled"]

_MAX_ROUNDS = 8


def settled(find: Callable[[str], Iterable[Change]], text: str) -> list[Change]:
    """Return changes after which ``find`` proposes none: what one change reveals is part of the answer.

    Every round costs a search of the text, and only text that ``find`` changes has more than one.

    >>> def halve(text):
    ...     return [Change(at, at + 2, "-", "SPC001") for at in range(len(text)) if text[at : at + 2] == "--"][:1]
    >>> settled(halve, "a----b")
    [Change(start=1, end=5, after='-', rule='SPC001', confidence=1.0, reason='', candidates=(), certainty=1.0)]
    """
    changes = list(find(text))
    if not changes:
        return changes
    trace = Trace(text, changes)
    for _ in range(_MAX_ROUNDS):
        more = list(find(trace.target))
        if not more:
            break
        changes = []
        trace = compose(trace, Trace(trace.target, more))
    return changes or [Change(edit.start, edit.end, edit.after, edit.rule, edit.confidence) for edit in trace]


class Guard:
    """Tells which offsets lie in spans that are left alone.

    >>> guard = Guard([(2, 4)])
    >>> [guard.covers(offset) for offset in range(5)], guard.touches(0, 3)
    ([False, False, True, True, False], True)
    """

    __slots__ = ("_bounds",)

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take ascending spans that do not overlap."""
        self._bounds = [bound for span in spans for bound in span]

    def covers(self, offset: int) -> bool:
        """Tell whether the code point at ``offset`` lies in a span."""
        return bool(bisect_right(self._bounds, offset) % 2)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a span has a code point of ``[start:end]``, which is not empty."""
        first = bisect_right(self._bounds, start)
        return bool(first % 2) or bisect_right(self._bounds, end - 1) != first
