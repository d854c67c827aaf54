"""Read what is left of a text in GBK or Big5 that was read as UTF-8: which bytes are its characters.

Where bytes are lost nobody knows whether two that are left are one character or parts of two.  How often each first
byte, and each second one behind it, comes in Chinese texts decides (``kernel.OctetPairs``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.true import used_characters
from textnorm.repair.remains_octets import OCTETS, TRAIL, kind_of
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.remains_octets import Octet, Way

__all__ = ["Remains", "read_remains"]

#: Bits of a character that the texts behind the table do not have.
_UNUSED = 24.0
#: The share of ASCII characters, and how many there are.
_ASCII_SHARE, _ASCII_SIZE = 0.1, 32
#: Bits of a first byte that stands alone before ASCII.
_ALONE = 14.0
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_BYTES = 0x100


@dataclass(frozen=True, slots=True)
class Remains:
    """What was read: the text with U+FFFD for lost characters, the probability of each character, and how it fits.

    bits: of what is seen, if it is text of this codec.
    """

    text: str
    probabilities: tuple[float, ...]
    bits: float


@cache
def _octets_of(codec: str) -> kernel.OctetPairs:
    """Return how often a byte, or one of a kind, is first, and second behind a first one."""
    shares: dict[tuple[int, int], float] = {}
    for first in range(0x81, 0xFF):
        for second in _TRAILS:
            if len(bytes((first, second)).decode(codec, "ignore")) == 1:
                shares[first, second] = 2.0**-_UNUSED
    for char, bits in used_characters().items():
        code = char.encode(codec, "ignore")
        if len(code) == 2:  # noqa: PLR2004 - a pair
            shares[code[0], code[1]] = 2.0**-bits
    everything = sum(shares.values())
    firsts = [0.0] * OCTETS
    pairs = [0.0] * OCTETS**2
    for (first, second), share in shares.items():
        for one in (first, kind_of(first)):
            firsts[one] += share / everything
            for other in (second, kind_of(second)):
                pairs[one * OCTETS + other] += share / everything
    pair = math.log2(1 - _ASCII_SHARE)
    return kernel.OctetPairs(
        [_bits(share) - pair for share in firsts],
        [_bits(share / firsts[at // OCTETS]) if share else math.inf for at, share in enumerate(pairs)],
        bytes((octet if octet >= _BYTES else kind_of(octet)) == TRAIL for octet in range(OCTETS)),
        math.log2(_ASCII_SIZE / _ASCII_SHARE),
        _ALONE,
    )


def _bits(share: float) -> float:
    return -math.log2(share) if share else math.inf


def read_remains(places: Sequence[Sequence[Way]], codec: str) -> Remains | None:
    r"""Return what is left of text in ``codec``, None where no division of the bytes is such text.

    Time is linear in the places.

    >>> from textnorm.repair.remains_octets import ways_of
    >>> seen = "\ufffd\ufffd\u04e2\ufffd\ufffd"
    >>> read_remains([ways_of(char) for char in seen], "gb18030").text
    '�英�'
    """
    found = _octets_of(codec).divide(places)
    if found is None:
        return None
    text: list[str] = []
    probabilities: list[float] = []
    for first, octet, alone, share in found[0]:
        if alone:
            text += LOST, chr(octet)
            probabilities += 0.0, share
            continue
        char = chr(octet) if first < 0 else _character(codec, first, octet)
        text.append(char)
        probabilities.append(0.0 if char == LOST else share)
    return Remains("".join(text), tuple(probabilities), found[1])


@cache
def _character(codec: str, first: Octet, second: Octet) -> str:
    if first >= _BYTES or second >= _BYTES:
        return LOST
    return bytes((first, second)).decode(codec, "replace")
