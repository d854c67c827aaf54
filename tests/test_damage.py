"""The forward models: the pinyin channel reproduces what was seen on real pages, to the character."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

import damage
from strategies import encodable_texts
from textnorm.repair.readings import is_first_reading


@pytest.mark.parametrize(
    ("text", "unlisted", "seen"),
    [
        (
            "當地緣競速取代摩爾定律成為全球芯片行業",
            "競",
            "當(dāng)?shù)鼐壐偹偃〈柖沙蔀槿蛐酒袠I(yè)",
        ),
        ("至會同時", "會時", "至?xí)瑫r"),
        ("經濟觀察", "觀", "經(jīng)濟(jì)觀察"),
    ],
)
def test_the_pinyin_channel_makes_the_spans_seen_on_pages(text: str, unlisted: str, seen: str) -> None:
    table = "".join(character for character in damage.listed_characters() if character not in unlisted)
    assert damage.annotate(text, table) == seen


def test_the_split_at_marks_makes_the_slip_seen_on_pages() -> None:
    assert damage.fold_width(damage.annotate("取勝。”特朗普", damage.listed_characters(0))) == "取勝?!碧乩势?"


@pytest.mark.parametrize(
    ("pair", "annotated", "reading"),
    [("或將", "驅", "qū"), ("因為", "驗", "yàn"), ("獎者", "務", "wù"), ("總人", "側", "cè"), ("周圍", "車", "chē")],
)
def test_listed_characters_are_found_across_a_boundary(pair: str, annotated: str, reading: str) -> None:
    assert damage.annotate(pair, annotated).startswith(f"{pair[0]}?{reading})")


def test_private_use_characters_are_kept_or_lost() -> None:
    data = b"\xfe\xcd"
    assert damage.read_as_gbk(data) == ""
    assert damage.read_as_gbk(data, keep_private_use=True).encode("gb18030") == data


@pytest.mark.parametrize("kind", sorted(damage.KINDS))
@given(text=encodable_texts)
def test_every_kind_takes_every_text(kind: str, text: str) -> None:
    damaged = damage.KINDS[kind](text, random.Random(0))
    assert isinstance(damaged, str)
    assert damage.KINDS[kind](text, random.Random(0)) == damaged


def test_readings_are_first_readings() -> None:
    assert all(is_first_reading(character, reading) for character, reading in damage.first_readings().items())
