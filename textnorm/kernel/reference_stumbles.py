"""Where a text stumbles over a telltale character, or over any, defined in plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textnorm.kernel.reference_ngrams import Grams

__all__ = ["strains", "stumbles"]

_POINTS = 0x10000
#: Characters before and behind a telltale one that are priced with it.
_BEFORE, _BEHIND = 1, 2


def stumbles(grams: Grams, text: str, telltale: bytes, least: float) -> list[int]:
    """Return where a telltale character and those beside it cost more than ``least`` bits a character.

    ``telltale`` has a byte for each code point of the basic plane, not 0 for a telltale one.  Texts of Latin-1 alone
    have no place.  Raises ValueError where the table has another size.

    >>> from textnorm.model.ngrams import load
    >>> telltale = bytearray(0x10000)
    >>> telltale[ord("婂")] = 1
    >>> stumbles(load().definition, "浠婂ぉ的天气", bytes(telltale), 9.0)
    [1]
    """
    if len(telltale) != _POINTS:
        msg = f"a mark for each of {_POINTS} code points is needed, not {len(telltale)}"
        raise ValueError(msg)
    found = []
    for at, character in enumerate(text):
        if ord(character) < _POINTS and telltale[ord(character)]:
            start, end = max(0, at - _BEFORE), min(len(text), at + _BEHIND + 1)
            before = text[max(0, start - grams.order + 1) : start]
            if sum(grams.bits_each(text[start:end], before)) > least * (end - start):
                found.append(at)
    return found


def strains(grams: Grams, text: str, least: float) -> list[int]:
    """Return where a character above ASCII and those beside it cost more than ``least`` bits a character.

    >>> from textnorm.model.ngrams import load
    >>> strains(load().definition, "今天浠婂ぉ天气", 12.0)
    [2, 3, 4, 5]
    """
    bits = grams.bits_each(text, "")
    found = []
    for at, character in enumerate(text):
        beside = bits[max(0, at - _BEFORE) : at + _BEHIND + 1]
        if character >= "\x80" and sum(beside) > least * len(beside):
            found.append(at)
    return found
