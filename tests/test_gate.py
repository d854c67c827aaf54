"""A step that is not called would have found nothing: the gate hides no damage."""

from __future__ import annotations

import random
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import damage
from counting import calls
from strategies import texts
from textnorm import kernel
from textnorm.config import PROFILES, Config
from textnorm.gate import Gate
from textnorm.pipeline import STEPS, Normalizer
from textnorm.repair import escapes, evidence, latin, latin_bytes, lost, markup, pinyin
from textnorm.repair.escaped import lines, quoted, words
from textnorm.repair.slips import scan, telltale
from textnorm.step import Signs

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from textnorm.step import Step
    from textnorm.trace import Change

ALL = [cast("Step", import_module(name)) for name in STEPS]
REPAIR = Config(profile="repair")
SENTENCES = (
    "今天下午三点，我们在图书馆门口见面，一起去看新开的展览。",
    "他问：“这本书你读完了吗？”我说：“还差最后一章。”",
    "服务器的数据每天夜里备份一次；出了故障，十分钟内可以恢复。",
    "Python 3 的字符串是 Unicode，读文件时要写明编码（UTF-8、GBK）。",
)


def unseen(text: str, config: Config) -> list[str]:
    """Return the steps that find something in a text that the gate does not give to them."""
    gate = Gate(ALL, config)
    needed = gate.needed(text)
    return [
        step.__name__
        for number, step in enumerate(ALL)
        if not needed >> number & 1 and next(iter(step.find(text, config)), None)
    ]


@given(text=texts, config=st.sampled_from([REPAIR, Config(), Config(to="zh-TW"), Config(unsafe_fixes=True)]))
def test_no_step_finds_anything_behind_a_closed_gate(text: str, config: Config) -> None:
    assert unseen(text, config) == []


@pytest.mark.parametrize("kind", damage.KINDS)
def test_damage_of_every_kind_passes(kind: str) -> None:
    for number, text in enumerate(SENTENCES):
        damaged = damage.KINDS[kind](text, random.Random(number))
        assert unseen(damaged, REPAIR) == []
        assert unseen(damaged[3:12], REPAIR) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("step", ALL, ids=lambda step: step.__name__)
def test_examples_of_every_rule_pass(step: Step, profile: str) -> None:
    extra = getattr(step, "EXAMPLE_CONFIG", {})
    for rule in step.RULES:
        config = Config(**({"profile": profile} | extra.get(rule.code, {})))
        for before, _ in rule.examples:
            assert unseen(before, config) == []


#: What each step looks for first, and the step whose signs must hold all of it.
FIRST_LOOKS = {
    evidence.ANNOTATION: pinyin,
    scan._MARKED: pinyin,
    telltale._telltale(): pinyin,
    lines.ENTITY: escapes,
    lines.CODES: escapes,
    words._WORD: escapes,
    quoted._TRIGGER: escapes,
    markup._HINT: markup,
    latin_bytes.TRIGGER: latin,
    lost._MEMORY: lost,
    lost._REPLACED: lost,
    **dict.fromkeys(lost._RUNS.values(), lost),
}


@pytest.mark.parametrize("look", FIRST_LOOKS, ids=lambda look: look.pattern[:20].encode("unicode_escape").decode())
@given(data=st.data())
def test_signs_hold_what_a_step_looks_for_first(look: re.Pattern[str], data: st.DataObject) -> None:
    text = "".join(data.draw(st.tuples(texts, st.from_regex(look), texts)))
    if look.search(text):
        assert signs_of(FIRST_LOOKS[look]).seen(text)


@cache
def signs_of(step: ModuleType) -> kernel.Triggers:
    """Return what looks for the signs of a step, the doubtful ones too."""
    signs = step.signs(REPAIR)
    return kernel.Triggers([[*signs.patterns, *signs.doubtful]])


@example("上次是2019?3?12?的事")
@given(text=st.lists(st.text("?0129ab 中\n", max_size=8), max_size=6).map("?".join))
def test_signs_hold_lines_of_question_marks(text: str) -> None:
    if list(lost._questions(text)):
        assert Gate([cast("Step", lost)], REPAIR).needed(text)


def test_what_an_earlier_step_may_change_is_not_confirmed() -> None:
    asked: list[str] = []

    def confirms(text: str) -> bool:
        asked.append(text)
        return False

    changing = SimpleNamespace(signs=lambda _: Signs(("a",)))
    doubting = SimpleNamespace(signs=lambda _: Signs(doubtful=("b",), confirms=confirms))
    gate = Gate(cast("Sequence[Step]", [changing, doubting]), REPAIR)
    assert [gate.needed(text) for text in ("b", "ab")] == [0b00, 0b11]
    assert asked == ["b"]


class _Ungated(Normalizer):
    """A pipeline that gives every text to every step."""

    def _enabled_steps(self) -> Gate:
        gate = super()._enabled_steps()
        gate.needed = self._all  # type: ignore[assignment,method-assign]
        return gate

    @staticmethod
    def _all(_: str) -> int:
        return (1 << len(STEPS)) - 1


@pytest.mark.parametrize("profile", PROFILES)
@given(text=texts)
def test_the_gated_pipeline_does_what_the_ungated_one_does(profile: str, text: str) -> None:
    config = Config(profile=profile)
    one, other = Normalizer(config).trace(text), _Ungated(config).trace(text)
    assert one.text == other.text == Normalizer(config).normalize(text)
    assert list(one.edits) == list(other.edits)
    assert (one.refused, one.counts) == (other.refused, other.counts)


@pytest.mark.skipif(kernel.ENGINE != "compiled", reason="plain Python makes calls for each character")
def test_clean_text_costs_a_few_calls_however_long_it_is() -> None:
    normalizer = Normalizer(REPAIR)
    normalizer.normalize("一")
    assert max(calls(normalizer.normalize, sentence * times) for sentence in SENTENCES for times in (1, 500)) <= 5


def test_a_step_that_changed_nothing_is_not_asked_again_about_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    find = pinyin.find_beside

    def counted(text: str, config: Config, refused: Sequence[tuple[int, int]]) -> Iterator[Change]:
        asked.append(text)
        return find(text, config, refused)

    monkeypatch.setattr(pinyin, "find_beside", counted)
    result = Normalizer(REPAIR).trace("标题：绯荤粺寮傚父\n正文（a\ufffd）里有\ufffd一处。")
    assert result.text.startswith("标题：系统异常")
    assert asked == [result.text]


def test_other_damage_is_no_byte_slip() -> None:
    text = "大家吨勒庵址椒梢越饩鑫侍狻?"
    assert list(pinyin.find(text, REPAIR))
    assert not list(pinyin.find_beside(text, REPAIR, [(0, len(text))]))
    assert list(pinyin.find_beside("。" * 20 + text, REPAIR, [(0, 10)]))


@pytest.mark.parametrize("kind", ["gbk-as-utf8", "utf8-as-big5"])
def test_text_full_of_marks_is_not_searched_for_byte_slips(kind: str) -> None:
    for number, text in enumerate(SENTENCES):
        assert list(scan.starts(damage.KINDS[kind](text, random.Random(number)))) == []


#: Runs of what makes some step look: marks, brackets, letters of pinyin, openers of markup, escapes, suspects.
UNITS = (
    *(
        "???",
        "?！",
        "2019?3?",
        "\ufffd",
        "文\ufffd",
        "锟斤拷",
        "烫",
        "((",
        "文(a)",
        "(jīng)",
        "ī",
        "ī)",
        "?de",
        "經(jīng)",
    ),
    *("&amp;", "&", "\\u4e2d", "%E4", "=E4=B8", "=\n", "=?utf-8?B?5piO?= ", "<b", "</p>", "<br>", "[[", "```"),
    *("â€", "Ã", "ä½ ", "\x80", "½âÑ¹", "縺ｮ", "饕餮", "丛?", "丛文丛", "鐨\n", "\ud800"),
)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_work_of_repair_is_linear_in_what_each_step_looks_for(unit: str) -> None:
    normalizer = Normalizer(REPAIR)
    for times in (100, 400):  # tables and patterns that the first of a kind needs are made once
        normalizer.normalize(unit * times)
    few, many = (calls(normalizer.normalize, unit * times) for times in (100, 400))
    assert many < 5 * few + 500


def test_two_steps_that_weigh_are_refused() -> None:
    with pytest.raises(ValueError, match="weigh"):
        Gate([ALL[1], ALL[1]], REPAIR)
