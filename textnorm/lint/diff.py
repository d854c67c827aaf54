"""A unified diff straight from the edits: linear in the length of the text, whatever changed.

difflib compares two texts to find what we already know, in a time that may grow with the square of
their length.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textnorm.trace import Trace

__all__ = ["unified_diff"]

_CONTEXT = 3  # unchanged lines around a change, as diff -u shows


class _Block(NamedTuple):
    """Lines ``[start:end]`` of the source, which lines ``[to_start:to_end]`` of the target replace."""

    start: int
    end: int
    to_start: int
    to_end: int


class _Lines:
    """The lines of a text; only a line feed ends one, as for ``patch``."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.ends_open = self.lines[-1] != ""
        self.lines[:-1] = [f"{line}\n" for line in self.lines[:-1]]
        if not self.ends_open:
            self.lines.pop()
        self._starts = list(accumulate(map(len, self.lines), initial=0))

    def line_at(self, offset: int) -> int:
        """Return the number, from 0, of the line that holds or would hold the code point at ``offset``."""
        last = len(self.lines) - 1 if self.ends_open else len(self.lines)
        return min(bisect_right(self._starts, offset) - 1, last)

    def is_start(self, offset: int) -> bool:
        """Tell whether a line begins here, or would begin if the text went on."""
        return self._starts[self.line_at(offset)] == offset

    def count_to(self, offset: int) -> int:
        """Return how many lines end before ``offset``, which is the start of a line or the end of the text."""
        return bisect_right(self._starts, offset) - 1

    def start_of(self, line: int) -> int:
        """Return the offset where a line starts; the one after the last starts at the end of the text."""
        return self._starts[line]


def unified_diff(edits: Trace, before_name: str, after_name: str) -> Iterator[str]:
    r"""Yield the lines of a unified diff from ``edits.source`` to ``edits.target``; none when they are equal.

    >>> from textnorm.trace import Change, Trace
    >>> print("".join(unified_diff(Trace("一\n二,\n", [Change(3, 4, "，", "PUN001")]), "a", "a")), end="")
    --- a
    +++ a
    @@ -1,2 +1,2 @@
     一
    -二,
    +二，
    """
    source, target = _Lines(edits.source), _Lines(edits.target)
    blocks = list(_blocks(edits, source, target))
    if blocks:
        yield f"--- {before_name}\n"
        yield f"+++ {after_name}\n"
    for hunk in _hunks(blocks):
        yield from _hunk_lines(hunk, source.lines, target.lines)


def _blocks(edits: Trace, source: _Lines, target: _Lines) -> Iterator[_Block]:
    """Yield whole lines that changed, neighbouring ones as one block."""
    spans: list[list[int]] = []  # first line, end line, and how far the text after the block moved
    for edit, shift in zip(edits, _shifts(edits), strict=True):
        first, end = source.line_at(edit.start), source.line_at(edit.end)
        whole = source.is_start(edit.end) and target.is_start(edit.end + shift)
        end = min(end if whole else end + 1, len(source.lines))
        if spans and first <= spans[-1][1]:
            spans[-1][1:] = max(end, spans[-1][1]), shift
        else:
            spans.append([first, end, shift])
    before = 0  # the shift before a block
    for first, end, shift in spans:
        to_first = target.count_to(source.start_of(first) + before)
        yield _Block(first, end, to_first, target.count_to(source.start_of(end) + shift))
        before = shift


def _shifts(edits: Trace) -> Iterator[int]:
    return accumulate(len(edit.after) - len(edit.before) for edit in edits)


def _hunks(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Group blocks whose context would meet."""
    hunk: list[_Block] = []
    for block in blocks:
        if hunk and block.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _hunk_lines(hunk: list[_Block], source: Sequence[str], target: Sequence[str]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    lead = min(_CONTEXT, first.start)
    tail = min(_CONTEXT, len(source) - last.end)
    before = _range(first.start - lead, last.end + tail)
    after = _range(first.to_start - lead, last.to_end + tail)
    yield f"@@ -{before} +{after} @@\n"
    at = first.start - lead
    for block in hunk:
        yield from _marked(" ", source[at : block.start])
        yield from _marked("-", source[block.start : block.end])
        yield from _marked("+", target[block.to_start : block.to_end])
        at = block.end
    yield from _marked(" ", source[at : last.end + tail])


def _range(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"
