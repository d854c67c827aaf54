"""Where a text stumbles over a telltale character: the kernel against the plain Python definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm import kernel
from textnorm.kernel import reference_stumbles
from textnorm.model.ngrams import load

_TELLTALE = bytes(chr(point) in "鼐坷的\u00e9" for point in range(0x10000))


@given(
    st.text("中国经济的是，。7a \u00e9\n鼐坷𠮷\ud800\0", max_size=40),
    st.sampled_from([0.0, 8.0, 10.5, 14.0]),
)
def test_the_engines_stumble_at_the_same_places(text: str, least: float) -> None:
    """Whatever the text, and wherever in it."""
    found = kernel.stumbles(load().grams, text, _TELLTALE, least)
    assert list(found) == reference_stumbles.stumbles(load().definition, text, _TELLTALE, least)


@given(st.text("中国经济的是，。7a \u00e9\n鼐坷𠮷\ud800\0", max_size=40), st.sampled_from([0.0, 8.0, 10.5, 14.0]))
def test_the_engines_are_strained_at_the_same_places(text: str, least: float) -> None:
    """Also at the ends of a text, where fewer characters stand beside one."""
    assert list(kernel.strains(load().grams, text, least)) == reference_stumbles.strains(load().definition, text, least)


def test_a_rare_character_among_others_is_a_place_and_a_common_one_is_none() -> None:
    """Only what is telltale and costs much."""
    assert kernel.stumbles(load().grams, "中国的经济鼐，中国的经济", _TELLTALE, 8.0) == [5]


def test_a_table_of_another_size_is_refused() -> None:
    """A byte for each code point of the basic plane."""
    with pytest.raises(ValueError, match="65536"):
        kernel.stumbles(load().grams, "中", b"\1", 8.0)
