"""Mojibake that a program escaped comes back as it would have unescaped, and the file stays what it is."""

from __future__ import annotations

import json
import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from strategies import encodable_texts, texts
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.strings import find, unescaped

REPAIR = Normalizer(Config(profile="repair"))
GUESS = Normalizer(Config(profile="repair", unsafe_fixes=True))
SENTENCES = (
    "会议改到下午两点半，地点还是二楼的小会议室。",
    "她回信说：“照片收到了，谢谢。”\n两天后又来了一封。",
    '报错 "文件不存在" ，见 C:\\数据\\日志 或 https://a.cn/b 。',
    "it's 王老师's 书，他说 'ok' 了",
    "請把檔案傳給王老師，明天上午開會。",
)
KINDS = (
    *("utf8-as-latin1", "utf8-as-cp1252", "utf8-as-cp1251", "utf8-as-latin1-as-utf8-as-gbk", "gbk-as-latin1"),
    *("utf8-as-gbk", "utf8-as-gbk-dropped", "utf8-as-gbk-pairs", "utf8-as-shift-jis", "gbk-as-big5", "utf16-swapped"),
)


def in_json(text: str) -> str:
    return json.dumps({"sender": "Li", "content": text, "n": 3}, indent=1)


@pytest.mark.parametrize("normalizer", [REPAIR, GUESS], ids=["default", "guesses"])
@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_string_of_json_is_repaired_like_its_text(kind: str, sentence: str, normalizer: Normalizer) -> None:
    shown = damage.KINDS[kind](sentence, random.Random(0))
    repaired = json.loads(normalizer.normalize(in_json(shown)))
    lines = normalizer.normalize(f"\ncontent\n{shown}\n")  # what was lost is filled by what stands beside it
    assert f"\ncontent\n{repaired['content']}\n" == lines
    assert (repaired["sender"], repaired["n"]) == ("Li", 3)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("kind", KINDS[:3])
def test_what_lost_nothing_comes_back_whole(kind: str, sentence: str) -> None:
    shown = damage.KINDS[kind](sentence, random.Random(0))
    assert REPAIR.normalize(in_json(shown)) == in_json(sentence)


def test_the_file_stays_ascii_in_its_own_style() -> None:
    shown = in_json("你好，😀 café".encode().decode("latin-1"))
    assert REPAIR.normalize(shown) == in_json("你好，😀 café")
    loud = re.sub(r"(?<=\\u)\w{4}", lambda unit: unit[0].upper(), shown)
    assert r"\u4F60\u597D\uFF0C" in REPAIR.normalize(loud)


def test_a_character_that_was_lost_is_marked_and_listed() -> None:
    shown = "他姓邱，住在巷口。".encode().decode("gbk", "replace")
    result, plain = REPAIR.trace(in_json(shown)), REPAIR.trace(shown)
    assert "\ufffd" in plain.text
    assert json.loads(result.text)["content"] == plain.text
    (refusal,), (usual,) = result.refused, plain.refused
    assert [json.loads(f'"{one}"') for one in refusal.candidates] == list(usual.candidates)


def test_in_plain_text_the_escapes_go_too() -> None:
    shown = json.dumps("今天去哪里吃饭".encode().decode("latin-1"))[1:-1]
    assert REPAIR.normalize(f"留言：{shown}？") == "留言：今天去哪里吃饭？"
    assert REPAIR.normalize(r"\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd") == "你好"
    damaged = r"留言 \u00e6\u0099\u009a\u00e5\u00ae\u0089\u00e3\u0080\u0082 2 条"
    assert REPAIR.normalize(damaged) == "留言 晚安。 2 条"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"name": "王小明", "note": "été café naïve Ångström São Paulo Кириллица ελληνικά 한국어 かな"}),
        r'{"a": "\\u00e7\\u008e\\u008b\\u00e5\\u00b0\\u008f"}',
        r"const letters = /[\u00c0-\u00d6\u00d8-\u00f6\u0100-\u017f\u4e00-\u9fa5\uac00-\ud7a3]/;",
        r'table = "\u00c0\u00c1\u00c2\u00c3\u00c4\u00c5\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf"',
        r'test("\u00c3\u00a9", "\u00e9")',
        r"C:\users\new\u4e2d",
        r'"\ud83d\ude00\ud83d", "\udc00\u00e4"',
    ],
)
def test_escapes_that_are_meant_stay(text: str) -> None:
    result = Normalizer(Config(profile="repair", select=("MOJ107",))).trace(text)
    assert result.text == text
    assert not result.refused


@given(st.lists(encodable_texts | st.sampled_from(SENTENCES).map(lambda one: one.encode().decode("latin-1"))))
def test_json_stays_json(strings: list[str]) -> None:
    settings = Config(profile="repair", select=("MOJ107",))
    after = Normalizer(settings).normalize(json.dumps(strings))
    assert len(json.loads(after)) == len(strings)
    assert Normalizer(settings).normalize(after) == after


@given(texts | texts.map(json.dumps))
def test_places_are_those_of_the_text(text: str) -> None:
    seen = unescaped(text)
    assert seen.place(len(seen.text)) == len(text)
    places = [seen.place(at) for at in range(len(seen.text) + 1)]
    assert places == sorted(set(places))
    changes = list(find(text, Config()))
    assert all(one.end <= other.start for one, other in pairwise(changes))
