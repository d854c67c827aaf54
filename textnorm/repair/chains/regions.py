"""How far a misread stretch goes: from the suspect core of a line to what one chain can have made."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import MARKS
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.feasible import EAST_RANGES, is_cut
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.scan import weight
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.rules import Chain

__all__ = ["regions", "score_table"]

#: Cores with fewer characters between them are of one stretch.
_APART = 8
#: How many characters around a core can be of its stretch although nothing there is suspect.
_FAR = 48
#: What a character decoded from UTF-8 says about its surroundings: it is right, or it is broken.
_GOOD, _LIKELY, _BROKEN, _DOUBTFUL, _LOW = 6, 4, -1, -2, 24
_ASCII_END = 0x80
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]")
#: How many characters at an end may be all that is left of one, what they weigh, and how they begin.
_MOST_BROKEN, _SUSPECT = 4, 4
#: What is left of a character that lost its end behind a word or number.
_BEHIND_ASCII = re.compile(r"[ -~]{1,24}([^\x00-\x7f])(?=[\ufffd -~]|\Z)")
#: Characters of UTF-8 that lost bytes, one byte each, and how far to look for them.
_SEQUENCES_BEFORE, _SEQUENCES_BEHIND, _NEAR = re.compile("(?:L[TM]{0,2})+$"), re.compile("(?:L[TM]{0,2})+"), 12
#: What is left of a character that lost its end before a word or number.
_BEFORE_ASCII = re.compile(r"([^\x00-\x7f])[?\ufffd]?[ -~]{1,8}\Z")
_HIGH, _LEAD = 0x80, 0xC0
_LEADS = frozenset(bytes((byte,)) for byte in range(0xE2, 0xF0))


def regions(line: str, cores: Sequence[tuple[int, int]], chain: Chain, wrong: WrongCodec) -> list[tuple[int, int]]:
    """Return the stretches of ``line`` around its suspect cores that ``chain`` may have made.

    Of stretches that overlap, the core itself comes first, then the longest.
    """
    found: list[tuple[int, int]] = []
    for start, end in _runs(line, cores, wrong):
        inside = [core for core in cores if start <= core[0] and core[1] <= end]
        if chain.true == "utf-8" and chain.wrong == "cp950":
            found.append(_within(line, start, end))
        elif chain.true == "utf-8":
            found += _well_formed(line, start, end, inside, wrong)
        else:
            found += _hulls(line, start, end, inside, swapped=not wrong.codes)
    return found


def _runs(line: str, cores: Sequence[tuple[int, int]], wrong: WrongCodec) -> Iterator[tuple[int, int]]:
    """Yield the runs of characters that the wrong codec writes and that hold a core, as far as cores are near."""
    at = 0
    for first, (start, end) in enumerate(cores):
        if start < at:
            continue
        for match in wrong.pattern.finditer(line, max(at, start - _FAR)):
            at = match.end()
            if match.end() >= end:
                if match.start() <= start:
                    far = end + _FAR
                    for other in cores[first:]:
                        if other[0] > far:
                            break
                        far = other[1] + _FAR
                    at = min(at, far)
                    yield match.start(), at
                else:
                    at = match.start()
                break


def _well_formed(
    line: str, start: int, end: int, cores: Sequence[tuple[int, int]], wrong: WrongCodec
) -> Iterator[tuple[int, int]]:
    """Yield the stretches whose bytes are UTF-8 for the most part, or cores in which no character of it is whole."""
    seen = line[start:end]
    codes = wrong.codes
    widened = _with_broken_ends if wrong.double else _with_broken_sequences
    scores = score_table(_DOUBTFUL if wrong.double else _LIKELY)
    found = kernel.stretches(code_table(wrong), seen, scores, broken=_BROKEN, low=_LOW)
    touched = Covered(cores)
    if not found and wrong.double:
        found = [(low - start, high - start) for low, high in cores if is_cut(line[low : high + 1], wrong)]
    for first, last in found:
        left, right = widened(seen, codes, first, last)
        if touched.touches(start + left, start + right):
            yield start + left, start + right


@cache
def score_table(two_bytes: int) -> bytes:
    """Return what a decoded character says about its surroundings, by its code point.

    ``two_bytes`` is what one that no Chinese text has counts: any two Han characters may make some by chance.
    """
    points = max(last for _, last in EAST_RANGES) + 2
    scores = bytearray(_ASCII_END) + bytes((two_bytes & 0xFF,)) * (points - _ASCII_END)
    for first, last in EAST_RANGES:
        scores[first : last + 1] = bytes((_GOOD,)) * (last + 1 - first)
    return bytes(scores)


def _with_broken_ends(seen: str, codes: Mapping[str, tuple[bytes, ...]], left: int, right: int) -> tuple[int, int]:
    """Take in what a character leaves of which the other bytes are lost: at most two characters, and all marks."""
    left = _broken_start(seen, codes, left)
    taken = 0
    while right < len(seen):
        if seen[right] not in "?\ufffd":
            if taken > _MOST_BROKEN:
                break
            marked = seen[right + 1 : right + 2] in {"?", "\ufffd"} and not seen[right].isascii()
            behind = _BEHIND_ASCII.match(seen, right)
            if behind and _begins_utf8(behind[1], codes):
                right = behind.start(1)
            elif not marked and not _goes_on(seen, codes, right) and weight(seen[right]) <= 0:
                break
            taken += 1
        right += 1
    while left < right and seen[left].isascii():
        left += 1
    while left < right and seen[right - 1].isascii() and seen[right - 1] != "?":
        right -= 1
    return left, right


def _broken_start(seen: str, codes: Mapping[str, tuple[bytes, ...]], left: int) -> int:
    taken = 0
    while left and taken <= _MOST_BROKEN:
        marked = seen[left - 1] == LOST or (seen[left - 1] == "?" and left > 1 and _begins_utf8(seen[left - 2], codes))
        between = None if marked else _BEFORE_ASCII.search(seen, max(0, left - _NEAR), left)
        if between and _begins_utf8(between[1], codes):
            left = between.end(1)
        elif not marked and not _begins_utf8(seen[left - 1], codes) and not _goes_on(seen, codes, left - 1):
            break
        taken += not marked
        left -= 1
    return left


def _goes_on(seen: str, codes: Mapping[str, tuple[bytes, ...]], at: int) -> bool:
    """Tell whether a character was read from bytes inside another one, whose first bytes were lost before it."""
    inside = all(_HIGH <= byte < _LEAD for byte in codes.get(seen[at], (b"?",))[0])
    lost = seen[max(0, at - 2) : at].rstrip(MARKS)
    return inside and at > 0 and (seen[at - 1] == LOST or bool(lost and _begins_utf8(lost[-1], codes)))


def _with_broken_sequences(seen: str, codes: Mapping[str, tuple[bytes, ...]], left: int, right: int) -> tuple[int, int]:
    """Take in the characters beside that lost some bytes, where each byte left is a character of the seen text."""
    before = _SEQUENCES_BEFORE.search(_kinds(seen[max(0, left - _NEAR) : left], codes))
    behind = _SEQUENCES_BEHIND.match(_kinds(seen[right : right + _NEAR], codes))
    return left - (len(before[0]) if before else 0), right + (behind.end() if behind else 0)


def _kinds(seen: str, codes: Mapping[str, tuple[bytes, ...]]) -> str:
    """Return for each character of a text whether it is a lead byte, a trail byte, a mark or anything else."""
    kinds = []
    for char in seen:
        code = codes.get(char, (b"",))[0]
        kinds.append("M" if char in MARKS else "L" if code in _LEADS else "T" if b"\x80" <= code < b"\xc0" else "-")
    return "".join(kinds)


def _begins_utf8(char: str, codes: Mapping[str, tuple[bytes, ...]]) -> bool:
    """Tell whether a suspect character was read from the first bytes of a Chinese one."""
    code = codes.get(char, (b"",))[0]
    return not char.isascii() and weight(char) > _SUSPECT and code[:1] in _LEADS and (code[1:2] or b"\x80") >= b"\x80"


def _hulls(
    line: str, start: int, end: int, cores: Sequence[tuple[int, int]], *, swapped: bool
) -> Iterator[tuple[int, int]]:
    """Yield the stretches from core to core, each by itself and with all that touches it.

    Where most of a line is suspect, all of it is tried, for numbers and words of ASCII may stand between.

    swapped: an ASCII letter can be a whole character, as N is for \u4e00.
    """
    groups = [[cores[0]]] if cores else []
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
    """Tell whether an ASCII character can be the second byte of one whose first byte is in the character before."""
    return at > start and line[at] in _TRAILS and not line[at - 1].isascii()


_TRAILS = frozenset(map(chr, range(0x40, 0x7F)))
