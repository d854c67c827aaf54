"""The command line as its users see it: every folder of tests/cli is one call and all that comes of it.

    cmd      the words after ``textnorm``, as in a shell
    stdin    what is piped in, if anything
    input/   the files before
    output/  the files after; if there is none, nothing may have changed
    stdout, stderr   what is printed; if there is none, nothing may be printed
    status   the exit status; 0 if there is none

``TEXTNORM_RECORD=1 pytest tests/test_cli_cases.py`` writes what comes out as what is expected; read the difference
before it is believed.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from textnorm.cli import main

CASES = Path(__file__).with_name("cli")
RECORD = os.environ.get("TEXTNORM_RECORD") == "1"


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", sorted(path.parent.name for path in CASES.glob("*/cmd")))
def test_case(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    case = CASES / name
    before = tree(case / "input")
    shutil.copytree(case / "input", tmp_path, dirs_exist_ok=True) if before else None
    piped = io.BytesIO(_expected(case, "stdin"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(piped, encoding="ascii"))
    status = main(shlex.split((case / "cmd").read_text(encoding="utf-8"), comments=True))
    stdout, stderr = capsysbinary.readouterr()
    after = tree(tmp_path)
    if RECORD:
        _record(case, stdout, stderr, status, after if after != before else {})
    assert stderr.decode() == _expected(case, "stderr").decode()
    assert stdout == _expected(case, "stdout")
    assert status == int(_expected(case, "status") or 0)
    assert after == (tree(case / "output") or before)


def _expected(case: Path, part: str) -> bytes:
    path = case / part
    return path.read_bytes() if path.exists() else b""


def _record(case: Path, stdout: bytes, stderr: bytes, status: int, after: dict[str, bytes]) -> None:
    shutil.rmtree(case / "output", ignore_errors=True)
    parts = {"stdout": stdout, "stderr": stderr, "status": f"{status}\n".encode() if status else b""}
    parts |= {f"output/{path}": data for path, data in after.items()}
    for part, data in parts.items():
        path = case / part
        path.unlink(missing_ok=True)
        if data or part.startswith("output/"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
