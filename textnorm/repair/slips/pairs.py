"""What the characters shown in a run say of the bytes: shifted pairs, and the characters across them.

While pairs are shifted no raw ASCII byte below 0x40 can appear, because the waiting lead byte would have
swallowed it: such a character is a full-width form that was folded to ASCII later.
"""

from __future__ import annotations

import re

from textnorm.repair.gbk import character_at, code_pair
from textnorm.repair.readings import READING

__all__ = [
    "ANNOTATION",
    "LOST_LEAD",
    "SELDOM",
    "SPLITTERS",
    "TAG_WITHOUT_BRACKET",
    "UNREADABLE",
    "first_byte",
    "shown_pairs",
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
#: Letters and digits of full width and the space of an ideograph, which the model takes for their common forms.
SELDOM = re.compile("[\u3000０-９Ａ-Ｚａ-ｚ]")


def straight_reading(text: str, start: int, stop: int, lead: int = 0) -> tuple[list[str], list[int]]:
    r"""Return the characters across the offsets of a run in which no pair is missing, and these offsets.

    ``lead`` waits at ``start`` where it is known.  A line feed stands where the bytes make no character.

    >>> straight_reading("吨勒庵址", 0, 4)
    (['\n', '掷', '这', '种'], [0, 1, 2, 3])
    """
    straight: list[str] = []
    offsets: list[int] = []
    last = lead
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
    """Return the bytes of a character shown in a run, before later folding to half width, with the bits.

    >>> shown_pairs("吨"), shown_pairs("!")
    ([(182, 214, 0.0)], [(163, 161, 2.0)])
    """
    if "!" <= shown <= "~":
        return [(0xA3, ord(shown) | 0x80, _FOLDED if shown < "?" else _FOLDED + 1)]
    if shown == " ":
        return [(0xA1, 0xA1, _FOLDED)]
    pair = code_pair(shown)
    return [(*pair, 0.0)] if pair else []


def first_byte(text: str, at: int) -> int:
    """Return the first byte of the character above ASCII at an offset, 0 where there is none.

    >>> hex(first_byte("吨", 0)), first_byte("a", 0)
    ('0xb6', 0)
    """
    pair = code_pair(text[at]) if text[at : at + 1] > "\x7f" else None
    return pair[0] if pair else 0
