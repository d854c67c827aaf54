"""The rows of the n-gram model, as the kernel and the plain Python definition read them, in models made here."""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel import reference_ngrams

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

SYMBOLS = 40
#: The code points of the symbols; anything else is symbol 0.
FIRST = 0x4E00
Gram = tuple[int, ...]
grams = st.dictionaries(
    st.lists(st.integers(0, SYMBOLS - 1), min_size=2, max_size=4).map(tuple), st.integers(0, 127), max_size=60
)
texts = st.lists(st.integers(0, SYMBOLS - 1), max_size=30)


def with_parts(costs: dict[Gram, int], order: int) -> dict[Gram, int]:
    """Return the n-grams up to an order with all of their parts."""
    whole: dict[Gram, int] = {}
    for gram, cost in costs.items():
        for start in range(len(gram) - 1):
            for end in range(start + 2, min(start + order, len(gram)) + 1):
                whole.setdefault(gram[start:end], cost if end - start == len(gram) else 40 + start + end)
    return whole


def bits_of(lengths: Sequence[int]) -> tuple[bytes, bytes]:
    """Return how long rows are as the file says it."""
    line = "".join("0" + "1" * length for length in lengths) + "0"
    zeros = [place for place, bit in enumerate(line) if bit == "0"]
    line += "1" * (-len(line) % 64)
    data = bytes(int(line[at : at + 8][::-1], 2) for at in range(0, len(line), 8))
    return data, numbers_of(zeros[:: reference_ngrams.MARKED])


def numbers_of(values: Iterable[int]) -> bytes:
    return b"".join(value.to_bytes(4, "little") for value in values)


def floats_of(values: Iterable[float]) -> bytes:
    return b"".join(struct.pack("<f", value) for value in values)


def sections_of(costs: dict[Gram, int], order: int) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return a model in the sections of a file, with no words."""
    points = [point - FIRST if FIRST <= point < FIRST + SYMBOLS else 0 for point in range(0x10000)]
    sections = {
        "map": b"".join(point.to_bytes(2, "little") for point in points),
        "within": floats_of([0.5] * SYMBOLS),
        "unigrams": floats_of(range(SYMBOLS)),
        "backoffs": floats_of(symbol / 8 for symbol in range(SYMBOLS)),
        "word_singles": floats_of([3.0] * SYMBOLS),
        "offsets_words": numbers_of([0, 0]),
        "entries_words": b"",
    }
    beginnings: list[Gram] = [(symbol,) for symbol in range(SYMBOLS)]
    for length in range(2, order + 1):
        rows = [sorted(gram for gram in costs if gram[:-1] == one and len(gram) == length) for one in beginnings]
        beginnings = [gram for row in rows for gram in row]
        if length == 2:
            sections["starts2"] = numbers_of(accumulate(map(len, rows), initial=0))
        else:
            sections[f"rows{length}"], sections[f"marks{length}"] = bits_of([len(row) for row in rows])
        going_on = {gram[:-1] for gram in costs if len(gram) == length + 1}
        entries = [gram[-1] << 14 | costs[gram] << 7 | (1 + gram[0]) * (gram in going_on) for gram in beginnings]
        wide = length == 2 or length < order
        sections[f"entries{length}"] = b"".join(
            entry.to_bytes(4, "little") if wide else (entry >> 7).to_bytes(3, "little") for entry in entries
        )
    return sections, {"order": order, "symbols": SYMBOLS, "astral": 0, "bits_words": 0}


def models_of(costs: dict[Gram, int], order: int) -> tuple[Any, reference_ngrams.Grams]:
    sections, numbers = sections_of(with_parts(costs, order), order)
    return kernel.Grams(sections, numbers), reference_ngrams.Grams(sections, numbers)


@given(grams, st.integers(2, 4), texts)
def test_any_rows_are_read_alike(costs: dict[Gram, int], order: int, symbols: list[int]) -> None:
    text = "".join(chr(FIRST + symbol) for symbol in symbols)
    compiled, plain = models_of(costs, order)
    assert compiled.bits_each(text, "") == plain.bits_each(text, "")


@given(grams, st.integers(2, 4), st.lists(st.lists(st.integers(0, SYMBOLS - 1), max_size=9), max_size=5), texts)
def test_any_rows_are_searched_alike(
    costs: dict[Gram, int], order: int, places: list[list[int]], symbols: list[int]
) -> None:
    from textnorm.kernel import reference_search  # noqa: PLC0415 - only this test searches
    from textnorm.model.lattice import Lattice  # noqa: PLC0415 - the same

    lattice = Lattice(len(places) + 1)
    for node, place in enumerate([*places, [1]]):
        lattice.extend(node, node + 1, "".join(chr(FIRST + symbol) for symbol in {*place, 2}), [1.0] * len({*place, 2}))
    columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
    before = "".join(chr(FIRST + symbol) for symbol in symbols)
    compiled, plain = models_of(costs, order)
    found = kernel.best_path(compiled, columns, lattice.size, before, None, beam=4, margin=30.0)
    expected = reference_search.best_path(plain, columns, lattice.size, before, None, beam=4, margin=30.0)
    assert found is not None
    assert expected is not None
    assert found[0] == expected[0]
    assert found[1:3] == pytest.approx(expected[1:3])


def test_a_long_row_and_empty_ones_are_read() -> None:
    costs: dict[Gram, int] = {(39, 39, 39): 7, **{(1, 2, last): last for last in range(3, SYMBOLS)}}
    compiled, plain = models_of(costs, 3)
    text = "".join(chr(FIRST + symbol) for symbol in (1, 2, 30, 39, 39, 39, 1, 2, 0))
    bits = compiled.bits_each(text, "")
    assert bits == plain.bits_each(text, "")
    assert bits[2] == 30 / 8 + 0.5
    assert bits[5] == 7 / 8 + 0.5


@pytest.mark.parametrize("name", ["starts2", "rows3", "marks3", "entries2", "entries3"])
def test_a_section_that_is_cut_is_no_model(name: str) -> None:
    sections, numbers = sections_of(with_parts({(1, 2, 3): 4}, 3), 3)
    with pytest.raises(ValueError, match=r"section|not all n-grams"):
        kernel.Grams({**sections, name: sections[name][:-8]}, numbers)
