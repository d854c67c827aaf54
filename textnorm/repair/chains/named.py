r"""Bytes that a program could not read and named: ``\xe4``, ``%XE4``, ``&#xE4;``, ``<e4>``, ``\344``.

Nothing is lost by such a mark.  In the text that the chains read one character stands for each named byte, the one
that PEP 383 (``surrogateescape``) uses.

Sources: the error handler ``backslashreplace`` of Python's codecs; ``FB_PERLQQ`` of Perl's Encode; the callbacks
``escape``, ``escape-c`` and ``escape-xml`` of ICU's uconv; the pager less and the editor vim; git's quoted paths.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

__all__ = ["STAND_INS", "Named", "with_bytes"]

_FIRST, _HIGH = 0xDC00, 0x80
#: The character that stands for each byte above ASCII, with that byte.
STAND_INS = {chr(_FIRST + byte): (bytes((byte,)),) for byte in range(_HIGH, 0x100)}
_HEXADECIMAL = "[89A-Fa-f][0-9A-Fa-f]"
_NAME = re.compile(rf"(?:\\x|%X)({_HEXADECIMAL})|&#x({_HEXADECIMAL});|<({_HEXADECIMAL})>|\\([23][0-7]{{2}})")
_OCTAL = 4


class Named(NamedTuple):
    """A text in which named bytes are characters, and how to find its places in the text as it came.

    ends: the places behind each of these characters.
    shifts: how much farther on places are in the text as it came, behind so many of these characters.
    """

    text: str
    ends: list[int]
    shifts: list[int]

    def place(self, place: int) -> int:
        r"""Return where a place of this text is in the text as it came.

        >>> with_bytes(r"a\xe4b").place(2)
        5
        """
        return place + self.shifts[bisect_right(self.ends, place)]


def with_bytes(text: str) -> Named:
    r"""Return a text with the bytes that are named in it as characters.

    >>> named = with_bytes(r"鐢ㄣ\x80\x82 <e4>!")
    >>> ascii(named.text), [named.place(place) for place in (3, 4, 5, len(named.text))]
    ("'\\u9422\\u3123\\udc80\\udc82 \\udce4!'", [6, 10, 11, 16])
    """
    parts: list[str] = []
    ends: list[int] = []
    shifts = [0]
    at = 0
    for match in _NAME.finditer(text):
        byte = int(match[match.lastindex or 0], 8 if match.lastindex == _OCTAL else 16)
        parts += text[at : match.start()], chr(_FIRST + byte)
        at = match.end()
        shifts.append(shifts[-1] + len(match[0]) - 1)
        ends.append(at - shifts[-1])
    return Named("".join((*parts, text[at:])), ends, shifts)
