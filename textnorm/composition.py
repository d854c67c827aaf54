"""Two traces that follow each other become one.

Most edits of one step touch none of another; runs of them are copied column by column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.trace import Columns

__all__ = ["compose"]


def compose(first: Trace, second: Trace) -> Trace:
    """Return the trace from ``first.source`` to ``second.target``.

    Edits that touch the same code points between the two steps become one edit that names the
    rules of both; edits that undo each other vanish.  Raises ValueError when the traces do not meet.

    >>> from textnorm.trace import Change
    >>> one = Trace("a,b", [Change(1, 2, "，", "PUN001")])
    >>> two = Trace("a，b", [Change(1, 3, "!", "SPC001")])
    >>> [(edit.before, edit.after, edit.rules) for edit in compose(one, two)]
    [(',b', '!', ('PUN001', 'SPC001'))]
    """
    if first.target != second.source:
        msg = "the second trace does not start from the text that the first one ends with"
        raise ValueError(msg)
    if not len(second):
        return first
    if not len(first):
        return second
    return _Composition(first, second).trace()


class _Composition:
    """Two traces on the way to one: groups of edits that overlap in the text between them, and runs of others."""

    def __init__(self, first: Trace, second: Trace) -> None:
        self.first, self.second = first, second
        self.found = Trace(first.source)
        self.numbers: dict[tuple[str, ...], int] = {}
        self.renumbered = [self._numbers_of(trace) for trace in (first, second)]
        #: From an offset in the middle text to source and target, before the edits at hand.
        self.source_shift = self.target_shift = 0

    def _numbers_of(self, trace: Trace) -> list[int]:
        return [self.numbers.setdefault(names, len(self.numbers)) for names in trace.rule_names]

    def trace(self) -> Trace:
        """Walk both traces over the text between them."""
        one, two = self.first.columns, self.second.columns
        i = j = 0
        while i < len(one.starts) or j < len(two.starts):
            run_i = _alone(self.first, one.reversed(), i, two.starts[j] if j < len(two.starts) else None)
            if run_i > i:
                self._copy_first(i, run_i)
                i = run_i
                continue
            run_j = _alone(self.second, two, j, one.target_starts[i] if i < len(one.starts) else None)
            if run_j > j:
                self._copy_second(j, run_j)
                j = run_j
                continue
            i, j = self._group(i, j)
        self.found.rule_names[:] = self.numbers
        self.found.target = self.second.target
        return self.found

    def _copy_first(self, start: int, end: int) -> None:
        """Take edits of the first trace as they are."""
        columns, shift = self.first.columns, self.target_shift
        self._copy(self.first, 0, start, end)
        self.found.columns.starts.extend(columns.starts[start:end])
        self.found.columns.ends.extend(columns.ends[start:end])
        self.found.columns.target_starts.extend([offset + shift for offset in columns.target_starts[start:end]])
        self.found.columns.target_ends.extend([offset + shift for offset in columns.target_ends[start:end]])
        self.source_shift = columns.ends[end - 1] - columns.target_ends[end - 1]

    def _copy_second(self, start: int, end: int) -> None:
        """Take edits of the second trace as they are."""
        columns, shift = self.second.columns, self.source_shift
        self._copy(self.second, 1, start, end)
        self.found.columns.starts.extend([offset + shift for offset in columns.starts[start:end]])
        self.found.columns.ends.extend([offset + shift for offset in columns.ends[start:end]])
        self.found.columns.target_starts.extend(columns.target_starts[start:end])
        self.found.columns.target_ends.extend(columns.target_ends[start:end])
        self.target_shift = columns.target_ends[end - 1] - columns.ends[end - 1]

    def _copy(self, trace: Trace, which: int, start: int, end: int) -> None:
        numbers = self.renumbered[which]
        self.found.rule_numbers.extend([numbers[rule] for rule in trace.rule_numbers[start:end]])
        self.found.confidence.extend(trace.confidence[start:end])

    def _group(self, i: int, j: int) -> tuple[int, int]:
        """Make one edit of those that overlap from here on; return which come behind them."""
        first, second = self.first, self.second
        one, two = first.columns, second.columns
        group_i, group_j = i, j
        low, high = min(_middle_spans(one, two, i, j))
        grew = True
        while grew:
            grew = False
            if i < len(first) and _joins(one.target_starts[i], one.target_ends[i], low, high):
                high, i, grew = max(high, one.target_ends[i]), i + 1, True
            if j < len(second) and _joins(two.starts[j], two.ends[j], low, high):
                high, j, grew = max(high, two.ends[j]), j + 1, True
        start, target_start = low + self.source_shift, low + self.target_shift
        if i > group_i:
            self.source_shift = one.ends[i - 1] - one.target_ends[i - 1]
        if j > group_j:
            self.target_shift = two.target_ends[j - 1] - two.ends[j - 1]
        end, target_end = high + self.source_shift, high + self.target_shift
        if first.source[start:end] != second.target[target_start:target_end]:
            parts = [*first[group_i:i], *second[group_j:j]]
            names = tuple(dict.fromkeys(rule for part in parts for rule in part.rules))
            for column, offset in zip(self.found.columns, (start, end, target_start, target_end), strict=True):
                column.append(offset)
            self.found.rule_numbers.append(self.numbers.setdefault(names, len(self.numbers)))
            self.found.confidence.append(min(part.confidence for part in parts))
        return i, j


def _alone(trace: Trace, columns: Columns, at: int, limit: int | None) -> int:
    """Return where a run of edits ends that no other one can join and that change something.

    ``columns`` begin with their spans in the text between the traces; an edit at ``limit`` is next in the other one.
    """
    starts, ends, others, behind = columns
    last = len(starts)
    while at < last:
        start, end = starts[at], ends[at]
        if start == end or (limit is not None and end > limit):
            break
        if behind[at] - others[at] == end - start and trace.is_idle(at):
            break
        at += 1
    return at


def _middle_spans(one: Columns, two: Columns, i: int, j: int) -> Iterator[tuple[int, int]]:
    """Yield the spans that the next edit of each trace has in the text between them."""
    if i < len(one.starts):
        yield one.target_starts[i], one.target_ends[i]
    if j < len(two.starts):
        yield two.starts[j], two.ends[j]


def _joins(start: int, end: int, low: int, high: int) -> bool:
    """Tell whether [start:end] belongs to the group [low:high], which starts no later."""
    return start < high if low < high else start == end == low
