"""UTF-16 and UTF-32 without a byte order mark."""

from __future__ import annotations

import re

from textnorm.decode.readings import Reading, readings

__all__ = ["WIDE", "WINDOW", "wide_readings"]

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

#: How many bytes at the start of a document tell whether it is in one of them.
WINDOW = 1024

_RARITY = 12.0  # bits: such documents are rare, and almost any bytes are some characters of UTF-16
_LEGIBLE = 13.0  # bits that a character costs in text, at most; of UTF-16 at random it is 16 and more

#: High bytes of Han characters, of their punctuation and of full-width forms.
_HAN_HALVES = bytes([0x30, *range(0x4E, 0xA0), 0xFF])
_MOST_HAN = 0.6  # share of code units that begins so where a text has no character below U+0100
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_MOST_CONTROLS = 0.03
_TOO_SHORT = 32  # bytes, for that share to mean anything


def wide_readings(data: bytes) -> list[Reading]:
    r"""Return the readings of the beginning of ``data`` as UTF-16 and UTF-32 that make sense, the cheapest first.

    >>> wide_readings("UTF-16 文本".encode("utf-16-be"))[0].encoding
    'utf-16-be'
    >>> wide_readings("不是".encode("gbk"))
    []
    """
    window = data[:WINDOW]
    nul = window.count(0)
    if not nul and len(window) >= _TOO_SHORT and not any(_is_han(window[order::2]) for order in (0, 1)):
        return []
    codecs = WIDE if nul * 4 >= len(window) else WIDE[:2]
    found = [reading for skip in (0, 1) for reading in readings(window, codecs, skip)]
    return sorted(
        reading._replace(cost=reading.cost + _RARITY)
        for reading in found
        if reading.cost <= _worst(window, reading.encoding)
        and not _is_full_of_controls(window[reading.skip :], reading.encoding)
    )


def _worst(data: bytes, codec: str) -> float:
    return _LEGIBLE * len(data) / (4 if "32" in codec else 2)


def _is_full_of_controls(data: bytes, codec: str) -> bool:
    """Tell whether ``data`` is rather a table of small numbers than text; NUL may follow text as padding."""
    text = data.decode(codec, "ignore").rstrip("\0")
    return len(_CONTROLS.findall(text)) > 1 + _MOST_CONTROLS * len(text)


def _is_han(halves: bytes) -> bool:
    """Tell whether bytes that are half of each code unit may be the high halves of Chinese text."""
    return len(halves.translate(None, _HAN_HALVES)) <= (1 - _MOST_HAN) * len(halves)
