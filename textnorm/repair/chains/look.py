"""A second look at what the scan suspects: could any wrong codec have made it?  Names and rare words end here.

Bytes of UTF-8 that were read in pairs are UTF-8 still, and text that was read as another double-byte codec, or with
its bytes swapped, costs less when that is undone.  The look asks no more than that of the suspect characters
alone; what passes is searched with all that may have happened to it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.chains.native import SIGNS
from textnorm.repair.chains.scan import FEW, weights
from textnorm.repair.chains.true import used_characters
from textnorm.repair.double_byte import code_tables

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Sequence

__all__ = ["defined_as_made", "may_be_made"]

_POINTS = 0x10000
#: What single-byte codecs write above ASCII lies below the first code point of this; East Asian marks follow.
_EAST_ASIAN = "\u3000"
#: Marks for lost bytes, and what two readings of them leave: what stands beside them need not make sense by itself.
_NO_STEP = re.compile("[?\ufffd锟拷]")
#: How many characters around a core the bytes of UTF-8 are taken from; how many bytes of the core must be of whole
#: characters, and which share of them; and how many bits another reading must save.  Of 6,469 stretches of two to six
#: characters whose damage is found 2 without marks do not come up to this; of 55 clean suspects in encyclopedias none
#: does, of 470 in classical poetry a quarter.
_AROUND, _WHOLE, _SHARE, _GAIN = 2, 3, 0.2, 2.0
#: The last of these where the core is one character: others than itself must tell then.
_GAIN_OF_ONE = 6.0
#: How much of the line around a core the model reads.
_BEFORE, _BEHIND = 8, 2
#: Bits of a byte that is in no character, more than half of the characters in use cost where nothing is known of what
#: stands before them (14.8); of a character that Chinese texts hardly hold, as in ``found``; of two halves of a
#: character, which are as many characters of clean text (5 bits each).
_BROKEN, _FOREIGN, _HALVES = 16.0, 6.0, 10.0
_NOTHING = "\ufffd"
#: The first code point that is not ASCII, and the first lead byte.
_HIGH, _LEAD = 0x80, 0x81
#: A byte that is in no character; codes above it have two bytes.
_NEVER = 0xFF
_USED, _LIKELY = 1, 2
#: Where no characters are signs of a codec.
_NO_SIGNS = 0, 0


def may_be_made(text: str, cores: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    r"""Return the suspect cores of those lines of ``text`` in which some codec may have made one of them.

    >>> may_be_made("史瑞克嗅了嗅\n名称：绯荤粺寮傚父", [(3, 6), (10, 16)])
    [(10, 16)]
    """
    if not cores:
        return []
    made = _defined(text, cores) if kernel.ENGINE == "reference" else _look().made(text, cores)
    return list(_of_lines(text, cores, made))


def _of_lines(text: str, cores: Sequence[tuple[int, int]], made: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the cores that share a line with one that was made, or are that one."""
    if not any(made):
        return
    group: list[tuple[int, int]] = [cores[0]]
    chosen = made[0]
    for (before, core), one in zip(pairwise(cores), made[1:], strict=True):
        if text.find("\n", before[1], core[0]) >= 0:
            if chosen:
                yield from group
            group, chosen = [], False
        group.append(core)
        chosen = chosen or one
    if chosen:
        yield from group


def _defined(text: str, cores: Sequence[tuple[int, int]]) -> list[bool]:
    return [defined_as_made(text, *core) for core in cores]


def defined_as_made(text: str, start: int, end: int) -> bool:
    """Tell whether some codec may have made the core ``text[start:end]``, in plain Python.

    >>> defined_as_made("史瑞克嗅了嗅", 3, 6), defined_as_made("绯荤粺寮傚父", 0, 6)
    (False, True)
    """
    seen = text[start:end]
    if _NO_STEP.search(text, max(0, start - 1), end + 1):
        return True
    narrow = sum(char < _EAST_ASIAN for char in seen)
    if 2 * narrow >= len(seen) and any("\x80" <= char < _EAST_ASIAN for char in seen):
        return True  # read from single bytes: what that leaves is seldom clean text
    if any(_shows(text, start, end, signs) and _is_utf8(text, start, end, codes) for codes, signs in _utf8_read_as()):
        return True
    line = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    after = text[end : end + _BEHIND].partition("\n")[0] or "\n"
    shown = load().bits(seen, line, after)
    pairs = (
        bits
        for codes, points, signs in _pairs()
        if _shows(text, start, end, signs)
        for bits in _bits_of_pairs(seen, codes, points, line, after)
    )
    gain = _GAIN_OF_ONE if end - start == 1 else _GAIN
    return any(bits < shown - gain for bits in (*pairs, _bits_swapped(seen, line, after)))


def _shows(text: str, start: int, end: int, signs: tuple[int, int]) -> bool:
    """Tell whether a character near by is one of some that every text has which a codec read, or there are few."""
    first, last = signs
    near = text[max(0, start - _BEFORE) : end + _BEFORE]
    return len(text) <= FEW or not first or any(first <= ord(char) <= last for char in near)


def _encoded(text: str, codes: Sequence[int]) -> bytes:
    """Return the bytes that characters were read from, FF for one that the codec does not have."""
    found = bytearray()
    for char in text:
        code = ord(char) if char < "\x80" else codes[ord(char)] if ord(char) < _POINTS else 0
        if char > "\x7f" and not code:
            code = _NEVER
        found += code.to_bytes(1 + (code > _NEVER), "big")
    return bytes(found)


def _is_utf8(text: str, start: int, end: int, codes: Sequence[int]) -> bool:
    """Tell whether enough bytes of a stretch are of whole characters of UTF-8 that Chinese texts may hold."""
    first = max(0, start - _AROUND)
    before = len(_encoded(text[first:start], codes))
    size = len(_encoded(text[start:end], codes))
    data = _encoded(text[first : end + _AROUND], codes)
    at = covered = 0
    for char in data.decode("utf-8", "surrogateescape"):
        broken = "\udc80" <= char <= "\udcff"
        length = 1 if broken else len(char.encode())
        if char >= "\x80" and _kind(char) & _LIKELY:
            covered += max(0, min(at + length, before + size) - max(at, before))
        at += length
    return covered >= max(min(_WHOLE, size), _SHARE * size)


def _bits_of_pairs(seen: str, codes: Sequence[int], points: Sequence[int], before: str, after: str) -> Iterator[float]:
    """Yield the bits of the characters that the bytes of a stretch make, as they stand and shifted by one."""
    data = _encoded(seen, codes)
    text, broken = _decoded(data, points)
    yield load().bits(text, before, after) + _BROKEN * broken + _FOREIGN * _foreign(text)
    text, broken = _decoded(data[1:-1], points)
    if text or broken:
        bits = load().bits(text, _NOTHING, _NOTHING)
        yield bits + _BROKEN * broken + _FOREIGN * _foreign(text) + _HALVES


def _bits_swapped(seen: str, before: str, after: str) -> float:
    """Return the bits of a stretch with the bytes of its characters swapped."""
    broken = sum(ord(char) >= _POINTS for char in seen)
    swapped = (ord(char) >> 8 | (ord(char) & 0xFF) << 8 for char in seen if ord(char) < _POINTS)
    text = "".join(map(chr, swapped))
    return load().bits(text, before, after) + _BROKEN * broken + _FOREIGN * _foreign(text)


def _decoded(data: bytes, points: Sequence[int]) -> tuple[str, int]:
    """Return the characters of pairs of bytes, and how many bytes are in none."""
    found: list[str] = []
    at = broken = 0
    while at < len(data):
        pair = points[data[at] << 8 | data[at + 1]] if data[at] >= _LEAD and at + 1 < len(data) else 0
        if data[at] < _HIGH or pair:
            found.append(chr(pair or data[at]))
        else:
            broken += 1
        at += 2 if pair else 1
    return "".join(found), broken


def _foreign(text: str) -> int:
    return sum(char >= "\x80" and not _kind(char) & _USED for char in text)


def _kind(char: str) -> int:
    """Return whether Chinese texts use a character, and whether they or what was misread twice may hold it."""
    return _kinds()[min(ord(char), _POINTS - 1)]


@cache
def _kinds() -> bytes:
    """Return the kind of each code point of the basic plane, the last one for all others."""
    kinds = bytearray(weights().translate(bytes(_LIKELY * (0 < byte < _HIGH) for byte in range(0x100))))
    for char in used_characters():
        if ord(char) < _POINTS:
            kinds[ord(char)] = _USED | _LIKELY
    return bytes(kinds)


@cache
def _utf8_read_as() -> tuple[tuple[array[int], tuple[int, int]], ...]:
    """Return the codes of the codecs that UTF-8 is read as, in pairs, and signs; Windows reads 80 as the euro sign."""
    gbk = code_tables("gbk")[0][:]
    gbk[ord("€")] = _HIGH
    others = ((code_tables(codec)[0], _NO_SIGNS) for codec in ("cp932", "cp950"))
    return (gbk, _NO_SIGNS), *others, (code_tables("cp949")[0], SIGNS["cp949"])


@cache
def _pairs() -> tuple[tuple[array[int], array[int], tuple[int, int]], ...]:
    """Return the codes of the codecs that pairs are read as, the code points of what was written, and signs of it.

    Every other character that a codec of Korea or Japan reads from pairs is of Korea or Japan;
    """
    (gbk_codes, gbk_points), (big5_codes, big5_points) = code_tables("gbk"), code_tables("cp950")
    eastern = ((code_tables(codec)[0], signs) for codec, signs in SIGNS.items())
    others = ((codes, points, signs) for codes, signs in eastern for points in (gbk_points, big5_points))
    return (big5_codes, gbk_points, _NO_SIGNS), (gbk_codes, big5_points, _NO_SIGNS), *others


@cache
def _look() -> kernel.ChainLook:
    """Return the look of the kernel with the tables and limits of the definition."""
    limits = {
        "around": _AROUND,
        "whole": _WHOLE,
        "share": _SHARE,
        "gain": _GAIN,
        "gain_of_one": _GAIN_OF_ONE,
        "before": _BEFORE,
        "behind": _BEHIND,
        "broken": _BROKEN,
        "foreign": _FOREIGN,
        "halves": _HALVES,
        "few": FEW,
    }
    return kernel.ChainLook(load().grams, _utf8_read_as(), _pairs(), _kinds(), limits)
