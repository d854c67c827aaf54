"""Damage that is only reported: what is found, where, and which texts merely talk about it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from counting import calls
from strategies import texts
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair import lost
from textnorm.repair.lost import MEMORY_MARKS, REREAD_MARKS
from textnorm.rules import get_rule

CONFIG = Config()


def spans(text: str) -> list[tuple[str, str]]:
    return [(change.rule, text[change.start : change.end]) for change in lost.find(text, CONFIG)]


@pytest.mark.parametrize("codec", REREAD_MARKS)
def test_the_marks_are_what_the_bytes_of_two_replacement_characters_show(codec: str) -> None:
    once = REREAD_MARKS[codec]
    assert ("\ufffd\ufffd".encode().decode(codec)) in {once, once * 2}


@pytest.mark.parametrize("mark", MEMORY_MARKS)
def test_the_marks_of_memory_are_its_fill_bytes(mark: str) -> None:
    assert bytes.fromhex(MEMORY_MARKS[mark]).decode("gbk") == mark


REPORTED = [
    ("姓名：锟斤拷锟斤拷，12岁", [("MOJ901", "锟斤拷锟斤拷")]),
    ("锟斤拷选锟矫伙拷锟斤拷 OK", [("MOJ901", "锟斤拷选锟矫伙拷锟斤拷")]),
    ("一\n斤拷锟斤拷锟斤拷\n二", [("MOJ901", "斤拷锟斤拷锟斤拷")]),
    ("編碼後變成嚙踝蕭嚙踝蕭嚙踝蕭嚙踝蕭嚙踝蕭", [("MOJ901", "嚙踝蕭" * 5)]),
    ("价格：ï¿½ï¿½ï¿½元", [("MOJ901", "ï¿½ï¿½ï¿½")]),
    ("x = 烫烫烫烫烫烫烫", [("MOJ902", "烫" * 7)]),
    ("结果是屯屯屯", [("MOJ902", "屯屯屯")]),
    ("锟斤拷锟斤拷 烫烫烫烫", [("MOJ901", "锟斤拷锟斤拷"), ("MOJ902", "烫烫烫烫")]),
    ("???? 2019 ??? Word ?????", [("MOJ903", "???? 2019 ??? Word ?????")]),
    ("2019?3?5?", [("MOJ903", "2019?3?5?")]),
    ("2019?3?5?\n什么???", [("MOJ903", "2019?3?5?")]),
    ("明天\ufffd\ufffd会，后天\ufffd去", [("MOJ904", "\ufffd\ufffd"), ("MOJ904", "\ufffd")]),
    ("caf\ufffd, na\ufffdve", [("MOJ904", "\ufffd"), ("MOJ904", "\ufffd")]),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[tuple[str, str]]) -> None:
    assert spans(text) == expected
    assert all(get_rule(rule).reports_only for rule, _ in expected)


SILENT = [
    "",
    # talk
    "“锟斤拷”是怎么来的？",
    "「嚙踝蕭」是什麼字？",
    "手持两把锟斤拷，口中疾呼烫烫烫。",
    "网页乱码，全是锟斤拷锟斤拷，怎么办？",
    "未初始化的内存在 GBK 里显示成烫烫烫。",
    "他说了句“烫烫烫”就跑了。",
    "U+FFFD 写作 \ufffd",
    "（\ufffd）",
    # ordinary text
    "烫烫烫！快放下！",
    "李锟把文件拷给我，一共半斤。",
    "为什么???",
    "什么????你说什么????",
    "???",
    "????\n????",
    "Really??? Why??",
    "What?? How???",
    "a ?? b ?? c",
    "int?? x; y ??= z",
    "https://example.com/a??b??c",
    "SELECT * FROM t WHERE a = ? AND b = ?",
    "1?2:3",
    "????-??-?? ??:??:??",
    'print("?? ??? ????")',
    "??*/???? ???.txt",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert spans(text) == []


def test_gbk_text_read_as_utf8_and_again_as_gbk_is_reported() -> None:
    text = "渔民们把网晾开"
    assert [rule for rule, _ in spans(damage.KINDS["gbk-as-utf8-as-gbk"](text, random.Random(0)))] == ["MOJ901"]


def test_an_undecodable_byte_is_reported_once() -> None:
    result = Normalizer().trace_bytes("明天开会。".encode() + b"\xff" + "后天也开。".encode())
    assert [refusal.rule for refusal in result.refused] == []
    assert result.counts["ENC102"] == 1


def test_what_came_as_a_mark_of_loss_is_reported() -> None:
    result = Normalizer().trace("明天\ufffd会,")
    assert [(refusal.rule, refusal.start, refusal.end) for refusal in result.refused] == [("MOJ904", 2, 3)]


@given(st.one_of(texts, st.text("锟斤拷嚙踝蕭烫屯?\ufffd中文，“”\n 2019ï¿½", max_size=30)))
def test_any_text_is_left_as_it_is_with_reports_in_order(text: str) -> None:
    at = 0
    for change in lost.find(text, CONFIG):
        assert change.after is None
        assert at <= change.start < change.end <= len(text)
        at = change.end


@pytest.mark.parametrize(
    "unit", ["锟斤拷", "锟斤拷a", "锟", "斤拷", "烫", "?", "?? ", "\ufffd", "\ufffda", "??\n", "2019?3?5?", "“锟斤拷”"]
)
def test_work_is_linear(unit: str) -> None:
    def work(count: int) -> int:
        return calls(lambda text: list(lost.find(text, CONFIG)), unit * count)

    assert work(4000) < 5 * work(1000) + 100
