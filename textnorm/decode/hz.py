"""HZ: GB 2312 in seven bits between ``~{`` and ``~}`` (RFC 1843), read even where marks or bytes of it are damaged.

A mark whose one byte was overwritten, or that was cut off, is found where the other mark of its pair stands and the
bytes cost less as Chinese than as plain text.  Lines are read one by one, for no stretch goes over the end of one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.codes import reader
from textnorm.decode.evidence import HANS, LETTERS, STEP, evidence
from textnorm.decode.lossless import escape, joined
from textnorm.kernel import path, prices

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["hz_bits", "read_hz"]

_PLAIN, _CHINESE, _MARK, _BROKEN = range(4)


class _Token(NamedTuple):
    """Bytes from ``start`` to ``end`` that are plain text, Chinese, a mark, or what is left of a mark."""

    kind: int
    start: int
    end: int


_LINE = re.compile(rb"[^\n]*\n?")
_MARKS = re.compile(rb"~~|~([{}])")
_MAY_BE_MARK = re.compile(rb"[~{]")
_OPENS, _CLOSES = b"{", b"}"
_LONGEST = 4096  # bytes of a piece in which a damaged mark is looked for
_MOST_PLACES = 32  # where it may have been
_FEW_PLACES = 8  # the same, where the other mark is damaged too
_BITS_OF_MARK = 8.0  # that the way back to ASCII speaks for, where all else is ASCII too and may be a program
_BITS_OF_BROKEN = 4.0  # that a mark costs of which one byte is left
_BITS_UNMARKED = 30.0  # that Chinese with both marks damaged has to save
_BITS_OF_ODD = 16.0  # that Chinese costs in addition where half a character is left
_PRINTABLE = 6.5  # bits of a byte that may be any printable one
_TEXT = 4.0  # bits that Chinese saves over such bytes at the least, where anything is damaged
_MARGIN = 100.0  # bits that nothing later in a document takes back
_LOST = round(26.0 / STEP)

#: The bytes of GB 2312 as they are with the high bit set; 0xFF, which is no character, for those it does not use.
_HIGH = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else 0xFF for byte in range(0x100))  # noqa: PLR2004 - RFC 1843
_DAMAGED_MARK = "part of a mark of HZ whose other byte is damaged"
_BAD_BYTE = "no code in HZ"


def hz_bits(data: bytes, enough: float = 0.0) -> float:
    r"""Return the bits that data saves when it is read as HZ; 0 where nothing looks like it.

    enough: the bits after which no more has to be read.

    >>> cut = "没有开头的一行文字".encode("hz")[1:]
    >>> hz_bits("中文".encode("hz")) > 0, hz_bits(cut) > 0, hz_bits(b"~{abc~} and ~{x~}")
    (True, True, 0.0)
    """
    saved = text = 0.0
    program, opened = data.isascii(), False
    for token in _tokens(data):
        part = data[token.start : token.end]
        if token.kind == _CHINESE:
            plain, chinese = _plain(part), _chinese(part)
            saved += plain - chinese
            text += min(plain, _PRINTABLE * len(part)) - chinese
        elif token.kind == _MARK:
            opened |= part == b"~{"
            saved += _plain(part) if not program else _BITS_OF_MARK if part == b"~}" else 0.0
        if saved > enough + _MARGIN and text > _TEXT:
            break
    return max(0.0, saved) if text > _TEXT or (program and opened) else 0.0


def read_hz(data: bytes) -> tuple[str, list[tuple[int, int, str]]]:
    r"""Return the text, with undecodable bytes as ``textnorm.decode.lossless`` keeps them, and where they are and why.

    >>> read_hz(b"a ~{VPND~} b"), read_hz(b"VPND~} \xff")
    (('a 中文 b', []), ('中文 \udcff', [(7, 8, 'no code in HZ')]))
    """
    try:
        return data.decode("hz"), []
    except UnicodeDecodeError:
        pass
    texts: list[str] = []
    errors: list[tuple[int, int, str]] = []
    for kind, start, end in _tokens(data):
        part = data[start:end]
        if kind == _BROKEN:
            texts.append(escape(part))
            errors.append((start, end, _DAMAGED_MARK))
        elif kind != _MARK:
            for text, first, last in _characters(part) if kind == _CHINESE else _plain_text(part):
                texts.append(text or escape(part[first:last]))
                if not text:
                    errors.append((start + first, start + last, _BAD_BYTE))
    return "".join(texts), list(joined(errors))


def _plain(part: bytes) -> float:
    return prices(part, evidence(), [(reader("utf-8"), LETTERS)])[0] * STEP


def _chinese(part: bytes) -> float:
    price = prices(part.translate(_HIGH), evidence(), [(reader("gb18030"), HANS)])[0] * STEP
    return price + _BITS_OF_ODD * (len(part) & 1)


def _tokens(data: bytes) -> Iterator[_Token]:
    """Yield what the bytes are, in order."""
    for line in _LINE.finditer(data):
        start, end = line.span()
        stop = end - line[0].endswith(b"\n")
        if _MAY_BE_MARK.search(line[0]):
            yield from _of_line(data, start, stop)
            start = stop
        if start < end:
            yield _Token(_PLAIN, start, end)


def _of_line(data: bytes, start: int, end: int) -> Iterator[_Token]:
    """Yield the marks of a line that has some, and what lies between them."""
    before = b""
    for mark in [*(found for found in _MARKS.finditer(data, start, end) if found[1]), None]:
        after, stop = (mark[1], mark.start()) if mark else (b"", end)
        if before == _OPENS:
            if after == _CLOSES:
                yield _Token(_CHINESE, start, stop)
            else:
                yield from _until_broken(data, start, stop)
        elif after == _CLOSES:
            yield from _from_broken(data, start, stop)
        else:
            yield from _unmarked(data, start, stop)
        if mark:
            yield _Token(_MARK, *mark.span())
            before, start = after, mark.end()


def _places(data: bytes, start: int, end: int, half: bytes) -> list[int]:
    """Return where a mark of two bytes may begin of which only ``~`` or the other half is left."""
    piece = data[start : min(end, start + _LONGEST)]
    places = {start + at for at, byte in enumerate(piece) if byte == ord("~")}
    places |= {start + at - 1 for at, byte in enumerate(piece) if byte == half[0] and at}
    return sorted(places)[:_MOST_PLACES]


def _until_broken(data: bytes, start: int, end: int) -> list[_Token]:
    """Return Chinese up to the place where the mark that closes it was, or all of it."""
    best, place = _chinese(data[start:end]), end
    if end == len(data) and (end - start) & 1:
        best -= _BITS_OF_ODD  # which a cut explains
    for at in _places(data, start, end, _CLOSES):
        cost = _chinese(data[start:at]) + _plain(data[at + 2 : end]) + _BITS_OF_BROKEN
        if cost < best:
            best, place = cost, at
    after = min(place + 2, end)
    return _kept(_Token(_CHINESE, start, place), _Token(_BROKEN, place, after), _Token(_PLAIN, after, end))


def _from_broken(data: bytes, start: int, end: int) -> list[_Token]:
    """Return Chinese from the place where the mark that opens it was; all is plain if that costs less."""
    best, place = _plain(data[start:end]), end
    places = _places(data, start, end, _OPENS)
    if start == 0:  # where a cut may have taken the mark, or its first byte
        places += [-2] if data[:1] != _OPENS else [-1]
    for at in places:
        cost = _plain(data[start : max(at, start)]) + _chinese(data[at + 2 : end])
        if cost < best:
            best, place = cost, at
    first, last = max(place, start), min(place + 2, end)
    return _kept(_Token(_PLAIN, start, first), _Token(_BROKEN, first, last), _Token(_CHINESE, last, end))


def _unmarked(data: bytes, start: int, end: int) -> list[_Token]:
    """Return a piece between marks that call it plain: Chinese in it has lost a byte of both of its own."""
    best, found = _plain(data[start:end]) - _BITS_UNMARKED, _kept(_Token(_PLAIN, start, end))
    tried = len(data) <= _LONGEST and end - start <= _LONGEST // 8  # as a program would have it on every line
    for at in _places(data, start, end, _OPENS)[:_FEW_PLACES] if tried else ():
        parts = _until_broken(data, min(at + 2, end), end)
        cost = _plain(data[start:at]) + sum(
            (_chinese if part.kind == _CHINESE else _plain)(data[part.start : part.end]) for part in parts
        )
        if cost < best:
            best, found = cost, _kept(_Token(_PLAIN, start, at), _Token(_BROKEN, at, at + 2), *parts)
    return found


def _kept(*tokens: _Token) -> list[_Token]:
    return [token for token in tokens if token.start < token.end]


def _characters(part: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the characters of Chinese bytes and their places, an empty text for bytes that are none."""
    _, lost = path(part.translate(_HIGH), evidence(), [(reader("gb18030"), HANS)], 0, 0, _LOST, 0, 0)
    missing = frozenset(lost)
    at = 0
    while at < len(part):
        length = 1 if at in missing or at + 1 == len(part) else 2
        yield part[at : at + length].translate(_HIGH).decode("gb2312", "ignore") if length > 1 else "", at, at + length
        at += length


def _plain_text(part: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the plain text of bytes and its places, an empty text for bytes that are none."""
    for found in re.finditer(rb"[\x00-\x7f]+|[\x80-\xff]+", part):
        text = found[0].decode("ascii", "ignore").replace("~~", "~")
        yield text, *found.span()
