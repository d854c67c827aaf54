"""What a reading is worth, in the kernel against the plain Python definition: nothing tells them apart."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel import reference_ngrams, reference_verdict
from textnorm.model.ngrams import load

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

#: Common and rare characters, marks, ASCII, a boundary, astral ones, a surrogate, what is lost.
ALPHABET = "中国经济的是，。、7a é\n龘鼐𠮷\ud800\0ひ한\ufffd"
KNOWN = bytes(ord(char) >= 0x4E00 for char in map(chr, range(0x9FA0)))
chances = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 1 - 1e-10, 0.5]))
words = st.text(ALPHABET, max_size=4)
numbers = st.floats(-40, 40)
others = st.lists(st.tuples(st.sampled_from(ALPHABET), chances), max_size=5).map(tuple)


@cache
def models() -> tuple[Any, reference_ngrams.Grams]:
    model = load()
    return kernel.Grams(model._sections, model._numbers), reference_ngrams.Grams(model._sections, model._numbers)


@st.composite
def pieces(draw: st.DrawFn) -> list[reference_verdict.Row]:
    """Return pieces of a reading, some decoded and some searched."""
    found: list[reference_verdict.Row] = []
    for text in draw(st.lists(words, max_size=5)):
        searched = tuple(draw(st.lists(chances, min_size=len(text), max_size=len(text)))) if draw(st.booleans()) else ()
        bits = draw(st.floats(0, 90)) if searched else None
        beside = draw(st.lists(others, max_size=len(searched)))
        found.append((0, len(text), text, bits, searched, tuple(beside)))
    return found


@given(pieces(), words, words)
def test_bits_agree(rows: list[reference_verdict.Row], before: str, after: str) -> None:
    compiled, plain = models()
    expected = reference_verdict.piece_bits(plain, KNOWN, rows, before, after, 6.0)
    assert kernel.piece_bits(compiled, KNOWN, rows, before, after, 6.0) == pytest.approx(expected, rel=1e-12)


kinds = st.tuples(st.lists(numbers, min_size=8, max_size=8), st.floats(0, 30), st.booleans(), st.floats(0, 1))


@given(pieces(), kinds)
def test_certainties_agree(rows: list[reference_verdict.Row], kind: tuple[list[float], float, bool, float]) -> None:
    compiled, plain = models()
    found = kernel.certainties(compiled, rows, *kind)
    expected = reference_verdict.certainties(plain, rows, *kind)
    assert [len(one) for one in found] == [len(row[4]) for row in rows]
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, rel=1e-12, abs=1e-12)


@given(pieces(), st.floats(0, 1))
def test_what_is_written_agrees(rows: list[reference_verdict.Row], least: float) -> None:
    certain = [row[4] for row in rows]
    assert kernel.written(rows, certain, least) == reference_verdict.written(rows, certain, least)


@pytest.mark.parametrize("row", [(0, 1, "中"), (0, 1, None, None, (), ()), (0, 1, "中", None, None, ()), [0, 1, "中"]])
def test_what_is_no_piece_is_refused(row: object) -> None:
    with pytest.raises(TypeError, match="a piece is a tuple"):
        kernel.written([row], [()], 0.5)
    with pytest.raises(TypeError, match="a piece is a tuple"):
        kernel.piece_bits(models()[0], KNOWN, [row], "", "", 6.0)


def test_what_is_not_written_is_guessed() -> None:
    row = (0, 2, "长坡", 9.0, (0.99, 0.6), ((("场", 0.01),), (("城", 0.3), ("征", 0.06))))
    assert kernel.written([row], [(0.98, 0.4)], 0.7) == [("长\ufffd", 0.98, ("长坡", "长城", "长征"))]
    assert kernel.written([row], [(0.98, 0.4)], 0.4) == [("长坡", 0.4, ())]
    assert kernel.written([row], [(0.6, 0.4)], 0.7) is None


def test_the_numbers_must_fit() -> None:
    piece, numbers_of_kind = (0, 1, "中", 5.0, (0.5,), ((),)), (8.0, True, 1.0)
    with pytest.raises(ValueError, match="8 terms"):
        kernel.certainties(models()[0], [piece], [1.0], *numbers_of_kind)
    with pytest.raises(ValueError, match="1 characters has 2"):
        kernel.certainties(models()[0], [(0, 1, "中", 5.0, (0.5, 0.5), ())], [1.0] * 8, *numbers_of_kind)
    with pytest.raises(ValueError, match="1 characters has 2"):
        kernel.written([piece], [(0.5, 0.5)], 0.5)
