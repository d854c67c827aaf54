"""The first look of the kernel for byte slips against its definition in plain Python."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from textnorm import kernel
from textnorm.config import Config
from textnorm.model.ngrams import load
from textnorm.repair import mojibake
from textnorm.repair.chains import document
from textnorm.repair.chains import scan as scan_of_chains
from textnorm.repair.double_byte import code_tables
from textnorm.repair.slips import look, shifted, telltale

pytestmark = pytest.mark.skipif(kernel.ENGINE == "reference", reason="the definition is what runs")

ROOT = Path(__file__).parents[1]
SENTENCES = (ROOT / "benchmarks" / "sentences-hans.txt").read_text(encoding="utf-8").splitlines()

_COMMON = "的是在国有人这上来到说们为子和你地出道也时年得就那要"
_OTHERS = "，。？?@Aaz}~ 1\n\ufffd\ue000é\x80𠮷\ud800\0("
_TELLTALE = "".join(group[::37] for group in telltale.telltale_characters())
_PIECES = st.one_of(
    st.sampled_from(
        ["吨勒庵址椒梢越饩鑫侍狻?", "坷锔", "柴影l電機", "瘫痪", "在厨", "大家", "什么\ufffd", "龘\ufffd\ufffd"]
    ),
    st.text(_COMMON + _OTHERS + _TELLTALE, max_size=8),
    st.text(_TELLTALE, max_size=12),
    st.text(max_size=4),
)
texts = st.lists(_PIECES, max_size=8).map("".join)


@given(texts)
def test_the_look_finds_the_places_of_the_definition(text: str) -> None:
    """With and without evidence, near each other and apart."""
    assert look.places(text) == look.defined_places(text)


@given(texts)
def test_each_question_has_the_same_answer(text: str) -> None:
    """At any character, whether something is telltale there or not."""
    for at in range(len(text)):
        assert look.reads_better_shifted(text, at) == shifted.reads_better_shifted(text, at)
        assert look.is_short_run(text, at) == shifted.is_short_run(text, at)
        assert look.is_plainly_shifted(text, at) == shifted.is_plainly_shifted(text, at)


@pytest.mark.parametrize("kind", sorted(name for name in damage.KINDS if "-as-" in name))
def test_no_other_damage_looks_like_a_plain_run(kind: str) -> None:
    """A chain of codecs leaves pairs that read as nothing across each other, too."""
    for number, sentence in enumerate(SENTENCES[:40]):
        assert look.plain_runs(damage.KINDS[kind](sentence, random.Random(number))) == []


def test_a_plain_run_is_not_read_as_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """That would cost as much as reading a chain, and be refused."""
    run, misread = damage.KINDS["gbk-byte-lost-kept"](SENTENCES[3], random.Random(3)), "名称：绯荤粺寮傚父"
    text = f"{run}\n{misread}"
    cores = list(scan_of_chains.suspects(text))
    assert cores[0][0] < len(run) < cores[-1][0]
    read: list[tuple[int, int]] = []

    def note(_: str, cores: list[tuple[int, int]]) -> list[object]:
        read.extend(cores)
        return []

    monkeypatch.setattr(document, "read_document", note)
    assert list(mojibake.find(text, Config(profile="repair"))) == []
    assert read == [core for core in cores if core[0] > len(run)]


@pytest.mark.parametrize(
    "kind", ["gbk-byte-lost", "gbk-byte-lost-kept", "gbk-byte-lost-ignored", "gbk-byte-lost-marked"]
)
def test_damage_is_found_where_the_definition_finds_it(kind: str) -> None:
    """Each start that shows a run is among the places that are left."""
    lines = [
        "他把昨天写好的报告交给了办公室的同事，请他们看看还缺什么。",
        "这条河从北面的山里流出来，绕过村子，往东去了。",
    ]
    for number, line in enumerate(lines * 10):
        text = damage.KINDS[kind](line, random.Random(number))
        found = look.places(text)
        assert found == look.defined_places(text)
        assert set(found) <= set(telltale.places(text))


def test_a_question_about_no_character_is_refused() -> None:
    """Offsets are those of code points."""
    with pytest.raises(ValueError, match="no character at 2"):
        kernel_look().is_short_run("一二", 2)
    with pytest.raises(ValueError, match="no place -1"):
        kernel_look().is_better_shifted("一二", -1)


def kernel_look() -> kernel.SlipLook:
    """Return the look with the tables of the step."""
    return look._look()


def test_tables_of_another_size_are_refused() -> None:
    """A place for each code point of the basic plane."""
    codes, points = code_tables("gbk")
    with pytest.raises(ValueError, match="65536"):
        kernel.SlipLook(load().grams, codes, points, b"", {})
