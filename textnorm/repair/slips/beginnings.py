"""How the run of shifted pairs begins at a place where ``slips.scan`` found one."""

from __future__ import annotations

from typing import NamedTuple

from textnorm.repair.gbk import FIRST_LEAD, LEADS, character_at, code_pair
from textnorm.repair.readings import trail_bytes_read_as
from textnorm.repair.slips.choices import doubt, led_by
from textnorm.repair.slips.pairs import SPLITTERS, first_byte
from textnorm.repair.slips.scan import Start, marked_at

__all__ = ["Beginning", "beginning_again", "beginning_at"]

#: What most often stands where the text was split at the bytes of a mark, and the bits against it beside another mark
#: that divides sentences: the model has hardly seen two, and takes it for chance.
_FULL_STOP, _BESIDE_MARK, _MARKS = "。", 10.0, frozenset("。，、；：！？")


class Beginning(NamedTuple):
    """How a run begins: either a lead byte waits at ``begin``, or a byte was lost or gained somewhere in ``slips``.

    One of the bytes in ``lost`` waits, (byte, bits against it) each; or the byte behind the character that was
    ``opened`` waits: (byte, characters, bits against them) each.  ``slips`` are the first and the last offset.
    Offsets are -1 where there are none.
    """

    begin: int = -1
    lost: tuple[tuple[int, float], ...] = ()
    opened: tuple[tuple[int, str, float], ...] = ()
    slips: tuple[int, int] | None = None


def beginning_at(start: Start, first: int, text: str = "") -> Beginning | None:
    """Return how the run at ``start`` begins, no further back than ``first``; None where no lead byte can be lost.

    >>> from textnorm.repair.slips.scan import starts
    >>> start = next(starts("學者認為或?qū)⑹沟肁I更便宜。"))  # 將(jiāng) lost its bracket
    >>> found = beginning_at(start, start.first)
    >>> found.begin, [hex(lead) for lead, _ in found.lost]
    (9, ['0xd0', '0x8c'])
    """
    if start.kind is Start.Kind.READING:
        lost = _lost_leads(start.before, start.reading)
        return Beginning(start.behind, lost) if lost else None
    if start.kind is Start.Kind.MARK:
        pair = code_pair(SPLITTERS[start.mark])
        if pair is None:
            return None
        following = character_at(pair[1], first_byte(text, start.behind))
        between_marks = following in _MARKS or text[max(0, start.at - 1) : start.at] in _MARKS
        return Beginning(start.behind, opened=_opened(*pair, _BESIDE_MARK if between_marks else 0.0))
    return Beginning(slips=(first, start.behind))


def beginning_again(text: str, at: int) -> Beginning | None:
    """Return how the run begins that the question mark at ``at`` of an annotated text shows; None for no run.

    >>> beginning_again("學者認為或?qū)⑹沟肁I更便宜。", 5).begin, beginning_again("真的?", 2)
    (9, None)
    """
    start = marked_at(text, at)
    return beginning_at(start, at, text) if start else None


def _lost_leads(before: str, reading: str) -> tuple[tuple[int, float], ...]:
    """Return the lead bytes that a bracket swallowed behind the character ``before``, with the bits against each."""
    pair = code_pair(before)
    if pair is None:
        return ()
    found = trail_bytes_read_as(pair[1], reading).items()
    return tuple((lost, doubt(character_at(pair[1], lost), first=first)) for lost, first in found if lost >= FIRST_LEAD)


def _opened(first: int, second: int, against: float) -> tuple[tuple[int, str, float], ...]:
    """Return the characters whose trail byte was the first byte of a mark; its second byte waits behind them."""
    allowed = led_by(LEADS, first)
    likely = _FULL_STOP if _FULL_STOP in allowed else ""
    return (second, allowed.replace(_FULL_STOP, ""), 0.0), (second, likely, against)
