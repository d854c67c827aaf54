"""Where one byte was lost others were: runs that only read badly count more near one that is clear."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import damage
from textnorm import Normalizer
from textnorm.config import Config
from textnorm.repair.slips.neighbours import joined
from textnorm.repair.slips.search import slips

ROOT = Path(__file__).parents[1]
SENTENCES = (ROOT / "benchmarks" / "sentences-hans.txt").read_text(encoding="utf-8").splitlines()[:60]
KINDS = "gbk-byte-lost-ignored", "gbk-byte-gained-ignored"


def _damaged(kind: str) -> list[str]:
    """Return the sentences, of which every third is damaged."""
    rng = random.Random(kind)
    return [damage.KINDS[kind](one, rng) if k % 3 == 1 else one for k, one in enumerate(SENTENCES)]


def _repaired(lines: list[str]) -> list[str]:
    return Normalizer(Config(profile="repair")).normalize("\n".join(lines)).split("\n")


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_one_document_help_each_other(kind: str) -> None:
    """More of them come back than one by one, and no clean line between them changes."""
    lines = _damaged(kind)
    together, alone = _repaired(lines), [_repaired([one])[0] for one in lines]
    assert sum(map(str.__eq__, together, SENTENCES)) > sum(map(str.__eq__, alone, SENTENCES))
    assert [one for one, shown, true in zip(together, lines, SENTENCES, strict=True) if shown == true != one] == []


def test_far_from_a_clear_run_nothing_is_expected() -> None:
    """A line that comes back beside clear runs stays as it is 4,000 characters further on: no long text is searched."""
    kind = KINDS[0]
    lines = _damaged(kind)
    together = _repaired(lines)
    weak = [
        one for one, was, true in zip(lines, together, SENTENCES, strict=True) if was == true != _repaired([one])[0]
    ]
    filler = [one for k, one in enumerate(SENTENCES) if k % 3 != 1] * 6
    assert weak
    assert sum(map(len, filler)) > 4500
    shown = [*lines, *filler, *weak]
    assert _repaired(shown)[-len(weak) :] == weak


def test_of_two_runs_that_overlap_the_better_one_stays() -> None:
    """In ascending order, whichever comes first."""
    (one,) = slips("大家吨勒庵址椒梢越饩鑫侍狻?")
    worse, behind = one._replace(bits=one.bits + 3.0), one._replace(start=one.end, end=one.end + 4)
    assert joined([worse], [behind, one]) == [one, behind]
