"""Which ASCII character a lead byte swallowed: what speaks against each, in bits.

The model prices classes (a digit, a space, a sign); here is what it does not see: that numbers seldom begin with 0
and often with 1 (Benford's law), a bracket that closes needs one that opens, and documents have habits of spacing.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from textnorm.repair.slips.costs import SPACE_BITS, SWALLOWED_BITS, SWALLOWED_CHARACTERS

__all__ = ["swallowed", "unspaced_bits"]

#: Bits against a digit that begins a number, beside a digit in general.  Of numbers of several digits one in 500 begins
#: with 0 in laws, one in 150 in encyclopedias and one in 13 in dialogues, which have telephone numbers and times: 5.6,
#: 3.9 and 0.4 bits.
_LEADING = {str(digit): -math.log2(10 * math.log10(1 + 1 / digit)) for digit in range(1, 10)} | {"0": 2.0}
#: Bits against a digit in general.
_DIGIT = 2.0
#: Bits against a space before what hardly begins a number.
_NO_NUMBER = 2.0
_NUMBER, _NO_BEGINNING = re.compile("[0-9]|[.,%][0-9]?"), re.compile("0|[.,%][0-9]?")
#: How far behind a place the mark is looked for that would close a bracket or a quotation.
_NEAR = 40
#: A letter or digit behind an ideograph, and one behind a space and an ideograph.  What is rare comes first, and what
#: stands before it is looked at behind it: that is four times as fast.
_JOINED = re.compile("[0-9A-Za-z](?<=[\u4e00-\u9fff].)")
_SPACED = re.compile(" [0-9A-Za-z](?<=[\u4e00-\u9fff]..)")
#: Bits that the habits of a document count at the most: 32 of one kind for one of the other.
_MOST = 5.0


def swallowed(text: str, behind: int, unspaced: float) -> tuple[tuple[str, float], ...]:
    """Return the characters that may have stood before the offset ``behind``, with the bits against each.

    ``unspaced`` are bits against a space beside a letter or digit, below 0 where the document sets them.

    >>> costs = dict(swallowed("公里外?0年前", 4, 0.0))
    >>> costs["1"] < costs["2"] < costs["0"], costs[" "] > SPACE_BITS
    (True, True)
    """
    rest = text[behind : behind + _NEAR].partition("\n")[0]
    closing = rest.find(")")
    opens = closing >= 0 and "(" not in rest[:closing]
    return _priced(_NUMBER.match(rest) is not None, _NO_BEGINNING.match(rest) is not None, opens, unspaced)


@lru_cache(maxsize=64)
def _priced(beside: bool, begins_none: bool, opens: bool, unspaced: float) -> tuple[tuple[str, float], ...]:  # noqa: FBT001 - for the cache
    """Return the bits against each character: a number stands behind it, or what begins none, or a bracket to open."""
    costs = dict.fromkeys(SWALLOWED_CHARACTERS, SWALLOWED_BITS)
    digit = _DIGIT + max(0.0, -unspaced)
    costs |= {one: digit + bits for one, bits in _LEADING.items()}
    space = SPACE_BITS + (max(0.0, unspaced) if beside else 0.0)
    costs[" "] = space + (_NO_NUMBER if begins_none else 0.0)
    if opens:
        costs["("] = SPACE_BITS
    return tuple(costs.items())


def unspaced_bits(text: str) -> float:
    """Return the bits against a space between ideographs and letters or digits, by what a text does elsewhere.

    >>> unspaced_bits("共有3人，其中2人") > 0 > unspaced_bits("共有 3 人，其中 2 人")
    True
    """
    joined, spaced = len(_JOINED.findall(text)), len(_SPACED.findall(text))
    return min(_MOST, max(-_MOST, math.log2((joined + 2) / (spaced + 1))))
