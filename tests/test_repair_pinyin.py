"""Pinyin pollution: what is removed, what is restored, what is refused, what must stay."""

from __future__ import annotations

import random
import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import damage
from counting import calls
from strategies import encodable_texts
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.slips import search
from textnorm.repair.slips.document import Document
from textnorm.repair.slips.marks import begun
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textnorm.repair.slips.scan import Start

ROOT = Path(__file__).resolve().parent.parent
REPAIR = Normalizer(Config(profile="repair", select=("PIN",)))
GUESSING = Normalizer(Config(profile="repair", select=("PIN",), unsafe_fixes=True))
INTACT = re.compile(r"[\u3400-\u9fff]\([a-zü\u00e0-\u01dc]+ ?\)")

REPAIRED = [
    # intact annotations
    ("這個(gè)問題要從經(jīng)濟(jì)學(xué)的角度來看。", "這個問題要從經濟學的角度來看。"),
    ("教學(xué)相長", "教學相長"),
    ("市場(chǎng)上的產(chǎn)品", "市場上的產品"),
    ("公司成立于2008年，主營(yíng)節(jié)能設(shè)備。", "公司成立于2008年，主營節能設備。"),
    ("社會(huì )責任", "社會責任"),
    # an annotator of any character, who knows readings without a tone too
    (
        "我(wǒ)們今天去(qù)山上看(kàn)花，老(lǎo)師說他們(men)走得很慢(màn)，到(dào)了山頂已經是(shì)中午了(le)。",
        "我們今天去山上看花，老師說他們走得很慢，到了山頂已經是中午了。",
    ),
    # an annotator who writes no tones, and a space behind the bracket
    (
        "我們(men) 關(guan) 於(yu) 旅行的決(jue) 定，大家都很滿意：週末去看日出，還要學(xue) 會(hui) 搭帳(zhang) 篷。",
        "我們關於旅行的決定，大家都很滿意：週末去看日出，還要學會搭帳篷。",
    ),
    # a reading between the two bytes of a pair; the run ends at a letter that was swallowed
    ("有人擔心或?qū)⑹沟肁I失控。", "有人擔心或將使得AI失控。"),
    # the run ends at a letter that was a trail byte, with its own annotation
    ("因?yàn)閷τ谌斯ぶ悄芗夹g(shù)來說", "因為對于人工智能技術來說"),
    # a private-use pair was dropped from the run
    ("稅率甚至?xí)瑫r上調，企業(yè)都在觀望。", "稅率甚至會同時上調，企業都在觀望。"),
    # no reading at all: the text was split at the bytes of a mark
    ("主席宣布：“會議結束?！贝蠹叶颊酒饋?。", "主席宣布：“會議結束。”大家都站起來。"),
    # the same at the end of a line, and before a letter: in an annotated document that is evidence enough
    ("這個(gè)程序發(fā)生異?！?", "這個程序發生異常。"),
    ("濕地?？h級(jí)公園也算", "濕地。縣級公園也算"),
    # a byte was lost without any trace
    ("大家吨勒庵址椒梢越饩鑫侍狻?", "大家都知道这种方法可以解决问题。"),
    # the decoder gave up one byte behind the run, which is in step again there
    ("本馆于1950年由国立盅氪笱�迁来。", "本馆于1950年由国立中央大学迁来。"),
    # a decoder that ignores errors lost a second byte two characters later, and is in step again
    ("老百卸哉府的服务表示满意", "老百姓对政府的服务表示满意"),
    # the run ends in front of another annotation
    ("溫度變?cè)囼?yàn)箱", "溫度變試驗箱"),
    # a run that may have ended before another one begins
    ("因?yàn)檫@是自?xún)斢?jì)畫", "因為這是自償計畫"),
    # a letter that begins a word is seldom the last byte of a run
    ("內(nèi)容會(huì)透?jìng)?attribute 給子元件。", "內容會透傳 attribute 給子元件。"),
    ("轉(zhuǎn)變?yōu)楫a(chǎn)品", "轉變為產品"),
    # one rare character is all that was damaged: what stands behind it shows that it fits
    ("他們做實(shí)驗(yàn)只依靠?jì)x器，不靠運(yùn)氣。", "他們做實驗只依靠儀器，不靠運氣。"),
]

REFUSED = [
    # one listed character, but nothing else says that a program was at work
    ("這批貨物來自中國(guó)", "PIN001"),
]

UNTOUCHED = [
    # bytes are lost at both ends of so few characters: no single byte
    "\ufffd诰\ufffd",
    "",
    "經 (jīng) 是織物的縱線。",
    "「樂」又讀 yào，如樂(yào)山樂(yào)水。",
    "她的名字裡有個犇(bēn)字。",
    "我(wǒ)爱(ài)你(nǐ)，中(zhōng)国(guó)！",
    "请(qǐng)把(bǎ)书(shū)放(fàng)好(hǎo)。",
    "多音字：行(xíng)走、银行(háng)、一行(háng)字。",
    "什么?shì)这样写不对",
    "他大喊:你说什么?!我不信!",
    # question marks alone are no evidence
    "??? 12 ??????????",
    "真的吗???",
    "吃了?? 好吧?",
    "啊??这样吗??真的??",
    "他说?!你骗人",
    "是?？不会吧",
    "文字?!。?",
    "好吗?A方案",
    # neither is a single character that could not be decoded
    "下一步是检查结�果是否正确。",
    "f(x) = g(x), 函数(hanshu)",
    "选项(a)和选项(b)都对，老(a)、少(b)不算。",
    "皖(wǎn)、豫(yù)、鄂(è)三省",
    # without tones, in too few places, or where words are explained
    "調用函數(func) 的時候，把變數(var) 寫在前面，再讀檔(file) 。",
    "門牌寫著關(guan) 家，旁邊是馬(ma) 家。",
    "生詞：關(guan) 、於(yu) 、業(ye) 、學(xue) 。",
    "我(wo) 們(men) 愛(ai) 學(xue) 習(xi) ，天(tian) 天(tian) 向(xiang) 上(shang) 。",
]


@pytest.mark.parametrize(("before", "after"), REPAIRED)
def test_repaired(before: str, after: str) -> None:
    assert REPAIR.normalize(before) == after


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused_with_a_reason(text: str, code: str) -> None:
    result = REPAIR.trace(text)
    assert result.text == text
    assert [refusal.rule for refusal in result.refused] == [code]
    assert result.refused[0].reason


@pytest.mark.parametrize("text", ["這個(gè)問題?!他說", "他們要開會(huì)？！"])
def test_marks_together_in_an_annotated_document_stay(text: str) -> None:
    assert GUESSING.normalize(text) == INTACT.sub(lambda match: match[0][0], text)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untouched(text: str) -> None:
    result = REPAIR.trace(text)
    assert (result.text, result.refused) == (text, ())


def test_a_lost_byte_is_guessed_when_asked() -> None:
    assert GUESSING.normalize("冬天有地?zé)?、暖氣") == "冬天有地熱、暖氣"


def test_what_stood_at_a_mark_is_guessed_only_when_asked() -> None:
    """Of 国 one byte is left, which makes no pair with what follows."""
    text = "他是中华人民共和�公民"
    assert REPAIR.normalize(text) == text
    assert GUESSING.normalize(text) == "他是中华人民共和国公民"


def test_one_rare_character_may_be_what_is_left_of_two_when_asked() -> None:
    text = "村里的小学建成于1956辏如今还在使用。"
    assert REPAIR.normalize(text) == text
    assert GUESSING.normalize(text) == "村里的小学建成于1956年，如今还在使用。"


@pytest.mark.parametrize("text", ["他说或找根绳子捆上，或干脆扔掉。", "下午大家点了餐，边吃边聊。"])
def test_one_common_character_in_an_odd_place_stays(text: str) -> None:
    assert GUESSING.normalize(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("他說：「這批貨物明天早上送到?！?", "他說：「這批貨物明天早上送到。」"),
        ("據(jù)《地方志》記載：「這條河自北而南?！?", "據《地方志》記載：「這條河自北而南。」"),
        ("報名者須畢業(yè)於?？茖W(xué)?！?", "報名者須畢業於專科學校。"),
    ],
)
def test_half_a_question_mark_before_a_full_mark_is_none(damaged: str, expected: str) -> None:
    assert GUESSING.normalize(damaged) == expected


#: One byte lost or gained, by decoders that treat what they cannot read in ways of their own.
SLIPPED = sorted(kind for kind in damage.KINDS if kind.startswith("gbk-byte-"))

#: Sentences of our own in the Traditional characters that the first step of the channel makes.
SENTENCES = (
    "這項研究說明，經濟發展和環境保護可以統一起來。",
    "學校的圖書館從九月開始延長開放時間，學生們都很高興。",
    "因為天氣不好，或將推遲比賽，請大家關注公告。",
    "公司計劃在三年內建設兩個新的實驗室，并招聘研究人員。",
    "獎者登臺時，觀眾鼓掌；主持人說：“恭喜你！”記者馬上提問。",
    "總人口超過一千萬，市場規模還在擴大。",
    "他問：“為什么要這樣做？”沒有人回答他的問題。",
)


@settings(max_examples=25)
@given(sentences=st.permutations(SENTENCES), depth=st.integers(30, 116), folded=st.booleans())
def test_round_trip_through_the_channel(sentences: list[str], depth: int, folded: bool) -> None:  # noqa: FBT001 - hypothesis passes it by name
    """What comes back is the original, or it is a damaged span that was refused."""
    original = "\n".join(sentences)
    damaged = damage.annotate(original, damage.listed_characters(depth), keep_private_use=True)
    if folded:
        original, damaged = damage.fold_width(original), damage.fold_width(damaged)
    result = REPAIR.trace(damaged)
    for refusal in result.refused:
        assert refusal.reason
    if not result.refused:
        assert damage.fold_width(result.text) == damage.fold_width(original)


def test_real_pages_keep_no_intact_annotation(shared_data: Path) -> None:
    pages = sorted((shared_data / "pollution" / "docs").glob("*.txt"))
    assert pages
    for page in pages:
        assert INTACT.findall(REPAIR.normalize(page.read_text(encoding="utf-8"))) == [], page.name


def test_legitimate_glosses_survive(shared_data: Path) -> None:
    text = (shared_data / "pollution" / "legitimate-glosses.tsv").read_text(encoding="utf-8")
    for gloss in [text, *text.splitlines()]:
        result = REPAIR.trace(gloss)
        assert (result.text, result.refused) == (gloss, ())


@pytest.mark.parametrize(("number", "normalizer"), [("000", REPAIR), ("000", GUESSING), ("004", GUESSING)])
def test_seeds_are_repaired_exactly(shared_data: Path, number: str, normalizer: Normalizer) -> None:
    (seed,) = (shared_data / "seeds").glob(f"{number}_*.txt")
    expected = (shared_data / "expected" / f"{number}.repaired.txt").read_text(encoding="utf-8")
    assert normalizer.normalize(seed.read_text(encoding="utf-8")) == expected


def test_what_is_lost_from_a_seed_is_told(shared_data: Path) -> None:
    (seed,) = (shared_data / "seeds").glob("004_*.txt")
    expected = (shared_data / "expected" / "004.repaired.txt").read_text(encoding="utf-8")
    result = REPAIR.trace(seed.read_text(encoding="utf-8"))
    kept = [part for part in result.text.split(LOST) if part]
    at = 0
    for part in kept:
        at = expected.index(part, at) + len(part)
    assert at == len(expected)
    assert len(result.refused) == result.text.count(LOST)


@settings(max_examples=25)
@given(text=encodable_texts, seed=st.integers(0, 99), kind=st.sampled_from(SLIPPED))
def test_any_byte_lost_or_gained_anywhere_is_taken(text: str, seed: int, kind: str) -> None:
    """Whatever was damaged: nothing raises, the result settles and is valid Unicode."""
    damaged = damage.KINDS[kind](text, random.Random(seed))
    for normalizer in (REPAIR, GUESSING):
        once = normalizer.normalize(damaged)
        assert normalizer.normalize(once) == once
        once.encode()


@pytest.mark.parametrize("position", range(2, 40, 5))
def test_a_lost_byte_is_restored_or_told(position: int) -> None:
    """What is not restored is U+FFFD, and every one of them is listed."""
    good = "市政府说明了新的交通规定，居民都表示支持，会议也顺利结束。"
    data = bytearray(good.encode("gbk"))
    del data[position]
    result = REPAIR.trace(damage.read_as_gbk(bytes(data)))
    assert len(result.refused) >= result.text.count(LOST)
    if LOST not in result.text and not result.refused:
        assert result.text == good


GAINED = "市政府说明了新的交通规定，居民都表示支持，会议也顺利结束。"


def with_byte(position: int, byte: int) -> str:
    """Return how text is read into which a byte came."""
    data = bytearray(GAINED.encode("gbk"))
    data.insert(position, byte)
    return data.decode("gbk", "replace")


def test_a_first_byte_that_stands_twice_is_taken_out() -> None:
    """Where the decoder is back in step at once, its mark might be all that is left of a character: it stays.

    In one place in ten or so a character that fits the byte reads as well as none: 市政府更说明了.
    """
    results = [REPAIR.trace(with_byte(at, GAINED.encode("gbk")[at])) for at in range(2, 50, 2)]
    for result in results:
        assert result.text.count(LOST) == len(result.refused) <= 1
        assert len(result.text) <= len(GAINED) + 1
    assert sum(result.text.replace(LOST, "") == GAINED for result in results) >= 22


def test_a_mark_that_reads_better_away_is_a_byte_that_came_in_where_guesses_are_asked_for() -> None:
    """0xFF makes no pair with any byte, so U+FFFD is all that shows of it, as it is of a character that is gone."""
    results = [with_byte(at, 0xFF) for at in range(2, len(GAINED) * 2 - 1, 2)]
    assert {one.count(LOST) for one in results} == {1}
    assert sum(GUESSING.normalize(one) == GAINED for one in results) >= 0.35 * len(results)
    assert {REPAIR.normalize(one) for one in results} <= {GAINED, *results}
    assert GUESSING.normalize("老师让学\ufffd打开课本。") == "老师让学生打开课本。"


def test_a_byte_that_came_in_before_a_letter_is_taken_out_where_guesses_are_asked_for() -> None:
    """It took the letter for its trail byte, and the decoder was in step again."""
    text = "我们用Python写了一个程序，它把Excel表格读进Windows系统。"
    data = text.encode("gbk")
    letters = [at for at, byte in enumerate(data) if byte < 0x80]
    found = [(data[:at] + b"\x9c" + data[at:]).decode("gbk") for at in letters]
    assert sum(GUESSING.normalize(damaged) == text for damaged in found) >= 0.75 * len(found)
    assert {REPAIR.normalize(damaged) for damaged in found} <= {text, *found}


@pytest.mark.parametrize("byte", [0x81, 0x9C, 0xE5])
def test_a_byte_that_came_in_is_taken_out(byte: int) -> None:
    result = REPAIR.trace(with_byte(8, byte))
    assert (result.text, result.refused) == (GAINED, ())


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        # the trail byte of a Traditional character is a letter and ends the run at once; no telltale character is left
        ("他買了一台柴影l電機，放在院子裡。", "他買了一台柴油發電機，放在院子裡。"),
        ("工廠租了兩台柴影l電機，晚上也能開工。", "工廠租了兩台柴油發電機，晚上也能開工。"),
        # U+FFFD is written by decoders that give back the ASCII character behind a lead byte
        ("这座桥全ぴ\ufffd300米，去年秋天通车。", "这座桥全长约300米，去年秋天通车。"),
        # a decoder that skips what it cannot read gives up the lead byte before a digit, and leaves no mark
        ("这座桥瘸ぴ300米，去年秋天通车。", "这座桥全长约300米，去年秋天通车。"),
    ],
)
def test_short_runs_that_ascii_ends(damaged: str, expected: str) -> None:
    assert GUESSING.normalize(damaged) == expected


@pytest.mark.parametrize("text", ["請把字母x寫在格子中間。", "他愛看A片，也愛唱卡拉O歌。", "每個對f的呼叫都要檢查。"])
def test_letters_between_ideographs_are_no_ends_of_runs(text: str) -> None:
    assert GUESSING.normalize(text) == text


def test_time_is_linear_in_telltale_characters() -> None:
    """The worst text: every character hints at a lost byte, and none of them is one."""
    nonsense = "鸬募铀俣炔煌钪盏慕峁膊灰谎嗫梢源酉蛄康募映尚岳纯础"
    few, many = (calls(REPAIR.normalize, f"{nonsense}\n" * times) for times in (2, 8))
    assert many < 5 * few


def test_a_document_is_gathered_only_where_a_run_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean text has places that are looked at; its words and habits are not needed for that."""
    gathered: list[str] = []

    def gather(text: str, listed: Collection[str], starts: Sequence[Start]) -> Document:
        gathered.append(text)
        return Document.of(text, listed, starts)

    monkeypatch.setattr(search, "Document", SimpleNamespace(of=gather))
    clean, damaged = "我们在菏泽的临菏路上开了一家小店", "大家吨勒庵址椒梢越饩鑫侍狻?"
    assert begun(clean, annotated=False)
    assert REPAIR.normalize(clean) == clean
    assert gathered == []
    assert REPAIR.normalize(damaged) != damaged
    assert gathered[0] == damaged


def test_bytes_that_became_marks_before_they_were_read_are_no_byte_slips() -> None:
    sentences = (ROOT / "benchmarks" / "sentences-hans.txt").read_text(encoding="utf-8").splitlines()
    normalizer = Normalizer(Config(profile="repair"))
    reread = [damage.KINDS["gbk-as-utf8-as-gbk"](sentence, random.Random(0)) for sentence in sentences[:60]]
    assert {rule for text in reread for edit in normalizer.trace(text).edits for rule in edit.rules} <= {"MOJ106"}
