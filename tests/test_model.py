"""The character model: real text is cheap, damaged text is dear, gaps are filled with what fits."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.model import ngram_file
from textnorm.model.lattice import NOTHING, Lattice
from textnorm.model.ngrams import NgramModel, load
from textnorm.model.search import DocumentWords, Filling, search
from textnorm.model.symbols import CLASSES, class_of

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "textnorm" / "data" / "ngrams.model"


def per_character(text: str) -> float:
    return load().bits(text, "", "") / (len(text) + 1)


def found(lattice: Lattice, before: str = "", after: str | None = "", cache: DocumentWords | None = None) -> Filling:
    filling = search(load(), lattice, before, after, cache=cache)
    assert filling is not None
    return filling


def row(*places: str) -> Lattice:
    lattice = Lattice(len(places))
    for node, characters in enumerate(places):
        lattice.extend(node, node + 1, characters)
    return lattice


@pytest.mark.parametrize(
    ("real", "damaged"),
    [
        ("当地的天气比较好", "当鼐壐偹偃〈柖"),
        ("我們明天去圖書館看書", "諏Α吧疃惹笏鳌闭嬖"),
        ("编码转换没有问题", "缂栫爜杞崲娌℃湁"),
        ("今天股市收盘上涨", "ぎ栧競"),
    ],
)
def test_real_text_costs_less_than_damaged_text(real: str, damaged: str) -> None:
    assert per_character(real) + 3 < per_character(damaged)


def test_forms_of_a_character_cost_the_same() -> None:
    assert per_character("经济发展,进步") == pytest.approx(per_character("經濟發展，進步"))


@pytest.mark.parametrize(("usual", "rare"), [("。", "．"), (" ", "\u2002"), ("，", "\u3000")])
def test_marks_that_hardly_stand_behind_a_character_are_dear(usual: str, rare: str) -> None:
    assert load().bits(usual, "演出很精彩", None) + 3 < load().bits(rare, "演出很精彩", None)


def test_the_zero_of_years_is_a_form_of_zero() -> None:
    assert per_character("二〇二四年") == pytest.approx(per_character("二零二四年"))


@given(texts)
def test_every_text_has_a_finite_cost(text: str) -> None:
    assert all(math.isfinite(bits) and bits >= 0 for bits in load().bits_each(text, text[:3]))


@given(st.characters())
def test_every_character_has_a_class(character: str) -> None:
    assert 0 <= class_of(character) < len(CLASSES)


@pytest.mark.parametrize("left", ["的", "。", "\n", "7", "a", "经济", "我们的", "鼐"])
def test_what_follows_has_a_probability_of_about_one(left: str) -> None:
    model = load()
    one_of_each = {model.symbol(code): chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000))}
    within = dict(enumerate(CLASSES.values()))
    total = sum(2 ** (within.get(number, 0.0) - model.bits(one, left)) for number, one in one_of_each.items())
    assert 0.85 < total < 1.1


def test_a_rare_character_costs_something_sane() -> None:
    assert 15 < load().unigram_bits("龘") < 40
    assert 15 < load().unigram_bits("\U00020bb7") < 45


def test_more_context_is_read() -> None:
    assert load().bits("国", "中华人民共和", None) < load().bits("国", "和", None)


def test_a_search_chooses_what_reads_as_chinese() -> None:
    filling = found(row("中", "囯國圍", "經", "濟齊齋"), after="。")
    assert filling.text == "中國經濟"
    assert filling.all_bits <= filling.bits
    assert 0.5 < filling.probability <= 1
    assert filling.spans == ((0, 1), (1, 2), (2, 3), (3, 4))
    assert all(0 <= share <= 1 for share in filling.probabilities)
    assert {other for other, _ in filling.alternatives[3]} <= set("齊齋")


def test_the_channel_counts() -> None:
    lattice = Lattice(2)
    lattice.add(0, 1, "取")
    lattice.extend(1, 2, "得消", [12.0, 0.0])
    assert found(lattice).text == "取消"


def test_edges_may_write_nothing_and_span_several_nodes() -> None:
    lattice = Lattice(4)
    lattice.add(0, 2, "图")
    lattice.add(2, 3, "")
    lattice.add(3, 4, "书")
    lattice.add(2, 4, "鼐", 5.0)
    filling = found(lattice)
    assert filling.text == "图书"
    assert filling.spans == ((0, 2), (3, 4))


def test_what_follows_decides() -> None:
    assert found(row("，。"), "他已经走了", "\n").text == "。"
    assert found(row("，。"), "他已经走了", "但是").text == "，"


def test_a_documents_own_words_recur() -> None:
    places = ("鼐", "鑫淼犇垚", "说")
    words = DocumentWords(load(), "昨天鼐犇来了。\n大家都认识鼐犇。\n")
    assert found(row(*places), cache=words).text == "鼐犇说"


def test_cautious_words_say_less_against_what_they_lack() -> None:
    text = "昨天鼐犇来了。\n大家都认识鼐犇。\n"
    bits = [found(row("鼐", "鑫", "说"), cache=DocumentWords(load(), text, caution)).bits for caution in (1, 8)]
    assert bits[1] < bits[0]
    with pytest.raises(ValueError, match="one share at least"):
        DocumentWords(load(), text, 0)


def test_where_no_path_leads_through_there_is_no_text() -> None:
    lattice = Lattice(3)
    lattice.add(0, 1, "中")
    lattice.add(2, 3, "文")
    assert search(load(), lattice) is None


def test_an_empty_lattice_has_an_empty_text() -> None:
    assert found(Lattice(0)).text == ""


@pytest.mark.parametrize(("start", "end"), [(0, 0), (1, 0), (-1, 1), (0, 9)])
def test_an_edge_leads_forward_inside(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="lead forward"):
        Lattice(4).add(start, end, "中")


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 nodes"):
        Lattice(-1)
    with pytest.raises(ValueError, match="2 characters but 1 costs"):
        Lattice(2).extend(0, 1, "中文", [1.0])
    with pytest.raises(ValueError, match="at least one state"):
        search(load(), Lattice(0), beam=0)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(1, 3), st.sampled_from(["", *"中文字\n龘a𠮷"]), st.floats(0, 9)),
        max_size=30,
    )
)
def test_probabilities_of_a_span_make_at_most_one(edges: list[tuple[int, int, str, float]]) -> None:
    lattice = Lattice(6)
    for start, length, character, bits in edges:
        lattice.add(start, min(start + length, 6), character, bits)
    filling = search(load(), lattice, "前", "后")
    if filling:
        assert len(filling.text) == len(filling.spans) == len(filling.alternatives)
        for share, others in zip(filling.probabilities, filling.alternatives, strict=True):
            assert share + sum(other for _, other in others) <= 1 + 1e-6
    assert lattice.characters.count(NOTHING) == sum(character == "" for _, _, character, _ in edges)


def test_a_character_that_ends_at_a_place_may_count_wherever_it_begins() -> None:
    lattice = Lattice(3)
    lattice.extend(0, 1, "今", [2.0])
    lattice.extend(0, 2, "明")
    lattice.add(1, 3, "天", 1.0)
    lattice.add(2, 3, "天", 1.0)
    apart, joined = (search(load(), lattice, "", "很好", joined=joined) for joined in (False, True))
    assert apart is not None
    assert joined is not None
    assert apart.text == joined.text
    assert apart.probabilities[1] < 1
    assert joined.probabilities == pytest.approx((apart.probabilities[0], 1.0))


def test_a_document_prefers_its_script() -> None:
    forms = load().forms
    simplified, traditional = forms.document("我们说这个问题"), forms.document("我們說這個問題")
    assert list(simplified.bits("议議")) == sorted(simplified.bits("议議"))
    assert list(traditional.bits("議议")) == sorted(traditional.bits("議议"))
    assert simplified.simplified > 0.9
    assert traditional.simplified < 0.1
    assert list(forms.document("裏裏裏").bits("裏裡")) == sorted(forms.document("裏裏裏").bits("裏裡"))


def test_what_a_document_leans_to_gives_way_to_what_it_says() -> None:
    forms = load().forms.tables
    neutral, leaning = forms.document("大家早上好"), forms.document("大家早上好", 3.0)
    assert leaning.simplified > neutral.simplified == 0.5
    assert forms.document("我們說這個問題", 3.0).simplified < 0.1


@given(texts)
def test_any_document_prices_its_forms(text: str) -> None:
    assert all(bits >= 0 for bits in load().forms.document(text).bits("议議,，。乾干" + text))


@pytest.mark.parametrize("cut", [0, 5, 100, 100_000, -1])
def test_other_bytes_are_no_model(cut: int) -> None:
    with pytest.raises(ValueError, match="not a complete file of n-grams"):
        NgramModel(memoryview(DATA.read_bytes()[:cut]))


def test_the_header_names_sources_and_the_file_is_small() -> None:
    assert "Apache-2.0" in load().header
    assert ngram_file.read(memoryview(DATA.read_bytes()))[0] == load().header
    assert DATA.stat().st_size <= 8_000_000


def test_the_page_tells_how_large_the_model_is() -> None:
    _, numbers, sections = ngram_file.read(memoryview(DATA.read_bytes()))
    counts = [len(sections[f"entries{name}"]) // width for name, width in (("2", 4), ("3", 3), ("_words", 3))]
    told = "{:,} symbols, {:,} bigrams, {:,} trigrams and {:,} words in {:.1f} MB".format(
        numbers["symbols"], *counts, DATA.stat().st_size / 1e6
    )
    assert told in (ROOT / "docs" / "model.md").read_text(encoding="utf-8")


@pytest.mark.skipif(
    "TEXTNORM_REBUILD" not in os.environ, reason="set TEXTNORM_REBUILD to open-gram's folder to rebuild"
)
def test_the_same_texts_give_the_same_bytes() -> None:
    import build_model  # noqa: PLC0415 - needs packages that only a rebuild needs

    opengram = Path(os.environ["TEXTNORM_REBUILD"])
    assert build_model.build(ROOT.parent / "shared" / "corpus", opengram) == DATA.read_bytes()
