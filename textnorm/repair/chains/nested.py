"""Text that was misread as single bytes, saved as UTF-8 and misread as GBK: 盲陆聽 is ä½ and a no-break space, is 你.

In between nothing is Chinese, so that the usual look at a chain's bytes rules it out.  But in UTF-8 all letters and
signs of Latin-1 begin with C2 or C3, which leaves 128 characters of GBK for them, and they crowd.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.found import REACH, bits_of
from textnorm.repair.chains.judge import evidence, probability
from textnorm.repair.chains.losses import Losses
from textnorm.repair.chains.pieces import Around
from textnorm.repair.chains.rules import CHAINS
from textnorm.repair.chains.ways import by_best_losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.repair.chains.found import Reading

__all__ = ["looks_nested", "nested_readings"]

#: UTF-8 read as GBK.
_OUTER = next(chain for chain in CHAINS if (chain.true, chain.wrong) == ("utf-8", "gbk"))
#: How many of the 128 characters in a row tell: two Chinese characters in GBK, more than one in UTF-8.
_TELLING = 4
#: What Latin-1 and Windows-1252 have above ASCII, in UTF-8; a stretch of it, with ASCII between it in two bytes.
_SIGN = rb"(?:[\xC2\xC3\xC5\xC6\xCB][\x80-\xBF]|\xE2[\x80-\x84][\x80-\xBF])"
_LATIN = re.compile(_SIGN + rb"(?:(?:\x00[\x01-\x7F])*" + _SIGN + rb")*")
_PAIR = 2
#: The code points of the basic plane.
_POINTS = 0x10000


@cache
def _shown() -> str:
    """Return what is Latin-1 in UTF-8, read as GBK."""
    return "".join(bytes((first, second)).decode("gbk") for first in (0xC2, 0xC3) for second in range(0x80, 0xC0))


@cache
def _crowd() -> re.Pattern[str]:
    """Return the pattern of a run of these."""
    return re.compile(f"[{_shown()}]+")


@cache
def _marks() -> bytes:
    """Return 1 for each of these, 0 for all other code points."""
    return kernel.table_of(_shown()).ljust(_POINTS, b"\0")


def looks_nested(text: str) -> bool:
    """Tell whether most of a text is such a crowd, as of no text that is read as it was written.

    >>> looks_nested("盲录拧猫庐庐"), looks_nested("盲人在陆地上")
    (True, False)
    """
    return 2 * kernel.weigh(text, _marks()) > len(text)


def nested_readings(line: str) -> Iterator[Reading]:
    """Yield what is behind the stretches of a line that were misread twice, as single bytes and then as GBK.

    >>> [reading.text for reading in nested_readings("盲录職猫庐庐氓庐陇 (1)")]
    ['会议室']
    """
    if kernel.weigh(line, _marks()) < _TELLING or max(map(len, _crowd().findall(line)), default=0) < _TELLING:
        return
    codes = wrong_codec("gbk").codes
    codes_of_line = [codes.get(char, (b"",))[0] for char in line]
    data = b"".join([code.rjust(_PAIR, b"\0") for code in codes_of_line])
    for found in _LATIN.finditer(data):
        start, end = -(-found.start() // _PAIR), found.end() // _PAIR
        if end - start > 1:
            reading = by_best_losses(line, (start, end), _OUTER, (Losses(),), 2)
            if reading and len(reading.chains) > 1:
                yield _judged(reading, Around(line[max(0, start - REACH) : start], line[end : end + REACH]))


def _judged(reading: Reading, around: Around) -> Reading:
    """Return a reading as probable as its text: pairs of bytes prove little, but these stood in well-formed UTF-8."""
    bits = bits_of(reading.pieces, around)
    terms = evidence(reading.seen, reading.seen_bits, reading.text, bits, whole=reading.whole, true=_OUTER.true)
    return replace(reading, bits=bits, judged=probability(_OUTER.true, terms))
