"""How certain a repair is: the odds of a chain, and of each character whose bytes were lost.

Two logistic regressions, fitted on held-out text that was damaged on purpose.  The search is too sure of
itself where its lattice may lack the truth, differently for each kind of chain; so the odds that it gives
are mapped, kind by kind, to how often it was right.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.repair.mojibake_graph import Losses
    from textnorm.repair.mojibake_pieces import Piece

__all__ = ["CHARACTER_TERMS", "certainties", "chain_odds", "character_terms", "kind_of", "logistic"]

#: The terms of a character, in the order of the weights.
CHARACTER_TERMS = ("even", "odds", "neighbours", "line", "no Han")
#: The row of the table for kinds that have none of their own.
_ANY = "any"
_LEAST, _NEXT = 1e-6, 8.0
_USUAL, _LEAST_BITS, _MOST_BITS = 8.0, 4.0, 14.0


@cache
def _tables() -> tuple[tuple[float, ...], Mapping[str, tuple[float, ...]]]:
    text = files("textnorm").joinpath("data").joinpath("mojibake-certainty.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    chain = tuple(float(row[2]) for row in rows if row[0] == "chain")
    characters = {row[1]: tuple(map(float, row[2:])) for row in rows if row[0] == "character"}
    return chain, characters


def logistic(weights: Sequence[float], terms: Sequence[float]) -> float:
    """Return the probability of a logistic regression.

    >>> logistic((0.0, 1.0), (1.0, 0.0))
    0.5
    """
    z = sum(weight * term for weight, term in zip(weights, terms, strict=True))
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, z))))


def chain_odds(terms: Sequence[float]) -> float:
    """Return the probability of a chain from the terms that ``mojibake_judge`` makes of it."""
    return logistic(_tables()[0], terms)


def kind_of(true: str, wrong: str, losses: Losses) -> str:
    """Return the row of the table for a chain (names of codecs) and what its decoder does with bad bytes.

    >>> from textnorm.repair.mojibake_graph import Losses
    >>> kind_of("utf-8", "cp1251", Losses()), kind_of("utf-8", "gbk", Losses(pairs=True))
    ('utf-8 single', 'utf-8 gbk pairs')
    """
    wrong = wrong if wrong in {"gbk", "cp950", "cp932", "utf-16-le"} else "single"
    return f"{true} {wrong}" + " pairs" * losses.pairs + " dropped" * losses.dropped


def certainties(pieces: Sequence[Piece], kind: str, line_bits: float) -> Iterator[tuple[float, ...]]:
    """Yield for each piece the probability that each of its characters is right; none where no byte was lost.

    ``line_bits`` is what a character of the whole reading costs.
    """
    characters = _tables()[1]
    weights = characters.get(kind) or characters[_ANY]
    for piece in pieces:
        yield tuple(logistic(weights, terms) for terms in character_terms(piece, line_bits))


def character_terms(piece: Piece, line_bits: float) -> Iterator[tuple[float, ...]]:
    """Yield the terms of each character of a piece that was searched."""
    odds = [_log_odds(one) for one in piece.probabilities]
    line = min(max(line_bits, _LEAST_BITS), _MOST_BITS) - _USUAL
    for i, (char, own) in enumerate(zip(piece.text, odds, strict=False)):
        beside = min((*odds[max(0, i - 1) : i], *odds[i + 1 : i + 2]), default=_NEXT)
        yield 1.0, own, min(beside, _NEXT), line, float(not "\u3400" <= char <= "\u9fff")


def _log_odds(probability: float) -> float:
    """Return the odds in bits."""
    probability = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log2(probability / (1 - probability))
