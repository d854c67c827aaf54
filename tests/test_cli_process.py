"""The command as a process: start-up, pipes, signals, locales."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
POLLUTED = "我們計(jì)劃在這個(gè)學(xué)期結(jié)束以前，請每個(gè)學(xué)生寫一篇短文。\n"
CLEAN = "我們計劃在這個學期結束以前，請每個學生寫一篇短文。\n"
TEXTNORM = [sys.executable, "-m", "textnorm"]

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and pipes")


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def textnorm(*arguments: str, data: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*TEXTNORM, *arguments], input=data, capture_output=True, env=environment(**more), check=False
    )


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["fix", "--help"], ["fix", "--wrong"], []])
def test_nothing_heavy_is_imported_to_start(arguments: list[str]) -> None:
    code = (
        "import sys; bare = set(sys.modules); from textnorm.cli import main; "  # some come with an editable install
        f"main({arguments!r}); print(*(set(sys.modules) - bare), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    loaded = set(ended.stderr.decode().splitlines()[-1].split())
    assert "textnorm.cli" in loaded
    heavy = {"ftfy", "chardet", "regex", "json", "dataclasses", "inspect", "pathlib", "html"}
    rooms = {"textnorm.pipeline", "textnorm.decode", "textnorm.script", "textnorm.corpus", "textnorm.lint"}
    assert not loaded & (heavy | rooms)


def test_the_version_is_that_of_the_package() -> None:
    import textnorm as package  # noqa: PLC0415 - the name is taken by the function above

    assert textnorm("--version").stdout.decode() == f"textnorm {package.__version__}{os.linesep}"


@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gbk"}],
)
def test_standard_streams_are_utf8_in_every_locale(locale: dict[str, str]) -> None:
    ended = textnorm("fix", "--profile", "repair", "-", data=POLLUTED.encode(), **locale)
    assert (ended.returncode, ended.stdout) == (0, CLEAN.encode())
    ended = textnorm("check", "--profile", "repair", "-", data=POLLUTED.encode(), **locale)
    assert ended.returncode == 1
    assert "remove '(jì)'" in ended.stdout.decode()


@posix
@pytest.mark.parametrize("name", ["文章.txt", "文章".encode("gb18030") + b".txt", b"two\nlines.txt"])
def test_names_come_out_as_they_are(tmp_path: Path, name: str | bytes) -> None:
    raw = os.fsencode(name)
    Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), raw))).write_text(POLLUTED, encoding="utf-8")  # noqa: PTH118 - bytes
    command: list[str | bytes] = [*TEXTNORM, "check", "--profile", "repair", raw]
    ended = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment(), check=False)
    assert ended.stdout.startswith(raw.replace(b"\n", b"\\n") + b":1:4: PIN001 ")


@posix
@pytest.mark.parametrize("arguments", [["check", "--profile", "repair", "-"], ["convert", "-c", "s2t"], ["rule"]])
def test_a_closed_pipe_ends_quietly(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        ended = subprocess.run(
            [*TEXTNORM, *arguments],
            input=(POLLUTED * 1000).encode(),
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipe" not in ended.stderr
    assert ended.returncode == 141


@posix
def test_work_goes_on_when_nobody_listens_to_the_talk(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(POLLUTED, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stderr:
        command = [*TEXTNORM, "fix", "--profile", "repair", str(tmp_path)]
        ended = subprocess.run(command, stderr=stderr, env=environment(), check=False)
    assert ended.returncode == 0
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("a.txt", "b.txt")] == [CLEAN, CLEAN]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let a new process end at an interruption; a shell lets what it starts in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix
@pytest.mark.usefixtures("interruptible")
def test_an_interruption_ends_quietly() -> None:
    with subprocess.Popen(
        [*TEXTNORM, "fix", "missing.txt", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stderr is not None
        assert b"missing.txt" in process.stderr.readline()  # next it waits for its input
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stdout, stderr) == (130, b"", b"")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_an_error() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*TEXTNORM, "convert", "-c", "s2t"]
        ended = subprocess.run(
            command, input=b"x" * 100_000, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert ended.returncode == 2
    assert ended.stderr.decode().splitlines() == ["textnorm: cannot write the output: No space left on device"]


@posix
def test_devices_and_pipes_can_be_read_and_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(POLLUTED, encoding="utf-8")
    ended = textnorm("fix", "--profile", "repair", str(tmp_path / "a.txt"), "-o", "/dev/stdout")
    assert (ended.returncode, ended.stdout) == (0, CLEAN.encode())
    ended = textnorm("fix", "--profile", "repair", "/dev/stdin", "-o", os.devnull, data=POLLUTED.encode())
    assert ended.returncode == 0
    ended = textnorm("fix", "--profile", "repair", "/dev/stdin", data=POLLUTED.encode())
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode().startswith(
        "textnorm: /dev/stdin: a pipe or a device, which cannot be changed in place"
    )


def test_python_m_and_the_installed_command_are_the_same_function() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'textnorm = "textnorm.cli:main"' in text


def test_the_verbose_version_names_the_engine() -> None:
    command = [sys.executable, "-m", "textnorm", "--version", "--verbose"]
    for engine in ("reference", ""):
        ended = subprocess.run(command, capture_output=True, env=environment(TEXTNORM_ENGINE=engine), check=True)
        lines = ended.stdout.decode().splitlines()
        assert lines[1] in ({"kernel: reference"} if engine else {"kernel: compiled", "kernel: reference"})
