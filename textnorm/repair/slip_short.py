"""Short runs of shifted pairs, that an ASCII character ends: where would one have to begin?

Many characters of Traditional text have a trail byte below 0x80.  The first of them behind a lost byte ends the
run, and its trail byte is left: a letter or a sign alone between ideographs.  Few characters are shifted then, and
none of them need be telltale, so every place where the run may begin is tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.gbk import character_at, code_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["gain_of_run_ended_at"]

#: Characters that such a run has at most, and characters behind its end that are read with it.
_LONGEST, _BEHIND = 8, 3
#: Bits of the character that lost its byte, of which one byte is known, and against the loss.
_UNKNOWN, _LOST = 10.0, 6.0


def gain_of_run_ended_at(text: str, end: int) -> float:
    """Return the bits that a run saves which the ASCII character at ``end`` ends: the most of all its beginnings.

    >>> gain_of_run_ended_at("他买来一台柴影l電機，很吵", 7) > 0 > gain_of_run_ended_at("请把字母x写在中间", 4)
    True
    """
    behind = text[end + 1 : end + 1 + _BEHIND].split("\n", 1)[0]
    straight = _straight(text, end)
    first = end - len(straight)
    shown = load().bits_each(text[first : end + 1] + behind, text[max(0, first - 3) : first])
    return max(
        (
            sum(shown[size:]) - _UNKNOWN - _LOST - load().bits("".join(straight[size:]) + behind, "\ufffd")
            for size in range(len(straight))
        ),
        default=0.0,
    )


def _straight(text: str, end: int) -> Sequence[str]:
    """Return the characters across the pairs before the ASCII character at ``end``, as many as there are."""
    found: list[str] = []
    at, trail = end - 1, ord(text[end])
    while at >= 0 and len(found) < _LONGEST:
        pair = code_pair(text[at]) if text[at] > "\x7f" else None
        character = character_at(pair[1], trail) if pair else None
        if pair is None or character is None:
            break
        found.append(character)
        at, trail = at - 1, pair[0]
    return found[::-1]
