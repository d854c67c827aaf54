"""Word boundaries, ambiguous characters and the sense of words: what ``convert(text, to=…)`` knows beyond OpenCC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.script import context, context_places, convert, folding
from textnorm.script.characters import characters
from textnorm.script.uncertainty import ambiguities
from textnorm.script.words import lattice

BOUNDARIES = [
    ("高端半导体制造业", "高端半導體製造業"),
    ("电话是谁发明的", "電話是誰發明的"),
    ("粉丝发来消息", "粉絲發來消息"),
    ("演示了如何安装", "演示了如何安裝"),
    ("团体制服", "團體制服"),
    ("下周发表结果", "下週發表結果"),
    ("总体制造水平", "總體製造水平"),
]

CONTEXT = [
    ("钟女士修好了钟", "鍾女士修好了鐘"),
    ("范教授的研究范围", "范教授的研究範圍"),
    ("余老师还有余钱", "余老師還有餘錢"),
    ("姜先生不吃姜", "姜先生不吃薑"),
    ("皇后走了以后", "皇后走了以後"),
    ("一只鸟只吃米", "一隻鳥只吃米"),
    ("理发要发票", "理髮要發票"),
    ("万里长城有几里", "萬里長城有幾里"),
]

SENSES = [
    ("本研究的对象是儿童", "對象"),
    ("血液循环系统", "循環"),
    ("面向对象的程序", "物件"),
    ("在循环里给变量赋值的代码", "迴圈"),
    ("多数组织同意", "多數組織"),
    ("高级研究员", "高級研究員"),
    ("安装软件工程工具", "軟體"),
    ("鼠标和键盘", "滑鼠"),
]


@pytest.mark.parametrize(("text", "expected"), [*BOUNDARIES, *CONTEXT])
def test_converted(text: str, expected: str) -> None:
    assert convert(text, to="zh-TW") == expected
    assert convert(expected, to="zh-TW") == expected


@pytest.mark.parametrize(("text", "expected"), SENSES)
def test_words_in_their_sense(text: str, expected: str) -> None:
    converted = convert(text, to="zh-TW", vocabulary=True)
    assert expected in converted
    assert convert(converted, to="zh-TW", vocabulary=True) == converted


@given(texts)
def test_segmentation_covers_the_run(run: str) -> None:
    """The words of a segmentation follow each other from the start to the end."""
    ends = lattice().ends(run)
    assert ends == sorted(set(ends))
    assert not run or ends[-1] == len(run)


def test_a_segmentation_may_have_to_cut() -> None:
    assert lattice().ends("软件") == [2]
    assert lattice().ends("软件", whole=False) == [1, 2]
    assert lattice().ends("软", whole=False) == [1]


@given(st.text(st.sampled_from("干了一杯发后里面制造半导体，a1。\ud800"), max_size=30))
def test_choices_are_of_the_forms(sentence: str) -> None:
    """Every choice is one of its forms, the probabilities sum to one, and places ascend."""
    found = list(context_places.choices(sentence))
    assert [choice.start for choice in found] == sorted({choice.start for choice in found})
    for choice in found:
        assert choice.form in dict(choice.forms)
        assert sum(odds for _, odds in choice.forms) == pytest.approx(1)


@given(texts)
def test_folding_keeps_offsets(text: str) -> None:
    assert len(folding.fold(text)) == len(text) == len(context.symbols(text))


def test_every_form_is_traditional() -> None:
    """No form holds a Simplified-only character, or a converted text would be converted again."""
    forms = {form for place, own in context.load().forms.items() if len(place) == 1 for form in own}
    assert characters().simplified.isdisjoint(forms)


def test_a_file_that_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="not a file of textnorm script context 1"):
        context.ContextModel(b"x")


def test_ambiguities_are_listed() -> None:
    text = "见`发`：余先生，只有"
    found = ambiguities(text, "zh-TW", below=1.0)
    assert [(place.start, place.end, place.choice) for place in found][:1] == [(5, 6, "余")]
    for place in found:
        assert place.choice in dict(place.candidates)
        odds = [probability for _, probability in place.candidates]
        assert odds == sorted(odds, reverse=True)
    assert ambiguities(text, "zh-Hans") == []
    assert ambiguities("這裡沒有", "zh-TW") == []


@given(texts)
def test_choices_are_what_is_converted(text: str) -> None:
    """A listed place becomes its choice."""
    converted = convert(text, to="zh-Hant")
    for place in ambiguities(text, "zh-Hant", below=1.0):
        assert converted[place.start : place.end] == place.choice
