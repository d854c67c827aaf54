"""Real programs damaged these texts: the forward models do the same, and the repair undoes it as far as it can.

``decoders.jsonl`` has a line for each text and what programs made of it: Python, glibc, GNU libiconv, ICU, Node,
Java, Perl, PHP, Ruby, Go, encoding_rs, MariaDB and Windows (Wine) were asked in the versions that are named.
"""

from __future__ import annotations

import json
import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer

RECORDED = [*map(json.loads, Path(__file__).with_name("decoders.jsonl").read_text("utf-8").split("\n")[:-1])]
GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
#: Damage that leaves too few of the bytes.
MOSTLY_LOST = (
    "utf8-as-big5",
    "gbk-as-utf8",
    *(f"big5-as-gbk-{style}" for style in ("pairs", "questioned", "ruby", "go")),
)


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: f"{row['kind']} by {row['programs'][0]}")
def test_a_model_does_what_programs_did(row: dict[str, str]) -> None:
    assert damage.KINDS[row["kind"]](row["text"], random.Random(0)) == row["shown"]


@pytest.mark.parametrize(
    "row",
    [row for row in RECORDED if not row["kind"].startswith(MOSTLY_LOST)],
    ids=lambda row: f"{row['kind']} by {row['programs'][0]}",
)
def test_what_programs_damaged_comes_back(row: dict[str, str]) -> None:
    restored = GUESSING.normalize(row["shown"])
    blocks = SequenceMatcher(None, restored, row["text"], autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) >= 0.85 * len(row["text"])


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: f"{row['kind']} by {row['programs'][0]}")
def test_what_programs_damaged_is_never_passed_in_silence(row: dict[str, str]) -> None:
    result = Normalizer(Config(profile="repair")).trace(row["shown"])
    assert result.text != row["shown"] or result.refused


@pytest.mark.parametrize("kind", ["utf8-as-gbk-kept", "utf8-as-gbk-single", "utf8-as-cp1252", "utf8-as-cp1251"])
def test_a_byte_order_mark_that_was_misread_takes_no_character_with_it(kind: str) -> None:
    text = "渔民们把网晾在码头上，才去吃饭。"
    assert GUESSING.normalize(damage.KINDS[kind](f"\ufeff{text}", random.Random(0))).lstrip("\ufeff") == text
