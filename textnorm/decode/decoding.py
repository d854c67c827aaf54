"""From bytes to text: strictly where that works, otherwise keeping what cannot be decoded."""

from __future__ import annotations

from codecs import lookup

from textnorm.decode.bom import MARKS, find_bom
from textnorm.decode.detection import big5_member, choose
from textnorm.decode.foreign import codec_name
from textnorm.decode.lossless import Respelling, escape, read, respellings
from textnorm.decode.readings import readings
from textnorm.decode.result import BINARY, Decoded, UndecodableBytes
from textnorm.decode.wide import WINDOW
from textnorm.errors import UnsupportedEncodingError

__all__ = ["decode"]

_CUT = "the end of a character whose beginning was cut off"

#: Encodings whose byte order the document itself tells.
_EITHER_ORDER = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}

_MARK = dict(MARKS)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Decode a document; without ``encoding``, in the encoding that ``detect`` finds.

    Never raises for any bytes.  What cannot be decoded is kept and reported, and ``Decoded.original()`` returns
    the same bytes again.  Raises UnsupportedEncodingError for an encoding that no codec here knows.

    >>> decode(b"\xef\xbb\xbf\xe4\xb8\xad\xe6\x96\x87\xff")
    Decoded(text='中文\udcff', encoding='utf-8', bom=True, errors=(UndecodableBytes(offset=9, raw=b'\xff', ...
    """
    if encoding is None:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            pass
        else:
            if "\0" not in text and not text.startswith("\ufeff"):
                return Decoded(text, "utf-8")
    codec, start, skip = _detected(data) if encoding is None else _requested(data, encoding)
    mark = _MARK.get(codec)
    while mark and data.startswith(mark, start):  # joined files leave more than one
        start += len(mark)
    begin = start + skip
    body = data[begin:] if begin else data
    text, errors, respelled = read(body, codec)
    kept = [UndecodableBytes(begin + first, body[first:last], reason) for first, last, reason in errors]
    if skip:
        text = escape(data[start:begin]) + text
        kept.insert(0, UndecodableBytes(start, data[start:begin], _CUT))
    changes = [Respelling(0, data[:start], 0)] if start else []
    for change in respelled or respellings(body, text[skip:], codec):
        whole = change.length is None
        changes.append(Respelling(0, data, None) if whole else change._replace(offset=change.offset + begin))
    return Decoded(text, codec, bool(start), tuple(kept), tuple(changes))


def _detected(data: bytes) -> tuple[str, int, int]:
    """Return the codec that ``detect`` finds, where the text starts and how many bytes of it to leave out."""
    choice = choose(data)
    mark = find_bom(data)
    encoding = choice.detection.encoding
    return "utf-8" if encoding == BINARY else encoding, len(mark[1]) if mark else 0, choice.skip


def _requested(data: bytes, encoding: str) -> tuple[str, int, int]:
    """Return the same for the encoding that a caller named, or for the superset that real documents use."""
    codec = codec_name(encoding)
    if codec is None:
        msg = f"unknown encoding {encoding!r}: use a name that Python knows, such as utf-8, gb18030 or big5"
        raise UnsupportedEncodingError(msg)
    if codec in _EITHER_ORDER:
        mark = find_bom(data)
        orders = (_EITHER_ORDER[codec], _EITHER_ORDER[codec].replace("le", "be"))
        codec = mark[0] if mark and mark[0] in orders else readings(data[:WINDOW], orders)[0].encoding
    elif lookup(encoding).name == "big5":
        codec = big5_member(data)
    return codec, 0, 0
