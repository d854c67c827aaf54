"""Telling the encoding of a document, given as bytes or as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.decode.decoding import decode_as
from textnorm.decode.detection import choose
from textnorm.decode.hints import NO_HINTS, Hints
from textnorm.decode.labels import narrow
from textnorm.decode.result import BINARY, Decoded, Detection, Segment

if TYPE_CHECKING:
    from os import PathLike

    from textnorm.decode.detection import Choice

__all__ = ["detect"]


def detect(data_or_path: bytes | str | PathLike[str], *, hints: Hints = NO_HINTS) -> Detection:
    """Tell the encoding of some bytes, or of the file at a path (OSError where it cannot be read).

    A byte order mark, ASCII and valid UTF-8 decide by themselves.  Other bytes are read in some forty encodings, and
    the reading that costs the fewest bits in a model of its language wins; ``hints`` and what the document declares
    itself count as a few bits.  The name of a file is a hint too.

    >>> found = detect("繁體中文也認得".encode("big5"))
    >>> found.encoding, found.label, found.errors
    ('cp950', 'big5', ())
    """
    if not isinstance(data_or_path, bytes):
        path = Path(data_or_path)
        if hints.filename is None:
            hints = Hints(hints.content_type, path.name, hints.encoding)
        data_or_path = path.read_bytes()
    return detected(data_or_path, choose(data_or_path, hints))


def detected(data: bytes, choice: Choice) -> Detection:
    """Return all that there is to tell about a choice: the narrower name, the segments and the damage."""
    encoding, confidence, candidates = choice.encoding, choice.confidence, choice.candidates
    if encoding == BINARY:
        return Detection(encoding, confidence, candidates, BINARY)
    whole = (Segment(0, len(data), encoding),) if data else ()
    if encoding == "utf-8" and choice.reading is None and (data.isascii() or not data.startswith(b"\xef\xbb\xbf")):
        return Detection(encoding, confidence, candidates, "ascii" if data.isascii() else "utf-8", whole)
    decoded = decode_as(data, choice)
    if decoded.segments:
        encoding, whole = decoded.encoding, decoded.segments
        candidates = tuple(sorted(candidates, key=lambda each: each.encoding != encoding))
    label = choice.label or narrow(
        _text_in(decoded, encoding), encoding, bom=decoded.bom, damaged=bool(decoded.errors)
    )
    return Detection(encoding, confidence, candidates, label, whole, decoded.errors)


def _text_in(decoded: Decoded, encoding: str) -> str:
    return "".join(text for text, codec in decoded.pieces() if codec == encoding)
