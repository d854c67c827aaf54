"""What the pipeline does with what its steps find: written, refused, kept from later steps, told once."""

from __future__ import annotations

import random

import pytest

import damage
from textnorm import Config, Normalizer
from textnorm.result import distinct
from textnorm.trace import LOST, Refusal

REPAIR, GUESSING, STANDARD = (
    Normalizer(config)
    for config in (Config(profile="repair"), Config(profile="repair", unsafe_fixes=True), Config(profile="standard"))
)


@pytest.mark.parametrize("text", ["《动&amp;静》", "气温&lt;5度", "这本书讲了A&amp;B两家公司"])
def test_an_unsafe_rule_writes_only_for_those_who_ask(text: str) -> None:
    result = REPAIR.trace(text)
    assert (result.text, [one.rule for one in result.refused]) == (text, ["ESC003"])
    assert GUESSING.normalize(text) == text.replace("&amp;", "&").replace("&lt;", "<")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a &lt; &#20013;&#25991;", "a &lt; 中文"),  # two characters may be all that was escaped
        ("a &lt; &#20013;&#25991;&#20070;&#21517;", "a < 中文书名"),
        ("Ele Ã© bom", "Ele é bom"),  # what the model of words decides is sure enough
    ],
)
def test_what_the_rest_of_a_line_proves_is_written(text: str, result: str) -> None:
    assert REPAIR.normalize(text) == result


@pytest.mark.parametrize("threshold", [0.5, 0.99])
def test_what_is_less_confident_than_the_threshold_is_refused(threshold: float) -> None:
    """One reading in brackets is too little evidence: its confidence is one half."""
    text = "這批貨物來自中國(guó)"
    result = Normalizer(Config(profile="repair", threshold=threshold)).trace(text)
    written = result.text != text
    assert written is (threshold <= 0.5)
    assert [one.rule for one in result.refused] == ["PIN001"] * (not written)


def test_what_was_refused_stays_as_it_was_for_all_later_steps() -> None:
    """Wide marks and spaces of a damaged run are evidence, not style."""
    damaged = damage.KINDS["utf8-as-big5-pairs"]("倉庫裡還有五十箱貨沒有盤點，司機說路上塞車。", random.Random(1))
    clean = "他说好,我们走 。"
    result = STANDARD.trace(f"{damaged}\n{clean}")
    assert result.text.split("\n") == [damaged, "他说好，我们走。"]
    assert {one.rule for one in result.refused} == {"MOJ101"}


def test_a_refusal_that_a_later_round_repaired_is_none() -> None:
    damaged = damage.KINDS["gbk-byte-lost-kept"](
        "图书馆星期一不开门，你要还书可以投到门口的箱子里。", random.Random(30)
    )
    result = REPAIR.trace(damaged)
    assert LOST not in result.text
    assert result.changed
    assert result.refused == ()


@pytest.mark.parametrize(
    "kinds",
    [
        ("utf8-as-cp1252", "entities"),
        ("entities", "utf8-as-cp1252"),
        ("utf8-as-gb18030", "percent-utf8"),
        ("gbk-as-latin1", "entities"),
        ("utf8-as-latin1", "unicode-escapes"),
        ("utf8-as-cp1252", "entities-twice"),
        ("utf8-as-gb18030", "quoted-printable"),
    ],
)
def test_damage_on_damage_is_undone_round_by_round(kinds: tuple[str, str]) -> None:
    text = original = "老师傅修好了水管，还换了三个新的开关。"
    for kind in kinds:
        text = damage.KINDS[kind](text, random.Random(1))
    assert REPAIR.normalize(text) == original


def test_a_byte_without_a_character_is_read_among_references_to_the_others() -> None:
    """Browsers read the byte 81, which Windows-1252 leaves open, as a control."""
    assert REPAIR.normalize("老&#229;&#129;&#135;师") == "老假师"
    assert REPAIR.normalize("做&#129;了") == "做&#129;了"


def refusal(start: int, end: int, rule: str) -> Refusal:
    return Refusal(start, end, "", rule, "")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([(0, 4, "MOJ101"), (0, 4, "MOJ101")], [(0, 4, "MOJ101")]),  # the same of two rounds
        ([(0, 4, "MOJ101"), (2, 3, "MOJ101")], [(0, 4, "MOJ101")]),  # less of it
        ([(0, 4, "MOJ101"), (0, 4, "PIN004")], [(0, 4, "MOJ101")]),  # another rule of the same place
        ([(2, 3, "MOJ904"), (0, 4, "MOJ101")], [(0, 4, "MOJ101")]),  # a report of what a repair refuses
        ([(0, 4, "MOJ101"), (4, 5, "MOJ904")], [(0, 4, "MOJ101"), (4, 5, "MOJ904")]),
        ([(0, 4, "MOJ101"), (2, 6, "PIN004")], [(0, 4, "MOJ101"), (2, 6, "PIN004")]),
        ([(5, 6, "PIN004"), (0, 4, "MOJ101")], [(0, 4, "MOJ101"), (5, 6, "PIN004")]),  # in the order of the text
    ],
)
def test_a_place_is_told_of_once(given: list[tuple[int, int, str]], kept: list[tuple[int, int, str]]) -> None:
    assert list(distinct(refusal(*one) for one in given)) == [refusal(*one) for one in kept]
