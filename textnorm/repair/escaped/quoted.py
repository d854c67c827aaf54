r"""Quoted-printable text that was taken out of an e-mail: ``=E4=B8=AD``, lines broken with ``=`` at their ends.

Source: RFC 2045 section 6.7.  The bytes are UTF-8, GB18030 or Big5, one codec for the whole text where
one will do.  A complete message, which says that its text is encoded so, stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.protect import protected_spans
from textnorm.repair.escaped.alignment import Aligned, Octets, choose, escaped_spans, text_of
from textnorm.repair.escaped.context import (
    Spans,
    code_spans,
    is_code_line,
    is_markdown,
    is_mention,
    is_source,
    literals,
    names_any,
)
from textnorm.repair.escaped.reading import chinese_length, has_chinese
from textnorm.repair.escaped.rules import QUOTED
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["SIGNS_OF_QUOTED", "read_quoted"]

#: What a text must hold to be looked at: two bytes in a row, with at most a trail byte between, or a soft break.
_TRIGGER = re.compile(
    r"=[89A-Fa-f][0-9A-Fa-f]=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)|=[89A-F][0-9A-F][@-~]=(?:[89A-F][0-9A-F]|[ \t]*\r?\n)"
)
#: The same, as patterns of ``kernel.Triggers``.
SIGNS_OF_QUOTED = ("=[89A-Fa-f][0-9A-Fa-f]=[0-9A-Fa-f \t\r\n]", "=[89A-F][0-9A-F][@-~]=[89A-F \t\r\n]")
#: A byte above ASCII; in small letters only before another one, since ``=fa`` also begins ``=false``.
_HIGH = re.compile(r"=(?:[89A-F][0-9A-F]|[89a-f][0-9a-f](?==[0-9a-f]{2}))")
_ESCAPE = re.compile(r"((?:=(?:[0-9A-F]{2}|[0-9a-f]{2}))+)|=[ \t]*\r?(?:\n|\Z)")
_RUN = re.compile(r"(?:=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n))+")
_SOFT_BREAK = re.compile(r"=[ \t]*\r?\Z")
#: What says that the encoding is meant: the header of a message, the property of a vCard.
_DECLARED = re.compile(r"(?:Content-Transfer-Encoding:|ENCODING=)[ \t]*quoted-printable", re.IGNORECASE)
_ABOUT = ("quoted", "mime", "编码", "編碼", "转义", "轉義", "邮件头", "郵件標頭", "等号", "等號")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

#: From this many characters on a line is damaged, whatever it is about; and what is certain where it stands alone.
_MANY, _PAIR = 8, 2
#: Code points of an escaped byte.
_WIDTH = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with a sign of equality, without its soft breaks: where it begins, its text, its pieces as bytes.

    strict: every sign of equality in it is an escape.
    """

    start: int
    text: str
    pieces: list[Octets]
    strict: bool


def read_quoted(text: str) -> Iterator[Change]:
    r"""Yield what quoted-printable runs should become; offsets in the whole text.

    >>> [change.after for change in read_quoted("=E4=B8=AD=E6=96=\n=87=E3=80=82")]
    ['中文。']
    """
    if not _TRIGGER.search(text):
        return
    lines = [_read(start, line) for start, line in _logical_lines(text)]
    damaged = [line for line in lines if _HIGH.search(line.text) and not _is_code(line)]
    together = choose([piece for line in damaged for piece in line.pieces]) if damaged else None
    decoded = iter(together or ())
    found = [(line, [next(decoded) for _ in line.pieces] if together else choose(line.pieces)) for line in damaged]
    if not any(read for _, read in found) or _DECLARED.search(text) or is_source(_RUN.sub("文", text)):
        return
    shown = _same_length(text, (one for _, read in found for piece in read or () for one in piece))
    if is_markdown(shown):
        blocks = Spans(protected_spans(shown))
        found = [(line, read) for line, read in found if not blocks.covers(line.start)]
    # Where all else is ASCII too, lines without Chinese belong to the same message: their ``=3D`` and breaks go too.
    whole = text.isascii() and len(found) == sum(bool(_HIGH.search(line.text)) for line in lines)
    whole = whole and all(line.strict for line in lines) and all(read is not None for _, read in found)
    whole = whole and sum(chinese_length(text_of(piece)) for _, read in found for piece in read or ()) >= _MANY
    if whole:
        others = [(line, _ascii_of(line)) for line in lines if not _HIGH.search(line.text)]
        found = sorted([*found, *others], key=lambda item: item[0].start)
    for line, read in found:
        yield from _changes(text, line, read or [], shown[line.start : line.start + len(line.text)], whole=whole)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with a sign of equality, with those that a soft break joins to them, and where they begin."""
    at = 0
    while (sign := text.find("=", at)) >= 0:
        start = begin = text.rfind("\n", at, sign) + 1 or at
        while True:
            end = text.find("\n", begin)
            line = text[begin:] if end < 0 else text[begin:end]
            if end < 0 or not _SOFT_BREAK.search(line):
                break
            begin = end + 1
        at = begin + len(line) + 1
        yield start, text[start : at - 1]


def _read(start: int, line: str) -> _Line:
    """Read the bytes of a line: an escape is one, and so is any other character of ASCII."""
    pieces = [Octets()]
    strict, at = True, 0
    for found in _ESCAPE.finditer(line):
        strict = _literal(pieces, line, at, found.start(), start) and strict
        at = found.end()
        if found[1]:
            pieces[-1].write(_bytes(found[1]), start + found.start(), _WIDTH)
        else:
            pieces[-1].skip(start + found.start(), start + at)
    strict = _literal(pieces, line, at, len(line), start) and strict
    return _Line(start, line, [piece for piece in pieces if piece.high], strict)


def _bytes(escapes: str) -> bytes:
    return bytes.fromhex(escapes.replace("=", ""))


def _literal(pieces: list[Octets], line: str, start: int, end: int, shift: int) -> bool:
    """Add the characters that stand as they are; False where one of them would have been escaped."""
    at, whole = start, True
    for others in _NOT_ASCII.finditer(line, start, end):
        pieces[-1].write(line[at : others.start()].encode(), shift + at, 1)
        if pieces[-1]:
            pieces.append(Octets())
        at, whole = others.end(), False
    pieces[-1].write(line[at:end].encode(), shift + at, 1)
    return whole and line.find("=", start, end) < 0


def _ascii_of(line: _Line) -> list[list[Aligned]]:
    """Return what a line says that has no byte above ASCII."""
    found: list[Aligned] = []
    for place in _ESCAPE.finditer(line.text):
        start = line.start + place.start()
        if place[1]:
            characters = _bytes(place[1]).decode("latin-1")
            starts = range(start, start + len(place[1]), _WIDTH)
            found += ((char, at, at + _WIDTH) for char, at in zip(characters, starts, strict=True))
        else:
            found.append(("", start, line.start + place.end()))
    return [found]


def _is_code(line: _Line) -> bool:
    return is_code_line(_RUN.sub("文", line.text))


def _changes(text: str, line: _Line, read: Sequence[list[Aligned]], shown: str, *, whole: bool) -> Iterator[Change]:
    """Yield the changes of a line; ``shown`` is the line with Chinese in the places of what is escaped."""
    chinese = sum(map(chinese_length, map(text_of, read)))
    if not whole and chinese < _MANY and names_any(line.text, _ABOUT):
        return
    # In a line that is ASCII otherwise, and has no other sign of equality, this is no address or example.
    certain = whole or (line.strict and chinese > _PAIR)
    least = _PAIR if line.strict else _MANY
    codes, strings = Spans(code_spans(shown)), Spans(() if whole else literals(shown))
    links = Spans(() if certain else protected_spans(shown))
    for piece in read:
        for start, end, after in escaped_spans(piece, text, ascii_too=line.strict):
            at = start - line.start
            if codes.covers(at) or strings.covers(at) or links.covers(at):
                continue
            if certain or _is_certain(text, start, end, after, broken=chinese >= least):
                yield Change(start, end, after, QUOTED)


def _is_certain(text: str, start: int, end: int, after: str, *, broken: bool) -> bool:
    """Tell whether a run can only be damage: two characters or more, or one that touches Chinese text."""
    if is_mention(text, start, end) and chinese_length(after) < _MANY:
        return False
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return broken or chinese_length(after) >= _PAIR or (has_chinese(after) and has_chinese(beside))


def _same_length(text: str, aligned: Iterable[Aligned]) -> str:
    """Return the text with a Chinese character for each code point of what is escaped; trail bytes are no backticks."""
    pieces: list[str] = []
    at = 0
    for char, start, end in aligned:
        if not char.isascii():
            pieces += (text[at:start], "文" * (end - start))
            at = end
    return "".join((*pieces, text[at:]))
