"""The character model: real text is cheap, shifted text is dear, gaps are filled with what fits."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.model.characters import MAGIC, CharacterModel, classify, load
from textnorm.model.fill import fill

ROOT = Path(__file__).resolve().parent.parent


def bits_per_character(text: str) -> float:
    return load().text_cost(text, "", "") / (len(text) + 1)


@pytest.mark.parametrize(
    ("real", "damaged"),
    [
        ("当地的天气比较好", "当鼐壐偹偃〈柖"),
        ("我們明天去圖書館看書", "諏Α吧疃惹笏鳌闭嬖"),
        ("编码转换没有问题", "缂栫爜杞崲娌℃湁"),
    ],
)
def test_real_text_costs_less_than_damaged_text(real: str, damaged: str) -> None:
    assert bits_per_character(real) + 3 < bits_per_character(damaged)


def test_simplified_and_traditional_cost_the_same() -> None:
    assert bits_per_character("经济发展") == pytest.approx(bits_per_character("經濟發展"))


@given(texts)
def test_every_text_has_a_finite_cost(text: str) -> None:
    assert math.isfinite(load().text_cost(text, "", ""))


@given(st.characters())
def test_every_character_has_a_class(character: str) -> None:
    assert len(classify(character)) == 1


@pytest.mark.parametrize("left", ["的", "。", "", "7", "a"])
def test_what_follows_has_a_probability_of_about_one(left: str) -> None:
    model = load()
    symbols = [symbol for symbol in model._numbers if symbol not in "BDLO"]
    total = sum(2 ** -model.cost(left, symbol) for symbol in symbols) + 2 ** -model.cost(left, "")
    total += sum(2 ** (within - model.cost(left, symbol)) for symbol, within in (("5", 3.3), ("x", 5.7), ("�", 7.0)))
    assert 0.8 < total < 1.2


def test_filling_chooses_what_reads_as_chinese() -> None:
    filling = fill(load(), ["中", "囯國圍", "經", "濟齊齋"], "", "。")
    assert filling is not None
    assert filling.text == "中國經濟"
    assert filling.all_bits <= filling.bits


def test_a_place_without_candidates_cannot_be_filled() -> None:
    assert fill(load(), ["中", ""], "", "") is None


def test_other_bytes_are_no_model() -> None:
    with pytest.raises(ValueError, match="not a file of textnorm characters 1"):
        CharacterModel(b"PK" + bytes(99))


def test_the_header_names_sources_and_holds_no_text() -> None:
    assert "Apache-2.0" in load().header
    data = (ROOT / "textnorm" / "data" / "characters.model").read_bytes()
    assert data.startswith(MAGIC)
    assert len(data) < 1_000_000


@pytest.mark.skipif(
    "TEXTNORM_REBUILD" not in os.environ, reason="set TEXTNORM_REBUILD to rebuild the model and compare"
)
def test_the_same_texts_give_the_same_bytes() -> None:
    import build_model  # noqa: PLC0415 - needs packages that only a rebuild needs

    corpus = ROOT.parent / "shared" / "corpus"
    assert build_model.build(corpus) == (ROOT / "textnorm" / "data" / "characters.model").read_bytes()
