"""Which candidate of a lost character is written, by the characters some places away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.repair.slips.company import AROUND, chosen
from textnorm.repair.slips.runs import Character


def character(one: str, probability: float, *others: tuple[str, float]) -> Character:
    return Character(0, 1, one, probability, others, 1 + len(others), 9.0)


#: The first candidate, the second, what stands before and behind, and which is the likelier one.
CASES = [
    ("使", "服", "医生给病人开了药，叮嘱他按时", "用。", "服"),
    ("使", "服", "", "", "使"),  # nothing tells
    ("使", "服", "按时", "用。", "使"),  # too little tells
]


@pytest.mark.parametrize(("first", "second", "before", "after", "expected"), CASES)
def test_candidates(first: str, second: str, before: str, after: str, expected: str) -> None:
    assert chosen([character(first, 0.5, (second, 0.4))], before, after)[0].character == expected


def test_a_sure_character_stays() -> None:
    sure = character("使", 0.9999, ("服", 0.0001))
    assert chosen([sure], "医生给病人开了药，叮嘱他按时", "用。") == (sure,)


def test_what_the_company_prefers_is_no_surer_than_the_search_found_it() -> None:
    (take,) = chosen([character("使", 0.5, ("服", 0.4))], "医生给病人开了药，叮嘱他按时", "用。")
    assert (take.character, take.probability, take.alternatives) == ("服", 0.4, (("使", 0.5),))


#: Marks of which the company knows less than the search, though it may prefer the second one.
MARKS = [
    ("”", "。", "他合上书，看着窗外说：“明天我们再去看看那条河", ""),  # it closes what was opened
    ("，", "。", "她说雨停了就动身，大家都点头。", ""),  # it stands beside another one
]


@pytest.mark.parametrize(("first", "second", "before", "after"), MARKS)
def test_marks_that_the_search_knows_better_stay(first: str, second: str, before: str, after: str) -> None:
    assert chosen([character(first, 0.4, (second, 0.5))], before, after)[0].character == first


@pytest.mark.parametrize(
    ("before", "expected"), [("渔民们今天捞起来的全部都是", "棒"), ("河蚌很肥，今天捞起来的全是", "蚌")]
)
def test_a_character_is_likelier_where_the_line_has_it_elsewhere(before: str, expected: str) -> None:
    assert chosen([character("棒", 0.7, ("蚌", 0.3))], before, "，十分新鲜。")[0].character == expected


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=1), st.text(min_size=1, max_size=1), st.floats(0, 1)), min_size=1),
    st.text(max_size=AROUND),
    st.text(max_size=AROUND),
)
def test_each_character_is_one_of_its_candidates(run: list[tuple[str, str, float]], before: str, after: str) -> None:
    characters = [character(one, chance, (other, 1 - chance)) for one, other, chance in run]
    for old, new in zip(characters, chosen(characters, before, after), strict=True):
        assert {(old.character, old.probability), *old.alternatives} == {
            (new.character, new.probability),
            *new.alternatives,
        }
