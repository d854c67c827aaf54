"""Find the stretches that are unlike clean text of any language, in one scan.

Each character has a weight, positive where it is more frequent in misread text than in clean text;
the table is ``data/mojibake.weights``.  Clean text goes no further than this.
"""

from __future__ import annotations

import zlib
from array import array
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.container import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FEW",
    "LOW",
    "MAGIC",
    "THRESHOLD",
    "least_weight",
    "suspect_columns",
    "suspects",
    "weigh",
    "weight",
    "weights",
]

MAGIC = b"textnorm mojibake weights 1\n"
#: Half bits from which a stretch is looked at; and those from which one is where the whole text has few code points,
#: which cannot add up to more, and how few these are.
THRESHOLD, LOW, FEW = 18, 4, 8
_LAST = 0xFFFF
#: What stands for a byte that a program named (``chains.named``) tells as little as U+FFFD.
_STAND_INS = 0xDC80, 0xDD00


@cache
def weights() -> bytes:
    """Return a signed byte for each code point of the basic plane, the last one for all others.

    >>> len(weights()), weights()[ord("的")] >= 0x80  # a negative number
    (65536, True)
    """
    data = files("textnorm").joinpath("data").joinpath("mojibake.weights").read_bytes()
    table = bytearray(zlib.decompress(unpack(data, MAGIC, 1)[1][0]))
    table[slice(*_STAND_INS)] = bytes(_STAND_INS[1] - _STAND_INS[0])
    return bytes(table)


@cache
def _signed() -> array[int]:
    return array("b", weights())


def weight(character: str) -> int:
    """Return how much a character speaks for damage, in half bits.

    >>> weight("锛") > 0, weight("的") < 0
    (True, True)
    """
    return _signed()[min(ord(character), _LAST)]


def weigh(text: str) -> int:
    """Return how much the characters of a text speak for damage together, in half bits.

    >>> weigh("锛的") == weight("锛") + weight("的")
    True
    """
    return kernel.weigh(text, weights())


def least_weight(text: str) -> int:
    """Return the half bits from which a stretch of a whole text or line is looked at.

    >>> least_weight("名称：绯荤粺寮傚父"), least_weight("绯荤粺")
    (18, 4)
    """
    return LOW if len(text) <= FEW else THRESHOLD


def suspects(text: str, threshold: int = THRESHOLD) -> Iterator[tuple[int, int]]:
    """Yield the spans that may be misread, in ascending order; their characters weigh at least ``threshold``.

    >>> list(suspects("clean, 干净的文字。")), list(suspects("名称：绯荤粺寮傚父"))
    ([], [(3, 9)])
    """
    if text.isascii():
        return iter(())
    return zip(*suspect_columns(text, threshold), strict=True)


def suspect_columns(text: str, threshold: int = THRESHOLD) -> tuple[array[int], array[int]]:
    """Return where such spans begin and where they end.

    >>> [list(column) for column in suspect_columns("名称：绯荤粺寮傚父")]
    [[3], [9]]
    """
    return kernel.suspects(text, weights(), threshold)
