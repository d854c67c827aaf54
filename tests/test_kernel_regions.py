"""How far misread stretches go, in the kernel against the plain Python definition: nothing tells them apart."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.kernel import reference_regions, reference_spelling
from textnorm.kernel.reference_regions import Shape
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.regions import score_table
from textnorm.repair.chains.scan import weights

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

#: UTF-8 read as GBK, Big5 and as single bytes, marks, ASCII that can be a trail byte, clean text, what no codec has.
MISREAD = "绯荤粺寮傚父锛銆鍚€?\ufffd@aN} 1\n\t\x01的ç³»ÏÂ¸­æ\x80ж€景毞腔\U00020bb7\ud800é"
lines = st.one_of(texts, st.text(MISREAD), st.text("绯荤鍚?\ufffda "), st.text("ç³»æÂ\x80?\ufffda"))
codecs = st.sampled_from(["gbk", "cp1252", "cp950", "cp932"])


@cache
def both(name: str) -> tuple[Any, reference_spelling.Codes]:
    codes = wrong_codec(name).codes
    return kernel.Codes(codes), reference_spelling.Codes(codes)


@st.composite
def lines_with_cores(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    line = draw(lines)
    ends = sorted(draw(st.sets(st.integers(0, len(line)), max_size=8)))
    return line, list(zip(ends[::2], ends[1::2], strict=False))


@given(lines_with_cores(), codecs, st.sampled_from(Shape), st.sampled_from([4, -2]))
def test_regions_agree(found: tuple[str, list[tuple[int, int]]], codec: str, shape: Shape, two_bytes: int) -> None:
    line, cores = found
    compiled, plain = both(codec)
    scores = score_table(two_bytes)
    expected = reference_regions.regions(plain, line, cores, shape, weights(), scores)
    assert kernel.regions(compiled, line, cores, shape, weights(), scores) == expected
    for start, end in expected:
        assert 0 <= start <= end <= len(line)


@given(lines_with_cores(), codecs)
def test_cores_of_utf8_agree(found: tuple[str, list[tuple[int, int]]], codec: str) -> None:
    line, cores = found
    compiled, plain = both(codec)
    east = bytes(0x3000) + b"\1" * 0x7000 + b"\0"
    expected = reference_regions.utf8_cores(plain, line, cores, east)
    assert kernel.utf8_cores(compiled, line, cores, east) == expected
    share = reference_regions.eastern_share(plain, line, east)
    assert kernel.eastern_share(compiled, line, east) == share


@pytest.mark.parametrize("cores", [[(1, 1)], [(-1, 1)], [(0, 4)], [(1, 2), (0, 1)]])
def test_cores_ascend_in_the_line(cores: list[tuple[int, int]]) -> None:
    for engine, codes in zip((kernel, reference_regions), both("gbk"), strict=True):
        with pytest.raises(ValueError, match="ascend"):
            engine.regions(codes, "锛屼粺", cores, Shape.HULLS, weights(), b"\1")
        with pytest.raises(ValueError, match="ascend"):
            engine.utf8_cores(codes, "锛屼粺", cores, b"\1")


def test_tables_are_needed() -> None:
    for engine, codes in zip((kernel, reference_regions), both("gbk"), strict=True):
        with pytest.raises(ValueError, match="weights"):
            engine.regions(codes, "锛", [], Shape.HULLS, b"", b"\1")
        with pytest.raises(ValueError, match="shape"):
            engine.regions(codes, "锛", [], len(Shape), weights(), b"\1")
        with pytest.raises(ValueError, match="table"):
            engine.utf8_cores(codes, "锛", [], b"")
        with pytest.raises(ValueError, match="table"):
            engine.eastern_share(codes, "锛", b"")
