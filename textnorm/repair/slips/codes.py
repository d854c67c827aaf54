"""What the kernel must know to grow the lattices of byte slips: GBK, what bytes can be, the bits of ``slips.costs``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.double_byte import code_tables
from textnorm.repair.gbk import HIGH_TRAILS, LEADS, TRAILS, character_at, dropped_pairs
from textnorm.repair.readings import is_first_reading, trail_bytes_read_as
from textnorm.repair.slips import costs
from textnorm.repair.slips.beginnings import beginning_again
from textnorm.repair.slips.choices import CLOSING, FINAL, MOST, RAREST, doubt
from textnorm.repair.slips.pairs import (
    ANNOTATION,
    LOST_LEAD,
    SELDOM,
    SPLITTERS,
    TAG_WITHOUT_BRACKET,
    shown_pairs,
)
from textnorm.repair.slips.swallowed import swallowed

if TYPE_CHECKING:
    from collections.abc import Collection

    from textnorm.model.forms import DocumentForms

__all__ = ["compiled_reader"]

_ASCII_TRAIL_END = 0x7F


def compiled_reader(
    forms: DocumentForms, *, annotates: bool, listed: Collection[str], most_dropped: int, **losses: float
) -> kernel.SlipReader:
    """Return what grows the lattices of a document in the kernel; ``losses`` are those of a ``Channel``."""
    return kernel.SlipReader(
        _codes(), forms, _Readings, annotates=annotates, listed=listed, most_dropped=most_dropped, **losses
    )


class _Readings:
    """Answers what the kernel asks where readings in brackets, or tags, stand in a run."""

    @staticmethod
    def end(text: str, at: int) -> int:
        """Return the offset behind the reading in brackets at ``at``, or -1."""
        found = ANNOTATION.match(text, at)
        return found.end() if found else -1

    @staticmethod
    def is_first(character: str, text: str, at: int) -> bool:
        """Tell whether the reading in brackets at ``at`` is the first one of a character."""
        found = ANNOTATION.match(text, at)
        return found is not None and is_first_reading(character, found[1])

    @staticmethod
    def beginning(text: str, at: int) -> tuple[int, object, object] | None:
        """Return where a run begins that the question mark at ``at`` shows, what bytes may wait, and behind what."""
        found = beginning_again(text, at)
        return (found.begin, found.lost, found.opened) if found else None

    @staticmethod
    def lost(text: str, at: int, leads: bytes) -> tuple[int, list[tuple[str, float]]] | None:
        """Return the end of the reading at ``at`` that lost its bracket, and the characters it can belong to."""
        found = LOST_LEAD.match(text, at)
        if found is None:
            return None
        allowed = []
        for lead in leads:
            for trail, first in trail_bytes_read_as(lead, found[1]).items():
                last = character_at(lead, trail) if trail > _ASCII_TRAIL_END else None  # a smaller one shows as ASCII
                if last:
                    allowed.append((last, doubt(last, first=first)))
        return found.end(), allowed

    @staticmethod
    def swallowed(text: str, behind: int, unspaced: float) -> tuple[tuple[str, float], ...]:
        """Return the ASCII characters that may have stood before ``behind``, with the bits against each."""
        return swallowed(text, behind, unspaced)

    @staticmethod
    def tag_end(text: str, at: int) -> int:
        """Return the offset behind the tag without its bracket at ``at``, or -1."""
        found = TAG_WITHOUT_BRACKET.match(text, at)
        return found.end() if found else -1


@cache
def _codes() -> kernel.SlipCodes:
    """Return the tables of GBK and of the channel."""
    pairs, characters = code_tables("gbk")
    marks = "\ufffd?"
    swallows, returns = zip(*(costs.ASCII_BEHIND[mark] for mark in marks), strict=True)
    return kernel.SlipCodes(
        load().grams,
        pairs,
        characters,
        {
            "shown": {code: found for code in range(0x80) if (found := _shown(chr(code)))},
            "closing": CLOSING,
            "splitters": "".join(SPLITTERS),
            "final": "".join(FINAL),
            "seldom": SELDOM.findall("".join(map(chr, range(0x10000)))),
            "waiting": [LEADS, *(seconds for _, seconds in dropped_pairs())],
            "trailing": [*(firsts for firsts, _ in dropped_pairs()), TRAILS, HIGH_TRAILS],
            "rarest": RAREST,
            "most_choices": MOST,
            "user_defined": costs.USER_DEFINED,
            "longest": costs.LONGEST,
            "bits": {
                "no_trace": costs.NO_TRACE,
                "trace": costs.TRACE,
                "lost": costs.LOST_BITS,
                "letter": costs.LETTER,
                "gained": costs.GAINED,
                "repeated": costs.REPEATED,
                "again": costs.AGAIN,
                "returned": costs.RETURNED,
                "misplaced": costs.MISPLACED,
                "swallows_replaced": swallows[0],
                "swallows_marked": swallows[1],
                "returns_replaced": returns[0],
                "returns_marked": returns[1],
                "resync_replaced": costs.RESYNC["\ufffd"],
                "resync_marked": costs.RESYNC["?"],
                "stumble": costs.STUMBLE,
                "anywhere": costs.ANYWHERE,
                "common_bits": costs.COMMON_BITS,
                "common": costs.COMMON,
            },
        },
    )


def _shown(shown: str) -> tuple[int, float] | None:
    """Return the bytes of an ASCII character shown in a run, as one number, and the bits against them."""
    found = shown_pairs(shown)
    return (found[0][0] << 8 | found[0][1], found[0][2]) if found else None
