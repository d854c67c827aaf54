"""Measure script conversion against its peers, alternating in one process, and write docs/benchmarks.md.

    make bench                                              with peers from the extra "bench"
    python benchmarks/bench_convert.py [--text s=FILE t=FILE] [--rounds N] [--write]

s= names a Simplified text, t= a Traditional one (UTF-8); without them, texts are made of the sentences in fixtures/,
shuffled.  Each round runs every engine once on the same text, and the fastest round of each counts, so that what else
the machine does falls on all of them alike.  Peers that are not installed are left out.

The official OpenCC and opencc-python-reimplemented are both a module named ``opencc``, and the one installed last
overwrites the other; the extra installs the official one.  To measure the other, give the folder it was installed to:
``pip install --target DIR opencc-python-reimplemented``, then ``--reimplemented DIR``; it runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
CONFIGS = ("s2t", "t2s", "s2twp")
#: What zhconv-rs calls the same conversions.
VARIANTS = {"s2t": "zh-hant", "t2s": "zh-hans", "s2twp": "zh-tw"}
LONG = 600_000  # code points
SHORT = 340  # code points, about 1 KB
SHORT_DOCUMENTS = 1000


class Speed(NamedTuple):
    """Megabytes of UTF-8 a second."""

    long: float
    short: float


def engines(config: str) -> dict[str, Callable[[str], str]]:
    """Return what converts, by its name, ready to run."""
    from textnorm import convert  # noqa: PLC0415 - peers and textnorm are loaded alike

    found: dict[str, Callable[[str], str]] = {"textnorm": lambda text: convert(text, config)}
    try:
        import zhconv_rs  # noqa: PLC0415

        found["zhconv-rs"] = lambda text: zhconv_rs.zhconv(text, VARIANTS[config])
    except ImportError:
        pass
    try:
        import opencc  # noqa: PLC0415

        found["OpenCC"] = opencc.OpenCC(config).convert
    except ImportError:
        pass
    for engine in found.values():
        engine("预备")
    return found


def fixture_text(script: str) -> str:
    """Return a long text of the sentences in fixtures/, in an order that is the same every time."""
    from textnorm import convert  # noqa: PLC0415

    pages = sorted((ROOT / "fixtures").glob("*/good.txt"))
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    sentences = re.findall(r"[^。！？\n]+[。！？\n]+", convert(text, "t2s" if script == "s" else "s2t"))
    order, size, chosen = random.Random(1), 0, []  # noqa: S311 - repeatable, not secret
    while size < LONG:
        chosen.append(order.choice(sentences))
        size += len(chosen[-1])
    return "".join(chosen)[:LONG]


def documents(text: str) -> list[str]:
    """Cut a text into documents of about 1 KB."""
    return [text[at : at + SHORT] for at in range(0, SHORT * SHORT_DOCUMENTS, SHORT) if text[at : at + SHORT]]


def measure(config: str, text: str, rounds: int) -> dict[str, Speed]:
    """Return the speed of each engine on a long text and on short ones."""
    short, contenders = documents(text), engines(config)
    best_long, best_short = dict.fromkeys(contenders, 1e9), dict.fromkeys(contenders, 1e9)
    for _ in range(rounds):
        for name, engine in contenders.items():
            best_long[name] = min(best_long[name], _seconds(engine, [text]))
            best_short[name] = min(best_short[name], _seconds(engine, short))
    size, size_short = len(text.encode()), sum(len(each.encode()) for each in short)
    return {name: Speed(size / best_long[name] / 1e6, size_short / best_short[name] / 1e6) for name in contenders}


def _seconds(engine: Callable[[str], str], texts: list[str], run: Callable[..., Iterable[str]] = map) -> float:
    """Return how long an engine needs for some texts; ``run`` is ``map`` or that of a pool."""
    start = time.perf_counter()
    for _ in run(engine, texts):
        pass
    return time.perf_counter() - start


def threads(config: str, text: str, rounds: int) -> dict[str, float]:
    """Return how much faster two threads are than one, on two long texts, by engine."""
    gains = {}
    with ThreadPoolExecutor(2) as pool:
        for name, engine in engines(config).items():
            pairs = [(_seconds(engine, [text, text]), _seconds(engine, [text, text], pool.map)) for _ in range(rounds)]
            gains[name] = min(one for one, _ in pairs) / min(two for _, two in pairs)
    return gains


#: Runs in a process of its own; prints milliseconds and megabytes.
LOAD = """
import time
def resident():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) / 256  # pages of 4 KB
    except OSError:
        return float("nan")
{before}
low, start = resident(), time.perf_counter()
{statement}
seconds = time.perf_counter() - start
print(seconds * 1000, resident() - low)
"""
#: What to import, and what loads a configuration and converts a first text.
LOADERS = {
    "textnorm": ("import textnorm.script.conversion", "textnorm.script.conversion.convert('后面', {config!r})"),
    "zhconv-rs": ("import zhconv_rs", "zhconv_rs.zhconv('后面', {variant!r})"),
    "OpenCC": ("import opencc", "opencc.OpenCC({config!r}).convert('后面')"),
}


def load(config: str, names: Iterable[str], rounds: int) -> dict[str, tuple[float, float]]:
    """Return the milliseconds to load a configuration after the import, and the megabytes it adds, by engine."""
    found = {}
    for name in names:
        before, statement = LOADERS[name]
        code = LOAD.format(before=before, statement=statement.format(config=config, variant=VARIANTS[config]))
        runs = [
            tuple(map(float, subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split()))  # noqa: S603 - our own code
            for _ in range(rounds)
        ]
        found[name] = min(run[0] for run in runs), min(run[1] for run in runs)
    return found


REIMPLEMENTED = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import opencc
name, text = sys.argv[2], sys.stdin.buffer.read().decode()
engine = opencc.OpenCC(name)
engine.convert("预备")
start = time.perf_counter()
engine.convert(text)
print(json.dumps(len(text.encode()) / (time.perf_counter() - start) / 1e6))
"""


def reimplemented(folder: str, config: str, text: str) -> float:
    """Return the speed of opencc-python-reimplemented, in a process of its own."""
    command = [sys.executable, "-c", REIMPLEMENTED, folder, config]
    done = subprocess.run(command, input=text[:100_000].encode(), capture_output=True, check=True)  # noqa: S603 - our own code
    return float(json.loads(done.stdout))


def page(arguments: argparse.Namespace) -> str:
    """Measure everything and return the page."""
    texts = {script: fixture_text(script) for script in "st"}
    texts |= {
        script: Path(path).read_text(encoding="utf-8") for script, _, path in (t.partition("=") for t in arguments.text)
    }
    rows, thread_rows, load_rows = [], [], []
    for config in CONFIGS:
        text = texts[config[0]]
        speeds = measure(config, text, arguments.rounds)
        ours = speeds["textnorm"]
        for name, speed in speeds.items():
            rows.append(
                f"| {config} | {name} | {speed.long:.0f} | {_ratio(ours.long, speed.long)} "
                f"| {speed.short:.0f} | {_ratio(ours.short, speed.short)} |"
            )
        if arguments.reimplemented:
            speed_one = reimplemented(arguments.reimplemented, config, text)
            rows.append(
                f"| {config} | opencc-python-reimplemented | {speed_one:.1f} | {_ratio(ours.long, speed_one)} | – | – |"
            )
        for name, gain in threads(config, text, arguments.rounds).items():
            thread_rows.append(f"| {config} | {name} | {gain:.2f} |")
        for name, (milliseconds, megabytes) in load(config, speeds, 5).items():
            load_rows.append(f"| {config} | {name} | {milliseconds:.1f} | {megabytes:.1f} |")
    versions = ", ".join(f"{name} {_version(name)}" for name in ("textnorm-zh", "zhconv-rs", "OpenCC"))
    return PAGE.format(
        command="make bench" if not arguments.text else "python benchmarks/bench_convert.py --text s=… t=… --write",
        texts="texts given by path" if arguments.text else "shuffled sentences of fixtures/",
        python=platform.python_version(),
        machine=f"{platform.machine()}, {platform.system()}",
        versions=versions,
        rounds=arguments.rounds,
        rows="\n".join(rows),
        thread_rows="\n".join(thread_rows),
        load_rows="\n".join(load_rows),
    )


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.1f}×"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed)"


PAGE = """\
# Benchmarks

Written by `{command}` (`benchmarks/bench_convert.py`): {texts}, CPython {python}, {machine}; {versions}.
All engines run in one process, taking turns, and the fastest of {rounds} rounds counts. Speeds are megabytes of
UTF-8 a second; a ratio says how many times as fast textnorm is. The figures differ between machines, the
ratios hardly. zhconv-rs has its own tables and gives other results; textnorm and OpenCC give the same.

| conversion | engine | long text, MB/s | ratio | 1 KB documents, MB/s | ratio |
| --- | --- | --- | --- | --- | --- |
{rows}

## Two threads

How many times as fast two threads convert two long texts as one thread does; it needs two idle processors, so where
every engine stands near 1, the machine was busy.

| conversion | engine | gain |
| --- | --- | --- |
{thread_rows}

## Loading

From the import to the first converted text, and the resident memory that adds (on Linux, with what is mapped from a
file).

| conversion | engine | ms | MB |
| --- | --- | --- | --- |
{load_rows}
"""


def main() -> int:
    """Run the benchmarks, print the page, and write it when asked; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--text", nargs="*", default=[], metavar="s=FILE", help="a text, Simplified (s=) or Traditional (t=)"
    )
    parser.add_argument("--rounds", type=int, default=9, help="how often each engine runs (9)")
    parser.add_argument("--reimplemented", metavar="DIR", help="where opencc-python-reimplemented was installed")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    arguments = parser.parse_args()
    text = page(arguments)
    print(text)
    if arguments.write:
        (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
