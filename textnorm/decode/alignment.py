"""The best reading of damaged double-byte text: which byte begins a character when some bytes are lost or strange.

After one lost byte a codec pairs every trail byte with the next lead byte until an ASCII byte stops it.  The
cheapest way to divide the bytes into characters, ASCII and damage shows what was there (dynamic programming
over byte positions, as in Viterbi segmentation).
"""

from __future__ import annotations

from functools import lru_cache

from textnorm.decode.evidence import ASCII, DAMAGE, bits

__all__ = ["aligned_bits"]

_IMPOSSIBLE = 1e9


class _Pairs(dict[bytes, float]):
    """Bits of each pair of bytes in one codec, filled in as pairs are met."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self._codec = codec

    def __missing__(self, pair: bytes) -> float:
        character = pair.decode(self._codec, "ignore") if pair[0] > 0x80 else ""  # noqa: PLR2004 - a lead byte
        cost = bits(character, chinese=True) if len(character) == 1 and not character.isascii() else _IMPOSSIBLE
        self[pair] = cost
        return cost


@lru_cache(maxsize=4)
def _pairs(codec: str) -> _Pairs:
    return _Pairs(codec)


def aligned_bits(data: bytes, codec: str) -> float:
    r"""Return what ``data`` costs as Chinese text in ``codec``, divided into characters in the cheapest way.

    >>> lost = "一个字节丢失以后的文本".encode("gbk")
    >>> lost = lost[:5] + lost[6:]
    >>> aligned_bits(lost, "gb18030") < bits(lost.decode("gb18030", "replace"), chinese=True)
    True
    """
    pairs = _pairs(codec)
    before = cost = 0.0  # of the bytes up to the last but one, and up to the last
    for at, byte in enumerate(data):
        single = cost + (ASCII if 0x20 <= byte < 0x7F or byte in b"\t\n\r" else DAMAGE)  # noqa: PLR2004 - ASCII
        double = before + pairs[data[at - 1 : at + 1]] if at else _IMPOSSIBLE
        before, cost = cost, min(single, double)
    return cost
