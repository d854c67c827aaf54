"""What is read behind a misread stretch, piece by piece."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.words import DocumentSays


__all__ = ["Around", "Piece", "is_whole", "text_of"]

_PROBABILITIES = attrgetter("probabilities")


class Around(NamedTuple):
    """What stands before and behind a stretch: "" is the boundary of a line; and what the document says elsewhere.

    closed: what stands behind closes a string, an element or a comment, which ends a text as a line does.
    line: that of the stretch, which begins at ``start``.
    """

    before: str = ""
    after: str = ""
    words: DocumentSays | None = None
    closed: bool = False
    line: str = ""
    start: int = 0


class Piece(NamedTuple):
    """Some of the characters behind ``[start:end]`` of a stretch.

    bits: what they cost in model and channel; None where nothing was searched.
    probabilities: of each character; none where the bytes leave no choice.
    alternatives: for each character the others that fit, with their probabilities.

    >>> [*Piece(0, 2, "长城").each], [*Piece(0, 1, "长", 9.0, (0.9,)).each]
    ([('长', 1.0), ('城', 1.0)], [('长', 0.9)])
    """

    start: int
    end: int
    text: str
    bits: float | None = None
    probabilities: tuple[float, ...] = ()
    alternatives: tuple[tuple[tuple[str, float], ...], ...] = ()

    @property
    def each(self) -> Iterator[tuple[str, float]]:
        """The characters with their probabilities."""
        return zip(self.text, self.probabilities or (1.0,) * len(self.text), strict=True)


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces with every best guess.

    >>> text_of([Piece(0, 3, "长城"), Piece(3, 4, "长", 9.0, (0.9,))])
    '长城长'
    """
    return "".join([piece.text for piece in pieces])


def is_whole(pieces: Sequence[Piece]) -> bool:
    """Tell whether the bytes of pieces leave no choice.

    >>> is_whole([Piece(0, 2, "长城")]), is_whole([Piece(0, 1, "长", 9.0, (0.9,))])
    (True, False)
    """
    return not any(map(_PROBABILITIES, pieces))
