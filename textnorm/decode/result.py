"""What detection and decoding give back: immutable, picklable, and able to return to the bytes they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textnorm.decode.lossless import ESCAPED, Respelling, respell, write

__all__ = ["BINARY", "Candidate", "Decoded", "Detection", "UndecodableBytes", "family"]

#: What ``Detection.encoding`` says of data that is no text in any encoding.
BINARY = "binary"

_FAMILIES = {"gb2312": "gb18030", "gbk": "gb18030", "cp950": "big5", "big5hkscs": "big5"}


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


@dataclass(frozen=True, slots=True)
class Detection:
    """In which encoding some bytes are written.

    encoding: the name of the Python codec that decodes the whole document, ``gb18030`` for all of GB2312,
        GBK and GB 18030; ``"binary"`` where the bytes are no text.
    confidence: from 0 to 1; certain for a byte order mark, ASCII and valid UTF-8.
    candidates: all encodings that were considered, best first.
    """

    encoding: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class UndecodableBytes:
    """Bytes that the encoding does not know, at ``offset`` bytes from the start of the document."""

    offset: int
    raw: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a document, with everything needed to return to its bytes.

    text: the document without its byte order mark.  Each undecodable byte stands in it as the lone surrogate
        U+DC00 plus its value, which the step ``textnorm.decode.surrogates`` turns into a visible U+FFFD.
    encoding: the name of the Python codec that read it.
    bom: whether it began with a byte order mark.
    errors: the undecodable bytes, in order; a stretch of them is one entry.
    respelled: bytes that the codec would write otherwise (a byte order mark, the second code of a character).
    """

    text: str
    encoding: str
    bom: bool = False
    errors: tuple[UndecodableBytes, ...] = ()
    respelled: tuple[Respelling, ...] = ()

    def original(self) -> bytes:
        r"""Return the bytes that were decoded, made from the text.

        >>> from textnorm.decode import decode
        >>> decode(b"\xef\xbb\xbf\xe4\xb8\xad\xff").original()
        b'\xef\xbb\xbf\xe4\xb8\xad\xff'
        """
        if self.respelled and self.respelled[-1].length is None:
            return self.respelled[-1].raw
        return respell(write(self.text, self.encoding), self.respelled)

    def code_point_offsets(self) -> tuple[int, ...]:
        """Return where in ``text`` each of ``errors`` begins, in code points."""
        kept = (match.start() for match in ESCAPED.finditer(self.text) if not match[1])
        offsets = []
        for error in self.errors:
            offsets.append(next(kept))
            for _ in error.raw[1:]:
                next(kept)
        return tuple(offsets)
