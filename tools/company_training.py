"""Train vectors of symbols by which others stand some places away: a log-bilinear model with noise.

Mnih and Hinton, "Three new graphical models for statistical language modelling", ICML 2007; negative samples as in
Mikolov and others, "Distributed representations of words and phrases and their compositionality", NIPS 2013; steps by
AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011).  A line tells nothing about another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BOUNDARY_ROW", "RARE_ROW", "Vectors", "train"]

#: The rows of the boundary of a line and of symbols without one of their own: neighbours, but never to be foretold.
BOUNDARY_ROW, RARE_ROW = 0, 1
_FIRST = 2
#: How many symbols are learnt at once, with how many samples of noise together, and for how many of each these count.
_AT_ONCE, _SAMPLES, _NOISE = 256, 48, 8.0
#: Noise is drawn by this power of the counts, as in word2vec.
_POWER = 0.75
_STEP, _LAST_STEP, _STEP_OF_PLACES, _STILL = 0.1, 0.01, 0.1, 0.1


@dataclass
class Vectors:
    """The parameters: of each row as a neighbour, of each place, of each row as what is written, and its bias."""

    neighbours: NDArray[np.float32]
    places: NDArray[np.float32]
    written: NDArray[np.float32]
    biases: NDArray[np.float32]


class _Moved:
    """Numbers that are moved against their slopes, each the less, the more it was moved."""

    def __init__(self, values: NDArray[np.float32]) -> None:
        self.values = values
        self._squares = np.full(values.shape, _STILL, np.float32)

    def move(self, rows: NDArray[np.int64], slopes: NDArray[np.float32], step: float) -> None:
        """Move the rows that are named, some of them several times."""
        unique, inverse = np.unique(rows, return_inverse=True)
        total = np.zeros((len(unique), *slopes.shape[1:]), np.float32)
        np.add.at(total, inverse, slopes)
        self._squares[unique] += total * total
        self.values[unique] += step * total / np.sqrt(self._squares[unique])


class _Trainer:
    def __init__(self, counts: NDArray[np.float64], size: int, near: int, far: int) -> None:
        self._rng = np.random.Generator(np.random.PCG64(1))
        self._far = far
        #: Where the neighbours stand from the first symbol of a window on: those before it, the nearest first, then
        #: those behind it.
        self._offsets = [far - one for one in range(near, far + 1)] + [far + one for one in range(near, far + 1)]
        count = len(counts)
        start = (self._rng.random((count, size), np.float32) - np.float32(0.5)) / np.float32(np.sqrt(size))
        self._neighbours = _Moved(start)
        self._places = _Moved(np.full((len(self._offsets), size), 1 / np.sqrt(2 * far), np.float32))
        self._written = _Moved(np.zeros((count, size), np.float32))
        self._biases = _Moved(np.zeros(count, np.float32))
        often = counts**_POWER
        often[:_FIRST] = 0
        self._noise = np.cumsum(often / often.sum())

    def learn(self, rows: NDArray[np.int64], lines: NDArray[np.int64], step: float) -> None:
        """Learn from some symbols, with ``far`` more before and behind them."""
        far, own = self._far, slice(self._far, self._far + _AT_ONCE)
        truth = rows[own]
        counted = (truth >= _FIRST).astype(np.float32)
        near = sliding_window_view(rows, _AT_ONCE)[self._offsets]
        together = sliding_window_view(lines, _AT_ONCE)[self._offsets] == lines[own]
        # The boundary that ends a line is the first symbol of the next one: it is a neighbour to both.
        used = ((together | (near == BOUNDARY_ROW) & self._beside(lines)) * counted).astype(np.float32)
        vectors = sliding_window_view(self._neighbours.values[rows], _AT_ONCE, axis=0)[self._offsets]
        vectors = vectors * used[:, None, :]
        places = self._places.values
        sums = np.einsum("odl,od->ld", vectors, places)
        noise = np.minimum(np.searchsorted(self._noise, self._rng.random(_SAMPLES)), len(self._noise) - 1)
        of_noise, of_truth = self._written.values[noise], self._written.values[truth]
        false = _chance(sums @ of_noise.T + self._biases.values[noise])
        false[noise == truth[:, None]] = 0
        false *= -(_NOISE / _SAMPLES) * counted[:, None]
        true = counted * (1 - _chance((sums * of_truth).sum(1) + self._biases.values[truth]))
        slopes = false @ of_noise + true[:, None] * of_truth
        around = np.zeros((_AT_ONCE + 2 * far, slopes.shape[1]), np.float32)
        for k, offset in enumerate(self._offsets):
            around[offset : offset + _AT_ONCE] += slopes * used[k][:, None] * places[k]
        both = np.concatenate([noise, truth])
        self._written.move(both, np.concatenate([false.T @ sums, true[:, None] * sums]), step)
        self._biases.move(both, np.concatenate([false.sum(0), true]), step)
        self._neighbours.move(rows, around, step)
        self._places.move(np.arange(len(places)), np.einsum("odl,ld->od", vectors, slopes), _STEP_OF_PLACES * step)

    def _beside(self, lines: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which of the neighbours are in the line of a symbol or begin the next one."""
        own = lines[self._far : self._far + _AT_ONCE]
        return np.asarray(sliding_window_view(lines, _AT_ONCE)[self._offsets] == own + 1)

    def vectors(self) -> Vectors:
        """Return what was learnt."""
        return Vectors(self._neighbours.values, self._places.values, self._written.values, self._biases.values)


def _chance(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def train(
    rows: NDArray[np.int64], counts: NDArray[np.float64], size: int, reach: tuple[int, int], times: float
) -> Vectors:
    """Return vectors of ``size`` numbers, learnt from the rows of a text.

    rows: the row of each symbol of the text, whose lines begin with ``BOUNDARY_ROW``.  counts: how often each occurs.
    reach: the nearest and the farthest place of a neighbour.  times: how often the text is read.
    """
    near, far = reach
    trainer = _Trainer(counts, size, near, far)
    edge = np.full(far, BOUNDARY_ROW, np.int64)
    padded = np.concatenate([edge, rows, edge])
    lines = np.cumsum(padded == BOUNDARY_ROW)
    parts = len(rows) // _AT_ONCE
    steps = int(times * parts)
    for k in range(steps):
        at = k % parts * _AT_ONCE
        window = slice(at, at + _AT_ONCE + 2 * far)
        trainer.learn(padded[window], lines[window], _STEP * max(_LAST_STEP, 1 - k / steps))
    return trainer.vectors()
