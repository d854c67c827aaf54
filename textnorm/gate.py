"""Which steps a text needs: one look for the signs of all of them.

A step that says what its finds show themselves by (``step.Signs``) is not called for a text without any of these.
So text in which nothing is to be done costs one scan, however many steps there are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textnorm.kernel import Triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textnorm.config import Config
    from textnorm.step import Signs, Step

__all__ = ["Gate"]


class Gate:
    """Some steps, in their order, and one look for the signs of all of them.

    Raises ValueError where two steps weigh characters, or where a pattern is not of the notation.
    """

    def __init__(self, steps: Sequence[Step], config: Config) -> None:
        """Ask each step for its signs; one that has none is needed by every text."""
        self.steps = tuple(steps)
        signs = tuple(_signs_of(step, config) for step in steps)
        weighing = [number for number, one in enumerate(signs) if one and one.weights]
        self._always = sum(1 << number for number, one in enumerate(signs) if one is None)
        #: What the bit above those of all patterns stands for.
        self._weighing = sum(1 << number for number in weighing)
        self._patterns = (1 << len(steps)) - 1
        doubts = [(1 << number, one.confirms) for number, one in enumerate(signs) if one and one.confirms]
        #: The bits of doubtful patterns are between: which step they are of, and what it says of a text with them.
        self._doubts = [(1 << number, *doubt) for number, doubt in enumerate(doubts, len(steps))]
        self._highest = 1 << len(steps) + len(doubts)
        self._look = _triggers(signs).seen

    def needed(self, text: str) -> int:
        """Return which steps may find something in ``text``: bit 0 for the first of them and so on, 0 for none.

        >>> from textnorm.config import Config
        >>> from textnorm.repair import lost, markup
        >>> gate = Gate([markup, lost], Config())
        >>> [gate.needed(text) for text in ("1 < 2", "好。</p>", "怎么???</p>")]
        [0, 1, 3]
        """
        seen = self._look(text)
        needed = seen & self._patterns | self._always
        if seen > self._patterns:
            if seen & self._highest:
                needed |= self._weighing
            for bit, step, confirms in self._doubts:
                # Behind a step that may change the text nothing is confirmed: what comes out is looked at again.
                if seen & bit and not needed & step and (needed & (step - 1) or confirms(text)):
                    needed |= step
        return needed


def _signs_of(step: Step, config: Config) -> Signs | None:
    signs: Callable[[Config], Signs | None] | None = getattr(step, "signs", None)
    return signs(config) if signs else None


@lru_cache(maxsize=8)
def _triggers(signs: tuple[Signs | None, ...]) -> Triggers:
    """Return what looks for the signs of several steps, a group for each; most settings ask for the same."""
    weighing = [one for one in signs if one and one.weights]
    if len(weighing) > 1:
        msg = "only one step can weigh characters in the same look"
        raise ValueError(msg)
    weights = [(one.weights, one.threshold, one.few, one.threshold_of_few) for one in weighing]
    groups = [one.patterns if one else () for one in signs]
    groups += [one.doubtful for one in signs if one and one.confirms]
    return Triggers(groups, *(weights[0] if weights else ()))
