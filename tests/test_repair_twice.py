"""Text that was misread twice: any two chains, with what the second one lost."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from misread_twice import MISREAD_TWICE

import damage
from textnorm import Config, Normalizer
from textnorm.repair.chains import layers
from textnorm.repair.chains.between import between, gap_behind, looks_misread
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.crowds import crowds
from textnorm.repair.chains.document import is_elsewhere
from textnorm.repair.chains.respelling import respelled, respelling_table
from textnorm.repair.chains.rules import CHAINS, Chain
from textnorm.repair.chains.twice import read_between
from textnorm.trace import LOST

if TYPE_CHECKING:
    from textnorm.repair.chains.found import Reading

REPAIR = Normalizer(Config(profile="repair"))
GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))


def damaged(kind: str, text: str) -> str:
    return damage.KINDS[kind](text, random.Random(0))


#: Whether the second program keeps all bytes, or the search finds what it lost.
RESTORED = [
    ("utf8-as-cp1250-twice", "医生让他每天早晚各走半个小时。"),
    ("utf8-as-cp1251-twice", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-cp1254-twice", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-koi8-r-twice", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-gbk-browser-twice", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-shift-jis-twice", "我们在河边的小店里喝汤。"),
    ("utf8-as-gbk-as-utf8-as-cp1252", "医生让他每天早晚各走半个小时。"),
    ("utf8-as-shift-jis-as-utf8-as-cp1252", "医生让他每天早晚各走半个小时。"),
    ("utf8-as-shift-jis-as-utf8-as-gbk", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-latin1-as-utf8-as-cp1252", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-cp1251-as-utf8-as-cp1252", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-cp1252-as-utf8-as-gbk", "雨停了，孩子们跑到操场上踢球。"),
    ("utf8-as-cp1251-as-utf8-as-gbk", "医生让他每天早晚各走半个小时。"),
    ("utf8-as-cp1252-as-utf8-as-shift-jis", "医生让他每天早晚各走半个小时。"),
    ("gbk-as-big5-as-utf8-as-latin1", "雨停了，孩子们跑到操场上踢球。"),
    ("big5-as-latin1-as-utf8-as-gbk", "雨停了，孩子們跑到操場上踢球。"),
    ("utf8-as-cp1252-marked-twice", "医生让他每天早晚各走半个小时。"),
]


#: Text that the second misreading leaves so little of that only one of the two could be undone.
HALVES = [
    ("utf8-as-big5-as-utf8-as-cp1252", "下雪了"),
    ("utf8-as-big5-as-utf8-as-cp1252", "渔民们把网"),
    ("big5-as-gbk-as-utf8-as-latin1", "下雪了"),
    ("big5-as-gbk-as-utf8-as-latin1", "他們在喝湯"),
]


@pytest.mark.parametrize(("kind", "text"), HALVES)
def test_nothing_is_undone_by_half(kind: str, text: str) -> None:
    shown = damaged(kind, text)
    result = REPAIR.trace(shown)
    assert result.text == shown or not set(result.text) - set(text) - {LOST}


def test_text_that_had_lost_characters_is_undone_all_the_same() -> None:
    text = "今天�天我们在河边的小店里喝汤�"
    assert REPAIR.normalize(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize(("kind", "text"), RESTORED)
def test_what_was_misread_twice_comes_back(kind: str, text: str) -> None:
    assert GUESSING.normalize(damaged(kind, text)) == text


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in RESTORED} - {"big5-as-latin1-as-utf8-as-gbk"}))
def test_a_document_is_read_by_the_chains_of_its_first_lines(kind: str) -> None:
    lines = ["医生让他每天早晚各走半个小时。", "雨停了，孩子们跑到操场上踢球。", "他把旧自行车卖给了邻居。"]
    result = GUESSING.normalize("\n".join(damaged(kind, line) for line in lines)).split("\n")
    assert len(result) == len(lines)
    assert sum(one == line for one, line in zip(result, lines, strict=True)) >= len(lines) - 1


@pytest.mark.parametrize("kind", MISREAD_TWICE)
def test_no_damage_is_passed_in_silence(kind: str) -> None:
    text = "電腦課的老師請了三天假。" if kind.startswith("big5") else "电脑课的老师请了三天假。"
    seen = damaged(kind, text)
    result = REPAIR.trace(seen)
    assert result.changed or result.refused


def test_clean_text_around_what_was_misread_twice_stays() -> None:
    seen = damaged("utf8-as-gbk-browser-twice", "雨停了，孩子们跑到操场上踢球。")
    assert (
        REPAIR.normalize(f"备注：{seen} (1)\n第二行没有坏。")
        == "备注：雨停了，孩子们跑到操场上踢球。 (1)\n第二行没有坏。"
    )


@pytest.mark.parametrize(
    "text", ["盲人在陆地上慢慢走", "龘靐齉爩，籲麤鱻", "Россия, Рязань", "ﾊﾝｶｸｶﾅ", "½ + ¼ = ¾", "ÅÄÖ åäö"]
)
def test_rare_text_is_not_misread_twice(text: str) -> None:
    result = REPAIR.trace(text)
    assert (result.text, result.refused) == (text, ())


def test_the_step_for_latin_keeps_what_it_undoes_itself() -> None:
    reading = next(
        one for one in layers.layered_readings("Ã¤Â½Â\xa0Ã¥Â¥Â½Ã¥Â\x90Â—", [(0, 18)], _inner) if len(one.chains) > 1
    )
    assert not is_elsewhere(reading) or REPAIR.normalize(reading.seen) == reading.text


def _inner(text: str) -> list[Reading]:
    from textnorm.repair.chains.choice import Memory, best_readings  # noqa: PLC0415 - as the caller does

    return best_readings(text, Memory())


@given(
    st.text(st.sampled_from("閺勩儱銇夐惃鍕?\ufffd€a涓、｡ﾃ雨"), max_size=20),
    st.sampled_from(["gbk", "cp950", "cp932", "cp1252"]),
)
def test_a_text_in_between_has_a_character_for_each_token(seen: str, codec: str) -> None:
    wrong = wrong_codec(codec)
    there = between(respelled(seen, wrong), wrong)
    assert len(there.text) == len(there.tokens)
    assert there.whole == all(isinstance(token, str) for token in there.tokens)
    assert all(
        char == (token if isinstance(token, str) else LOST)
        for char, token in zip(there.text, there.tokens, strict=True)
    )


@given(st.text(st.sampled_from("閺勩儱銇夐惃鍕?\ufffd€a涓｡ﾃ雨"), max_size=20), st.sampled_from(CHAINS[:6]))
def test_the_pieces_behind_a_text_in_between_cover_it(seen: str, chain: Chain) -> None:
    from textnorm.repair.chains.pieces import Around  # noqa: PLC0415 - of this test alone

    there = between(seen, wrong_codec("gbk"))
    pieces = read_between(there, chain, chain.losses[0], Around())
    if pieces:
        at = 0
        for piece in pieces:
            assert piece.start == at
            at = piece.end
        assert at == len(there.tokens)


@pytest.mark.parametrize(
    ("group", "codec", "fits"),
    [((0xE9, 0x8F, -1), "gbk", True), ((0xC3, -1), "cp1252", True), ((0xE9, 0x8F, -1), "cp1252", False)],
)
def test_what_is_left_of_a_character_tells_what_it_was_read_from(
    group: tuple[int, ...], codec: str, *, fits: bool
) -> None:
    assert (gap_behind(group, wrong_codec(codec), "utf-8") is not None) is fits


@pytest.mark.parametrize(("seen", "data"), [("涓€鏄", "e4b880e698"), ("閻€劍鍩涢惂", "e990a2e384a6e59f9be990a7")])
def test_the_euro_sign_has_the_bytes_that_keep_the_step(seen: str, data: str) -> None:
    gbk = wrong_codec("gbk")
    assert respelling_table(gbk).encode(respelled(seen, gbk), b"").hex() == data


def test_crowds_are_what_latin_1_is_in_gbk() -> None:
    assert crowds("脨脥脌帽") == [(0, 4)]
    assert crowds("脨脥脌。帽") == []


def test_what_reads_as_misread_text_is_no_reading() -> None:
    assert looks_misread("盲录職猫庐庐氓庐陇鏄ュぉ鐨勮姳鍥")
    assert not looks_misread("会议室春天的花园")


def test_what_is_half_undone_is_marked_as_lost() -> None:
    """Bytes were dropped in both misreadings, and the second half of the text in between tells nothing."""
    text = "工人们趁着天晴把稻谷摊在晒场上，隔一会儿就去翻一遍。"
    shown = damaged("utf8-as-shift-jis-dropped-twice", text)
    there = between(shown, wrong_codec("cp932")).text
    result = REPAIR.normalize(shown)
    assert result.startswith("工人们趁着天晴把稻谷摊在晒")
    assert result.endswith(LOST)
    assert not set(result) & (set(there) - set(text) - {LOST})


def test_western_text_that_was_misread_again_and_again_is_not_half_undone() -> None:
    shown = "We don’t know."
    for _ in range(3):
        shown = shown.encode().decode("cp1252")
    text = f"The sign says {shown}"
    assert REPAIR.normalize(text) in {text, "The sign says We don’t know."}
