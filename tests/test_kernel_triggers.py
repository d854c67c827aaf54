"""The search for many small patterns at once finds what ``re`` finds, in both engines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel import reference_suspects, reference_triggers
from textnorm.kernel.trigger_patterns import automaton, rows

compiled = pytest.importorskip("textnorm.kernel.compiled_triggers", reason="the kernel was not compiled")

characters = st.sampled_from(["a", "b", "c", "?", "\n", " ", "中", "文", "\ufffd", "\ud800", "\uffff", "😀", "𠮷"])
classes = st.sampled_from(
    ["a", "b", "c", "[ab]", "[a-c]", "[^a]", r"\?", "\n", "中", "[一-鿿]", "[^\x00-\x7f]", "[\ud800-\udfff]"]
)
patterns = st.lists(st.tuples(classes, st.sampled_from(["", "", "?", "+", "*"])), min_size=1, max_size=4).map(
    lambda parts: "a" + "".join(one + times for one, times in parts)
)
groups_of_patterns = st.lists(st.lists(patterns, max_size=2), max_size=3)
texts = st.lists(characters, max_size=20).map("".join)


@given(groups=groups_of_patterns, text=texts)
def test_both_engines_see_the_same_and_it_is_what_re_finds(groups: list[list[str]], text: str) -> None:
    found = compiled.Triggers(groups)
    defined = reference_triggers.Triggers(groups)
    assert found.seen(text) == defined.seen(text)
    assert found.ends(text) == defined.ends(text)
    shown = text.replace("😀", "\uffff").replace("𠮷", "\uffff") + "\n"
    seen = [any(re.search(pattern, shown) for pattern in group) for group in groups]
    assert found.seen(text) == sum(1 << number for number, one in enumerate(seen) if one)
    every = [re.compile(pattern) for group in groups for pattern in group]
    ends = [
        end
        for end in range(1, len(shown) + 1)
        if any(one.fullmatch(shown, start, end) for one in every for start in range(end))
    ]
    assert list(found.ends(text)) == ends


@given(groups=groups_of_patterns, text=texts)
def test_lines_with_a_pattern_are_those_that_show_one_by_themselves(groups: list[list[str]], text: str) -> None:
    found = compiled.Triggers(groups)
    spans = [one.span() for one in re.finditer("(?m)^.*", text)]
    expected = [(begin, end) for begin, end in spans if found.seen(text[begin:end])]
    assert list(zip(*found.lines(text), strict=True)) == expected
    assert found.lines(text) == reference_triggers.Triggers(groups).lines(text)


@given(text=texts, threshold=st.integers(1, 12), number=st.integers(0, 50))
def test_weights_are_a_sign_where_they_make_a_suspect_span(text: str, threshold: int, number: int) -> None:
    weights = bytearray(b"\xff" * 0x10000)
    for i, one in enumerate("ab?中文\ufffd\ud800\uffff"):
        weights[ord(one)] = (number * (i + 1)) % 13 + 250 & 0xFF
    expected = bool(reference_suspects.suspects(text, bytes(weights), threshold)[0])
    for kind in (compiled.Triggers, reference_triggers.Triggers):
        assert kind([["zz"]], bytes(weights), threshold).seen(text) == 2 * expected


@given(text=texts, few=st.integers(0, 6))
def test_a_text_of_few_code_points_has_its_own_threshold(text: str, few: int) -> None:
    weights = bytes(2 if chr(point) in "ab中" else 0xFF for point in range(0x10000))
    least = 2 if 0 < len(text) <= few else 7
    expected = bool(reference_suspects.suspects(text, weights, least)[0])
    for kind in (compiled.Triggers, reference_triggers.Triggers):
        assert kind([["zz"]], weights, 7, few, 2).seen(text) == 2 * expected


def test_long_texts_and_many_ends() -> None:
    triggers = compiled.Triggers([["ab"], ["中+"]])
    for filler in ("x", "é", "文", "😀"):
        assert triggers.seen(filler * 10_000) == 0
        assert triggers.seen(filler * 10_000 + "ab" + filler) == 1
    assert list(triggers.ends("ab" * 1_000)) == list(range(2, 2_001, 2))
    assert list(triggers.lines("xab\nc\n" * 1_000)[1]) == list(range(3, 6_000, 6))


@pytest.mark.parametrize(
    "pattern", ["(a)", "a|b", ".", "a{2}", "[", "[]", "[b-a]", "a\\", r"\d", "a?", "a*b?", "", "^a"]
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|range"):
        rows(pattern)


def test_there_is_room_for_so_many_positions_only() -> None:
    automaton([["a" * 64], ["b" * 64]])
    with pytest.raises(ValueError, match="positions"):
        automaton([["a" * 64], ["b" * 64], ["c"]])
    with pytest.raises(ValueError, match="positions"):
        automaton([["a" * 65]])


def test_classes_that_lost_all_their_code_points_make_room() -> None:
    """Each wider range divides all the classes within from what they were, which leaves nothing of those."""
    wider = [f"[{chr(0x4E80 - i)}-{chr(0x4E80 + i)}]b" for i in range(1, 61)]
    found, defined = compiled.Triggers([wider]), reference_triggers.Triggers([wider])
    for first in (0x4E00, 0x4E44, 0x4E45, 0x4E80, 0x4EBC, 0x4EBD):
        text = f"{chr(first)}b"
        assert found.seen(text) == defined.seen(text)
    assert len(set(automaton([wider]).classes)) == 62
