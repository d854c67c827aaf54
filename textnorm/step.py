"""What a step of the pipeline is: it reads a text and proposes changes, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textnorm.config import Config
    from textnorm.rules import Rule
    from textnorm.trace import Change

__all__ = ["Signs", "Step"]


class Signs(NamedTuple):
    """What a text must hold for a step to find anything in it, so that other texts need not be given to it.

    patterns: in the small notation of ``kernel.Triggers``; the end of a text counts as a line feed.
    weights, threshold: those of ``kernel.suspects``; characters whose weights add up are a sign too.
    few, threshold_of_few: in a text of no more than so many code points they need to add up to this only.
    doubtful: patterns that many clean texts hold; where a text shows nothing else, ``confirms`` is asked about it.
    """

    patterns: tuple[str, ...] = ()
    weights: bytes = b""
    threshold: int = 0
    few: int = 0
    threshold_of_few: int = 0
    doubtful: tuple[str, ...] = ()
    confirms: Callable[[str], bool] | None = None


class Step(Protocol):
    """One kind of work on a text, a module that declares its rules and one function.

    ``find`` returns changes in ascending order that do not overlap.  It never changes anything
    itself and must not raise for any text, lone surrogates included; whether a change is applied
    is for the pipeline to decide.  On its own output it should find nothing more to change.

    A step may also have a function ``signs(config)``.  It returns ``Signs``, and then ``find`` is given no text
    without them, or None, where any text may hold something.  A function ``find_beside(text, config, refused)`` is
    called instead of ``find`` where a step has one; ``refused`` are the spans of damage that earlier steps found and
    left alone, in ascending order.
    """

    __name__: str
    RULES: tuple[Rule, ...]

    def find(self, text: str, config: Config) -> Iterable[Change]:
        """Return what this step would change in ``text``."""
