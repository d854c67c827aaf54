"""Byte order marks: the few bytes with which a document names its own encoding."""

from __future__ import annotations

import codecs

__all__ = ["MARKS", "find_bom"]

#: Codec and mark; the marks of UTF-32 come before those of UTF-16 that they begin with.
MARKS: tuple[tuple[str, bytes], ...] = (
    ("utf-8", codecs.BOM_UTF8),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("gb18030", b"\x84\x31\x95\x33"),
)


def find_bom(data: bytes) -> tuple[str, bytes] | None:
    r"""Return the codec that a byte order mark announces, and the mark.

    FF FE 00 00 means UTF-32 only where all that follows is UTF-32: it may also be UTF-16 beginning with NUL.

    >>> find_bom(b"\xff\xfea\x00")
    ('utf-16-le', b'\xff\xfe')
    """
    for codec, mark in MARKS:
        if data.startswith(mark) and (codec != "utf-32-le" or _is_utf32(data)):
            return codec, mark
    return None


def _is_utf32(data: bytes) -> bool:
    """Tell whether the first code units are valid UTF-32."""
    units = data[: len(data) - len(data) % 4][:1024]
    try:
        units.decode("utf-32-le")
    except UnicodeDecodeError:
        return False
    return len(data) % 4 == 0 or len(units) > 4  # noqa: PLR2004 - more than the mark itself
