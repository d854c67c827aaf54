"""What becomes of the readings of a document: which are written, and which of their lost characters.

A reading must be probable enough as a whole.  Of its characters whose bytes were lost the surest are written, as
long as few of them can be wrong; any other becomes U+FFFD and is listed with its candidates.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.mojibake_certainty import certainties, kind_of
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.mojibake_found import Reading
    from textnorm.repair.mojibake_pieces import Piece

__all__ = ["Placed", "changes_of", "least_certainty"]

#: Under this probability a chain is not even worth offering.
_LEAST = 1 / 3
_CANDIDATES = 3
#: What the search says at least of a character that is written where text was misread twice, or as Big5 with most bytes
#: lost: there the beam may have dropped the truth, and what is left looks sure.
_SURE_OF_TWICE, _SURE_OF_FEW = 0.9995, 0.998
#: The share of the characters of a repair that may be wrong, for each unit of doubt that a user allows: 0.3 % at 0.9.
_DOUBT = 0.03


class Placed(NamedTuple):
    """A reading of a line that begins at ``offset`` in the document."""

    reading: Reading
    offset: int


def changes_of(found: Sequence[Placed], threshold: float) -> Iterator[Change]:
    """Yield what to do about the readings of a document, in ascending order.

    threshold: what a reading, and a character of it that is written, has at least as probability.
    """
    chances = [_certainties(one.reading) if one.reading.probability >= threshold else () for one in found]
    characters = sum(len(one.reading.text) for one, chance in zip(found, chances, strict=True) if chance)
    least = least_certainty([one for some in chances for piece in some for one in piece], characters, threshold)
    for (reading, offset), chance in zip(found, chances, strict=True):
        rule, sure = reading.chains[0].rule, reading.probability
        start = reading.start + offset
        if sure < _LEAST:
            continue
        if sure < threshold:
            reason = "another codec may have made this, but what comes out is too little or too unlike text to tell"
            yield Change(start, reading.end + offset, None, rule, sure, reason, (reading.text,))
            continue
        for piece, certain in zip(reading.pieces, chance, strict=True):
            yield _change(piece, start, rule, sure, [one >= least for one in certain])


def least_certainty(chances: Sequence[float], characters: int, threshold: float) -> float:
    """Return the certainty from which on lost characters are written, among ``characters`` of a document in all.

    The surest come first, until so many are expected to be wrong as may be; none under ``threshold`` is written.

    >>> least_certainty([0.999, 0.95, 0.93], 100, 0.9), least_certainty([0.999, 0.95, 0.93], 10, 0.9)
    (0.93, 0.999)
    """
    allowed = _DOUBT * (1 - threshold) * characters
    least = 1.0
    for chance, equal in groupby(sorted(chances, reverse=True)):
        allowed -= (1 - chance) * len(list(equal))
        if chance < threshold or allowed < 0:
            break
        least = chance
    return least


def _certainties(reading: Reading) -> tuple[tuple[float, ...], ...]:
    chain = reading.chains[-1]
    kind = kind_of(chain.true, chain.wrong, reading.losses)
    found = tuple(certainties(reading.pieces, kind, reading.bits / max(1, len(reading.text))))
    few = (chain.true, chain.wrong) == ("utf-8", "cp950")
    if len(reading.chains) == 1 and not few:
        return found
    least = _SURE_OF_FEW if few else _SURE_OF_TWICE
    raw = (piece.probabilities for piece in reading.pieces)
    return tuple(
        tuple(one if own >= least else 0.0 for one, own in zip(some, known, strict=False))
        for some, known in zip(found, raw, strict=True)
    )


def _change(piece: Piece, offset: int, rule: str, sure: float, known: Sequence[bool]) -> Change:
    start, end = piece.start + offset, piece.end + offset
    if all(known):
        return Change(start, end, piece.text, rule, sure)
    after = "".join(char if one else LOST for char, one in zip(piece.text, known, strict=True))
    lost = after.count(LOST)
    reason = f"the bytes of {lost} character{'s' * (lost > 1)} were lost; the candidates are guesses"
    return Change(start, end, after, rule, sure, reason, tuple(_guesses(piece)))


def _guesses(piece: Piece) -> Iterator[str]:
    """Yield the best guess for a piece, then others for the character that is least sure."""
    yield piece.text
    weakest = min(range(len(piece.text)), key=piece.probabilities.__getitem__)
    for char, _ in piece.alternatives[weakest][:_CANDIDATES]:
        yield piece.text[:weakest] + char + piece.text[weakest + 1 :]
