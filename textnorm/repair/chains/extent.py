"""Where text that was misread twice may stand in a line, and how far it goes.

The second misreading was one of UTF-8.  What that was made of looks misread itself, by the weights of the scan or since
codecs of single bytes write it, which tells such stretches from those that were misread once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.kernel.reference_regions import Shape
from textnorm.repair.chains.between import between_scores, is_inside
from textnorm.repair.chains.covered import Covered, united
from textnorm.repair.chains.respelling import respelled, respelling_table
from textnorm.repair.chains.scan import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["TELLING", "stretches_between", "widened"]

#: How many bytes of the first misreading tell: those of two Chinese characters in GBK, of one and a half in UTF-8.
TELLING = 4
#: How much ASCII beside a stretch may belong to it.
_BESIDE = 8
#: How many trail bytes a character of three has.
_MOST_TRAILS = 2
#: How far around what is suspect is looked at first, how many times as far next, and how near to the end of that a
#: stretch ends that may go on.
_FAR, _WIDER, _NEAR = 64, 4, 4


def stretches_between(line: str, cores: Sequence[tuple[int, int]], wrong: WrongCodec) -> list[tuple[int, int]]:
    """Return the stretches that are UTF-8 read as a codec of text that looks misread.

    Of text that was misread twice much is not suspect, such as letters and half-width kana, so all is looked at some
    way around a core, and farther where a stretch goes on.  No character in between has fewer than two bytes.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> stretches_between("(盲录職猫庐庐氓庐陇)", [(1, 10)], wrong_codec("gbk"))
    [(1, 10)]
    """
    least = TELLING if wrong.double else 2 * TELLING
    suspect, found, done = Covered(cores), [], 0
    for start, end in united((max(0, start - _FAR), min(len(line), end + _FAR)) for start, end in cores):
        first, last, far = max(start, done), end, _FAR
        spans = _between_ends(line, first, last, suspect, wrong) if last > done else []
        while spans and (done < first >= spans[0][0] - _NEAR or len(line) > last <= spans[-1][1] + _NEAR):
            far *= _WIDER
            first, last = max(done, first - far), min(len(line), last + far)
            spans = _between_ends(line, first, last, suspect, wrong)
        found += [span for span in spans if span[1] - span[0] >= least]
        done = max(done, last)
    return found


def _between_ends(line: str, first: int, last: int, suspect: Covered, wrong: WrongCodec) -> list[tuple[int, int]]:
    """Return the stretches between two places of a line."""
    shape = Shape.PAIRS_OF_UTF8 if wrong.double else Shape.SINGLES_OF_UTF8
    near = wrong.runs(line, first, last)
    runs = [(start - first, end - first) for start, end in near if suspect.touches(start, end)]
    table, seen = respelling_table(wrong), respelled(line[first:last], wrong)
    spans = kernel.regions(table, seen, runs, int(shape), weights(), between_scores())
    return [(start + first, end + first) for start, end in spans]


def widened(line: str, span: tuple[int, int], wrong: WrongCodec) -> tuple[int, int]:
    """Return a stretch with what is behind it of a character that was cut, and the ASCII beside it.

    ASCII stood there in between, too, as second bytes or marks.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> widened("(1) 盲录職猫", (4, 7), wrong_codec("gbk"))
    (0, 7)
    """
    return _with_ascii(line, span[0], _with_trails(line, span[1], wrong))


def _with_trails(line: str, end: int, wrong: WrongCodec) -> int:
    """Return the end of a stretch with what is behind it of a character that was cut, which begins no other one."""
    most = min(len(line), end + _MOST_TRAILS)
    while end < most and is_inside(respelling_table(wrong), line[end]):
        end += 1
    return end


def _with_ascii(line: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with the ASCII beside it, which stood there in between too, as second bytes or marks."""
    first, last = max(0, start - _BESIDE), min(len(line), end + _BESIDE)
    while start > first and line[start - 1].isascii():
        start -= 1
    while end < last and line[end].isascii():
        end += 1
    return start, end
