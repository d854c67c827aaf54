"""Text of which the last of two misreadings was undone: whether what is left is text, or still misread.

Bytes that are well-formed UTF-8 say nothing about what they are the UTF-8 of.  Half undone, a text is no better than
it was, but says that it was repaired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.chains.between import looks_misread
from textnorm.repair.chains.choice import Memory, best_readings
from textnorm.repair.chains.document import is_elsewhere
from textnorm.repair.chains.feasible import EAST
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textnorm.repair.chains.found import Reading

__all__ = ["is_half_undone"]

#: Of characters with more marks among them than this share too little is known to tell that they are text.
_MOST_MARKS = 1 / 3
#: Bits of a character of Chinese from which on what stands between marks is none: of text that lost some characters it
#: costs 8 to 14, of text that was misread 16 to 28.
_NO_TEXT = 15.0


def is_half_undone(text: str, threshold: float) -> bool:
    r"""Tell whether a text that was undone once is likely to have been misread before, and will not be undone again.

    threshold: the probability of a reading from which on it is written.

    >>> is_half_undone("閆���憌�", 0.9), is_half_undone("今天�天", 0.9), is_half_undone("caf\ufffd", 0.9)
    (True, False, False)
    """
    known = text.replace(LOST, "")
    misread = looks_misread(known)
    if not (misread or EAST.search(known)):
        return False
    readings = [one for one in best_readings(text, Memory()) if not is_elsewhere(one)]
    if 2 * _covered(one for one in readings if one.probability >= threshold) > len(text):
        return False
    marks = len(text) - len(known)
    if marks and (misread or marks > _MOST_MARKS * len(text) or _reads_badly(known)):
        return True
    return 2 * _covered(one for one in readings if one.probability > 1 - threshold) > len(text)


def _covered(readings: Iterable[Reading]) -> int:
    return sum(one.end - one.start for one in readings)


def _reads_badly(known: str) -> bool:
    """Tell whether a row of Han characters costs what no text does."""
    return load().bits(known, "", "") > _NO_TEXT * len(known)
