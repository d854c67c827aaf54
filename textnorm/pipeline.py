"""Which steps run, in which order, and how their changes become one result.

A document goes through the steps until a whole round changes nothing, so that normalizing a
normalized text never changes it again.  Text that keeps changing is left as it came.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, cast

from textnorm.config import PROFILES, Config
from textnorm.rules import Rule, get_rule, matches, register
from textnorm.trace import Change, Refusal, Trace, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.decode import Decoded
    from textnorm.step import Step

__all__ = ["STEPS", "Normalizer", "Result", "normalize"]

#: The steps in the order of DESIGN: repair first, because folding width destroys its evidence.
STEPS: tuple[str, ...] = (
    "textnorm.decode.surrogates",
    "textnorm.repair.pinyin",
    "textnorm.repair.escapes",
    "textnorm.repair.markup",
    "textnorm.repair.latin",
    "textnorm.tidy.characters",
    "textnorm.tidy.width",
    "textnorm.tidy.punctuation",
    "textnorm.tidy.spacing",
    "textnorm.script.step",
)

_MAX_ROUNDS = 8
#: The groups whose refusals are damage that a better repair may still undo.
_DAMAGE = ("PIN", "ESC", "MOJ")

UNSETTLED = register(
    Rule(
        "ENC190",
        "unsettled-text",
        "Repairs nested deeper than any real damage; undoing them one by one could take for ever.",
    )
)


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


class Normalizer:
    """A reusable, picklable pipeline for one ``Config``.

    >>> Normalizer(Config(profile="repair")).normalize("這是經(jīng)濟學(xué)的入門書，也講實驗(yàn)。")
    '這是經濟學的入門書，也講實驗。'
    """

    def __init__(self, config: Config | None = None) -> None:
        """Keep the settings; steps are imported when the first text comes."""
        self.config = config or Config()
        self._steps: tuple[Step, ...] | None = None

    def __reduce__(self) -> tuple[type[Normalizer], tuple[Config]]:
        """Pickle by the settings alone."""
        return type(self), (self.config,)

    def __repr__(self) -> str:
        """Show the settings."""
        return f"Normalizer({self.config!r})"

    def normalize(self, text: str) -> str:
        """Return the normalized text."""
        return self.trace(text).text

    def normalize_bytes(self, data: bytes) -> bytes:
        r"""Decode a document of any supported encoding and return its normalized text as UTF-8.

        >>> Normalizer().normalize_bytes("编码，测试。".encode("gb18030")).decode()
        '编码，测试。\n'
        """
        return self.trace_bytes(data).text.encode()

    def trace_bytes(self, data: bytes) -> Result:
        """Do as ``trace`` for a document that comes as bytes."""
        from textnorm.decode import decode  # noqa: PLC0415 - only documents in bytes need the decoders

        decoded = decode(data)
        result = self.trace(decoded.text)
        return replace(result, decoded=decoded)

    def trace(self, text: str) -> Result:
        """Return the normalized text with every edit and every refusal."""
        result = Result(text, Trace(text))
        for _ in range(_MAX_ROUNDS):
            settled = result.text
            result = self._round(result, self._enabled_steps())
            if result.text == settled:
                return _without_repaired(result)
        return self._left_alone(text)

    def _left_alone(self, text: str) -> Result:
        """Return a text that never settles as it came, but for what UTF-8 cannot hold."""
        result = self._round(Result(text, Trace(text)), self._enabled_steps()[:1])
        refusal = Refusal(0, len(text), text, UNSETTLED.code, f"the text still changes after {_MAX_ROUNDS} rounds")
        return Result(result.text, result.edits, (refusal,), result.counts)

    def _round(self, result: Result, steps: Iterable[Step]) -> Result:
        """Run each step once on what the one before it made."""
        edits, refused, counts = result.edits, list(result.refused), Counter(result.counts)
        damaged = _Spans()
        for step in steps:
            text = edits.target
            changes: list[Change] = []
            left: list[Change] = []
            for change in step.find(text, self.config):
                if not self._enabled(change.rule) or damaged.touch(change.start, change.end):
                    continue
                after = self._replacement(change)
                if after is None:
                    left.append(change)
                elif after != text[change.start : change.end]:
                    changes.append(change._replace(after=after))
                    counts[change.rule] += 1
            refused += (_refusal(change, edits) for change in left)
            damaged.add((change.start, change.end) for change in left if change.rule.startswith(_DAMAGE))
            if changes:
                trace = Trace(text, changes)
                damaged.carry(trace)
                edits = compose(edits, trace)
        return Result(edits.target, edits, tuple(_distinct(refused)), counts)

    def _replacement(self, change: Change) -> str | None:
        """Return what to write in place of a found span, or None where that would be a guess."""
        if self.config.unsafe_fixes:
            return change.candidates[0] if change.after is None and change.candidates else change.after
        if get_rule(change.rule).safe and change.confidence >= self.config.threshold:
            return change.after
        return None

    def _enabled(self, code: str) -> bool:
        if matches(code, self.config.ignore):
            return False
        if self.config.select:
            return matches(code, self.config.select)
        return code.startswith("SCR") or matches(code, PROFILES[self.config.profile])

    def _enabled_steps(self) -> tuple[Step, ...]:
        """Import the steps that have an enabled rule, once; the first one is always there."""
        if self._steps is None:
            steps = [cast("Step", import_module(name)) for name in STEPS]
            self._steps = (
                steps[0],
                *(step for step in steps[1:] if any(self._enabled(rule.code) for rule in step.RULES)),
            )
        return self._steps


class _Spans:
    """Damage that was refused: no later step may change it, or a better repair would find no evidence."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

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


def _refusal(change: Change, edits: Trace) -> Refusal:
    """Return the refusal of a change, with its place in the text that came in."""
    start, end = edits.span_to_source(change.start, change.end)
    candidates = change.candidates if change.after is None else (change.after,)
    reason = change.reason or get_rule(change.rule).why
    return Refusal(start, end, edits.source[start:end], change.rule, reason, candidates)


def _distinct(refused: Iterable[Refusal]) -> Iterator[Refusal]:
    """Drop what an earlier round already reported for the same place."""
    last: dict[str, int] = {}
    for refusal in sorted(refused, key=lambda item: (item.start, item.end)):
        if refusal.start >= last.get(refusal.rule, 0):
            yield refusal
            last[refusal.rule] = max(refusal.end, refusal.start + 1)


def _without_repaired(result: Result) -> Result:
    """Drop refusals of an early round that a later round could repair after all."""
    if not result.refused:
        return result
    repaired: dict[str, list[tuple[int, int]]] = {}
    for edit in result.edits:
        for rule in edit.rules:
            repaired.setdefault(rule, []).append((edit.start, edit.end))
    done = {rule: _Spans() for rule in repaired}
    for rule, spans in repaired.items():
        done[rule].add(spans)
    refused = (one for one in result.refused if one.rule not in done or not done[one.rule].touch(one.start, one.end))
    return replace(result, refused=tuple(refused))


def normalize(  # noqa: PLR0913 - the settings of Config, by keyword only
    text: str,
    *,
    profile: str = "standard",
    to: str | None = None,
    vocabulary: bool = False,
    unsafe_fixes: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> str:
    """Return the normalized text; the keywords are those of ``Config``, which raises ConfigError.

    >>> normalize("經(jīng)濟發(fā)展,   很快 。", profile="repair")
    '經濟發展,   很快 。'
    """
    config = Config(
        profile=profile,
        to=to,
        vocabulary=vocabulary,
        unsafe_fixes=unsafe_fixes,
        select=tuple(select),
        ignore=tuple(ignore),
    )
    return Normalizer(config).normalize(text)
