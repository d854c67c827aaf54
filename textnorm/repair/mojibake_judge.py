"""How probable it is that a chain made a stretch of text.

What tells right chains from wrong ones are the terms of a logistic regression, whose weights
``tools/build_mojibake_certainty.py`` fits.  The gain of a long text says no more than that of a line: what counts
there is what a character costs.  Rows of one or two characters, such as tone patterns of verse, prove nothing.
"""

from __future__ import annotations

import math
import re

from textnorm.repair.mojibake_certainty import chain_odds
from textnorm.repair.mojibake_codecs import MARKS
from textnorm.repair.mojibake_scan import weigh
from textnorm.trace import LOST

__all__ = ["CHAIN_TERMS", "chain_terms", "is_hopeless", "probability"]

#: The terms of a chain, in the order of the weights.
CHAIN_TERMS = (
    "even",
    "gain",
    "noise",
    "noise of length",
    "gain of each",
    "weight",
    "length",
    "whole",
    "marks",
    "adrift",
)
#: What the terms are measured from, and between which bounds.
_MOST_GAIN, _LEAST_GAIN, _MOST_WEIGHT = 80.0, -40.0, 100
_USUAL_BITS, _LEAST_BITS, _MOST_BITS = 12.0, 4.0, 25.0
_MOST_OF_EACH, _LEAST_OF_EACH = 30.0, -10.0
_LONG = 16
#: What an ASCII character counts beside one above.
_ASCII = 0.6
#: The share of marks for lost bytes up to which GBK and Big5, which do not get back into step, can be read.
_MOST_MARKS = 0.5
#: Of so many characters more than half must differ: a row of one character is no evidence that adds up.
_ENOUGH = 20
#: Fewer characters of a codec that does not get back into step prove nothing where some are lost.
_FEW = 6
#: The first two bytes of U+FFFD in UTF-8, read as GBK: the text was lost before.
_REREAD = "锟"
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]")


def probability(  # noqa: PLR0913 - a text as it stands, a text as it may have been, each with its bits
    seen: str, seen_bits: float, text: str, bits: float, *, whole: bool, in_step: bool
) -> float:
    """Return the probability that ``text``, of so many bits, is what became the text ``seen``.

    whole: no byte was lost.  in_step: the true codec finds its place again behind a lost byte, as UTF-8 does.

    >>> probability("绯荤粺寮傚父", 150.0, "系统异常", 30.0, whole=True, in_step=True) > 0.9
    True
    >>> probability("缁。", 30.0, "挷", 28.0, whole=True, in_step=True) < 0.1
    True
    """
    if is_hopeless(seen, text, whole=whole, in_step=in_step):
        return 0.0
    return chain_odds(chain_terms(seen, seen_bits, text, bits, whole=whole, in_step=in_step))


def is_hopeless(seen: str, text: str, *, whole: bool, in_step: bool) -> bool:
    """Tell whether there is too little evidence for any chain, whatever the bits say."""
    above = len(_ABOVE_ASCII.findall(text))
    marks = sum(map(seen.count, MARKS))
    return (
        above <= text.count(LOST)
        or (not in_step and marks > _MOST_MARKS * len(seen))
        or (not whole and (_REREAD in seen or (not in_step and above < _FEW)))
        or 2 * len(set(seen)) <= min(len(seen), _ENOUGH)
    )


def chain_terms(  # noqa: PLR0913 - as ``probability``
    seen: str, seen_bits: float, text: str, bits: float, *, whole: bool, in_step: bool
) -> tuple[float, ...]:
    """Return the terms of the regression, in the order of ``CHAIN_TERMS``."""
    above = len(_ABOVE_ASCII.findall(text))
    size = max(1.0, above + _ASCII * (len(text) - above))
    gain = seen_bits - bits
    noise = min(max(bits / size, _LEAST_BITS), _MOST_BITS) - _USUAL_BITS
    length = math.log2(min(max(1, above), _LONG))
    weighed = min(max(0, weigh(seen)), _MOST_WEIGHT)
    marks = sum(map(seen.count, MARKS)) / max(1, len(seen))
    return (
        1.0,
        min(max(gain, _LEAST_GAIN), _MOST_GAIN) / 10,
        noise,
        noise * length,
        min(max(gain / size, _LEAST_OF_EACH), _MOST_OF_EACH) / 10,
        weighed / 10,
        length,
        float(whole),
        marks,
        0.0 if in_step else marks,
    )
