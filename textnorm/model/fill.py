"""Choose among the characters that could stand in each place: best path and how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.model.characters import CharacterModel

__all__ = ["Filling", "fill"]


@dataclass(frozen=True, slots=True)
class Filling:
    """The likeliest text, its cost in bits, and the cost of all texts together."""

    text: str
    bits: float
    all_bits: float


def fill(model: CharacterModel, places: Sequence[Sequence[str]], before: str, after: str) -> Filling | None:
    """Return the likeliest text that has one of the given characters in each place.

    ``before`` and ``after`` are the neighbouring characters, "" at a boundary of the line.  The
    Viterbi algorithm finds the best path, the forward algorithm sums over all; both are linear in
    the number of places.  Returns None where a place has no candidate.

    >>> from textnorm.model.characters import load
    >>> fill(load(), ["取", "得", "成城", "工功"], "", "。").text
    '取得成功'
    """
    paths: list[tuple[str, float, float]] = [("", 0.0, 0.0)]
    lasts = [before]
    for candidates in [*places, [after]]:
        ahead: list[tuple[str, float, float]] = []
        for character in candidates:
            costs = [model.cost(last, character) for last in lasts]
            bits, best = min((path[1] + cost, i) for i, (path, cost) in enumerate(zip(paths, costs, strict=True)))
            all_bits = _sum_bits([path[2] + cost for path, cost in zip(paths, costs, strict=True)])
            ahead.append((paths[best][0] + character, bits, all_bits))
        if not ahead:
            return None
        paths, lasts = ahead, list(candidates)
    text, bits, all_bits = paths[0]
    return Filling(text[: len(text) - len(after)], bits, all_bits)


def _sum_bits(costs: Sequence[float]) -> float:
    """Return -log2 of the sum of the probabilities whose -log2 are given."""
    least = min(costs)
    return least - math.log2(sum(2 ** (least - cost) for cost in costs))
