"""Scoring and searching in the kernel against the plain Python definition: nothing tells them apart."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counting import calls
from strategies import texts
from textnorm.kernel import reference_glance, reference_ngrams, reference_search
from textnorm.kernel.reference_reach import within_reach
from textnorm.model.lattice import Lattice
from textnorm.model.ngrams import load

if TYPE_CHECKING:
    from collections.abc import Callable

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

#: Common and rare characters, marks, classes, a boundary, astral ones, a surrogate.
ALPHABET = "中国经济的是，。、7a é\n龘鼐𠮷\ud800\0ひ한"
edges = st.tuples(st.integers(0, 6), st.integers(1, 3), st.sampled_from(["", *ALPHABET]), st.floats(0, 12))
lattices = st.lists(edges, max_size=60)
documents = st.one_of(st.none(), st.text(ALPHABET, max_size=40))


@cache
def models() -> tuple[Any, reference_ngrams.Grams]:
    model = load()
    return kernel.Grams(model._sections, model._numbers), reference_ngrams.Grams(model._sections, model._numbers)


def lattice_of(rows: list[tuple[int, int, str, float]]) -> Lattice:
    lattice = Lattice(8)
    for node in range(8):
        lattice.extend(node, node + 1, "中国", [20.0, 21.0])
    for start, length, character, bits in rows:
        lattice.add(start, min(start + length, 8), character, bits)
    return lattice


@given(st.one_of(texts, st.text(ALPHABET)), st.text(ALPHABET, max_size=4))
def test_costs_agree(text: str, before: str) -> None:
    compiled, plain = models()
    assert compiled.bits_each(text, before) == plain.bits_each(text, before)
    assert [compiled.unigram(ord(one)) for one in text] == [plain.unigram(ord(one)) for one in text]
    assert [compiled.symbol(ord(one)) for one in text] == [plain.symbol(ord(one)) for one in text]


@given(
    lattices,
    st.text(ALPHABET, max_size=3),
    st.one_of(st.none(), st.text(ALPHABET, max_size=3)),
    documents,
    st.sampled_from([1, 2, 40]),
    st.sampled_from([8.0, 30.0]),
    st.sampled_from([0.0, 6.0, math.inf]),
    st.sampled_from([1.0, 9.0, math.inf]),
    st.booleans(),
)
def test_searches_agree(  # noqa: PLR0913, PLR0917 - what a search needs
    rows: list[tuple[int, int, str, float]],
    before: str,
    after: str | None,
    document: str | None,
    beam: int,
    margin: float,
    reach: float,
    spread: float,
    joined: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    lattice = lattice_of(rows)
    columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
    compiled, plain = models()
    place = columns, lattice.size, before, after
    size = {"beam": beam, "margin": margin, "reach": reach, "spread": spread, "joined": joined}
    said = None if document is None else kernel.Recent(compiled, document)
    one = kernel.best_path(compiled, *place, **size, recent=said)
    known = None if document is None else reference_ngrams.Recent(plain, document)
    other = reference_search.best_path(plain, *place, **size, recent=known)  # type: ignore[arg-type]  # of one dict
    if one is None or other is None:
        assert one is other
        assert reach == 0.0  # without any reach rounding may leave not even the best path of the rough estimate
        return
    assert one[0] == other[0]
    assert one[1] == pytest.approx(other[1])
    assert one[2] == pytest.approx(other[2])
    for mine, theirs in zip(one[3], other[3], strict=True):
        assert dict(mine) == pytest.approx(dict(theirs))


@given(
    st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4F00), max_size=90), min_size=2, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2), st.sampled_from(["", *ALPHABET])), max_size=6),
    documents,
    st.sampled_from([1, 8]),
    st.sampled_from([2, 16]),
    st.sampled_from([4.0, math.inf]),
)
@settings(max_examples=40)
def test_searches_among_many_characters_agree(  # noqa: PLR0913, PLR0917 - what a search depends on
    crowds: list[str], more: list[tuple[int, int, str]], document: str | None, caution: int, beam: int, spread: float
) -> None:
    """The kernel finds what follows a character in another way from some number of characters and of questions on."""
    size = len(crowds)
    lattice = Lattice(size)
    for node, crowd in enumerate(crowds):
        lattice.extend(
            node, node + 1, ALPHABET + "的人们" + crowd, [one % 7 for one in range(len(ALPHABET + crowd) + 3)]
        )
    for start, length, character in more:
        if start < size:
            lattice.add(start, min(start + length, size), character, 2.0)
    columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
    compiled, plain = models()
    recent = None if document is None else reference_ngrams.Recent(plain, document, caution)
    said = None if document is None else kernel.Recent(compiled, document, caution)
    other = reference_search.best_path(
        plain, columns, size, "中", "", beam=beam, margin=20.0, reach=40.0, spread=spread, recent=recent
    )
    assert other is not None
    for _ in range(3):
        one = kernel.best_path(
            compiled, columns, size, "中", "", beam=beam, margin=20.0, reach=40.0, spread=spread, recent=said
        )
        assert one is not None
        assert one[0] == other[0]
        assert one[1:3] == pytest.approx(other[1:3])
        for mine, theirs in zip(one[3], other[3], strict=True):
            assert dict(mine) == pytest.approx(dict(theirs))


def test_all_paths_together_may_be_thousands_of_bits_likelier_than_the_best() -> None:
    lattice = Lattice(400)
    for node in range(400):
        lattice.extend(node, node + 1, "的" * 32)
    columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
    for grams, best_path in zip(models(), (kernel.best_path, reference_search.best_path), strict=True):
        path, bits, all_bits, ranks = best_path(grams, columns, lattice.size, "", "", beam=4, margin=20.0)
        assert len(path) == lattice.size
        assert bits - all_bits == pytest.approx(5 * lattice.size)
        assert all(rank == [(ord("的"), pytest.approx(1.0))] for rank in ranks)


def test_edges_between_two_nodes_are_within_reach_together() -> None:
    lattice = Lattice(2)
    lattice.extend(0, 1, "中鼐")
    lattice.extend(1, 2, "国圃")
    lattice.add(0, 2, "鼐", 9.0)
    columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
    assert within_reach(models()[1], columns, 2, "", None, 5.0)[0] == [0, 1, 2, 3]
    assert within_reach(models()[1], columns, 2, "", None, 50.0)[0] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("choices", ["中国经济的是，。、7a", "".join(map(chr, range(0x4E00, 0x4E40)))])
def test_a_search_takes_time_linear_in_its_length(choices: str) -> None:
    """The definition is counted; the kernel takes a line that it could not end if it looked back at all of it."""

    def search(best_path: Callable[..., Any], grams: object, length: int) -> int:
        lattice = Lattice(length)
        for node in range(length):
            lattice.extend(node, node + 1, choices)
        columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
        return len(best_path(grams, columns, lattice.size, "", "", beam=8, margin=30.0)[0])

    def work(length: int) -> int:
        return calls(lambda _text: search(reference_search.best_path, models()[1], length), "")

    assert work(160) < 5 * work(40)
    assert search(kernel.best_path, models()[0], 20_000) == 20_000


@given(st.one_of(texts, st.text(ALPHABET)), st.data(), st.integers(0, 8), st.integers(0, 3))
def test_glances_agree(text: str, data: st.DataObject, before: int, behind: int) -> None:
    ends = st.integers(0, len(text))
    some = [(min(two), max(two)) for two in data.draw(st.lists(st.tuples(ends, ends), max_size=4))]
    compiled, plain = models()
    limits = before, behind, 11.0, 8.0
    assert kernel.unlikely(compiled, text, some, *limits) == reference_glance.unlikely(plain, text, some, *limits)
    for start, stop in some:
        means = (
            room.highest_mean(grams, text, start, stop, before, 2)
            for room, grams in ((kernel, compiled), (reference_glance, plain))
        )
        assert len(set(means)) == 1


def test_a_glance_is_within_the_text() -> None:
    for room, grams in ((kernel, models()[0]), (reference_glance, models()[1])):
        with pytest.raises(ValueError, match="no span"):
            room.unlikely(grams, "中国", [(1, 3)], 8, 2, 11.0, 8.0)
        with pytest.raises(ValueError, match="no span"):
            room.highest_mean(grams, "中国", 2, 1, 3, 2)
