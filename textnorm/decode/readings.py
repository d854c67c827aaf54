"""Reading the same bytes with several codecs, and what each reading costs in bits.

A reading is a codec and how many bytes to skip first: where a document was cut inside a character, reading
goes wrong until the next ASCII byte unless the rest of that character is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.alignment import aligned_bits
from textnorm.decode.evidence import ASCII, DAMAGE, alphabet_bits, bits
from textnorm.decode.lossless import read

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CHINESE", "DOUBLE_BYTE", "Reading", "aligned", "cut_start", "high_bytes", "noise", "read_as", "readings"]

#: Codecs read with the counts of Chinese text.  HKSCS stands for its whole family: it reads all of Big5.
DOUBLE_BYTE = ("gb18030", "big5hkscs")
CHINESE = ("utf-8", *DOUBLE_BYTE)

_FOREIGN = 4.0  # bits that an encoding of another language has to make up for
_CUT = 3.0  # bits for a character cut at either end of the document
_CUT_BYTE = 6.0  # and for each byte that is left of it

_CUT_START = re.compile(rb"[\x80-\xbf]{1,3}")
_LEAD = re.compile(rb"[\x81-\xfe]\Z")
_CUT_END = {
    **dict.fromkeys(("big5hkscs", "cp950", "cp932", "euc_jp", "cp949"), _LEAD),
    "gb18030": re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe]?)?\Z"),
    "utf-8": re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z"),
    "utf-16-le": re.compile(rb"[\x00-\xff]\Z"),
    "utf-16-be": re.compile(rb"[\x00-\xff]\Z"),
}
_LONGEST_CUT = 3

_ASCII_BYTES = bytes(range(0x80))
_PRINTABLE = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])

_NUL_RUN = re.compile(rb"\x00{2,}")

#: What may follow a cut: bytes up to the first that is part of no character of more than one byte.
_FIRST_RUN = re.compile(rb"[\x30-\xff]{1,256}")


class Reading(NamedTuple):
    """What the bytes cost in bits when read with ``encoding`` after leaving out ``skip`` bytes."""

    cost: float
    encoding: str
    skip: int = 0


def readings(data: bytes, codecs: Iterable[str], skip: int = 0) -> list[Reading]:
    """Return the readings of ``data`` with each of the codecs, the cheapest first.

    >>> readings("简体中文".encode("gbk"), CHINESE)[0].encoding
    'gb18030'
    """
    return sorted(read_as(data, codec, skip) for codec in codecs)


def read_as(data: bytes, codec: str, skip: int = 0) -> Reading:
    """Return what ``data`` costs when read with ``codec``."""
    body = data[skip:] if skip else data
    text, errors, _ = read(body, codec)
    cost = bits(text, chinese=codec in DOUBLE_BYTE)
    if codec.startswith("utf-"):
        cost += alphabet_bits(text)
    elif codec not in CHINESE:
        cost += _FOREIGN
    if skip:
        cost += _CUT + _CUT_BYTE * skip
    if errors:
        cost += sum(_CUT + (_CUT_BYTE - DAMAGE) * length for length in _cut_bytes(body, codec, errors) if length)
    return Reading(cost, codec, skip)


def _cut_bytes(data: bytes, codec: str, errors: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return how many undecodable bytes at the start and at the end are what a cut leaves of a character."""
    first = _CUT_START.match(data) if codec == "utf-8" and errors[0][0] == 0 else None
    last = _CUT_END[codec].search(data[-_LONGEST_CUT:]) if codec in _CUT_END and errors[-1][1] == len(data) else None
    head, tail = len(first[0]) if first else 0, len(last[0]) if last else 0
    return head, tail if head + tail <= len(data) else 0


def aligned(reading: Reading, data: bytes) -> Reading:
    """Return the reading at the cost it has when bytes may have been lost anywhere."""
    if reading.encoding not in DOUBLE_BYTE:
        return reading
    return reading._replace(cost=min(reading.cost, aligned_bits(data, reading.encoding)))


def cut_start(data: bytes, codec: str) -> int:
    r"""Return how many bytes at the start of double-byte text belong to a character that was cut, 0 or 1.

    >>> cut_start("截断的文本".encode("gbk")[1:], "gb18030"), cut_start("没有截断".encode("gbk"), "gb18030")
    (1, 0)
    """
    run = _FIRST_RUN.match(data)
    if not run or data[0] < 0x80:  # noqa: PLR2004 - an ASCII trail byte does no harm to what follows
        return 0
    family = "gb18030" if codec == "gb18030" else "big5hkscs"
    return min(read_as(run[0], family), read_as(run[0], family, skip=1)).skip


def high_bytes(data: bytes) -> int:
    """Return how many bytes are not ASCII."""
    return len(data.translate(None, _ASCII_BYTES))


def noise(data: bytes) -> float:
    """Return what ``data`` costs when nothing is known of it but which bytes are ASCII.

    A reading that costs as much as noise has explained nothing.
    """
    data = _NUL_RUN.sub(b"\0", data)
    unknown = len(data.translate(None, _PRINTABLE))
    return ASCII * (len(data) - unknown) + 8.0 * unknown
