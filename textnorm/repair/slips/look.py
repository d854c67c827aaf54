"""A first look at a whole text for bytes that were lost without a mark: no more of this step is needed by clean text.

Of what ``slips.telltale`` finds in clean text hardly anything reads better shifted.  The kernel finds and
judges all of it in one call; what it must do is defined here and in ``slips.shifted`` and ``slips.short``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.double_byte import code_tables
from textnorm.repair.slips import scan, shifted, short, telltale

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["defined_places", "is_plainly_shifted", "is_short_run", "places", "plain_runs", "reads_better_shifted"]

_POINTS = 0x10000


def places(text: str) -> list[int]:
    """Return the places of ``telltale.places`` that may be looked at: one of those that share a stretch shows a run.

    >>> places("大家吨勒庵址椒梢越饩鑫侍狻?")[:2], places("鲥鲦鲧鲩鲫鲭")
    ([2, 4], [])
    """
    return defined_places(text) if kernel.ENGINE == "reference" else _look().places(text)


def defined_places(text: str) -> list[int]:
    """Do as ``places``, in plain Python.

    >>> defined_places("大家吨勒庵址椒梢越饩鑫侍狻?")[:2], defined_places("鲥鲦鲧鲩鲫鲭")
    ([2, 4], [])
    """
    found: list[int] = []
    for group in _groups(text):
        if any(
            scan.REPLACED.match(text, at) or shifted.reads_better_shifted(text, at) or shifted.is_short_run(text, at)
            for at in group
        ):
            found += group
    return found


def _groups(text: str) -> Iterator[list[int]]:
    """Yield together the places that ``scan.starts`` chooses among: in a stretch without ASCII, or very near."""
    group: list[int] = []
    for at in telltale.places(text):
        if group and at - group[-1] > scan.BEHIND and not scan.is_stretch(text, group[-1], at):
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def reads_better_shifted(text: str, at: int) -> bool:
    """Tell whether the next few characters make less sense as they are than shifted by one byte.

    >>> reads_better_shifted("大家吨勒庵址椒梢越饩鑫侍狻?", 2), reads_better_shifted("鲥鲦鲧鲩鲫鲭", 1)
    (True, False)
    """
    if kernel.ENGINE == "reference":
        return shifted.reads_better_shifted(text, at)
    return _look().is_better_shifted(text, at)


def plain_runs(text: str) -> list[tuple[int, int]]:
    """Return the stretches, in ascending order, in which pairs are so clearly shifted that nothing else explains them.

    >>> plain_runs("这里大家吨勒庵址椒梢越饩鑫侍狻?"), plain_runs("名称：绯荤粺寮傚父，绯荤粺寮傚父")
    ([(0, 15)], [])
    """
    found: list[tuple[int, int]] = []
    end = 0
    for at in places(text):
        if at >= end and is_plainly_shifted(text, at):
            end = scan.stretch_end(text, at)
            found.append((max(0, at - scan.BEFORE), end))
    return found


def is_plainly_shifted(text: str, at: int) -> bool:
    """Tell whether the characters across the pairs from ``at`` on read as plain Chinese.

    >>> is_plainly_shifted("大家吨勒庵址椒梢越饩鑫侍狻?", 2), is_plainly_shifted("绯荤粺寮傚父绯荤粺", 0)
    (True, False)
    """
    if kernel.ENGINE == "reference":
        return shifted.is_plainly_shifted(text, at)
    return _look().is_plainly_shifted(text, at)


def is_short_run(text: str, at: int) -> bool:
    """Tell whether a run that ends without a trace explains the odd characters around ``at``.

    >>> is_short_run("奶奶在厨坷锔我们包饺子", 4), is_short_run("奶奶在砧板上切萝卜", 3)
    (True, False)
    """
    return shifted.is_short_run(text, at) if kernel.ENGINE == "reference" else _look().is_short_run(text, at)


@cache
def _look() -> kernel.SlipLook:
    """Return the look of the kernel with the tables and limits of the definition."""
    limits = {**shifted.LIMITS, **short.LIMITS, "stumble": telltale.STUMBLE, "apart": scan.BEHIND}
    return kernel.SlipLook(load().grams, *code_tables("gbk"), _kinds(), limits)


def _kinds() -> bytes:
    """Return what each code point of the basic plane can be, in the bits of ``kernel.SlipLook``."""
    kinds = bytearray(_POINTS)
    rare, others = telltale.telltale_characters()
    members = (
        (kernel.SlipLook.TELLTALE | kernel.SlipLook.RARE, map(ord, rare)),
        (kernel.SlipLook.TELLTALE, map(ord, others)),
        (kernel.SlipLook.LOST_MARK, map(ord, "?\ufffd")),
        (kernel.SlipLook.ENDING, range(ord("@"), ord("~"))),
        (kernel.SlipLook.TRAILING, range(ord("@"), ord("~") + 1)),
        (kernel.SlipLook.IDEOGRAPH, range(0x3400, 0xA000)),
        (kernel.SlipLook.EAST_ASIAN, range(0x3001, 0xA000)),
    )
    for kind, points in members:
        for point in points:
            kinds[point] |= kind
    return bytes(kinds)
