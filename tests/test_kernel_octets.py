"""The compiled pricing of bytes does what the reference defines, for any bytes and any tables."""

from __future__ import annotations

import random
from array import array
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textnorm.kernel import reference_doubts, reference_octets, reference_paths

if TYPE_CHECKING:
    from types import ModuleType

reference = SimpleNamespace(**{**vars(reference_octets), **vars(reference_paths), **vars(reference_doubts)})
kernel: ModuleType = pytest.importorskip("textnorm.kernel._kernel")

PAIR_BITS = 10
NUMBERS = {
    "pair_bits": PAIR_BITS,
    "letters": 1,
    "astral": 60,
    "damage": 70,
    "more": 50,
    "edge": 40,
    "noise": 58,
    "random": 64,
    "run": 30,
}


def tables(seed: int) -> tuple[bytes, bytes, bytes]:
    """Return made-up prices of two languages and some pairs."""
    rng = random.Random(seed)
    slots = array("I", bytes(4 << PAIR_BITS))
    for _ in range(300):
        before, character = rng.choice([0, 0x4E00, 0x4E01, ord("a")]), rng.randrange(0x4E00, 0x4E40)
        key = (rng.randrange(2) << 32 | before << 16 | character) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
        at = key >> (64 - PAIR_BITS)
        while slots[at]:
            at = (at + 1) % len(slots)
        slots[at] = (key >> 8 & 0xFFFFFF | 1) << 8 | rng.randrange(60)
    return rng.randbytes(128 * 128), rng.randbytes(2 * 0x20000), slots.tobytes()


def reader_tables(seed: int) -> tuple[bytes, bytes, bytes]:
    """Return made-up characters of single bytes (few) and of pairs (half of them), and classes of pairs."""
    rng = random.Random(seed)
    singles = array("H", [0] * 128 + [rng.choice([0, 0, 0, 0x3042, 0xE9]) for _ in range(128)])
    characters = ([0, 0x4E00 + rng.randrange(0x40), rng.randrange(0x80, 0xFFFF)] for _ in range(0x8000))
    pairs = array("H", [rng.choice(each) if code & 0xFF >= 0x30 else 0 for code, each in enumerate(characters)])
    return singles.tobytes(), pairs.tobytes(), bytes(rng.choice((0, 0, 1, 2)) for _ in range(0x8000))


TABLES = tables(1)
SHAPES = range(10)
EVIDENCE = kernel.Evidence(*TABLES, NUMBERS), reference.Evidence(*TABLES, NUMBERS)
READERS = [
    (kernel.Reader(shape, *reader_tables(shape)), reference.Reader(shape, *reader_tables(shape))) for shape in SHAPES
]

#: Bytes as documents have them: ASCII, lead and trail bytes, digits, pieces of UTF-8, NUL.
OCTETS = st.lists(
    st.one_of(
        st.binary(max_size=4),
        st.sampled_from([b"\n", b"a", b"abc", b"\0\0", b"\x81\x30\x81\x30", b"\x8e\xa2\xa1\xa1", b"\x8f\xb0\xa1"]),
        st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(max_size=3).map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    ),
    max_size=20,
).map(b"".join)


@given(OCTETS, st.sampled_from([-1, 0, 100, 1000]))
def test_prices(data: bytes, slack: int) -> None:
    ours = [(compiled, language) for compiled, _ in READERS for language in (0, 1)]
    plain = [(defined, language) for _, defined in READERS for language in (0, 1)]
    data *= 3
    found = kernel.prices(data, EVIDENCE[0], ours, slack)
    assert found == reference.prices(data, EVIDENCE[1], plain, slack)
    assert min(found) == min(kernel.prices(data, EVIDENCE[0], ours)) or slack >= 0


@given(OCTETS, st.lists(st.sampled_from([0, 1, 2, 3, 4, 7]), min_size=1, max_size=4), st.integers(0, 3))
def test_paths(data: bytes, shapes: list[int], edges: int) -> None:
    numbers = (len(shapes) - 1, edges, 90, 40, 120)
    ours = [(READERS[shape][0], shape % 2) for shape in shapes]
    plain = [(READERS[shape][1], shape % 2) for shape in shapes]
    found = kernel.path(data, EVIDENCE[0], ours, *numbers)
    assert found == reference.path(data, EVIDENCE[1], plain, *numbers)
    segments, _ = found
    assert [start for start, _, _ in segments] == [0, *(end for _, end, _ in segments)][: len(segments)]
    assert sum(end - start for start, end, _ in segments) == len(data)


@settings(max_examples=300)
@given(OCTETS, st.sampled_from([0, 1, 2, 3, 4, 7]), st.sampled_from([3, 4096]), st.sampled_from([(100, 90), (200, 30)]))
def test_doubts(data: bytes, shape: int, longest: int, measure: tuple[int, int]) -> None:
    ours, plain = READERS[shape]
    numbers = (0, *measure, longest)
    assert kernel.doubts(data, EVIDENCE[0], ours, *numbers) == reference.doubts(data, EVIDENCE[1], plain, *numbers)


@given(OCTETS)
def test_utf8(data: bytes) -> None:
    assert kernel.is_utf8(data) == reference.is_utf8(data)


#: Parts of valid UTF-8, and what breaks it.
UTF8_PARTS = st.one_of(
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "ignore")),
    st.sampled_from(
        ["\x80", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff", "\0", "中文"]
    ).map(str.encode),
    st.sampled_from(
        [
            b"\xc0\x80",
            b"\xc1\xbf",
            b"\xe0\x9f\xbf",
            b"\xed\xa0\x80",
            b"\xf0\x8f\xbf\xbf",
            b"\xf4\x90\x80\x80",
            b"\xf8\x88",
        ]
    ),
    st.binary(max_size=3),
    st.integers(0, 70).map(lambda size: b"a" * size),
)


@settings(max_examples=400)
@given(st.lists(UTF8_PARTS, max_size=8).map(b"".join), st.integers(0, 5), st.integers(-1, 90))
def test_surveys(data: bytes, start: int, stop: int) -> None:
    found = reference.survey(data, start, stop)
    assert kernel.survey(data, start, stop) == kernel.survey(data, start, stop, plainly=True) == found


def test_surveys_of_every_pair_of_bytes_at_every_place_in_a_register() -> None:
    """Valid text with two bytes overwritten, wherever they lie between two blocks of 32."""
    text = ("ab" + "中文é" * 9).encode()
    for at in range(28, 36):
        for first in range(0x60, 0x100, 3):
            for second in (0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xED, 0xF0, 0xF4):
                data = text[:at] + bytes((first, second)) + text[at + 2 :]
                assert kernel.survey(data) == kernel.survey(data, plainly=True) == reference.survey(data)


@settings(max_examples=20)
@given(st.text(max_size=60), st.characters(codec="utf-16-le"))
def test_ranges(text: str, low: str) -> None:
    high = chr(min(0x10FFFF, ord(low) + 300))
    assert kernel.holds_between(text, low, high) == reference.holds_between(text, low, high)


@pytest.mark.parametrize("module", [kernel, reference], ids=["compiled", "reference"])
def test_wrong_tables_are_refused(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="wrong size"):
        module.Evidence(b"", b"", b"", NUMBERS)
    with pytest.raises(ValueError, match="wrong size"):
        module.Reader(0, b"", b"")
    with pytest.raises(ValueError, match="missing"):
        module.Reader(1, bytes(512), b"")
    evidence, reader = module.Evidence(*TABLES, NUMBERS), module.Reader(7, b"", b"")
    with pytest.raises(ValueError, match="no such language"):
        module.prices(b"a", evidence, [(reader, 2)])
    with pytest.raises(ValueError, match="limit"):
        module.doubts(b"a", evidence, reader, 0, 100, 127, 80)
    with pytest.raises(ValueError, match="too many readers"):
        module.path(b"a", evidence, [], 0, 0, 1, 1, 1)
