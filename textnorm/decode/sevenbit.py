"""Encodings in which every byte is ASCII: HZ and ISO 2022, which switch between character sets."""

from __future__ import annotations

import re
from typing import NamedTuple

from textnorm.decode.hz import hz_bits

__all__ = ["SevenBit", "find_seven_bit"]


class SevenBit(NamedTuple):
    """An encoding of seven bits: the codec that reads all of its variants, and the narrower name."""

    encoding: str
    label: str


#: What an escape sequence announces.  Source: RFC 1468, 1554, 1557, 1922, 2237 and JIS X 0213.
_BY_ESCAPE = (
    (re.compile(rb"\x1b\$(?:\)[AGE]|\*H|\+[IJKLM])"), SevenBit("iso-2022-cn", "iso-2022-cn")),
    (re.compile(rb"\x1b\$\)C"), SevenBit("iso2022_kr", "iso-2022-kr")),
    (re.compile(rb"\x1b\$\([OPQ]"), SevenBit("iso2022_jp_2004", "iso-2022-jp-2004")),
    (re.compile(rb"\x1b(?:\$A|\$\(C|\.[AF])"), SevenBit("iso2022_jp_2", "iso-2022-jp-2")),
    (re.compile(rb"\x1b(?:\$[@B]|\(J|\$\(D|\(I)"), SevenBit("iso2022_jp_ext", "iso-2022-jp")),
)


def find_seven_bit(data: bytes) -> SevenBit | None:
    r"""Return the encoding that escape sequences in ``data`` (all ASCII) announce, None if there are none.

    >>> find_seven_bit("中文".encode("hz")), find_seven_bit(b"~{abc~} and ~{x~}")
    (SevenBit(encoding='hz', label='hz'), None)
    >>> find_seven_bit("日本".encode("iso2022_jp")).label
    'iso-2022-jp'
    """
    if b"\x1b" in data:
        for pattern, found in _BY_ESCAPE:
            if pattern.search(data):
                return found
    if b"~" in data and hz_bits(data):
        return SevenBit("hz", "hz")
    return None
