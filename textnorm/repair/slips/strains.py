"""Where a text reads so badly that a byte may have been lost there: what is looked at for those who ask for guesses.

No sign shows such a place, so the model has to read all of the text.  Of 469 damaged lines that a lower limit
restores, 95 % have such a character beside the place; in clean text one in 400 characters is one, in text like that
of the model one in 5,000.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.slips.scan import Start, is_riddled
from textnorm.repair.slips.surroundings import is_japanese

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["with_strained"]

#: Mean bits of a character and those beside it, one before and two behind, that read badly.
_STRAINED = 12.0
#: How far before and behind such a character a byte may have been lost.
_BEFORE, _BEHIND = 4, 4
#: Places so near to each other are searched together: one run may have several.
_TOGETHER = 12
#: Marks explain what reads badly around them better than a byte lost elsewhere.
_MARKED = frozenset((Start.Kind.READING, Start.Kind.MARK))


def with_strained(text: str, found: Sequence[Start]) -> list[Start]:
    """Return the places where a byte may have been lost: those ``found`` by signs, and those that read badly.

    They are in ascending order, and places beside each other are one.

    >>> [(start.first, start.behind) for start in with_strained("大家在湖边散步，其彩园含了很多内容。", ())]
    [(6, 14)]
    """
    marks = {start.at for start in found if start.kind in _MARKED}
    unmarked = [start for start in found if start.kind not in _MARKED]
    unmarked += (one for one in _strained(text) if marks.isdisjoint(range(one.first, one.behind + 2)))
    joined: list[Start] = []
    for start in sorted(unmarked, key=lambda start: start.first):
        last = joined[-1] if joined else None
        if last and start.first - last.behind <= _TOGETHER and "\n" not in text[last.behind : start.at + 1]:
            shown = last if last.kind is Start.Kind.REPLACED else start
            signed = shown.kind is Start.Kind.REPLACED or (last.signed and start.signed)
            joined[-1] = replace(shown, first=last.first, behind=max(last.behind, start.behind), signed=signed)
        else:
            joined.append(start)
    return sorted((*(start for start in found if start.kind in _MARKED), *joined), key=lambda start: start.at)


def _strained(text: str) -> Iterator[Start]:
    for at in kernel.strains(load().grams, text, _STRAINED):
        if not is_riddled(text, at) and not is_japanese(text, at):
            first = text.rfind("\n", max(0, at - _BEFORE), at) + 1 or max(0, at - _BEFORE)
            end = text.find("\n", at, at + _BEHIND)
            yield Start(at, Start.Kind.BYTE, first, min(at + _BEHIND, end if end >= 0 else len(text)), signed=False)
