"""How certain characters of re-paired runs are, and how many doubtful ones a document may write."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from textnorm import Config, Normalizer
from textnorm.repair.certainty import LEVELS
from textnorm.repair.slips.certainty import TERMS, certainties, kind_of, terms, usual_errors
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.search import slips
from textnorm.repair.slips.verdict import _is_in_short_line, convinces

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


@pytest.mark.parametrize(
    ("text", "at", "short"),
    [("", 0, True), ("一二三四五六七八", 7, True), ("一二三四五六七八九", 0, False), ("一二三四五六七八九", 8, False)],
)
def test_a_short_line_is_told_wherever_it_stands(text: str, at: int, *, short: bool) -> None:
    for before, behind in (("", ""), ("很长的一行文字在前面\n", ""), ("", "\n很长的一行文字在后面"), ("\n", "\n")):
        assert _is_in_short_line(f"{before}{text}{behind}", len(before) + at) is short


def test_what_another_step_could_not_read_is_no_slip_in_a_short_line() -> None:
    """U+FFFD may stand for any damage there."""
    assert Normalizer(Config(profile="repair")).normalize("\ufffd诰\ufffd") == "\ufffd诰\ufffd"


@pytest.mark.parametrize(
    ("kind", "ahead", "mean", "expected", "taken"),
    [
        (Start.Kind.READING, -50.0, 8.0, False, True),  # a reading without its bracket leaves no doubt
        (Start.Kind.READING, 50.0, 14.0, False, False),  # but what comes out must be Chinese
        (Start.Kind.MARK, 25.0, 8.0, False, False),  # people write question marks before other marks
        (Start.Kind.MARK, 35.0, 8.0, False, True),
        (Start.Kind.MARK, 1.0, 8.0, True, True),  # in an annotated document they are to be expected
        (Start.Kind.BYTE, 10.0, 8.0, False, False),
        (Start.Kind.BYTE, 20.0, 8.0, False, True),
        (Start.Kind.BYTE, 60.0, 14.0, False, False),
        (Start.Kind.REPLACED, 1.0, 8.0, False, True),
        (Start.Kind.REPLACED, -1.0, 8.0, False, False),
    ],
)
def test_a_run_must_be_the_likelier_text_by_what_shows_it(
    kind: Start.Kind, ahead: float, mean: float, *, expected: bool, taken: bool
) -> None:
    """Bits that the reading is ahead of the text as it stands, and mean bits of its characters."""
    slip: Any = SimpleNamespace(
        kind=kind, expected=expected, bits=100.0, shown_bits=100.0 + ahead, read_bits=mean, characters=("书",)
    )
    assert convinces(slip) is taken
    slip.characters = ()
    assert not convinces(slip)


def test_a_run_of_which_less_than_half_is_sure_stays_as_it_was_and_is_listed() -> None:
    """U+FFFD for most of its characters would hide what is left of them."""
    damaged = "他们在河边搭了帐篷，夜里嗤芙辛苏凰蕖?"  # 夜里听见青蛙叫了整整一宿。
    result = Normalizer(Config(profile="repair")).trace(damaged)
    assert result.text == damaged
    assert [one.rule for one in result.refused] == ["PIN004"]
