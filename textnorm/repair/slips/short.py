"""Short runs of shifted pairs: where would one have to begin and to end?

Many characters of Traditional text have a trail byte below 0x80.  The first of them behind a lost byte ends the
run, and its trail byte is left: a letter or a sign alone between ideographs.  And a decoder that gives up a byte
which makes no pair is back in step without a trace.  Few characters are shifted then, so every place where such a run
may begin, or end, is tried.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.gbk import FIRST_LEAD, HIGH_TRAILS, character_at, code_pair, unpaired

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LIMITS", "gain_of_run_across", "gain_of_run_ended_at"]

#: Characters that such a run has at most, and characters behind its end that are read with it.
_LONGEST, _BEHIND = 8, 3
#: Bits of the character that lost its byte, of which one byte is known, and against the loss.
_UNKNOWN, _LOST = 10.0, 6.0
#: Characters before and behind a telltale one that a run back in step without a trace has at most; characters behind
#: it that are read with it; bits of its first character, against the loss and the second one; last characters tried.
_BEFORE, _LONG, _AFTER, _SILENT, _LAST = 3, 5, 2, 23.0, 4
#: What is known of a character behind an unknown one.
_NOTHING = "\ufffd"
#: The same limits by the names that the kernel knows them by.
LIMITS = {
    "longest": _LONGEST,
    "behind": _BEHIND,
    "unknown": _UNKNOWN,
    "lost": _LOST,
    "before": _BEFORE,
    "most": _LONG,
    "after": _AFTER,
    "silent": _SILENT,
    "last": _LAST,
}


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


def gain_of_run_across(text: str, at: int) -> float:
    """Return the bits that a run saves which holds the character at ``at`` and ends without a trace: the most of all.

    Two bytes are lost of such a run: one where it begins, and the one that its decoder gave up.

    >>> gain_of_run_across("奶奶在厨坷锔我们包饺子", 5) > 0 > gain_of_run_across("奶奶在砧板上切萝卜", 3)
    True
    """
    first = max(0, at - _BEFORE)
    first = text.rfind("\n", first, at) + 1 or first
    window = text[first : at + _LONG + _AFTER].split("\n", 1)[0]
    shown = load().bits_each(window, text[max(0, first - 3) : first])
    starts = range(min(at - first + 1, len(window)))
    return max((_gain_from(window, shown, start, at - first) for start in starts), default=-_SILENT)


def _gain_from(window: str, shown: Sequence[float], start: int, at: int) -> float:
    """Return the most that a run saves which begins at ``start`` of a window and ends behind ``at``."""
    pairs, straight = _straight_from(window, start)
    bits = load().bits_each(straight, _NOTHING)
    best, spent = -_SILENT, 0.0
    for end, (_, last) in enumerate(pairs, start + 1):
        behind = window[end : end + _AFTER]
        worth = sum(shown[start : end + len(behind)]) - _SILENT
        if end > at and last >= FIRST_LEAD and worth - spent > max(best, 0.0):
            following = code_pair(behind[0]) if behind and behind[0] > "\x7f" else None
            known = straight[: end - start - 1]
            lasts = _last_characters(last, following[0] if following else 0)
            read = [load().bits(known + one + (behind or "\n"), _NOTHING) for one in lasts]
            best = max(best, worth - min(read, default=worth))
        spent += bits[end - start - 1] if end - start <= len(bits) else 0.0
    return best


def _straight_from(window: str, start: int) -> tuple[list[tuple[int, int]], str]:
    """Return the pairs from ``start`` of a window on, as many as a run has at most, and the characters across them."""
    pairs: list[tuple[int, int]] = []
    straight = ""
    for one in window[start : start + _LONG]:
        pair = code_pair(one) if one > "\x7f" else None
        across = character_at(pairs[-1][1], pair[0]) if pairs and pair else None
        if pair is None or (pairs and across is None):
            break
        straight += across or ""
        pairs.append(pair)
    return pairs, straight


@cache
def _last_characters(lead: int, following: int) -> str:
    """Return the commonest characters whose trail byte makes no pair with the byte behind it, 0 for one of ASCII."""
    trails = unpaired(following) if following else HIGH_TRAILS
    found = [one for trail in trails if (one := character_at(lead, trail))]
    return "".join(sorted(found, key=load().unigram_bits)[:_LAST])
