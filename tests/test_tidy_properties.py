"""What holds for all four tidy steps, each alone and one after the other."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counting import calls
from strategies import fragments, texts
from textnorm.config import Config
from textnorm.protect import protected_spans
from textnorm.trace import Trace

if TYPE_CHECKING:
    from textnorm.step import Step

NAMES = ("characters", "width", "punctuation", "spacing")
STEPS = {name: cast("Step", import_module(f"textnorm.tidy.{name}")) for name in NAMES}
CONFIG = Config()

# Marks and what stands around them, in the proportions in which they meet.
NEIGHBOURS = [
    "中",
    "经济",
    "吗",
    "约翰",
    "a",
    "GPU",
    "3.14",
    "10:30",
    "カ",
    "の",
    "한",
    "ش",
    "😀",
    "👩\u200d",
    "…",
    "—",
]
TRIGGERS = [
    *list(",.?!:;()\"'・-*_~#|<>\\/`$@[]{}=&%+，。：；？！（）“”《》「」、·"),
    *["...", "--", "  ", " ", "\t", "\u3000", "\u00a0", "\n", "\n\n\n\n", "\r\n", "\x0c", "\u2028"],
    *[
        "\u200b",
        "\ufe0f",
        "\u202e",
        "\x00",
        "\x1b[31m",
        "e\u0301",
        "⼈",
        "\uf90a",
        "ｶﾞ",
        "｡",
        "Ａ",
        "１",
        "％",
        "＋",
        "．",
    ],
    *["http://a.cn/", "a@b.cn", "a.txt", "C:\\a\\", "<b>", "</p>", "<code>", "```", "$x$", "f(x)", "&gt;"],
]
soup = st.lists(st.one_of(st.sampled_from(NEIGHBOURS), st.sampled_from(TRIGGERS), fragments), max_size=16).map("".join)
any_text = st.one_of(soup, texts)
every_step = pytest.mark.parametrize("name", NAMES)


def applied(name: str, text: str) -> str:
    return Trace(text, [change for change in STEPS[name].find(text, CONFIG) if change.after is not None]).target


@every_step
@settings(max_examples=150)
@given(text=any_text)
def test_a_step_finds_nothing_more_on_its_own_output(name: str, text: str) -> None:
    once = applied(name, text)
    assert list(STEPS[name].find(once, CONFIG)) == []


@settings(max_examples=200)
@given(text=any_text)
def test_the_steps_in_sequence_find_nothing_more_the_second_time(text: str) -> None:
    once = text
    for name in NAMES:
        once = applied(name, once)
    twice = once
    for name in NAMES:
        twice = applied(name, twice)
    assert twice == once


@pytest.mark.parametrize("name", [name for name in NAMES if name != "spacing"])
@given(text=any_text)
def test_a_step_leaves_protected_spans_alone(name: str, text: str) -> None:
    """In what it is given; a change outside may make a span longer or shorter."""
    changes = list(STEPS[name].find(text, CONFIG))
    spans = protected_spans(text)
    touched = [
        (change, span) for change in changes for span in spans if change.start < span[1] and span[0] < change.end
    ]
    settled_later = len(protected_spans(applied(name, text))) != len(spans)
    assert touched == [] or settled_later


@every_step
def test_every_example_and_negative_of_the_rules_holds(name: str) -> None:
    step = STEPS[name]
    for rule in step.RULES:
        for before, after in rule.examples:
            assert Trace(before, [one for one in step.find(before, CONFIG) if one.rule == rule.code]).target == after
        for negative in rule.negatives:
            assert [change for change in step.find(negative, CONFIG) if change.rule == rule.code] == []


CLEAN = [
    "他说：“明天（周一）去吗？”——“去！”……于是，三人同行。",
    "《紅樓夢》、《西遊記》；「甲」『乙』。",
    "\u3000\u3000段首缩进两格。\n\u3000\u3000第二段，也一样。\n",
    "# 标题\n\n- 项目一\n- 项目二：`x,y`\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
    "2024年3月，版本 v1.2.3 在 10:30 发布，下载 12,000 次，占比 3.5%。\n",
    "👨\u200d👩\u200d👧 ❤\ufe0f 葛\U000e0100飾\n",
    "今日は図書館で本を読みました。データ・ベース（第２版）。\n",
    "오늘은 도서관에서 책을 읽었습니다. 大韓民國, 서울.\n",
    "Hello, world! It's 5 o'clock (or so); see e.g. https://example.com/a,b.\n",
    "مرحبا، كيف حالك؟ می\u200cخواهم\n",
    "def f(x):\n    return {'键': x[0], \"值\": x[1:]}  # 注释与说明\n",
    '{"姓名": "张三,李四", "说明": "甲 ， 乙"}\n',
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_comes_out_as_it_went_in(text: str) -> None:
    for name in NAMES:
        assert list(STEPS[name].find(text, CONFIG)) == []


UNITS = [
    *[
        "中,",
        "中.",
        "中 ",
        "中 ,",
        "(",
        "中(",
        "((中",
        "中))",
        "(，",
        '"',
        '中"',
        "'中'",
        "<b>,中",
        "中...",
        "中--",
        "中?",
    ],
    *[
        "、 ",
        "，  ",
        "（ ",
        "（a） ",
        "“中 ”",
        "[1,中",
        "{",
        "中`",
        "a(",
        "a=",
        "&a;中",
        "1,",
        "中 国 ",
        "1:",
        "中：  ",
    ],
    *[
        "\u3000 ",
        "Ａ＋",
        "中ｱ",
        "\u200d",
        "😀\u200d",
        "\x1b[",
        "ש\u202e",
        "⼀中",
        "e\u0301\u0323",
        "\u0323\u0301",
        "ᅡ",
        "\uf90a",
    ],
    *["\r", "\x0c\n", "\n \n", "  \n中", "\t\n", "-- \n", "中\u00a0", "中,国\n", "中,1\n", "约翰.", "第一. "],
]


@every_step
@settings(max_examples=len(UNITS))
@given(unit=st.sampled_from(UNITS))
def test_work_grows_linearly_with_length(name: str, unit: str) -> None:
    """Counted in calls, as seconds are noise."""
    apply = partial(applied, name)
    assert calls(apply, unit * 1_200) < 6 * calls(apply, unit * 300) + 2_000
