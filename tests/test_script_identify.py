"""``identify``: the script and the region of a text."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from strategies import texts
from textnorm.script import Identification, identify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "script", "region"),
    [
        ("", "undetermined", None),
        ("only Latin", "undetermined", None),
        ("山水", "undetermined", None),
        ("汉语", "Hans", None),
        ("我们的软件和鼠标", "Hans", "CN"),
        ("漢語", "Hant", None),
        ("我們在這裡安裝軟體", "Hant", "TW"),
        ("佢説為咗喺呢度裏面", "Hant", "HK"),
        ("羣衆爲了喫麪", "Hant", "CN"),
        ("這個網站是繁體的，这个网站是简体的", "mixed", None),
        ("すべての国が参加した", "undetermined", None),
        ("乾隆皇帝與皇后", "Hant", None),
        ("万俟先生的价格", "Hans", None),
        ("\ud800们\0", "Hans", None),
    ],
)
def test_identify(text: str, script: str, region: str | None) -> None:
    found = identify(text)
    assert (found.script, found.region) == (script, region)


@given(texts)
def test_every_text_has_an_answer(text: str) -> None:
    found = identify(text)
    assert found.script in {"Hans", "Hant", "mixed", "undetermined"}
    assert found.region in {"CN", "TW", "HK", None}
    assert 0 <= found.confidence <= 1
    assert list(found.regions) == sorted(found.regions, key=lambda row: -row[1])


def test_more_evidence_gives_more_confidence() -> None:
    assert identify("们").confidence < identify("他们来过").confidence < 1


def test_what_was_found_cannot_be_changed() -> None:
    found: Identification = identify("字")
    with pytest.raises(FrozenInstanceError):
        found.script = "Hans"  # type: ignore[misc]


def test_real_sentences(shared_data: Path) -> None:
    """At least 99.5 % on both sides of UD GSD; undetermined counts as wrong."""
    rows = [row.split("\t") for row in (shared_data / "script" / "ud-gsd-dev.tsv").read_text("utf-8").splitlines()]
    for column, script in ((1, "Hant"), (2, "Hans")):
        right = sum(identify(row[column]).script == script for row in rows)
        assert right / len(rows) >= 0.995
