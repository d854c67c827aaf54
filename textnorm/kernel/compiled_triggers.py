"""``reference_triggers`` over the compiled kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.kernel import _kernel
from textnorm.kernel.trigger_patterns import automaton

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Triggers"]


class Triggers(_kernel.Triggers):
    """Groups of patterns that a text is searched for, all at once; see ``reference_triggers.Triggers``.

    >>> Triggers([["</[a-z]"], ["&[a-z]+;", "&#"]]).seen("&lt;/b")
    2
    """

    __slots__ = ()

    def __init__(
        self,
        groups: Sequence[Sequence[str]],
        weights: bytes = b"",
        threshold: int = 0,
        few: int = 0,
        threshold_of_few: int = 0,
    ) -> None:
        """Make the tables of the patterns."""
        super().__init__(*automaton(groups), weights, threshold, few, threshold_of_few)
