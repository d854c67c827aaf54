"""What an explanation holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textnorm.repair.attempts import Attempt
    from textnorm.result import Result
    from textnorm.trace import Change

__all__ = ["Explanation", "Found", "Stage", "Verdict"]

#: What became of a place: damage undone; undone but for characters that are now U+FFFD; found and left alone; style or
#: script changed; looked at and taken for no damage.  And of a whole text: nothing was found.
Verdict = Literal["restored", "partly restored", "refused", "changed", "no damage", "nothing found"]


@dataclass(frozen=True, slots=True)
class Found:
    """One place of the text that came in, what became of it and why.

    start, end: in code points of the text.
    after: what stands there now; None where nothing was changed.
    rules: the codes of the rules, the first one first.
    confidence: of the change, from 0 to 1; None where there is none.
    reason: why it was left alone; "" for a change.
    candidates: what it may have been, where it was left alone, best first.
    attempts: how the repair came to that, where it can tell; see ``textnorm.repair.attempts``.
    others: what other repairs made of the same place, and was not taken.
    """

    start: int
    end: int
    before: str
    after: str | None
    rules: tuple[str, ...]
    verdict: Verdict
    confidence: float | None = None
    reason: str = ""
    candidates: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    others: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """What one step did in one round: the changes it made to ``text``, and those it proposed that were left.

    The offsets of the changes are those of ``text``, which the step before it had made.
    """

    round: int
    step: str
    text: str
    changes: tuple[Change, ...]
    left: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``explain`` tells about one text.

    ``print(explanation)`` shows it as ``textnorm explain`` does.

    >>> from textnorm.explanation import explain
    >>> explain("產(chǎn)品的單價(jià)").verdict, explain("产品的单价").verdict
    ('restored', 'nothing found')
    """

    text: str
    result: Result
    found: tuple[Found, ...]
    stages: tuple[Stage, ...]

    @property
    def verdict(self) -> Verdict:
        """What became of the text as a whole."""
        verdicts = {one.verdict for one in self.found} - {"no damage"}
        damage = verdicts - {"changed"}
        if len(damage) > 1:
            return "partly restored"
        return next(iter(damage or verdicts), "nothing found")

    def __str__(self) -> str:
        """Return the page that a person reads."""
        from textnorm.explanation.page import as_text  # noqa: PLC0415 - it imports this module

        return as_text(self)
