"""Scoring with the n-gram model, defined in plain Python.

The model is a back-off model (Katz) over numbered symbols.  ``map`` gives the symbol of a code point of the basic
plane, ``within`` the bits that tell the members of a symbol apart, ``unigrams`` and ``backoffs`` the bits of single
symbols.

Longer n-grams lie in rows.  Row ``s`` of the bigrams holds what stands behind the symbol ``s``, ascending, and
``starts2`` says where it begins.  Row ``p`` of the trigrams holds what stands behind the bigram in place ``p``, and so
on: who weighs hundreds of characters behind the same two, as a search does, reads one row.  An entry is 32 bits: the
symbol, 7 bits of cost, 7 bits of back-off weight plus one, both in eighths of a bit; a back-off of 0 says that no
longer n-gram starts with this one.  Of the longest n-grams (trigrams at least) an entry is 24 bits, for there is no
back-off.  How long the rows of trigrams are, ``rows3`` says in bits: for each row a zero, then a one for each entry
(Elias and Fano's way to write ascending numbers); ``marks3`` has the place of every 16th zero.

Every part of an n-gram is in the model too: who finds no bigram need not look for a trigram.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal

from textnorm.kernel.reference_sentences import SENTENCE_BEFORE, Sentence, Sentences
from textnorm.kernel.reference_words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textnorm.kernel.reference_words import WordState

__all__ = ["BOUNDARY", "CHECK", "HASH_ONE", "HASH_TWO", "MARKED", "QUANTUM", "SHIFT", "Grams", "Recent", "State"]

#: The symbol of the boundary of a line.
BOUNDARY = 0
HASH_ONE, HASH_TWO, SHIFT = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 29
#: Bits of a check in the table of words, and rows of n-grams for each mark.
CHECK = 17
MARKED = 16
QUANTUM = 0.125
_SYMBOL = 14
#: How many symbols of context a document's own n-grams look at.
_RECENT = 2
#: How many characters are looked at behind which a division into words goes on.
_WORDS_BEFORE = 6
_LOW = (1 << 64) - 1

#: The symbols that the model still looks at, and the bits of backing off from the last one, two, ... of them.
State = tuple[tuple[int, ...], tuple[float, ...]]


class Grams:
    """The tables of a model, over sections that stay where they are.

    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> [round(bits) for bits in grams.bits_each("图书馆", "")]
    [10, 6, 1]
    >>> state, bits = grams.step(grams.start("图书"), ord("馆"))
    >>> bits == grams.bits("馆", "图书")
    True
    """

    def __init__(self, sections: Mapping[str, memoryview | bytes], numbers: Mapping[str, int]) -> None:
        """Use ``sections`` without copying them."""
        self.order = numbers["order"]
        self._astral = numbers["astral"]
        self._map = _whole(sections["map"], "H")
        self._within = _floats(sections["within"])
        self._unigrams = _floats(sections["unigrams"])
        self._backoffs = _floats(sections["backoffs"])
        self._levels: list[_Level] = []
        for k in range(2, self.order + 1):
            self._levels.append(_Level(sections, k, 4 if k == 2 or k < self.order else 3))  # noqa: PLR2004 - bigrams
        #: What words cost.
        self.words = Words(_floats(sections["word_singles"]), _WordTable(sections, numbers).cost)
        #: What marks cost by what stands far before them.
        self.sentences = Sentences(self.symbol, self._within.__getitem__)

    def symbol(self, point: int) -> int:
        """Return the symbol of a code point."""
        return self._map[point] if point <= 0xFFFF else self._astral  # noqa: PLR2004 - the basic plane

    def unigram(self, point: int) -> float:
        """Return the bits of a code point without context."""
        symbol = self.symbol(point)
        return self._unigrams[symbol] + self._within[symbol]

    def start(self, before: str, recent: Recent | None = None) -> State:
        """Return the state after the text ``before``; "" is the boundary of a line."""
        state: State = ((), ())
        for character in before[-(self.order - 1) :] or "\n":
            state, _ = self.step(state, ord(character), recent)
        return state

    def step(self, state: State, point: int, recent: Recent | None = None) -> tuple[State, float]:
        """Return the state after a code point, and the bits it costs."""
        symbols, weights = state
        new = self.symbol(point)
        cost, found = self._unigrams[new], 0
        after = [self._backoffs[new]]
        for k in range(1, len(symbols) + 1):
            entry = self._entry(symbols[-k:], new)
            if entry is None:
                break
            cost, found = (entry >> 7 & 127) * QUANTUM, k
            if entry & 127 and k < self.order - 1:
                after.append(((entry & 127) - 1) * QUANTUM)
        for weight in weights[found:]:
            cost += weight
        if recent:
            cost = recent.blend(symbols, new, cost)
            if len(after) == 1 and recent.goes_on((*symbols[-1:], new)):
                after.append(0.0)  # nothing longer begins so in the model, but in the document
        if new == BOUNDARY:
            return ((new,), tuple(after[:1])), cost + self._within[new]
        return ((*symbols, new)[-len(after) :], tuple(after)), cost + self._within[new]

    def _entry(self, before: Sequence[int], new: int) -> int | None:
        """Return the entry of a symbol behind others; None where they were not seen together."""
        row, entry = before[0], 0
        for level, symbol in zip(self._levels, (*before[1:], new), strict=False):
            found = level.find(row, symbol)
            if found is None:
                return None
            row, entry = found
        return entry

    def bits(self, text: str, before: str) -> float:
        """Return the bits of ``text`` after ``before``."""
        return sum(self.bits_each(text, before))

    def bits_each(self, text: str, before: str) -> array[float]:
        """Return the bits of every code point of ``text`` after ``before``."""
        out = array("f")
        state = self.start(before)
        for character in text:
            state, bits = self.step(state, ord(character))
            out.append(bits)
        return out

    def words_behind(self, before: str) -> WordState:
        """Return the state of the words behind the text ``before``."""
        state = self.words.NONE
        for character in before[-_WORDS_BEFORE:]:
            state, _ = self.words.step(state, self.symbol(ord(character)), 0.0)
        return state

    def sentence_behind(self, before: str) -> Sentence:
        """Return the state of the sentence behind the text ``before``."""
        state = Sentence()
        for character in before[-SENTENCE_BEFORE:]:
            state, _ = self.sentences.step(state, self.symbol(ord(character)))
        return state


class Recent:
    """What a document says itself: its bigrams and trigrams, which make what recurs likelier.

    A context that was seen ``n`` times before ``t`` different symbols gives a symbol that followed it ``c`` times
    (c + t p) / (n + t), where p is what the shorter context gives, and the model at last (Witten and Bell, "The
    zero-frequency problem", IEEE Transactions on Information Theory 37, 1991).  With a ``caution`` of more than one,
    ``t`` is so many times the symbols: the document then says less against what it lacks.

    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> said = Recent(grams, "鼐鼎公司今天开业，鼐鼎的")
    >>> [round(grams.step(grams.start("鼐"), ord("鼎"), recent)[1]) for recent in (None, said)]
    [14, 1]
    """

    def __init__(self, grams: Grams, text: str, caution: int = 1) -> None:
        """Count the n-grams of ``text``, none across a line end."""
        if caution < 1:
            msg = f"the model has one share at least, not {caution}"
            raise ValueError(msg)
        self._seen: dict[tuple[int, ...], int] = {}
        self._kinds: dict[tuple[int, ...], int] = {}
        last: tuple[int, ...] = (BOUNDARY,)
        for character in text:
            new = grams.symbol(ord(character))
            for length in range(1, len(last) + 1):
                gram = (*last[-length:], new)
                count = self._seen.get(gram, 0)
                self._seen[gram] = count + 1
                self._kinds[gram[:-1]] = self._kinds.get(gram[:-1], 0) + caution * (not count)
                if length == 1:
                    self._seen[gram[:-1]] = self._seen.get(gram[:-1], 0) + 1
            last = (*last, new)[-_RECENT:] if new != BOUNDARY else (new,)

    def goes_on(self, symbols: tuple[int, ...]) -> bool:
        """Tell whether the document has as many symbols as it looks at, these ones, before another."""
        return len(symbols) == _RECENT and symbols in self._kinds

    def blend(self, symbols: tuple[int, ...], new: int, bits: float) -> float:
        """Return the bits of a symbol after others, given the bits under the model."""
        probability = 2.0**-bits
        for length in range(1, min(len(symbols), _RECENT) + 1):
            context = symbols[-length:]
            kinds = self._kinds.get(context, 0)
            if not kinds:
                break
            count = self._seen.get((*context, new), 0)
            probability = (count + kinds * probability) / (self._seen[context] + kinds)
        return -math.log2(probability)


def _whole(section: memoryview | bytes, form: Literal["H", "I"]) -> Sequence[int]:
    if sys.byteorder == "little":
        return memoryview(section).cast("B").cast(form)
    swapped = array(form, bytes(section))
    swapped.byteswap()
    return swapped


def _floats(section: memoryview | bytes) -> Sequence[float]:
    if sys.byteorder == "little":
        return memoryview(section).cast("B").cast("f")
    swapped = array("f", bytes(section))
    swapped.byteswap()
    return swapped


class _Level:
    """The n-grams of an order, in rows by what they begin with."""

    def __init__(self, sections: Mapping[str, memoryview | bytes], order: int, width: int) -> None:
        """Use the sections of an order, whose entries have ``width`` bytes."""
        self._width = width
        self._starts = _whole(sections["starts2"], "I") if order == 2 else ()  # noqa: PLR2004 - bigrams
        self._bits = memoryview(sections.get(f"rows{order}", b"")).cast("B")
        self._marks = _whole(sections.get(f"marks{order}", b""), "I")
        self._entries = memoryview(sections[f"entries{order}"]).cast("B")

    def find(self, row: int, symbol: int) -> tuple[int, int] | None:
        """Return the place and the entry of a symbol in a row, as 32 bits; None where it is not there."""
        first, end = self._row(row)
        at = bisect_left(range(first, end), symbol, key=self._symbol) + first
        return (at, self._entry(at)) if at < end and self._symbol(at) == symbol else None

    def _row(self, row: int) -> tuple[int, int]:
        if self._starts:
            return self._starts[row], self._starts[row + 1]
        bit = self._marks[row // MARKED]
        for _ in range(row % MARKED):
            bit = self._next_zero(bit)
        return bit - row, self._next_zero(bit) - row - 1

    def _next_zero(self, bit: int) -> int:
        bit += 1
        while self._bits[bit >> 3] >> (bit & 7) & 1:
            bit += 1
        return bit

    def _symbol(self, place: int) -> int:
        return self._entry(place) >> _SYMBOL

    def _entry(self, place: int) -> int:
        entry = int.from_bytes(self._entries[place * self._width : (place + 1) * self._width], "little")
        return entry if self._width == 4 else entry << 7  # noqa: PLR2004 - bytes


class _WordTable:
    """The words by their keys."""

    def __init__(self, sections: Mapping[str, memoryview | bytes], numbers: Mapping[str, int]) -> None:
        """Use the sections where they lie."""
        self._bits = numbers["bits_words"]
        self._offsets = _whole(sections["offsets_words"], "I")
        self._entries = memoryview(sections["entries_words"]).cast("B")

    def cost(self, key: int) -> int | None:
        """Return what the word of a key costs; None where it is none."""
        mixed = key * HASH_ONE & _LOW
        mixed = (mixed ^ mixed >> SHIFT) * HASH_TWO & _LOW
        bucket = mixed >> 64 - self._bits
        check = mixed >> 64 - self._bits - CHECK & (1 << CHECK) - 1
        for at in range(self._offsets[bucket] * 3, self._offsets[bucket + 1] * 3, 3):
            entry = int.from_bytes(self._entries[at : at + 3], "little")
            if entry >> 7 == check:
                return entry & 127
        return None
