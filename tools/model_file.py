"""Quantise the levels of a model and lay them out as textnorm.kernel reads them; see ``reference_ngrams``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from model_texts import BITS

from textnorm.kernel.reference_ngrams import CHECK, HASH_ONE, HASH_TWO, MARKED, QUANTUM, SHIFT
from textnorm.model.ngram_file import write
from textnorm.model.symbols import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from model_division import Words
    from model_estimate import Level
    from model_texts import Symbols
    from numpy.typing import NDArray

__all__ = ["pack"]

_MOST = 127
#: Entries of a bucket, about.
_BUCKET = 5


def pack(header: str, levels: Sequence[Level], symbols: Symbols, words: Words, more: Mapping[str, bytes]) -> bytes:
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
    placed = unigrams.keys
    for order, level in enumerate(levels[1:], 2):
        parents = np.unique(levels[order].keys >> BITS) if order < len(levels) else np.zeros(0, np.int64)
        values = _values(level, np.isin(level.keys, parents))
        wide = order == 2 or order < len(levels)  # noqa: PLR2004 - bigrams
        place, sorted_by_place = _placed(level.keys, placed)
        if order == 2:  # noqa: PLR2004
            sections["starts2"] = _starts(place, len(placed)).astype("<u4").tobytes()
        else:
            sections[f"rows{order}"], sections[f"marks{order}"] = _written(_starts(place, len(placed)))
        sections[f"entries{order}"] = _entries(level.keys[sorted_by_place], values[sorted_by_place], wide=wide)
        placed = level.keys[sorted_by_place]
    singles = np.where(np.isnan(words.singles), -np.log2(unigrams.probability) + within, words.singles)
    sections["word_singles"] = singles.astype("<f4").tobytes()
    sections["offsets_words"], sections["entries_words"], numbers["bits_words"] = _table(words.keys, words.costs)
    return write(header, numbers, {**sections, **more})


def _values(level: Level, extends: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return what the entries of n-grams say: cost and back-off weight."""
    cost = np.clip(np.rint(-np.log2(level.probability) / QUANTUM), 0, _MOST).astype(np.int64)
    backoff = np.clip(np.rint(-np.log2(level.backoff) / QUANTUM) + 1, 1, _MOST).astype(np.int64)
    return cost << 7 | np.where(extends, backoff, 0)


def _placed(keys: NDArray[np.int64], beginnings: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return in which rows n-grams stand, given what begins these, and the order that they stand in."""
    by_key = np.argsort(beginnings)
    place = by_key[np.searchsorted(beginnings, keys >> BITS, sorter=by_key)]
    return place, np.lexsort((keys, place))


def _starts(place: NDArray[np.int64], rows: int) -> NDArray[np.int64]:
    """Return where each row starts, and the end of the last one."""
    return np.concatenate([[0], np.cumsum(np.bincount(place, minlength=rows))])


def _written(starts: NDArray[np.int64]) -> tuple[bytes, bytes]:
    """Return the starts of rows as bits, a zero for each and a one for each entry, and where some zeros are."""
    zeros = np.arange(len(starts)) + starts
    bits = np.ones(zeros[-1] + 1, np.uint8)
    bits[zeros] = 0
    packed = np.packbits(bits, bitorder="little").tobytes()
    return packed + bytes(-len(packed) % 8), zeros[::MARKED].astype("<u4").tobytes()


def _entries(keys: NDArray[np.int64], values: NDArray[np.int64], *, wide: bool) -> bytes:
    """Return the entries of n-grams: four bytes with values of 14 bits, or three with the first 7 of these."""
    symbols = keys & ((1 << BITS) - 1)
    if wide:
        return bytes((symbols << 14 | values).astype("<u4").tobytes())
    return _narrow(symbols << 7 | values >> 7)


def _narrow(numbers: NDArray[np.int64]) -> bytes:
    return bytes(numbers.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes())


def _table(keys: NDArray[np.int64], values: NDArray[np.int64]) -> tuple[bytes, bytes, int]:
    """Return the starts of the buckets, the entries in them, and of how many bits the number of a bucket is."""
    bits = max(0, int(len(keys) / _BUCKET).bit_length() - 1)
    with np.errstate(over="ignore"):
        mixed = keys.astype(np.uint64) * np.uint64(HASH_ONE)
        mixed ^= mixed >> np.uint64(SHIFT)
        mixed *= np.uint64(HASH_TWO)
    bucket = (mixed >> np.uint64(63 - bits)) >> np.uint64(1)
    check = (mixed >> np.uint64(64 - bits - CHECK)) & np.uint64((1 << CHECK) - 1)
    order = np.lexsort((values, check, bucket))
    starts = np.zeros((1 << bits) + 1, "<u4")
    starts[1:] = np.cumsum(np.bincount(bucket.astype(np.int64), minlength=1 << bits))
    return starts.tobytes(), _narrow((check << np.uint64(7) | values.astype(np.uint64))[order].astype(np.int64)), bits
