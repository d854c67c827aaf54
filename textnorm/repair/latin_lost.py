"""UTF-8 read as Windows-1252 by a program that has no character for five of the bytes, and lost one.

``â€`` with nothing, ``?`` or U+FFFD behind it was a closing quotation mark.  The lost byte is one of
81, 8D, 8F, 90 and 9D, so there are five candidates at most; which one is a guess, for a reader or
a model to make.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.repair.escaped.reading import is_text
from textnorm.repair.latin_bytes import CONTINUATION, undo

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Lost", "read_lost"]

#: What Windows-1252 leaves unassigned.
_UNASSIGNED = "\x81\x8d\x8f\x90\x9d"
#: A lead byte of three and what is left of its sequence; the lost place is marked, or the byte was the last.
_LOST = re.compile(
    f"([\xe1-\xec\xee\xef])(?:({CONTINUATION})[?\ufffd]|[?\ufffd]({CONTINUATION})|({CONTINUATION})(?! ?{CONTINUATION}))"
)


@dataclass(frozen=True, slots=True)
class Lost:
    """A sequence at ``[start:end]`` that lost one byte, and what it can have been, likeliest first."""

    start: int
    end: int
    candidates: tuple[str, ...]


def read_lost(line: str) -> Iterator[Lost]:
    """Yield the three-byte sequences of a line that lost a byte.

    >>> [lost.candidates for lost in read_lost("â€œHelloâ€")]
    [('”', '‐')]
    """
    for match in _LOST.finditer(line):
        lead, second, third, dropped = match.groups()
        read = (lead + "{}" + third) if third else (lead + (second or dropped) + "{}")
        characters = {undo(read.format(byte)) for byte in _UNASSIGNED}
        candidates = sorted(char for char in characters if char and is_text(char) and char.isprintable())
        if candidates:
            yield Lost(*match.span(), tuple(_ranked(candidates)))


def _ranked(characters: list[str]) -> list[str]:
    from textnorm.model.ngrams import load  # noqa: PLC0415 - only damaged text has to pay for the model

    return sorted(characters, key=load().unigram_bits)
