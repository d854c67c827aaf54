"""The words that a text is divided into, with what each costs: see ``textnorm.kernel.reference_words``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from model_texts import BITS

from textnorm.kernel.reference_words import LONGEST_WORD, WORD_QUANTUM
from textnorm.model.symbols import CLASSES, class_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model_texts import Symbols
    from numpy.typing import NDArray

__all__ = ["Words", "divided"]

#: The share of running text that the words of the lists make up, the rest being words that no list has.
_KNOWN = 0.8
#: A rarer word is left out, and one that is hardly cheaper, in bits, than the words it can be divided into.
_RAREST, _LEAST_GAIN = 1e-8, 6.0
#: Classes of characters of which words are made that no list has: there the n-grams alone count.
_LETTERS = frozenset({"digit", "latin", "letter", "hiragana", "katakana", "half-width katakana", "hangul", "bopomofo"})
#: Bits of a character that no list has as a word.
_UNKNOWN = 22.0


class Words(NamedTuple):
    """The words worth their place as sorted keys, what each costs in steps, and the bits of single symbols.

    The bits of a mark are not given (NaN): the texts tell them.  Those of letters and digits are -1: they are no words.
    """

    keys: NDArray[np.int64]
    costs: NDArray[np.int64]
    singles: NDArray[np.float64]


def divided(listed: Mapping[str, float], symbols: Symbols) -> Words:
    """Return the words of the lists that are worth their place."""
    total = sum(listed.values())
    bits = {
        word: -math.log2(_KNOWN * frequency / total)
        for word, frequency in listed.items()
        if len(word) <= LONGEST_WORD and (len(word) == 1 or _KNOWN * frequency / total >= _RAREST)
    }
    steps: dict[int, int] = {}
    for word, cost in bits.items():
        numbers = [symbols.numbers.get(character, 0) for character in word]
        if len(word) > 1 and all(numbers) and _parts(word, bits) - cost >= _LEAST_GAIN:
            key = len(word) << 60
            for place, number in enumerate(reversed(numbers)):
                key |= number << BITS * place
            steps[key] = round(cost / WORD_QUANTUM)
    keys = np.array(sorted(steps), np.int64)
    singles = np.full(symbols.count, math.nan)
    singles[[number for number, name in enumerate(CLASSES) if name in _LETTERS]] = -1.0
    han = {class_of("中"), class_of("㐀")}
    for character, number in symbols.numbers.items():
        if class_of(character) in han:
            singles[number] = min(bits.get(character, _UNKNOWN), _UNKNOWN)
    return Words(keys, np.array([steps[key] for key in keys.tolist()], np.int64), singles)


def _parts(word: str, bits: Mapping[str, float]) -> float:
    """Return what a word costs as a row of shorter ones."""
    best = [0.0] + [math.inf] * len(word)
    for start in range(len(word)):
        for end in range(start + 1, len(word) + (start > 0)):
            cost = bits.get(word[start:end], _UNKNOWN if end == start + 1 else math.inf)
            best[end] = min(best[end], best[start] + cost)
    return best[-1]
