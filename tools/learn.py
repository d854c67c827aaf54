"""Fit a small log-linear model: multinomial logistic regression by FTRL-Proximal, which keeps few weights.

Source: McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013, algorithm 1.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Row", "fit"]

ALPHA, BETA, L1, L2 = 0.3, 1.0, 0.6, 1.0
EPOCHS = 3
#: Instances whose form is this sure already teach nothing more.
KNOWN = 0.002

#: The features of an instance, the slot of the form that stood there, what it counts for, a bias for each slot.
Row = tuple["Sequence[int]", int, float, "Sequence[float]"]


def fit(rows: Sequence[Row], slots: int) -> dict[int, list[float]]:
    """Return the weights for each slot by feature; the same rows give the same weights."""
    sums: dict[int, list[float]] = {}
    squares: dict[int, list[float]] = {}
    weights: dict[int, list[float]] = {}
    order = list(range(len(rows)))
    shuffled = random.Random(0)
    for _ in range(EPOCHS):
        shuffled.shuffle(order)
        for number in order:
            features, slot, importance, bias = rows[number]
            gradient = _gradient(weights, features, bias)
            gradient[slot] -= 1
            if -gradient[slot] < KNOWN:
                continue
            for feature in features:
                if feature not in weights:
                    sums[feature], squares[feature], weights[feature] = [0.0] * slots, [0.0] * slots, [0.0] * slots
                _update(sums[feature], squares[feature], weights[feature], gradient, importance)
    return {feature: own for feature, own in weights.items() if any(own)}


def _gradient(weights: dict[int, list[float]], features: Sequence[int], bias: Sequence[float]) -> list[float]:
    """Return the probability of each slot."""
    scores = list(bias)
    for feature in features:
        own = weights.get(feature)
        if own is not None:
            for slot, weight in enumerate(own):
                scores[slot] += weight
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


def _update(
    sums: list[float], squares: list[float], weights: list[float], gradient: list[float], importance: float
) -> None:
    for slot, part in enumerate(gradient):
        step = part * importance
        if not step:
            continue
        before = squares[slot]
        after = before + step * step
        sums[slot] += step - (math.sqrt(after) - math.sqrt(before)) / ALPHA * weights[slot]
        squares[slot] = after
        excess = abs(sums[slot]) - L1
        weights[slot] = (
            0.0 if excess <= 0 else -math.copysign(excess, sums[slot]) / ((BETA + math.sqrt(after)) / ALPHA + L2)
        )
