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

__all__ = ["Result", "Spans", "distinct", "refusals_of", "without_repaired"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document, and everything that was done to it.

    text: the normalized text.
    edits: the trace from the input text to ``text``, offsets in code points.
    refused: damage that was found and left alone, with positions in the input text.
    counts: how often each rule changed something.
    decoded: for a document that came as bytes, how it was decoded.

    >>> from textnorm import Normalizer
    >>> result = Normalizer().trace("產(chǎn)品的單價(jià)")
    >>> result.text, result.changed, dict(result.counts)
    ('產品的單價', True, {'PIN001': 2})
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
    """Damage that was refused: no later step may change it, or a better repair would find no evidence.

    >>> spans = Spans()
    >>> spans.add([(3, 5)])
    >>> spans.touch(4, 9), spans.touch(5, 9), list(spans)
    (True, False, [(3, 5)])
    """

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


def refusals_of(changes: Iterable[Change], edits: Trace) -> Iterator[Refusal]:
    """Yield the refusals of changes to the target of ``edits``, with their places in the text that came in.

    Of a mark of loss that a repair wrote, that repair tells: what a rule that only reports found, or what is nothing
    but such marks, must have stood there.

    >>> from textnorm.repair.lost import RULES  # which registers the rule
    >>> from textnorm.trace import Change, Trace
    >>> change = Change(3, 6, None, RULES[0].code, 0.0, "the bytes are gone")
    >>> [(one.text, one.reason) for one in refusals_of([change], Trace("姓名：锟斤拷"))]
    [('锟斤拷', 'the bytes are gone')]
    """
    for change in changes:
        rule = get_rule(change.rule)
        start, end = edits.span_to_source(change.start, change.end)
        text, found = edits.source[start:end], edits.target[change.start : change.end]
        if text != found and (rule.reports_only or (found and not found.strip(LOST))):
            continue
        candidates = change.candidates if change.after is None or change.partial else (change.after,)
        if change.partial:  # what is written is no further guess
            candidates = tuple([one for one in candidates if one != change.after])
        yield Refusal(start, end, text, change.rule, change.reason or rule.why, candidates)


def distinct(refused: Iterable[Refusal]) -> Iterator[Refusal]:
    """Drop what was already told of the same place: in an earlier round, by another rule, or by a repair around it.

    >>> from textnorm.repair.lost import RULES  # which registers the rule
    >>> from textnorm.trace import Refusal
    >>> same = Refusal(3, 6, "锟斤拷", RULES[0].code, "the bytes are gone")
    >>> len(list(distinct([same, same])))
    1
    """
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
    """Drop refusals of an early round that a later round could repair after all, and to the last character.

    >>> from textnorm import Normalizer
    >>> from textnorm.trace import Refusal
    >>> result = Normalizer().trace("產(chǎn)品的單價(jià)")
    >>> early = replace(result, refused=(Refusal(1, 7, "(chǎn)", "PIN001", "too little evidence"),))
    >>> without_repaired(early).refused
    ()
    """
    if not result.refused:
        return result
    edits = result.edits
    starts, ends, target_starts, target_ends = edits.columns

    def is_repaired(refusal: Refusal) -> bool:
        at = bisect_left(starts, refusal.end)
        while at and ends[at - 1] > refusal.start:
            at -= 1
            by_its_rule = refusal.rule in edits.rule_names[edits.rule_numbers[at]]
            if by_its_rule and edits.target.find(LOST, target_starts[at], target_ends[at]) < 0:
                return True
        return False

    return replace(result, refused=tuple([one for one in result.refused if not is_repaired(one)]))
