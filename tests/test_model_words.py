"""Texts as rows of words: the running sum is the cheapest division, and words decide what fills a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel.reference_words import LONGEST_WORD
from textnorm.model.lattice import Lattice
from textnorm.model.ngrams import load
from textnorm.model.search import search

ALPHABET = "图书馆天气预报告诉说，7a \n鼐𠮷"
#: Bits of what is no word.
OTHERWISE = 7.0


def running(text: str) -> float:
    """Return the bits of a text by steps, from no context at all."""
    state, total = load().definition.words.NONE, 0.0
    for character in text:
        state, bits = load().definition.words.step(state, load().symbol(ord(character)), OTHERWISE)
        total += bits
    return total


def cheapest(text: str) -> float:
    """Return the bits of the best of all divisions.

    Letters, digits and spaces are in no word, even where the short checks of the table agree by chance.
    """
    model = load().definition.words
    symbols = [load().symbol(ord(character)) for character in text]
    alone = [(model.bits([symbol]) or 0.0) < 0 for symbol in symbols]
    best = [0.0]
    for end in range(1, len(symbols) + 1):
        ways = []
        for start in range(max(0, end - LONGEST_WORD), end):
            if start < end - 1 and any(alone[start:end]):
                continue
            bits = model.bits(symbols[start:end])
            ways += [] if bits is None else [best[start] + (bits if bits >= 0 else OTHERWISE)]
        best.append(min(ways))
    return best[-1]


@given(st.text(ALPHABET, max_size=9))
def test_the_running_sum_is_the_cheapest_division(text: str) -> None:
    assert running(text) == pytest.approx(cheapest(text))


@pytest.mark.parametrize(("word", "parts"), [("图书馆", "图馆书"), ("天气预报", "报预气天"), ("告诉", "诉告")])
def test_a_word_costs_less_than_its_characters(word: str, parts: str) -> None:
    assert running(word) + 5 < running(parts)


def test_words_decide_what_fills_a_gap() -> None:
    lattice = Lattice(4)
    for node, characters in enumerate(["画", "蛇蚊", "添漆", "足促"]):
        lattice.extend(node, node + 1, characters)
    filling = search(load(), lattice, "不要", "。")
    assert filling is not None
    assert filling.text == "画蛇添足"
    assert min(filling.probabilities) > 0.9
