"""Letters and signs of Latin-1 that were read as GBK: 盲陆聽 is ä½ and a no-break space, the bytes of 你.

In UTF-8 all of them begin with C2 or C3, which leaves 128 characters of GBK for them.  Many are common Chinese ones,
so that the usual scan may pass them by; but no Chinese text has four of them in a row.
"""

from __future__ import annotations

from array import array
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.scan import THRESHOLD, weights

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["crowds", "suspects_and_crowds", "weights_of_signs"]

#: How many in a row tell: two Chinese characters in GBK, more than one in UTF-8.
_TELLING = 4
#: What each of them weighs, what all others do, and what a crowd weighs at least.
_ONE, _OTHER, _LEAST = 4, -127, 16
_BASIC = 0x10000


@cache
def _characters() -> str:
    """Return what the sequences of two bytes from C2 80 to C3 BF are in GBK."""
    return b"".join(bytes((first, second)) for first in (0xC2, 0xC3) for second in range(0x80, 0xC0)).decode("gbk")


@cache
def _weights() -> bytes:
    weights = bytearray(bytes((_OTHER & 0xFF,)) * _BASIC)
    for char in _characters():
        weights[ord(char)] = _ONE
    return bytes(weights)


def crowds(text: str) -> list[tuple[int, int]]:
    """Return the spans in which at least four such characters stand in a row, in ascending order.

    >>> crowds("好，盲录職猫庐庐。盲人在陆地上")
    [(2, 8)]
    """
    return list(zip(*kernel.suspects(text, _weights(), _LEAST), strict=True))


@cache
def weights_of_signs() -> bytes:
    """Return the weights of the scan with which a crowd is a stretch to look at, too.

    >>> [kernel.weigh("盲录職猫", table) >= THRESHOLD for table in (weights(), weights_of_signs())]
    [False, True]
    """
    found = array("b", weights())
    for char in _characters():
        found[ord(char)] = max(found[ord(char)], -(-THRESHOLD // _TELLING))
    return found.tobytes()


def suspects_and_crowds(text: str, threshold: int) -> Iterator[tuple[int, int]]:
    """Yield the spans that the scan finds at a threshold when crowds are suspect, too, in ascending order.

    >>> list(suspects_and_crowds("名称：绯荤粺寮傚父。我们去图书馆看脨脥脌帽", 18))
    [(3, 9), (17, 21)]
    """
    return zip(*kernel.suspects(text, weights_of_signs(), threshold), strict=True)
