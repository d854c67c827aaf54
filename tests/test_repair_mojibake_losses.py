"""What each decoder loses, byte by byte: the graphs allow exactly that, and lines come back from it."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from textnorm.config import Config
from textnorm.model.ngrams import load
from textnorm.pipeline import Normalizer
from textnorm.repair.chains.between import looks_misread
from textnorm.repair.chains.blanks import with_marks
from textnorm.repair.chains.codecs import PRIVATE, wrong_codec
from textnorm.repair.chains.found import bits_of
from textnorm.repair.chains.losses import Losses, Pairs, unreadable_pairs
from textnorm.repair.chains.lowered import with_capitals
from textnorm.repair.chains.pieces import Around, text_of
from textnorm.repair.chains.promise import likely_variants
from textnorm.repair.chains.reading import read
from textnorm.repair.chains.rules import CHAINS
from textnorm.repair.chains.true import EASTERN, RARE, columns
from textnorm.repair.chains.unexplained import with_unexplained
from textnorm.repair.chains.variants import variants_of

GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
SAFE = Normalizer(Config(profile="repair"))


def private_pairs() -> set[bytes]:
    return {
        pair
        for firsts, seconds in unreadable_pairs(wrong_codec("gbk"), Pairs.PRIVATE)
        for first in firsts
        for second in seconds
        if (pair := bytes((first, second)))
    }


def test_private_pairs_are_those_that_gb18030_reads_as_private_use() -> None:
    pairs = (
        bytes((first, second)) for first in range(0x81, 0xFF) for second in (*range(0x40, 0x7F), *range(0x80, 0xFF))
    )
    assert private_pairs() == {pair for pair in pairs if PRIVATE.match(pair.decode("gb18030", "replace"))}


def test_every_pair_that_shift_jis_lacks_may_have_been_lost() -> None:
    """C0 and C1, which UTF-8 never has, among them; and those of rows that lack everything."""
    wrong = wrong_codec("cp932, user-defined")
    lost = [(firsts, seconds) for firsts, seconds in unreadable_pairs(wrong, Pairs.ALL)]
    for pair in (b"\xef\xc6", b"\xfc\xc0", b"\xeb\xc1"):
        assert any(pair[0] in firsts and pair[1] in seconds for firsts, seconds in lost)


@pytest.mark.parametrize("text", ["大雨，不能出门了", "北部，由他们负责", "那扇门，请关好"])
def test_two_pairs_may_vanish_beside_each_other(text: str) -> None:
    damaged = damage.KINDS["utf8-as-gbk-dropped"](text, random.Random(0))
    losses = Losses(pairs=True, dropped=True)
    pieces = read(load(), damaged, wrong_codec("gbk"), "utf-8", losses, Around())
    assert pieces
    assert len(text_of(pieces)) == len(text)


RESTORED = [
    ("utf8-as-cp1252-marked", "阿嫲尋日去街市買咗兩斤白菜，仲揾到一條好靚嘅魚。"),
    ("utf8-as-shift-jis", "佢哋喺公園度睇書，天黑先返屋企。"),
    ("utf8-as-gbk-single-dropped", "孩子们站在山的另一面。"),
    ("utf8-as-gbk-single-dropped", "小时候我一天到晚在河边玩水"),
    ("utf8-as-gbk-dropped", "他们在院子里种了很多花。"),
    ("utf8-as-gbk-dropped", "学校门口的小店卖文具和零食。"),
    ("utf8-as-gbk-pairs", "努力学习的人会有进步。"),
    ("utf8-as-gbk-browser", "他今天上午在会议室里说了这件事。"),
    ("utf8-as-gb18030-twice", "我们今天下午去图书馆，晚上再回来。"),
    ("utf8-as-gb18030-python-twice", "他们在院子里种了很多花。"),
    ("utf8-as-gbk-dropped-twice", "他们在院子里种了很多花。"),
    ("utf8-as-gbk-dropped-twice", "妈妈每天早上六点起床，给孩子们准备早饭。"),
    ("utf8-as-gbk-dropped-twice", "这家公司去年开始生产电动汽车，销量一直不错。"),
    ("utf8-as-gbk-single-marked", "他的名字叫李喆，是新来的同事。"),
    ("utf8-as-gbk-pairs", "修水管"),
    ("utf8-as-gbk-pairs", "煮鸡蛋"),
    ("utf8-as-gbk-euro-marked", "听音乐"),
    ("utf8-as-gbk-single-dropped", "2019年6月3日，大家一起去爬山。"),
    ("utf8-as-gbk-single-dropped", "会议改到2023年5月8日"),
    ("utf8-as-cp1252-dropped-spaced", "你先把根目录里的标签加上，再检查一遍格式。"),
    ("utf8-as-cp1252-dropped-spaced", "校长说，几个堆在门口的箱子要搬走。"),
    ("utf8-as-cp1252-marked-spaced", "请先加载标准模块，然后校验参数是否正确。"),
    ("gbk-as-cp1254", "读取配置文件时出错，请检查路径。"),
    ("gbk-as-cp1250", "自动生成的文件，不要手工修改。"),
    ("gbk-as-mac-roman", "这个函数可能被多次执行，是否保存要看设置。"),
    ("big5-as-cp1254", "歡迎您來訪，請鍵入您的名字。"),
    ("utf16-swapped", "开会了"),
    ("utf16-swapped", "去河边"),
]


@pytest.mark.parametrize(("kind", "text"), RESTORED)
def test_what_a_decoder_lost_is_found(kind: str, text: str) -> None:
    damaged = damage.KINDS[kind](text, random.Random(0))
    assert damaged != text
    assert GUESSING.normalize(damaged) == text


@pytest.mark.parametrize("mark", ["", "?", "\ufffd"])
def test_what_latin_1_lost_without_all_controls_is_only_guessed(mark: str) -> None:
    text = "这是一个测试文件，请不要删除"
    seen = re.sub("[\x80-\x9f]", mark, text.encode().decode("latin-1"))
    result = Normalizer(Config(profile="repair")).trace(seen)
    assert all(set(edit.after) <= {"\ufffd", *text} for edit in result.edits)
    assert GUESSING.normalize(seen)[-4:] == text[-4:]


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ("\xc3\xa9 \xe4\xb8 tr\xe8s", "\xe8s"),  # letters of a language of the West
        ("l\u2019\xe9t\xe9 \xe0 Paris, \xe7a va", "\xe9t\xe9 \xe0"),
    ],
)
def test_spaces_of_other_languages_stay(seen: str, kept: str) -> None:
    assert kept in GUESSING.normalize(seen)


def test_what_decodes_in_a_place_that_nothing_explains_stays() -> None:
    text = "会议室里的人都在等他，门外还有很多人"
    data = text.encode().replace("的".encode(), b"\xfd\x9a\x84").replace("都".encode(), b"\xe9\xfd\xbd")
    seen = data.decode("gb18030", "replace")
    pieces = read(load(), seen, wrong_codec("gbk"), "utf-8", Losses(), Around())
    assert pieces
    kept = text_of(pieces)
    assert kept.startswith("会议室")
    assert kept.endswith("门外还有很多人")


@pytest.mark.parametrize(("limit", "char", "fills"), [("", "×", True), (EASTERN, "×", False), (EASTERN, "乘", True)])
def test_signs_of_two_bytes_fill_no_gap_where_most_bytes_are_lost(limit: str, char: str, fills: bool) -> None:  # noqa: FBT001 - a table
    _, _, used, _ = columns("utf-8" + limit)
    assert ((char, char.encode()) in used) is fills
    assert len(columns("utf-8" + RARE)[2]) > len(used)


@pytest.mark.parametrize("text", ["学校门口的小店卖文具和零食。", "图书馆周末也开放，借书证可以在一楼服务台办理。"])
def test_bytes_lost_of_both_readings_are_filled_in_one_search(text: str) -> None:
    result = GUESSING.normalize(damage.KINDS["utf8-as-gbk-dropped-twice"](text, random.Random(0)))
    assert len(result) == len(text)
    assert sum(map(str.__eq__, result, text)) > 0.75 * len(text)


def test_characters_that_vanished_from_big5_are_not_taken_for_nothing() -> None:
    text = "圖書館的服務臺前排著長長的隊伍，讀者都在等著辦理借書證。"
    damaged = damage.KINDS["big5-as-gbk-pairs"](text, random.Random(0))
    result = GUESSING.normalize(damaged)
    kept = [char for char in text if damage.KINDS["big5-as-gbk-pairs"](char, random.Random(0))]
    rest = iter(result)
    assert all(char in rest for char in kept)


def test_a_line_misread_once_is_not_read_twice() -> None:
    once = read(load(), "璇锋妸鏂囦欢鍙戠粰鐜嬭?佸笀", wrong_codec("gbk"), "utf-8", Losses(), Around())
    assert once
    assert not looks_misread(text_of(once))


@pytest.mark.parametrize("kind", ["gbk-as-big5", "gbk-as-big5-questioned", "gbk-as-big5-pairs"])
@pytest.mark.parametrize("text", ["鄰居的車停在門口，擋住了出入的路。", "邻居的车停在门口，挡住了出入的路。"])
def test_what_big5_cannot_read_of_gbk_tells_its_script(kind: str, text: str) -> None:
    result = GUESSING.normalize(damage.KINDS[kind](text, random.Random(0)))
    forms = load().forms
    assert (forms.document(result).simplified < 0.5) is (forms.document(text).simplified < 0.5)
    assert len(result) == len(text)


@pytest.mark.parametrize("text", ["她在河邊遇見了舊時的同學關係", "老師說這張照片是在碼頭邊拍的，要留在身邊"])
def test_an_ascii_second_byte_behind_a_question_mark_belongs_to_the_stretch(text: str) -> None:
    result = GUESSING.normalize(damage.KINDS["gbk-as-big5-questioned"](text, random.Random(0)))
    assert len(result) == len(text)
    assert not set(result) & set("?ABCDEFGHIJKLMNOPQRSTUVWXYZ")


GBK_AS_BIG5 = next(chain for chain in CHAINS if (chain.true, chain.wrong) == ("gb18030", "cp950"))


@pytest.mark.parametrize(
    "text", ["他今天上午在会议室里说了这件事。", "孩子们站在山的另一面。", "学校门口的小店卖文具和零食。"]
)
def test_the_codec_of_a_family_that_reads_best_is_a_likely_one(text: str) -> None:
    seen = damage.KINDS["gbk-as-big5"](text, random.Random(0))
    bits = {}
    for variant in variants_of(wrong_codec("cp950"), seen):
        pieces = read(load(), seen, variant, "gb18030", Losses(), Around())
        bits[variant.name] = bits_of(pieces or (), Around())
    assert min(bits, key=bits.__getitem__) in {one.name for one in likely_variants(seen, GBK_AS_BIG5)}


def test_codecs_of_a_family_that_read_alike_are_all_likely() -> None:
    # Cyrillic has other bytes in either codec, and neither makes Chinese of it.
    assert len(likely_variants("Ф", GBK_AS_BIG5)) > 1


@pytest.mark.parametrize("kind", ["gbk-as-latin1", "gbk-as-cp1252", "gbk-as-latin1-as-utf8-as-gbk"])
@pytest.mark.parametrize(
    "text",
    [
        "这首歌从A调转到#C调，再转回A调，前奏有#F、#G和#A（降半音）。",
        "A组、B组、C组、D组和E组（新增）都在F厅集合，G厅留给H组及I组（候补）。",
    ],
)
def test_a_reading_that_lost_nothing_goes_before_the_same_text_of_one_that_did(kind: str, text: str) -> None:
    """Both have the same bits but for rounding; only the first one leaves nothing in doubt."""
    assert Normalizer(Config(profile="repair")).normalize(damage.KINDS[kind](text, random.Random(1))) == text


@pytest.mark.parametrize("kind", ["utf8-as-gbk", "utf8-as-gbk-euro", "utf8-as-gbk-single"])
@pytest.mark.parametrize(
    "text", ["他们在院子里种了很多花，也种了菜。", "小店卖文具。", "学校门口的小店，\n卖文具和零食。"]
)
def test_two_marks_for_each_say_no_more_and_no_less_than_one(kind: str, text: str) -> None:
    one, two = (damage.KINDS[name](text, random.Random(0)) for name in (kind, f"{kind}-doubled"))
    assert two == one.replace("?", "??")
    assert GUESSING.normalize(two) == GUESSING.normalize(one)


@pytest.mark.parametrize("text", ["真的吗?? 你说呢??", "什么??\n好吧??", "const x = 名称 ?? 默认 ?? 空;"])
def test_marks_in_twos_that_somebody_typed_stay(text: str) -> None:
    assert GUESSING.normalize(text) == text
    damaged = damage.KINDS["utf8-as-gbk-kept"]("会议改到下午两点半", random.Random(0))
    assert GUESSING.normalize(f"{text}\n{damaged}\n{text}") == f"{text}\n会议改到下午两点半\n{text}"


@pytest.mark.parametrize(
    ("shown", "marked"),
    [
        ("utf8-as-gbk-pairs-blank", "utf8-as-gbk-pairs"),
        ("utf8-as-gbk-single-blank", "utf8-as-gbk-single-marked"),
        ("utf8-as-shift-jis-blank", "utf8-as-shift-jis"),
        ("utf8-as-shift-jis-boxed", "utf8-as-shift-jis"),
    ],
)
@pytest.mark.parametrize(
    "text", ["渔民们把网晾在码头上，才去吃饭。", "他们在院子里种了很多花，也种了菜。", "学校门口的小店卖文具。"]
)
def test_blanks_and_boxes_are_marks_where_characters_are_unfinished(shown: str, marked: str, text: str) -> None:
    damaged = damage.KINDS[shown](text, random.Random(0))
    assert GUESSING.normalize(damaged) == GUESSING.normalize(damage.KINDS[marked](text, random.Random(0)))


@pytest.mark.parametrize("text", ["渔民们 把网晾在 码头上", "是□ 否□ 不清楚□", "用 Python 写 3 行", "第 １ 章 □□□"])
@pytest.mark.parametrize("kind", ["utf8-as-gbk-kept", "utf8-as-gb18030-python", "utf8-as-shift-jis-windows"])
def test_blanks_and_boxes_of_the_text_itself_stay(kind: str, text: str) -> None:
    """Between whole characters; lost bytes elsewhere have marks of their own."""
    for shown in (text, damage.KINDS[kind](f"会议改到下午两点半{text}", random.Random(0))):
        assert with_marks(shown) == shown


@given(
    text=st.lists(st.sampled_from(["蜈ｶ螳", " ", "□", "鐨勶", "a", "\ufffd", "的", "邀ｳ"]), max_size=30).map("".join)
)
def test_looking_for_marks_keeps_the_length_and_all_else(text: str) -> None:
    found = with_marks(text)
    assert len(found) == len(text)
    assert all(
        before == after or (before in " □" and after == "\ufffd") for before, after in zip(text, found, strict=True)
    )


LOWERED = [
    "他们在院子里种了很多花，也种了菜。",
    "会议改到下午两点半，地点还是二楼的小会议室。",
    "老城区的房子·没有电梯，多收三百块。",
]


@pytest.mark.parametrize("text", LOWERED)
def test_letters_that_a_program_wrote_small_are_either_byte(text: str) -> None:
    whole, small = (damage.KINDS[kind](text, random.Random(0)) for kind in ("utf8-as-cp1252", "utf8-as-cp1252-lowered"))
    assert whole != small
    assert SAFE.normalize(small) == text
    assert SAFE.normalize(f"第一行。\nnote: {small}\n第三行。") == f"第一行。\nnote: {text}\n第三行。"


@pytest.mark.parametrize("line", ["", "æœ¬", "café œuvre", "žluťoučký kůň", "ÿ", "Š è¿™ç¯‡ï¼œ"])
def test_lines_that_nobody_wrote_small_stay(line: str) -> None:
    """Not read so, too short to tell, and one with a capital."""
    assert with_capitals(line) == line


@pytest.mark.parametrize("text", LOWERED)
def test_text_that_has_its_capitals_is_taken_as_it_stands(text: str) -> None:
    shown = damage.KINDS["utf8-as-cp1252"](text, random.Random(0))
    assert with_capitals(shown) == shown


@pytest.mark.parametrize("kind", ["utf8-as-big5-dropped", "utf8-as-big5-boxed"])
@pytest.mark.parametrize("text", ["會議改到下午兩點半，地點還是二樓的小會議室。", "他们在院子里种了很多花，也种了菜。"])
def test_what_is_left_of_utf8_in_big5_is_reported(kind: str, text: str) -> None:
    shown = f"第一行。\n名稱：{damage.KINDS[kind](text, random.Random(0))}\n第三行。"
    result = SAFE.trace(shown)
    assert result.text == shown
    assert [(one.rule, shown[: one.start].count("\n")) for one in result.refused] == [("MOJ101", 1)]


@given(st.text("龘靐齉爩鱻麤虋纞貜灪驫饢籱癵讟钃鸜厵龖飝饕餮梼杌魑魅魍魉螭虺蟊", max_size=60))
def test_rows_of_rare_characters_are_no_remains_of_utf8(text: str) -> None:
    assert list(with_unexplained(text, [(0, len(text))] if text else [], [])) == []
