"""Which parts of a text are to be converted: a decision for each sentence, from its characters.

A sentence ends at 。！？!?;； or a line end.  *Theirs* are the characters that only the script to convert from has,
*ours* those that only the target has.  A sentence with theirs alone is converted, one with ours alone is not; one with
neither follows the document; one with both is converted in part.  Converted text holds nothing of theirs, so that
the same decisions, taken again, find nothing to do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SENTENCE", "Direction", "Stretch", "changing", "counted", "stretches"]

SENTENCE = re.compile(r"[^。！？!?;；\n]+")


class Direction(NamedTuple):
    """A way between the scripts: its dictionary and the characters to judge by."""

    dictionary: kernel.Dictionary
    theirs: frozenset[str]
    ours: frozenset[str]
    #: Characters that speak for the script to convert from, though the target may have them.
    leaning: frozenset[str]
    #: Characters of which the regions of the target have their own use, so that they speak for nothing.
    regional: frozenset[str]
    #: What changes in a sentence: (start, end, value) in ascending order.
    changing: Callable[[str], list[tuple[int, int, str]]]
    #: Words of the script to convert from that the target has other words for, where they are asked for.
    words: kernel.Dictionary | None = None


class Stretch(NamedTuple):
    """A sentence to convert: where it is, and which matches (start, end, value) to write.

    ``mixed`` tells that some of its words are the target's already.  Offsets of matches are within the sentence.
    """

    start: int
    sentence: str
    matches: list[tuple[int, int, str]]
    mixed: bool


def counted(text: str, direction: Direction) -> tuple[int, int]:
    """Return how many characters of ``text`` are theirs, and how many ours."""
    theirs, ours = direction.theirs, direction.ours
    return (
        0 if theirs.isdisjoint(text) else sum(map(theirs.__contains__, text)),
        0 if ours.isdisjoint(text) else sum(map(ours.__contains__, text)),
    )


def stretches(text: str, direction: Direction, evidence: tuple[int, int] | None = None) -> Iterator[Stretch]:
    """Yield the sentences of ``text`` to convert, in ascending order, with what changes in them.

    evidence: what ``counted`` found in the document that ``text`` is a part of; None where it is a whole one.
    """
    theirs, ours = direction.theirs, direction.ours
    speaks_for_theirs, speaks_for_ours = evidence or counted(text, direction)
    if not speaks_for_theirs:
        if not speaks_for_ours:
            yield from _unmarked(text, direction)
        return
    neutral_too = speaks_for_theirs > speaks_for_ours
    for found in SENTENCE.finditer(text):
        sentence = found[0]
        has_theirs, has_ours = not theirs.isdisjoint(sentence), not ours.isdisjoint(sentence)
        if not has_theirs and (has_ours or not neutral_too):
            continue
        matches = direction.changing(sentence)
        if has_theirs and has_ours:
            matches = list(_within(matches, list(_near_theirs(sentence, direction))))
        yield Stretch(found.start(), sentence, matches, mixed=has_ours)


def changing(sentence: str, dictionary: kernel.Dictionary) -> list[tuple[int, int, str]]:
    """Return the matches of a dictionary that change something."""
    return [match for match in kernel.matches(sentence, dictionary) if sentence[match[0] : match[1]] != match[2]]


def _near_theirs(sentence: str, direction: Direction) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the words to convert of a mixed sentence, in ascending order.

    A word that speaks for neither script, with ours nearer than theirs, is the target's: so 干 stays in 干擾
    and changes in 干部们, though both stand in one sentence.
    """
    theirs = [at for at, character in enumerate(sentence) if character in direction.theirs]
    ours = [at for at, character in enumerate(sentence) if character in direction.ours]
    for start, end, _ in kernel.matches(sentence, direction.dictionary):
        distance = _distance(theirs, start, end)
        leans = not direction.leaning.isdisjoint(sentence[start:end])
        if leans or not distance or distance < _distance(ours, start, end):
            yield start, end


def _within(matches: list[tuple[int, int, str]], spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the matches inside one of the ascending spans."""
    pending = iter(spans)
    start, end = next(pending, (0, 0))
    for match in matches:
        while end <= match[0] and end:
            start, end = next(pending, (0, 0))
        if start <= match[0] and match[1] <= end:
            yield match


def _distance(places: list[int], start: int, end: int) -> int:
    """Return how far the nearest of the ascending ``places`` is from [start:end]; 0 when inside."""
    after = bisect_left(places, start)
    if after < len(places) and places[after] < end:
        return 0
    right = places[after] - end + 1 if after < len(places) else None
    left = start - places[after - 1] if after else None
    return min(distance for distance in (left, right) if distance is not None)


def _unmarked(text: str, direction: Direction) -> Iterator[Stretch]:
    """Yield the sentences of a text without theirs and ours whose words speak for conversion.

    They do when a word changes, or a character that leans to the script to convert from.
    """
    for found in SENTENCE.finditer(text):
        sentence = found[0]
        matches = changing(sentence, direction.dictionary)
        if any(_speaks(sentence[start:end], value, direction) for start, end, value in matches) or (
            direction.words is not None and changing(sentence, direction.words)
        ):
            yield Stretch(found.start(), sentence, direction.changing(sentence), mixed=False)


def _speaks(key: str, value: str, direction: Direction) -> bool:
    if len(key) == 1:
        return key in direction.leaning
    changed = {before for before, after in zip(key, value, strict=False) if before != after}
    return not changed <= direction.regional
