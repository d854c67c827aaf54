"""Encodings of other languages, by chardet."""

from __future__ import annotations

import codecs
import re

__all__ = ["codec_name", "guess"]

_HIGH = re.compile(rb"[\x80-\xff]")
_CONTEXT = 2048  # bytes before the first that is not ASCII
_ENOUGH = 32768  # bytes: chardet reads less than a megabyte in a second

#: Encodings that chardet may name, and the superset that decodes everything written in them.
_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}

#: Python codecs of protocols and source code, and UTF-7, with which pages have been attacked.
_NOT_FOR_DOCUMENTS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}


def codec_name(label: str) -> str | None:
    """Return the name of the Python codec for a label, or of a superset of it; None where there is none.

    >>> codec_name("GB2312"), codec_name("ISO-8859-1"), codec_name("klingon")
    ('gb18030', 'cp1252', None)
    """
    try:
        name = codecs.lookup(label).name
        bytes(4).decode(name)  # refuses codecs that do not make text
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if name in _NOT_FOR_DOCUMENTS else _SUPERSETS.get(name, name)


def guess(data: bytes) -> str | None:
    """Return the codec that chardet thinks most likely, among the encodings of the web; None if it has no idea.

    >>> guess("Съешь же ещё этих мягких французских булок".encode("koi8-r"))
    'koi8-r'
    """
    import chardet  # noqa: PLC0415 - takes 30 ms, and neither UTF-8 nor plain Chinese needs it

    first = _HIGH.search(data)
    start = max(0, first.start() - _CONTEXT) if first else 0
    label = chardet.detect(data[start : start + _ENOUGH], encoding_era=chardet.EncodingEra.MODERN_WEB)["encoding"]
    return codec_name(label) if label else None
