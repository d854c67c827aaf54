"""Character references of HTML in plain text: their grammar and what each stands for.

Sources: HTML living standard, "Character references" (what a browser makes of numbers, the
Windows-1252 ones among them); the names are the 252 of HTML 4, in Python's ``html.entities``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from textnorm.repair.escaped.context import Spans
from textnorm.repair.escaped.reading import CHINESE, has_chinese, is_text
from textnorm.repair.escaped.rules import MARKUP, NAMED, NUMERIC
from textnorm.repair.escaped.tokens import Escape, decoded
from textnorm.repair.latin_bytes import read_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_entities"]

#: A reference, escaped once or any number of times more (``&amp;amp;nbsp;``).  Without a semicolon only numbers
#: and ``nbsp`` are taken, which no word looks like.
_REFERENCE = re.compile(
    r"&(?:(?:amp|AMP|\#38|\#[xX]26);)*(?:"
    r"(?P<name>[A-Za-z][A-Za-z0-9]{1,8});|(?P<space>nbsp)(?![A-Za-z0-9=;])"
    r"|\#0{0,8}(?P<decimal>[1-9][0-9]{1,6})(?P<end>;?)"
    r"|\#[xX]0{0,8}(?P<hex>[1-9A-Fa-f][0-9A-Fa-f]{1,5})(?P<hex_end>;?))"
)
_PLAIN = re.compile(f"[{CHINESE}\u3000\u00a0-\u024f\u0370-\u052f\u1e00-\u1fff\u2010-\u2bff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_ASTRAL = re.compile("[\U0001f000-\U0001faff\U00020000-\U000323af]")
_EXTENSION_A = re.compile("[\u3400-\u4dbf]")
_ESCAPED_QUOTES = frozenset("\"'")

_HIGH, _LOW, _SURROGATES_END = 0xD800, 0xDC00, 0xE000
_DIGITS, _HEX_DIGITS = frozenset("0123456789"), frozenset("0123456789abcdefABCDEF")
#: So many references without semicolon, for one that has it, are a habit.
_HABIT = 4
_FIRST_PLAIN, _LARGEST, _DECIMAL = 0xA0, 0x10FFFF, 10


def read_entities(line: str) -> Iterator[Escape]:
    r"""Yield the references of a line that stand for a character of text.

    >>> [escape.after for escape in read_entities("&#20013;&amp;#x6587;&hellip;&foo;&#22269")]
    ['中', '文', '…', '国']
    >>> [escape.after for escape in read_entities("&#55357;&#56832;")]
    ['😀']
    >>> [escape.after for escape in read_entities("å&#143;¥&#143;")]
    ['\x8f']
    """
    escapes = list(_references(line))
    if all(is_text(escape.after) for escape in escapes):
        yield from escapes
        return
    # A control is text where it is a byte of Chinese in UTF-8 that was read as Latin-1 or Windows-1252; programs write
    # references for all of these characters, or for those alone that their own codec lacks.
    misread = Spans((run.start, run.end) for run in read_runs(decoded(line, escapes)) if has_chinese(run.after))
    shift = 0
    for escape in escapes:
        if is_text(escape.after) or misread.covers(escape.start - shift):
            yield escape
        shift += escape.end - escape.start - len(escape.after)


def _references(line: str) -> Iterator[Escape]:
    """Yield the references of a line, also those to what is no text; surrogates are joined."""
    high: Escape | None = None
    found = [(match, match.groups("")) for match in _REFERENCE.finditer(line)]
    ended = sum([1 for _, (_, _, _, end, _, hex_end) in found if end or hex_end])
    numbers = sum([1 for _, (_, _, decimal, _, digits, _) in found if decimal or digits])
    unended = numbers - ended >= max(_HABIT, _HABIT * ended)
    for match, (name, space, decimal, end, digits, hex_end) in found:
        escape = _named(match) if name or space else _numbered(match, decimal, digits, ended=bool(end or hex_end))
        if escape and unended and escape.end == match.end() and (end or hex_end):
            escape.end -= 1  # who writes the others without semicolon wrote that one into the text
        if escape is None:
            continue
        unit = ord(escape.after)
        if high and high.end == escape.start and _LOW <= unit < _SURROGATES_END:
            unit = 0x10000 + ((ord(high.after) - _HIGH) << 10) + (unit - _LOW)
            escape = Escape(high.start, escape.end, chr(unit), NUMERIC)
        high = escape if _HIGH <= unit < _LOW else None
        if not high:
            yield escape


def _named(match: re.Match[str]) -> Escape | None:
    name = match["name"] or match["space"]
    if name == "apos":
        character = "'"
    elif name in name2codepoint:
        character = chr(name2codepoint[name])
    else:
        # Old editors wrote &NBSP; only marks and blanks, since &PI; or &ETA; may be a name in a program.
        character = chr(name2codepoint.get(name.lower(), 0)) if name.isupper() else "a"
        if character.isalpha() or character == "\0":
            return None
    return _escape(match, match.end(), character, NAMED)


def _numbered(match: re.Match[str], decimal: str, hexadecimal: str, *, ended: bool) -> Escape | None:
    digits, base, kind = (decimal, _DECIMAL, "decimal") if decimal else (hexadecimal, 16, "hex")
    if ended:
        value = int(digits, base)
        if value > _LARGEST:
            return None
        if _FIRST_PLAIN <= value < _HIGH:
            return _escape(match, match.end(), chr(value), NUMERIC)
        # The standard maps 128 to 159 to Windows-1252; surrogates are paired by the caller.
        character = chr(value) if _HIGH <= value < _SURROGATES_END else unescape(f"&#{value};")
        return _escape(match, match.end(), character, NUMERIC) if len(character) == 1 else None
    more = match.string[match.end() : match.end() + 1] in (_DIGITS if base == _DECIMAL else _HEX_DIGITS)
    length = _unended_length(digits, base, more=more)
    return _escape(match, match.start(kind) + length, chr(int(digits[:length], base)), NUMERIC) if length else None


@lru_cache(maxsize=4096)  # characters recur
def _unended_length(digits: str, base: int, *, more: bool) -> int:
    """Return how many of the digits belong to a reference without semicolon; 0 when that is not certain.

    Digits of the text may follow.  Characters of Chinese text have five decimal or four hexadecimal
    digits, and longer references are outside the Basic Multilingual Plane.  ``more``: there are too many
    digits for any number, so that a short one in front is no more than a guess.
    """
    full, astral, shorter = (5, 6, (4, 3)) if base == _DECIMAL else (4, 5, (3, 2))
    if len(digits) >= full and _is_common(chr(min(int(digits[:full], base), _LARGEST)), base):
        return full
    if len(digits) >= astral and _ASTRAL.match(chr(min(int(digits[:astral], base), _LARGEST))):
        return astral
    short = next((n for n in shorter if len(digits) >= n and _PLAIN.match(chr(int(digits[:n], base)))), 0)
    if len(digits) == full and _EXTENSION_A.match(chr(int(digits, base))):
        return 0 if short else full
    return 0 if more else short


def _is_common(character: str, base: int) -> bool:
    """Tell whether a character of all these digits is likelier than a shorter one and digits behind it."""
    hangul = base == _DECIMAL and _HANGUL.match(character)
    return bool(hangul or _PLAIN.match(character)) and not _EXTENSION_A.match(character)


def _escape(match: re.Match[str], end: int, character: str, rule: str) -> Escape:
    if character.isascii() and character not in _ESCAPED_QUOTES:
        rule = MARKUP
    return Escape(match.start(), end, character, rule)
