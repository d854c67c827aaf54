"""The compiled pass of ``convert(text, to=…)`` does what ``textnorm.script.definition`` says, on any text."""

from __future__ import annotations

import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategies import texts
from textnorm import kernel
from textnorm.script import convert, definition, target, weighing
from textnorm.script.characters import characters
from textnorm.script.finished import TABLES, finished
from textnorm.script.held import unread_spans
from textnorm.script.sentences import SENTENCE
from textnorm.script.target import changes, converted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.script.held import Held

DATA = Path(target.__file__).resolve().parent.parent / "data"
compiled = pytest.mark.skipif(kernel.ENGINE != "compiled", reason="needs the compiled kernel")

#: Every target, with and without its words.
ASKED = [
    ("zh-Hans", False),
    ("zh-Hans", True),
    ("zh-Hant", False),
    ("zh-TW", False),
    ("zh-TW", True),
    ("zh-HK", False),
]
#: Rich in ambiguous characters, words of two senses, both scripts, astral forms and ends of sentences.
CHARACTERS = (
    "干了后里面发只台制系表复钟余范于乾著裡後發麵係鐘文件檔案软件軟體信息資訊对象循环程序组织支持的一是不我们們這个個"
    "，。！\n aA1.\U0002070e\U00020000\U00026c21㗲勣\ud800\uffff\0臺台着羣群"
)
mixed = st.one_of(texts, st.text(st.sampled_from(CHARACTERS), max_size=60))


def defined(
    text: str, to: str, held: Sequence[Held], evidence: tuple[int, int] | None = None, *, words: bool
) -> tuple[str, bool, list[tuple[int, int, str, int]]]:
    spans, shows = definition.bring(text, to, words=words, held=held, evidence=evidence)
    result, done = "", 0
    for start, end, after, _ in spans:
        result += text[done:start] + after
        done = end
    return result + text[done:], shows, [(span.start, span.end, span.after, span.rule) for span in spans]


def brought(
    text: str, to: str, held: Sequence[Held], evidence: tuple[int, int] | None = None, *, words: bool
) -> tuple[str, bool, list[tuple[int, int, str, int]]]:
    script = finished(to, words=words)
    assert script is not None
    columns = [array("q") for _ in range(5)]
    result, wrote, shows = script.bring(text, held, columns, evidence)
    assert script.bring(text, held, None, evidence) == (result, wrote, shows)
    edits = [(start, end, result[begin:finish], rule) for start, end, begin, finish, rule in zip(*columns, strict=True)]
    assert wrote == bool(edits)
    return result, shows, edits


@st.composite
def held_texts(draw: st.DrawFn) -> tuple[str, list[Held]]:
    """Return a text and spans of it that are held."""
    text = draw(mixed)
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = zip(bounds[::2], bounds[1::2], strict=False)
    values = st.text(st.sampled_from(CHARACTERS), max_size=3)
    return text, [(start, end, draw(st.one_of(st.none(), st.just(text[start:end]), values))) for start, end in spans]


@compiled
@pytest.mark.parametrize(("to", "words"), ASKED)
@settings(max_examples=150)
@given(case=held_texts(), evidence=st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(0, 2))))
@example(case=("1", [(0, 1, "1裡")]), evidence=None)
def test_the_kernel_does_what_is_defined(
    to: str,
    words: bool,  # noqa: FBT001 - a parameter of a case
    case: tuple[str, list[Held]],
    evidence: tuple[int, int] | None,
) -> None:
    text, held = case
    assert brought(text, to, held, evidence, words=words) == defined(text, to, held, evidence, words=words)
    assert target.evidence(text, to, held) == definition.count(text, to, held)


@compiled
@given(mixed.map(lambda text: text.replace("\n", "")), st.booleans())
@example("皇后后來離開了，關系很復雜", True)  # noqa: FBT003 - an example
def test_the_kernel_weighs_as_defined(text: str, better: bool) -> None:  # noqa: FBT001 - a parameter of a case
    script = finished("zh-Hant")
    assert script is not None
    sentences = [found.span() for found in SENTENCE.finditer(text)]
    places = [
        (start, chr(best), pytest.approx(lead / 80), pytest.approx(share / 1_000_000, abs=2e-6))
        for start, best, lead, share in zip(*script.weigh(text, sentences, better), strict=True)
    ]
    assert [tuple(place) for place in weighing.defined(text, sentences, better=better)] == places


@compiled
@given(mixed, st.sampled_from([0.0, 0.6, 0.999, 1.0]))
@example("钟先生爱看钟，皇后后来离开了这里", 1.0)
def test_the_kernel_lists_the_places_as_defined(text: str, below: float) -> None:
    sentences = [found.span() for found in SENTENCE.finditer(text)]
    every = weighing.every_choice(text, sentences)
    likeliest = ((choice, max(odds for _, odds in choice.forms)) for choice in every)
    assert weighing.unsure(text, sentences, below) == [choice for choice, odds in likeliest if odds <= below]


@compiled
@given(mixed)
def test_the_kernel_finds_what_tells_the_script(text: str) -> None:
    known = characters()
    members = (known.simplified, known.traditional)
    found = [[at for at, character in enumerate(text) if character in own] for own in members]
    assert [list(places) for places in weighing.telling(text)] == found


@compiled
@pytest.mark.parametrize("sentences", [[(0, 9)], [(2, 1)], [(-1, 2)]])
def test_sentences_must_lie_in_the_text(sentences: list[tuple[int, int]]) -> None:
    script = finished("zh-Hant")
    assert script is not None
    with pytest.raises(ValueError, match="lie in the text"):
        script.weigh("皇后后來", sentences, doubtful=True)


@compiled
@pytest.mark.parametrize(("to", "words"), ASKED)
@pytest.mark.parametrize("text", ["", "\n" * 5000, "后" * 5000, "干" * 3000 + "们\U00020000", "面。" * 3000 + "麵"])
def test_long_texts(to: str, words: bool, text: str) -> None:  # noqa: FBT001 - a parameter of a case
    assert brought(text, to, [], words=words) == defined(text, to, [], words=words)


@compiled
def test_a_long_sentence_takes_linear_time() -> None:
    """A sentence of a million characters of which each is ambiguous, and one with words held all over it."""
    assert len(convert("干" * 1_000_000 + "们", to="zh-TW")) == 1_000_001
    text = "软件们" * 50_000
    fixed = [(at, at + 2, "x") for at in range(0, len(text), 3)]
    assert converted(text, "zh-TW", vocabulary=True, fixed=fixed) == "x們" * 50_000


@compiled
@pytest.mark.skipif(sys.byteorder != "little", reason="the file is little-endian")
def test_the_file_is_what_its_tool_makes() -> None:
    import build_targets  # noqa: PLC0415 - needs the compiled kernel

    assert (DATA / TABLES).read_bytes() == build_targets.content()


@compiled
@pytest.mark.parametrize("held", [[(2, 1, "")], [(0, 2, "x"), (1, 3, "y")], [(0, 9, None)], [(1, 1, "x")]])
def test_held_spans_must_ascend(held: list[Held]) -> None:
    script = finished("zh-TW")
    assert script is not None
    with pytest.raises(ValueError, match="ascending order"):
        script.bring("软件里面", held)


#: What starts and ends protected spans and description sequences, between ambiguous characters.
marked = st.lists(
    st.one_of(
        mixed,
        st.sampled_from(["`", "```\n", "<b 发>", "http://发.cn/里", "C:\\发\\", "$发_1$", "⿰", "⿱发", "\r\n", "é"]),
    ),
    max_size=12,
).map("".join)


@compiled
@given(marked, st.sampled_from(ASKED))
def test_a_whole_text_is_brought_without_what_is_not_read(text: str, asked: tuple[str, bool]) -> None:
    to, words = asked
    script = finished(to, words=words)
    assert script is not None
    result, wrote, shows = script.bring(text, unread_spans(text))
    assert script.convert(text) == (result if shows or not wrote else None)


@compiled
def test_threads_and_texts_of_any_size_share_a_script() -> None:
    """The memory of one call serves the next one, whatever the width and the length of its text."""
    script = finished("zh-TW", words=True)
    assert script is not None
    sentence = "这个软件的对象在里面，干了一杯；以后发出信息。"
    wide = sentence + "\U00020000发"
    given = [text * times for times in (1, 300, 2, 5_000) for text in (sentence, wide, sentence[:-1])]
    expected = [script.bring(text, ())[0] for text in given]
    assert [script.convert(text) for text in given] == expected
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(script.convert, given * 5)) == expected * 5


FIXED = [
    # a fixed word keeps its form, and is read by what stands around it
    ("软件们里面", [(0, 2, "软件")], "软件們裡面"),
    ("软件们里面", [(0, 2, "SOFTWARE")], "SOFTWARE們裡面"),
    # what is fixed and stays tells nothing about the script of its sentence; what becomes another does
    ("這裡寫软件", [(3, 5, "软件")], "這裡寫软件"),
    ("软件里", [(0, 2, "软件")], "软件里"),
    ("软件里", [(0, 2, "APP")], "APP裡"),
    ("軟體里", [(0, 2, "APP")], "APP里"),
    # a protected span is stronger
    ("看`软件`们", [(2, 4, "x")], "看`软件`們"),
]


@pytest.mark.parametrize(("text", "fixed", "expected"), FIXED)
def test_fixed_spans(text: str, fixed: list[tuple[int, int, str]], expected: str) -> None:
    assert converted(text, "zh-TW", fixed=fixed) == expected
    result, done = "", 0
    for change in changes(text, "zh-TW", fixed=fixed):
        result += text[done : change.start] + (change.after or "")
        done = change.end
    assert result + text[done:] == expected


def test_protected_spans_are_neither_read_nor_changed() -> None:
    assert converted("软件里面", "zh-TW", protected=[(0, 2)]) == "软件裡面"


@given(mixed, st.sampled_from(ASKED))
def test_changes_make_what_is_converted(text: str, asked: tuple[str, bool]) -> None:
    to, words = asked
    result, done = "", 0
    for change in changes(text, to, vocabulary=words):
        assert change.start >= done
        result += text[done : change.start] + (change.after or "")
        done = change.end
    assert result + text[done:] == convert(text, to=to, vocabulary=words)
    assert convert(result + text[done:], to=to, vocabulary=words) == result + text[done:]


@pytest.mark.parametrize("text", ["這裡的水污染", "這裡的水汙染"])
def test_both_habits_of_a_region_stay(text: str) -> None:
    """Taiwan writes 污 far more often than the 汙 that OpenCC has for it: neither is imposed."""
    assert convert(text, to="zh-TW") == text
    assert convert("这里的水污染", to="zh-TW") == "這裡的水污染"
