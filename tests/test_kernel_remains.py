"""Dividing what is left of bytes into characters: the kernel against the plain Python definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel import reference_remains

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

#: ASCII, some bytes above it, and two kinds, of which the last one is the trail bytes.
_SIZE = 0x86
_OCTETS = st.sampled_from([0x20, 0x41, *range(0x80, _SIZE)])
_COSTS = st.sampled_from([0.5, 3.0, 7.25, math.inf])
_WAYS = st.tuples(
    st.lists(_OCTETS, min_size=1, max_size=3).map(tuple), st.booleans(), st.sampled_from([0.0, 1.5, 90.0, 1100.0])
)
#: Bits of every octet above ASCII as a first one, and of any behind it.
_TABLES = st.tuples(
    st.lists(_COSTS, min_size=6, max_size=6), st.lists(st.lists(_COSTS, min_size=8, max_size=8), min_size=6, max_size=6)
)


def columns(firsts: list[float], rows: list[list[float]]) -> tuple[list[float], list[float], bytes, float, float]:
    seconds = [math.inf] * _SIZE**2
    for first, row in enumerate(rows, 0x80):
        for octet, bits in zip((0x20, 0x41, *range(0x80, _SIZE)), row, strict=True):
            seconds[first * _SIZE + octet] = bits
    return [math.inf] * 0x80 + firsts, seconds, bytes(octet in {0x81, _SIZE - 1} for octet in range(_SIZE)), 8.25, 14.0


@given(_TABLES, st.lists(st.lists(_WAYS, min_size=1, max_size=4), max_size=8))
def test_the_engines_divide_alike(
    table: tuple[list[float], list[list[float]]], places: list[list[tuple[tuple[int, ...], bool, float]]]
) -> None:
    """Whatever stands at the places; ways of the same bits are taken in the same order."""
    one = kernel.OctetPairs(*columns(*table)).divide(places)
    other = reference_remains.OctetPairs(*columns(*table)).divide(places)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one[1] == pytest.approx(other[1])
        assert [found[:3] for found in one[0]] == [found[:3] for found in other[0]]
        assert [found[3] for found in one[0]] == pytest.approx([found[3] for found in other[0]])


@pytest.mark.parametrize("room", [kernel, reference_remains])
def test_what_the_table_does_not_have_is_refused(room: object) -> None:
    table = columns([1.0] * 6, [[1.0] * 8] * 6)
    pairs = room.OctetPairs(*table)  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match=f"octet {_SIZE} is none"):
        pairs.divide([[((_SIZE,), False, 0.0)]])
    with pytest.raises(ValueError, match="bits of each of 133 octets"):
        room.OctetPairs(table[0][1:], *table[1:])  # type: ignore[attr-defined]
    assert pairs.divide([]) == ([], 0.0)
