"""docs/cli.md is true: its examples print what it shows, and its exit statuses are those of the command.

``TEXTNORM_RECORD=1 pytest tests/test_cli_docs.py`` writes what the examples print into the page.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from textnorm.cli import COMMANDS, main
from textnorm.cli.arguments import Parser

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cli.md"
RECORD = os.environ.get("TEXTNORM_RECORD") == "1"

_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (\d+) \| .* \| `textnorm (.*)` \|$", re.MULTILINE)
_END = "-- end of the output of a command --"


def shell(commands: list[str], folder: Path) -> list[str]:
    """Run commands one after the other in one shell; return what each prints."""
    start = folder.parent / "bin" / "textnorm"
    start.parent.mkdir()
    start.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m textnorm "$@"\n', encoding="utf-8")
    start.chmod(0o755)
    script = "".join(f"{command}\nstatus=$?; echo '{_END}'; (exit $status)\n" for command in commands)
    environment = {
        **os.environ,
        "PATH": f"{start.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }
    ended = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"], cwd=folder, env=environment, capture_output=True, check=False
    )
    return ended.stdout.decode().split(f"{_END}\n")[:-1]


@pytest.mark.skipif(shutil.which("bash") is None or shutil.which("iconv") is None, reason="needs bash and iconv")
def test_every_example_prints_what_the_page_shows(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    commands = [line[2:] for block in _BLOCK.findall(page) for line in block.splitlines() if line.startswith("$ ")]
    folder = tmp_path / "examples"
    folder.mkdir()
    outputs = iter(shell(commands, folder))

    def shown(block: re.Match[str]) -> str:
        lines = [line for line in block[0].splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{next(outputs)}" for line in lines)

    actual = _BLOCK.sub(shown, page)
    assert next(outputs, None) is None
    if RECORD:
        PAGE.write_text(actual, encoding="utf-8")
    assert actual == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("status", "command"), _ROW.findall(PAGE.read_text(encoding="utf-8")))
def test_every_exit_status_is_that_of_its_example(
    status: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "clean.txt": "沒有毛病。\n",
        "empty.txt": "",
        "damaged.txt": "這個(gè)學(xué)期結(jié)束以前，請每個(gè)學(xué)生寫一篇短文。\n",
        "slip.txt": "他只說(shuō)了一句：“我不同意?！碧貏e安靜的會(huì)場(chǎng)裡，沒(méi)有人敢再開口。\n",
        "data.jsonl": '{"text": "沒有毛病。"}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    (tmp_path / "pictures").mkdir()
    for name in ("picture.png", "pictures/a.png"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
    assert main(shlex.split(command)) == int(status)


def test_the_page_names_every_command_and_option() -> None:
    from importlib import import_module  # noqa: PLC0415 - for this test alone

    page = PAGE.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"\n## {command}\n" in page
        parser = import_module(f"textnorm.cli.{command}").build_parser()
        assert isinstance(parser, Parser)
        for option in re.findall(r"--[a-z-]+", parser.format_help()):
            assert option in page, f"{command} {option}"
