r"""Code units written out in ASCII: ``\u4e2d`` as programs escape text, ``%E4%B8%AD`` as links do.

Sources: ECMAScript and JSON string escapes, Python's ``backslashreplace``; RFC 3986 section 2.1;
``%u4E2D`` is the form of JavaScript's old ``escape()``.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from textnorm.repair.escapes_reading import chinese_length, is_text, reads_as_chinese
from textnorm.repair.escapes_rules import PERCENT, UNICODE
from textnorm.repair.escapes_tokens import Escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["read_percent", "read_unicode"]

#: A run of escaped code units.  A backslash in front means that the escape itself is escaped.
_UNITS = re.compile(
    r"(?<!\\)(?:(?:\\u[0-9A-Fa-f]{4}|\\U000[0-9A-Fa-f]{5}|\\x[A-Fa-f][0-9A-Fa-f])+|(?:%u[0-9A-Fa-f]{4})+)"
)
_UNIT = re.compile(r"[\\%][uUx]([0-9A-Fa-f]+)")
#: A class of a regular expression that has a range or excludes what it names.
_CLASS = re.compile(r"\[\^?[^\[\]\n]*\\[ux][0-9A-Fa-f]+-[^\[\]\n]*\]?|\[\^[^\[\]\n]*\]?")
_RANGE_BEFORE = re.compile(r"\\[uUx][0-9A-Fa-f]{2,8}-\Z")

#: A piece of ASCII text, and a byte above ASCII in it, escaped once or several times (``%25E4``).
_PIECE = re.compile(r"[!-~]+")
_HIGH_BYTE = re.compile(r"%((?:25)*)[89A-Fa-f][0-9A-Fa-f]")
_DEEPEST = 8
#: What only links, paths and queries have; and what they have, but a sentence written without blanks too.
_LINK = re.compile(r"//|\bwww\.|\A\.{0,2}[/\\?]|[?&][A-Za-z0-9_.-]*=|\A[A-Za-z]:\\")
_LINK_SIGNS = re.compile(r"[/=&#@\\~<>\[\]{}|^`]|\?.|\.[A-Za-z0-9]{1,5}\Z|:(?=[/0-9])")
_SENTENCE = re.compile("[。，！？；：、]")
_CODECS = ("utf-8", "gbk")
#: Chinese text of this many characters may hold one that is private or not yet assigned.
_ODD_SHARE = 4
_LEAST = 2
#: A link may hold Chinese characters as they are; how far back, in code points, its beginning is looked for.
_LINK_BEFORE = re.compile(r"(?:://|www\.)[^\s，。；：、！？（）“”]*\Z")
_LINK_REACH = 200


def read_unicode(line: str) -> Iterator[Escape]:
    r"""Yield the runs of escaped code units outside regular expressions, surrogate pairs joined.

    >>> [escape.after for escape in read_unicode(r"\u4e2d\u6587 \ud842\udfb7 [\u4e00-\u9fa5] \\u4e2d")]
    ['中文', '𠮷']
    """
    classes = [match.span() for match in _CLASS.finditer(line)] if "[" in line else []
    at = 0
    for run in _UNITS.finditer(line):
        start, end = run.span()
        while at < len(classes) and classes[at][1] <= start:
            at += 1
        if (at < len(classes) and classes[at][0] < start) or _is_range(line, start, end):
            continue
        units = _UNIT.findall(run[0])
        text = "".join(chr(int(unit, 16)) for unit in units)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if "\ufffd" not in text and is_text(text):
            yield Escape(start, end, text, PERCENT if run[0][0] == "%" else UNICODE)


def _is_range(line: str, start: int, end: int) -> bool:
    """Tell whether a single code unit is one end of a range of characters."""
    single = end - start <= len(r"\u4e00")
    return single and (line.startswith("-\\", end) or bool(_RANGE_BEFORE.search(line[max(0, start - 12) : start])))


def read_percent(line: str) -> Iterator[Escape]:
    """Yield the percent-encoded runs of a line, outside links, paths, queries and file names.

    One codec is taken for the whole line where one will do: UTF-8 first, then GBK.

    >>> [escape.after for escape in read_percent("搜 %E4%B8%AD%E6%96%87 和 /wiki/%E4%B8%AD")]
    ['中文']
    >>> [escape.after for escape in read_percent("%CF%B5%CD%B3 A %CF%C2%D4%D8")]
    ['系统', '下载']
    """
    pieces = [piece for match in _PIECE.finditer(line) if (piece := _piece(line, match))]
    whole = _first_reading([[_decode(piece, codec) for piece in pieces] for codec in _CODECS])
    for i, piece in enumerate(pieces):
        readings = [whole[i]] if whole else _first_reading([[_decode(piece, codec)] for codec in _CODECS])
        for found in readings:
            text = "".join(escape.after for escape in found)
            if _SENTENCE.search(text) or not _LINK_SIGNS.search(piece.text):
                yield from found


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of ASCII text with escaped bytes: where in the line it begins, and where the bytes stand in it."""

    start: int
    text: str
    mark: str
    places: list[tuple[int, int]]


def _piece(line: str, match: re.Match[str]) -> _Piece | None:
    """Read the escaped bytes of a piece; None where there are none above ASCII, or it is a link."""
    high = _HIGH_BYTE.search(match[0])
    if not high or len(high[1]) > 2 * _DEEPEST or _LINK.search(match[0]):
        return None
    if _LINK_BEFORE.search(line[max(0, match.start() - _LINK_REACH) : match.start()]):
        return None
    mark = "%" + high[1]
    places = [found.span() for found in re.finditer(f"(?:{mark}[0-9A-Fa-f]{{2}})+", match[0])]
    return _Piece(match.start(), match[0], mark, places)


def _decode(piece: _Piece, codec: str) -> list[Escape] | None:
    """Return the escapes of a piece read with a codec, or None where it has other bytes."""
    try:
        return [_escape(piece, start, end, codec) for start, end in piece.places]
    except UnicodeDecodeError:
        if codec == "utf-8":
            return None
    # A trail byte of GBK may be ASCII, which nobody escapes: take everything from the first byte to the last.
    start, end = piece.places[0][0], piece.places[-1][1]
    for beyond in (0, 1):
        with suppress(UnicodeDecodeError):
            return [_escape(piece, start, end + beyond, codec)]
    return None


def _escape(piece: _Piece, start: int, end: int, codec: str) -> Escape:
    data = unquote_to_bytes(piece.text[start:end].replace(piece.mark, "%"))
    return Escape(piece.start + start, piece.start + end, data.decode(codec), PERCENT)


def _first_reading(readings: Sequence[Sequence[list[Escape] | None]]) -> list[list[Escape]]:
    """Return the first reading that makes Chinese text of every piece; an empty list where none does.

    GBK decodes most pairs of bytes, so that its text must read as Chinese, too.
    """
    for codec, reading in zip(_CODECS, readings, strict=True):
        escapes = [found for found in reading if found is not None]
        text = "".join(escape.after for found in escapes for escape in found)
        chinese, foreign = chinese_length(text), sum(char > "\x7f" for char in text)
        odd = sum(not is_text(char) for char in text)
        if len(escapes) < len(reading) or odd * _ODD_SHARE > chinese:
            continue
        if chinese > foreign / 2 and (codec == "utf-8" or (chinese >= _LEAST and reads_as_chinese(text))):
            return escapes
    return []
