"""The company of characters: the kernel against its definition, the file, and what it does for a reading."""

from __future__ import annotations

import random
from array import array
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import KINDS
from textnorm import Config, Normalizer
from textnorm.kernel import reference_company
from textnorm.model import company_file
from textnorm.model.company import AROUND
from textnorm.model.company import load as load_company
from textnorm.model.ngrams import load
from textnorm.repair.chains import company
from textnorm.repair.chains.choice import Memory, best_readings
from textnorm.repair.chains.company import weighed

if TYPE_CHECKING:
    from textnorm.kernel.reference_verdict import Row

#: Common and rare characters, marks, ASCII, boundaries, astral ones, a surrogate, what is lost.
ALPHABET = "中国经济的是鱼网，。、7a é\n\r龘鼐𠮷\ud800\0ひ한\ufffd"
chances = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.5]))
PARTS = company_file.read(files("textnorm").joinpath("data").joinpath("company.model").read_bytes())
GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
SENTENCE = "渔民们把网晾在码头上，等太阳下山以后再收回家去。"


def _rows() -> array[int]:
    rows = array("H", [1]) * (1 << 14)
    for row, char in enumerate(PARTS.characters, 2):
        rows[load().symbol(ord(char))] = row
    rows[load().symbol(ord("\n"))] = 0
    return rows


@cache
def plain() -> reference_company.Company:
    return reference_company.Company(load().definition, _rows(), *PARTS[2:])


@st.composite
def places(draw: st.DrawFn) -> tuple[str, bytes, int]:
    """Return a line, which of its characters are known, and a place."""
    text = draw(st.text(ALPHABET, min_size=1, max_size=60))
    known = draw(st.lists(st.integers(0, 1), min_size=len(text), max_size=len(text)))
    return text, bytes(known), draw(st.integers(0, len(text) - 1))


@given(places(), st.text(ALPHABET, max_size=5))
def test_kernel_and_definition_agree(place: tuple[str, bytes, int], candidates: str) -> None:
    assert load_company().bits(*place, candidates) == plain().bits(*place, candidates)


@st.composite
def readings(draw: st.DrawFn) -> list[Row]:
    """Return the pieces of a reading, some decoded and some searched."""
    found: list[Row] = []
    others = st.lists(st.tuples(st.sampled_from(ALPHABET), chances), max_size=4).map(tuple)
    for text in draw(st.lists(st.text(ALPHABET, max_size=9), max_size=5)):
        some = st.lists(chances, min_size=len(text), max_size=len(text)).map(tuple)
        searched = draw(st.one_of(st.just(()), some))
        beside = draw(st.lists(others, max_size=len(text)))
        found.append((0, len(text), text, 9.0 if searched else None, searched, tuple(beside)))
    return found


@given(readings(), st.text(ALPHABET, max_size=9), st.text(ALPHABET, max_size=9), st.floats(0, 2))
def test_kernel_and_definition_weigh_alike(pieces: list[Row], before: str, after: str, weight: float) -> None:
    limits = before, after, 0.5, 0.99, weight
    assert load_company().weighed(pieces, *limits) == plain().weighed(pieces, *limits)


def test_what_stands_too_near_or_too_far_is_not_looked_at() -> None:
    text, at = SENTENCE * 3, 30
    bits = load_company().bits(text, bytes([1] * len(text)), at, "网船")
    known = bytearray(len(text))
    for distance in range(PARTS.near, PARTS.far + 1):
        known[at - distance] = known[at + distance] = 1
    assert load_company().bits(text, bytes(known), at, "网船") == bits
    assert load_company().bits("网在码", b"\1\1\1", 1, "网船") is None
    assert PARTS.far <= AROUND


def test_rare_candidates_come_last() -> None:
    bits = load_company().bits(SENTENCE, bytes([1] * len(SENTENCE)), 4, "网龘把")
    assert bits is not None
    assert min(bits) == bits[1]


def test_a_candidate_is_one_character() -> None:
    piece = (0, 1, "网", 9.0, (0.5,), ((("渔船", 0.1),),))
    with pytest.raises(ValueError, match=r"one character|longer"):
        load_company().weighed([piece], SENTENCE, "", 0.5, 0.9, 0.5)


@pytest.mark.parametrize("wrong", [{"size": 47}, {"near": 0}, {"far": 2}, {"places": b""}, {"biases": array("i")}])
def test_parts_must_fit(wrong: dict[str, Any]) -> None:
    parts = PARTS._replace(**wrong)[2:]
    with pytest.raises(ValueError, match="no vectors"):
        reference_company.Company(plain()._grams, _rows(), *parts)
    with pytest.raises(ValueError, match="no vectors"):
        type(load_company())(load().grams, _rows(), *parts)


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a file of textnorm company"):
        company_file.read(b"textnorm ngrams 1\n")


@pytest.mark.parametrize("kind", ["utf8-as-gbk", "utf8-as-gbk-single-marked", "big5-as-gbk", "utf8-as-shift-jis"])
def test_a_weighed_reading_is_one_still(kind: str) -> None:
    shown = KINDS[kind](SENTENCE, random.Random(1))
    for reading in best_readings(shown, Memory()):
        again = weighed(reading, shown[: reading.start], shown[reading.end :])
        assert (again.start, again.end, again.seen) == (reading.start, reading.end, reading.seen)
        assert again.probability == reading.probability
        for one, other in zip(again.pieces, reading.pieces, strict=True):
            assert (one.start, one.end, len(one.text)) == (other.start, other.end, len(other.text))
            assert len(one.probabilities) == len(other.probabilities)
            assert all(0 <= chance <= 1 for chance in one.probabilities)
            for char, chance, rest in zip(one.text, one.probabilities, one.alternatives, strict=False):
                assert all(chance >= chance_of_other for _, chance_of_other in rest), char


def test_a_short_reading_has_too_little_company() -> None:
    shown = KINDS["utf8-as-gbk-single-marked"]("渔民们把网", random.Random(1))
    (reading,) = best_readings(shown, Memory())
    assert weighed(reading, "", "") is reading


#: Sentences of our own in which what stands next to a lost character allows several.
DOUBTFUL = (
    "这家面馆的老板姓杜，煮面之前总要先问客人吃不吃香菜。",
    "如果电脑突然死机，先不要拔电源，按住开机键五秒钟试试。",
    "如果你发现翻译有错误，请写信告诉我们，我们会尽快改正。",
    "她的理想是开一家小书店，楼上住人，楼下卖书。",
)


def test_more_sentences_come_back_with_the_company_of_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    def restored() -> int:
        kinds = ("utf8-as-gbk", "utf8-as-gbk-pairs", "utf8-as-gbk-single-marked")
        return sum(
            GUESSING.normalize(KINDS[kind](text, random.Random(1))) == text for kind in kinds for text in DOUBTFUL
        )

    with_company = restored()
    monkeypatch.setattr(company, "_WEIGHT", 0.0)
    assert restored() < with_company
