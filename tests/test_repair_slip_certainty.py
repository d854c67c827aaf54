"""How certain characters of re-paired runs are, and how many doubtful ones a document may write."""

from __future__ import annotations

import pytest

from textnorm.repair.certainty import LEVELS
from textnorm.repair.slips.certainty import TERMS, certainties, kind_of, terms, usual_errors
from textnorm.repair.slips.search import slips

#: A byte was lost behind each of these beginnings; the last one lost pairs of the user-defined area too.
DAMAGED = ("大家吨勒庵址椒梢越饩鑫侍狻?", "學者認為或?qū)⑹沟肁I更便宜。")


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("大家吨勒庵址椒梢越饩鑫侍狻?", "lost gapped"),
        ("大家都知道这种方法可以解鑫侍狻�", "lost whole"),
        ("学懈浇的图书馆今天下午三点关门。", "lost silent"),
        ("因?yàn)閷τ谌斯ぶ悄芗夹g(shù)來說", "annotated whole"),
    ],
)
def test_what_is_missing_tells_the_kinds(text: str, kind: str) -> None:
    """Pairs that may be gone, a byte given up without a mark, or nothing but the byte itself."""
    assert {kind_of(text, one).rpartition(" ")[0] for one in slips(text)} == {kind}


def test_certainty_rises_with_the_probability_of_the_search() -> None:
    """The table never turns the order of the search around: its weight of the odds is positive."""
    (slip,) = slips(DAMAGED[0])
    rows = sorted(zip((one.probability for one in slip.characters), certainties(DAMAGED[0], slip), strict=True))
    assert rows[0][1] <= rows[-1][1]


@pytest.mark.parametrize("run", ["annotated gapped", "annotated whole", "lost gapped", "lost silent", "lost whole"])
@pytest.mark.parametrize("language", ["plain", "rare"])
def test_the_surer_the_fewer_errors(run: str, language: str) -> None:
    """The table has a row for each kind of run, in descending order."""
    shares = usual_errors(f"{run} {language}")
    assert list(shares) == sorted(shares, reverse=True)
