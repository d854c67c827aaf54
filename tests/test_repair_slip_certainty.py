"""How certain characters of re-paired runs are, and how many doubtful ones a document may write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.repair.certainty import LEVELS
from textnorm.repair.long_words import LONGEST, in_long_words
from textnorm.repair.slips.certainty import TERMS, certainties, kind_of, terms, usual_errors
from textnorm.repair.slips.search import slips

#: A byte was lost behind each of these beginnings; the last one lost pairs of the user-defined area too.
DAMAGED = ("大家吨勒庵址椒梢越饩鑫侍狻?", "學者認為或?qū)⑹沟肁I更便宜。")


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("", ""),
        ("他們出其不意地來了", "001111000"),
        ("他们出其不意地来了", "001111000"),
        ("出其不", "000"),
        ("出其，不意", "00000"),
        ("\ud800\0" * 3, "000000"),
    ],
)
def test_long_words_cover_their_characters_in_both_scripts(text: str, covered: str) -> None:
    """A word counts as a whole, and only as a whole."""
    assert "".join(map(str, in_long_words(text))) == covered


@given(st.text())
def test_no_text_is_too_odd_for_long_words(text: str) -> None:
    """Each character has its mark; a word has four characters at least."""
    covered = in_long_words(text)
    assert len(covered) == len(text)
    assert all(len(run) >= LONGEST // 2 for run in bytes(covered).split(b"\0") if run)


@pytest.mark.parametrize("text", DAMAGED)
def test_each_character_has_its_terms_and_a_probability(text: str) -> None:
    """As many as the reading has characters, in the order of the names."""
    for slip in slips(text):
        each = list(terms(text, slip))
        chances = certainties(text, slip)
        assert len(each) == len(chances) == len(slip.characters)
        assert all(len(one) == len(TERMS) for one in each)
        assert all(0.0 <= one <= 1.0 for one in chances)
        assert len(usual_errors(kind_of(text, slip))) == len(LEVELS)


def test_certainty_rises_with_the_probability_of_the_search() -> None:
    """The table never turns the order of the search around: its weight of the odds is positive."""
    (slip,) = slips(DAMAGED[0])
    rows = sorted(zip((one.probability for one in slip.characters), certainties(DAMAGED[0], slip), strict=True))
    assert rows[0][1] <= rows[-1][1]


@pytest.mark.parametrize("began", ["annotated", "lost"])
@pytest.mark.parametrize("gaps", ["gapped", "whole"])
@pytest.mark.parametrize("language", ["plain", "rare"])
def test_the_surer_the_fewer_errors(began: str, gaps: str, language: str) -> None:
    """The table has a row for each kind of run, in descending order."""
    shares = usual_errors(f"{began} {gaps} {language}")
    assert list(shares) == sorted(shares, reverse=True)
