"""Telling the encoding of a document, given as bytes or as a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.decode.blocks import decode_blocks
from textnorm.decode.decoding import decode_as, divided, marks_of, read_part
from textnorm.decode.detection import choose
from textnorm.decode.hints import NO_HINTS, Hints
from textnorm.decode.labels import class_of, label_of, narrow
from textnorm.decode.lossless import ESCAPED
from textnorm.decode.result import BINARY, Candidate, Decoded, Detection, Segment, UndecodableBytes, family
from textnorm.decode.segments import joined

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from textnorm.decode.blocks import Block
    from textnorm.decode.choice import Choice
    from textnorm.decode.segments import Division

__all__ = ["detect"]

_NO_TRAIL = 0x30  # a byte below is a character by itself in every encoding of more than one byte
_LARGE = 1 << 28  # bytes of a file that is not read at once


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
        if path.stat().st_size > _LARGE:
            with path.open("rb") as file:
                return _detect_blocks(decode_blocks(file.read, hints=hints))
        data_or_path = path.read_bytes()
    return detected(data_or_path, choose(data_or_path, hints))


def detected(data: bytes, choice: Choice) -> Detection:
    """Return all that there is to tell about a choice: the narrower name, the segments and the damage."""
    encoding, confidence, candidates = choice.encoding, choice.confidence, choice.candidates
    if encoding == BINARY:
        return Detection(encoding, confidence, candidates, BINARY)
    whole: tuple[Segment, ...] = (Segment(0, len(data), encoding),) if data else ()
    if encoding == "utf-8" and choice.label and not choice.wide:
        return Detection(encoding, confidence, candidates, choice.label, whole)
    start = marks_of(data, choice)
    division = divided(data, start, choice)
    found = _without_text(data, start, division, choice)
    if found:
        return found
    decoded = decode_as(data, choice, exact=False, division=division)
    encoding = decoded.encoding
    whole = decoded.segments or ((Segment(0, len(data), encoding),) if data else ())
    label = choice.label if encoding == choice.encoding else None
    label = label or narrow(_text_in(decoded, encoding), encoding, bom=decoded.bom, damaged=bool(decoded.errors))
    return Detection(encoding, confidence, _led_by(encoding, choice), label, whole, decoded.errors)


def _led_by(encoding: str, choice: Choice) -> tuple[Candidate, ...]:
    """Return the candidates, first the encoding that the document turned out to be in, if its family was weighed."""
    if choice.candidates[0].encoding == encoding:
        return choice.candidates
    own = [
        Candidate(encoding, each.confidence) for each in choice.candidates if family(each.encoding) == family(encoding)
    ]
    if choice.wide and not own:  # whose encodings are not weighed against that of the rest
        own = [Candidate(encoding, choice.confidence)]
    return *own, *(each for each in choice.candidates if family(each.encoding) != family(encoding))


def _without_text(data: bytes, start: int, division: Division, choice: Choice) -> Detection | None:
    """Return what there is to tell of a document in one encoding, decoding only what is in doubt; None for others."""
    if division.unread is None or len(division.segments) > 1 or division.lost or choice.encoding == "utf-8":
        return None
    encoding = division.segments[0].encoding
    classes = division.classes
    errors: list[UndecodableBytes] = []
    for first, last in division.unread:
        part = data[first + start : last + start]
        if part[-1] >= _NO_TRAIL and last + start < len(data):
            return None  # whose last character may reach beyond it
        decoded = read_part(part, first + start, encoding, exact=False)
        errors += decoded.errors
        classes |= class_of(ESCAPED.sub("", decoded.text) if decoded.errors else decoded.text, encoding)
    whole = (Segment(0, len(data), encoding),)
    label = choice.label or label_of(classes, encoding)
    return Detection(encoding, choice.confidence, _led_by(encoding, choice), label, whole, tuple(errors))


def _detect_blocks(blocks: Iterable[Block]) -> Detection:
    """Return what the blocks of one document tell together."""
    sizes: Counter[str] = Counter()
    labels: dict[str, set[str]] = {}
    segments: list[Segment] = []
    errors: list[UndecodableBytes] = []
    chosen: dict[str, Choice] = {}
    for offset, choice, decoded in blocks:
        chosen.setdefault(choice.encoding, choice)
        end = offset + len(decoded.original())
        for start, last, encoding in decoded.segments or (Segment(0, end - offset, decoded.encoding),):
            segments.append(Segment(start + offset, last + offset, encoding))
            sizes[encoding] += last - start
        for text, encoding in decoded.pieces():
            label = narrow(text, encoding, bom=decoded.bom, damaged=bool(decoded.errors))
            labels.setdefault(encoding, set()).add(label)
        errors += [UndecodableBytes(e.offset + offset, e.raw, e.reason) for e in decoded.errors]
    encoding = max(sizes, key=lambda name: sizes[name])
    choice = chosen.get(encoding) or next(iter(chosen.values()))
    several = labels[encoding] - {"ascii"}
    label = several.pop() if len(several) == 1 else encoding
    candidates = _led_by(encoding, choice)
    return Detection(encoding, choice.confidence, candidates, label, tuple(joined(segments)), tuple(errors))


def _text_in(decoded: Decoded, encoding: str) -> str:
    return "".join(text for text, codec in decoded.pieces() if codec == encoding)
