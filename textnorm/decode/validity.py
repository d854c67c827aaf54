"""Valid UTF-8: what it proves, and how far it speaks for itself where a cut or few characters leave a doubt."""

from __future__ import annotations

import re
from math import log2

from textnorm.decode.readings import high_bytes
from textnorm.kernel import survey

__all__ = ["bits_for_utf8", "proves_utf8", "whole_characters"]

_PAGE = 4096  # bytes that mostly hold enough to prove UTF-8
_PROVES_UTF8 = 11  # bytes above ASCII that leave no doubt; fewer do where some are of characters of three bytes
_OF_TWO = bytes(range(0xC0, 0xE0))  # lead bytes of characters of two bytes

_VALID = 22.0  # bits: valid UTF-8 is hardly ever chance
_ASCII_REST = 10.0  # bits: the same, where nothing but ASCII and what a cut leaves is in the data
_AGAIN = 12.0  # bits by which a character of a rare language is cheaper the next time

#: What a cut leaves of a character at either end of valid UTF-8.
_CUT_START = re.compile(rb"[\x80-\xbf]{1,3}")
_CUT_END = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


def whole_characters(data: bytes) -> bytes | None:
    r"""Return the data without what a cut at either end leaves of a character, None where that is not UTF-8.

    >>> whole_characters(b"\xad\xe6\x96\x87.\xe4\xb8"), whole_characters("文".encode("gbk"))
    (b'\xe6\x96\x87.', None)
    """
    first, last = _CUT_START.match(data), _CUT_END.search(data, len(data) - 3)
    start, stop = first.end() if first else 0, last.start() if last else len(data)
    return data[start:stop] if survey(data, start, stop) else None


def proves_utf8(data: bytes) -> bool:
    """Tell whether valid UTF-8 can hardly be anything else: it has a character of three bytes, or many of two.

    >>> proves_utf8("中".encode()), proves_utf8("é".encode())
    (True, False)
    """
    if high_bytes(data[:_PAGE]) > _PROVES_UTF8:
        return True
    high = high_bytes(data)
    return high > _PROVES_UTF8 or high > 2 * (len(data) - len(data.translate(None, _OF_TWO)))


def bits_for_utf8(data: bytes, rest: bytes) -> float:
    r"""Return the bits that validity speaks for UTF-8; ``rest``: the data without what a cut leaves, valid.

    Where the rest is ASCII, the bytes beyond it may be one character of another encoding.  That it stands at the very
    beginning or end is a chance of one in the length, and what a cut would leave stands nowhere else.  A letter of
    a language that the tables hardly know makes the next one like it likely, which the prices do not tell.

    >>> bits_for_utf8(b"\xb8\xad plain text ...", b" plain text ...")
    14.087462841250339
    """
    if rest.isascii():
        return _ASCII_REST + log2(len(data))
    characters = [character for character in rest.decode() if character > "\x7f"]
    return _VALID + _AGAIN * (len(characters) - len(set(characters)))
