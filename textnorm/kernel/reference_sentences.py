"""What marks cost by what stands far before them, defined in plain Python: no n-gram reaches back so far.

Brackets: where a path writes the mark that closes what is open, it costs four bits less; one that closes nothing, one
that closes across another that is open, the same mark opened twice, a sentence that ends inside a title or brackets,
and a line that ends before they close cost as much more.  Behind the end of a sentence a mark may close what began
lines before.  A mark, or an ellipsis, behind another mark that ends part of a sentence costs four bits more too: words
know nothing of these.  Four to six bits fill gaps alike.

Questions: behind a word that asks, with something between, a question mark costs 1.5 bits less and another mark as much
more, a comma half as much; without such a word a question mark costs half as much more.  One to two bits fill alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SENTENCE_BEFORE", "Sentence", "Sentences"]

#: How many characters are looked at before a search.
SENTENCE_BEFORE = 64
_PAIRED, _ASKED = 4.0, 1.5
#: Opening and closing marks; inside the first five pairs no sentence ends.
_PAIRS = "《》〈〉（）【】〔〕「」『』“”‘’"
_TITLES = 5
#: How many open marks are remembered.
_MOST = 8
_SPACE, _PAUSES, _STOPS, _ENDS, _ASKS, _ELLIPSIS = "\u3000", "，、", "；：", "。！", "？", "…"
#: Marks that stand beside each other.
_LOUD = "！？"
_MARKS = _PAIRS + _SPACE + _PAUSES + _STOPS + _ENDS + _ASKS + _ELLIPSIS
#: Words that ask, folded to Simplified.
_ASKING = [*"谁哪何怎几吗呢岂", "什么", "甚么", "多少", "是否", "还是", "难道", "请问", "有没", "能不"]


class Sentence(NamedTuple):
    """What is open, the innermost last, the last symbol, whether words that ask ended before it, and with it."""

    inside: tuple[int, ...] = ()
    last: int = 0
    asked: bool = False
    asks: bool = False


class Sentences:
    """What the symbols of a model do in a sentence."""

    def __init__(self, symbol: Callable[[int], int], within: Callable[[int], float]) -> None:
        """Take the symbol of a code point, and the bits of the members of a symbol: those of a class are no marks."""
        own = {mark for mark in _MARKS if not within(symbol(ord(mark)))}
        for pair in zip(_PAIRS[::2], _PAIRS[1::2], strict=True):
            own -= set() if own.issuperset(pair) else set(pair)
        self._marks = {symbol(ord(mark)): mark for mark in own}
        self._asking = {tuple(symbol(ord(character)) for character in word) for word in _ASKING}

    def step(self, at: Sentence, new: int) -> tuple[Sentence, float]:
        """Return what is behind a symbol, and the bits that it costs in addition.

        >>> sentences = Sentences(lambda point: point, lambda symbol: 0.0)
        >>> sentences.step(Sentence(inside=(1,)), ord("》"))[1], sentences.step(Sentence(), ord("》"))[1]
        (-4.0, 4.0)
        """
        asked = at.asked or at.asks
        if new == 0:
            return Sentence(), _PAIRED if at.inside else 0.0
        mark = self._marks.get(new)
        if mark is None:
            asks = (new,) in self._asking or (at.last, new) in self._asking
            return Sentence(at.inside, new, asked, asks), 0.0
        before = self._marks.get(at.last, _SPACE)
        if mark in _PAIRS:
            inside, bits = _bracket(at.inside, _PAIRS.index(mark))
            if mark in _PAIRS[1::2] and before in _ENDS + _ASKS:
                bits = min(bits, 0.0)
            return Sentence(inside, new, asked), bits
        bits = 0.0
        if (
            mark != _SPACE
            and before not in _PAIRS + _SPACE + _ELLIPSIS
            and not (mark in _LOUD + _ELLIPSIS and before in _LOUD)
        ):
            bits = _PAIRED
        if mark not in _PAUSES + _STOPS + _ELLIPSIS and at.inside and at.inside[-1] <= _TITLES:
            bits += _PAIRED
        if mark == _ASKS:
            bits += -_ASKED if at.asked else _ASKED / 2
        elif at.asked and mark not in _SPACE + _ELLIPSIS:
            bits += _ASKED / 2 if mark in _PAUSES else _ASKED
        return Sentence(at.inside, new, asked and mark not in _ENDS + _ASKS), bits


def _bracket(inside: tuple[int, ...], place: int) -> tuple[tuple[int, ...], float]:
    kind = place // 2 + 1
    if place % 2 == 0:
        return (*inside, kind)[-_MOST:], _PAIRED if inside[-1:] == (kind,) else 0.0
    for crossed, one in enumerate(reversed(inside)):
        if one == kind:
            return inside[: len(inside) - 1 - crossed], _PAIRED * (crossed - 1)
    return inside, _PAIRED
