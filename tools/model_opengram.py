"""The words, pairs and triples of words of open-gram, a trigram model of everyday Simplified text, with probabilities.

Debian's package sunpinyin-data (CC BY-SA 3.0) has it as SunPinyin reads it: ``lm_sc.t3g`` is the back-off model, whose
nodes are packed into bits, and ``pydict_sc.bin`` ends with the words, in the order of their numbers.  A node names a
word, an index into a table of probabilities, and where its children begin in the next level, up to where those of the
next node begin.  The last node of a level only ends it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["OpenGram", "read_opengram"]

_MODEL, _WORDS = "lm_sc.t3g", "pydict_sc.bin"
#: The order, whether probabilities are logarithms, and the sizes of the tables of probabilities and back-off weights.
_ORDER, _PLAIN, _PROBABILITIES, _BACKOFFS = 3, 0, 1 << 16, 1 << 14
#: The bytes of a node with children, and of one without.
_NODE, _LEAF = 12, 8
_WORD_BITS, _LOW_BITS, _PART_BITS, _HIGH_BITS = 18, 14, 16, 25
#: Up to this number stand numbers, names and whatever else is no word.
_NO_WORD = 69


class OpenGram(NamedTuple):
    """Rows of one, two and three words: numbers into ``words``, and the probability of the whole row.

    Each row is an array of the words at one place; rows lie in columns, one tuple of them for each length.
    """

    words: list[str]
    rows: tuple[tuple[NDArray[np.int64], ...], ...]
    probabilities: tuple[NDArray[np.float64], ...]


def read_opengram(folder: Path) -> OpenGram:
    """Return the model in the folder of the package's data; ValueError when the files are not as expected."""
    data = (folder / _MODEL).read_bytes()
    order, logarithms, *sizes = struct.unpack_from(f"<{_ORDER + 3}I", data)
    at = 4 * (_ORDER + 3)
    tables = 4 * (_PROBABILITIES + _BACKOFFS)
    whole = at + tables + _NODE * sum(sizes[:-1]) + _LEAF * sizes[-1]
    if (order, logarithms, whole) != (_ORDER, _PLAIN, len(data)):
        msg = f"{folder / _MODEL} is no trigram model of SunPinyin with plain probabilities"
        raise ValueError(msg)
    table = np.frombuffer(data, "<f4", _PROBABILITIES, at).astype(float)
    at += tables
    words = _words((folder / _WORDS).read_bytes())
    rows: tuple[NDArray[np.int64], ...] = ()
    before = np.ones(1)
    out_rows, out_probabilities, children = [], [], np.array([0, sizes[1] - 1])
    for level, size in enumerate(sizes):
        fields = np.frombuffer(data, "<u4", size * (3 if level < order else 2), at).reshape(size, -1).astype(np.int64)
        at += fields.nbytes // 2
        if level:
            parent = np.repeat(np.arange(len(before)), np.diff(children))
            word = fields[:-1, 0] & (1 << _WORD_BITS) - 1
            rows = (*(column[parent] for column in rows), word)
            before = before[parent] * table[_probability(fields)[:-1]]
            out_rows.append(rows)
            out_probabilities.append(before)
        if 0 < level < order:
            children = fields[:, 1] >> _PART_BITS | fields[:, 2] >> _HIGH_BITS << _PART_BITS
            children[-1] = sizes[level + 1] - 1
    return OpenGram(words, tuple(out_rows), tuple(out_probabilities))


def _probability(fields: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the indices of the probabilities: the second word of a node, split between both words of a leaf."""
    if fields.shape[1] == _NODE // 4:
        return fields[:, 1] & (1 << _PART_BITS) - 1
    return fields[:, 0] >> _WORD_BITS | (fields[:, 1] >> _HIGH_BITS & 3) << _LOW_BITS


def _words(data: bytes) -> list[str]:
    """Return the words by their numbers; "" for what is none."""
    count, _, at = struct.unpack_from("<3I", data)
    words = data[at:].decode("utf-32-le").split("\0")[:count]
    return ["" if number <= _NO_WORD else word for number, word in enumerate(words)]
