"""Ask something about the line an offset lies in, once per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LineTest"]


class LineTest:
    r"""Remembers the answer for the line last asked for, so that a long line is examined once.

    >>> has_comma = LineTest("a\nb,\nc", lambda line: "," in line)
    >>> [has_comma(offset) for offset in (0, 2, 5)]
    [False, True, False]
    """

    __slots__ = ("_answer", "_end", "_test", "_text")

    def __init__(self, text: str, test: Callable[[str], bool]) -> None:
        """Take a text whose lines end in newline characters, and what to ask about one of them."""
        self._text = text
        self._test = test
        self._end = 0
        self._answer = False

    def __call__(self, offset: int) -> bool:
        """Answer for the line that holds ``offset``; offsets must not go back."""
        if offset >= self._end:
            start = self._text.rfind("\n", self._end, offset) + 1 or self._end
            end = self._text.find("\n", offset) + 1 or len(self._text) + 1
            self._answer = self._test(self._text[start:end])
            self._end = end
        return self._answer
