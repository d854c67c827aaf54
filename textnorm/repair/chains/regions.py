"""How far a misread stretch goes: from the suspect core of a line to what one chain can have made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.kernel.reference_regions import Shape
from textnorm.repair.chains.feasible import EAST_RANGES, feasible_cores
from textnorm.repair.chains.graph import joined_table
from textnorm.repair.chains.scan import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.rules import Chain

__all__ = ["regions", "score_table"]

#: What a character decoded from UTF-8 says about its surroundings: it is right, or of two bytes, which two characters
#: beside each other may make by chance.
_GOOD, _LIKELY, _DOUBTFUL = 6, 4, -2
_ASCII_END = 0x80
#: Many a file begins with it, in UTF-8 too.
_BYTE_ORDER_MARK = 0xFEFF


def regions(line: str, cores: Sequence[tuple[int, int]], chain: Chain, wrong: WrongCodec) -> list[tuple[int, int]]:
    """Return the stretches of ``line`` around those of its suspect cores that ``chain`` may have made.

    Of stretches that overlap, the core itself comes first, then the longest.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.rules import CHAINS
    >>> regions("名称：绯荤粺寮傚父", [(3, 9)], CHAINS[0], wrong_codec("gbk"))
    [(3, 9)]
    """
    cores = feasible_cores(line, cores, chain.true, wrong)
    if not cores:
        return []
    return kernel.regions(joined_table(wrong), line, cores, *_shape(chain.true, wrong))


@cache
def _shape(true: str, wrong: WrongCodec) -> tuple[int, bytes, bytes]:
    """Return what the stretches of a chain are made of, and the tables that tell their characters."""
    if true == "utf-8" and wrong.family in {"cp950", "cp949"}:
        shape = Shape.WHOLE_RUNS
    elif true == "utf-8":
        shape = Shape.PAIRS_OF_UTF8 if wrong.double else Shape.SINGLES_OF_UTF8
    else:
        shape = Shape.HULLS if wrong.codes else Shape.SWAPPED_HULLS
    return int(shape), weights(), score_table(_DOUBTFUL if wrong.double else _LIKELY)


@cache
def score_table(two_bytes: int) -> bytes:
    """Return what a decoded character says about its surroundings, by its code point.

    ``two_bytes`` is what one that no Chinese text has counts: any two Han characters may make some by chance.

    >>> scores = score_table(4)
    >>> [scores[ord(char)] for char in "a中é"]
    [0, 6, 4]
    """
    points = max(last for _, last in EAST_RANGES) + 2
    scores = bytearray(_ASCII_END) + bytes((two_bytes & 0xFF,)) * (points - _ASCII_END)
    for first, last in EAST_RANGES:
        scores[first : last + 1] = bytes((_GOOD,)) * (last + 1 - first)
    scores[_BYTE_ORDER_MARK] = _GOOD
    return bytes(scores)
