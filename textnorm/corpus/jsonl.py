"""JSON Lines: where in a raw line a string stands, so that it can change and nothing else does.

Python's own parser decides what is valid JSON; the scanner below only walks lines that it accepted.
Offsets are code points of the raw line.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FieldError", "RecordError", "StringValue", "Style", "escape", "find_strings", "style_of", "unescape"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]')
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|.)")
_SPACE = re.compile(r"[ \t\r\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASCII = 0x7F


class RecordError(ValueError):
    """A line that cannot be normalized, with the offset in it and the reason."""

    def __init__(self, offset: int, reason: str) -> None:
        """Keep both parts."""
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


class FieldError(RecordError):
    """A record whose field is missing or holds no string."""


class StringValue(NamedTuple):
    """A string in a line: ``raw`` is its body between the quotation marks, which starts at ``start``."""

    start: int
    raw: str

    @property
    def text(self) -> str:
        r"""The text it stands for.

        >>> StringValue(10, r"\u4e2d\n文").text
        '中\n文'
        """
        return unescape(self.raw)

    def offsets(self, wanted: list[int]) -> list[int]:
        r"""Return where offsets of the text stand in the line.

        >>> StringValue(10, r"a\nb").offsets([0, 1, 2, 3])
        [10, 11, 13, 14]
        """
        escapes = [match.span() for match in _ESCAPE.finditer(self.raw)]
        extra = [0, *accumulate(end - start - 1 for start, end in escapes)]
        places = [start - before for (start, _), before in zip(escapes, extra, strict=False)]
        return [self.start + offset + extra[bisect_left(places, offset)] for offset in wanted]


def unescape(raw: str) -> str:
    r"""Return the text that the body of a JSON string, or a part of it, stands for; anything else as it is.

    >>> unescape(r"\u4e2d\n"), unescape("\\")
    ('中\n', '\\')
    """
    try:
        return str(json.loads(f'"{raw}"'))
    except json.JSONDecodeError:
        return raw


def find_strings(line: str, field: str) -> list[StringValue]:
    """Return the strings that the object on this line has under ``field``: one, or more if the key is repeated.

    Raises RecordError when the line is not a JSON object or has no string there.

    >>> find_strings('{"id": 7, "more": {"text": "x"}, "text": "中文"}', "text")
    [StringValue(start=42, raw='中文')]
    """
    _check_object(line)
    found: list[StringValue] = []
    for key, start in _members(line):
        if key != field:
            continue
        token = _TOKEN.match(line, start)
        if line[start] != '"' or not token:
            raise FieldError(start, f"the value of {_shown(field)} is not a string")
        found.append(StringValue(start + 1, token[0][1:-1]))
    if not found:
        raise FieldError(0, f"the record has no {_shown(field)}")
    return found


def _members(line: str) -> Iterator[tuple[str, int]]:
    """Yield each key of the object on a valid line, and where its value starts; not what is nested in values."""
    depth, key = 0, ""
    for token in _TOKEN.finditer(line):
        kind = token[0][0]
        if kind in "{[":
            depth += 1
        elif kind in "}]":
            depth -= 1
        elif depth == 1 and kind == '"':  # a key, or a value that the next colon makes forgotten
            key = token[0][1:-1]
        elif depth == 1 and kind == ":":
            yield unescape(key), _SPACE.match(line, token.end()).end()  # type: ignore[union-attr] # it always matches


def _shown(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _check_object(line: str) -> None:
    try:
        record = json.loads(line, parse_int=str, parse_float=str)  # as strings: any length is a number to JSON
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise RecordError(error.pos, f"not valid JSON: {reason}") from error
    except RecursionError as error:
        raise RecordError(0, "nested too deeply to be read") from error
    if not isinstance(record, dict):
        raise RecordError(0, "not a JSON object")


class Style(NamedTuple):
    """How a writer of JSON wrote its strings: ASCII only or not, hexadecimal digits in capitals or not."""

    ascii_only: bool = False
    capitals: bool = False


def style_of(raw: str, default: Style) -> Style:
    r"""Return how the body of a string is written, ``default`` if it has nothing but plain ASCII.

    >>> style_of(r"\u7D93", Style()), style_of("經", Style(ascii_only=True))
    (Style(ascii_only=True, capitals=True), Style(ascii_only=False, capitals=False))
    """
    if not raw.isascii():
        return Style()
    numbers = [escape[2:] for escape in _ESCAPE.findall(raw) if escape[1] == "u" and int(escape[2:6], 16) > _ASCII]
    if not numbers:
        return default
    return Style(ascii_only=True, capitals=any(digit in "ABCDEF" for number in numbers for digit in number))


def escape(text: str, style: Style) -> str:
    r"""Return ``text`` as the body of a JSON string in this style.

    >>> print(escape("學\n", Style(ascii_only=True, capitals=True)), escape("學\n", Style()))
    \u5B78\n 學\n
    """
    body = json.dumps(text, ensure_ascii=style.ascii_only)[1:-1]
    if not style.ascii_only:
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", body)
    return _ESCAPE.sub(_with_capital_digits, body) if style.capitals else body


def _with_capital_digits(match: re.Match[str]) -> str:
    return match[0].upper().replace("\\U", "\\u") if match[0][1] == "u" else match[0]
