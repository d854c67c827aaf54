"""Weigh what a search left in doubt once more, by the characters some places away.

The n-grams of a search see two characters before each one.  What a line is about tells as well: in a line of nets and
boats 鱼 is likelier than 渔 or 龟 between the same two characters.
"""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from textnorm.model.company import AROUND, KNOWN, SURE, load
from textnorm.repair.chains.certainty import is_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.pieces import Piece

__all__ = ["weighed"]

#: How much a bit of the company counts beside one of the search: of weights from 0.2 to 0.8 it restores most.
_WEIGHT = 0.5
_SHARE = itemgetter(1)


def weighed(reading: Reading, before: str, after: str) -> Reading:
    """Return a reading whose doubtful characters were weighed by their company; short ones have too little of it.

    before, after: what stands around the reading in its line.
    """
    if reading.whole or is_short(len(reading.text)):
        return reading
    before, after = before[-AROUND:], after[:AROUND]
    line = f"{before}{reading.text}{after}"
    known = bytearray(b"\1" * len(line))
    at = len(before)
    for piece in reading.pieces:
        known[at : at + len(piece.probabilities)] = bytes([one >= KNOWN for one in piece.probabilities])
        at += len(piece.text)
    marks = bytes(known)
    pieces: list[Piece] = []
    at = len(before)
    for piece in reading.pieces:
        pieces.append(_weighed(piece, line, marks, at) if piece.probabilities else piece)
        at += len(piece.text)
    return replace(reading, pieces=tuple(pieces), judged=reading.probability)


def _weighed(piece: Piece, line: str, known: bytes, at: int) -> Piece:
    """Return a piece at a place of a line, weighed by what the search made of the others."""
    company = load()
    text, chances, others = [*piece.text], [*piece.probabilities], [*piece.alternatives]
    for i, (chance, rest) in enumerate(zip(piece.probabilities, piece.alternatives, strict=False)):
        if chance > SURE or not rest:
            continue
        choice = [(text[i], chance), *rest]
        bits = company.bits(line, known, at + i, "".join([one for one, _ in choice]))
        if bits is not None:
            (text[i], chances[i]), *left = _shared(choice, bits)
            others[i] = tuple(left)
    return piece._replace(text="".join(text), probabilities=tuple(chances), alternatives=tuple(others))


def _shared(choice: Sequence[tuple[str, float]], bits: Sequence[float]) -> list[tuple[str, float]]:
    """Return the characters of a place with new probabilities, the likeliest first.

    What the search divides in another way keeps the weight of the mean.
    """
    total = mean = everything = 0.0
    for (_, chance), fit in zip(choice, bits, strict=True):
        total += chance
        mean += chance * fit
    mean /= total or 1.0
    shares = [
        (char, chance * 2.0 ** (_WEIGHT * (fit - mean))) for (char, chance), fit in zip(choice, bits, strict=True)
    ]
    for _, share in shares:
        everything += share
    everything += max(0.0, 1.0 - total)
    return sorted([(char, min(1.0, share / everything)) for char, share in shares], key=_SHARE, reverse=True)
