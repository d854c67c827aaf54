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
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "SENTENCE",
    "Direction",
    "Source",
    "Stretch",
    "changing",
    "counted",
    "judged_sentence",
    "stretches",
    "written",
]

SENTENCE = re.compile(r"[^。！？!?;；\n]+")


class Direction(NamedTuple):
    """A way between the scripts: the characters to judge by, and what changes."""

    theirs: frozenset[str]
    ours: frozenset[str]
    #: Characters that speak for the script to convert from, though the target may have them.
    leaning: frozenset[str]
    # These ask for a sentence as it is read, and without what may not change.
    #: What changes in a sentence: (start, end, value) in ascending order.
    changing: Callable[[str, str], list[tuple[int, int, str]]]
    #: The words of a sentence that change together, (start, end) in ascending order.
    pieces: Callable[[str, str], Iterable[tuple[int, int]]]
    #: Whether a sentence without theirs and ours is to be converted.
    speaking: Callable[[str, str], bool]
    #: Whether a word with ours and without theirs is the target's, whatever else is in it.
    firm: bool


class Stretch(NamedTuple):
    """A sentence to convert: where it is, and which matches (start, end, value) to write.

    ``mixed`` tells that some of its words are the target's already.  Offsets of matches are within the sentence.
    """

    start: int
    sentence: str
    matches: list[tuple[int, int, str]]
    mixed: bool


class Source(NamedTuple):
    """A text to convert in three forms of one length, in which what does not count for a purpose is blotted out."""

    #: What is read as context.
    read: str
    #: What tells the script.
    judged: str
    #: What may change.
    free: str


def counted(judged: str, direction: Direction) -> tuple[int, int]:
    """Return how many characters of a text are theirs, and how many ours.

    >>> from textnorm.script.definition import direction
    >>> counted("这個字们", direction("zh-Hant", words=False))
    (2, 1)
    """
    return sum(map(direction.theirs.__contains__, judged)), sum(map(direction.ours.__contains__, judged))


def stretches(source: Source, direction: Direction, evidence: tuple[int, int] | None = None) -> Iterator[Stretch]:
    """Yield the sentences of a text to convert, in ascending order, with what changes in them.

    evidence: what ``counted`` found in the document that the text is a part of; None where it is a whole one.

    >>> from textnorm.script.definition import direction
    >>> text = "他们来了。他們走了。"
    >>> [(one.start, one.matches) for one in stretches(Source(text, text, text), direction("zh-Hant", words=False))]
    [(0, [(1, 2, '們'), (2, 3, '來')])]
    """
    counts = evidence or counted(source.judged, direction)
    for found in SENTENCE.finditer(source.free):
        start, end = found.span()
        converts, mixed = judged_sentence(source, start, end, direction, counts)
        if converts:
            matches = written(source, start, end, direction, mixed=mixed)
            yield Stretch(start, source.read[start:end], matches, mixed=mixed)


def judged_sentence(
    source: Source, start: int, end: int, direction: Direction, counts: tuple[int, int]
) -> tuple[bool, bool]:
    """Tell whether a sentence is to be converted, and whether some of its words may be the target's already.

    counts: what ``counted`` found in the document.

    >>> from textnorm.script.definition import direction
    >>> text, way = "他们来了。他們走了。", direction("zh-Hant", words=False)
    >>> source = Source(text, text, text)
    >>> judged_sentence(source, 0, 4, way, (2, 2)), judged_sentence(source, 5, 9, way, (2, 2))
    ((True, False), (False, False))
    """
    sentence, judged, own = (form[start:end] for form in source)
    has_theirs, has_ours = not direction.theirs.isdisjoint(judged), not direction.ours.isdisjoint(judged)
    if has_theirs or has_ours:
        return has_theirs, has_theirs and has_ours
    return direction.speaking(sentence, own) if not any(counts) else counts[0] > counts[1], False


def written(source: Source, start: int, end: int, direction: Direction, *, mixed: bool) -> list[tuple[int, int, str]]:
    """Return what changes in a sentence to convert; offsets are within it.

    >>> from textnorm.script.definition import direction
    >>> written(Source("他们来了", "他们来了", "他们来了"), 0, 4, direction("zh-Hant", words=False), mixed=False)
    [(1, 2, '們'), (2, 3, '來')]
    """
    sentence, judged, own = (form[start:end] for form in source)
    matches = [match for match in direction.changing(sentence, own) if "\0" not in own[match[0] : match[1]]]
    return list(_within(matches, list(_near_theirs(sentence, judged, own, direction)))) if mixed else matches


def changing(sentence: str, dictionary: kernel.Dictionary) -> list[tuple[int, int, str]]:
    """Return the matches of a dictionary that change something.

    >>> changing("吃面条", kernel.Dictionary({"吃": "吃", "面条": "麵條"}))
    [(1, 3, '麵條')]
    """
    return [match for match in kernel.matches(sentence, dictionary) if sentence[match[0] : match[1]] != match[2]]


def _near_theirs(sentence: str, judged: str, own: str, direction: Direction) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the words to convert of a mixed sentence, in ascending order.

    A word that speaks for neither script, with ours nearer than theirs, is the target's: so 干 stays in 干擾
    and changes in 干部们, though both stand in one sentence.
    """
    theirs = [at for at, character in enumerate(judged) if character in direction.theirs]
    ours = [at for at, character in enumerate(judged) if character in direction.ours]
    for start, end in direction.pieces(sentence, own):
        to_theirs, to_ours = _distance(theirs, start, end), _distance(ours, start, end)
        leans = not direction.leaning.isdisjoint(judged[start:end]) and (to_ours or not direction.firm)
        if leans or not to_theirs or to_theirs < to_ours:
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
