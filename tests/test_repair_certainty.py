"""How certain a character must be: few of what is written may be wrong, over all texts of a kind and in a long one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from textnorm.repair.certainty import LEVELS, least_certainty

NEVER = [0.0] * len(LEVELS)
CHANCES = st.lists(st.floats(0, 1), max_size=60)
SHARES = st.lists(st.floats(0, 0.02), min_size=len(LEVELS), max_size=len(LEVELS)).map(
    lambda shares: sorted(shares, reverse=True)
)


@given(CHANCES, st.integers(0, 5000), st.floats(0.5, 1), SHARES)
def test_few_of_what_is_written_is_expected_to_be_wrong(
    chances: list[float], others: int, threshold: float, usual: list[float]
) -> None:
    characters = len(chances) + others
    least = least_certainty(chances, characters, threshold, usual)
    written = [one for one in chances if one >= least]
    assert least >= 0.5
    assert sum(1 - one for one in written) <= 0.03 * (1 - threshold) * (characters + 1000) + 1e-9


@given(CHANCES, st.floats(0.5, 1), SHARES)
def test_a_longer_text_may_have_more_wrong_characters(
    chances: list[float], threshold: float, usual: list[float]
) -> None:
    shorter, longer = (least_certainty(chances, size, threshold, usual) for size in (100, 10_000))
    assert longer <= shorter


@given(CHANCES, SHARES)
def test_who_asks_for_more_gets_less_written(chances: list[float], usual: list[float]) -> None:
    found = [least_certainty(chances, 100, threshold, usual) for threshold in (0.5, 0.9, 0.99, 0.999)]
    assert found == sorted(found)


def test_where_a_limit_errs_more_elsewhere_it_is_higher_here() -> None:
    chances = [0.55, 0.75, 0.92, 0.992]
    rarely = [0.002, *NEVER[1:]]
    often = [0.004 if level < 0.7 else 0.0 for level in LEVELS]
    always = [0.02] * len(LEVELS)
    found = [least_certainty(chances, 30, 0.9, usual) for usual in (rarely, often, always)]
    assert found == [0.55, 0.75, 2.0]


def test_what_is_less_likely_than_not_is_never_written() -> None:
    assert least_certainty([0.49], 10**6, 0.0, NEVER) > 1


def test_a_text_full_of_doubt_is_held_to_its_own_budget() -> None:
    """One line may be unlucky; a long text of such lines shows that its damage is not the usual one."""
    line, length = [0.6, 0.97, 0.999], 40
    few, many = (least_certainty(line * lines, length * lines, 0.9, NEVER) for lines in (1, 200))
    assert (few, many) == (0.6, 0.97)
