"""Fit a logistic regression by Newton's method, with a ridge that keeps weights without evidence near zero."""

from __future__ import annotations

import math
from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fit"]

_ROUNDS, _CLOSE = 30, 1e-7


def fit(
    rows: Sequence[tuple[Sequence[float], bool]], importance: Sequence[float] | None = None, ridge: float = 1.0
) -> list[float]:
    """Return the weights of the terms of ``rows``, of which the first is 1 and free of the ridge.

    importance: how much each row counts, by default 1.

    >>> even, slope = fit([((1.0, x), x > 0) for x in (-2.0, -1.0, 1.0, 2.0)])
    >>> abs(even) < 1e-6, slope > 0
    (True, True)
    """
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(_ROUNDS):
        slope = [-ridge * one for one in weights]
        slope[0] = 0.0
        curve = [[ridge * (i == j > 0) + 1e-9 * (i == j) for j in range(size)] for i in range(size)]
        for (terms, right), counts in zip(rows, importance or repeat(1.0), strict=False):
            z = sum(weight * term for weight, term in zip(weights, terms, strict=True))
            chance = 1 / (1 + math.exp(-max(-60.0, min(60.0, z))))
            miss, bend = counts * (right - chance), counts * chance * (1 - chance)
            for i, term in enumerate(terms):
                if term:
                    slope[i] += miss * term
                    row, part = curve[i], bend * term
                    for j in range(i + 1):
                        row[j] += part * terms[j]
        for i in range(size):
            for j in range(i):
                curve[j][i] = curve[i][j]
        step = _solve(curve, slope)
        weights = [one + by for one, by in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _CLOSE:
            break
    return weights


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a positive definite system by elimination."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        for below in rows[i + 1 :]:
            factor = below[i] / rows[i][i]
            for j in range(i, size + 1):
                below[j] -= factor * rows[i][j]
    solution = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, size))
        solution[i] = (rows[i][size] - known) / rows[i][i]
    return solution
