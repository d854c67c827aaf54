"""The bytes that a text writes out in ASCII, with their places: defined in plain Python."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["octets"]

#: The digits of a byte by their base.
_DIGITS = {16: "([0-9A-Fa-f]{2})", 8: "([0-3][0-7]{2})"}


def octets(text: str, start: int, end: int, sign: str, base: int) -> tuple[bytes, list[int], list[int]]:
    r"""Return the bytes of ``text[start:end]``, where each stands and where it ends.

    A byte is a sign with two hexadecimal digits or three octal ones behind it (a base of 16 or 8), or any other
    character of ASCII.  Raises ValueError for a character beyond ASCII, and for what is no span, sign or base.

    >>> octets("a%E4", 0, 4, "%", 16)
    (b'a\xe4', [0, 1], [1, 4])
    """
    if not 0 <= start <= end <= len(text):
        msg = f"a text of {len(text)} code points has no span from {start} to {end}"
        raise ValueError(msg)
    if not sign or base not in _DIGITS:
        msg = f"escapes begin with a sign and have a base of 8 or 16, not {sign!r} and {base}"
        raise ValueError(msg)
    data, starts, ends = bytearray(), [], []
    for unit in _unit(sign, base).finditer(text, start, end):
        point = int(unit[1], base) if unit[1] else ord(unit[0])
        if unit[1] is None and not unit[0].isascii():
            msg = f"a byte may only stand as it is in ASCII, unlike U+{point:04X}"
            raise ValueError(msg)
        data.append(point)
        starts.append(unit.start())
        ends.append(unit.end())
    return bytes(data), starts, ends


@cache
def _unit(sign: str, base: int) -> re.Pattern[str]:
    return re.compile(f"{re.escape(sign)}{_DIGITS[base]}|.", re.DOTALL)
