"""Reading and atomic writing: the old file or the new one, never a part, and what surrounds them stays."""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from textnorm.corpus import DocumentError, Targets, read_file, write_file

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
not_root = pytest.mark.skipif(
    sys.platform != "win32" and os.geteuid() == 0, reason="root may read and write everything"
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_gets_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    write_file(str(tmp_path / "a.txt"), b"new")
    (tmp_path / "b.txt").write_bytes(b"")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode
    assert names(tmp_path) == ["a.txt", "b.txt"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o666])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_file(str(path), b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    link.symlink_to("real/a.txt")
    write_file(str(link), b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(tmp_path / "real") == ["a.txt"]


@posix
def test_a_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("a.txt")
    write_file(str(tmp_path / "link.txt"), b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@posix
def test_a_loop_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(DocumentError, match="cannot be written: too many levels"):
        write_file(str(tmp_path / "a"), b"new")
    with pytest.raises(DocumentError, match="too many levels"):
        read_file(str(tmp_path / "a"))


@posix
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    write_file(os.devnull, b"new")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116 - a device, not a file of ours
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(read_file(str(pipe))))
    reader.start()
    write_file(str(pipe), b"through a pipe")
    reader.join(timeout=10)
    assert read == [b"through a pipe"]
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.replace"])
def test_when_writing_fails_the_old_file_is_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(failing, fail)
    with pytest.raises(DocumentError, match="cannot be written: no space left on device"):
        write_file(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(str(tmp_path / "a.txt"), b"new")
    assert names(tmp_path) == []


@posix
@not_root
def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(DocumentError, match="permission denied"):
        write_file(str(path), b"new")
    assert path.read_bytes() == b"old"


@posix
@not_root
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission denied"):
        read_file(str(path))


def test_write_protection_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as above for those who test as root."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(DocumentError, match="permission denied"):
        write_file(str(path), b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["a\0b", "\ud800.txt"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(DocumentError, match="no file can have this name"):
        read_file(name)
    with pytest.raises(DocumentError, match="no file can have this name"):
        write_file(name, b"")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="a folder, not a file"):
        read_file(str(tmp_path))
    with pytest.raises(DocumentError, match="a folder, not a file"):
        write_file(str(tmp_path), b"")


def test_a_very_long_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 80 + ".txt")
    write_file(str(path), b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("paths", "path", "place"),
    [
        (["a.txt"], "a.txt", "out"),
        (["a.txt", "b.txt"], "a.txt", "out/a.txt"),
        (["texts/a.txt", "texts/b.txt"], "texts/b.txt", "out/b.txt"),
        (["one/a.txt", "two/a.txt"], "two/a.txt", "out/two/a.txt"),
        (["one/deep/a.txt", "one/b.txt"], "one/deep/a.txt", "out/deep/a.txt"),
        (["../other/a.txt", "a.txt"], "../other/a.txt", "out/other/a.txt"),
    ],
)
def test_where_a_document_goes(
    paths: list[str], path: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert Targets(paths, "out").place(path) == place.replace("/", os.sep)
