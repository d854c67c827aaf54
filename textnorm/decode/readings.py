"""Reading the same bytes in many encodings, and what each reading costs in bits.

A reading is an encoding and the language it is read as.  Its price is what the bytes cost in the language's model,
lost bytes included, and a prior: how much rarer such documents are.  One more bit halves the chances.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.codes import reader
from textnorm.decode.evidence import ANY, HANS, HANT, JAPANESE, KOREAN, LETTERS, STEP, evidence
from textnorm.kernel import prices

if TYPE_CHECKING:
    from textnorm.kernel import Reader

__all__ = ["ALPHABETIC", "MULTIBYTE", "NOISE", "RANDOM", "WIDE", "Price", "Reading", "high_bytes", "price", "weigh"]


class Reading(NamedTuple):
    """An encoding, the language it is read as, and the bits by which such documents are rarer than others."""

    encoding: str
    language: int
    prior: float


class Price(NamedTuple):
    """What some bytes cost in a reading, in bits, its prior included; the cheapest sorts first."""

    bits: float
    reading: Reading


#: ASCII among bytes that mean nothing: what a reading has to beat to explain anything.
NOISE = Reading("noise", LETTERS, 5.0)

#: Nothing but bytes: what text has to beat to be text.
RANDOM = Reading("random", LETTERS, 0.0)

MULTIBYTE = (
    Reading("utf-8", ANY, -2.0),
    Reading("gb18030", HANS, 1.0),
    Reading("gb18030", HANT, 4.0),
    Reading("cp950", HANT, 1.0),
    Reading("big5hkscs", HANT, 3.0),
    Reading("big5-uao", HANT, 5.0),
    Reading("cp932", JAPANESE, 3.0),
    Reading("euc_jp", JAPANESE, 3.0),
    Reading("cp949", KOREAN, 3.0),
    Reading("euc-tw", HANT, 9.0),
)
WIDE = tuple(
    Reading(encoding, language, prior)
    for encoding in ("utf-16-le", "utf-16-be")
    for language, prior in ((HANS, 9.0), (HANT, 9.0), (JAPANESE, 12.0), (KOREAN, 12.0), (LETTERS, 10.0))
)
ALPHABETIC = tuple(
    Reading(encoding, LETTERS, prior)
    for prior, encodings in (
        (2.0, ("cp1252",)),
        (3.0, ("cp1251", "cp1250")),
        (5.0, ("cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8-r", "iso8859-2")),
        (7.0, ("cp1258", "koi8-u", "cp866", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8")),
        (9.0, ("cp437", "cp850", "cp852", "mac-roman", "mac-cyrillic", "mac-latin2")),
    )
    for encoding in encodings
)

_ASCII_BYTES = bytes(range(0x80))


@lru_cache(maxsize=32)
def _prepared(readings: tuple[Reading, ...]) -> tuple[list[tuple[Reader, int]], tuple[float, ...]]:
    """Return what the kernel needs of the readings, and their priors."""
    return [(reader(each.encoding), each.language) for each in readings], tuple(each.prior for each in readings)


def weigh(data: bytes, readings: tuple[Reading, ...], slack: float = -1.0) -> list[Price]:
    """Return what ``data`` costs in each of the readings, the cheapest first.

    slack: the bits behind the best of them after which a reading need not go on; negative for none.

    >>> weigh("简体中文".encode("gbk"), MULTIBYTE)[0].reading.encoding
    'gb18030'
    """
    readers, priors = _prepared(readings)
    found = prices(data, evidence(), readers, round(slack / STEP))
    return sorted(map(Price, [n * STEP + prior for n, prior in zip(found, priors, strict=True)], readings))


def price(data: bytes, reading: Reading) -> float:
    """Return what ``data`` costs in one reading, in bits, without its prior.

    >>> data = "简体中文".encode("gbk")
    >>> price(data, Reading("gb18030", HANS, 0.0)) < price(data, Reading("cp950", HANT, 0.0))
    True
    """
    return weigh(data, (reading,))[0].bits - reading.prior


def high_bytes(data: bytes) -> int:
    """Return how many bytes are not ASCII.

    >>> high_bytes("a中".encode())
    3
    """
    return len(data.translate(None, _ASCII_BYTES))
