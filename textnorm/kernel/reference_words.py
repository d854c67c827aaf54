"""What a text costs as a row of words, defined in plain Python.

The cheapest division into words counts, each word by its frequency alone (a unigram model of words).  ``word_singles``
gives the bits of each symbol that stands alone, less than zero for letters and digits: they are no words.  Words of two
to four symbols lie in a hash table: the key is the symbols, 14 bits each, with their number in the four highest bits.
It is hashed to 64 bits; the first ``bits_words`` of them are the bucket.  An entry has three bytes: the next 17 bits of
the hash as a check, which may agree by chance once in some 30,000 lookups, and 7 bits of cost, in quarters of a bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LONGEST_WORD", "WORD_QUANTUM", "WordState", "Words"]

#: The symbols of the longest word, and the steps of a cost in bits.
LONGEST_WORD = 4
WORD_QUANTUM = 0.25
_SYMBOL = 14

#: The last symbols, and the bits of the best division up to now, up to one, two, three symbols ago, less the first.
WordState = tuple[tuple[int, ...], tuple[float, ...]]


class Words:
    """The words of a model; ``cost`` looks up a key in their table.

    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> one, two = (grams.symbol(ord(character)) for character in "图书")
    >>> together, apart = grams.words.bits([one, two]), grams.words.bits([one]) + grams.words.bits([two])
    >>> together < apart
    True
    """

    #: The state before any symbol, and behind what is no word.
    NONE: WordState = ((), (0.0,))

    def __init__(self, singles: Sequence[float], cost: Callable[[int], int | None]) -> None:
        """Use the columns where they lie."""
        self._singles, self._cost = singles, cost

    def bits(self, symbols: Sequence[int]) -> float | None:
        """Return the bits of one word; None for several symbols that are none."""
        if len(symbols) == 1:
            return self._singles[symbols[0]]
        key = 0
        for symbol in symbols:
            key = key << _SYMBOL | symbol
        cost = self._cost(key | len(symbols) << 60)
        return None if cost is None else cost * WORD_QUANTUM

    def step(self, state: WordState, new: int, otherwise: float) -> tuple[WordState, float]:
        """Return the state behind a symbol, and by how many bits it makes the best division dearer, or cheaper.

        otherwise: the bits of a symbol that is no word.
        """
        symbols, costs = state
        if self._singles[new] < 0:
            return self.NONE, otherwise
        best = self._singles[new]
        for length in range(2, len(symbols) + 2):
            bits = self.bits((*symbols[1 - length :], new))
            if bits is not None:
                best = min(best, costs[length - 1] + bits)
        kept = (*symbols, new)[1 - LONGEST_WORD :]
        return (kept, (0.0, *(cost - best for cost in costs[: len(kept)]))), best
