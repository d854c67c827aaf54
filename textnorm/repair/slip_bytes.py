"""Parse a run of shifted GBK pairs back into the pairs of the true characters.

Every character shown in such a run has the trail byte of one true character and the lead byte of
the next.  A *cell* is one true character; a byte of it that the text no longer holds is None.

While the pairs are shifted, no raw ASCII byte below 0x40 can appear, because the waiting lead byte
would have swallowed it: such a character is a full-width form that was folded to ASCII later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.repair.gbk import FIRST_LEAD, FIRST_TRAIL, character_at, code_pair, in_gb2312
from textnorm.repair.readings import READING, is_first_reading, listed_depth, trail_bytes_read_as

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SPLITTERS", "Parse", "parse_after_annotation", "parse_after_mark"]

#: Marks at whose bytes the damaging program splits the text, by themselves and as later folded to half width.
SPLITTERS = dict(zip("！？；、。，!?;,", "！？；、。，！？；，", strict=True))

_ANNOTATION = re.compile(rf"\(({READING}) ?\)")
_LOST_LEAD = re.compile(rf"\?({READING}) ?\)")
_TAG_WITHOUT_BRACKET = re.compile(r"/[A-Za-z][A-Za-z0-9]{0,9}>(?=\s|$|[^\x00-\x7f])")

#: A run longer than this has met no ASCII byte for so long that it is none.
_LONGEST = 400
#: Bits against a reading whose annotated character is not known to be listed, is not even Traditional,
#: or has the reading only as a further one.
_UNLISTED, _SIMPLIFIED, _FURTHER_READING = 3.0, 6.0, 6.0

Cell = tuple["int | None", "int | None"]


@dataclass(frozen=True, slots=True)
class Parse:
    """One way to read a run: its cells, the ASCII behind them, where it ends, bits against it."""

    cells: tuple[Cell, ...]
    literal: str
    end: int
    bits: float = 0.0


def parse_after_annotation(text: str, end: int, first_byte: int, reading: str) -> Iterator[Parse]:
    """Yield the ways to read the run behind ``?reading)``, which ends at ``end``.

    ``first_byte`` is the trail byte of the character before ``?``: with the lost byte it made a
    character that the annotator lists under ``reading``.
    """
    for lost, first in trail_bytes_read_as(first_byte, reading).items():
        if lost >= FIRST_LEAD:
            yield from _parse(text, end, [], lost, _doubt(character_at(first_byte, lost), first=first))


def parse_after_mark(text: str, end: int, mark: str) -> Iterator[Parse]:
    """Yield the ways to read the run behind ``?`` and a mark whose bytes were found across two characters."""
    pair = code_pair(SPLITTERS[mark])
    if pair:
        yield from _parse(text, end, [(None, pair[0])], pair[1], 0.0)


def _doubt(character: str | None, *, first: bool) -> float:
    """Return the bits against this character being one that the annotator lists under this reading."""
    doubt = 0.0 if first else _FURTHER_READING
    if character is None or in_gb2312(character):
        return doubt + _SIMPLIFIED
    return doubt if listed_depth(character) is not None else doubt + _UNLISTED


def _parse(text: str, at: int, cells: list[Cell], lead: int, bits: float) -> Iterator[Parse]:
    """Re-pair from ``at`` on, where ``lead`` waits for its trail byte; yield every place the run may end."""
    stop = min(len(text), at + _LONGEST)
    while at < stop:
        character = text[at]
        if character == "?":
            yield from _ends_at_lost_byte(text, at, cells, lead, bits)
        elif character >= "@" and character.isascii():
            yield from _ends_at_raw_trail_byte(text, at, cells, lead, bits)
        pair = _shown_pair(character)
        if pair is None:
            return
        trail, following = pair
        cells = [*cells, (lead, trail)]
        at += 1
        if following < FIRST_LEAD:
            if FIRST_TRAIL <= following < 0x7F:  # noqa: PLR2004 - an ASCII byte that the lead byte swallowed
                yield Parse(tuple(cells), chr(following), at, bits)
            return
        lead = following
        annotation = _ANNOTATION.match(text, at)
        if annotation:
            if not is_first_reading(character, annotation[1]):
                return
            at = annotation.end()


def _shown_pair(character: str) -> tuple[int, int] | None:
    """Return the bytes of a character in a shifted run, before later folding to half width."""
    if "!" <= character <= "~":
        return 0xA3, ord(character) | 0x80
    if character == " ":
        return 0xA1, 0xA1
    return code_pair(character)


def _ends_at_lost_byte(text: str, at: int, cells: list[Cell], lead: int, bits: float) -> Iterator[Parse]:
    """Yield the ways in which a ``?`` can be the last true character of the run."""
    annotation = _LOST_LEAD.match(text, at)
    if annotation:
        for trail, first in trail_bytes_read_as(lead, annotation[1]).items():
            if trail > 0x7F:  # noqa: PLR2004 - a smaller one would show as ASCII
                doubt = _doubt(character_at(lead, trail), first=first)
                yield Parse((*cells, (lead, trail)), "", annotation.end(), bits + doubt)
        return
    tag = _TAG_WITHOUT_BRACKET.match(text, at + 1)
    if tag:
        yield Parse((*cells, (lead, None)), "", tag.end(), bits)
    elif at + 1 == len(text) or text[at + 1] == "\n" or text[at + 1] in SPLITTERS:
        yield Parse((*cells, (lead, None)), "", at + 1, bits)


def _ends_at_raw_trail_byte(text: str, at: int, cells: list[Cell], lead: int, bits: float) -> Iterator[Parse]:
    """Yield the reading in which an ASCII letter is the trail byte of the last true character."""
    last = character_at(lead, ord(text[at]))
    if last:
        annotation = _ANNOTATION.match(text, at + 1)
        if annotation is None:
            yield Parse((*cells, (lead, ord(text[at]))), "", at + 1, bits)
        elif is_first_reading(last, annotation[1]):
            yield Parse((*cells, (lead, ord(text[at]))), "", annotation.end(), bits)
