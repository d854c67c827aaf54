"""Character bigrams with absolute discounting, over text folded to Simplified.

The counts are in ``data/characters.model``, made by ``tools/build_model.py``; its header names the
texts they were learnt from.  Costs are bits: -log2 of a probability.

Source of the smoothing: Ney, Essen and Kneser, "On structuring probabilistic dependences in
stochastic language modelling", Computer Speech and Language 8 (1994).
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from itertools import accumulate

from textnorm.model.container import unpack

__all__ = ["CharacterModel", "classify", "load"]

MAGIC = b"textnorm characters 1\n"
#: Steps of the quantised counts for each doubling.
SCALE = 8
#: Boundary of a line, digit, Latin letter, anything else.
OTHER_CLASSES = "BDLO"
#: Marks that are symbols of their own; their half-width forms count as the same.
PUNCTUATION = "。，、；：？！“”‘’《》（）—…·"

_HALF_WIDTH = str.maketrans(",;:?!().", "，；：？！（）。")
DISCOUNT = 0.75
_SECTIONS = 7
_NEVER = 30.0
#: Bits to tell the members of a class apart: ten digits, 52 letters, some hundred other characters.
_WITHIN = {"D": 3.3, "L": 5.7, "O": 7.0}


def classify(character: str) -> str:
    """Return the symbol that stands for a character in the model.

    >>> "".join(map(classify, "漢字 A1,。"))
    '漢字OLD，。'
    """
    if "\u3400" <= character <= "\u9fff" or character in PUNCTUATION:
        return character
    if character.isascii():
        if character.isalpha():
            return "L"
        if character.isdigit():
            return "D"
        mark = character.translate(_HALF_WIDTH)
        return mark if mark != character else "O"
    return "O"


class CharacterModel:
    """The loaded counts; use ``load``, which keeps one for the process."""

    def __init__(self, data: bytes) -> None:
        """Unpack the counts; ValueError when the bytes are no model."""
        self.header, packed = unpack(data, MAGIC, _SECTIONS)
        sections = list(map(zlib.decompress, packed))
        symbols, foldings = sections[0].decode(), sections[1].decode()
        self._numbers = {symbol: i for i, symbol in enumerate(symbols)}
        self._fold = str.maketrans(foldings[::2], foldings[1::2])
        self._left, self._right, self._unseen, self._levels = sections[2], sections[3], sections[4], sections[6]
        deltas = array("I", sections[5])
        if sys.byteorder == "big":
            deltas.byteswap()
        self._keys = array("I", accumulate(deltas))
        self._counts = [0.0, *(2 ** ((level - 1) / SCALE) for level in range(1, 256))]
        self._total = sum(self._counts[level] for level in self._right)
        self._within = [_WITHIN.get(symbol, 0.0) for symbol in symbols]
        self._symbol = cache(self._number)
        self.cost = cache(self._cost)

    def _number(self, character: str) -> int:
        return self._numbers.get(classify(character.translate(self._fold)), -1)

    def unigram_cost(self, character: str) -> float:
        """Return the bits a character costs without context."""
        number = self._symbol(character)
        if number < 0:
            return _NEVER
        return self._within[number] - math.log2(self._counts[self._right[number]] / self._total)

    def _cost(self, left: str, right: str) -> float:
        """Return the bits that ``right`` costs after ``left``; "" stands for the boundary of a line.

        >>> model = load()
        >>> model.cost("经", "济") < model.cost("经", "鼐")
        True
        """
        a, b = self._symbol(left or "B") if left else 0, self._symbol(right) if right else 0
        if b < 0:
            return _NEVER
        unigram = self._counts[self._right[b]] / self._total
        if a < 0:
            return self._within[b] - math.log2(unigram)
        context = self._counts[self._left[a]]
        key = a * len(self._numbers) + b
        at = bisect_left(self._keys, key)
        found = at < len(self._keys) and self._keys[at] == key
        seen = max(0.0, self._counts[self._levels[at]] - DISCOUNT) if found else 0.0
        return self._within[b] - math.log2(min(1.0, seen / context + self._unseen[a] / 256 * unigram))

    def text_cost(self, text: str, before: str = "", after: str | None = None) -> float:
        """Return the bits of ``text`` after the character ``before`` and, where given, up to ``after``."""
        cost = 0.0
        for character in text:
            cost += self.cost(before, character)
            before = character
        return cost if after is None else cost + self.cost(before, after)


@cache
def load() -> CharacterModel:
    """Return the model that ships with textnorm, read once."""
    return CharacterModel(files("textnorm").joinpath("data").joinpath("characters.model").read_bytes())
