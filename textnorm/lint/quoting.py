"""Showing spans of text in a message, so that what cannot be seen can be read."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["change_in_words", "quoted"]

_LONGEST = 40  # code points of a span that a message shows
_NAMED = 4  # code points that are listed by number when before and after look alike

#: Marks and letters that draw nothing although Python calls them printable (Unicode, Default_Ignorable_Code_Point).
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def quoted(text: str, *, longest: int = _LONGEST) -> str:
    r"""Return ``text`` in quotes on one line: the middle left out when long, with escapes for what cannot be seen.

    longest: in code points.

    >>> print(quoted("零\u200b宽\t"), quoted("长" * 1000))
    '零\u200b宽\t' '长长长长长长长长长长长长长长长长长长长…长长长长长长长长长长长长长长长长长长长长' (1000 characters)
    """
    if len(text) <= longest:
        return _quote(text)
    half = longest // 2
    shown = _quote(text[: half - 1], text[-half:])
    return f"{shown} ({len(text)} characters)"


def change_in_words(before: str, after: str) -> str:
    r"""Tell what a change does; characters that look alike are also told by number.

    >>> print(change_in_words("(jīng)", ""))
    remove '(jīng)'
    >>> print(change_in_words("\u2f00", "\u4e00"))
    '⼀' → '一' (U+2F00 → U+4E00)
    """
    if not after:
        return f"remove {quoted(before)}"
    if not before:
        return f"insert {quoted(after)}"
    words = f"{quoted(before)} → {quoted(after)}"
    if max(len(before), len(after)) <= _NAMED and _look_alike(before, after):
        words += f" ({_numbers(before)} → {_numbers(after)})"
    return words


def _quote(*parts: str) -> str:
    body = "…".join("".join(map(_shown, part)) for part in parts)
    if body and unicodedata.combining(body[0]):  # it would be drawn on the quotation mark
        body = f"\\u{ord(body[0]):04x}{body[1:]}"
    mark = '"' if "'" in body else "'"
    return f"{mark}{body}{mark}"


def _shown(character: str) -> str:
    if character.isprintable() and not _INVISIBLE.match(character):
        return character
    return character.encode("unicode_escape").decode("ascii")


def _look_alike(before: str, after: str) -> bool:
    return unicodedata.normalize("NFKC", before) == unicodedata.normalize("NFKC", after)


def _numbers(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text)
