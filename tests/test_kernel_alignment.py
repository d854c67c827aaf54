"""The bytes behind misread text in the kernel against the plain Python definition: nothing tells them apart."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.kernel import reference_alignment, reference_spelling
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.regions import score_table

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

#: UTF-8 read as GBK and as Windows-1252, marks for lost bytes, ASCII, clean text, what no codec has.
MISREAD = "绯荤粺寮傚父锛銆?\ufffd€a \n的ç³»ç»Ÿâ€œä¸\x80\U00020bb7\ud800é"
misread = st.one_of(texts, st.text(MISREAD), st.text("绯荤?\ufffda"))
codecs = st.sampled_from(["gbk", "cp1252", "cp932"])


@cache
def both(name: str) -> tuple[Any, reference_spelling.Codes]:
    codes = wrong_codec(name).codes
    return kernel.Codes(codes), reference_spelling.Codes(codes)


@given(misread, codecs, st.sampled_from([4, -2]), st.sampled_from([24, 3]))
def test_stretches_agree(text: str, codec: str, two_bytes: int, low: int) -> None:
    compiled, plain = both(codec)
    scores = score_table(two_bytes)
    expected = reference_alignment.stretches(plain, text, scores, broken=-1, low=low)
    assert kernel.stretches(compiled, text, scores, broken=-1, low=low) == expected


@given(misread, codecs, st.booleans(), st.integers(1, 4))
def test_broken_places_agree(text: str, codec: str, questioned: bool, apart: int) -> None:  # noqa: FBT001 - given
    compiled, plain = both(codec)
    expected = reference_alignment.broken_places(plain, text, questioned=questioned, apart=apart)
    assert kernel.broken_places(compiled, text, questioned=questioned, apart=apart) == expected


@given(misread, codecs, st.booleans())
def test_misfits_agree(text: str, codec: str, pairs: bool) -> None:  # noqa: FBT001 - given
    compiled, plain = both(codec)
    assert kernel.misfits(compiled, text, pairs=pairs) == reference_alignment.misfits(plain, text, pairs=pairs)


@given(st.one_of(misread, st.text("閺勩儱銇夐惃鍕绗€閸欎緡?\ufffda€的")), codecs)
def test_characters_between_agree(text: str, codec: str) -> None:
    compiled, plain = both(codec)
    assert kernel.characters_between(compiled, text) == reference_alignment.characters_between(plain, text)


@given(st.dictionaries(st.characters(max_codepoint=0x2FFFF), st.lists(st.binary(max_size=6), max_size=3)), texts)
def test_any_codes_agree(codes: dict[str, list[bytes]], text: str) -> None:
    compiled, plain = kernel.Codes(codes), reference_spelling.Codes(codes)
    text += "".join(codes)
    assert [compiled.encode(text), compiled.encode(text, b"\xff?")] == [
        plain.encode(text),
        plain.encode(text, b"\xff?"),
    ]
    assert [*map(compiled.encode, text)] == [*map(plain.encode, text)]
    places = reference_alignment.broken_places(plain, text, questioned=True, apart=1)
    assert kernel.broken_places(compiled, text, questioned=True, apart=1) == places
    assert kernel.misfits(compiled, text, pairs=True) == reference_alignment.misfits(plain, text, pairs=True)
    between = reference_alignment.characters_between(plain, text)
    assert kernel.characters_between(compiled, text) == between
    expected = reference_alignment.stretches(plain, text, b"\x01", broken=-1, low=2)
    assert kernel.stretches(compiled, text, b"\x01", broken=-1, low=2) == expected


def test_scores_are_needed() -> None:
    for engine, codes in zip((kernel, reference_alignment), both("gbk"), strict=True):
        with pytest.raises(ValueError, match="score"):
            engine.stretches(codes, "锛", b"", broken=-1, low=24)
