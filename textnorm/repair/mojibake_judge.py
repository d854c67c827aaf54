"""How probable it is that a chain made a stretch, and that a lost character is the one that was chosen.

Logistic curves, fitted on held-out text: damaged lines and stretches of them, and the stretches of clean text
that the scan took for suspect.
"""

from __future__ import annotations

import math
import re

__all__ = ["SURE", "probability"]

#: The probability in the lattice from which a lost character is written.
SURE = 0.98
#: The gain in bits at which the chances are even, its steepness; the same for the bits of a character.
_GAIN, _GAIN_STEEPNESS = 14.0, 0.35
_COST, _COST_STEEPNESS = 13.5, 1.0
#: What an ASCII character counts beside one above.
_ASCII = 0.6
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]")


def probability(bits: float, seen_bits: float, text: str) -> float:
    """Return the probability that a text of ``bits`` is what became the one of ``seen_bits``.

    >>> probability(40.0, 120.0, "系统异常") > 0.9 > probability(70.0, 75.0, "鼐囪")
    True
    """
    above = len(_ABOVE_ASCII.findall(text))
    length = max(1.0, above + _ASCII * (len(text) - above))
    return _logistic((seen_bits - bits - _GAIN) * _GAIN_STEEPNESS) * _logistic((_COST - bits / length) * _COST_STEEPNESS)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, x))))
