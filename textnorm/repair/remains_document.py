r"""Decide for a whole document what is left of Chinese that was read as UTF-8: by marks, without any, or dropped.

Marks tell that what could not be decoded left one, so that letters beside each other that lost nothing are whole; where
a program dropped it, letters that stand beside each other were not, and nothing tells where.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING

from textnorm.repair.chains.covered import Covered
from textnorm.repair.remains_dropped import dropped
from textnorm.repair.remains_lines import MANY_LOST, changes_of, probability, read_lines
from textnorm.repair.remains_whole import whole_runs
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["changes_of_document"]

#: Letters of two bytes or three, but for those of Chinese texts.
_LETTER = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\ua000-\uabff]")


def changes_of_document(text: str, rule: str, threshold: float) -> Iterator[Change]:
    r"""Yield what becomes of every run of what is left in a text, in ascending order, under a rule.

    threshold: how probable it is at least that text in another codec was misread.

    >>> text = "为什么一直学习系统".encode("gbk").decode() + "\n要求".encode("gbk").decode(errors="replace")
    >>> [(change.start, change.end, change.after) for change in changes_of_document(text, "MOJ106", 0.9)]
    [(0, 9, '为什么一直学习系统'), (10, 13, '要�')]
    """
    whole = list(whole_runs(text))
    lines = list(read_lines(text))
    marked = Counter(line.codec for line in lines if line.lost >= MANY_LOST and probability(line.bits) >= threshold)
    usual = marked + Counter(run.codec for run in whole if probability(run.bits) >= threshold)
    if usual:
        lines = list(read_lines(text, fewest=1))
    found: list[Change] = []
    known: list[Change] = []
    for line in lines:
        found += changes_of(text, line, rule, threshold, usual=usual[line.codec] > 0)
    taken = Covered((change.start, change.end) for change in found)
    for run in whole:
        sure = max(probability(run.bits), threshold if marked[run.codec] else 0.0)
        if sure >= threshold and not taken.touches(run.start, run.end):
            known.append(Change(run.start, run.end, run.text, rule, sure))
    explained = list(_explained(text, known))
    taken = Covered((change.start, change.end) for change in (*found, *explained))
    reports = [change for change in dropped(text, rule) if not taken.touches(change.start, change.end)]
    yield from sorted((*found, *(reports or explained)), key=lambda change: change.start)


def _explained(text: str, known: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes of lines that have marks, or no letters but those that are known."""
    at = 0
    while at < len(known):
        begin, end = text.rfind("\n", 0, known[at].start) + 1, text.find("\n", known[at].end)
        end = len(text) if end < 0 else end
        of_line = known[at : bisect_left(known, end, lo=at, key=_start)]
        ends, starts = (begin, *(change.end for change in of_line)), (*map(_start, of_line), end)
        if LOST in text[begin:end] or not any(map(_LETTER.search, repeat(text), ends, starts)):
            yield from of_line
        at += len(of_line)


def _start(change: Change) -> int:
    return change.start
