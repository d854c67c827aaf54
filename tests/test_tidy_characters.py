"""Characters: composition, characters encoded twice, what cannot be seen."""

from __future__ import annotations

import shutil
import unicodedata

import build_tidy_radicals
import pytest

from textnorm.config import Config
from textnorm.tidy import characters
from textnorm.trace import Trace


def tidied(text: str) -> str:
    return Trace(text, characters.find(text, Config())).target


CHANGED = [
    ("cafe\u0301", "café"),
    ("Vie\u0323\u0302t", "Việt"),
    ("x\u0302\u0327", "x\u0327\u0302"),
    ("각", "각"),
    ("か\u3099", "が"),
    ("\u212b与\u2126", "Å与Ω"),
    ("\uf90a\uf9e3\U0002f800", "金泥丽"),
    ("⼈⼯智能", "人工智能"),
    ("⻢路⻓", "马路长"),
    ("数\u200b据\u2060\ufeff", "数据"),
    ("\ufeff开头", "开头"),
    ("断\u200c字\u200d", "断字"),
    ("甲\u200e乙\u202a丙\u202c", "甲乙丙"),
    ("甲\x00乙\x07丙\x7f", "甲乙丙"),
    ("\x1b[1;31m红\x1b[0m", "红"),
    ("正\u00ad文", "正文"),
    ("甲\ufe0f乙", "甲乙"),
    ("甲\U000e0067\U000e007f", "甲"),
    ("😀\u200d\u200d好", "😀好"),
    ("e\u200b\u0301", "é"),
]

KEPT = [
    "café、Việt、각、が、Å",
    "👨\u200d👩\u200d👧\u200d👦",
    "❤\ufe0f\u200d🔥",
    "🏃\U0001f3fd\u200d♀\ufe0f",
    "1\ufe0f\u20e3 ©\ufe0f",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "می\u200cروم",
    "क्\u200dष न्\u200cद",
    "ප්\u200dර",
    "ภาษา\u200bไทย",
    "葛\U000e0100飾",
    "㊗\ufe0f",
    "שלום \u200f(מבחן)\u200e",
    "\u2067עברית\u2069和中文在同一行",
    "⼀⼁⼂⼃",
    "⺡⺢不是字⺌",  # a component shape without an ideograph of its own stays, the others have one
    "缩进\t制表\r\n\x0b\x0c\x85换行归空格那一步",
    "\ufa0e﨏﨑是统一汉字",
    "误读ä¸\xadæ\x96\x87",
    "`码\u200b内`",
    "<i title='甲\u200b'>",
    "字\u0301",
]


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_what_is_changed(before: str, after: str) -> None:
    assert tidied(before) == after
    assert tidied(after) == after


@pytest.mark.parametrize("text", [text for text in KEPT if "⺡" not in text])
def test_what_is_kept(text: str) -> None:
    assert tidied(text) == text


def test_only_shapes_of_their_own_are_mapped() -> None:
    assert tidied("偏旁⺡和⺌") == "偏旁氵和⺌"


def test_a_heap_of_marks_is_left_alone() -> None:
    heap = "a" + "\u0301\u0323" * 5_000
    assert tidied(heap) == heap


def test_every_compatibility_ideograph_becomes_its_unified_one() -> None:
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        character = chr(code)
        assert tidied(f"甲{character}") == f"甲{unicodedata.normalize('NFC', character)}"


def test_the_table_of_radicals_is_what_its_tool_makes() -> None:
    if not shutil.which("perl"):
        pytest.skip("the tool reads the Unicode Character Database through Perl, which is not here")
    try:
        table = build_tidy_radicals.table()
    except ValueError as error:
        pytest.skip(str(error))
    assert build_tidy_radicals.TABLE.read_text(encoding="utf-8") == table


def test_the_table_of_radicals_is_sorted_and_unique() -> None:
    rows = [
        line for line in build_tidy_radicals.TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    assert all(len(row) == 2 for row in rows)
    radicals = [row[0] for row in rows]
    assert radicals == sorted(set(radicals))
    assert not set(radicals) & set(build_tidy_radicals.COMPONENTS)
    kangxi = [row for row in rows if row[0] >= "\u2f00"]
    assert len(kangxi) == 214
    assert all(unicodedata.normalize("NFKC", row[0]) == row[1] for row in kangxi)
