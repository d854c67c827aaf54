"""What detection and decoding give back: immutable, picklable, and able to return to the bytes they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.lossless import ESCAPED, Respelling, respell, write

if TYPE_CHECKING:
    from textnorm.decode.offsets import OffsetMap

__all__ = ["BINARY", "Candidate", "Decoded", "Detection", "Segment", "UndecodableBytes", "family"]

#: What ``Detection.encoding`` says of data that is no text in any encoding.
BINARY = "binary"

_FAMILIES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp950": "big5",
    "big5hkscs": "big5",
    "big5-uao": "big5",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}


def family(encoding: str) -> str:
    """Return the name that encodings with mostly the same characters share.

    >>> family("cp950"), family("gb18030"), family("utf-8")
    ('big5', 'gb18030', 'utf-8')
    """
    return _FAMILIES.get(encoding, encoding)


class Candidate(NamedTuple):
    """An encoding that was considered, and how sure it is, from 0 to 1."""

    encoding: str
    confidence: float


class Segment(NamedTuple):
    """A part of a document, from byte ``start`` to byte ``end``, that is in one encoding."""

    start: int
    end: int
    encoding: str


@dataclass(frozen=True, slots=True)
class UndecodableBytes:
    """Bytes that the encoding does not know, at ``offset`` bytes from the start of the document."""

    offset: int
    raw: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Detection:
    """In which encoding some bytes are written.

    encoding: the name of the codec that decodes the whole document, ``gb18030`` for all of GB2312, GBK and GB 18030;
        of a document in several encodings that of the most bytes; ``"binary"`` where the bytes are no text.
    confidence: from 0 to 1; certain for a byte order mark, ASCII and valid UTF-8.
    candidates: all encodings that were considered, best first.
    label: the narrowest name that fits, such as ``gb2312`` or ``ascii``.
    segments: the parts of a document and their encodings; more than one only where the encoding changes.
    errors: the bytes that could not be decoded, in order.
    """

    encoding: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    label: str = ""
    segments: tuple[Segment, ...] = ()
    errors: tuple[UndecodableBytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a document, with everything needed to return to its bytes.

    text: the document without its byte order mark.  Each undecodable byte stands in it as the lone surrogate
        U+DC00 plus its value, which the step ``textnorm.decode.surrogates`` turns into a visible U+FFFD.
    encoding: the name of the codec that read it, or most of it.
    bom: whether it began with a byte order mark.
    errors: the undecodable bytes, in order; a stretch of them is one entry.
    respelled: bytes that the codec would write otherwise (a byte order mark, the second code of a character).
    segments: the parts and their encodings, where these change; empty for a document in one encoding.
    starts: where in ``text`` each segment begins, in code points.
    """

    text: str
    encoding: str
    bom: bool = False
    errors: tuple[UndecodableBytes, ...] = ()
    respelled: tuple[Respelling, ...] = ()
    segments: tuple[Segment, ...] = ()
    starts: tuple[int, ...] = ()

    def original(self) -> bytes:
        r"""Return the bytes that were decoded, made from the text.

        >>> from textnorm.decode import decode
        >>> decode(b"\xef\xbb\xbf\xe4\xb8\xad\xff").original()
        b'\xef\xbb\xbf\xe4\xb8\xad\xff'
        """
        if self.respelled and self.respelled[-1].length is None:
            return self.respelled[-1].raw
        written = b"".join(write(text, encoding) for text, encoding in self.pieces())
        return respell(written, self.respelled)

    def pieces(self) -> list[tuple[str, str]]:
        """Return the text of each segment and its encoding."""
        if not self.segments:
            return [(self.text, self.encoding)]
        ends = (*self.starts[1:], len(self.text))
        texts = (self.text[start:end] for start, end in zip(self.starts, ends, strict=True))
        return list(zip(texts, (segment.encoding for segment in self.segments), strict=True))

    def offsets(self) -> OffsetMap:
        """Return the map between code points of ``text`` and bytes of the document.

        >>> from textnorm.decode import decode
        >>> offsets = decode("ab编码".encode("gbk")).offsets()
        >>> offsets.byte(3), offsets.position(4)
        (4, 3)
        """
        from textnorm.decode.offsets import OffsetMap  # noqa: PLC0415 - only who asks for it pays for it

        return OffsetMap(self)

    def code_point_offsets(self) -> tuple[int, ...]:
        """Return where in ``text`` each of ``errors`` begins, in code points."""
        kept = (match.start() for match in ESCAPED.finditer(self.text) if not match[1])
        offsets = []
        for error in self.errors:
            offsets.append(next(kept))
            for _ in error.raw[1:]:
                next(kept)
        return tuple(offsets)
