"""What is left of GBK or Big5 that was read as UTF-8: which characters come back, and which texts are left alone."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from strategies import texts
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair import remains
from textnorm.repair.remains_dropped import dropped_runs
from textnorm.repair.remains_octets import ways_of
from textnorm.repair.remains_places import reread_runs, runs
from textnorm.repair.remains_reading import read_remains
from textnorm.trace import LOST

NORMALIZER = Normalizer(Config(profile="repair"))
SENTENCES = (
    "图书馆周末也开放，借书证可以在一楼服务台办理。",
    "院子里的老槐树下坐着几个下棋的老人，旁边围了一圈看热闹的人。",
    "会议在三楼的大会议室举行，请各位同事提前五分钟入场。",
    "学校门口的小店卖文具和零食，放学以后总是挤满了学生。",
)
TRADITIONAL = "院子裡的老槐樹下坐著幾個下棋的老人，旁邊圍了一圈看熱鬧的人，笑聲傳得很遠。"


def read_as_utf8(text: str, codec: str) -> str:
    return text.encode(codec).decode("utf-8", "replace")


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("kind", ["gbk-as-utf8", "gbk-as-utf8-questioned", "gbk-as-utf8-as-gbk"])
def test_what_comes_back_was_there(sentence: str, kind: str) -> None:
    result = NORMALIZER.normalize(damage.KINDS[kind](sentence, random.Random(0)))
    back = [char for char in result if char not in {LOST, "?"}]
    assert len(back) >= 2
    rest = iter(sentence)
    assert all(char in rest for char in back)


@pytest.mark.parametrize("sentence", [SENTENCES[0], SENTENCES[2]])
def test_a_lost_character_is_one_mark(sentence: str) -> None:
    result = NORMALIZER.normalize(read_as_utf8(sentence, "gbk"))
    assert len(result) == len(sentence)
    assert all(char in {LOST, original} for char, original in zip(result, sentence, strict=True))


def test_big5_is_told_from_gbk() -> None:
    result = NORMALIZER.normalize(read_as_utf8(TRADITIONAL, "cp950"))
    assert "人" in result
    assert all(char in {LOST, *TRADITIONAL} for char in result)


@pytest.mark.parametrize(
    "text",
    [
        "明天\ufffd\ufffd会，后天\ufffd去",
        "他说锟斤拷锟斤拷是编码弄错了。",
        "“锟斤拷锟斤拷”和“烫烫烫”都是乱码。",
        "caf\ufffd\ufffd na\ufffd\ufffdve Ñandú",
        "\ufffd\ufffdПривет\ufffd\ufffd мир",
        read_as_utf8("오늘 아침에 비가 많이 왔어요. 그래서 길이 아주 미끄러웠습니다.", "euc_kr"),
        read_as_utf8("今朝は雨が強く降っていたので、道がとても滑りやすかったです。", "euc_jp"),
        read_as_utf8("今朝は雨が強く降っていたので、道がとても滑りやすかったです。", "shift_jis"),
        read_as_utf8("Сегодня утром шёл сильный дождь, дорога была скользкой.", "koi8-r"),
        read_as_utf8("เช้านี้ฝนตกหนักมากทำให้ถนนลื่น", "tis_620"),
    ],
    ids=ascii,
)
def test_other_marks_and_other_languages_are_left_alone(text: str) -> None:
    assert [change for change in remains.find(text, Config()) if change.after] == []


@pytest.mark.parametrize("reread", [False, True])
def test_a_character_of_three_bytes_may_end_what_is_left(*, reread: bool) -> None:
    shown = read_as_utf8("我们把船停在岸边，水面上什么也没有变。", "gbk")
    assert shown[-1] > "\u07ff"
    result = NORMALIZER.normalize(shown.encode().decode("gb18030", "replace") if reread else shown)
    assert result.endswith("变。")


def test_a_doubtful_line_is_read_as_the_sure_ones_of_its_document() -> None:
    doubtful = read_as_utf8("河边的柳树已经发芽，孩子们放风筝。", "gbk")
    sure = read_as_utf8(SENTENCES[0], "gbk")
    assert NORMALIZER.normalize(doubtful) == doubtful
    assert NORMALIZER.normalize(f"{sure}\n{doubtful}").split("\n")[1] != doubtful


def test_pairs_that_left_no_mark_are_missed_where_a_letter_goes_on_in_two_characters() -> None:
    (run,) = reread_runs("锟斤拷锟斤拷锟街碉拷锟斤拷")
    assert run.shown.count(LOST) > 4
    assert run.start == 0


def test_ascii_that_is_a_second_byte_belongs_to_its_character() -> None:
    seen = read_as_utf8("開啟後請稍候", "gbk")
    remained = read_remains([ways_of(char) for char in seen], "gb18030")
    assert remained
    assert len(remained.text) == len("開啟後請稍候")


@given(st.one_of(texts, st.text("\ufffd\ufffdӢһ锟斤拷揭伙角帮aB?\n。中", max_size=60)))
def test_any_text_is_read_once_and_for_all(text: str) -> None:
    def fix(text: str) -> str:
        at, out = 0, []
        for change in remains.find(text, Config()):
            assert at <= change.start < change.end <= len(text)
            out += [text[at : change.start], text[change.start : change.end] if change.after is None else change.after]
            at = change.end
        return "".join([*out, text[at:]])

    once = fix(text)
    assert fix(once) == once


@given(st.one_of(st.text("\ufffdӢһ锟斤拷a。", max_size=200), texts.map(lambda text: f"锟斤拷{text}锟斤拷{text}锟斤拷")))
def test_runs_are_apart_and_in_order(text: str) -> None:
    for find in (runs, reread_runs):
        at = 0
        for run in find(text):
            assert at <= run.start < run.end <= len(text)
            assert len(run.shown) == len(run.places)
            at = run.end


@pytest.mark.parametrize("sentence", SENTENCES)
def test_question_marks_tell_as_much_as_marks(sentence: str) -> None:
    marked, questioned = (
        damage.KINDS[kind](sentence, random.Random(0)) for kind in ("gbk-as-utf8", "gbk-as-utf8-questioned")
    )
    assert NORMALIZER.normalize(questioned) == NORMALIZER.normalize(marked)


@pytest.mark.parametrize(
    "text",
    [
        "Za???? g??l? ja?? ór?ż, ?ół? ??ć",
        "Gl?žš???a r???ši dz?rum?, čiepj v?kus",
        "????? é ????? ö ?????",
        "αβγ абв ŉǰΐև",
        "ʃɪˈpθ ðə ˈkwɪk",
        "السلام عليكم café",
        "דג סקרן שט בים מאוכזב",
    ],
)
def test_letters_of_other_languages_are_no_remains(text: str) -> None:
    result = NORMALIZER.trace(text)
    assert result.text == text
    assert all(refusal.rule != "MOJ106" for refusal in result.refused)


def test_what_is_left_without_marks_is_reported() -> None:
    """Of a few lines one tells at least; the text stays as it is."""
    text = "".join(f"{damage.KINDS['gbk-as-utf8-dropped'](sentence, random.Random(0))}\n" for sentence in SENTENCES)
    result = NORMALIZER.trace(text)
    assert result.text == text
    found = [refusal for refusal in result.refused if refusal.rule == "MOJ106"]
    assert len(found) >= 2
    assert all(text[one.start : one.end] == one.text for one in found)


@given(texts)
def test_runs_without_marks_are_of_the_line_and_in_order(text: str) -> None:
    spans = list(dropped_runs(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


#: Words of which all bytes are valid UTF-8, and a sentence of such ones.
WHOLE = ("系统", "学习", "为什么", "原始", "一些", "通知", "学习系统", "为什么一直学习")


@pytest.mark.parametrize("word", WHOLE)
@pytest.mark.parametrize("frame", ["{}", "错误：{}", "{}.txt", '"name": "{}",'])
def test_words_that_lost_nothing_come_back(word: str, frame: str) -> None:
    assert NORMALIZER.normalize(frame.format(read_as_utf8(word, "gbk"))) == frame.format(word)


def test_the_rest_of_a_document_tells_what_a_line_of_it_cannot() -> None:
    sure, few = read_as_utf8(SENTENCES[0], "gbk"), read_as_utf8("时间", "gbk")
    assert NORMALIZER.normalize(few) == few
    assert NORMALIZER.normalize(f"{sure}\n{few}\n").split("\n")[1] == f"时{LOST}"
    assert NORMALIZER.normalize(f"{read_as_utf8('学习系统', 'gbk')}\n{few}\n").split("\n") == [
        "学习系统",
        f"时{LOST}",
        "",
    ]


def test_where_bytes_were_dropped_no_word_counts_as_whole() -> None:
    document = "系统\n战争结束以后，他们回到了山里的老家。".encode("gbk").decode(errors="ignore")
    assert NORMALIZER.normalize(document.partition("\n")[0]) == "系统"
    assert NORMALIZER.normalize(document) == document
    assert [change.after for change in remains.find(document, Config())] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Сегодня утром шёл сильный дождь: СССР, дл., ЦСС, Уд.",
        "Ο δρόμος ήταν ολισθηρός· βλ. και το παράρτημα.",
        "הבוקר ירד גשם חזק, זה רע מאוד, ראה פקס.",
        "Այո, ոչ, ոչ։ Երևանում անձրև էր։",
        "هذا الصباح هطل المطر بغزارة، نعم، قسم.",
        "Сондықтан жаңбыр қатты жауды, үү, һәм ҙур.",
        "Мнѣ ѣсть ѫ ѧ въ азбуцѣ.",
        "ɕʲɪˈnʲæʐ̩, [ˈzʲɪmʊ̯ə], tʰɔŋ˥˩",
        "ÀÁÂÃÄÅ ààààà ¡¡¡ »»» ··· ЖЖЖЖЖ ĀĀĀĀ",
        "ϵ = ½mv², ϕ ≈ 2ϖ, ϰ-divergence",
    ],
    ids=ascii,
)
def test_letters_that_languages_put_beside_each_other_are_left(text: str) -> None:
    assert list(remains.find(text, Config())) == []
