"""UTF-8 that was read as Big5, of which too little is left to read: found by its bytes, and reported.

Big5 has no character for more than half of the pairs in Chinese text in UTF-8.  Where they were dropped, or became
blanks or boxes, no search finds the rest; what is left is characters of which both bytes are such as UTF-8 has.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textnorm.repair.chains.blanks import CANDIDATES
from textnorm.repair.chains.codecs import MARKS, wrong_codec
from textnorm.repair.chains.rules import CHAINS
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["REASON", "kinds_of_utf8", "with_unexplained"]

_CODEC = "cp950"
#: Two bytes of UTF-8 beside each other: the first of a character of kana or Han, or others with the next one's first.
_TWO = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]|[\x80-\xbf][\x80-\xbf\xe3-\xe9\xef]")
_NOT_TOLD = frozenset((*MARKS, *CANDIDATES, *map(chr, range(0x80))))
#: How many different suspect characters of a line tell, and which share of all has such bytes.  Of 150 lines of UTF-8
#: that Big5 dropped bytes of none is passed over, of those with boxes one; of 2,700 rows of rare characters none has
#: more than 0.67, of the clean corpus none 0.9.  Without a look at how many differ, rows of dictionaries came up to it.
_FEWEST, _SHARE = 6, 0.9
REASON = "UTF-8 was read as {}, and of too many characters the bytes were lost: get the original again"


def with_unexplained(text: str, cores: Sequence[tuple[int, int]], changes: Sequence[Change]) -> Iterator[Change]:
    r"""Yield changes with a report of each line that has suspect ``cores`` and none of them; all ascend.

    >>> text = "明天的會議改到下午三點，地點不變。".encode().decode("big5", "ignore")
    >>> [(change.start, change.end, change.after) for change in with_unexplained(text, [(0, len(text))], [])]
    [(0, 12, None)]
    """
    reports: list[Change] = []
    at = 0
    for begin, end, inside in _by_line(text, cores):
        while at < len(changes) and changes[at].end <= begin:
            at += 1
        if (at == len(changes) or changes[at].start >= end) and _is_left(text, inside):
            rule = next(chain.rule for chain in CHAINS if chain.wrong == _CODEC and chain.true == "utf-8")
            reports.append(Change(inside[0][0], inside[-1][1], None, rule, 0.0, REASON.format("Big5")))
    yield from sorted((*changes, *reports), key=lambda change: change.start)


def _by_line(text: str, cores: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Yield the lines that have cores, with these; of a core that goes through several lines all are one."""
    at = 0
    while at < len(cores):
        begin = text.rfind("\n", 0, cores[at][0]) + 1
        end = text.find("\n", cores[at][1])
        end = len(text) if end < 0 else end
        inside = []
        while at < len(cores) and cores[at][0] < end:
            inside.append(cores[at])
            at += 1
        yield begin, max(end, inside[-1][1]), inside


def _is_left(text: str, cores: Sequence[tuple[int, int]]) -> bool:
    return kinds_of_utf8("".join([text[start:end] for start, end in cores]), _CODEC) >= _FEWEST


def kinds_of_utf8(seen: str, codec: str) -> int:
    """Return how many different characters of a text tell that it is UTF-8 read as a codec; 0 where others tell more.

    >>> kinds_of_utf8("閿鍞閮", "gbk"), kinds_of_utf8("饕餮梼杌", "gbk")
    (3, 0)
    """
    fitting = _fitting(codec)
    kinds = set(seen) - _NOT_TOLD
    if fitting.isdisjoint(kinds):
        return 0
    above = [char for char in seen if char in kinds]
    return len(kinds) if sum(map(fitting.__contains__, above)) >= _SHARE * len(above) else 0


@cache
def _fitting(codec: str) -> frozenset[str]:
    """Return the characters of a codec whose bytes are such as UTF-8 has."""
    return frozenset(char for char, codes in wrong_codec(codec).codes.items() if _TWO.fullmatch(codes[0]))
