"""Find what is left of GBK that was read as UTF-8 by a program that drops what it cannot read: ``ߵĵＷˣֻõһ``.

About every fourth character happens to be one of two bytes, of whatever script; no text mixes these so.  Where they
stood, and to which character the bytes belong, nothing tells any more: it is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from textnorm.kernel import Triggers
from textnorm.repair.chains.named import are_named
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["dropped", "dropped_runs"]

_RUN = re.compile("[\u00a1-\u07ff]{3,}")
#: Where the next script begins: Latin with its marks, Greek, Cyrillic, Armenian, Hebrew, Arabic, Syriac, Arabic again,
#: Thaana, N'Ko.
_BEGINNINGS = (0xA0, 0x370, 0x400, 0x530, 0x590, 0x600, 0x700, 0x750, 0x780, 0x7C0)
_ARABIC, _ARABIC_AGAIN = 0x600, 0x750
#: How many scripts and characters a run has.  In GBK of nearly all texts no byte is below A1, as a second byte of UTF-8
#: may be: that of half the letters of these scripts is, of a run at most this share.  Of lines of Chinese 80 to 83 in
#: 100 have such a run then; of 20,000 files of programs, among them tables of letters, none.
_SCRIPTS, _FEWEST, _SHARE = 3, 4, 0.1
_FIRST_TRAIL, _TRAILS = 0xA1, 0x40


#: A letter of the scripts that are written to the left, and one of the others behind it.
_SIGN = "[\u0590-\u07ff][\u00c0-\u058f]"
_REASON = "GBK was read as UTF-8, and what could not be decoded was dropped: get the original again"


def dropped(text: str, rule: str) -> Iterator[Change]:
    r"""Yield a report of what is left in each line of a text, under a rule; where bytes are named, nothing is lost.

    >>> text = "名称：" + "战争结束以后，他们回到了山里的老家。".encode("gbk").decode("utf-8", "ignore")
    >>> [(change.start, change.end, change.after) for change in dropped(text, "MOJ106")]
    [(3, 10, None)]
    """
    for at, end in zip(*_look().lines(text), strict=True):
        line = text[at:end]
        runs = list(dropped_runs(line))
        if runs and not are_named(line, [(0, len(line))]):
            yield Change(at + runs[0][0], at + runs[-1][1], None, rule, 0.0, _REASON)


@cache
def _look() -> Triggers:
    return Triggers([[_SIGN]])


def dropped_runs(line: str) -> Iterator[tuple[int, int]]:
    r"""Yield the runs of a line that are such remains, in ascending order.

    >>> line = "战争结束以后，他们回到了山里的老家。".encode("gbk").decode("utf-8", "ignore")
    >>> list(dropped_runs("图：" + line))[:1], list(dropped_runs("αβγ абв, ŉǰΐև ʃɪˈpθ"))
    ([(2, 9)], [])
    """
    for match in _RUN.finditer(line):
        if _is_left(match[0]):
            yield match.span()


def _is_left(run: str) -> bool:
    if len(run) < _FEWEST or len(set(map(_script, run))) < _SCRIPTS:
        return False
    return sum(ord(char) % _TRAILS + 0x80 < _FIRST_TRAIL for char in run) <= _SHARE * len(run)


def _script(char: str) -> int:
    first = _BEGINNINGS[bisect_right(_BEGINNINGS, ord(char)) - 1]
    return _ARABIC if first == _ARABIC_AGAIN else first
