"""``convert(text, to=…)``: right, idempotent, and blind to what is not prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategies import texts
from textnorm import kernel
from textnorm.config import TARGETS, Config
from textnorm.errors import ConfigError
from textnorm.script import convert, dictionaries, tables
from textnorm.script.characters import characters
from textnorm.script.step import EXAMPLE_CONFIG, RULES, find
from textnorm.script.target import changes
from textnorm.trace import Trace

if TYPE_CHECKING:
    from pathlib import Path

    from textnorm.rules import Rule

SETTINGS: list[dict[str, Any]] = [
    *({"to": to} for to in TARGETS),
    *({"to": to, "vocabulary": True} for to in ("zh-TW", "zh-Hans")),
]

HANT = "皇后在這裡乾杯，不受干擾。台灣的圖書館裡，有範仲淹的後代寫的書。"
HANS = "皇后在这里干杯，不受干扰。台湾的图书馆里，有范仲淹的后代写的书。"

NOOP: dict[str, list[str]] = {
    "zh-Hans": [HANS, "著名作家", "乾隆和魏徵", "plain ASCII", "瞭望塔很高", "", "山水"],
    "zh-Hant": [HANT, "喫麪", "台北", "干擾", "羣衆 and 群眾", "", "山水", "他的著作", "⿰讠舌"],
    "zh-TW": [HANT, "群眾為了吃麵", "張棟樑", "", "山水"],
    "zh-HK": ["台灣的圖書館裏，有人説着話。", "宋皇臺道", "", "山水"],
}

CONVERTED: list[tuple[str, dict[str, Any], str]] = [
    ("汉字", {"to": "zh-Hant"}, "漢字"),
    ("頭髮和發展", {"to": "zh-Hans"}, "头发和发展"),
    ("在店里等着为了吃面", {"to": "zh-TW"}, "在店裡等著為了吃麵"),
    ("说在店里等着", {"to": "zh-HK"}, "説在店裏等着"),
    ("軟體和資料庫", {"to": "zh-Hans", "vocabulary": True}, "软件和数据库"),
    ("软件和数据库", {"to": "zh-TW", "vocabulary": True}, "軟體和資料庫"),
    # regional forms that OpenCC's table to Simplified does not know
    ("看著醫衞人員敍事，藉著燈光", {"to": "zh-Hans"}, "看着医卫人员叙事，借着灯光"),
    ("這部原著很著名，她接著讀專著", {"to": "zh-Hans"}, "这部原著很著名，她接着读专著"),
    ("昇騰處理器與畢昇編譯器", {"to": "zh-Hans"}, "昇腾处理器与毕昇编译器"),
    # a region's forms also in text that is Traditional already
    ("羣衆在店裏爲了喫麪等着", {"to": "zh-TW"}, "群眾在店裡為了吃麵等著"),
    # sentence by sentence: a neutral one follows the document
    ("这是简体。皇后在里面。這是繁體。", {"to": "zh-Hant"}, "這是簡體。皇后在裏面。這是繁體。"),
    ("這是正體字的說明。皇后在里面。这也是。", {"to": "zh-Hant"}, "這是正體字的說明。皇后在里面。這也是。"),
    # mixed in one sentence
    ("他们為皇后乾杯，干擾了邻居", {"to": "zh-Hant"}, "他們為皇后乾杯，干擾了鄰居"),
    ("干部们說這是干擾", {"to": "zh-Hant"}, "幹部們說這是干擾"),
    ("這個軟件和那个软件", {"to": "zh-TW", "vocabulary": True}, "這個軟件和那個軟體"),
    # no character of one script alone, but words that speak
    ("以后的后代", {"to": "zh-Hant"}, "以後的後代"),
    ("价格合适", {"to": "zh-TW"}, "價格合適"),
    ("征收出征", {"to": "zh-Hant"}, "徵收出征"),
    ("人工智能", {"to": "zh-TW", "vocabulary": True}, "人工智慧"),
    # Latin next to a regional word
    ("U盘插在CPU盘上", {"to": "zh-TW", "vocabulary": True}, "隨身碟插在CPU盤上"),
    # protected
    (
        "这个`变量`见https://example.com/网/a和<b title=简>页</b>",
        {"to": "zh-Hant"},
        "這個`变量`見https://example.com/网/a和<b title=简>頁</b>",
    ),
    ("⿰讠舌不是话", {"to": "zh-Hant"}, "⿰讠舌不是話"),
    ("汉\ud800字\0国", {"to": "zh-Hant"}, "漢\ud800字\0國"),
]


@pytest.mark.parametrize(("to", "text"), [(to, text) for to, rows in NOOP.items() for text in rows])
def test_noop(to: str, text: str) -> None:
    assert convert(text, to=to) == text


@pytest.mark.parametrize(("text", "settings", "expected"), CONVERTED)
def test_converted(text: str, settings: dict[str, Any], expected: str) -> None:
    assert convert(text, **settings) == expected
    assert convert(expected, **settings) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"to": "zh"}, "unknown target 'zh'"),
        ({"to": "zh-TW", "config": "s2tw"}, "exclude each other"),
        ({"vocabulary": True}, "can only go with a target"),
        ({"to": "zh-HK", "vocabulary": True}, "regional words"),
    ],
)
def test_contradictory_settings_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        convert("字", **arguments)


def telling_texts() -> st.SearchStrategy[str]:
    """Texts of the characters and words that decisions hang on."""
    known = characters()
    words = ["皇后", "干擾", "干扰", "乾坤", "著名", "臺灣", "台湾", "宋皇臺", "摩頓臺", "软件", "資料庫", "人工智能"]
    character = st.sampled_from(sorted(frozenset().union(*known)) + sorted("着著干乾后後里裡裏苎苧余餘于於么麼"))
    fragment = st.one_of(
        character, character, st.sampled_from([*words, "。", "，", "\n", "U盘", " a", "⿰", "`", "\ud800"])
    )
    return st.lists(fragment, max_size=25).map("".join)


@given(st.one_of(texts, telling_texts()), st.sampled_from(SETTINGS))
@example("⿰摩頓臺柜 ", {"to": "zh-HK"})
@example("⿰范𧔥不！苎麻⿰不𪡋苎", {"to": "zh-Hant"})
def test_converting_twice_is_converting_once(text: str, settings: dict[str, Any]) -> None:
    """Right mode is idempotent, for every text and target."""
    once = convert(text, **settings)
    assert convert(once, **settings) == once


@given(st.one_of(texts, telling_texts()), st.sampled_from(SETTINGS))
def test_the_trace_replays(text: str, settings: dict[str, Any]) -> None:
    """The edits, applied to the text, give its conversion; none holds more than what differs."""
    found = list(find(text, Config(**settings)))
    assert Trace(text, found).target == convert(text, **settings)
    for change in found:
        before, after = text[change.start : change.end], change.after or ""
        assert before != after
        assert not before or not after or (before[0] != after[0] and before[-1] != after[-1])


@given(telling_texts(), st.sampled_from(SETTINGS))
def test_nothing_of_the_other_script_remains(text: str, settings: dict[str, Any]) -> None:
    text = text.replace("⿰", "").replace("`", "")
    other = characters().traditional if settings["to"] == "zh-Hans" else characters().simplified
    assert other.isdisjoint(convert(text, **settings))


def test_no_table_writes_what_it_takes_away() -> None:
    """What makes conversion idempotent by construction, as a property of the tables."""
    known = characters()
    towards_simplified = [dictionaries.to_simplified(words=words) for words in (False, True)]
    towards_traditional = [dictionaries.to_traditional(), dictionaries.regional_words("zh-TW")]
    regional = [dictionaries.regional_forms(to) for to in ("zh-TW", "zh-HK")]
    for dictionary in towards_simplified:
        assert known.traditional.isdisjoint("".join(dictionary.entries.values()))
        assert all(character in dictionary.entries for character in known.traditional)
    for dictionary in (*towards_traditional, *regional):
        assert known.simplified.isdisjoint("".join(dictionary.entries.values()))
    assert all(character in dictionaries.to_traditional().entries for character in known.simplified)


@pytest.mark.parametrize("to", ["zh-TW", "zh-HK"])
def test_regional_forms_are_stable(to: str) -> None:
    """A value is left alone, and a phrase matches in either spelling, so that forms never change twice."""
    dictionary = dictionaries.regional_forms(to)
    entries = dictionary.entries
    singles = {key: value for key, value in entries.items() if len(key) == 1}
    for key, value in entries.items():
        assert kernel.convert(value, dictionary) == value
        assert len(key) == len(value)
        spelt = "".join(singles.get(character, character) for character in key)
        assert entries.get(spelt, value) == value
    words = tables.defaults("TWPhrases") if to == "zh-TW" else {}
    assert all(kernel.convert(word, dictionary) == word for word in words.values())


def test_offsets_hold_up_to_the_words() -> None:
    """Words are found in offsets of the source, so the tables before them must keep every length."""
    assert all(len(key) == len(value) for key, value in dictionaries.to_traditional().entries.items())


def test_a_step_without_target_finds_nothing() -> None:
    assert list(find(HANS, Config())) == []


def test_a_word_still_changes_its_script_when_the_rule_for_words_is_off() -> None:
    config = Config(to="zh-TW", vocabulary=True, ignore=("SCR004",))
    assert Trace("软件", find("软件", config)).target == "軟件"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_of_the_rules(rule: Rule) -> None:
    config = Config(select=(rule.code,), **EXAMPLE_CONFIG[rule.code])

    def alone(text: str) -> str:
        return Trace(text, (change for change in find(text, config) if change.rule == rule.code)).target

    assert [alone(before) for before, _ in rule.examples] == [after for _, after in rule.examples]
    assert [alone(text) for text in rule.negatives] == list(rule.negatives)


@pytest.mark.parametrize("name", ["000", "004"])
def test_real_documents(shared_data: Path, name: str) -> None:
    repaired = (shared_data / "expected" / f"{name}.repaired.txt").read_text("utf-8")
    assert convert(repaired, to="zh-Hans") == (shared_data / "expected" / f"{name}.zh-Hans.txt").read_text("utf-8")


def test_real_sentences(shared_data: Path) -> None:
    """Every target is idempotent on both sides of UD GSD, and Simplified sentences stay Simplified."""
    rows = (shared_data / "script" / "ud-gsd-dev.tsv").read_text("utf-8").splitlines()
    for row in rows[::5]:
        _, hant, hans = row.split("\t")
        assert convert(hans, to="zh-Hans") == hans
        for settings in SETTINGS:
            for once in (convert(hant, **settings), convert(hans, **settings)):
                assert convert(once, **settings) == once


def test_edits_name_their_rules() -> None:
    found = changes("软件里的网络，這裏", "zh-TW", vocabulary=True)
    assert [(change.start, change.end, change.after, change.rule) for change in found] == [
        (0, 2, "軟體", "SCR004"),
        (2, 3, "裡", "SCR002"),
        (4, 6, "網路", "SCR004"),
        (8, 9, "裡", "SCR003"),
    ]
