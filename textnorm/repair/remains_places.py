"""Find the runs of what is left of text in another codec that was read as UTF-8, and what each character stands for.

The text may have been saved and then read as GBK: U+FFFD, which is EF BF BD in UTF-8, shows as 锟斤拷 then.  A pair
that GBK has no character for left a question mark, with ASCII behind its first byte in it, or nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, count
from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.remains_octets import TRAIL, TWO, Way, ways_of
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FEWEST", "REREAD", "Run", "reread_runs", "runs"]

#: Marks and characters of two bytes, with ASCII that can be a second byte; one of more bytes comes about by chance, as
#: of most characters before a full stop (A1 A3).  A run that goes on for ever is cut.
_RUN = re.compile("(?:[\ufffd\u0080-\u07ff](?:[@-~]|[\u0800-\ufffc\ufffe-\U0010ffff])?){1,2000}")
_TWO_BYTES = re.compile("[\u0080-\u07ff]")
#: So many marks for each character of two bytes are there at least, and so many in all.
_MARKS_FOR_EACH, FEWEST = 1, 3

#: What is left of U+FFFD in GBK; so few of these say nothing.
REREAD, _FEWEST_REREAD = "锟斤拷", 2
#: The bytes of UTF-8, where GBK lost none; where the pair of a last trail byte and EF left no mark, so that the rest of
#: one follows; what is cut off.
_PIECES = re.compile(
    rb"(?P<marks>(?:\xef\xbf\xbd)+)|(?P<cut>\xef\xbf)(?=\?)|(?P<gap>[\xc2-\xdf])(?=\xbf\xbd)"
    rb"|(?P<most>[\xe0-\xef][\x80-\xbf])(?=\xbf\xbd|\?)|(?P<rest>\xbf\xbd)|(?P<two>[\xc2-\xdf][\x80-\xbf])|(?P<three>[\xe0-\xef][\x80-\xbf]{2})"
    rb"|(?P<half>[\xc2-\xdf])(?=\?)|(?P<ascii>[\x00-\x7f])|(?P<broken>.)",
    re.DOTALL,
)
#: How many bytes U+FFFD has in UTF-8.
_MARK = 3
#: How many bytes a character of GBK has at most.
_PAIR = 2
#: Second bytes that a pair in the user-defined area has: how few of all, in bits.
_PRIVATE = 2.4


class Run(NamedTuple):
    """A run ``text[start:end]``: what its characters show, and for each the bytes that it can have been."""

    start: int
    end: int
    shown: str
    places: tuple[Sequence[Way], ...]


def runs(text: str, fewest: int = FEWEST) -> Iterator[Run]:
    r"""Yield the runs of marks, so many at least, and of characters that some bytes happened to make.

    >>> [(run.start, run.end) for run in runs("他\ufffd\ufffd\u04e2\ufffd\ufffd")]
    [(1, 6)]
    """
    for match in _RUN.finditer(text):
        shown = match[0]
        if _is_enough(shown, fewest):
            yield Run(*match.span(), shown, tuple(map(ways_of, shown)))


def _is_enough(shown: str, fewest: int = FEWEST) -> bool:
    marks, pairs = shown.count(LOST), len(_TWO_BYTES.findall(shown))
    return bool(pairs) and marks >= (max(fewest, _MARKS_FOR_EACH * pairs) if fewest > 1 else 1)


def reread_runs(line: str) -> Iterator[Run]:
    """Yield the runs of a line that was read as GBK thereafter.

    >>> [run.shown for run in reread_runs("锟斤拷英锟斤拷")]
    ['��Ӣ��']
    """
    if line.count(REREAD) < _FEWEST_REREAD:
        return
    codes = list(map(_code, line))
    data = b"".join(codes)
    # The place of each character in the line by where its bytes begin.
    whole = dict(zip(accumulate(map(len, codes), initial=0), count(), strict=False))
    bounds: list[int] = []
    shown: list[str] = []
    ways: list[Sequence[Way]] = []
    mark = [ways_of(LOST)]
    for match in _PIECES.finditer(data):
        kind, start, end = match.lastgroup or "", match.start(), match.end()
        if kind == "marks":
            marks = (end - start) // _MARK
            bounds += range(start, end, _MARK)
            shown.append(LOST * marks)
            ways += mark * marks
        else:
            seen, found = _piece(kind, data[start:end], kind == "two" and start not in whole)
            bounds.append(start)
            shown.append(seen)
            ways.append(found)
    bounds.append(len(data))
    text = "".join(shown)
    for run in _RUN.finditer(text):
        first, last = run.span()
        while first < last and bounds[first] not in whole:
            first += 1
        while last > first and bounds[last] not in whole:
            last -= 1
        if first < last and _is_enough(text[first:last]):
            yield Run(whole[bounds[first]], whole[bounds[last]], text[first:last], tuple(ways[first:last]))


@lru_cache(maxsize=4096)
def _code(char: str) -> bytes:
    """Return the bytes that GBK read a character from, FF for one that it does not have."""
    code = char.encode("gb18030", "ignore")
    return code if 0 < len(code) <= _PAIR else b"\xff"


@lru_cache(maxsize=4096)
def _piece(kind: str, code: bytes, straddles: bool) -> tuple[str, Sequence[Way]]:  # noqa: FBT001 - a key of the cache
    """Return what a piece shows, and the bytes that it can have been."""
    return _shown(kind, code), _ways(kind, code, straddles=straddles)


def _shown(kind: str, code: bytes) -> str:
    if kind in {"cut", "rest"}:
        return LOST
    if kind in {"gap", "half"}:
        return "\u0080"  # a character of two bytes, whichever
    if kind == "most":
        return "\u0800"  # one of three bytes
    char = code.decode("utf-8", "ignore")
    return char if len(char) == 1 else "\n"


def _ways(kind: str, code: bytes, *, straddles: bool) -> Sequence[Way]:
    if kind in {"cut", "rest"}:
        return ways_of(LOST)
    if kind in {"gap", "half"}:
        return (Way((code[0], TRAIL), bits=_PRIVATE),)
    if kind == "most":
        return (Way((*code, TRAIL), bits=_PRIVATE),)
    if straddles:  # a pair of GBK may have been lost between the two
        return (Way((*code,)), Way((code[0], TRAIL, TWO, code[1]), bits=_PRIVATE))
    return (Way((*code,)),)
