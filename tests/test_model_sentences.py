"""What marks cost by what stands far before them: the compiled search knows the same as its definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel.reference_search import best_path
from textnorm.kernel.reference_sentences import Sentence, Sentences
from textnorm.model.lattice import Lattice
from textnorm.model.ngrams import load
from textnorm.model.search import search

SENTENCES = Sentences(lambda point: point, lambda _: 0.0)


def costs(text: str) -> list[float]:
    """Return what each character costs in addition, where a line feed ends a line."""
    state, found = Sentence(), []
    for character in text:
        state, bits = SENTENCES.step(state, 0 if character == "\n" else ord(character))
        found.append(bits)
    return found


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("他写了《河边》", -4.0),
        ("他写了河边》", 4.0),
        ("“《河边”", 0.0),  # closes across a title that is open
        ("《河。", 4.0),
        ("“走。", 0.0),
        ("《河《", 4.0),
        ("（一《", 0.0),
        ("《河\n", 4.0),
        ("《河》\n", 0.0),
        ("他去哪里了？", -1.5),
        ("他去哪里了。", 1.5),
        ("他去哪里了，", 0.75),
        ("他去了？", 0.75),
        ("为什么？", 0.75),  # the n-grams see that themselves
        ("为什么呢。他走了。", 0.0),
        ("去吧，。", 4.0),
        ("去吧！！", 0.0),
        ("去吧。”", 0.0),
        ("去吧”", 4.0),
        ("去吧。…", 4.0),
        ("去吧……", 0.0),
        ("去吧？…", 0.0),
    ],
)
def test_the_last_mark_costs(text: str, bits: float) -> None:
    assert costs(text)[-1] == bits


@pytest.mark.parametrize(
    ("before", "choices", "after", "text"),
    [("我读过《山里的人", "》，。", "这本书", "》"), ("明天到底去不去，谁知道得清楚", "？：；", "", "？")],
)
def test_a_mark_fits_what_stands_far_before_it(before: str, choices: str, after: str, text: str) -> None:
    lattice = Lattice(1)
    lattice.extend(0, 1, choices)
    filling = search(load(), lattice, before, after)
    assert filling is not None
    assert filling.text == text


PIECES = st.text("《》（）“”。，？！…　什么谁还是a1中\n", max_size=6)


@given(PIECES, st.lists(st.text("《》（）“”。，？！…什么谁中", min_size=1, max_size=3), min_size=1, max_size=5), PIECES)
def test_the_compiled_search_follows_the_definition(before: str, places: list[str], after: str) -> None:
    model = load()
    lattice = Lattice(len(places))
    for node, characters in enumerate(places):
        lattice.extend(node, node + 1, "".join(sorted(set(characters))))
    found = search(model, lattice, before, after)
    columns = (lattice.starts, lattice.ends, lattice.characters, lattice.bits)
    expected = best_path(model.definition, columns, lattice.size, before, after, beam=48, margin=20.0)
    assert found is not None
    assert expected is not None
    path, bits, all_bits, _ = expected
    assert found.bits - found.all_bits == pytest.approx(bits - all_bits, abs=1e-3)
    assert found.text == "".join(chr(lattice.characters[edge]) for edge in path)
