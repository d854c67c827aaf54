"""Lines and columns, as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

__all__ = ["LineMap", "Position"]

_LINE_END = re.compile(r"\r\n|\r|\n")


class Position(NamedTuple):
    """A place in a document: line and column count from 1, the column in code points."""

    line: int
    column: int


class LineMap:
    r"""Where the lines of a text start; ``\n``, ``\r\n`` and a lone ``\r`` end a line.

    >>> LineMap("一二\r\n三四").position(5)
    Position(line=2, column=2)
    """

    def __init__(self, text: str) -> None:
        """Find every line start once, in one pass."""
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        """Return where the code point at ``offset`` stands."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)
