"""Weigh what a search left in doubt once more, by the characters some places away.

The n-grams of a search see two characters before each one.  What a line is about tells as well: in a line of nets and
boats 鱼 is likelier than 渔 or 龟 between the same two characters.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from textnorm.model.company import load
from textnorm.repair.chains.certainty import is_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm import kernel
    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.pieces import Piece

__all__ = ["AROUND", "weighed"]

#: How much of a line before and behind a character is looked at, in code points: as far as its company goes.
AROUND = 20
#: How much a bit of the company counts beside one of the search: of weights from 0.2 to 0.8 it restores most.
_WEIGHT = 0.5
#: The least probability of a character that counts as a neighbour.
_KNOWN = 0.5
#: Above this probability all readings that are worth a thought agree.
_AGREED = 1 - 1e-9


def weighed(reading: Reading, before: str, after: str) -> Reading:
    """Return a reading whose doubtful characters were weighed by their company; short ones have too little of it.

    before, after: what stands around the reading in its line.
    """
    if reading.whole or is_short(len(reading.text)):
        return reading
    before, after = before[-AROUND:], after[:AROUND]
    text = [*before, *reading.text, *after]
    known = bytearray(b"\1" * len(text))
    at = len(before)
    for piece in reading.pieces:
        for i, one in enumerate(piece.probabilities, at):
            known[i] = one >= _KNOWN
        at += len(piece.text)
    company = load()
    pieces: list[Piece] = []
    at = len(before)
    for piece in reading.pieces:
        pieces.append(_weighed(piece, company, text, bytes(known), at) if piece.probabilities else piece)
        at += len(piece.text)
    return replace(reading, pieces=tuple(pieces), judged=reading.probability)


def _weighed(piece: Piece, company: kernel.Company, text: list[str], known: bytes, at: int) -> Piece:
    """Return a piece at a place of a line, and put what is likeliest into the line."""
    chances, others = list(piece.probabilities), list(piece.alternatives)
    for i, (char, chance, rest) in enumerate(zip(piece.text, piece.probabilities, piece.alternatives, strict=True)):
        if chance > _AGREED or not rest:
            continue
        choice = [(char, chance), *rest]
        start, end = max(0, at + i - AROUND), at + i + AROUND + 1
        line, marks = "".join(text[start:end]), known[start:end]
        bits = company.bits(line, marks, at + i - start, "".join([one for one, _ in choice]))
        if bits is not None:
            (text[at + i], chances[i]), *left = _shared(choice, bits)
            others[i] = tuple(left)
    return piece._replace(
        text="".join(text[at : at + len(piece.text)]), probabilities=tuple(chances), alternatives=tuple(others)
    )


def _shared(choice: Sequence[tuple[str, float]], bits: Sequence[float]) -> list[tuple[str, float]]:
    """Return the characters of a place with new probabilities, the likeliest first.

    What the search divides in another way keeps the weight of the mean.
    """
    total = math.fsum([one for _, one in choice])
    mean = math.fsum([one * fit for (_, one), fit in zip(choice, bits, strict=True)]) / total
    shares = [(char, one * 2.0 ** (_WEIGHT * (fit - mean))) for (char, one), fit in zip(choice, bits, strict=True)]
    everything = max(0.0, 1.0 - total) + math.fsum([share for _, share in shares])
    return sorted([(char, min(1.0, share / everything)) for char, share in shares], key=lambda one: -one[1])
