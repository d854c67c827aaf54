"""Run the pipeline on one text and keep what it did."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from textnorm.config import PROFILES
from textnorm.explanation.records import Explanation, Found, Stage
from textnorm.pipeline import Normalizer
from textnorm.repair.attempts import all_attempts
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textnorm.config import Config
    from textnorm.explanation.records import Verdict
    from textnorm.repair.attempts import Attempt
    from textnorm.result import Result
    from textnorm.step import Step
    from textnorm.trace import Change, Trace

__all__ = ["explain"]

#: The groups of rules that undo damage; the others are about style and script.
DAMAGE = PROFILES["repair"]
#: The probability that a reading must have to be told of where nothing was found.
_SERIOUS = 0.01
#: The last letter of European languages, and the last character that UTF-8 writes with two bytes.
_LAST_OF_LATIN, _LAST_OF_TWO_BYTES = "\u017f", "\u07ff"


def explain(text: str, config: Config | None = None) -> Explanation:
    """Return how normalizing ``text`` with these settings comes to its result.

    It takes longer than normalizing and is meant for one string that somebody looks at.

    >>> explanation = explain("春天的cafÃ©")
    >>> explanation.verdict, [(one.before, one.after, one.rules) for one in explanation.found]
    ('restored', [('Ã©', 'é', ('MOJ001',))])
    """
    watched = _Watched(config)
    result = watched.trace(text)
    return Explanation(text, result, tuple(_found(result, watched.tried())), tuple(watched.stages))


class _Watched(Normalizer):
    """A normalizer that keeps what every step was given and what became of its proposals."""

    def __init__(self, config: Config | None = None) -> None:
        super().__init__(config)
        self.stages: list[Stage] = []
        self._round_number = 0
        self._traces: dict[str, Trace] = {}

    def observe(self, step: Step, edits: Trace, changes: Sequence[Change], left: Sequence[Change]) -> None:
        """Keep what a step did."""
        name = getattr(step, "__name__", "").removeprefix("textnorm.")
        if not self.stages or name == self.stages[0].step:
            self._round_number += 1
        self.stages.append(Stage(self._round_number, name, edits.target, tuple(changes), tuple(left)))
        self._traces.setdefault(edits.target, edits)

    def tried(self) -> list[Attempt]:
        """Return the attempts of the repairs on every state that the text was in, each at its place in the input."""
        tried: dict[tuple[int, int, str], Attempt] = {}
        for text, edits in self._traces.items():
            for attempt in all_attempts(text):
                seen = text[attempt.start : attempt.end]
                start, end = edits.span_to_source(attempt.start, attempt.end)
                tried.setdefault((start, end, attempt.rule), replace(attempt, start=start, end=end, seen=seen))
        return list(tried.values())


class _Index:
    """Attempts by rule and place."""

    def __init__(self, tried: Sequence[Attempt]) -> None:
        self._by_rule: dict[str, list[tuple[int, int, int]]] = {}
        for i, attempt in enumerate(tried):
            self._by_rule.setdefault(attempt.rule, []).append((attempt.start, attempt.end, i))
        for spans in self._by_rule.values():
            spans.sort()
        self._longest = {rule: max(end - start for start, end, _ in spans) for rule, spans in self._by_rule.items()}

    def touching(self, start: int, end: int, rules: Iterable[str]) -> list[int]:
        """Return the numbers of the attempts of these rules that have a place in common with [start:end]."""
        found = []
        for rule in rules:
            spans = self._by_rule.get(rule, [])
            at = bisect_left(spans, (start - self._longest.get(rule, 0), 0, 0))
            while at < len(spans) and spans[at][0] < max(end, start + 1):
                if start < max(spans[at][1], spans[at][0] + 1):
                    found.append(spans[at][2])
                at += 1
        return sorted(found)


def _found(result: Result, tried: Sequence[Attempt]) -> Iterator[Found]:
    """Yield what was changed, what was left alone and what was looked at in vain, in the order of the text."""
    source = result.edits.source
    found: list[Found] = []
    told: set[int] = set()

    index = _Index(tried)

    def attempts(start: int, end: int, rules: Iterable[str]) -> tuple[Attempt, ...]:
        own = index.touching(start, end, rules)
        told.update(own)
        return tuple(_distinct(tried[i] for i in own))

    lost = {(refusal.start, refusal.end, refusal.rule): refusal for refusal in result.refused}
    for edit in result.edits:
        where = edit.start, edit.end
        refusal = next((lost.pop((*where, rule)) for rule in edit.rules if (*where, rule) in lost), None)
        partly = refusal is not None or (LOST in edit.after and LOST not in edit.before)
        found.append(
            Found(
                *where,
                edit.before,
                edit.after,
                edit.rules,
                "partly restored" if partly else _verdict(edit.rules),
                edit.confidence,
                refusal.reason if refusal else "",
                refusal.candidates if refusal else (),
                attempts(*where, edit.rules),
            )
        )
    for (start, end, rule), refusal in lost.items():
        own = attempts(start, end, (rule,))
        found.append(
            Found(start, end, refusal.text, None, (rule,), "refused", None, refusal.reason, refusal.candidates, own)
        )
    found.sort(key=_place)
    others: dict[int, list[Attempt]] = {}
    alone: list[Found] = []
    reached = list(accumulate((one.end for one in found), max))
    for one in (one for i, one in enumerate(tried) if i not in told):
        at = bisect_right(reached, one.start)
        if at < len(found) and found[at].start < one.end:
            others.setdefault(at, []).extend([one] * _worth_telling(one))
        elif _worth_telling(one):
            before = source[one.start : one.end]
            alone.append(
                Found(one.start, one.end, before, None, (one.rule,), "no damage", None, one.reason, (), (one,))
            )
    for at, more in others.items():
        found[at] = replace(found[at], others=tuple(more))
    yield from sorted((*found, *alone), key=_place)


def _distinct(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """Yield attempts but those of the same chain on a part of what another one read, or on what a round had left."""
    chosen: list[Attempt] = []
    for one in sorted(attempts, key=lambda one: (one.start - one.end, one.start)):
        inside = any(
            one.chain and one.chain == other.chain and one.start < other.end and other.start < one.end
            for other in chosen
        )
        if not inside:
            chosen.append(one)
    yield from sorted(chosen, key=lambda one: (one.start, not one.chain))


def _worth_telling(attempt: Attempt) -> bool:
    """Tell whether a reading that nothing came of was ever a serious one: one letter is what any two bytes make."""
    if not attempt.candidates:
        return True
    odds, text = attempt.candidates[0].probability, attempt.candidates[0].text
    return odds >= _SERIOUS if odds is not None else len(text) > 1 or not _LAST_OF_LATIN < text <= _LAST_OF_TWO_BYTES


def _place(found: Found) -> tuple[int, int]:
    return found.start, found.end


def _verdict(rules: Iterable[str]) -> Verdict:
    return "restored" if any(rule.startswith(DAMAGE) for rule in rules) else "changed"
