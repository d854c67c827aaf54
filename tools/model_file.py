"""Quantise the levels of a model and lay them out as textnorm.kernel reads them; see ``reference_ngrams``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from model_texts import BITS

from textnorm.kernel.reference_ngrams import CHECK, HASH_ONE, HASH_TWO, QUANTUM, SHIFT
from textnorm.model.ngram_file import write
from textnorm.model.symbols import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from model_estimate import Level
    from model_texts import Symbols
    from numpy.typing import NDArray

__all__ = ["pack"]

_MOST = 127
#: Entries of a bucket, about.
_BUCKET = 5


def pack(header: str, levels: Sequence[Level], symbols: Symbols, more: Mapping[str, bytes]) -> bytes:
    """Return the bytes of the file, with ``more`` sections that the kernel does not read."""
    unigrams = levels[0]
    within = np.zeros(symbols.count, np.float32)
    within[: len(CLASSES)] = list(CLASSES.values())
    extends = np.zeros(len(unigrams.keys), bool)
    extends[levels[1].keys >> BITS] = True
    sections = {
        "map": symbols.map.astype("<u2").tobytes(),
        "within": within.astype("<f4").tobytes(),
        "unigrams": (-np.log2(unigrams.probability)).astype("<f4").tobytes(),
        "backoffs": np.where(extends, -np.log2(unigrams.backoff), 0.0).astype("<f4").tobytes(),
    }
    numbers = {"order": len(levels), "symbols": symbols.count, "astral": symbols.astral}
    for order, level in enumerate(levels[1:], 2):
        parents = np.unique(levels[order].keys >> BITS) if order < len(levels) else np.zeros(0, np.int64)
        bits = max(0, int(len(level.keys) / _BUCKET).bit_length() - 1)
        offsets, entries = _table(level, np.isin(level.keys, parents), bits)
        sections[f"offsets{order}"], sections[f"entries{order}"] = offsets, entries
        numbers[f"bits{order}"] = bits
    return write(header, numbers, {**sections, **more})


def _table(level: Level, extends: NDArray[np.bool_], bits: int) -> tuple[bytes, bytes]:
    """Return the starts of the buckets and the entries in them."""
    cost = np.clip(np.rint(-np.log2(level.probability) / QUANTUM), 0, _MOST).astype(np.uint64)
    backoff = np.clip(np.rint(-np.log2(level.backoff) / QUANTUM) + 1, 1, _MOST).astype(np.uint64)
    backoff = np.where(extends, backoff, 0).astype(np.uint64)
    with np.errstate(over="ignore"):
        mixed = level.keys.astype(np.uint64) * np.uint64(HASH_ONE)
        mixed ^= mixed >> np.uint64(SHIFT)
        mixed *= np.uint64(HASH_TWO)
    bucket = (mixed >> np.uint64(63 - bits)) >> np.uint64(1)
    check = (mixed >> np.uint64(64 - bits - CHECK)) & np.uint64((1 << CHECK) - 1)
    order = np.lexsort((cost, check, bucket))
    starts = np.zeros((1 << bits) + 1, "<u4")
    starts[1:] = np.cumsum(np.bincount(bucket.astype(np.int64), minlength=1 << bits))
    entries = (check << np.uint64(14) | cost << np.uint64(7) | backoff)[order]
    return starts.tobytes(), entries.astype("<u4").tobytes()
