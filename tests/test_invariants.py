"""The promises of docs/architecture.md, over every step, profile and target."""

from __future__ import annotations

import pickle
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from replaying import replayed
from strategies import encodable_texts, texts
from textnorm.config import PROFILES, TARGETS, Config
from textnorm.pipeline import STEPS, Normalizer
from textnorm.trace import Trace

if TYPE_CHECKING:
    from textnorm.result import Result
    from textnorm.step import Step

CONFIGS = [Config(profile=profile, to=to) for profile, to in product(PROFILES, (None, *TARGETS))]
CONFIGS += [Config(to="zh-TW", vocabulary=True), Config(to="zh-Hans", vocabulary=True)]
CONFIGS += [Config(profile=profile, unsafe_fixes=True) for profile in PROFILES]

every_config = pytest.mark.parametrize("config", CONFIGS, ids=str)
every_step = pytest.mark.parametrize("name", STEPS)


def check(result: Result, text: str) -> None:
    assert replayed(result.edits) == result.text
    assert result.edits.source == text
    forward = [result.edits.to_target(i) for i in range(len(text) + 1)]
    back = [result.edits.to_source(i) for i in range(len(result.text) + 1)]
    assert forward == sorted(forward)
    assert back == sorted(back)
    assert all(text[one.start : one.end] == one.text for one in result.refused)
    result.text.encode("utf-8")


@every_config
@given(text=texts)
def test_the_trace_replays_and_fixing_twice_changes_nothing_more(config: Config, text: str) -> None:
    """Invariants 1, 2, 4 and 5: idempotent, replayable, never raising, valid UTF-8."""
    normalizer = Normalizer(config)
    result = normalizer.trace(text)
    check(result, text)
    assert normalizer.normalize(result.text) == result.text


@every_step
@given(text=texts, to=st.sampled_from((None, *TARGETS)))
def test_every_step_proposes_ascending_changes_and_settles(name: str, text: str, to: str | None) -> None:
    step = cast("Step", import_module(name))
    config = Config(to=to)
    changes = [change for change in step.find(text, config) if change.after is not None]
    codes = {rule.code for rule in step.RULES}
    assert {change.rule for change in changes} <= codes
    once = Trace(text, changes).target
    again = [change for change in step.find(once, config) if change.after is not None]
    assert [change for change in again if once[change.start : change.end] != change.after] == []


@given(data=st.binary(max_size=60))
def test_any_bytes_become_valid_utf8_and_settle(data: bytes) -> None:
    normalizer = Normalizer()
    once = normalizer.normalize_bytes(data)
    assert once.decode("utf-8").encode() == once
    assert normalizer.normalize_bytes(once) == once


@given(text=encodable_texts)
def test_bytes_and_text_give_the_same(text: str) -> None:
    normalizer = Normalizer(Config(profile="repair"))
    data = b"\xef\xbb\xbf" + text.encode()
    assert normalizer.normalize_bytes(data).decode() == normalizer.normalize(text.lstrip("\ufeff"))


@given(text=texts)
def test_a_pickled_normalizer_does_the_same(text: str) -> None:
    normalizer = Normalizer(Config(to="zh-Hans"))
    normalizer.normalize(text)
    assert pickle.loads(pickle.dumps(normalizer)).normalize(text) == normalizer.normalize(text)  # noqa: S301 - our own


CLEAN = [
    "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
    "子曰：「學而時習之，不亦說乎？」",
    "佢哋喺度傾偈，話聽日去飲茶。",
    "犇、鑫、淼、焱、垚这几个字都是三叠字；𠮷野家的𠮷是异体字。",
    "今日は図書館で本を読みました。データ・ベース（第2版）。",
    "오늘은 도서관에서 책을 읽었습니다.",
    "Un café près du château, s'il vous plaît — naïveté, œuvre, Ångström.",
    "def f(x):\n    return {'键': x[0], \"值\": x[1:]}  # 注释, 说明\n",
    "H₂SO₄ + 2NaOH → Na₂SO₄ + 2H₂O；∫₀^∞ e^{-x²}dx = √π/2。",
    "哈哈哈 lol，今晚7:30见？OK~ 😂👍🏽",
    "访问 https://例子.cn/路径?q=%E4%B8%AD&lang=zh，或写信到 a.b@例子.cn。",
    "<p>正文，<b>粗体</b>&nbsp;和 &lt;标签&gt;</p>\n",
    '{"name": "\\u4e2d\\u6587", "n": 3.14}\n',
    "| 列一 | 列二 |\n|---|---|\n| 甲 | 乙 |\n",
    "正则 [\\u4e00-\\u9fa5]+ 匹配汉字。",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_unchanged_under_repair(text: str) -> None:
    """Invariant 3, on texts that only look like damage."""
    result = Normalizer(Config(profile="repair")).trace(text)
    assert (result.text, list(result.edits), result.refused) == (text, [], ())


@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_clean_documents_are_unchanged_under_repair(shared_data: object, number: str) -> None:
    (seed,) = shared_data.joinpath("seeds").glob(f"{number}_*.txt")  # type: ignore[attr-defined]
    data = seed.read_bytes()
    assert Normalizer(Config(profile="repair")).normalize_bytes(data) == data


@pytest.mark.parametrize(
    "unit",
    [
        "經(jīng)",
        "或?qū)⑹沟肁",
        "?！",
        "(",
        "&amp;",
        "&amp;amp",
        "\\u4e2d",
        "%E4",
        "â€",
        "Ã",
        "<b",
        "</p>",
        "`",
        "$",
        "\"'",
        "中 ",
        "中.",
        "http://",
        "\u200b",
        "\n\n",
        "e\u0301\u0323",
        "发",
        "[x](",
        "\ud83d",
    ],
)
def test_work_grows_linearly_with_length(unit: str) -> None:
    """Invariant 8, counted in function calls rather than seconds, which are noise."""
    normalizer = Normalizer(Config(to="zh-Hant"))
    normalizer.normalize(unit * 10)
    small, large = (calls(normalizer.normalize, unit * count) for count in (100, 400))
    assert large < 6 * small + 500
