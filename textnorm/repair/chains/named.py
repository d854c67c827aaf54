r"""Bytes that a program could not read, and named: ``\xe4``, ``%XE4``, ``&#xE4;``, ``<e4>``, ``\344``.

Nothing is lost by such a mark, nor where a program that saved misread text wrote a reference (``&#8364;``, ``&euro;``)
for a character that its codec lacked.  In the text that the chains read one character stands for each named byte, that
of PEP 383 (``surrogateescape``).

Sources: the error handler ``backslashreplace`` of Python's codecs; ``FB_PERLQQ`` of Perl's Encode; the callbacks
``escape``, ``escape-c`` and ``escape-xml`` of ICU's uconv; the pager less and the editor vim; git's quoted paths;
``xmlcharrefreplace`` of Python, and browsers, which send what a form's codec lacks as references.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from html.entities import name2codepoint
from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.chains.doubled import doubled_marks, may_be_doubled
from textnorm.repair.chains.spaces import has_lead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["STAND_INS", "Named", "are_named", "standing", "with_bytes"]

_FIRST, _HIGH = 0xDC00, 0x80
#: The character that stands for each byte above ASCII, with that byte.
STAND_INS = {chr(_FIRST + byte): (bytes((byte,)),) for byte in range(_HIGH, 0x100)}
_HEXADECIMAL = "[89A-Fa-f][0-9A-Fa-f]"
#: Each alternative begins with its sign, so that a search runs from sign to sign.
_BYTE = re.compile(
    rf"\\x({_HEXADECIMAL})|%X({_HEXADECIMAL})|&#x({_HEXADECIMAL});|<({_HEXADECIMAL})>|\\([23][0-7]{{2}})"
)
_CHARACTER = re.compile(r"&#(\d{3,6});|&#[xX]([0-9A-Fa-f]{3,5});|&([A-Za-z]{2,8}[0-9]{0,2});")
_NAME = re.compile(f"{_BYTE.pattern}|{_CHARACTER.pattern}")
#: The groups of a byte in octal digits, and of a character in decimal ones and by its name in HTML.
_OCTAL, _DECIMAL, _ENTITY = 5, 6, 8
#: What the line of a reference has that a double-byte codec wrote, or else a lead byte of Han that was read as a single
#: one: of the others another step undoes references.
_WIDE = re.compile("[^\0-\u2e7f\U00010000-\U0010ffff]")
_ASCII_END, _LAST, _SURROGATES = 0x80, 0x2FFFF, range(0xD800, 0xE000)


class Named(NamedTuple):
    """A text in which what was named is there itself, and how to find its places in the text as it came.

    ends: the places behind each of these characters.
    shifts: how much farther on places are in the text as it came, behind so many of these characters.
    """

    text: str
    ends: list[int]
    shifts: list[int]

    def place(self, place: int) -> int:
        r"""Return where a place of this text is in the text as it came.

        >>> with_bytes(r"a\xe4b").place(2)
        5
        """
        return place + self.shifts[bisect_right(self.ends, place)]


def are_named(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    r"""Tell whether a line in which one of some ascending spans is names bytes or characters, or has doubled marks.

    >>> are_named("鐢ㄣ\\x80\\x82\nwell", [(0, 2)]), are_named("a regex: [\\x80-\\xff]\n鐢ㄣ", [(21, 23)])
    (True, False)
    """
    at = 0
    doubled = False
    for start, end in spans:
        if end > at:
            stop = text.find("\n", end)
            stop = len(text) if stop < 0 else stop
            begin = max(at, text.rfind("\n", at, start) + 1)
            if _NAME.search(text, begin, stop):
                return True
            doubled = doubled or may_be_doubled(text, begin, stop)
            at = stop
    return doubled and bool(doubled_marks(text))


def with_bytes(text: str) -> Named:
    r"""Return a text with the bytes and characters that are named in it as characters.

    >>> named = with_bytes(r"鐢ㄣ\x80\x82 <e4>!")
    >>> ascii(named.text), [named.place(place) for place in (3, 4, 5, len(named.text))]
    ("'\\u9422\\u3123\\udc80\\udc82 \\udce4!'", [6, 10, 11, 16])
    >>> with_bytes("鎵&#8364;浠ワ&#xe101;&euro;&amp;").text
    '鎵€浠ワ\ue101€&amp;'
    >>> with_bytes("ä»&#8249;&frac14;").text, with_bytes("&Agrave; &#8212;").text
    ('ä»‹¼', '&Agrave; &#8212;')
    """
    return standing(text, _named_places(text))


def standing(text: str, places: Iterable[tuple[int, int, str]]) -> Named:
    """Return a text with one character in each of some places, in ascending order: start, end, character.

    >>> named = standing("1&amp;2", [(1, 6, "&")])
    >>> named.text, [named.place(place) for place in range(4)]
    ('1&2', [0, 1, 6, 7])
    """
    parts: list[str] = []
    ends: list[int] = []
    shifts = [0]
    at = 0
    for start, end, char in places:
        parts += text[at:start], char
        at = end
        shifts.append(shifts[-1] + end - start - 1)
        ends.append(at - shifts[-1])
    return Named("".join((*parts, text[at:])), ends, shifts)


def _named_places(text: str) -> list[tuple[int, int, str]]:
    """Return what names a byte or character, or is several characters for one mark, in ascending order."""
    found = [(start, end, text[start]) for start, end in doubled_marks(text)]
    line_end = 0
    wide = False
    for match in _NAME.finditer(text):
        if match.start() >= line_end:  # another line
            begin, line_end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
            line_end = len(text) if line_end < 0 else line_end
            wide = _WIDE.search(text, begin, line_end) is not None or has_lead(unescape(text[begin:line_end]))
        char = _named(match)
        if char and ((match.lastindex or 0) <= _OCTAL or wide):
            found.append((*match.span(), char))
    return sorted(found)


def _named(match: re.Match[str]) -> str:
    """Return the character of a name, or that stands for a byte; "" where the name is none."""
    kind = match.lastindex or 0
    name = match[kind]
    if kind <= _OCTAL:
        return chr(_FIRST + int(name, 8 if kind == _OCTAL else 16))
    point = name2codepoint.get(name, 0) if kind == _ENTITY else int(name, 10 if kind == _DECIMAL else 16)
    return chr(point) if _ASCII_END <= point <= _LAST and point not in _SURROGATES else ""
