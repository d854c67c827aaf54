"""The matching loops: what every kernel must do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from textnorm import kernel
from textnorm.kernel import reference

ALPHABET = "ab后面\U00020000\ud800\0⿰⿲⿾"

texts = st.text(ALPHABET, max_size=30)
dictionaries = st.dictionaries(st.text(ALPHABET[:8], min_size=1, max_size=5), st.text("xyz", max_size=2), max_size=12)


def naive(text: str, entries: dict[str, str]) -> list[tuple[int, int, str]]:
    """Try every length at every place; descriptions are found by recursion."""
    found, at = [], 0
    while at < len(text):
        for end in range(len(text), at, -1):
            if text[at:end] in entries:
                found.append((at, end, entries[text[at:end]]))
                at = end
                break
        else:
            at = description_end(text, at, 0) or at + 1
    return found


def description_end(text: str, at: int, depth: int) -> int:
    """Return where the description that starts at ``at`` ends; 0 when it is incomplete or too deep."""
    operands = 2 if text[at] == "⿰" else 3 if text[at] == "⿲" else 1 if text[at] == "⿾" else 0
    if not operands or depth == 15:
        return 0
    end = at + 1
    for _ in range(operands):
        if end >= len(text):
            return 0
        end = description_end(text, end, depth + 1) if text[end] in "⿰⿲⿾" else end + 1
        if not end:
            return 0
    return end


@given(texts, dictionaries)
def test_matches_takes_the_longest_key_from_left_to_right(text: str, entries: dict[str, str]) -> None:
    assert list(reference.matches(text, reference.Dictionary(entries))) == naive(text, entries)


@given(texts, dictionaries)
def test_convert_and_segments_follow_the_matches(text: str, entries: dict[str, str]) -> None:
    dictionary = kernel.Dictionary(entries)
    parts = list(kernel.segments(text, dictionary))
    assert "".join(text[start:end] for start, end, _ in parts) == text
    values = iter(kernel.matches(text, dictionary))
    pieces = [next(values)[2] if is_word else text[start:end] for start, end, is_word in parts]
    assert kernel.convert(text, dictionary) == "".join(pieces)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("⿰火丁", [(0, 3)]),
        ("⿰火", []),
        ("⿲一⿱二三四五", [(0, 6)]),
        ("⿰⿰一二", [(1, 4)]),
        ("⿾又⿿又", [(0, 2), (2, 4)]),
        ("⿰" * 15 + "一" * 16, [(0, 31)]),
        ("⿰" * 16 + "一" * 17, [(1, 32)]),
        ("漢字", []),
    ],
)
def test_complete_descriptions_are_one_character(text: str, spans: list[tuple[int, int]]) -> None:
    assert list(kernel.descriptions(text)) == spans


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="empty key"):
        kernel.Dictionary({"": "x"})


def test_a_dictionary_shows_its_size() -> None:
    assert repr(kernel.Dictionary({"a": "b"})) == "<Dictionary: 1 entries>"


@pytest.mark.parametrize("unit", ["⿰", "ab", "aaaaaaab", "⿰后"])
def test_work_grows_linearly(unit: str) -> None:
    """Counted where it can be: the compiled loops do the same steps."""
    dictionary = reference.Dictionary({"a" * length: "x" for length in (1, 2, 5, 40)} | {"后": "後"})

    def work(size: int) -> int:
        return calls(lambda text: reference.convert(text, dictionary), unit * (size // len(unit)))

    assert work(8000) < 5 * work(2000) + 100
