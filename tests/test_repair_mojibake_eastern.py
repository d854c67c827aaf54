"""Chinese text that was opened in Japan or Korea comes back; Japanese and Korean text stays as it is."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.chains.native import is_of_others, may_have_read, native_bits, strange, widened

CAREFUL = Normalizer(Config(profile="repair"))
GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
SIMPLIFIED = (
    "渔民们把网晾在码头上，等天黑了再出海。",
    "这张地图标出了村子里所有的水井和桥。",
    "请把昨天的会议记录发给办公室的每个人。",
    "第三关的钥匙藏在瀑布后面的山洞里。",
)
TRADITIONAL = (
    "漁民們把網晾在碼頭上，等天黑了再出海。",
    "請把昨天的會議紀錄寄給辦公室的每個人。",
    "第三關的鑰匙藏在瀑布後面的山洞裡。",
)
WORDS = ("今天的天气", "游戏说明书", "安装程序", "中国历史", "使用手册")
KOREAN = (
    "어제 도서관에서 빌린 책을 아직 다 읽지 못했습니다.",
    "大韓民國의 憲法은 國民의 自由와 權利를 保障한다.",
    "金永男 氏와 朴英姬 女史가 三月 一日 結婚式을 올렸다.",
    "똠얌꿍과 쌀국수를 시켰는데 뷁스럽게 매웠다.",
    "믜운 사람, 햏자, 뾰족한 꼬챙이, 쾌쾌한 냄새",
    "高麗 太祖 王建이 後三國을 統一하였다.",
)
HALF_WIDTH = (
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "ｶ)ｱｵｿﾞﾗｼﾖｳｼﾞ ﾌﾘｺﾐ 12,000",
    "ﾎﾝｼﾞﾂﾉ ｺﾞﾘﾖｳ ｱﾘｶﾞﾄｳ ｺﾞｻﾞｲﾏｽ",
    "ﾄｳｷｮｳﾄ ﾁﾖﾀﾞｸ ｶｽﾐｶﾞｾｷ",
    "ﾃﾞｰﾀ入力 ﾌｧｲﾙ名 ﾃｽﾄ",
    "ｶﾀｶﾅ",
    "ｽｽﾞｷ ﾊﾅｺ",
)
#: What of a text these read without a loss.
_KEEPS_ALL = ("gbk-as-cp949-windows", "gbk-as-shift-jis", "big5-as-shift-jis")
_HALF = {unicodedata.normalize("NFKC", chr(point)): chr(point) for point in range(0xFF66, 0xFF9E)}


def damaged(kind: str, text: str) -> str:
    return damage.KINDS[kind](text, random.Random(0))


def texts_of(kind: str) -> tuple[str, ...]:
    return TRADITIONAL if kind.startswith("big5") else SIMPLIFIED


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind in _KEEPS_ALL for text in texts_of(kind) if "\ufffd" not in damaged(kind, text)],
)
def test_what_lost_nothing_comes_back(kind: str, text: str) -> None:
    assert CAREFUL.normalize(damaged(kind, text)) == text


@pytest.mark.parametrize("text", [*SIMPLIFIED, *WORDS])
def test_windows_in_korea_keeps_all_of_gbk(text: str) -> None:
    assert CAREFUL.normalize(damaged("gbk-as-cp949-windows", text)) == text


@pytest.mark.parametrize(("shown", "text"), [("櫓匡", "中文"), ("ﾖﾐﾎﾄ", "中文"), ("鑒앴욋", "数据库")])
def test_a_word_comes_back_by_itself(shown: str, text: str) -> None:
    assert CAREFUL.normalize(shown) == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind in damage.KINDS
        if kind.startswith(("gbk-as-", "big5-as-"))
        and kind.endswith(("cp949", "cp949-browser", "shift-jis", "questioned"))
        if "cp949" in kind or "shift-jis" in kind
        for text in texts_of(kind)
    ],
)
def test_what_is_lost_is_guessed_or_marked(kind: str, text: str) -> None:
    shown = damaged(kind, text)
    careful = CAREFUL.trace(shown)
    assert careful.text != shown or careful.refused
    wrong = sum(one not in {other, "\ufffd"} for one, other in zip(careful.text, text, strict=False))
    assert len(careful.text) != len(text) or wrong <= 1
    assert GUESSING.normalize(shown) != shown


@pytest.mark.parametrize("kind", ["gbk-as-cp949-windows", "gbk-as-shift-jis"])
def test_damaged_lines_beside_clean_ones_come_back_alone(kind: str) -> None:
    clean = (KOREAN if "cp949" in kind else HALF_WIDTH)[:3]
    lines = [line for pair in product(clean, SIMPLIFIED[2:3]) for line in pair]
    shown = [damaged(kind, line) if line in SIMPLIFIED else line for line in lines]
    assert CAREFUL.normalize("\n".join(shown)) == "\n".join(lines)


@pytest.mark.parametrize("text", [*KOREAN, *HALF_WIDTH, "\n".join(KOREAN), "\n".join(HALF_WIDTH)])
def test_korean_and_japanese_stay_as_they_are(text: str) -> None:
    for normalizer in (CAREFUL, GUESSING):
        result = normalizer.trace(text)
        assert (result.text, result.refused) == (text, ())


@pytest.mark.parametrize(
    ("written", "read", "text"),
    [
        *(("euc_jp", codec, "図書館で借りた本をまだ読み終えていません。") for codec in ("cp949", "cp932")),
        ("cp932", "cp949", "図書館で借りた本をまだ読み終えていません。"),
        *(("cp949", codec, KOREAN[0]) for codec in ("cp932", "gbk", "cp950")),
        *(("cp949", "cp932", word) for word in ("도서관", "사람들", "언어를", "프로그램")),
    ],
)
def test_japanese_and_korean_that_were_misread_become_no_chinese(written: str, read: str, text: str) -> None:
    shown = text.encode(written).decode(read, "replace")
    assert CAREFUL.normalize(shown) == shown


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_utf8_opened_in_korea_comes_back_but_for_what_was_lost(text: str) -> None:
    for kind in ("utf8-as-cp949-browser", "utf8-as-cp949-windows"):
        restored = CAREFUL.normalize(damaged(kind, text))
        assert sum(char in text for char in restored) >= len(text) / 2
        assert sum(char not in f"{text}\ufffd" for char in restored) <= 1


def test_a_rare_name_by_itself_is_no_utf8_read_in_korea() -> None:
    assert not CAREFUL.trace("朱亥\t朱亥").refused


def test_prices_are_those_of_the_language_a_codec_is_for() -> None:
    assert native_bits("안녕하세요", "cp949") < native_bits("뎃瞳방뺍법", "cp949")
    assert native_bits("ﾎﾝｼﾞﾂ", "cp932") == native_bits("ﾎﾝｼﾞﾂ\ufffd", "cp932")  # a mark is no character
    assert native_bits("ﾎﾝｼﾞﾂ🎉", "cp932") > native_bits("ﾎﾝｼﾞﾂ", "cp932")
    assert is_of_others("ｱﾕｵ", "cp932", "gb18030")
    assert not is_of_others("ﾖﾐﾎﾄ", "cp932", "utf-8")


def test_chains_of_japan_and_korea_need_their_characters_in_longer_lines() -> None:
    line = "大家都知道饕餮和梼杌都是传说中的怪物"
    assert not may_have_read(line, (5, 7), "cp949", "gb18030")
    assert not may_have_read(line, (5, 7), "cp932", "cp950")
    assert may_have_read(line, (5, 7), "cp932", "utf-8")
    assert may_have_read("櫓匡", (0, 2), "cp949", "gb18030")


@given(st.text("뎃瞳방A ,~饕ﾖ가\n", max_size=30), st.data())
def test_widened_cores_cover_what_they_were_and_ascend(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    cores = [*zip(places[::2], places[1::2], strict=False)]
    wide = widened(text, cores)
    assert all(any(first <= start and end <= last for first, last in wide) for start, end in cores)
    assert all(before[1] <= core[0] for before, core in pairwise(wide))
    assert all(
        text[place].isascii() is False
        for first, last in wide
        for place in range(first, last)
        if not any(start <= place < end for start, end in cores)
    )
    assert set(strange(text, wide)) <= set(wide)


def test_few_heaps_of_kana_become_chinese() -> None:
    rng = random.Random(7)
    heaps = ["".join(rng.choices([*_HALF.values()], k=rng.randint(2, 6))) for _ in range(400)]
    assert sum(CAREFUL.normalize(heap) != heap for heap in heaps) <= 8
