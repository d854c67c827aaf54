"""What a document says where nothing is lost: its names and terms recur, which makes them likelier in the gaps.

What the lines that were read say for certain counts, and what the bytes of the others determine, once it is settled
how the document was damaged; so each line is searched once, and with the words of the whole document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords
from textnorm.repair.chains.clear import clear_text
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.losses import keeps_line_feeds
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.kernel import Recent
    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.pieces import Piece
    from textnorm.repair.chains.rules import Chain
    from textnorm.repair.chains.structure import Structure
    from textnorm.repair.chains.verdict import Placed

__all__ = ["DocumentSays", "is_doubtful", "is_trusted", "words_of"]

#: The probability of a chain, and of a character, from which on they tell of the document's words.
_TRUSTED, _KNOWN = 0.9, 0.99
#: How much clean text before and behind a damaged line tells of the document's words, in code points.
_FAR = 10_000
#: How cautious the words are: a document of some lines lacks most words, which says little against them.  With 1, 2 %
#: of the lines of technical texts are lost by it; with 8, a name that stands there four times fills no gap.
_CAUTION = 4


class DocumentSays(DocumentWords):
    r"""The words and structure of a document, and whether its decoder keeps a line feed behind a byte it cannot read.

    >>> words = DocumentSays(load(), "今天很冷。\n", keeps_line_feeds=True)
    >>> words.informed, words.uninformed.recent is None
    (True, True)
    """

    __slots__ = ("_uninformed", "informed", "keeps_line_feeds", "structure")

    def __init__(
        self, model: NgramModel, text: str, *, keeps_line_feeds: bool, structure: Structure | None = None
    ) -> None:
        """Count the n-grams of what is certain; where that is nothing, only the structure tells."""
        super().__init__(model, text, _CAUTION)
        self.informed = bool(text)
        self.keeps_line_feeds = keeps_line_feeds
        self.structure = structure
        self._uninformed: DocumentSays | None = None

    @classmethod
    def unread(cls, structure: Structure | None) -> DocumentSays:
        """Return what a document says of which nothing was read."""
        return cls(load(), "", keeps_line_feeds=False, structure=structure)

    @property
    def uninformed(self) -> DocumentSays:
        """What it says by its structure alone."""
        if not self.informed:
            return self
        if self._uninformed is None:
            self._uninformed = DocumentSays.unread(self.structure)
        return self._uninformed

    @property
    def recent(self) -> Recent | None:
        """The words, where some are known."""
        return self.counts if self.informed else None


def words_of(  # noqa: PLR0913, PLR0917 - what was read, and what is known of the rest
    text: str,
    lines: Sequence[tuple[int, int]],
    found: Sequence[Placed],
    unread: int,
    chain: Chain | None,
    structure: Structure | None = None,
) -> DocumentSays:
    r"""Return the words of a document near its damaged ``lines``, of which ``found`` are the readings so far.

    unread: the first line that was not read yet.  chain: what has made those, if that is settled.

    >>> from textnorm.repair.chains.rules import CHAINS
    >>> text = "寰堝ソ銆?\n绯荤粺寮傚父銆?\n"  # each line ends in 。, of which one byte became a question mark
    >>> words_of(text, [(0, 6), (7, 15)], [], 0, CHAINS[0]).keeps_line_feeds
    True
    """
    keeps = chain is not None and chain.true == "utf-8" and keeps_line_feeds(text, wrong_codec(chain.wrong))
    known = "".join(_known(text, lines, found, unread, chain))
    return DocumentSays(load(), known, keeps_line_feeds=keeps, structure=structure)


def is_trusted(reading: Reading) -> bool:
    """Tell whether a reading speaks for the document's words, and can be filled with them.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> (reading,) = best_readings("名称：绯荤粺寮傚父", Memory())
    >>> is_trusted(reading)
    True
    """
    return reading.probability >= _TRUSTED


def is_doubtful(reading: Reading) -> bool:
    """Tell whether some characters of a reading may be told by the document's words.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> lines = "绯荤粺寮傚父", "她说今天很冷".encode().decode("gbk", "replace")
    >>> [is_doubtful(reading) for line in lines for reading in best_readings(line, Memory())]
    [False, True]
    """
    once = len(reading.chains) == 1
    return once and is_trusted(reading) and any(one < _KNOWN for piece in reading.pieces for one in piece.probabilities)


def _known(
    text: str, lines: Sequence[tuple[int, int]], found: Sequence[Placed], unread: int, chain: Chain | None
) -> Iterator[str]:
    """Yield what is certain of a document near its damaged lines, with U+FFFD where something is left out."""
    by_line: dict[int, list[Reading]] = {}
    for reading, begin in found:
        by_line.setdefault(begin, []).append(reading)
    at = 0
    for number, (begin, end) in enumerate((*lines, (len(text), len(text)))):
        between = text[at:begin]
        yield between if len(between) <= 2 * _FAR else f"{between[:_FAR]}{LOST}{between[-_FAR:]}"
        if number >= unread:
            yield clear_text(text[begin:end], chain) if chain else ""
        else:
            yield from _read(text, begin, end, by_line.get(begin, ()))
        at = end


def _read(text: str, begin: int, end: int, readings: Sequence[Reading]) -> Iterator[str]:
    """Yield what is certain of a line that was read."""
    if readings and all(map(is_trusted, readings)):
        place = begin
        for reading in readings:
            yield text[place : begin + reading.start]
            yield from map(_certain, reading.pieces)
            place = begin + reading.end
        yield text[place:end]


def _certain(piece: Piece) -> str:
    """Return what is certain of a piece, with U+FFFD for the rest."""
    if min(piece.probabilities, default=1.0) >= _KNOWN:
        return piece.text
    return "".join(char if one >= _KNOWN else LOST for char, one in piece.each)
