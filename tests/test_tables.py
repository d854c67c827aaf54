"""Tables made from the work of others can be made again, byte for byte, and are what they claim to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from textnorm.repair.gbk import code_pair, in_gb2312
from textnorm.repair.readings import READING, is_first_reading, listed_depth, trail_bytes_read_as

DATA = Path(__file__).resolve().parent.parent / "textnorm" / "data"


def test_readings_are_what_their_tool_makes() -> None:
    pytest.importorskip("pypinyin")
    import build_readings  # noqa: PLC0415 - needs pypinyin

    assert (DATA / "readings.txt").read_text(encoding="utf-8") == build_readings.build()


def rows(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def test_readings_are_sorted_and_unique() -> None:
    readings = [row.split("\t")[0] for row in rows("readings.txt")]
    assert readings == sorted(set(readings))
    assert all(len(row.split("\t")) == 3 for row in rows("readings.txt"))


def test_listed_characters_are_unique_traditional_and_have_a_reading() -> None:
    listed = "".join(rows("annotator-table.txt"))
    assert len(set(listed)) == len(listed)
    assert not any(in_gb2312(character) for character in listed)
    for character in listed:
        pair = code_pair(character)
        assert pair is not None
        assert listed_depth(character) is not None


def test_toned_readings_match_the_pattern() -> None:
    shape = re.compile(READING)
    toned = [row.split("\t")[0] for row in rows("readings.txt") if not row.split("\t")[0].isascii()]
    rare = [reading for reading in toned if not shape.fullmatch(reading)]
    assert all(len(reading) <= 2 for reading in rare), rare


def test_a_lost_byte_is_found_by_its_reading() -> None:
    lead, trail = code_pair("驅") or (0, 0)
    assert trail in trail_bytes_read_as(lead, "qū")
    assert is_first_reading("驅", "qū")


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.name)
def test_every_table_says_where_it_comes_from(path: Path) -> None:
    header = "".join(line for line in path.read_text(encoding="utf-8").splitlines()[:20] if line.startswith("#"))
    assert "Source" in header or "source" in header
    assert "Used by" in header


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_make_tables_makes_every_table_that_a_tool_makes(path: Path) -> None:
    header = path.read_bytes()[:4000].decode("utf-8", "replace")
    makers = re.findall(r"[Mm]ade by tools/(\w+\.py)", header)
    makefile = (DATA.parent.parent / "Makefile").read_text(encoding="utf-8")
    assert all(f"tools/{maker}" in makefile for maker in makers)
    assert makers or "written for textnorm" in header or "worked out by the textnorm developers" in header
