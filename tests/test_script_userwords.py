"""Dictionaries and patterns of the user's own, in conversion to a target and in normalization."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategies import HAN, texts
from textnorm import Config, ConfigError, Normalizer
from textnorm.config import TARGETS
from textnorm.dictionary import UserDictionary
from textnorm.script import Converter, convert
from textnorm.script.userwords import changes
from textnorm.trace import Trace

if TYPE_CHECKING:
    from pathlib import Path

CONVERTED: list[tuple[str, dict[str, str], dict[str, Any], str]] = [
    # before the tables, the context, the vocabulary and the terms
    ("软件在里面", {"软件": "軟體"}, {"to": "zh-Hant"}, "軟體在裏面"),
    ("信息很多", {"信息": "訊息"}, {"to": "zh-TW", "vocabulary": True}, "訊息很多"),
    ("昇騰很快", {"昇騰": "升腾"}, {"to": "zh-Hans"}, "升腾很快"),
    ("滑鼠墊和滑鼠", {"滑鼠墊": "鼠标垫子"}, {"to": "zh-Hans", "vocabulary": True}, "鼠标垫子和鼠标"),
    # leftmost, and there the longest
    ("机器学习", {"机器": "機械", "机器学习": "機器學習", "学习": "自學"}, {"to": "zh-TW"}, "機器學習"),
    ("甲乙丙", {"甲乙": "一", "乙丙": "二"}, {"to": "zh-TW"}, "一丙"),
    # a term to keep: it becomes itself, and the rest of its sentence is converted
    ("云台山的云", {"云台山": "云台山"}, {"to": "zh-Hant"}, "云台山的雲"),
    ("用于昇腾的软件", {"昇腾": "昇腾"}, {"to": "zh-TW", "vocabulary": True}, "用於昇腾的軟體"),
    # a word of another length, an overlap with a regional word, the end and the start
    ("打印机坏了", {"打印": "列印"}, {"to": "zh-TW", "vocabulary": True}, "列印機壞了"),
    ("资料库软件", {"库软": "【】"}, {"to": "zh-TW", "vocabulary": True}, "資料【】件"),
    ("軟體工程師", {"體工": "--"}, {"to": "zh-Hans", "vocabulary": True}, "软--程师"),
    # a value that holds its key stays what it is
    ("甲", {"甲": "甲乙"}, {"to": "zh-Hant"}, "甲乙"),
    ("甲甲乙", {"甲": "甲乙"}, {"to": "zh-Hant"}, "甲乙甲乙"),
    # a word that the conversion writes
    ("软件", {"軟件": "軟體"}, {"to": "zh-Hant"}, "軟體"),
    # protected
    ("见https://a.cn/软件/b和`软件`，软件", {"软件": "軟體"}, {"to": "zh-TW"}, "見https://a.cn/软件/b和`软件`，軟體"),
]


@pytest.mark.parametrize(("text", "entries", "settings", "expected"), CONVERTED)
def test_a_word_of_the_user_comes_first(
    text: str, entries: dict[str, str], settings: dict[str, Any], expected: str
) -> None:
    assert convert(text, dictionaries=entries, **settings) == expected
    assert convert(expected, dictionaries=entries, **settings) == expected
    config = Config(profile="repair", dictionaries=entries, **settings)
    assert Normalizer(config).normalize(text) == expected


def test_the_rest_of_the_sentence_reads_a_fixed_word_as_context() -> None:
    assert convert("先生姓钟", to="zh-TW", dictionaries={"先生": "先生"}) == convert("先生姓钟", to="zh-TW")


def test_a_text_that_never_settles_is_left_as_it_came() -> None:
    text = "丁丁丁丁丁丁丁丁丁丁甲们"  # one more 丁 behind 甲 in each round
    assert convert(text, to="zh-Hant", dictionaries={"丁甲": "甲丁"}) == text
    assert convert(text[6:], to="zh-Hant", dictionaries={"丁甲": "甲丁"}) == "甲丁丁丁丁們"


_WORDS = st.text(HAN[:14] + "們们软軟件体體里裡", min_size=1, max_size=3)
_DICTIONARIES = st.dictionaries(_WORDS, _WORDS, max_size=5)
_TEXTS = st.one_of(texts, st.lists(st.one_of(_WORDS, st.sampled_from("，。\n`a")), max_size=12).map("".join))


@given(text=_TEXTS, entries=_DICTIONARIES, to=st.sampled_from(TARGETS))
@example(text="甲甲", entries={"甲": "甲甲"}, to="zh-Hant")
def test_converting_twice_is_converting_once(text: str, entries: dict[str, str], to: str) -> None:
    try:
        converter = Converter(to=to, dictionaries=entries)
    except ConfigError as error:
        assert "lead back" in str(error)  # noqa: PT017 - what else hypothesis makes is right
        return
    once = converter.convert(text)
    assert converter.convert(once) == once
    settings = converter.settings
    assert settings is not None
    assert Trace(text, changes(text, to, dictionary=settings.words)).target == once


@given(text=_TEXTS, to=st.sampled_from(TARGETS), pattern=st.sampled_from(["[软軟]件", "(?<=们).", ".", r"\w+", "^.*$"]))
def test_what_a_pattern_protects_stays(text: str, to: str, pattern: str) -> None:
    once = convert(text, to=to, protect=(pattern,))
    assert convert(once, to=to, protect=(pattern,)) == once
    if pattern in {"[软軟]件", "."}:
        assert convert(text, to=to, protect=(pattern,)).count("软件") >= text.count("软件")


@given(text=texts, profile=st.sampled_from(["repair", "standard"]))
def test_normalizing_twice_is_normalizing_once(text: str, profile: str) -> None:
    config = Config(profile=profile, to="zh-TW", dictionaries={"经济": "經世", "里": "里"}, protect=("[a-z]+", "数据."))
    once = Normalizer(config).normalize(text)
    assert Normalizer(config).normalize(once) == once


def test_a_file_in_the_text_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes("\ufeff# words\r\n\r\n单车\t自行車 腳踏車\r\n软件\t軟體\n".encode())
    for source in (str(path), path, [path], (str(path), {"软件": "軟件"})):
        assert convert("单车软件", to="zh-TW", dictionaries=source) == "自行車軟體"


def test_the_first_dictionary_that_has_a_word_counts() -> None:
    assert convert("甲乙", to="zh-TW", dictionaries=[{"甲": "一"}, {"甲": "二", "乙": "三"}]) == "一三"


def test_words_that_lead_to_words_are_followed_to_the_end() -> None:
    assert UserDictionary({"甲": "乙", "乙": "丙"}).entries == {"甲": "丙", "乙": "丙", "丙": "丙"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("甲 乙\n", r"mine\.txt:1: a key, a tab and a value"),
        ("# 甲\n甲\t\n", r"mine\.txt:2: a key, a tab and a value"),
        ("甲\t乙\n\n甲\t丙\n", r"mine\.txt:3: '甲' becomes something else on line 1"),
        ("甲\t乙\n乙\t甲\n", r"mine\.txt: words that lead back .*甲 → 乙 → 甲"),
    ],
)
def test_a_wrong_file_is_named_with_the_line(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        Config(to="zh-TW", dictionaries=str(path))


def test_a_file_that_is_missing_or_not_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.txt: a dictionary that cannot be read: no such file"):
        convert("", to="zh-TW", dictionaries=tmp_path / "none.txt")
    (tmp_path / "gbk.txt").write_bytes("单车\t自行车\n".encode("gbk"))
    with pytest.raises(ConfigError, match=r"gbk\.txt: .* as UTF-8 text, from byte 0 on"):
        convert("", to="zh-TW", dictionaries=tmp_path / "gbk.txt")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"to": "zh-TW", "dictionaries": {"甲": ""}}, "a word and what it becomes"),
        ({"to": "zh-TW", "dictionaries": {"": "甲"}}, "a word and what it becomes"),
        ({"to": "zh-TW", "dictionaries": {"甲\n": "甲"}}, "line end or NUL"),
        ({"to": "zh-TW", "dictionaries": [3]}, "a path or a mapping"),
        ({"dictionaries": {"甲": "乙"}}, r"need a target"),
        ({"protect": "abc"}, "a sequence of patterns, not the string 'abc'"),
        ({"protect": ("(",)}, r"not a pattern to protect: '\('"),
        ({"protect": (b"a",)}, "a pattern to protect is a string"),
    ],
)
def test_a_wrong_setting_is_said_when_it_is_made(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Config(**settings)


def test_the_settings_pickle_with_their_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("单车\t自行車\n", encoding="utf-8")
    config = Config(to="zh-TW", dictionaries=path, protect=("<<.*?>>",))
    normalizer = pickle.loads(pickle.dumps(Normalizer(config)))  # noqa: S301 - our own
    path.unlink()
    assert normalizer.config == config
    assert hash(normalizer.config) == hash(config)
    assert normalizer.normalize("<<单车>>单车") == "<<单车>>自行車"


def test_a_protected_span_is_left_alone_by_every_rule() -> None:
    normalizer = Normalizer(Config(to="zh-Hant", protect=(r"【.*?】",)))
    assert normalizer.normalize("【体,经(jīng)济】体，经济,好") == "【体,经(jīng)济】體，經濟，好"
    assert normalizer.normalize("【\ud800】") == "【\ufffd】"


def test_a_pattern_without_end_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textnorm.protect.patterns._LEAST_TIME", 0.2)
    pattern = r"(?:a|aa)+$"
    with pytest.raises(ConfigError, match=r"\(\?:a\|aa\)\+\$.* takes more than 0 s for 61 characters"):
        convert("a" * 60 + "们", to="zh-Hant", protect=(pattern,))
    with pytest.raises(ConfigError, match="takes more than"):
        Normalizer(Config(protect=(pattern,))).normalize("好,好" + "a" * 60 + "b")
