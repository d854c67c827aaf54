"""UTF-16 in a document of other encodings, and other encodings in one of UTF-16: which bytes are in it.

A shell that appends to a log in its own encoding leaves such documents, and so do joined files.  Places that are
strange in what surrounds them (NUL among bytes; a character of a rare block among UTF-16) are looked at with what lies
around them, by a few readings side by side; the cheapest way through shows where UTF-16 begins and ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from textnorm.decode.bom import MARKS
from textnorm.decode.codes import reader
from textnorm.decode.evidence import ANY, HANS, HANT, LETTERS, STEP, evidence
from textnorm.decode.readings import RANDOM, Reading, price
from textnorm.decode.result import Segment
from textnorm.decode.wide import is_wide_text
from textnorm.kernel import path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["gaps", "is_wide", "may_have_wide_parts", "wide_parts"]

_NARROW = (
    Reading("utf-8", ANY, 0.0),
    Reading("gb18030", HANS, 0.0),
    Reading("cp950", HANT, 0.0),
    Reading("cp1252", LETTERS, 0.0),
    Reading("noise", LETTERS, 0.0),
    Reading("random", LETTERS, 0.0),
)
_WIDE = (Reading("utf-16-le", ANY, 0.0), Reading("utf-16-be", ANY, 0.0))
_READINGS = (*_NARROW, *_WIDE)
_DAMAGE = _NARROW[-2:]

_LOST = round(50.0 / STEP)  # a byte that was lost: two cost more than the other order of bytes between them
_AT_LINE = round(14.0 / STEP)  # going over to another encoding where a line of bytes begins
_ANYWHERE = round(44.0 / STEP)  # and anywhere else
_AROUND = 1024  # bytes on both sides of a strange place that are read with it
_MOST = 1 << 18  # bytes that are read at once
_IN_VAIN = 1 << 17  # bytes without a part after which no more are read: NUL means something else here

#: What UTF-16 among bytes shows: ASCII with its NUL, or a mark, which is valid in no encoding of bytes.
_AMONG_BYTES = re.compile(rb"[\t\n\r -~]\0|\0[\t\n\r -~]|\xff\xfe|\xfe\xff")
#: Characters that UTF-16 of common languages hardly has, but that pairs of ASCII, UTF-8, GBK or Big5 bytes make.
_AMONG_UNITS = re.compile(
    "[\u0500-\u058f\u0700-\u0dff\u2028-\u209f\u3400-\u4dbf\ua000-\uabff\ue000-\uf8ff\ufb00-\ufdff\ufffd]"
)
#: What a mark is priced as, for the tables do not know that it begins a document: a common character.
_PRICED_AS = ((b"\xff\xfe", b"\t\0"), (b"\xfe\xff", b"\0\t"))
_MARKS = {codec: mark for codec, mark in MARKS if codec.startswith("utf-16")}


def is_wide(encoding: str) -> bool:
    """Tell whether an encoding is UTF-16 with its order.

    >>> is_wide("utf-16-le"), is_wide("utf-8")
    (True, False)
    """
    return encoding in _MARKS


def may_have_wide_parts(data: bytes) -> bool:
    r"""Tell whether bytes that are not valid UTF-8, or that hold NUL, are worth a look.

    >>> may_have_wide_parts("前\n".encode("gbk") + "后".encode("utf-16")), may_have_wide_parts("前后".encode("gbk"))
    (True, False)
    """
    return b"\0" in data or (b"\xff" in data and any(mark in data for mark in _MARKS.values()))


def wide_parts(data: bytes, encoding: str, before: str | None = None) -> tuple[Segment, ...]:
    r"""Return the parts of a document in UTF-16, in order; ``encoding`` is what most of it seems to be in.

    before: the encoding of what came right before, where ``data`` is not the beginning of the document.

    >>> log = "第一行\n".encode() + "追加的一行\r\n".encode("utf-16-le") + "第三行\n".encode()
    >>> [tuple(part) for part in wide_parts(log, "utf-8")]
    [(10, 24, 'utf-16-le')]
    """
    around = encoding if is_wide(encoding) else ""
    pieces: list[Segment] = []
    end = 0
    for piece in _around_places(data, _among_units(data, around) if around else _among_bytes(data), around, before):
        _add(pieces, Segment(end, piece.start, around))
        _add(pieces, piece)
        end = piece.end
    _add(pieces, Segment(end, len(data), around))
    return tuple(piece for piece in pieces if piece.encoding)


def gaps(size: int, parts: Sequence[Segment]) -> list[tuple[int, int]]:
    """Return what lies between the parts of a document of ``size`` bytes.

    >>> gaps(9, [Segment(2, 4, "utf-16-le")])
    [(0, 2), (4, 9)]
    """
    starts = [0, *(part.end for part in parts)]
    ends = [*(part.start for part in parts), size]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _among_bytes(data: bytes) -> Callable[[int], Iterator[int]]:
    """Return what tells the strange places among bytes from an offset on."""
    return lambda start: (found.start() for found in _AMONG_BYTES.finditer(data, start))


def _among_units(data: bytes, encoding: str) -> Callable[[int], Iterator[int]]:
    """Return what tells the places of strange characters among UTF-16 from an offset on."""
    text = data.decode(encoding, "replace")
    places = [found.start() for found in _AMONG_UNITS.finditer(text)]
    if places and max(text) > "\uffff":  # which takes two units
        units = list(accumulate((2 + 2 * (character > "\uffff") for character in text), initial=0))
        places = [units[place] for place in places]
    else:
        places = [2 * place for place in places]
    return lambda start: (places[at] for at in range(bisect_left(places, start), len(places)))


def _around_places(
    data: bytes, places: Callable[[int], Iterator[int]], around: str, before_all: str | None
) -> Iterator[Segment]:
    """Yield what is around strange places; bytes that are not yielded are as most others are."""
    at = vain = 0  # the end of what is settled, and bytes in which nothing was found since
    before = Segment(0, 0, around if before_all is None else before_all if is_wide(before_all) else "")
    while vain < _IN_VAIN:
        goes_on = at < len(data) and not _alike(before, Segment(at, at, around))
        place = at if goes_on else next(places(at), None)
        if place is None:
            return
        stop = _end_of_window(data, places(place), place)
        margin = _AROUND
        start = max(at, place - margin)
        while True:
            if around and start > at:
                start += start & 1
            pieces = _pieces(data, start, stop, before.encoding if start == at else around, around)
            if start == at or _alike(pieces[0], Segment(start, start, around)):
                break
            margin *= 4
            start = max(at, place - margin)
        vain = 0 if any(piece.encoding != around for piece in pieces) else vain + stop - start
        last = pieces[-1]
        if stop < len(data) and not _alike(last, Segment(stop, stop, around)):  # it goes on in the next window
            last = pieces.pop() if len(pieces) > 1 else last
            before = Segment(last.start, last.start, last.encoding)
            at = last.start if pieces[-1] is not last else stop - (bool(last.encoding) and (stop - last.start) & 1)
            if pieces[-1] is last:
                pieces[-1] = last._replace(end=at)
        else:
            at, before = stop, Segment(stop, stop, around)
        yield from pieces


def _end_of_window(data: bytes, places: Iterator[int], last: int) -> int:
    """Return the end of what is read with a place: behind those that follow soon."""
    most = last + _MOST
    for place in places:
        if place > min(last + _AROUND, most):
            break
        last = place
    return min(len(data), last + _AROUND + (last & 1))


def _pieces(data: bytes, start: int, stop: int, first: str, around: str) -> list[Segment]:
    """Return the cheapest way through some bytes: parts in UTF-16, and others, whose encoding is not told.

    first: the encoding before them, where it is UTF-16.  around: the same of most bytes, which damage belongs to.
    """
    readers = [(reader(each.encoding), each.language) for each in _READINGS]
    edges = (start == 0) | (stop == len(data)) << 1
    index = next((at for at, each in enumerate(_READINGS) if each.encoding == first), 0)
    window = data[start:stop]
    for mark, common in _PRICED_AS:
        window = window.replace(mark, common)
    ways, _ = path(window, evidence(), readers, index, edges, _LOST, _AT_LINE, _ANYWHERE)
    pieces: list[Segment] = []
    for begin, end, which in ways:
        reading = _READINGS[which]
        encoding = around if reading in _DAMAGE else ""
        if reading in _WIDE and (reading.encoding == around or _is_text(window[begin:end], reading)):
            encoding = reading.encoding
        _add(pieces, Segment(start + begin, start + end, encoding))
    return pieces


def _is_text(part: bytes, reading: Reading) -> bool:
    return is_wide_text(part, reading, price(part, RANDOM) - price(part, reading))


def _add(pieces: list[Segment], piece: Segment) -> None:
    """Add a piece, or make the one before it longer where both are alike."""
    if piece.start == piece.end:
        return
    if pieces and _alike(pieces[-1], piece):
        pieces[-1] = pieces[-1]._replace(end=piece.end)
    else:
        pieces.append(piece)


def _alike(piece: Segment, other: Segment) -> bool:
    """Tell whether two pieces are in one encoding and their units in step."""
    return piece.encoding == other.encoding and not (piece.encoding and (piece.start ^ other.start) & 1)
