"""A text converted in parts is what it is converted whole, however it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_protect_parts import PIECES

from strategies import HAN, texts
from textnorm.config import TARGETS, Config
from textnorm.errors import ConfigError
from textnorm.script import CONFIGS, Converter, tables
from textnorm.script.converter import named_conversion
from textnorm.script.opencc import BREAKS
from textnorm.script.streaming import by_configuration, parts
from textnorm.script.streaming_target import to_target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCES = [
    "他们用软件。",
    "皇后在這裡。",
    "干部",
    "后来",
    "里面",
    "臺灣",
    "台",
    "説",
    "着",
    "发",
    "⿰",
    "⿳",
    "\n",
    "\n",
    "。",
    "，",
]
documents = st.one_of(
    texts,
    st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(HAN, max_size=3), st.sampled_from(PIECES)), max_size=30).map(
        "".join
    ),
)
reads = st.lists(st.integers(1, 40), min_size=1, max_size=6)


def pieces(text: str, sizes: list[int]) -> Iterator[str]:
    at = number = 0
    while at < len(text):
        yield text[at : at + sizes[number % len(sizes)]]
        at, number = at + sizes[number % len(sizes)], number + 1


@settings(max_examples=400)
@given(text=documents, sizes=reads, config=st.sampled_from(CONFIGS))
@example(text="⿰\n发", sizes=[1], config="s2t")
def test_a_configuration_in_parts_is_the_whole(text: str, sizes: list[int], config: str) -> None:
    ready = named_conversion(config)
    assert "".join(by_configuration(pieces(text, sizes), ready, part=1)) == ready.convert(text)


@settings(max_examples=400)
@given(text=documents, sizes=reads, to=st.sampled_from(TARGETS), vocabulary=st.booleans())
@example(text="皇后在這裡。這是。\n后面\n", sizes=[3], to="zh-Hant", vocabulary=False)
@example(text="后面\n这些软件。\n", sizes=[1], to="zh-TW", vocabulary=True)
def test_a_target_in_parts_is_the_whole(text: str, sizes: list[int], to: str, *, vocabulary: bool) -> None:
    config = Config(to=to, vocabulary=vocabulary and to in {"zh-TW", "zh-Hans"})
    whole = Converter(to=to, vocabulary=config.vocabulary).convert(text)
    assert "".join(to_target(pieces(text, sizes), config, part=1)) == whole


_WORDS = st.text("软件軟體里裡后`\u4e2d<>-!", min_size=1, max_size=3)


@settings(max_examples=200)
@given(text=documents, sizes=reads, to=st.sampled_from(TARGETS), entries=st.dictionaries(_WORDS, _WORDS, max_size=4))
def test_words_of_the_user_in_parts_are_those_of_the_whole(
    text: str, sizes: list[int], to: str, entries: dict[str, str]
) -> None:
    try:
        config = Config(to=to, dictionaries=entries)
    except ConfigError:
        return
    whole = Converter(to=to, dictionaries=entries).convert(text)
    assert "".join(to_target(pieces(text, sizes), config, part=1)) == whole


def test_parts_end_behind_characters_that_no_key_has(tmp_path: Path) -> None:
    known = {character for name in _names() for key in tables.defaults(name) for character in key}
    assert BREAKS.isdisjoint(known)
    (tmp_path / "a.txt").write_text("甲，\t乙，\n", encoding="utf-8")
    assert "，" not in named_conversion(str(tmp_path)).breaks
    assert "\n" in named_conversion(str(tmp_path)).breaks


def _names() -> list[str]:
    found: set[str] = set()
    from textnorm.script.opencc import configurations, layers  # noqa: PLC0415 - for this test alone

    def collect(each: tables.Layers | None) -> None:
        if isinstance(each, str):
            found.add(each)
        else:
            for member in each[1:] if each else ():
                collect(member)

    for configuration in configurations().values():
        stages = layers(configuration)
        for each in (*stages.normalization, stages.words, *stages.dictionaries):
            collect(each)
    return sorted(found)


@pytest.mark.parametrize(
    "converter", [Converter("s2twp"), Converter(to="zh-TW"), Converter(to="zh-TW", protect=("a",))]
)
def test_a_stream_is_what_convert_makes(converter: Converter) -> None:
    text = "他们在这里用软件。\n\n皇后在后面。\n" * 40
    assert "".join(converter.stream(pieces(text, [7, 100]))) == converter.convert(text)
    assert list(converter.stream([])) in ([], [""])


def test_what_never_ends_is_cut_nevertheless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textnorm.script.streaming._LONGEST", 100)
    sizes = [len(part) for part in parts(("甲" * 7 for _ in range(1000)), lambda _: 0, part=10)]
    assert sum(sizes) == 7000
    assert max(sizes) < 200
