"""Bad input gives one clear line and status 2, never a traceback, and touches nothing."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from textnorm.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = "这一行没有毛病，不必改动。\n"
POLLUTED = "我們計(jì)劃在這個(gè)學(xué)期結(jié)束以前，請每個(gè)學(xué)生寫一篇短文。\n"


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    output = capsys.readouterr()
    assert output.out == ""
    [line] = output.err.splitlines()
    assert line.startswith("textnorm: ")
    return line


@pytest.mark.parametrize("command", ["fix", "check", "detect"])
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("\ud800.txt", "\\ud800.txt"),
        ("a\0b.txt", "a\\x00b.txt"),
        ("a\nb.txt", "a\\nb.txt"),
        ("", "''"),
        ("x" * 5000, "x" * 5000),
    ],
)
def test_a_path_that_cannot_be(command: str, path: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, path]) == 2
    assert f"textnorm: {shown}: " in one_line(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ["fix", "--profile", "\ud800", "a"],
        ["fix", "--to", "\0", "a"],
        ["check", "--select", "\ud800", "a"],
        ["fix", "--\ud800", "a"],
        ["\ud800"],
        ["rule", "\0"],
        ["convert", "-c", "\ud800"],
        ["fix", "--encoding", "\0", "a"],
        ["fix", "--encoding", "\ud800", "a"],
    ],
)
def test_lone_surrogates_and_nul_in_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    one_line(capsys)


@given(
    st.lists(
        st.one_of(st.sampled_from(["fix", "check", "rule", "--", "-o", "--to", "-c", "--diff"]), st.text(max_size=5))
    )
)
def test_any_arguments_end_with_a_status(arguments: list[str]) -> None:
    stdin, stdout, stderr = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3))
    try:
        assert main([word.replace("/", "") for word in arguments]) in {0, 1, 2}
    finally:
        sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr


def test_lone_surrogates_in_a_field_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "x"}\n', encoding="utf-8")
    assert main(["check", "--field", "\ud800", str(path)]) == 1
    assert 'the record has no "\\ud800"' in capsys.readouterr().out


def test_no_path_and_no_pipe_does_not_wait(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert main(["fix"]) == 2
    assert one_line(capsys) == "textnorm: name a file or a folder, or - for standard input"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read and write everything")
def test_what_may_not_be_read_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, mode in [("a.txt", 0o000), ("b.txt", 0o444), ("c.txt", 0o644)]:
        (tmp_path / name).write_text(POLLUTED, encoding="utf-8")
        (tmp_path / name).chmod(mode)
    assert main(["fix", "--profile", "repair", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "a.txt: permission denied" in error
    assert "b.txt: cannot be written: permission denied" in error
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == POLLUTED
    assert (tmp_path / "c.txt").read_text(encoding="utf-8") != POLLUTED


def test_a_clean_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CLEAN, encoding="utf-8")
    os.utime(path, (1, 1))
    before = path.stat()
    assert main(["fix", "--profile", "repair", str(path)]) == 0
    assert (path.stat().st_mtime, path.stat().st_ino) == (before.st_mtime, before.st_ino)


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_in_place_nothing_outside_a_folder_is_changed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name in ("corpus/a.txt", "outside.txt"):
        (tmp_path / name).write_text(POLLUTED, encoding="utf-8")
    (tmp_path / "corpus/link.txt").symlink_to("../outside.txt")
    assert main(["fix", "--profile", "repair", str(tmp_path / "corpus")]) == 0
    assert (tmp_path / "outside.txt").read_text(encoding="utf-8") == POLLUTED
    assert main(["fix", "--profile", "repair", str(tmp_path / "corpus/link.txt")]) == 0
    assert (tmp_path / "outside.txt").read_text(encoding="utf-8") != POLLUTED
    assert (tmp_path / "corpus/link.txt").is_symlink()


def test_a_crash_is_told_as_a_bug_and_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("textnorm.cli.rule.run", crash)
    assert main(["rule"]) == 2
    error = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError" in error
    assert error[-1].startswith("textnorm: this is a bug: please report it")


@pytest.mark.parametrize("profile", ["repair", "standard"])
def test_a_single_line_of_many_megabytes(tmp_path: Path, profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Work grows with the length and not faster; ``TEXTNORM_BIG=1`` takes the full 50 MB."""
    megabytes = 50 if os.environ.get("TEXTNORM_BIG") == "1" else 4

    def work(size: float) -> int:
        path = tmp_path / f"{size}.txt"
        text = CLEAN.strip() * int(size * 1e6 / len(CLEAN.encode()))
        path.write_text(f"{text}{POLLUTED.strip()}{text}\n", encoding="utf-8")
        status: list[int] = []
        count = calls(lambda name: status.append(main(["check", "--profile", profile, name])), str(path))
        assert status == [1]
        return count

    quick = work(megabytes / 8)
    assert work(megabytes) < 10 * quick
    assert max(map(len, capsys.readouterr().out.splitlines())) < 1000
