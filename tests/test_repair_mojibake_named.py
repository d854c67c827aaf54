r"""Bytes that a program named, such as ``\xe4``, are bytes of the text that was misread; elsewhere they stay."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.chains.named import STAND_INS, with_bytes

NORMALIZER = Normalizer(Config(profile="repair"))
TEXT = "渔民们把网晾在码头上，才去吃饭。"


def named(text: str, written: str, read: str, mark: str) -> str:
    """Read with a wrong codec and name the bytes that it does not have."""
    shown = text.encode(written).decode(read, "surrogateescape")
    return "".join(mark.format(*found[0]) if (found := STAND_INS.get(char)) else char for char in shown)


MARKS = [r"\x{0:02x}", r"\x{0:02X}", "%X{0:02X}", "<{0:02x}>", r"\{0:03o}", "&#x{0:02X};"]
CHAINS = [
    *(("utf-8", "gbk"), ("utf-8", "big5"), ("utf-8", "cp932"), ("utf-8", "cp1252"), ("utf-8", "cp1251")),
    ("gb18030", "cp950"),
]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(("written", "read"), CHAINS)
def test_text_with_named_bytes_comes_back_whole(written: str, read: str, mark: str) -> None:
    shown = named(TEXT, written, read, mark)
    assert shown != TEXT
    assert NORMALIZER.normalize(shown) == TEXT
    assert NORMALIZER.normalize(f"第一行。\nNote: {shown}\n第三行。") == f"第一行。\nNote: {TEXT}\n第三行。"


@pytest.mark.parametrize("written", ["gb18030", "cp950"])
def test_what_was_read_as_utf8_with_named_bytes_comes_back(written: str) -> None:
    text = "他們在河邊釣魚，天黑了才回家。"
    assert NORMALIZER.normalize(named(text, written, "utf-8", r"\x{0:02x}")) == text


@pytest.mark.parametrize("form", ["decimal", "hexadecimal", "by name"])
@pytest.mark.parametrize(("written", "read"), [("utf-8", "gb18030"), ("utf-8", "cp932"), ("gb18030", "cp950")])
def test_misread_text_saved_with_references_comes_back(written: str, read: str, form: str) -> None:
    """A program saved what another had misread, with a reference for each character that its codec lacked."""
    text = "我们这里也有吗？她说：在的。"
    shown = text.encode(written).decode(read, "ignore").replace("€", "&euro;" if form == "by name" else "€")
    saved = "".join(
        char if char in "\n&;" or char.isascii() or char.encode("gb2312", "ignore") else reference(char, form)
        for char in shown
    )
    expected, found = NORMALIZER.normalize(shown), NORMALIZER.normalize(saved)
    assert found == expected


def reference(char: str, form: str) -> str:
    return f"&#x{ord(char):X};" if form == "hexadecimal" else f"&#{ord(char)};"


@pytest.mark.parametrize("kind", ["utf8-as-latin1-referenced", "utf8-as-cp1252-referenced", "utf8-as-cp1252-entities"])
@given(
    text=st.sampled_from(["会议改到下午两点半，地点还是二楼的小会议室。", "渔民们把网晾在码头上，才去吃饭。", TEXT[:4]])
)
def test_references_among_the_letters_of_single_bytes_are_bytes_too(kind: str, text: str) -> None:
    damaged = damage.KINDS[kind](text, random.Random(0))
    assert "&" in damaged
    assert NORMALIZER.normalize(damaged) == text
    assert NORMALIZER.normalize(f"第一行。\n备注：{damaged}\n第三行。") == f"第一行。\n备注：{text}\n第三行。"


NOOP = [
    r"匹配 [\xe4\xf6\xfc] 三个字母。",
    r"字节 \xe4\xb8 不完整。",
    "按 <b8> 键，再按 <e4>。",
    r'pattern = "[\x80-\xff]ü"',
    "打印 %X8A 这样的格式。",
]


@pytest.mark.parametrize("text", NOOP)
def test_bytes_that_are_named_on_purpose_stay(text: str) -> None:
    assert NORMALIZER.normalize(text) == text


PIECES = st.sampled_from(
    [
        "文",
        "a",
        r"\xe4",
        "%XB8",
        "&#xAD;",
        "<80>",
        r"\344",
        "\n",
        "<",
        "\\x",
        "é",
        "&#8364;",
        "&#xe101;",
        "&euro;",
        "&lt;",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_places_lead_back_to_the_text_as_it_came(text: str) -> None:
    found = with_bytes(text)
    places = [found.place(at) for at in range(len(found.text) + 1)]
    assert places[-1] == len(text)
    assert all(
        text[start:end] == char or len(text[start:end]) > 1
        for char, start, end in zip(found.text, places, places[1:], strict=False)
    )
