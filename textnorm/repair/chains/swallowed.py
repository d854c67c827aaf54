"""What may have been swallowed at a place of a line, and what stands before it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["BEFORE", "Swallowed", "left_by", "left_of", "swallowed"]

#: Marks of Chinese and of full width, and how their bytes begin in UTF-8.
_MARK, _MARKED = re.compile("[\u3000-\u303f\uff00-\uff65]"), re.compile(b"\xe3\x80.?|\xef[\xbc\xbd].?", re.DOTALL)
#: So many characters before a place tell.
BEFORE = 2
#: So many of these are remembered, and so many rows of groups.
_KEPT = 4096


class Swallowed:
    """Groups of signs with the bits of each; equal ones are one object, so that a table finds what they make at once.

    >>> swallowed(((b",", 1.0),)) is swallowed(((b",", 1.0),))
    True
    """

    __slots__ = ("groups",)

    def __init__(self, groups: tuple[tuple[bytes, float], ...]) -> None:
        """Take the groups, the likelier signs first; ``swallowed`` makes one object of equal ones."""
        self.groups = groups


@lru_cache(maxsize=_KEPT)
def swallowed(groups: tuple[tuple[bytes, float], ...]) -> Swallowed:
    """Return the groups as an object, for equal ones the same.

    >>> swallowed(((b",", 1.0), (b".", 2.0))).groups[0]
    (b',', 1.0)
    """
    return Swallowed(groups)


def left_of(text: str, at: int, codec: WrongCodec | None) -> str:
    """Return what stands before ``text[at]``: "H", or "P" for a mark of Chinese, of which the last byte may be lost.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [left_of(text, len(text), wrong_codec("gbk")) for text in ("好，", "锛", "濂斤紝", "濂")]
    ['P', 'P', 'P', 'H']
    """
    return left_by(codec)(text[max(0, at - BEFORE) : at])


@cache
def left_by(codec: WrongCodec | None) -> Callable[[str], str]:
    """Return what tells the same of the last two characters before a place.

    >>> left_by(None)("好，")
    'P'
    """

    @lru_cache(maxsize=_KEPT)
    def left(before: str) -> str:
        if _MARK.match(before, len(before) - 1):
            return "P"
        if codec is None:
            return "H"
        data = b"".join(codec.codes.get(char, (b"\0",))[0] for char in before)
        return "P" if _MARKED.fullmatch(data[-2:]) or _MARKED.fullmatch(data[-3:]) else "H"

    return left
