"""Weigh what a search left in doubt once more, by the characters some places away.

The n-grams of a search see two characters before each one.  What a line is about tells as well: in a line of nets and
boats 鱼 is likelier than 渔 or 龟 between the same two characters.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from textnorm.model.company import KNOWN, SURE, load
from textnorm.repair.chains.certainty import is_short
from textnorm.repair.chains.pieces import Piece

if TYPE_CHECKING:
    from textnorm.repair.chains.found import Reading

__all__ = ["weighed"]

#: How much a bit of the company counts beside one of the search: of weights from 0.2 to 0.8 it restores most.
_WEIGHT = 0.5


def weighed(reading: Reading, before: str, after: str) -> Reading:
    """Return a reading whose doubtful characters were weighed by their company; short ones have too little of it.

    before, after: what stands around the reading in its line, ``textnorm.model.company.AROUND`` code points of it.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> line = "外面下雪了，她说今天很冷".encode().decode("gbk", "replace")  # the last byte of 冷 is lost
    >>> (reading,) = best_readings(line, Memory())
    >>> reading.text, weighed(reading, "", "").text
    ('外面下雪了，她说今天很内', '外面下雪了，她说今天很冷')
    """
    if reading.whole or is_short(len(reading.text)):
        return reading
    rows = load().weighed(reading.pieces, before, after, KNOWN, SURE, _WEIGHT)
    if all(map(is_, rows, reading.pieces)):
        return reading
    pieces = tuple([row if isinstance(row, Piece) else Piece._make(row) for row in rows])
    return reading.refilled(pieces, reading.losses)
