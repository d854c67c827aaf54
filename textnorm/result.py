"""What the pipeline gives back, and how refusals of several rounds become one list."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from textnorm.rules import get_rule
from textnorm.trace import LOST, Refusal, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.decode import Decoded
    from textnorm.trace import Change

__all__ = ["Result", "Spans", "distinct", "is_in_source", "refusal_of", "without_repaired"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document, and everything that was done to it.

    text: the normalized text.
    edits: the trace from the input text to ``text``, offsets in code points.
    refused: damage that was found and left alone, with positions in the input text.
    counts: how often each rule changed something.
    decoded: for a document that came as bytes, how it was decoded.
    """

    text: str
    edits: Trace
    refused: tuple[Refusal, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    decoded: Decoded | None = None

    @property
    def changed(self) -> bool:
        """Whether the text differs from the input text."""
        return self.text != self.edits.source


class Spans:
    """Damage that was refused: no later step may change it, or a better repair would find no evidence."""

    def __init__(self) -> None:
        """Start without any."""
        self._spans: list[tuple[int, int]] = []

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the spans in ascending order."""
        return iter(self._spans)

    def add(self, spans: Iterable[tuple[int, int]]) -> None:
        """Add spans of the current text."""
        self._spans = sorted([*self._spans, *spans])

    def touch(self, start: int, end: int) -> bool:
        """Tell whether [start:end] overlaps one of the spans."""
        at = bisect_left(self._spans, (end, 0))
        return at > 0 and start < self._spans[at - 1][1]

    def carry(self, trace: Trace) -> None:
        """Move the spans to where they are in the target of a trace."""
        self._spans = [trace.span_to_target(start, end) for start, end in self._spans]


def is_in_source(change: Change, edits: Trace) -> bool:
    """Tell whether what was found and left alone stood in the text that came in.

    Of a mark of loss that a repair wrote, that repair tells; a rule that only reports, and one that finds nothing but
    such marks, would tell of it again.
    """
    found = edits.target[change.start : change.end]
    if found.strip(LOST) and not get_rule(change.rule).reports_only:
        return True
    start, end = edits.span_to_source(change.start, change.end)
    return edits.source[start:end] == found


def refusal_of(change: Change, edits: Trace) -> Refusal:
    """Return the refusal of a change, with its place in the text that came in."""
    start, end = edits.span_to_source(change.start, change.end)
    candidates = change.candidates if change.after is None or change.partial else (change.after,)
    if change.partial:  # what is written is no further guess
        candidates = tuple(text for text in candidates if text != change.after)
    reason = change.reason or get_rule(change.rule).why
    return Refusal(start, end, edits.source[start:end], change.rule, reason, candidates)


def distinct(refused: Iterable[Refusal]) -> Iterator[Refusal]:
    """Drop what was already told of the same place: in an earlier round, by another rule, or by a repair around it."""
    last: dict[str, tuple[int, int]] = {}
    told: dict[tuple[int, int], str] = {}
    repaired_to = 0
    for one in sorted(refused, key=lambda item: (item.start, get_rule(item.rule).reports_only, item.end)):
        place = one.start, one.end
        before = last.get(one.rule, (-1, -1))
        only_reported = get_rule(one.rule).reports_only
        again = one.start < before[1] or place == before or told.setdefault(place, one.rule) != one.rule
        if again or (only_reported and one.start < repaired_to):
            continue
        yield one
        last[one.rule] = place
        repaired_to = repaired_to if only_reported else max(repaired_to, one.end)


def without_repaired(result: Result) -> Result:
    """Drop refusals of an early round that a later round could repair after all, and to the last character."""
    if not result.refused:
        return result
    edits = result.edits
    refusing = {one.rule for one in result.refused}
    rules = [refusing.intersection(names) for names in edits.rule_names]
    repaired: dict[str, list[tuple[int, int]]] = {}
    for start, end, first, last, number in zip(*edits.columns, edits.rule_numbers, strict=True):
        if rules[number] and edits.target.find(LOST, first, last) < 0:
            for rule in rules[number]:
                repaired.setdefault(rule, []).append((start, end))
    done = {rule: Spans() for rule in repaired}
    for rule, spans in repaired.items():
        done[rule].add(spans)
    refused = (one for one in result.refused if one.rule not in done or not done[one.rule].touch(one.start, one.end))
    return replace(result, refused=tuple(refused))
