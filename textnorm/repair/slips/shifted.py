"""Do the characters of a place make less sense as they stand than shifted by one byte?  Asked of clean text, too.

This defines what ``kernel.SlipLook`` does, and answers where nothing is compiled; ``slips.look`` chooses.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.slips.pairs import straight_reading
from textnorm.repair.slips.short import gain_of_run_across, gain_of_run_ended_at

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LIMITS", "UNLIKELY", "is_plainly_shifted", "is_short_run", "reads_better_shifted", "survivors_bits"]

#: How many characters are looked at before a run is taken apart; the mean bits of one that is no Chinese, and by how
#: much a shifted one must be likelier.
_GLANCE, UNLIKELY, _LIKELIER = 10, 10.0, 1.5
#: How many characters before them the model reads.
_CONTEXT = 3
#: Mean bits that characters shifted by one byte have at most, unless they are so many: any two bytes make a rare one.
_LIKELY, _MANY = 13.5, 5
#: Characters that it takes for one to stand across them; or a last one, and the letter that completes the next one.
_PAIR = 2
#: Bits by which all that survives of these characters must be likelier when shifted.
_EVIDENCE = 18.0
#: Bits that a short run must save: none of 3,493 letters alone between ideographs in 25 million clean characters does.
_GAIN = 4.0
#: Mean bits of characters that a run may be as short as a character or two to explain.
_ODD = 12.5
#: Bits that a run must save which ends without a trace: the most in 6 million clean characters is -2.
_SILENT_GAIN = 0.0
#: Mean bits below which as many characters shifted by one byte are plain Chinese: of lines that lost a byte and look
#: misread two thirds have such a place, of 10,700 that another codec misread none, and 9.2 is the least there.
_PLAIN = 9.0
#: Bits of a character of which nothing is known.
_UNKNOWN = 10.0
#: The same limits by the names that the kernel knows them by.
LIMITS = {
    "glance": _GLANCE,
    "unlikely": UNLIKELY,
    "likelier": _LIKELIER,
    "context": _CONTEXT,
    "likely": _LIKELY,
    "many": _MANY,
    "evidence": _EVIDENCE,
    "gain": _GAIN,
    "odd": _ODD,
    "plain": _PLAIN,
    "silent_gain": _SILENT_GAIN,
    "nothing_known": _UNKNOWN,
}


def reads_better_shifted(text: str, at: int) -> bool:
    """Tell whether the next few characters make less sense as they are than shifted by one byte.

    It is asked wherever telltale characters crowd, so it is cheap: no pair is taken to be missing.
    Marks of lost bytes are no evidence: what survives must tell by itself.

    >>> reads_better_shifted("大家吨勒庵址椒梢越饩鑫侍狻?", 2), reads_better_shifted("鲥鲦鲧鲩鲫鲭", 1)
    (True, False)
    """
    stop = at
    while stop < len(text) and stop - at < _GLANCE and text[stop] >= "\x80":
        stop += 1
    if stop - at < _PAIR:
        return _ends_run(text, stop)
    if kernel.highest_mean(load().grams, text, at, stop, _CONTEXT, _PAIR) <= UNLIKELY:
        return False  # it is Chinese as it stands, as nearly everywhere
    shown = load().bits_each(text[at:stop], text[max(0, at - _CONTEXT) : at])
    straight = load().bits_each("".join(straight_reading(text, at, stop)[0][1:]))
    return any(_is_better(text, at, shown[:size], straight[: size - 1]) for size in range(_PAIR, len(shown) + 1))


def is_plainly_shifted(text: str, at: int) -> bool:
    """Tell whether the characters across the pairs from ``at`` on are plain Chinese, and too many for chance.

    >>> is_plainly_shifted("大家吨勒庵址椒梢越饩鑫侍狻?", 2), is_plainly_shifted("绯荤粺寮傚父绯荤粺", 0)
    (True, False)
    """
    stop = at
    while stop < len(text) and stop - at < _GLANCE and text[stop] >= "\x80":
        stop += 1
    straight = load().bits_each("".join(straight_reading(text, at, stop)[0][1:]))
    return len(straight) >= _MANY and sum(straight) < _PLAIN * len(straight)


def _ends_run(text: str, end: int) -> bool:
    """Tell whether an ASCII character at ``end`` ends a run too short to hold telltale characters."""
    return "@" <= text[end : end + 1] < "~" and gain_of_run_ended_at(text, end) > _GAIN


def is_short_run(text: str, at: int) -> bool:
    """Tell whether a run that ends without a trace explains the odd characters around ``at``.

    >>> is_short_run("奶奶在厨坷锔我们包饺子", 4), is_short_run("奶奶在砧板上切萝卜", 3)
    (True, False)
    """
    first, stop = max(0, at - 1), min(at + 3, len(text))
    mean = kernel.highest_mean(load().grams, text, first, stop, _CONTEXT, stop - first)
    return mean > _ODD and gain_of_run_across(text, at) > _SILENT_GAIN


def _is_better(text: str, at: int, shown: Sequence[float], straight: Sequence[float]) -> bool:
    """Tell whether these characters are no Chinese as they are shown and are when shifted."""
    mean, shifted = sum(shown) / len(shown), sum(straight)
    most = min(mean - _LIKELIER, _LIKELY if len(straight) < _MANY else math.inf)
    if mean <= UNLIKELY or shifted / len(straight) >= most:
        return False
    return survivors_bits(text, at, at + len(shown), shown) > shifted + _EVIDENCE


def survivors_bits(text: str, start: int, stop: int, bits: Sequence[float]) -> float:
    """Return the bits of those characters of ``text[start:stop]`` that are no marks of lost bytes.

    U+FFFD stands for a character that nobody knows, a question mark for itself.

    >>> survivors_bits("湖?\ufffd边", 0, 4, [9.0, 12.0, 20.0, 3.0])
    22.0
    """
    if text.find("?", start, stop) < 0 and text.find("\ufffd", start, stop) < 0:
        return sum(bits)
    counted = list(bits)
    for mark, cost in (("?", 0.0), ("\ufffd", _UNKNOWN)):
        at = text.find(mark, start, stop)
        while at >= 0:
            counted[at - start] = cost
            at = text.find(mark, at + 1, stop)
    return sum(counted)
