"""Several processes do the same as one, in the same order, and end when somebody ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import count, islice
from pathlib import Path

import pytest

from textnorm.corpus import Workers, normalize_document
from textnorm.errors import TextnormError
from textnorm.pipeline import Normalizer

ROOT = Path(__file__).resolve().parent.parent
POLLUTED = "第{}頁：我們計(jì)劃在這個(gè)學(xué)期結(jié)束以前，請每個(gè)學(xué)生寫一篇短文。\n"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
TEXTNORM = [sys.executable, "-m", "textnorm"]

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and pipes")


def scaled(factor: int, number: int) -> int:
    return factor * number


def ended(_: int, number: int) -> int:
    if number == 3:  # the only one that is different
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    with Workers(7, jobs) as workers:
        assert list(workers.each(scaled, range(50))) == [7 * number for number in range(50)]
        assert list(workers.each(scaled, [])) == []


@pytest.mark.parametrize(("jobs", "most"), [(1, 1), (2, 4)])
def test_no_more_items_are_taken_than_there_is_work_under_way(jobs: int, most: int) -> None:
    numbers = count()
    with Workers(1, jobs) as workers:
        assert list(islice(workers.each(scaled, numbers), 1)) == [0]
        assert next(numbers) <= most


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_comes_out(jobs: int) -> None:
    with Workers(0, jobs) as workers, pytest.raises(ZeroDivisionError):
        list(workers.each(int.__rfloordiv__, [5]))


@posix
def test_a_process_that_was_ended_is_said_so() -> None:
    with Workers(0, 2) as workers, pytest.raises(TextnormError, match="use fewer --jobs"):
        list(workers.each(ended, range(6)))


def test_records_are_the_same_side_by_side() -> None:
    lines = [f'{{"n": {number}, "text": "{POLLUTED.format(number)[:-1]}"}}\n' for number in range(6000)]
    data = "".join([*lines, "no record\n", '{"text": 1}\n']).encode()
    alone = normalize_document(data, Normalizer(), field="text")
    with Workers(Normalizer(), 2) as workers:
        beside = normalize_document(data, Normalizer(), field="text", each=workers.each)
    assert len(data) > 2 * 250_000
    assert (beside.output, beside.result.refused) == (alone.output, alone.result.refused)
    assert list(beside.result.edits) == list(alone.result.edits)
    assert beside.result.counts == alone.result.counts


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder of texts, one that has nothing to change and one that cannot be read as UTF-8."""
    for number in range(9):
        Path(tmp_path, f"{number}.txt").write_text(POLLUTED.format(number), encoding="utf-8")
    Path(tmp_path, "clean.txt").write_text("這一頁沒有毛病。\n", encoding="utf-8")
    Path(tmp_path, "old.txt").write_bytes("旧文章存成了国标码。".encode("gb18030") + b"\xff\n")
    return tmp_path


@pytest.mark.parametrize(
    "options",
    [
        ["check", "."],
        ["check", ".", "missing.txt", "--errors", "strict"],
        ["fix", ".", "--diff"],
        ["fix", ".", "0.txt", "-o", "-"],
    ],
)
def test_the_command_says_the_same(corpus: Path, options: list[str]) -> None:
    said = [
        subprocess.run([*TEXTNORM, *options, *jobs], capture_output=True, cwd=corpus, env=ENVIRONMENT, check=False)
        for jobs in ([], ["-j", "3"], ["--jobs", "0"])
    ]
    assert said[0].stdout
    for beside in said[1:]:
        assert (beside.returncode, beside.stdout, beside.stderr) == (said[0].returncode, said[0].stdout, said[0].stderr)


def test_files_are_written_once_each(corpus: Path) -> None:
    subprocess.run([*TEXTNORM, "fix", ".", "-j", "2"], capture_output=True, cwd=corpus, env=ENVIRONMENT, check=True)
    for number in range(9):
        text = Path(corpus, f"{number}.txt").read_text(encoding="utf-8")
        assert text == f"第{number}頁：我們計劃在這個學期結束以前，請每個學生寫一篇短文。\n"


@posix
def test_a_closed_pipe_ends_the_processes_too(corpus: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        gone = subprocess.run(
            [*TEXTNORM, "check", ".", "-j", "2"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=corpus,
            env=ENVIRONMENT,
            check=False,
            timeout=60,
        )
    assert (gone.returncode, gone.stderr) == (141, b"")
