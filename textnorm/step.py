"""What a step of the pipeline is: it reads a text and proposes changes, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textnorm.config import Config
    from textnorm.rules import Rule
    from textnorm.trace import Change

__all__ = ["Step"]


class Step(Protocol):
    """One kind of work on a text, a module that declares its rules and one function.

    ``find`` returns changes in ascending order that do not overlap.  It never changes anything
    itself and must not raise for any text, lone surrogates included; whether a change is applied
    is for the pipeline to decide.  On its own output it should find nothing more to change.
    """

    RULES: tuple[Rule, ...]

    def find(self, text: str, config: Config) -> Iterable[Change]:
        """Return what this step would change in ``text``."""
