"""What people call the codecs that text was written in and read as."""

from __future__ import annotations

from textnorm.repair.chains.single_bytes import SINGLE_BYTE

__all__ = ["display_name"]

_NAMES = {
    "utf-8": "UTF-8",
    "latin-1": "Latin-1",
    **SINGLE_BYTE,
    "gbk": "GBK",
    "gb18030": "GBK",
    "cp950": "Big5",
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp932": "Shift-JIS",
    "cp949": "Korean (CP949)",
    "shift_jis": "Shift-JIS",
    "utf-16-le": "UTF-16 little-endian",
    "utf-16-be": "UTF-16 big-endian",
}


def display_name(codec: str) -> str:
    """Return the name of a codec as people write it.

    >>> display_name("cp1252"), display_name("cp866"), display_name("utf-7")
    ('Windows-1252', 'code page 866', 'utf-7')
    """
    return _NAMES.get(codec, codec)
