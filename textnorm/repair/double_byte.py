"""Double-byte codecs as tables: the code of each code point, and the code point of each code.

The tables are those of Python's codecs.  A code is one byte, or two with the first one above the second.
"""

from __future__ import annotations

from array import array
from functools import cache

__all__ = ["code_tables"]

_POINTS = 0x10000
_FIRSTS, _HIGH = range(0x81, 0xFF), range(0x80, 0x100)
_SECONDS = bytes((*range(0x40, 0x7F), *range(0x80, 0xFF)))
#: The codec that knows more characters: GB 18030 has GBK's user-defined area, which GBK itself cannot read.
_LARGER = {"gbk": "gb18030"}


@cache
def code_tables(codec: str) -> tuple[array[int], array[int]]:
    """Return the code of each code point of the basic plane, and the code point of each code; 0 for none.

    ASCII is left out.  Raises LookupError where Python has no such codec.

    >>> codes, points = code_tables("gbk")
    >>> hex(codes[ord("數")]), chr(points[0x94B5]), code_tables("cp932")[0][ord("ｱ")]
    ('0x94b5', '數', 177)
    """
    codes, points = array("H", bytes(2 * _POINTS)), array("H", bytes(2 * _POINTS))
    larger = _LARGER.get(codec, codec)
    for byte in _HIGH:
        one = bytes((byte,)).decode(codec, "ignore")
        if one:
            codes[ord(one)], points[byte] = byte, ord(one)
    for first in _FIRSTS:
        row = first << 8
        for second, char in zip(_SECONDS, _read(first, codec), strict=True):
            if len(char) == 1 and char != "\ufffd":
                points[row | second] = ord(char)
        for second, char in zip(_SECONDS, _read(first, larger), strict=True):
            if len(char) == 1 and char != "\ufffd":
                codes[ord(char)] = codes[ord(char)] or row | second
    return codes, points


def _read(first: int, codec: str) -> list[str]:
    """Return what a codec reads each pair of a first byte as; a line feed behind each brings it back into step."""
    return b"\n".join(bytes((first, second)) for second in _SECONDS).decode(codec, "replace").split("\n")
