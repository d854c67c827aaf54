"""UTF-16 and UTF-32 without a byte order mark: what their text must look like, however cheap a reading is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.decode.codes import reader
from textnorm.decode.evidence import STEP, evidence
from textnorm.kernel import path

if TYPE_CHECKING:
    from textnorm.decode.readings import Reading

__all__ = ["find_utf32", "first_unit", "is_wide_text", "may_be_wide"]

_WINDOW = 1024  # bytes
_LEAST_NUL = 0.25  # of all bytes: the highest one of each code unit
_SURROGATES_AND_CONTROLS = frozenset([*map(chr, range(9)), *map(chr, range(0x0E, 0x1B)), "\x7f", "\ufffe", "\uffff"])

#: What tables of numbers are full of and text is not; the last stands for an unpaired surrogate.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff]")
_MOST_NO_TEXT = 0.02  # as a share of all characters
_MOST_DAMAGE = 0.25  # the same, where all the rest is clearly text
_LEAST_SAVED, _ENOUGH_SAVED = 0.5, 1.5  # bits on each byte: below the first it is no text, above the second it is
#: The higher bytes of code units of kana, Han characters, Hangul and full-width forms, and their least share.
_HIGHER = bytes([0x30, 0x31, *range(0x4E, 0xA0), *range(0xAC, 0xD8), 0xFF])
_LEAST_HIGHER = 0.7
_LEAST_LOWER = 0.15  # share of the lower bytes, of which half are below 0x80 in such text, that have to be
_BELOW = bytes(range(0x80))
_LOST = round(20.0 / STEP)  # a byte that was lost on the way
_BOTH_ENDS = 3  # a cut may explain a lost byte at either


def may_be_wide(window: bytes) -> bool:
    """Tell whether every second byte of East Asian text without any ASCII could be the higher one of a code unit.

    >>> may_be_wide("宽字符的文本".encode("utf-16-be")), may_be_wide("没有别的".encode("gb18030"))
    (True, False)
    """
    halves = window[::2], window[1::2]
    for higher, lower in (halves, halves[::-1]):
        others = len(higher.translate(None, _HIGHER))
        if others <= len(higher) * (1 - _LEAST_HIGHER):
            above = len(lower.translate(None, _BELOW))
            if above <= len(lower) * (1 - _LEAST_LOWER):
                return True
    return False


def is_wide_text(data: bytes, reading: Reading, saved: float) -> bool:
    r"""Tell whether a UTF-16 reading of ``data`` that saves so many bits is text and not a table of numbers.

    >>> from textnorm.decode.readings import WIDE
    >>> data = "宽字符的文本".encode("utf-16-le")
    >>> is_wide_text(data, WIDE[0], 15.0), is_wide_text(data + b"\x03\x00\x02\x00", WIDE[0], 15.0)
    (True, False)
    """
    if saved < _LEAST_SAVED * len(data):
        return False
    most = _MOST_NO_TEXT if saved < _ENOUGH_SAVED * len(data) else _MOST_DAMAGE
    text = data[first_unit(data, reading) :].decode(reading.encoding, "replace").rstrip("\0\ufffd")
    return len(_NO_TEXT.findall(text)) <= most * len(text) + 1


def first_unit(data: bytes, reading: Reading) -> int:
    """Return 1 where the first byte is what a cut left of a code unit, otherwise 0.

    >>> from textnorm.decode.readings import WIDE
    >>> first_unit("宽字符的文本".encode("utf-16-le")[1:], WIDE[0])
    1
    """
    readers = [(reader(reading.encoding), reading.language)]
    _, lost = path(data[:_WINDOW], evidence(), readers, 0, _BOTH_ENDS, _LOST, 0, 0)
    return int(0 in lost)


def find_utf32(data: bytes) -> str | None:
    r"""Return ``utf-32-le`` or ``utf-32-be`` if the beginning of ``data`` is text in it.

    >>> find_utf32("UTF-32 文本".encode("utf-32-be")), find_utf32("文本".encode("utf-16-be"))
    ('utf-32-be', None)
    """
    window = data[: min(_WINDOW, len(data) - len(data) % 4)]
    if not window or window.count(0) < _LEAST_NUL * len(window):
        return None
    for codec in ("utf-32-le", "utf-32-be"):
        try:
            text = window.decode(codec)
        except UnicodeDecodeError:
            continue
        text = text.rstrip("\0")
        if text and _SURROGATES_AND_CONTROLS.isdisjoint(text) and "\0" not in text:
            return codec
    return None
