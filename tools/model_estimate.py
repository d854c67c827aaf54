"""From weighted counts to a pruned back-off model.

Interpolated modified Kneser-Ney (Chen and Goodman, "An empirical study of smoothing techniques for language
modeling", 1998) with counts that have weights: an n-gram seen ``r`` times with the weight ``w`` gives up
``w D(r) / r``, and what it gives up is what the next lower order is counted from, which is Kneser-Ney where all
weights are one.  Pruning by weighted difference: Seymore and Rosenfeld, "Scalable backoff language models", 1996.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from model_texts import BITS

from textnorm.model.symbols import RARE_HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model_texts import Counts
    from numpy.typing import NDArray

__all__ = ["Level", "estimate", "prune"]

_SYMBOL = (1 << BITS) - 1


@dataclass
class Level:
    """The n-grams of one order: probability, back-off weight as a context, and how often they occur."""

    keys: NDArray[np.int64]
    probability: NDArray[np.float64]
    backoff: NDArray[np.float64]
    occurs: NDArray[np.float64]


def estimate(counts: Sequence[Counts], ends: Sequence[Counts], symbols: int) -> list[Level]:
    """Return the levels of an unpruned model, unigrams first."""
    highest = len(counts)
    masses: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    given_up: NDArray[np.float64] = np.zeros(0)
    for order in range(highest, 0, -1):
        level = counts[order - 1]
        if order == highest:
            weight, raw = level.weights, level.raw
        else:
            suffix = np.searchsorted(level.keys, counts[order].keys & ((1 << BITS * order) - 1))
            weight = level.edge_weights + np.bincount(suffix, given_up, len(level.keys))
            raw = level.edge_raw + np.bincount(suffix, minlength=len(level.keys))
        raw = np.maximum(raw, 1.0)
        given_up = np.minimum(weight * _discount(raw) / raw, weight)
        masses.insert(0, (weight, given_up))
    weight = np.zeros(symbols)
    weight[counts[0].keys] = masses[0][0]
    weight[RARE_HAN] += weight[weight < 2 * np.median(weight)].sum() * 0.05
    unigrams = (weight + 0.2) / (weight + 0.2).sum()
    levels = [Level(np.arange(symbols), unigrams, np.ones(symbols), _spread(counts[0], symbols))]
    for order in range(2, highest + 1):
        level, below = counts[order - 1], levels[-1]
        weight, given_up = masses[order - 1]
        context = np.searchsorted(below.keys, level.keys >> BITS)
        total = np.bincount(context, weight, len(below.keys))
        left = np.bincount(context, given_up, len(below.keys))
        at = np.searchsorted(below.keys, ends[order - 2].keys)
        found = (at < len(below.keys)) & (below.keys[np.minimum(at, len(below.keys) - 1)] == ends[order - 2].keys)
        escaped = np.bincount(at[found], ends[order - 2].weights[found], len(below.keys))
        total, left = total + escaped, left + escaped
        below.backoff = np.where(total > 0, left / np.maximum(total, 1e-30), 1.0)
        suffix = np.searchsorted(below.keys, level.keys & ((1 << BITS * (order - 1)) - 1))
        probability = (weight - given_up) / total[context] + below.backoff[context] * below.probability[suffix]
        levels.append(Level(level.keys, probability, np.ones(len(level.keys)), level.weights))
    return levels


def prune(levels: list[Level], thresholds: Sequence[float]) -> list[Level]:
    """Return the model without the n-grams whose loss costs fewer bits of the training texts than ``thresholds``.

    A threshold is for each order from bigrams on.  An n-gram stays as long as a longer one needs it.
    """
    keep = [np.ones(len(levels[0].keys), bool)]
    for order in range(2, len(levels) + 1):
        level, below = levels[order - 1], levels[order - 2]
        context = np.searchsorted(below.keys, level.keys >> BITS)
        suffix = np.searchsorted(below.keys, level.keys & ((1 << BITS * (order - 1)) - 1))
        lower = below.backoff[context] * below.probability[suffix]
        gain = level.occurs * np.log2(level.probability / lower)
        keep.append(gain > thresholds[order - 2])
    for order in range(len(levels), 2, -1):
        keys, below = levels[order - 1].keys[keep[order - 1]], levels[order - 2].keys
        keep[order - 2][np.searchsorted(below, keys >> BITS)] = True
        keep[order - 2][np.searchsorted(below, keys & ((1 << BITS * (order - 1)) - 1))] = True
    out = [
        Level(level.keys[kept], level.probability[kept], level.backoff[kept], level.occurs[kept])
        for level, kept in zip(levels, keep, strict=True)
    ]
    _renormalise(out)
    return out


def _renormalise(levels: list[Level]) -> None:
    """Give each context the back-off weight that makes its probabilities sum to one."""
    for order in range(2, len(levels) + 1):
        level, below = levels[order - 1], levels[order - 2]
        context = np.searchsorted(below.keys, level.keys >> BITS)
        lower = _lower(levels, order)
        seen = np.bincount(context, level.probability, len(below.keys))
        covered = np.bincount(context, lower, len(below.keys))
        has = np.bincount(context, minlength=len(below.keys)) > 0
        below.backoff = np.where(has, np.maximum(1 - seen, 1e-4) / np.maximum(1 - covered, 1e-4), 1.0)
    levels[-1].backoff = np.ones(len(levels[-1].keys))


def _lower(levels: list[Level], order: int) -> NDArray[np.float64]:
    """Return what the next lower order says of the n-grams of an order, which it holds too."""
    below = levels[order - 2]
    return below.probability[np.searchsorted(below.keys, levels[order - 1].keys & ((1 << BITS * (order - 1)) - 1))]


def _discount(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many of its occurrences an n-gram gives up, by the formulas of Chen and Goodman."""
    whole = np.minimum(np.rint(raw), 5).astype(int)
    seen = np.bincount(whole, minlength=6).astype(float) + 1e-9
    share = seen[1] / (seen[1] + 2 * seen[2])
    steps = [i - (i + 1) * share * seen[i + 1] / seen[i] for i in (1, 2, 3)]
    steps = [min(max(step, 0.1), 0.95 * i) for i, step in enumerate(steps, 1)]
    print("discounts", [round(step, 3) for step in steps], file=sys.stderr)
    return np.array([0.0, *steps])[np.minimum(whole, 3)]


def _spread(counts: Counts, symbols: int) -> NDArray[np.float64]:
    occurs = np.zeros(symbols)
    occurs[counts.keys] = counts.weights
    return occurs
