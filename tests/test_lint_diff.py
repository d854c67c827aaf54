"""The diff that comes from the edits is one that ``patch`` understands."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from textnorm.lint import unified_diff
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NO_LINE_FEED = "\n\\ No newline at end of file\n"


def edits(text: str, raw: Iterable[tuple[int, int, str]]) -> Trace:
    changes = []
    at = 0
    for start, length, after in sorted(raw):
        first = max(start, at)
        last = min(first + length, len(text))
        if first <= len(text) and text[first:last] != after:
            changes.append(Change(first, last, after, "SPC001"))
            at = last
    return Trace(text, changes)


def lines(text: str) -> list[str]:
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def patched(text: str, diff: Iterable[str]) -> str:
    """Do what ``patch`` does, and check the context as it does."""
    source, out, at = lines(text), [], 0
    for line in diff:
        mark, body = line[0], line[1:].replace(NO_LINE_FEED, "")
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            first = int(start) - (count != "0")
            out += source[at:first]
            at = first
        elif not line.startswith(("---", "+++")):
            if mark in " -":
                assert source[at] == body
                at += 1
            if mark in " +":
                out.append(body)
    return "".join(out + source[at:])


texts = st.text("一二\n", max_size=30)
raw_edits = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text("三\n", max_size=3)), max_size=5)


@given(texts, raw_edits)
def test_the_diff_leads_from_source_to_target(text: str, raw: list[tuple[int, int, str]]) -> None:
    trace = edits(text, raw)
    assert patched(text, unified_diff(trace, "a", "a")) == trace.target


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs the program patch")
@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("一\n二\n三\n", [(2, 1, "二二")]),
        ("一\n二", [(3, 0, "\n")]),
        ("一\n二\n", [(3, 1, "")]),
        ("一\n" * 30, [(0, 1, "二"), (4, 2, ""), (40, 0, "三\n三\n"), (59, 1, "")]),
        ("一\r\n二\r\n", [(1, 1, ""), (4, 1, "")]),
        ("一\u2028二\x0c三\n四\n", [(1, 1, "")]),
    ],
)
def test_patch_accepts_it(text: str, raw: list[tuple[int, int, str]], tmp_path: Path) -> None:
    trace = edits(text, raw)
    target = tmp_path / "a.txt"
    target.write_bytes(text.encode())
    diff = "".join(unified_diff(trace, "a.txt", "a.txt"))
    subprocess.run(["patch", "--binary", "a.txt"], input=diff.encode(), cwd=tmp_path, check=True, capture_output=True)
    assert target.read_bytes().decode() == trace.target


def test_no_edits_no_diff() -> None:
    assert list(unified_diff(Trace("一\n"), "a", "a")) == []


def test_a_change_on_every_line_takes_linear_work() -> None:
    def work(count: int) -> int:
        changes = [Change(3 * at + 1, 3 * at + 2, "，", "PUN001") for at in range(count)]
        return calls(lambda text: list(unified_diff(Trace(text, changes), "a", "a")), "一,\n" * count)

    assert work(8000) < 5 * work(2000) + 100
