"""From bytes to text: strictly where that works, otherwise keeping what cannot be decoded."""

from __future__ import annotations

from bisect import bisect_left
from codecs import lookup
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.bom import MARKS, find_bom
from textnorm.decode.detection import choose, choose_among
from textnorm.decode.foreign import codec_name
from textnorm.decode.hints import NO_HINTS, Hints
from textnorm.decode.hz import read_hz
from textnorm.decode.lossless import Respelling, escape, read, respellings
from textnorm.decode.result import BINARY, Decoded, Segment, UndecodableBytes
from textnorm.decode.segments import divide, divide_around
from textnorm.errors import UnsupportedEncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.decode.choice import Choice
    from textnorm.decode.segments import Division

__all__ = ["decode", "decode_as", "divided", "marks_of", "read_part"]

_LOST = "part of a character whose other bytes are missing"
_CUT = "the end of a character whose beginning was cut off"

#: Names that leave open which of several codecs is meant; the document tells.
_OPEN = {
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-32": ("utf-32-le", "utf-32-be"),
    "big5": ("cp950", "big5hkscs", "big5-uao"),
}
_MARK = dict(MARKS)


class Part(NamedTuple):
    """What one segment became."""

    text: str
    errors: list[UndecodableBytes]
    respelled: list[Respelling]


def decode(data: bytes, encoding: str | None = None, *, hints: Hints = NO_HINTS) -> Decoded:
    r"""Decode a document; without ``encoding``, in the encoding or encodings that ``detect`` finds.

    Never raises for any bytes.  What cannot be decoded is kept and reported, and ``Decoded.original()`` returns
    the same bytes again.  Raises UnsupportedEncodingError for an encoding that no codec here knows.

    >>> decode(b"\xef\xbb\xbf\xe4\xb8\xad\xe6\x96\x87\xff")
    Decoded(text='中文\udcff', encoding='utf-8', bom=True, errors=(UndecodableBytes(offset=9, raw=b'\xff', ...
    """
    if encoding is not None:
        codec = _requested(data, encoding)
        return _decode_as(data, codec, _after_marks(data, codec))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text and "\x1b" not in text and "~{" not in text and _plain(data, text):
            return Decoded(text, "utf-8")
    return decode_as(data, choose(data, hints))


def _plain(data: bytes, text: str) -> bool:
    """Tell whether valid UTF-8 leaves no doubt: no mark, and more than a few characters above ASCII."""
    return not text.startswith("\ufeff") and len(data) - len(text) > _FEW


_FEW = 24  # bytes by which UTF-8 is longer than the text


def decode_as(
    data: bytes, choice: Choice, *, first: bool = True, exact: bool = True, division: Division | None = None
) -> Decoded:
    """Decode a document in the encoding that ``choose`` found, and in others where it changes.

    first: whether ``data`` begins where the document does, so that a byte order mark may stand there.
    exact: whether ``original()`` will be asked for, which takes time to prepare.
    division: what ``divide`` says of the text behind the marks, if it was asked.

    >>> from textnorm.decode.choice import certain
    >>> decode_as("中文".encode("gbk"), certain("gb18030")).text
    '中文'
    """
    encoding = "utf-8" if choice.encoding == BINARY else choice.encoding
    start = marks_of(data, choice) if first else 0
    division = division or divided(data, start, choice)
    segments = tuple(_moved(each, start) for each in division.segments)
    return _decode_as(data, encoding, start, segments, [at + start for at in division.lost], exact=exact)


def marks_of(data: bytes, choice: Choice) -> int:
    r"""Return where the text begins after the byte order marks of the first part of a document.

    >>> from textnorm.decode.choice import certain
    >>> marks_of(b"\xef\xbb\xbfa", certain("utf-8"))
    3
    """
    wide = choice.wide and not choice.wide[0].start
    return _after_marks(data, choice.wide[0].encoding if wide else choice.encoding)


def divided(data: bytes, start: int, choice: Choice) -> Division:
    r"""Return how what follows the marks, from ``start`` on, is divided.

    >>> from textnorm.decode.choice import certain
    >>> divided("中文\n".encode("gbk"), 0, certain("gb18030"))
    Division(segments=(Segment(start=0, end=5, encoding='gb18030'),), lost=(), unread=None, classes=0)
    """
    body = data[start:] if start else data
    encoding = "utf-8" if choice.encoding == BINARY else choice.encoding
    if not choice.wide:
        return divide(body, encoding, choice.reading)
    parts = [_moved(part, -start) for part in choice.wide if part.end > start]
    return divide_around(body, parts, encoding, choice.reading)


def _moved(segment: Segment, by: int) -> Segment:
    return Segment(max(0, segment.start + by), segment.end + by, segment.encoding)


def _decode_as(  # noqa: PLR0913 - what was found out about one document
    data: bytes,
    codec: str,
    start: int,
    segments: Sequence[Segment] = (),
    lost: Sequence[int] = (),
    *,
    exact: bool = True,
) -> Decoded:
    if len(segments) < 2:  # noqa: PLR2004 - the usual case: one encoding
        codec = segments[0].encoding if segments else codec
        text, errors, respelled = _read(data, Segment(start, len(data), codec), lost, exact=exact)
        segments = ()
        starts: tuple[int, ...] = ()
    else:
        texts: list[str] = []
        errors, respelled, begins = [], [], []
        at = 0
        for segment in segments:
            own = lost[bisect_left(lost, segment.start) : bisect_left(lost, segment.end)]
            part = _read(data, segment, own, exact=exact)
            texts.append(part.text)
            errors += part.errors
            respelled += part.respelled
            begins.append(at)
            at += len(part.text)
        text, starts = "".join(texts), tuple(begins)
        codec = _of_most_bytes(segments)
    changes = [Respelling(0, data[:start], 0), *respelled] if start else respelled
    if any(change.length is None for change in changes):
        changes = [Respelling(0, data, None)]
    return Decoded(text, codec, bool(start), tuple(errors), tuple(changes), tuple(segments), starts)


def _of_most_bytes(segments: Sequence[Segment]) -> str:
    sizes: dict[str, int] = {}
    for segment in segments:
        sizes[segment.encoding] = sizes.get(segment.encoding, 0) + segment.end - segment.start
    return max(sizes, key=lambda encoding: sizes[encoding])


def _after_marks(data: bytes, codec: str) -> int:
    """Return where the text begins after the byte order marks; joined files leave more than one."""
    mark = _MARK.get(codec)
    start = 0
    while mark and data.startswith(mark, start):
        start += len(mark)
    if not start and data.startswith(_MARK["utf-8"]):  # an editor's, before text in another encoding
        found = find_bom(data)
        start = len(found[1]) if found and codec != "utf-8" else 0
    return start


def _read(data: bytes, segment: Segment, lost: Sequence[int], *, exact: bool) -> Part:
    """Decode one segment; single bytes that were lost are left out of what the codec reads."""
    start, end, codec = segment
    mark = _MARK.get(codec)
    if start and mark and data.startswith(mark, start, end):  # where one document was joined to another
        marked = read_part(data[start + len(mark) : end], start + len(mark), codec, exact=exact)
        return marked._replace(respelled=[Respelling(start, mark, 0), *marked.respelled])
    if not lost or codec == "utf-8":  # whose codec is never out of step
        body = data[start:end] if start or end < len(data) else data
        return read_part(body, start, codec, exact=exact)
    texts: list[str] = []
    errors: list[UndecodableBytes] = []
    respelled: list[Respelling] = []
    for first, last, is_lost in _pieces(start, end, lost):
        if is_lost:
            texts.append(escape(data[first:last]))
            errors.append(UndecodableBytes(first, data[first:last], _LOST if first else _CUT))
            continue
        part = read_part(data[first:last], first, codec, exact=exact)
        texts.append(part.text)
        errors += part.errors
        respelled += part.respelled
    return Part("".join(texts), list(_joined(errors)), respelled)


def read_part(body: bytes, offset: int, codec: str, *, exact: bool) -> Part:
    r"""Decode bytes in one encoding; ``offset``: where they begin in the document.

    >>> part = read_part(b"\xd6\xd0\xff", 10, "gb18030", exact=True)
    >>> part.errors
    [UndecodableBytes(offset=12, raw=b'\xff', reason='incomplete multibyte sequence')]
    """
    text, spans, euros = (*read_hz(body), []) if codec == "hz" else read(body, codec)
    errors = [UndecodableBytes(offset + first, body[first:last], reason) for first, last, reason in spans]
    changes = (respellings(body, text, codec) or euros) if exact else []
    return Part(text, errors, [change._replace(offset=change.offset + offset) for change in changes])


def _pieces(start: int, end: int, lost: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether lost) for the lost bytes and for what lies between them."""
    for at in lost:
        if start < at:
            yield start, at, False
        yield at, at + 1, True
        start = at + 1
    if start < end:
        yield start, end, False


def _joined(errors: list[UndecodableBytes]) -> Iterator[UndecodableBytes]:
    """Join undecodable bytes that touch: a stretch of damage is one finding."""
    before: UndecodableBytes | None = None
    for error in errors:
        if before and before.offset + len(before.raw) == error.offset:
            before = UndecodableBytes(before.offset, before.raw + error.raw, before.reason)
            continue
        if before:
            yield before
        before = error
    if before:
        yield before


def _requested(data: bytes, encoding: str) -> str:
    """Return the codec for the encoding that a caller named, or for the superset that real documents use."""
    codec = codec_name(encoding)
    if codec is None:
        msg = f"unknown encoding {encoding!r}: use a name that Python knows, such as utf-8, gb18030 or big5"
        raise UnsupportedEncodingError(msg)
    name = codec if codec in _OPEN else lookup(encoding).name
    if name in _OPEN:
        mark = find_bom(data)
        codec = mark[0] if mark and mark[0] in _OPEN[name] else choose_among(data, _OPEN[name])
    return codec
