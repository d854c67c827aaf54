"""Documents that change their encoding on the way, and bytes that were lost: the cheapest way through all of it.

Every encoding that may occur reads the bytes side by side; going over from one to another costs some bits, fewer at
the beginning of a line (Viterbi).  A lost byte costs some too, so that a reading that has fallen out of step finds
back where the codec alone would go on pairing trail bytes with lead bytes to the end of the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.codes import reader
from textnorm.decode.evidence import STEP, evidence
from textnorm.decode.readings import ALPHABETIC, MULTIBYTE, NOISE, WIDE, Price, Reading, high_bytes, price, weigh
from textnorm.decode.result import Segment, family
from textnorm.decode.sample import sample
from textnorm.decode.validity import whole_characters
from textnorm.decode.wide import first_unit
from textnorm.decode.wideparts import gaps
from textnorm.kernel import doubts, path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Division", "divide", "divide_around", "joined", "mixture"]

_USUAL = round(13.0 / STEP)  # above what characters cost on average, without their neighbours, in real text
_LIMIT = round(14.0 / STEP)  # above that, running total of the excess: something is wrong
_LONGEST = 4096  # bytes of a line that are judged together
_LOST = round(26.0 / STEP)  # a byte that was lost or is strange
_AT_LINE = round(14.0 / STEP)  # going over to another encoding where a line begins
_ANYWHERE = round(44.0 / STEP)  # and anywhere else
_ALWAYS = {"utf-8", "gb18030", "cp950"}  # encodings that files are mixed of
_OFTEN = tuple(each for each in MULTIBYTE if each.encoding in _ALWAYS)
_MIXED_OF = {*_ALWAYS, "cp932", "euc_jp", "cp949"}  # encodings that are looked for where none explains the whole
_BIG5 = family("cp950")
_MEMBER = -3.0  # bits by which another member of the family has to be better: damage is rarer than rare characters
_MOST_FOR_MEMBER = 1 << 16  # bytes that tell it
_MOST_OTHERS = 2
_FEW, _SHOWN = 16, 256  # how many doubtful parts show what else occurs, and how many bytes of them
_EXPLAINS = 30.0  # bits that another encoding has to save to be worth trying
_LEGIBLE = 1.5  # bits that it has to save on each byte above ASCII
_RARE = 4.0  # bits of prior above which an encoding does not occur beside others


_Span = tuple[int, int]


class Division(NamedTuple):
    """Which bytes of a document are in which encoding, in order, and the offsets of single bytes that were lost.

    unread: the parts that may hold anything but characters of two bytes; None where that was not looked at.
    classes: of all characters outside of them, as ``textnorm.decode.labels`` numbers them.
    """

    segments: tuple[Segment, ...]
    lost: tuple[int, ...] = ()
    unread: tuple[tuple[int, int], ...] | None = None
    classes: int = 0


def divide(data: bytes, encoding: str, main: Reading | None) -> Division:
    r"""Return how a document that is mostly in ``encoding`` is divided; ``main`` is how it was read.

    >>> mixed = "第一行写的是简体字\n".encode("gbk") + "第二行寫的是繁體字\n".encode("big5")
    >>> [tuple(segment) for segment in divide(mixed, "gb18030", MULTIBYTE[1]).segments]
    [(0, 19, 'gb18030'), (19, 38, 'cp950')]
    """
    whole = Division((Segment(0, len(data), encoding),))
    if main in WIDE and data:
        return whole._replace(lost=(0,) if first_unit(data, main) else ())
    if main is None or main not in MULTIBYTE or encoding != main.encoding:
        return whole
    if encoding == "utf-8" and whole_characters(data) is not None:
        return whole
    usual = _one_of_each([main, *_OFTEN])
    spans, unread, classes = _doubtful(data, usual)
    if spans and family(encoding) == _BIG5:
        main = _member(data, spans, main)
        if main.encoding != encoding:
            encoding = main.encoding
            usual = _one_of_each([main, *_OFTEN])
            spans, unread, classes = _doubtful(data, usual)
    if not spans:
        return Division((Segment(0, len(data), encoding),), (), unread, classes)
    readings: list[Reading] = []
    pieces: list[Segment] = []
    lost: list[int] = []
    end = 0
    for first, last in spans:
        pieces.append(Segment(end, first, encoding))
        edges = (first == 0) | (last == len(data)) << 1
        found, missing = _way(data[first:last], usual, edges)
        if missing or len(found) > 1:  # not only rare characters
            readings = readings or _readings(data, spans, usual)
            if readings != usual:
                found, missing = _way(data[first:last], readings, edges)
        pieces += [segment._replace(start=segment.start + first, end=segment.end + first) for segment in found]
        lost += [at + first for at in missing]
        end = last
    pieces.append(Segment(end, len(data), encoding))
    return Division(tuple(joined(pieces)), tuple(lost), unread, classes)


def divide_around(data: bytes, parts: Sequence[Segment], encoding: str, main: Reading | None) -> Division:
    r"""Return how a document is divided that has ``parts`` in UTF-16 and is mostly in ``encoding`` elsewhere.

    >>> mixed = "第一行\n".encode("gbk") + "再来\n".encode("utf-16-le") + "最后\n".encode("gbk")
    >>> found = divide_around(mixed, [Segment(7, 13, "utf-16-le")], "gb18030", MULTIBYTE[1])
    >>> [tuple(segment) for segment in found.segments]
    [(0, 7, 'gb18030'), (7, 13, 'utf-16-le'), (13, 18, 'gb18030')]
    """
    between = gaps(len(data), parts)
    rest = divide(b"".join([data[start:end] for start, end in between]), encoding, main)
    pieces, lost = list(parts), []
    at = 0  # in what lies between the parts, where the gap begins
    for start, end in between:
        by, until = start - at, at + end - start
        pieces += [
            Segment(max(each.start, at) + by, min(each.end, until) + by, each.encoding)
            for each in rest.segments
            if each.start < until and each.end > at
        ]
        lost += [each + by for each in rest.lost if at <= each < until]
        at = until
    return Division(tuple(sorted(pieces)), tuple(lost))


def _doubtful(data: bytes, usual: list[Reading]) -> tuple[list[_Span], tuple[_Span, ...], int]:
    """Return the parts that do not read well in the first of the usual readings, and what a ``Division`` says of it.

    Where characters only cost too much for a while, the surroundings mostly show that they are rare and nothing else.
    """
    found, classes = doubts(data, evidence(), reader(usual[0].encoding), usual[0].language, _USUAL, _LIMIT, _LONGEST)
    spans: list[_Span] = []
    unread: list[_Span] = []
    for start, end, first, last in found:
        if first == last:
            _extend(unread, start, end)
        elif (first, last) == (start, end) or not _reads_well(data, first, last, usual):
            _extend(spans, start, end)
            _extend(unread, start, end)
    return spans, tuple(unread), classes


def _reads_well(data: bytes, first: int, last: int, usual: list[Reading]) -> bool:
    """Tell whether a window reads best in the first of the usual readings, without losing a byte."""
    ways, missing = _way(data[first:last], usual, (first == 0) | (last == len(data)) << 1)
    return not missing and {way.encoding for way in ways} == {usual[0].encoding}


def _extend(spans: list[_Span], start: int, end: int) -> None:
    """Add a piece to the spans, which come in order; one that follows the last belongs to it."""
    if spans and spans[-1][1] in {start, end}:
        start = spans.pop()[0]
    spans.append((start, end))


def _member(data: bytes, spans: list[tuple[int, int]], main: Reading) -> Reading:
    """Return the member of the Big5 family that reads the doubtful parts best: few characters tell them apart."""
    text = b"".join(data[first:last] for first, last in spans)[:_MOST_FOR_MEMBER]
    best = weigh(text, tuple(each for each in MULTIBYTE if family(each.encoding) == _BIG5))
    own = next(each.bits for each in best if each.reading == main)
    return best[0].reading if best[0].bits + _MEMBER < own else main


def mixture(data: bytes) -> Price | None:
    r"""Return the reading of the most bytes, and what the whole costs, if several encodings together explain ``data``.

    >>> mixed = "三种编码在一起\n".encode("gbk") + "第二行是統一碼\n".encode() + "大五碼在這裡\n".encode("big5")
    >>> mixture(mixed).reading.encoding
    'utf-8'
    """
    readings = [each for each in MULTIBYTE if each.encoding in _MIXED_OF]
    found, _ = _way(data, readings, 3)
    if len(found) < 2:  # noqa: PLR2004 - several
        return None
    total, sizes = 0.0, dict.fromkeys(readings, 0)
    for start, end, encoding in found:
        part = data[start:end]
        best = weigh(part, tuple(each for each in readings if each.encoding == encoding))[0]
        total += best.bits + _AT_LINE * STEP
        sizes[best.reading] += high_bytes(part)
    return Price(total, max(readings, key=lambda each: sizes[each]))


def _readings(data: bytes, spans: list[tuple[int, int]], usual: list[Reading]) -> list[Reading]:
    """Return the usual readings and others that explain the doubtful parts better than the main one, the first."""
    some = spans[:: len(spans) // _FEW + 1]
    text = b" ".join(sample(data[first:last])[: _SHOWN // len(some)] for first, last in some)
    found = weigh(text, (*MULTIBYTE, *ALPHABETIC))
    own = next(each.bits for each in found if each.reading == usual[0])
    others = [each.reading for each in found if each.bits < own - _EXPLAINS and each.reading.prior <= _RARE]
    return _one_of_each([*usual, *others[:_MOST_OTHERS]])


def _one_of_each(readings: list[Reading]) -> list[Reading]:
    """Return the readings without those of another member of a family that came before."""
    names = {family(each.encoding): each.encoding for each in reversed(readings)}
    return [each for each in dict.fromkeys(readings) if names[family(each.encoding)] == each.encoding]


def _way(data: bytes, readings: Sequence[Reading], edges: int) -> tuple[list[Segment], list[int]]:
    """Return the cheapest way through some bytes; ``edges``: 1 and 2 for the start and the end of the document."""
    readers = [(reader(each.encoding), each.language) for each in readings]
    found, missing = path(data, evidence(), readers, 0, edges, _LOST, _AT_LINE, _ANYWHERE)
    kept = [which if which == 0 or _is_legible(data[start:end], readings[which]) else 0 for start, end, which in found]
    segments = [
        Segment(start, end, readings[which].encoding) for (start, end, _), which in zip(found, kept, strict=True)
    ]
    if any(which != own for which, (*_, own) in zip(kept, found, strict=True)):
        missing = []
    return segments, missing


def _is_legible(data: bytes, reading: Reading) -> bool:
    """Tell whether a part is text in its encoding, and not only less strange in it than in the main one."""
    noise, found = price(data, NOISE), price(data, reading)
    return noise - found >= _LEGIBLE * high_bytes(data)


def joined(pieces: Sequence[Segment]) -> Iterator[Segment]:
    """Join neighbours of the same encoding and leave out empty ones.

    >>> pieces = [Segment(0, 3, "utf-8"), Segment(3, 3, "cp950"), Segment(3, 9, "utf-8"), Segment(9, 11, "cp950")]
    >>> [tuple(piece) for piece in joined(pieces)]
    [(0, 9, 'utf-8'), (9, 11, 'cp950')]
    """
    at: Segment | None = None
    for piece in pieces:
        if piece.start == piece.end:
            continue
        if at and at.encoding == piece.encoding:
            at = at._replace(end=piece.end)
            continue
        if at:
            yield at
        at = piece
    if at:
        yield at
