"""Wrong-codec chains: what comes back exactly, what comes back in part, and what must be left alone."""

from __future__ import annotations

import itertools
import json
import random
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import damage
from counting import calls
from strategies import texts
from textnorm import kernel
from textnorm.config import Config
from textnorm.kernel import reference_suspects
from textnorm.pipeline import Normalizer
from textnorm.repair import attempts, mojibake
from textnorm.repair.chains import scan
from textnorm.repair.chains.alignment import misfits
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.feasible import feasible_cores
from textnorm.repair.chains.glance import unlikely
from textnorm.trace import LOST

ROOT = Path(__file__).parents[1]
SNIPPETS = ROOT.parent / "shared" / "data" / "mojibake" / "real-snippets.json"
#: From this confidence on a change holds nothing doubtful.
SURE = 0.99
STRICT = Normalizer(Config(profile="repair", threshold=0.999))
SAFE, UNSAFE = (Normalizer(Config(profile="repair", unsafe_fixes=fixes)) for fixes in (False, True))
CLEAN = [
    line
    for line in (ROOT / "tests" / "clean" / "texts.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
]
SENTENCES = {
    script: (ROOT / "benchmarks" / f"sentences-{script}.txt").read_text(encoding="utf-8").split("\n")[:-1]
    for script in ("hans", "hant")
}
#: Kinds of damage that lose nothing, and what they are called in Traditional text.
LOSSLESS = (
    *("utf8-as-latin1", "utf8-as-cp1252", "utf8-as-latin1-twice", "utf8-as-cp1252-twice", "utf8-as-cp437"),
    *("gbk-as-latin1", "gbk-as-cp1252", "gbk-as-latin1-as-utf8-as-latin1", "utf8-as-koi8-r", "utf8-as-mac-roman"),
    *("utf8-as-latin1-as-utf8-as-gbk", "gbk-as-latin1-as-utf8-as-gbk"),
)
LOSSY = (
    *("utf8-as-gbk", "utf8-as-gbk-single", "utf8-as-gbk-pairs", "utf8-as-gbk-single-dropped", "utf8-as-gbk-euro"),
    *("utf8-as-shift-jis", "gbk-as-big5", "big5-as-gbk", "utf16-swapped", "utf8-as-cp1251"),
)


def damaged(kind: str, text: str, seed: int = 0) -> str:
    return damage.KINDS[kind](text, random.Random(seed))


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_left_alone(text: str) -> None:
    assert list(mojibake.find(text, Config(unsafe_fixes=True))) == []


@pytest.mark.parametrize("kind", LOSSLESS)
@pytest.mark.parametrize("text", SENTENCES["hans"][::8])
def test_what_loses_nothing_comes_back_exactly(kind: str, text: str) -> None:
    assert SAFE.normalize(damaged(kind, text)) == text


@pytest.mark.parametrize("kind", ["big5-as-latin1", "big5-as-cp1252", "big5-as-latin1-as-utf8-as-latin1"])
@pytest.mark.parametrize("text", SENTENCES["hant"][::6])
def test_big5_comes_back_exactly(kind: str, text: str) -> None:
    assert SAFE.normalize(damaged(kind, text)) == text


@settings(deadline=None, max_examples=40, derandomize=True)
@given(kind=st.sampled_from(LOSSLESS + LOSSY), data=st.data(), seed=st.integers(0, 9))
def test_who_asks_for_certainty_gets_the_original_or_a_refusal(kind: str, data: st.DataObject, seed: int) -> None:
    text = data.draw(st.sampled_from(SENTENCES["hant" if kind.startswith("big5") else "hans"]))
    what = damaged(kind, text, seed)
    strict = STRICT.trace(what)
    assert strict.text in {text, what} or strict.refused


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"标题": "绯荤粺寮傚父", "n": 1}', '{"标题": "系统异常", "n": 1}'),
        ("<p>×òÒ¹ÏÂÁËÒ»³¡Ñ©</p>", "<p>昨夜下了一场雪</p>"),
        ("x = 1  # 璇峰厛淇濆瓨鏂囦欢", "x = 1  # 请先保存文件"),
        ("第一行没有问题。\n璇峰厛淇濆瓨鏂囦欢\n第三行也没有。", "第一行没有问题。\n请先保存文件\n第三行也没有。"),
        ("标题：绯荤粺寮傚父\n备注：×òÒ¹ÏÂÁËÒ»³¡Ñ©", "标题：系统异常\n备注：昨夜下了一场雪"),
        ("café ½âÑ¹Ö®ºó", "café 解压之后"),
        ("标题：盲录職猫庐庐氓庐陇 (1)", "标题：会议室 (1)"),
    ],
)
def test_damage_is_repaired_where_it_stands(before: str, after: str) -> None:
    assert SAFE.normalize(before) == after


def test_where_most_bytes_are_lost_what_is_asserted_is_right() -> None:
    right = wrong = 0
    for kind, text in product(("utf8-as-big5", "utf8-as-big5-questioned"), SENTENCES["hans"][::8]):
        result = SAFE.trace(damaged(kind, text))
        if not result.changed:
            continue
        for tag, start, end, _, _ in SequenceMatcher(None, result.text, text, autojunk=False).get_opcodes():
            asserted = sum(char != LOST for char in result.text[start:end])
            right, wrong = (right + asserted, wrong) if tag == "equal" else (right, wrong + asserted)
    assert right > 60
    assert wrong <= 0.03 * right


def test_latin_text_may_have_lost_what_does_not_show() -> None:
    text = "這個資料夾裡的檔案都是去年備份的，請不要刪除。"
    data = text.encode("big5")
    assert b"\xad" in data
    seen = data.decode("cp1252", "ignore").replace("\xad", "")
    assert UNSAFE.normalize(seen) == text


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("绯荤粺寮傚父", True),  # UTF-8 as GBK
        ("璇峰厛淇濆瓨鏂囦欢", True),
        ("饕餮梼杌", False),
        ("锣鼓喧天", False),
    ],
)
def test_few_characters_tell_what_a_chain_cannot_have_made(text: str, likely: bool) -> None:  # noqa: FBT001 - a table
    assert bool(feasible_cores(text, [(0, len(text))], "utf-8", wrong_codec("gbk"))) is likely


@pytest.mark.parametrize("kind", ["gbk-as-big5", "gbk-as-latin1", "utf8-as-gbk-single"])
def test_lines_of_one_document_are_each_repaired_once(kind: str) -> None:
    """The chain of the line before is tried first, on stretches of several lengths: one of them is chosen."""
    text = "\n".join(damaged(kind, line, 5) for line in SENTENCES["hans"][:16])
    changes = list(mojibake.find(text, Config()))
    assert len(changes) >= 16
    assert all(before.end <= change.start for before, change in itertools.pairwise(changes))


def test_a_mark_behind_the_last_bytes_belongs_to_the_damage() -> None:
    what = damaged("utf8-as-gbk-euro-marked", "这箱苹果卖完了就关门，明天再来买药。")
    assert what.endswith(LOST)
    assert UNSAFE.normalize(what).endswith("再来买药。")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("utf8-as-gb18030-python-twice", "春天的花园里很安静，我们去看书。"),
        ("utf8-as-gbk-python-twice", "春天的花园里很安静，我们去看书。"),
        ("utf8-as-gbk-browser", "2024年5月3日，我们搬进了新的房子。"),
        ("utf8-as-cp1252-marked", "他把报告交给经理，然后回家了。"),
        ("utf8-as-cp1254", "他把报告交给经理，然后回家了。"),
        ("utf8-as-strict-shift-jis", "根据天气预报，周末会下大雨。"),
        ("gbk-as-big5-questioned", "人们都说今年的冬天特别冷。"),
    ],
)
def test_lost_bytes_are_guessed_from_what_is_left(kind: str, text: str) -> None:
    assert UNSAFE.normalize(damaged(kind, text)) == text


@pytest.mark.parametrize("kind", ["utf8-as-big5", "utf8-as-gbk-single", "utf8-as-shift-jis-questioned"])
@pytest.mark.parametrize("text", SENTENCES["hans"][::20])
def test_marks_for_bytes_keep_the_step_of_utf8(kind: str, text: str) -> None:
    wrong = wrong_codec({"5": "cp950", "e": "gbk", "d": "cp932"}[kind[-1]])
    assert misfits(damaged(kind, text), wrong, pairs=False) == 0


def test_a_repair_may_be_partial() -> None:
    result = SAFE.trace("涓嬭浇瀹屾垚锛�")
    assert result.text.startswith("下载完成")
    assert result.text.endswith(LOST)
    assert [refusal.rule for refusal in result.refused] == ["MOJ101"]
    assert UNSAFE.normalize("涓嬭浇瀹屾垚锛�") in {"下载完成：", "下载完成，", "下载完成；"}


def test_a_partial_repair_is_not_repaired_again() -> None:
    once = SAFE.normalize("涓嬭浇瀹屾垚锛�")
    assert SAFE.normalize(once) == once


@given(text=texts)
@settings(deadline=None)
def test_every_text_is_taken_and_repair_settles(text: str) -> None:
    once = SAFE.normalize(text)
    assert SAFE.normalize(once) == once
    list(attempts.all_attempts(text))


@given(
    text=st.one_of(texts, st.text("锛绯荤一的a\n�", max_size=60)),
    threshold=st.integers(1, 40),
)
def test_the_kernel_finds_what_the_reference_finds(text: str, threshold: int) -> None:
    weights = scan.weights()
    assert kernel.suspects(text, weights, threshold) == reference_suspects.suspects(text, weights, threshold)


@given(seen=st.one_of(texts, st.text("锛?�绯的a𠮷", max_size=60)), text=texts, most=st.integers(0, 64))
def test_the_kernel_counts_what_the_reference_counts(seen: str, text: str, most: int) -> None:
    weights = scan.weights()
    counts = kernel.chain_counts(seen, text, weights, most)
    assert counts == reference_suspects.chain_counts(seen, text, weights, most)


@pytest.mark.parametrize("unit", ["锛?", "Ã", "½âÑ¹", "锟斤拷", "�", "涓", "鐨?的", "縺"])
def test_work_is_linear(unit: str) -> None:
    def work(times: int) -> int:
        return calls(lambda text: list(mojibake.find(text, Config())), unit * times)

    work(10)
    assert work(1600) < 5 * work(400)


@given(
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12),
    start=st.integers(0, 30),
    end=st.integers(0, 30),
)
def test_a_span_touches_the_union_where_it_touches_one_of_the_spans(
    spans: list[tuple[int, int]], start: int, end: int
) -> None:
    touched = any(max(low, start) < min(high, end) for low, high in spans)
    assert Covered(spans).touches(start, end) is (touched and start < end)


@pytest.mark.skipif(not SNIPPETS.exists(), reason="the shared material does not lie beside the project")
def test_real_snippets_are_restored_or_refused_for_a_reason() -> None:
    exact = 0
    for snippet in json.loads(SNIPPETS.read_text(encoding="utf-8")):
        result, undone = SAFE.trace(snippet["text"]), snippet["naive_reverse"]
        assert result.changed or result.refused
        assert all(refusal.reason for refusal in result.refused)
        assert result.refused or LOST not in result.text
        if undone is None:  # nobody can restore it
            assert not result.changed
        elif not snippet["kind"].startswith("big5") and not {"?", LOST} & set(undone):  # its bytes are all there
            assert result.text == undone or LOST in snippet["text"]
            exact += result.text == undone
    assert exact >= 8


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("utf16-swapped", text) for text in ("礼物", "晚上见", "洗衣机", "没有票", "外面")),
        *(("big5-as-latin1", text) for text in ("按鈕", "注意", "信箱", "院長")),
        ("gbk-as-cp1252", "邻居"),
        ("utf8-as-gbk-dropped", "我们需要米饭"),
    ],
)
def test_a_text_of_few_characters_comes_back(kind: str, text: str) -> None:
    shown = damage.KINDS[kind](text, random.Random(0))
    assert Normalizer(Config(profile="repair", unsafe_fixes=True)).normalize(shown) == text


FEW_AND_CLEAN = [
    *(
        "ери",
        "Вејд",
        "Риёз",
        "иен",
        "ΩΨ",
        "κ.σ.",
        "ⵎ",
        "ⵣⵎ",
        "ꆈꌠ",
        "བོད",
        "ᠮᠣᠩ",
        "한국어",
        "뷁",
        "똠방",
        "ひらがな",
        "カフェ",
    ),
    *(
        "हिन्दी",
        "ไทย",
        "עברית",
        "العربية",
        "ልምምድ",
        "ქართული",
        "Ærø",
        "¿Qué?",
        "Ñandú",
        "×÷±",
        "½ kg",
        "±5°",
        "№ 7",
        "®™©",
    ),
    *(
        "王嵎",
        "李甝",
        "陆大硛",
        "姚晓靟",
        "龘靐",
        "饕餮",
        "魑魅魍魉",
        "彳亍",
        "耄耋",
        "氍毹",
        "齉",
        "喆",
        "峣峣",
        "鹣鲽",
        "卢浩玂",
    ),
    *("ҝеҹә", "č.p. 7", "ÄÖÜ", "Šćžđ", "Þór", "Łódź", "ğüşiöç", "ñ", "é", "€5", "①②③", "㎡", "㈱", "々", "〇", "〆切"),
]


@pytest.mark.parametrize("text", FEW_AND_CLEAN)
@pytest.mark.parametrize("unsafe", [False, True])
def test_clean_text_of_few_characters_is_left_alone(text: str, unsafe: bool) -> None:  # noqa: FBT001 - a table
    result = Normalizer(Config(profile="repair", unsafe_fixes=unsafe)).trace(text)
    assert result.text == text
    assert not result.refused


@pytest.mark.parametrize(
    ("text", "stands_out"),
    [
        ("葡萄", False),
        ("莉莉·柯林斯", False),
        ("鐨勭粺", True),
        ("ÄãºÃ", True),
        ("名称是\n鐨勭粺", True),
    ],
)
def test_rare_words_and_names_are_likely_as_they_stand(text: str, stands_out: bool) -> None:  # noqa: FBT001 - a table
    span = text.find("\n") + 1, len(text)
    assert unlikely(text, [span]) == [span] * stands_out
