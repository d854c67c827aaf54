"""What the model sees of a character: itself, where it is common in Chinese text, or its class."""

from __future__ import annotations

import unicodedata

__all__ = ["BOUNDARY", "CLASSES", "RARE_HAN", "class_of", "fold_mark"]

#: Each class of characters, and the bits that tell its members apart.
CLASSES = {
    "boundary": 0.0,
    "space": 0.0,
    "digit": 3.3,
    "latin": 5.7,
    "letter": 9.0,  # Greek, Cyrillic, accented Latin: some hundred in use
    "hiragana": 6.3,
    "katakana": 6.4,
    "half-width katakana": 6.0,
    "hangul": 9.5,
    "bopomofo": 5.3,
    "other": 10.0,  # signs, arrows, emoji, spaces of typography
    "never": 16.0,  # controls, surrogates, private use, unassigned, U+FFFD: hardly text at all
    "rare Han": 14.4,
    "extension Han": 16.2,
}
_NUMBERS = {name: number for number, name in enumerate(CLASSES)}
BOUNDARY = _NUMBERS["boundary"]
RARE_HAN = _NUMBERS["rare Han"]

_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
#: Spaces in common use; those of typography are signs.
_SPACES = " \t\xa0"
_NEVER = frozenset({"Cc", "Cs", "Co", "Cn"})
_RANGES = (
    (0x3041, 0x309F, "hiragana"),
    (0x30A0, 0x30FF, "katakana"),
    (0x31F0, 0x31FF, "katakana"),
    (0xFF66, 0xFF9F, "half-width katakana"),
    (0x1100, 0x11FF, "hangul"),
    (0x3130, 0x318F, "hangul"),
    (0xAC00, 0xD7A3, "hangul"),
    (0x3105, 0x312F, "bopomofo"),
    (0x3400, 0x4DBF, "extension Han"),
    (0x4E00, 0x9FFF, "rare Han"),
    (0xF900, 0xFAFF, "extension Han"),
    (0x20000, 0x3FFFD, "extension Han"),
)
#: Marks that Chinese text sets in full width; all other full-width forms count as ASCII.
_MARKS = ",;:?!()"
_FOLDED = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
_FOLDED |= {mark: chr(ord(mark) + 0xFEE0) for mark in _MARKS}
_FOLDED |= {chr(ord(mark) + 0xFEE0): chr(ord(mark) + 0xFEE0) for mark in _MARKS}
_FOLDED |= dict(zip("｡､｢｣・⋯―─‧•", "。、「」·…——··", strict=True))
_FOLDED["〇"] = "零"  # the zero of years: no Han character for Unicode, and rare in the texts of the model


def fold_mark(character: str) -> str:
    """Return the form that stands for a mark in all its widths; any other character as it is.

    >>> "".join(map(fold_mark, ",，｡．Ａ中"))
    '，，。.A中'
    """
    return _FOLDED.get(character, character)


def class_of(character: str) -> int:
    r"""Return the number of the class of a character that is no symbol of its own.

    >>> names = list(CLASSES)
    >>> [names[class_of(one)] for one in "7é한龘\ue000"]
    ['digit', 'letter', 'hangul', 'rare Han', 'never']
    """
    if character in _LINE_ENDS:
        return BOUNDARY
    return _NUMBERS["space" if character in _SPACES else _by_range(ord(character)) or _by_category(character)]


def _by_range(code: int) -> str:
    return next((name for first, last, name in _RANGES if first <= code <= last), "")


def _by_category(character: str) -> str:
    category = unicodedata.category(character)
    if category in _NEVER or character == "\ufffd":
        return "never"
    if character.isascii() and character.isalpha():
        return "latin"
    return "digit" if category == "Nd" else "letter" if category[0] in "LM" else "other"
