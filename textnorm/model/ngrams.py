"""The character model that repairs are judged by: costs in bits, with several characters of context."""

from __future__ import annotations

from array import array
from functools import cache

from textnorm.model.characters import CharacterModel
from textnorm.model.characters import load as load_bigrams

__all__ = ["NgramModel", "load"]


class NgramModel:
    """Costs of characters after their neighbours; use ``load``, which keeps one for the process.

    A cost is -log2 of a probability.  A line feed stands for the boundary of a line, and so does a
    ``before`` or ``after`` of "".
    """

    #: How many characters a probability looks at, the predicted one included.
    order = 2

    def __init__(self, bigrams: CharacterModel) -> None:
        """Take the bigrams."""
        self._bigrams = bigrams

    def start(self, before: str) -> tuple[int, ...]:
        """Return the state after the text ``before``."""
        return tuple(map(ord, before[-(self.order - 1) :])) or (10,)

    def step(self, state: tuple[int, ...], point: int) -> tuple[tuple[int, ...], float]:
        """Return the state after a code point, and the bits it costs."""
        left, right = ("" if one == 10 else chr(one) for one in (state[-1], point))  # noqa: PLR2004 - a line feed
        return (point,), self._bigrams.cost(left, right)

    def bits(self, text: str, before: str = "", after: str | None = None) -> float:
        """Return the bits of ``text`` after ``before`` and, where given, of what follows it.

        >>> model = load()
        >>> model.bits("经济", "", "") < model.bits("经鼐", "", "")
        True
        """
        end = "" if after is None else (after[: self.order - 1] or "\n")
        return sum(self.bits_each(text + end, before))

    def bits_each(self, text: str, before: str = "") -> array[float]:
        """Return the bits of every code point of ``text``."""
        costs = array("f")
        state = self.start(before)
        for character in text:
            state, bits = self.step(state, ord(character))
            costs.append(bits)
        return costs

    def unigram_bits(self, character: str) -> float:
        """Return the bits that a character costs without context."""
        return self._bigrams.unigram_cost(character)


@cache
def load() -> NgramModel:
    """Return the model that ships with textnorm, read once."""
    return NgramModel(load_bigrams())
