"""The judgement of a document's script: bad conversions, mixtures, and what must not be reported."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.config import TARGETS, Config
from textnorm.pipeline import Normalizer, normalize
from textnorm.script import convert, definition
from textnorm.script.leftovers import leftovers, simplified_places, standard
from textnorm.script.overconverted import overconversions
from textnorm.script.review import find
from textnorm.script.stretches import minority, quoted, stretches
from textnorm.script.tables import defaults
from textnorm.script.weighing import regional_places
from textnorm.script.words import lattice

if TYPE_CHECKING:
    from textnorm.trace import Change


def by_character(text: str) -> str:
    """Return ``text`` as a conversion to Simplified and back, one character at a time, leaves it."""
    fold = {ord(key): value for key, value in defaults("TSCharacters").items() if len(value) == 1}
    back = {ord(key): value for key, value in defaults("STCharacters").items()}
    return text.translate(fold).translate(back)


LEFTOVERS = [
    ("后來他沒有來。", "後來他沒有來。"),
    ("這家公司的半導體制造技術很先進。", "這家公司的半導體製造技術很先進。"),
    ("系統和關系都沒問題。", "系統和關係都沒問題。"),
    ("離學校還有三公裡。", "離學校還有三公里。"),
    ("離學校還有三公裏。", "離學校還有三公里。"),
    ("展示瞭如何被髮明。", "展示瞭如何被發明。"),
    ("老闆不準他進去。", "老闆不准他進去。"),
    ("長征時徵收糧食，特征很明顯。", "長征時徵收糧食，特徵很明顯。"),
]
PROPER = [
    "皇后後來住在宮裡，離這裡三公里。",
    "關係和系統都沒問題，聯繫也好。",
    "他瞭解這裡，也了解那裏，請盡量、儘量幫忙。",
    "乾隆年間的樹幹，不受干擾，餅乾好吃。",
    "范先生的模範，余小姐的餘額，鍾老師的鐘。",
    "羣衆爲了喫麪，在店裏等着。",
    "群眾為了吃麵，在店裡等著。",
    "他们后来去了皇后大道，离这里三公里。",
    "後で会議を開きます。",
    "山水后里",
    "",
]


@pytest.mark.parametrize(("before", "after"), LEFTOVERS)
def test_characters_that_a_conversion_chose_wrongly(before: str, after: str) -> None:
    assert [(found.start, found.form) for found in leftovers(before)] == [
        (at, after[at]) for at in range(len(before)) if before[at] != after[at]
    ]
    assert Normalizer(Config(to="zh-TW", select=("SCR102",))).normalize(before) == after


@pytest.mark.parametrize("text", PROPER)
def test_characters_that_stand_rightly(text: str) -> None:
    assert leftovers(text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("這是少陣列織的立場。", "這是少數組織的立場。"),
        ("立法能夠透過。", "立法能夠通過。"),
        ("本研究的研究物件是國中學生。", "本研究的研究對象是國中學生。"),
    ],
)
def test_words_that_a_conversion_put_wrongly(before: str, after: str) -> None:
    assert Normalizer(Config(to="zh-TW", select=("SCR103",))).normalize(before) == after
    assert [found.word for found in overconversions(before)]


@pytest.mark.parametrize(
    "text",
    [
        "程式裡的物件用迴圈處理，透過網路傳送。",
        "陣列的變數由執行緒共用。",
        "我們透過溝通解決問題。",
        "他把資料存在檔案裡，支援所有裝置。",
        "研究對象通過了檢查，血液循環正常。",
    ],
)
def test_words_that_stand_rightly(text: str) -> None:
    assert overconversions(text) == []


CONVERTED = "程式呼叫函式時傳遞引數。網路伺服器的記憶體不足。軟體的介面有選單和滑鼠游標。資料庫儲存使用者的密碼。"
CIRCULATION = "血液迴圈正常。"


def test_a_document_of_converted_words_is_evidence() -> None:
    """What the document says weighs more the longer it is; 通過, which only earlier tables change, says nothing."""
    assert not overconversions(CIRCULATION)
    assert [one.word for one in overconversions(CONVERTED * 8 + CIRCULATION)] == ["循環"]
    assert [one.word for one in overconversions(CONVERTED * 8 + "法案通過了。" * 4 + CIRCULATION)] == ["循環"]
    assert not overconversions(CONVERTED * 8 + "他支持這個項目，數據保存在數組裡。" + CIRCULATION)


@given(texts)
def test_regional_places_are_those_of_the_definition(text: str) -> None:
    spans, _ = definition.bring(text, "zh-TW", words=True)
    assert regional_places(text) == [span[:2] for span in spans if span.rule == definition.WORD]


@given(st.text(alphabet="少数组织发布研究对象通过了的在，a", max_size=12))
def test_where_no_word_reaches_across_every_segmentation_has_a_boundary(run: str) -> None:
    known = lattice()
    for at in range(1, len(run)):
        reaching = any(run[start:end] in known.costs for start in range(at) for end in range(at + 1, len(run) + 1))
        assert known.crossed(run, at) == reaching


@pytest.mark.parametrize("to", [None, "zh-Hans"])
@pytest.mark.parametrize("unsafe", [False, True])
def test_nothing_changes_without_traditional_as_target(to: str | None, unsafe: bool) -> None:  # noqa: FBT001
    config = Config(to=to, unsafe_fixes=unsafe, select=("SCR1",))
    text = "皇后后來離開了。這項法案在立法院三讀透過。\n他们认为应该马上开会。"
    result = Normalizer(config).trace(text)
    assert result.text == text
    assert not result.counts
    assert {one.rule for one in result.refused} == (set() if to else {"SCR101", "SCR102", "SCR103"})


def test_the_profile_repair_judges_no_style() -> None:
    text = "皇后后來離開了。"
    assert not list(find(text, Config(profile="repair")))
    assert [change.after for change in find(text, Config(profile="repair", to="zh-TW"))] == ["後"]
    assert len(list(find(text, Config(profile="repair", select=("SCR102",))))) == 1


def test_what_is_protected_stays() -> None:
    text = "他說明了 `皇后后來離開了` 這個字串。"
    assert not list(find(text, Config(to="zh-TW", select=("SCR102",))))


def test_a_region_gets_its_own_forms() -> None:
    text = "離學校還有三公裡，他在房间里面。"
    assert Normalizer(Config(to="zh-HK", select=("SCR",))).normalize(text) == "離學校還有三公里，他在房間裏面。"


MIXED = [
    "我們昨天討論過這個問題。\n他们认为应该马上开会。\n",
    "# 詞彙表\n軟體\t软件\n滑鼠\t鼠标\n伺服器\t服务器\n網際網路\t互联网\n",
    "這一段說明還是繁體。这一段是简体的，没有转换过来。",
]
NOT_MIXED = [
    "他們的書名是《这个时代的声音》。",
    "標語寫著「为人民服务，实事求是」，字很大。",
    "我們討論過这個字。",
    "他在信裡說：「这些东西应该还给他们，没有别的办法。」這句話很短。",
    "> 这些东西应该还给他们，没有别的办法。\n\n我們認為這樣不對。",
    "これは国語の教科書で、学校で使います。\n我們討論過這個問題。",
    "他们认为应该马上开会。",
    "```\n",
]


@pytest.mark.parametrize("text", MIXED)
def test_mixtures_are_reported_once(text: str) -> None:
    [found] = find(text, Config(select=("SCR101",)))
    assert found.after is None
    assert "code points" in found.reason


@pytest.mark.parametrize("text", NOT_MIXED)
def test_what_is_no_mixture(text: str) -> None:
    assert not list(find(text, Config(select=("SCR101",))))


def test_stretches_cover_the_text_and_quotations_are_known() -> None:
    text = "他在信裡說：「这些东西应该还给他们。」這句話很短。"
    found = stretches(text)
    assert [(one.start, one.end, one.script) for one in found] == [(0, 6, "Hant"), (6, 19, "Hans"), (19, 25, "Hant")]
    assert [quoted(text, one) for one in found] == [False, True, False]
    assert [one.start for one in minority(found)] == [0, 19]


@given(texts)
def test_any_text_has_stretches_without_gaps(text: str) -> None:
    found = stretches(text)
    assert [one.start for one in found] == [0, *(one.end for one in found)][: len(found)]
    assert (found[-1].end if found else 0) == len(text)
    assert all(one.script != other.script for one, other in pairwise(found))


def applied(text: str, changes: list[Change]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + (change.after or "") + text[change.end :]
    return text


TRADITIONAL = st.text(alphabet="后後里裡裏系係繫干乾幹制製發髮皇公關關導樹們這個的很，。\n", max_size=40)


@given(st.one_of(texts, TRADITIONAL))
def test_any_text_is_judged(text: str) -> None:
    for config in (Config(), Config(to="zh-TW")):
        changes = list(find(text, config))
        ends = [0, *(change.end for change in changes)]
        assert all(end <= change.start for end, change in zip(ends, changes, strict=False))
        assert all(config.to or change.after is None for change in changes)
    assert all(standard(text)[found.start] != found.form for found in leftovers(text))
    assert simplified_places(text) <= len(text)


@pytest.mark.parametrize(("to", "vocabulary"), [*product(TARGETS, [False]), ("zh-TW", True), ("zh-Hans", True)])
def test_fixing_twice_is_fixing_once(to: str, vocabulary: bool) -> None:  # noqa: FBT001 - a parameter of a case
    samples = [before for before, _ in LEFTOVERS] + PROPER + MIXED + ["這是少陣列織，立法能夠透過。可以透過"]
    normalizer = Normalizer(Config(to=to, vocabulary=vocabulary))
    for sample in [*samples, *map(by_character, samples), *(convert(sample, "s2twp") for sample in samples)]:
        once = normalizer.normalize(sample)
        assert normalizer.normalize(once) == once


def test_repairs_use_the_model_of_conversion_itself() -> None:
    """What the step repairs is what converting the text from Simplified would have written."""
    text = "皇后后來離開了，關系很復雜，頭發也幹了。"
    repaired = applied(text, list(find(text, Config(to="zh-Hant", select=("SCR102",)))))
    right = convert("皇后后来离开了，关系很复杂，头发也干了。", to="zh-Hant")
    assert all(new in {old, good} for old, new, good in zip(text, repaired, right, strict=True))
    assert sum(old != new for old, new in zip(text, repaired, strict=True)) >= 3


def test_words_of_the_users_own_dictionary_are_no_errors() -> None:
    text, mine = "皇后后來離開了，關系很復雜。", {"關系": "關系"}
    assert normalize(text, to="zh-TW") == "皇后後來離開了，關係很複雜。"
    assert normalize(text, to="zh-TW", dictionaries=mine) == "皇后後來離開了，關系很複雜。"
