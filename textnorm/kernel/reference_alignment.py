"""What the bytes behind a text are as UTF-8, and which of its characters they came from: defined in plain Python."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.kernel.reference_spelling import Codes

__all__ = ["BROKEN", "broken_places", "characters_between", "misfits", "stretches"]

#: In place of the bytes of a character that has none.
_NEVER = b"\xff"
#: A place where bytes are no UTF-8, with the question marks beside it; the same, or question marks alone.
BROKEN = re.compile("[?\udc80-\udcff]*[\udc80-\udcff][?\udc80-\udcff]*")
#: A lost byte among known ones, and how long most characters of a text in between are: Chinese ones.
_GONE, _USUAL = -1, 3
_HIGH, _LEAD = 0x80, 0xC0
#: Marks for lost bytes.
_MARKS = "?\ufffd"
#: How many trail bytes are awaited, 0 to 3, as a set of bits; all of them where nothing is known.
_ANY = 0b1111
_QUESTIONED = re.compile("[?\udc80-\udcff]+")


def _decoded(codes: Codes, text: str) -> tuple[str, list[int]]:
    """Return what the bytes of a text are as UTF-8, and where those of each character begin, and all end."""
    data = [codes.encode(char, _NEVER) for char in text]
    return b"".join(data).decode("utf-8", "surrogateescape"), [0, *accumulate(map(len, data))]


def _sizes(decoded: str) -> list[int]:
    return [len(char.encode("utf-8", "surrogateescape")) for char in decoded]


def stretches(codes: Codes, text: str, scores: bytes, *, broken: int, low: int) -> list[tuple[int, int]]:
    r"""Return the stretches (start, end) of a text whose usual bytes are good UTF-8 on balance.

    ``scores`` has a signed byte for the first code points, the last one for all others; a byte that is in no
    character scores ``broken``, but for FF and what has no bytes, which say nothing.  A stretch begins where the
    running sum leaves zero, and ends where it was highest before it fell to zero or ``low`` under that.  Raises
    ValueError where there are no scores.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({"锛": [b"\xef\xbc"], "丅": [b"\x81A"], "x": [b"x"], "?": [b"?"]})
    >>> stretches(codes, "xx锛丅?x", bytes(128) + b"\x06", broken=-1, low=24)
    [(2, 4)]
    """
    if not scores:
        msg = "a score for some code points is needed"
        raise ValueError(msg)
    signed = array("b", scores)
    decoded, offsets = _decoded(codes, text)
    spans: list[tuple[int, int]] = []
    total = best = byte = start = best_end = 0
    for char, size in zip(decoded, _sizes(decoded), strict=True):
        if not total:
            start = byte
        byte += size
        score = signed[min(ord(char), len(signed) - 1)]
        if "\udc80" <= char <= "\udcff":
            score = broken if char < "\udcff" else 0
        total = max(0, total + score)
        if total > best:
            best, best_end = total, byte
        if not total or total < best - low:
            if best:
                spans.append((start, best_end))
            total = best = 0
    if best:
        spans.append((start, best_end))
    return [(bisect_right(offsets, first) - 1, bisect_left(offsets, last)) for first, last in spans]


def broken_places(
    codes: Codes, text: str, *, questioned: bool, apart: int
) -> tuple[str, list[tuple[int, int, int, int, int, int]]]:
    r"""Return what the usual bytes of a text are as UTF-8, and its broken places, one character around them included.

    Bytes that are in no character are there as PEP 383 writes them.  Question marks beside them belong to a broken
    place; with ``questioned`` they are one by themselves.  Places with fewer than ``apart`` characters between them are
    one.  Each place is its span in what was decoded, the character of ``text`` that its first byte came from, how many
    bytes of that are before it, the one that the byte behind it came from, and how many bytes of that are in it.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({"绯": [b"\xe7\xb3"], "荤": [b"\xbb\xe7"], "粺": [b"\xbb\x9f"]})
    >>> broken_places(codes, "绯荤粺绯?荤粺", questioned=False, apart=1)
    ('系统\udce7\udcb3\udcff\udcbb统', [(1, 7, 1, 1, 7, 0)])
    """
    decoded, offsets = _decoded(codes, text)
    bytes_before = [0, *accumulate(_sizes(decoded))]
    spans: list[tuple[int, int]] = []
    for match in (_QUESTIONED if questioned else BROKEN).finditer(decoded):
        start, end = max(0, match.start() - 1), min(len(decoded), match.end() + 1)
        if spans and start - spans[-1][1] < apart:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    found = []
    for start, end in spans:
        first, last = (bisect_right(offsets, bytes_before[at]) - 1 for at in (start, end))
        found.append((start, end, first, bytes_before[start] - offsets[first], last, bytes_before[end] - offsets[last]))
    return decoded, found


def misfits(codes: Codes, seen: str, *, pairs: bool) -> int:
    r"""Return how often ``seen`` falls out of the step of UTF-8 if a mark is a byte above ASCII, or with ``pairs`` two.

    A question mark may be one of the text.  The second byte of a pair may have been ASCII, lost or read again.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({"锛": [b"\xef\xbc"], "屼": [b"\x8c\xe4"]})
    >>> [misfits(codes, "锛\ufffd\ufffd锛", pairs=pairs) for pairs in (False, True)]
    [1, 0]
    """
    state, count = 1, 0
    for char, following in zip(seen, f"{seen}\n"[1:], strict=True):
        if char in _MARKS:
            behind = _behind_lost(state, 2 if pairs else 1) | (_behind_ascii(state) if char == "?" else 0)
            if pairs:
                behind |= _behind_lost(state, 1) | 1 if following.isascii() and following != "?" else 1
        else:
            behind = state
            for byte in codes.encode(char, b""):
                behind = _behind(behind, byte)
        if not behind:
            count += 1
            behind = _ANY
        state = behind
    return count


def _behind(state: int, byte: int) -> int:
    """Return what may be awaited behind a byte, nothing where it cannot stand there."""
    if byte < 0x80:  # noqa: PLR2004 - the Unicode Standard, table 3-7
        return _behind_ascii(state)
    if byte < 0xC0:  # noqa: PLR2004
        return state >> 1
    if not state & 1 or byte < 0xC2 or byte > 0xF4:  # noqa: PLR2004
        return 0
    return 0b10 if byte < 0xE0 else 0b100 if byte < 0xF0 else 0b1000  # noqa: PLR2004


def _behind_ascii(state: int) -> int:
    return state & 1


def _behind_lost(state: int, size: int) -> int:
    """Return what may be awaited behind unknown bytes above ASCII, hardly any of a character of two or four bytes."""
    for _ in range(size):
        state = (state >> 1) | (0b100 if state & 1 else 0)
    return state


def characters_between(codes: Codes, seen: str) -> list[str | tuple[int, ...]]:
    r"""Return what stood in between where UTF-8 was misread twice: characters, or what is left of the bytes of one.

    Lost bytes are -1.  A question mark between whole characters is one of the text in between; what its bytes make is a
    character there if the codec has it, or marks lost bytes.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({"閺": [b"\xe9\x8f"], "勩": [b"\x84\xe5"], "鏄": [b"\xe9\x84"]})
    >>> characters_between(codes, "閺勩\ufffd?")
    ['鏄', (229, -1, -1)]
    """
    return [_between(codes, group) for group in _groups(codes, seen)]


def _groups(codes: Codes, seen: str) -> Iterator[list[int]]:
    """Yield the bytes of each character of the text in between, lost ones as -1."""
    group: list[int] = []
    wanted = 0
    for char in seen:
        if char == "?" and len(group) == wanted:  # a mark of the first reading, which is a character of the second
            if group:
                yield group
            yield [ord(char)]
            group, wanted = [], 0
            continue
        for byte in (_GONE,) if char in _MARKS else codes.encode(char, b"?"):
            if len(group) == wanted or byte >= _LEAD or 0 <= byte < _HIGH:
                if group:
                    yield group
                group, wanted = [], _length(byte)
            group.append(byte)
    if group:
        yield group


def _length(byte: int) -> int:
    """Return how many bytes a character has that begins with a byte, or most likely has if that is lost."""
    if 0 <= byte < _HIGH:
        return 1
    return 2 if _LEAD <= byte < 0xE0 else _USUAL  # noqa: PLR2004 - the Unicode Standard, table 3-6


def _between(codes: Codes, group: list[int]) -> str | tuple[int, ...]:
    if _GONE not in group:
        char = bytes(group).decode("utf-8", "ignore")
        # None where bytes were dropped and this is no character yet.
        if char and (char in _MARKS or codes.codes.get(char)):
            return char
    return tuple(group)
