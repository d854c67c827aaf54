"""How far misread stretches go, and which suspect cores can be of UTF-8: defined in plain Python."""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from textnorm.kernel.reference_alignment import stretches
from textnorm.kernel.reference_broken_ends import Seen, with_broken_ends, with_broken_sequences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.kernel.reference_spelling import Codes

__all__ = ["Shape", "eastern_share", "regions", "utf8_cores"]

#: How many characters around a core can be of its stretch although nothing there is suspect.
_FAR = 48
#: Cores with fewer characters above ASCII between them are of one stretch.
_APART = 8
#: How far around a core a whole character of UTF-8 must stand.
_NEAR = 8
#: What a byte that is in no character scores, and how far under its highest value the sum of the scores may fall.
_BROKEN, _LOW = -1, 24
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]")
#: What decoders write for bytes that they cannot read, and what stands in place of the bytes of a character without.
_LOST, _MARKS, _NEVER = "\ufffd", "?\ufffd", b"\xff"
#: The first two bytes of a Chinese character before a mark for its last one and the byte behind.
_CUT = re.compile(b"[\xe3-\xe9][\x80-\xbf][\xff?]")
#: What UTF-16 with its bytes swapped is not read as.
_UNSWAPPED = re.compile(r"[\x00-\x4d\x7f]")
#: ASCII that can be the second byte of a pair.
_TRAILS = frozenset(map(chr, range(0x40, 0x7F)))
_BASIC = 0x10000


class Shape(IntEnum):
    """What stretches are made of: UTF-8 read in pairs, or as single bytes; whole runs; cores, or swapped ones."""

    PAIRS_OF_UTF8, SINGLES_OF_UTF8, WHOLE_RUNS, HULLS, SWAPPED_HULLS = range(5)


def utf8_cores(codes: Codes, line: str, cores: Sequence[tuple[int, int]], east: bytes) -> list[tuple[int, int]]:
    r"""Return the cores of a line near which its bytes are, in UTF-8, a character of Chinese texts or one cut off.

    ``east`` has a byte for the first code points, not 0 for those, the last one for all others.  Raises ValueError
    where it is empty, and for a core that is not in the line behind the one before.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({char: [char.encode("gbk")] for char in "浣犲ソ魑魅"})
    >>> chinese = bytes(0x3400) + b"\1" * 0x6C00 + b"\0"
    >>> utf8_cores(codes, "浣犲ソ：这一句问候的话读错了；魑魅是两个罕见字。", [(0, 3), (15, 17)], chinese)
    [(0, 3)]
    """
    _check(line, cores)
    _need(east)
    near = [(core, line[max(0, core[0] - _NEAR) : core[1] + _NEAR]) for core in cores]
    return [core for core, seen in near if _eastern(codes.encode(seen, _NEVER), east) or _is_cut(seen, codes)]


def eastern_share(codes: Codes, text: str, east: bytes) -> tuple[int, int]:
    r"""Return how many characters of Chinese texts the bytes of a text are in UTF-8, and how many bytes there are.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({char: [char.encode("gbk")] for char in "浣犲ソ"})
    >>> eastern_share(codes, "浣犲ソ", bytes(0x3400) + b"\1" * 0x6C00 + b"\0")
    (2, 6)
    """
    _need(east)
    data = codes.encode(text, _NEVER)
    return _eastern(data, east), len(data)


def _need(table: bytes) -> None:
    if not table:
        msg = "a table of characters is needed"
        raise ValueError(msg)


def _check(line: str, cores: Sequence[tuple[int, int]]) -> None:
    at = 0
    for start, end in cores:
        if not at <= start < end <= len(line):
            msg = f"cores of {len(line)} characters ascend, which one from {start} to {end} behind {at} does not"
            raise ValueError(msg)
        at = end


def _eastern(data: bytes, east: bytes) -> int:
    points = map(ord, data.decode("utf-8", "ignore"))
    return sum(east[min(point, len(east) - 1)] > 0 for point in points)


def _is_cut(seen: str, codes: Codes) -> bool:
    """Tell whether a mark of ``seen`` may stand for the end of a Chinese character in UTF-8."""
    return any(mark in seen for mark in _MARKS) and bool(_CUT.search(codes.encode(seen, _NEVER)))


def regions(  # noqa: PLR0913, PLR0917 - a line, what wrote it and two tables
    codes: Codes, line: str, cores: Sequence[tuple[int, int]], shape: int, weights: bytes, scores: bytes
) -> list[tuple[int, int]]:
    r"""Return the stretches of ``line`` around its suspect ``cores`` that a codec may have written, of one ``Shape``.

    Of stretches that overlap, the core itself comes first, then the longest.  ``weights`` has a signed byte for each
    code point of the basic plane, what it speaks for damage, the last one for all others; ``scores`` are those of
    ``reference_alignment.stretches``.  Raises ValueError where a table is too short or the shape is none, and for a
    core that is not in the line behind the one before.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({char: [char.encode("gbk")] for char in "浣犲ソ锛"})
    >>> weights = b"\x05" * 0x10000
    >>> regions(codes, "他说：浣犲ソ锛?", [(4, 6)], Shape.HULLS, weights, b"\1")
    [(4, 6), (3, 8), (3, 6), (3, 7), (4, 7)]
    """
    if len(weights) != _BASIC or not scores or not 0 <= shape < len(Shape):
        msg = "65,536 weights, some scores and a shape are needed"
        raise ValueError(msg)
    _check(line, cores)
    found: list[tuple[int, int]] = []
    for start, end in _runs(line, cores, codes, swapped=shape == Shape.SWAPPED_HULLS):
        inside = [core for core in cores if start <= core[0] and core[1] <= end]
        if shape == Shape.WHOLE_RUNS:
            found.append(_within(line, start, end))
        elif shape in {Shape.HULLS, Shape.SWAPPED_HULLS}:
            found += _hulls(line, start, end, inside, swapped=shape == Shape.SWAPPED_HULLS)
        else:
            seen = Seen(line[start:end], codes, weights)
            ends = _well_formed(seen, line, start, inside, scores, pairs=shape == Shape.PAIRS_OF_UTF8)
            found += [one for one in ends if any(core[0] < one[1] and one[0] < core[1] for core in inside)]
    return found


def _runs(line: str, cores: Sequence[tuple[int, int]], codes: Codes, *, swapped: bool) -> Iterator[tuple[int, int]]:
    """Yield the runs of characters that the wrong codec writes and that hold a core, as far as cores are near."""
    at = 0
    for first, (start, end) in enumerate(cores):
        if start < at:
            continue
        for run, stop in _written(line, codes, max(at, start - _FAR), swapped=swapped):
            at = stop
            if stop >= end:
                if run <= start:
                    far = end + _FAR
                    for other in cores[first:]:
                        if other[0] > far:
                            break
                        far = other[1] + _FAR
                    at = min(at, far)
                    yield run, at
                else:
                    at = run
                break


def _written(line: str, codes: Codes, at: int, *, swapped: bool) -> Iterator[tuple[int, int]]:
    """Yield the runs of what a codec writes from a place on, ASCII and marks for lost bytes among them."""
    while at < len(line):
        end = at
        while end < len(line) and _is_written(line[end], codes, swapped=swapped):
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _is_written(char: str, codes: Codes, *, swapped: bool) -> bool:
    if swapped:
        return not _UNSWAPPED.match(char)
    return char == "\t" or " " <= char <= "~" or char == _LOST or (char > "~" and bool(codes.encode(char, b"")))


def _well_formed(  # noqa: PLR0913 - a run of a line and the cores in it
    seen: Seen, line: str, start: int, cores: Sequence[tuple[int, int]], scores: bytes, *, pairs: bool
) -> Iterator[tuple[int, int]]:
    """Yield the stretches whose bytes are UTF-8 for the most part, or cores in which no character of it is whole."""
    widened = with_broken_ends if pairs else with_broken_sequences
    found = stretches(seen.codes, seen.text, scores, broken=_BROKEN, low=_LOW)
    if not found and pairs:
        found = [(low - start, high - start) for low, high in cores if _is_cut(line[low : high + 1], seen.codes)]
    for first, last in found:
        left, right = widened(seen, first, last)
        if left < right:
            yield start + left, start + right


def _hulls(
    line: str, start: int, end: int, cores: Sequence[tuple[int, int]], *, swapped: bool
) -> Iterator[tuple[int, int]]:
    """Yield the stretches from core to core, each by itself and with all that touches it.

    Where most of a line is suspect, all of it is tried, for numbers and words of ASCII may stand between.

    swapped: an ASCII letter can be a whole character, as N is for \u4e00.
    """
    groups = [[cores[0]]]
    for before, core in pairwise(cores):
        between = line[before[1] : core[0]]
        if len(_ABOVE_ASCII.findall(between)) < _APART:
            groups[-1].append(core)
        else:
            groups.append([core])
    covered = sum(len(_ABOVE_ASCII.findall(line[core[0] : core[1]])) for core in cores)
    wide = covered * 2 >= len(_ABOVE_ASCII.findall(line[start:end]))
    if wide:
        groups = [list(cores)]
    for group in groups:
        first, last = left, right = group[0][0], group[-1][1]
        while left > start and (
            not line[left - 1].isascii()
            or line[left - 1] == "?"
            or (swapped and line[left - 1] in _TRAILS)
            or _is_trail(line, left - 1, start)
        ):
            left -= 1
        while right < end and (
            swapped or line[right] == "?" or not line[right : right + 2].isascii() or _is_trail(line, right, start)
        ):
            right += 1
        # Clean text may stand beside, so small steps are tried too; the reader skips them where the first tell enough.
        steps = sorted({(max(left, first - i), min(right, last + j)) for i in range(3) for j in range(2)})
        whole = [_within(line, start, end)] if wide and not swapped else []
        yield from dict.fromkeys(((first, last), *whole, (left, right), *steps))


def _within(line: str, start: int, end: int) -> tuple[int, int]:
    """Return a run without the ASCII at its ends that cannot be part of a misread character."""
    while start < end and line[start].isascii() and line[start] != "?":
        start += 1
    while start < end and line[end - 1].isascii() and line[end - 1] != "?" and not _is_trail(line, end - 1, start):
        end -= 1
    return start, end


def _is_trail(line: str, at: int, start: int) -> bool:
    """Tell whether an ASCII character can be the second byte of one whose first byte is in the character before.

    A question mark may stand for that byte.
    """
    return at > start and line[at] in _TRAILS and (line[at - 1] == "?" or not line[at - 1].isascii())
