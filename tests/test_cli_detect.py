"""``textnorm detect`` on files that are not held as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli import detect, main
from textnorm.decode import detecting

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT = "长的文件只读开头，编码要从文件本身看出来。\n" * 9


def test_a_long_file_has_the_same_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = {
        "a.txt": TEXT.encode(),
        "b.txt": TEXT.encode("gbk"),
        "c.txt": TEXT.encode("utf-16"),
        "d.txt": TEXT.encode("gbk") + TEXT.encode("utf-16-le"),
        "e.txt": b"\x7fELF" + bytes(99),
        "f.txt": TEXT.encode("gbk")[:-1],
    }
    paths = [tmp_path / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    arguments = ["detect", "--output-format", "json", "--script", *map(str, paths)]
    assert main(arguments) == 0
    whole = capfdbinary.readouterr().out
    for large in (1 << 20, 0):
        monkeypatch.setattr(detect, "_HELD", 16)
        monkeypatch.setattr(detecting, "_LARGE", large)
        assert main(arguments) == 0
        again = capfdbinary.readouterr().out
        assert again.splitlines() == whole.splitlines()


def test_a_long_file_that_is_gone_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(detect, "_HELD", 16)
    monkeypatch.setattr("textnorm.decode.is_binary", lambda _: path.unlink())
    assert main(["detect", str(path)]) == 2
    assert b"no such file" in capfdbinary.readouterr().err
