"""What the characters shown in a run say of the bytes: shifted pairs, and the characters across them.

While pairs are shifted no raw ASCII byte below 0x40 can appear, because the waiting lead byte would have
swallowed it: such a character is a full-width form that was folded to ASCII later.
"""

from __future__ import annotations

import math
import re

from textnorm.model.ngrams import load
from textnorm.repair.gbk import character_at, code_pair
from textnorm.repair.readings import READING

__all__ = [
    "ANNOTATION",
    "LOST_LEAD",
    "SPLITTERS",
    "TAG_WITHOUT_BRACKET",
    "UNREADABLE",
    "gap_bits",
    "shown_pairs",
    "straight_costs",
    "straight_reading",
]

#: Marks at whose bytes the annotating program splits the text, by themselves and as later folded to half width.
SPLITTERS = dict(zip("！？；、。，!?;,", "！？；、。，！？；，", strict=True))
#: What a decoder writes for a pair that it cannot read.
UNREADABLE = "?\ufffd"
#: A tag whose opening bracket a lead byte swallowed.
TAG_WITHOUT_BRACKET = re.compile(r"/[A-Za-z][A-Za-z0-9]{0,9}>(?=\s|$|[^\x00-\x7f])")
#: A reading whose opening bracket a lead byte swallowed.
LOST_LEAD = re.compile(rf"[?\ufffd]({READING}) ?\)")
#: A reading in brackets.
ANNOTATION = re.compile(rf"\(({READING}) ?\)")
#: Bits against a mark that was folded to half width where nothing else says so.
_FOLDED = 2.0
#: Bits of a character and the next one from which on a pair may be missing before it.
_STUMBLE = 20.0
#: Bits against it for each bit by which the character across the place is commoner than so many bits.
_COMMON_BITS, _COMMON = 2.0, 13.0


def gap_bits(cost: float, character: str) -> float:
    """Return the bits against a missing pair where ``character`` lies across the place, infinite where it reads well.

    ``cost`` is what ``straight_costs`` gives for it.  Bytes that meet by chance seldom make a common
    character, so the commoner it is, the likelier it is the true one.
    """
    if cost < _STUMBLE:
        return math.inf
    return max(0.0, _COMMON_BITS * (_COMMON - load().unigram_bits(character))) if character else 0.0


def straight_costs(text: str, start: int, stop: int) -> list[tuple[float, str]]:
    """Return, for each offset from ``start`` to ``stop``, the character whose bytes meet there, and its bits.

    Its lead byte ends the character shown before the offset, its trail byte begins the one behind.
    The bits are those of this character and the next one after it, infinite where there is none.
    """
    straight, offsets = straight_reading(text, start, stop)
    costs = [(math.inf, "")] * (stop - start + 1)
    bits = load().bits_each("".join(straight))
    for character, offset, one, following in zip(straight, offsets, bits, [*bits[1:], 0.0], strict=True):
        if character != "\n":
            costs[offset - start] = (one + following, character)
    return costs


def straight_reading(text: str, start: int, stop: int) -> tuple[list[str], list[int]]:
    """Return the characters across the offsets of a run in which no pair is missing, and these offsets.

    A line feed stands where the bytes make none.
    """
    straight: list[str] = []
    offsets: list[int] = []
    last = 0
    at = start
    while at < stop:
        annotation = ANNOTATION.match(text, at)
        if annotation:
            at = annotation.end()
            continue
        pairs = shown_pairs(text[at])
        found = character_at(last, pairs[0][0]) if pairs else None
        straight.append(found or "\n")
        offsets.append(at)
        last = pairs[0][1] if pairs else 0
        at += 1
    return straight, offsets


def shown_pairs(shown: str) -> list[tuple[int, int, float]]:
    """Return the bytes of a character shown in a run, before later folding to half width, with the bits."""
    if "!" <= shown <= "~":
        return [(0xA3, ord(shown) | 0x80, _FOLDED if shown < "?" else _FOLDED + 1)]
    if shown == " ":
        return [(0xA1, 0xA1, _FOLDED)]
    pair = code_pair(shown)
    return [(*pair, 0.0)] if pair else []
