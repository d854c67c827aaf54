"""Which documents a call means."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from textnorm.corpus import DocumentError, Source, Walk, read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [
        "corpus/b.txt",
        "corpus/a.md",
        "corpus/deep/c",
        "corpus/.hidden/d.txt",
        "corpus/.e.txt",
        "corpus/CVS/f.txt",
        "corpus/g.json",
        "corpus/h.jsonl",
    ]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"text\n")
    (tmp_path / "corpus/picture.txt").write_bytes(PNG)
    (tmp_path / "corpus/script").write_bytes(b"#!/bin/sh\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(paths: Sequence[str], walk: Walk | None = None) -> list[str]:
    """Return the paths that were read, and what is wrong with the others."""
    items = read_sources(paths, walk or Walk(), lambda: b"piped")
    return [item.path if isinstance(item, Source) else str(item) for item in items]


@pytest.mark.usefixtures("folder")
def test_a_folder_gives_its_prose_in_the_order_of_names() -> None:
    assert read(["corpus"]) == [os.path.join("corpus", *name.split("/")) for name in ("a.md", "b.txt", "deep/c")]  # noqa: PTH118 - as it is printed


@pytest.mark.usefixtures("folder")
def test_json_lines_and_all_text_when_asked_for() -> None:
    assert "corpus/h.jsonl" in read(["corpus"], Walk(json_lines=True))
    everything = read(["corpus"], Walk(any_text=True))
    assert {"corpus/g.json", "corpus/script"} <= set(everything)
    assert "corpus/picture.txt" not in everything


@pytest.mark.usefixtures("folder")
def test_what_is_named_is_read_whatever_it_is() -> None:
    named = ["corpus/g.json", "corpus/.e.txt", "corpus/picture.txt", "-"]
    assert read(named) == named


@pytest.mark.usefixtures("folder")
def test_a_hidden_folder_can_be_named() -> None:
    assert read(["corpus/.hidden"]) == ["corpus/.hidden/d.txt"]


@pytest.mark.usefixtures("folder")
def test_each_document_comes_once() -> None:
    assert read(["corpus/deep", "corpus/deep/c", "./corpus//deep/c"]) == ["corpus/deep/c"]


@pytest.mark.usefixtures("folder")
def test_one_problem_does_not_stop_the_others() -> None:
    paths = ["missing", "corpus/b.txt", "a\0b", "\ud800"]
    assert read(paths) == [
        "missing: no such file or folder",
        "corpus/b.txt",
        "a\0b: no file can have this name",
        "\ud800: no file can have this name",
    ]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        (None, b"", "empty: no text file in this folder"),
        ("picture.txt", PNG, "empty: no text file in this folder"),
        (".hidden", b"", "empty: no text file in this folder"),
        ("a.json", b"", "empty: no text file in this folder; .json: data or source code, which must be named to be"),
    ],
)
def test_a_folder_without_text_is_a_problem(folder: Path, name: str | None, data: bytes, problem: str) -> None:
    (folder / "empty").mkdir()
    if name:
        (folder / "empty" / name).write_bytes(data)
    [found] = read(["empty"])
    assert found.startswith(problem)


def test_an_empty_file_is_text(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "empty/a.txt").write_bytes(b"")
    assert read(["empty"]) == ["empty/a.txt"]


def test_what_is_written_to_is_not_walked(folder: Path) -> None:
    (folder / "corpus/out").mkdir()
    (folder / "corpus/out/z.txt").write_bytes(b"text")
    assert "corpus/out/z.txt" in read(["corpus"])
    assert "corpus/out/z.txt" not in read(["corpus"], Walk(leave_out="corpus/out"))


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
def test_links_pipes_and_loops(folder: Path) -> None:
    (folder / "linked").mkdir()
    (folder / "linked/a.txt").symlink_to("../corpus/b.txt")
    (folder / "linked/loop").symlink_to(".")
    (folder / "linked/corpus").symlink_to("../corpus")
    (folder / "linked/nothing.txt").symlink_to("missing")
    os.mkfifo(folder / "linked/pipe.txt")
    assert read(["linked"]) == ["linked: no text file in this folder"]
    assert read(["linked"], Walk(links=True)) == ["linked/a.txt"]
    assert read(["linked/corpus/deep", "linked/a.txt"]) == ["linked/corpus/deep/c", "linked/a.txt"]


def test_a_folder_that_cannot_be_listed_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert (folder / "corpus/deep").is_dir()
    items = list(read_sources(["corpus"], Walk(), lambda: b""))
    assert [str(item) for item in items if isinstance(item, DocumentError)] == ["corpus/deep: permission denied"]
    assert len(items) == 3


@pytest.mark.usefixtures("folder")
def test_only_the_beginning_is_read_where_that_is_asked_for() -> None:
    for most, data, is_cut in (
        (4, b"text", True),
        (5, b"text\n", False),
        (9, b"text\n", False),
        (-1, b"text\n", False),
    ):
        for path in ("corpus/a.md", "corpus"):
            first = next(read_sources([path], Walk(most=most), lambda: b""))
            assert isinstance(first, Source)
            assert (first.data, first.is_cut) == (data, is_cut)
