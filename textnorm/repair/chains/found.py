"""What a chain of wrong codecs makes of a stretch, and how good that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.chains.feasible import EAST
from textnorm.repair.chains.judge import evidence, probability
from textnorm.repair.chains.pieces import is_whole, text_of
from textnorm.repair.chains.true import used_characters
from textnorm.repair.latin_bytes import undo
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Around, Piece
    from textnorm.repair.chains.rules import Chain

__all__ = ["ENOUGH", "REACH", "Reading", "bits_of"]

#: How many characters around a stretch the model is told.
REACH = 8
#: Bits of a character up to which a reading is so good that no other chain is tried, and the least to read.
_EXCELLENT, ENOUGH = 9.5, 6
#: Bits of a character up to which a place where bytes were lost reads well.
_SMOOTH = 11.0
#: How many characters of UTF-8 are more than chance.
_WELL_FORMED = 3
#: The first two bytes of U+FFFD in UTF-8, read as GBK.
_REREAD = "锟"
#: Bits against a character that Chinese texts hardly hold.
_FOREIGN = 6.0
_ASCII_END = 0x80


@dataclass(slots=True, eq=False)
class Reading:
    """What ``chains``, in the order of undoing, make of ``line[start:end]``, which is ``seen``.  It is never changed.

    bits: of the text that comes out, in model and channel; seen_bits: of the text as it stands.
    judged: how probable the chains are, where they were judged before some characters were filled otherwise.
    informed: whether the words of the document were known.
    text: with every best guess.  whole: whether the bytes leave no choice.
    explains: whether it is text throughout, so that nothing else needs to have been lost.
    excellent: whether it is so good that no other chain needs to be tried.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> (reading,) = best_readings("名称：绯荤粺寮傚父", Memory())
    >>> reading.text, reading.start, reading.whole, reading.probability > 0.9, reading.gain > 50
    ('系统异常', 3, True, True, True)
    """

    start: int
    end: int
    seen: str
    chains: tuple[Chain, ...]
    losses: Losses
    pieces: tuple[Piece, ...]
    bits: float
    seen_bits: float
    judged: float | None = None
    informed: bool = False
    text: str = field(init=False)
    whole: bool = field(init=False)
    explains: bool = field(init=False)
    excellent: bool = field(init=False)
    _probability: float | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Tell what is asked several times of every reading."""
        self.text = text = text_of(self.pieces)
        self.whole = is_whole(self.pieces)
        self.explains = LOST not in text and self.bits < _EXCELLENT * len(text)
        self._probability = self.judged
        self.excellent = self.explains and len(text) >= ENOUGH and self.gain > 2 * len(text)

    def refilled(self, pieces: Sequence[Piece], losses: Losses) -> Reading:
        """Return it with other characters where bytes were lost, by the same chains and as probable as it was."""
        place = self.start, self.end, self.seen
        bits = self.bits, self.seen_bits
        return Reading(*place, self.chains, losses, tuple(pieces), *bits, self.probability, self.informed)

    @property
    def gain(self) -> float:
        """By how many bits the text is likelier than what stands there."""
        return self.seen_bits - self.bits

    @property
    def evidence(self) -> tuple[float, ...] | None:
        """What tells whether these chains made the stretch: the terms of ``chains.judge``."""
        return evidence(
            # What stands for a loss of the first of two misreadings is part of the chain, not lost before it.
            self.seen if len(self.chains) == 1 else self.seen.replace(_REREAD, ""),
            self.seen_bits,
            self.text,
            self.bits,
            whole=self.whole,
            true=self.chains[-1].true,
        )

    @property
    def probability(self) -> float:
        """The probability that these chains made the stretch."""
        if self._probability is None:
            self._probability = probability(self.chains[-1].true, self.evidence)
        return self._probability

    @property
    def smooth(self) -> bool:
        """Whether it is text at every place where bytes were lost."""
        searched = ((piece.bits, len(piece.text)) for piece in self.pieces if piece.bits is not None)
        return all(bits < _SMOOTH * length for bits, length in searched)

    @property
    def elsewhere(self) -> bool:
        """Whether it is Chinese that is all well-formed UTF-8: no chance, and another step undoes it."""
        whole = self.whole and all(chain.latin for chain in self.chains)
        return whole and len(self.text) >= _WELL_FORMED and bool(EAST.search(self.text)) and self.undone

    @property
    def undone(self) -> bool:
        """Whether the step for Latin reads the bytes of the stretch as often as it was misread.

        It knows Latin-1 and Windows-1252, but no text with the signs of one and the controls of the other.
        """
        text: str | None = self.seen
        for _ in self.chains:
            text = undo(text) if text else None
        return text is not None


@cache
def _known() -> bytes:
    """Return a mark for each character of Chinese texts, ASCII among them."""
    return kernel.table_of("".join((*used_characters(), *map(chr, range(_ASCII_END)))))


def bits_of(pieces: Sequence[Piece], around: Around) -> float:
    """Return the bits of the characters of pieces in model and channel, and of their being no Chinese.

    >>> from textnorm.repair.chains.pieces import Around, Piece
    >>> bits_of([Piece(0, 6, "系统异常")], Around()) < bits_of([Piece(0, 6, "糸銃昜嘗")], Around())
    True
    """
    return kernel.piece_bits(load().grams, _known(), pieces, around.before, around.after, _FOREIGN)
