"""Double-byte codecs as tables: the code of each code point, and the code point of each code.

The tables are those of Python's codecs, which read all pairs at once: a process that repairs one line needs several of
them, and asking for one pair after the other took longer than the line.  A code is one byte, or two with the first one
above the second.
"""

from __future__ import annotations

import re
import sys
from array import array
from functools import cache

__all__ = ["FIRSTS", "NONE", "SECONDS", "characters_of_pairs", "code_tables"]

#: The bytes that can be first in a pair, and second; what stands for a pair that is no character.
FIRSTS, SECONDS = bytes(range(0x81, 0xFF)), bytes((*range(0x40, 0x7F), *range(0x80, 0xFF)))
NONE = "\ufffd"

_POINTS = 0x10000
_HIGH = range(0x80, 0x100)
#: The second bytes below ASCII's end and above it: two rows without a hole.
_LOW_SECONDS = 0x7F - 0x40
#: What a decoder writes for a pair that is no character, or several.
_NO_CHARACTER = re.compile("[^\n]{2,}")
#: The codec that knows more characters: GB 18030 has GBK's user-defined area, which GBK itself cannot read.
_LARGER = {"gbk": "gb18030"}
_NONE_OR_BEYOND = re.compile(f"[{NONE}\U00010000-\U0010ffff]")
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


@cache
def characters_of_pairs(codec: str) -> str:
    r"""Return the character of each pair of ``FIRSTS`` and ``SECONDS``, the second bytes of a first one together.

    U+FFFD stands for a pair that is no character.  Raises LookupError where Python has no such codec.

    >>> len(characters_of_pairs("gbk")) == len(FIRSTS) * len(SECONDS), characters_of_pairs("gbk")[:3]
    (True, '丂丄丅')
    >>> characters_of_pairs("cp932")[FIRSTS.index(0xB1) * len(SECONDS)] == NONE  # a byte alone, and ASCII
    True
    """
    # A line feed behind each pair brings every decoder back into step.
    data = bytearray(b"\n" * (3 * len(FIRSTS) * len(SECONDS)))
    data[::3] = b"".join([bytes((first,)) * len(SECONDS) for first in FIRSTS])
    data[1::3] = SECONDS * len(FIRSTS)
    return _NO_CHARACTER.sub(NONE, data.decode(codec, "replace"))[::2]


@cache
def code_tables(codec: str) -> tuple[array[int], array[int]]:
    """Return the code of each code point of the basic plane, and the code point of each code; 0 for none.

    ASCII is left out.  Raises LookupError where Python has no such codec.

    >>> codes, points = code_tables("gbk")
    >>> hex(codes[ord("數")]), chr(points[0x94B5]), code_tables("cp932")[0][ord("ｱ")]
    ('0x94b5', '數', 177)
    """
    codes, points = array("H", bytes(2 * _POINTS)), array("H", bytes(2 * _POINTS))
    own = _code_points(codec)
    for number, first in enumerate(FIRSTS):
        row, at = own[number * len(SECONDS) : (number + 1) * len(SECONDS)], first << 8
        points[at | SECONDS[0] : (at | SECONDS[0]) + _LOW_SECONDS] = row[:_LOW_SECONDS]
        points[at | 0x80 : at | 0xFF] = row[_LOW_SECONDS:]
    pairs = [first << 8 | second for first in FIRSTS for second in SECONDS]
    for point, code in zip(reversed(_code_points(_LARGER.get(codec, codec))), reversed(pairs), strict=True):
        codes[point] = code  # the last one written is the first of those that a code point has
    codes[0] = 0
    for byte in _HIGH:
        one = bytes((byte,)).decode(codec, "ignore")
        if one:
            codes[ord(one)], points[byte] = byte, ord(one)
    return codes, points


def _code_points(codec: str) -> array[int]:
    """Return the code point of each pair in the basic plane, 0 for none."""
    return array("H", _NONE_OR_BEYOND.sub("\0", characters_of_pairs(codec)).encode(_UTF16))
