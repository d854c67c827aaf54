"""Which steps run, in which order, and how their changes become one result.

A document goes through the steps until a whole round changes nothing, so that normalizing a
normalized text never changes it again.  Text that keeps changing is left as it came.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from textnorm.composition import compose
from textnorm.config import PROFILES, Config
from textnorm.gate import Gate
from textnorm.result import Result, Spans, distinct, refusals_of, without_repaired
from textnorm.rules import Rule, get_rule, matches, register
from textnorm.trace import Change, Refusal, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textnorm.decode import Hints
    from textnorm.dictionary import Source
    from textnorm.step import Step

__all__ = ["STEPS", "Normalizer", "Result", "normalize"]

#: The steps in their order, each with the group of its rules.  Repair comes first: folding width destroys its evidence.
STEPS: dict[str, str] = {
    "textnorm.decode.surrogates": "ENC",
    "textnorm.repair.mojibake": "MOJ",
    "textnorm.repair.remains": "MOJ",
    "textnorm.repair.pinyin": "PIN",
    "textnorm.repair.strings": "MOJ",
    "textnorm.repair.escapes": "ESC",
    "textnorm.repair.markup": "ESC",
    "textnorm.repair.latin": "MOJ",
    "textnorm.repair.lost": "MOJ",
    "textnorm.tidy.characters": "UNI",
    "textnorm.tidy.width": "WID",
    "textnorm.tidy.punctuation": "PUN",
    "textnorm.tidy.spacing": "SPC",
    "textnorm.script.step": "SCR",
    "textnorm.script.review": "SCR",
}

#: What each step was given when it last changed nothing, and what it found: it would find the same again.
_Idle = dict[str, tuple[tuple[str, tuple[tuple[int, int], ...]], list[Change]]]

_MAX_ROUNDS = 8
#: The groups whose refusals are damage that a better repair may still undo.
_DAMAGE = ("PIN", "ESC", "MOJ")
#: The group that works in protected spans too: without it a text cannot be written.
_ALWAYS = "ENC"

UNSETTLED = register(
    Rule(
        "ENC190",
        "unsettled-text",
        "Repairs nested deeper than any real damage; undoing them one by one could take for ever.",
        reports_only=True,
    )
)


class Normalizer:
    """A reusable, picklable pipeline for one ``Config``.

    >>> Normalizer(Config(profile="repair")).normalize("這是經(jīng)濟學(xué)的入門書，也講實驗(yàn)。")
    '這是經濟學的入門書，也講實驗。'
    """

    def __init__(self, config: Config | None = None) -> None:
        """Keep the settings; steps are imported when the first text comes."""
        self.config = config or Config()
        self._gate: Gate | None = None
        self._enabled_codes: dict[str, bool] = {}

    def __reduce__(self) -> tuple[type[Normalizer], tuple[Config]]:
        """Pickle by the settings alone."""
        return type(self), (self.config,)

    def __repr__(self) -> str:
        """Show the settings."""
        return f"Normalizer({self.config!r})"

    def normalize(self, text: str) -> str:
        """Return the normalized text."""
        gate = self._gate or self._enabled_steps()
        needed = gate.needed(text)
        return self._settle(text, [], needed).text if needed else text

    def normalize_bytes(self, data: bytes, *, hints: Hints | None = None) -> bytes:
        r"""Decode a document of any supported encoding and return its normalized text as UTF-8.

        >>> Normalizer().normalize_bytes("编码，测试。".encode("gb18030")).decode()
        '编码，测试。\n'
        """
        return self.trace_bytes(data, hints=hints).text.encode()

    def trace_bytes(self, data: bytes, *, encoding: str | None = None, hints: Hints | None = None) -> Result:
        """Do as ``trace`` for a document that comes as bytes, in a known encoding or in one to be found out.

        hints: what else is known of the document, such as its file name (``textnorm.decode.Hints``).
        A document is a file, so under the standard profile it ends in a newline even when it is one line.
        Raises UnsupportedEncodingError for an encoding that does not exist.
        """
        from textnorm.decode import Hints, decode  # noqa: PLC0415 - only documents in bytes need the decoders

        decoded = decode(data, encoding, hints=hints or Hints())
        return replace(self._settle(decoded.text, self._end_of_file(decoded.text)), decoded=decoded)

    def trace(self, text: str) -> Result:
        """Return the normalized text with every edit and every refusal."""
        return self._settle(text, [])

    def _end_of_file(self, text: str) -> list[Change]:
        if not self._may_be_enabled("SPC"):
            return []
        from textnorm.tidy.spacing import final_newline  # noqa: PLC0415 - a rule about files, not about texts

        return [change for change in final_newline(text) if self._enabled(change.rule)]

    def _settle(self, text: str, changes: list[Change], needed: int | None = None) -> Result:
        """Apply ``changes``, then run rounds until one changes nothing; ``needed`` is what the gate says."""
        gate = self._gate or self._enabled_steps()
        start = Trace(text, changes)
        result = Result(start.target, start, counts=_counted(changes) if changes else Counter())
        idle: _Idle = {}
        for _ in range(_MAX_ROUNDS):
            settled = result.text
            result = self._round(result, gate, idle, gate.needed(settled) if needed is None else needed)
            if result.text == settled:
                return without_repaired(result)
            needed = None
        return self._left_alone(text, gate)

    def _left_alone(self, text: str, gate: Gate) -> Result:
        """Return a text that never settles as it came, but for what UTF-8 cannot hold."""
        first = Gate(gate.steps[:1], self.config)
        result = self._round(Result(text, Trace(text)), first, {}, first.needed(text))
        refusal = Refusal(0, len(text), text, UNSETTLED.code, f"the text still changes after {_MAX_ROUNDS} rounds")
        return Result(result.text, result.edits, (refusal,), result.counts)

    def _round(self, result: Result, gate: Gate, idle: _Idle, needed: int) -> Result:
        """Run each step that may find something once, on what the one before it made; at first, those ``needed``."""
        edits, counts = result.edits, result.counts
        refused: list[Refusal] = []
        damaged = Spans()
        for number, step in enumerate(gate.steps):
            if not needed >> number & 1:
                self.observe(step, edits, (), ())
                continue
            text = edits.target
            changes, left, partial = self._judged(step, text, damaged, idle)
            self.observe(step, edits, changes, (*left, *partial))
            if left or partial:
                refused += refusals_of((*left, *partial), edits)
                damaged.add((change.start, change.end) for change in left if change.rule.startswith(_DAMAGE))
            if changes:
                counts = counts + _counted(changes)
                trace = Trace(text, changes)
                damaged.carry(trace)
                edits = compose(edits, trace)
                needed = gate.needed(edits.target)
        if not refused and edits is result.edits:
            return result
        return Result(edits.target, edits, tuple(distinct((*result.refused, *refused))), counts)

    def _judged(
        self, step: Step, text: str, damaged: Spans, idle: _Idle
    ) -> tuple[list[Change], list[Change], list[Change]]:
        """Return what a step finds in ``text``: what is applied, what is left alone, and what is applied in part."""
        given = text, tuple(damaged)
        last = idle.get(step.__name__)
        found = last[1] if last and last[0] == given else _found(step, text, self.config, given[1])
        seen: list[Change] = []
        changes: list[Change] = []
        left: list[Change] = []
        partial: list[Change] = []
        protected: Spans | None = None
        enabled, replacement = self._enabled, self._replacement
        for change in found:
            if not changes:
                seen.append(change)
            if not enabled(change.rule) or (given[1] and damaged.touch(change.start, change.end)):
                continue
            if self.config.protect and not change.rule.startswith(_ALWAYS):
                protected = protected or self._protected(text)
                if protected.touch(change.start, change.end):
                    continue
            after = replacement(change)
            if after is None:
                left.append(change)
            elif after != text[change.start : change.end]:
                changes.append(change if after is change.after else change._replace(after=after))
            if change.candidates and change.partial and after == change.after:
                partial.append(change)
        if not changes:
            idle[step.__name__] = given, seen
        return changes, left, partial

    def observe(self, step: Step, edits: Trace, changes: Sequence[Change], left: Sequence[Change]) -> None:
        """Do nothing; who wants to know what each step does to ``edits.target`` overrides it."""

    def _replacement(self, change: Change) -> str | None:
        """Return what to write in place of a found span, or None where that would be a guess."""
        if self.config.unsafe_fixes:
            guessed = change.after is None or change.partial
            return change.candidates[0] if guessed and change.candidates else change.after
        if get_rule(change.rule).safe and change.confidence >= self.config.threshold:
            return change.after
        return None

    def _protected(self, text: str) -> Spans:
        """Return the spans of ``text`` that the user's patterns protect."""
        from textnorm.protect.patterns import pattern_spans  # noqa: PLC0415 - few have patterns

        spans = Spans()
        spans.add(pattern_spans(text, self.config.protect))
        return spans

    def _enabled(self, code: str) -> bool:
        known = self._enabled_codes.get(code)
        if known is None:
            known = self._enabled_codes[code] = self._is_selected(code)
        return known

    def _is_selected(self, code: str) -> bool:
        if matches(code, self.config.ignore):
            return False
        if self.config.select:
            return matches(code, self.config.select)
        if code.startswith("SCR") and self.config.to is not None:
            return True
        return matches(code, PROFILES[self.config.profile])

    def _may_be_enabled(self, group: str) -> bool:
        """Tell whether a rule of a group may be enabled, before the step that declares it is imported."""
        return self._is_selected(group) or any(code.startswith(group) for code in self.config.select)

    def _enabled_steps(self) -> Gate:
        """Import the steps that have an enabled rule, once; the first one is always there."""
        first, *others = STEPS
        wanted = (cast("Step", import_module(name)) for name in others if self._may_be_enabled(STEPS[name]))
        enabled = (step for step in wanted if any(self._enabled(rule.code) for rule in step.RULES))
        self._gate = Gate([cast("Step", import_module(first)), *enabled], self.config)
        return self._gate


def _found(step: Step, text: str, config: Config, refused: Sequence[tuple[int, int]]) -> Iterable[Change]:
    beside = getattr(step, "find_beside", None)
    found: Iterable[Change] = beside(text, config, refused) if beside else step.find(text, config)
    return found


def _counted(changes: Iterable[Change]) -> Counter[str]:
    return Counter([change.rule for change in changes])


def normalize(  # noqa: PLR0913 - the settings of Config, by keyword only
    text: str,
    *,
    profile: str = "standard",
    to: str | None = None,
    vocabulary: bool = False,
    unsafe_fixes: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    dictionaries: Source | Sequence[Source] = (),
    protect: Sequence[str] = (),
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
        dictionaries=dictionaries,
        protect=protect,
    )
    return _normalizer(config).normalize(text)


@lru_cache(maxsize=16)
def _normalizer(config: Config) -> Normalizer:
    """Return a normalizer that is kept for the next text with the same settings."""
    return Normalizer(config)
