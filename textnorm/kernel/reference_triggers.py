"""Which groups of patterns occur in a text, in plain Python: the definition of ``Triggers``."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from textnorm.kernel.reference_suspects import suspects
from textnorm.kernel.trigger_patterns import CODES, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.kernel.trigger_patterns import Position

__all__ = ["Triggers"]

_LAST = CODES - 1


class Triggers:
    """Groups of patterns (``trigger_patterns``) that a text is searched for, all at once.

    ``weights`` and ``threshold`` are those of ``suspects``; they make one more group behind the others.  In a text of
    at most ``few`` code points the threshold is ``threshold_of_few``.  The end of a text counts as a line feed.  Code
    points from U+FFFF on are not told apart.  Raises ValueError for a pattern that is not of the small notation, and
    for more patterns than there is room for.

    >>> signs = Triggers([["</[a-z]"], ["&[a-z]+;", "&#"]])
    >>> signs.seen("a < b"), signs.seen("<b>x</b>"), signs.seen("&lt;/b")
    (0, 1, 2)
    """

    def __init__(
        self,
        groups: Sequence[Sequence[str]],
        weights: bytes = b"",
        threshold: int = 0,
        few: int = 0,
        threshold_of_few: int = 0,
    ) -> None:
        """Take the groups; the first one is bit 0 of what ``seen`` returns."""
        found = [[row for pattern in group for row in rows(pattern)] for group in groups]
        self._patterns = [re.compile("|".join(map(_expression, group)) or "(?!)") for group in found]
        self._positions = [position for group in found for row in group for position in row]
        self._first = self._last = 0
        at = 0
        for row in (row for group in found for row in group):
            self._first |= 1 << at
            at += len(row)
            self._last |= 1 << at - 1
        self._repeats = sum(1 << bit for bit, position in enumerate(self._positions) if position.repeats)
        self._allowed: dict[str, int] = {}
        self._weights, self._threshold = weights, threshold
        self._few, self._threshold_of_few = few, threshold_of_few

    def seen(self, text: str) -> int:
        """Return which groups have a pattern that occurs, a bit for each; the bit above them is that of the weights."""
        shown = _narrowed(text) + "\n"
        found = sum(1 << number for number, pattern in enumerate(self._patterns) if pattern.search(shown))
        threshold = self._threshold_of_few if 0 < len(text) <= self._few else self._threshold
        if self._weights and suspects(text, self._weights, threshold)[0]:
            found |= 1 << len(self._patterns)
        return found

    def ends(self, text: str) -> array[int]:
        """Return where patterns of all groups end, in ascending order; behind the end where a line feed is meant.

        >>> list(Triggers([["ab", "b+"]]).ends("abb"))
        [2, 3]
        """
        return array("q", self._each_end(_narrowed(text) + "\n"))

    def lines(self, text: str) -> tuple[array[int], array[int]]:
        r"""Return where the lines begin and end that have a pattern of any group; each one ends with a line feed.

        >>> [list(column) for column in Triggers([["ab", "b\n"]]).lines("abb\na\nbab\ncb")]
        [[0, 6, 10], [3, 9, 12]]
        """
        begins, ends = array("q"), array("q")
        at = 0
        for line in _narrowed(text).split("\n"):
            if next(self._each_end(line + "\n"), None) is not None:
                begins.append(at)
                ends.append(at + len(line))
            at += len(line) + 1
        return begins, ends

    def _each_end(self, shown: str) -> Iterator[int]:
        now = 0
        for end, char in enumerate(shown, 1):
            allowed = self._allowed.get(char)
            if allowed is None:
                allowed = self._allowed[char] = self._positions_of(ord(char))
            now = (now << 1 | self._first | now & self._repeats) & allowed
            if now & self._last:
                yield end

    def _positions_of(self, code: int) -> int:
        """Return the bits of the positions at which a code point may stand."""
        return sum(
            1 << bit
            for bit, position in enumerate(self._positions)
            if any(low <= code <= high for low, high in position.ranges)
        )


def _narrowed(text: str) -> str:
    return text if text.isascii() or max(text) < chr(_LAST) else re.sub(f"[{chr(CODES)}-\U0010ffff]", chr(_LAST), text)


def _expression(row: Sequence[Position]) -> str:
    return "".join(
        "[" + "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges) + "]" + "+" * repeats
        for ranges, repeats in row
    )
