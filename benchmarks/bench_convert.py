"""Measure script conversion against its peers, alternating in one process, and write docs/benchmarks.md.

    make bench                                              with peers from the extra "bench"
    python benchmarks/bench_convert.py [--text s=FILE t=FILE] [--more NAME=FILE …] [--rounds N] [--write]

s= names a Simplified text, t= a Traditional one (UTF-8); without them, texts are made of the sentences in fixtures/,
shuffled.  These come again and again, which is kind to every engine; with --more, Simplified texts of other sentences
are brought to the targets too.  Each round runs every engine once on the same text, and the fastest round of each
counts, so that what else the machine does falls on all of them alike.  Peers that are not installed are left out.

The official OpenCC and opencc-python-reimplemented are both a module named ``opencc``, and the one installed last
overwrites the other; the extra installs the official one.  To measure the other, give the folder it was installed to:
``pip install --target DIR opencc-python-reimplemented``, then ``--reimplemented DIR``; it runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench_texts import LONG, documents, fixture_text, marked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
CONFIGS = ("s2t", "t2s", "s2twp")
#: Targets, with and without the words of the region.
TARGETS = ("zh-Hant", "zh-TW", "zh-TW with words", "zh-HK", "zh-Hans", "zh-Hans with words")
#: What zhconv-rs calls the same conversions, and OpenCC the nearest ones.
VARIANTS = {
    "s2t": "zh-hant",
    "t2s": "zh-hans",
    "s2twp": "zh-tw",
    "zh-Hant": "zh-hant",
    "zh-TW": "zh-tw",
    "zh-TW with words": "zh-tw",
    "zh-HK": "zh-hk",
    "zh-Hans": "zh-hans",
    "zh-Hans with words": "zh-cn",
}
NEAREST = dict(zip(TARGETS, ("s2t", "s2tw", "s2twp", "s2hk", "t2s", "tw2sp"), strict=True))


#: How much faster two processes must be than one for two threads to be judged: two processors were idle.
IDLE = 1.5


class Speed(NamedTuple):
    """Megabytes of UTF-8 a second."""

    long: float
    short: float


def engines(config: str) -> dict[str, Callable[[str], str]]:
    """Return what converts, by its name, ready to run, an object made before where there is one.

    OpenCC takes the configuration nearest to a target.
    """
    from textnorm import Converter  # noqa: PLC0415 - peers and textnorm are loaded alike

    to, _, words = config.partition(" ")
    ours = Converter(to=to, vocabulary=bool(words)) if config in TARGETS else Converter(config)
    found: dict[str, Callable[[str], str]] = {"textnorm": ours.convert}
    try:
        import zhconv_rs  # noqa: PLC0415

        found["zhconv-rs"] = lambda text: zhconv_rs.zhconv(text, VARIANTS[config])
    except ImportError:
        pass
    try:
        import opencc  # noqa: PLC0415

        found["OpenCC"] = opencc.OpenCC(NEAREST.get(config, config)).convert
    except ImportError:
        pass
    for engine in found.values():
        engine("预备")
    return found


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


def _seconds(engine: Callable[[str], str], texts: list[str]) -> float:
    """Return the processor time that an engine needs for some texts, which other programs do not change."""
    start = time.process_time()
    for text in texts:
        engine(text)
    return time.process_time() - start


def _elapsed(engine: Callable[[str], str], texts: list[str], run: Callable[..., Iterable[str]]) -> float:
    """Return how long an engine needs for some texts by the clock; ``run`` is ``map`` or that of a pool."""
    start = time.perf_counter()
    for _ in run(engine, texts):
        pass
    return time.perf_counter() - start


def threads(config: str, text: str, rounds: int) -> dict[str, tuple[float, float]]:
    """Return how much faster two threads, and two processes, are than one thread on long texts, by engine."""
    contenders = engines(config)
    # so often that starting a process does not count
    halves = {name: [text] * max(1, int(0.05 / _seconds(engine, [text]))) for name, engine in contenders.items()}
    # processes first: they fork better without threads
    apart = {name: min(_apart(engine, halves[name]) for _ in range(rounds)) for name, engine in contenders.items()}
    gains = {}
    with ThreadPoolExecutor(2) as pool:
        for name, engine in contenders.items():
            one = two = float("inf")
            for _ in range(rounds):
                one = min(one, _elapsed(engine, halves[name] * 2, map))
                two = min(two, _elapsed(engine, halves[name] * 2, pool.map))
            gains[name] = one / two, one / apart[name]
    return gains


def _apart(engine: Callable[[str], str], half: list[str]) -> float:
    """Return how long two processes need for half of the texts each; not a number where processes cannot fork."""
    if not hasattr(os, "fork"):
        return float("nan")
    start = time.perf_counter()
    child = os.fork()
    for text in half:
        engine(text)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - start


#: Runs in a process of its own; prints milliseconds, the megabytes after a first text and the peak on a long one.
LOAD = """
import sys, time
def resident():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) / 256  # pages of 4 KB
    except OSError:
        return float("nan")
{before}
low, start = resident(), time.process_time()
{statement}
seconds, first = time.process_time() - start, resident() - low
text = sys.stdin.buffer.read().decode()
result = {long}
try:
    with open("/proc/self/status") as file:  # the highest mark of this program alone; getrusage knows its parent's too
        peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
except OSError:
    peak = float("nan")
print(seconds * 1000, first, peak - low)
"""
#: What to import, what loads a configuration and converts a first text, and what converts a long one.
LOADERS = {
    "textnorm": (
        "from textnorm.script.conversion import convert",
        "convert('后面', {options})",
        "convert(text, {options})",
    ),
    "zhconv-rs": ("import zhconv_rs", "zhconv_rs.zhconv('后面', {variant!r})", "zhconv_rs.zhconv(text, {variant!r})"),
    "OpenCC": (
        "import opencc",
        "engine = opencc.OpenCC({nearest!r}); engine.convert('后面')",
        "engine.convert(text)",
    ),
}


def load(config: str, names: Iterable[str], rounds: int, text: str) -> dict[str, tuple[float, float, float]]:
    """Return the milliseconds to load a conversion after the import, and the megabytes it adds, by engine.

    The megabytes are those after a first short text, and the most while a long one is converted.
    """
    to, _, words = config.partition(" ")
    options = f"to={to!r}, vocabulary={bool(words)}" if config in TARGETS else repr(config)
    found = {}
    for name in names:
        before, statement, long = (
            part.format(options=options, variant=VARIANTS[config], nearest=NEAREST.get(config, config))
            for part in LOADERS[name]
        )
        command = [sys.executable, "-c", LOAD.format(before=before, statement=statement, long=long)]
        runs = [
            tuple(map(float, subprocess.check_output(command, cwd=ROOT, input=text.encode()).split()))  # noqa: S603 - our own code
            for _ in range(rounds)
        ]
        found[name] = min(run[0] for run in runs), min(run[1] for run in runs), min(run[2] for run in runs)
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
    rows, more_rows, thread_rows, load_rows = [], [], [], []
    for config in (*CONFIGS, *TARGETS):
        text = texts["t" if config.startswith(("t2s", "zh-Hans")) else "s"]
        speeds = measure(config, text, arguments.rounds)
        ours = speeds["textnorm"]
        for name, speed in speeds.items():
            rows.append(
                f"| {config} | {name} | {speed.long:.0f} | {_ratio(ours.long, speed.long)} "
                f"| {speed.short:.0f} | {_ratio(ours.short, speed.short)} |"
            )
        if arguments.reimplemented and config in CONFIGS:
            speed_one = reimplemented(arguments.reimplemented, config, text)
            rows.append(
                f"| {config} | opencc-python-reimplemented | {speed_one:.1f} | {_ratio(ours.long, speed_one)} | – | – |"
            )
        for name, (gain, apart) in threads(config, text, arguments.rounds).items():
            threaded = f"{gain:.2f}" if apart >= IDLE else "–"
            thread_rows.append(f"| {config} | {name} | {threaded} | {apart:.2f} |")
        for name, (milliseconds, first, peak) in load(config, speeds, 5, text).items():
            load_rows.append(f"| {config} | {name} | {milliseconds:.1f} | {first:.1f} | {peak:.1f} |")
    more = {
        name: Path(path).read_text(encoding="utf-8")[:LONG]
        for name, _, path in (t.partition("=") for t in arguments.more)
    }
    for label, text in {"with markup": marked_text(), **more}.items():
        for config in TARGETS[:4]:
            speeds = measure(config, text, arguments.rounds)
            more_rows.append(f"| {label} | {config} | {' | '.join(_cells(speeds))} |")
    versions = ", ".join(f"{name} {_version(name)}" for name in ("textnorm-zh", "zhconv-rs", "OpenCC"))
    return PAGE.format(
        command=_command(arguments),
        texts="texts given by path" if arguments.text else "shuffled sentences of fixtures/",
        python=platform.python_version(),
        machine=f"{platform.machine()}, {platform.system()}",
        versions=versions,
        rounds=arguments.rounds,
        size=len(texts["s"].encode()) / 1e6,
        rows="\n".join(rows),
        more_rows="\n".join(more_rows),
        thread_rows="\n".join(thread_rows),
        load_rows="\n".join(load_rows),
    )


def _cells(speeds: dict[str, Speed]) -> Iterator[str]:
    """Yield textnorm's speeds, and how many times as fast it is as each peer."""
    ours = speeds["textnorm"]
    for long in (True, False):
        yield f"{ours.long if long else ours.short:.0f}"
        for name in ("zhconv-rs", "OpenCC"):
            peer = speeds.get(name)
            yield "–" if peer is None else _ratio(ours.long, peer.long) if long else _ratio(ours.short, peer.short)


def _command(arguments: argparse.Namespace) -> str:
    if not (arguments.text or arguments.more):
        return "make bench"
    parts = ["python benchmarks/bench_convert.py", *["--text s=… t=…"] * bool(arguments.text)]
    parts += ["--more", *(f"'{text.partition('=')[0]}=…'" for text in arguments.more)] if arguments.more else []
    return " ".join([*parts, "--write"])


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.1f}×"


def _version(name: str) -> str:
    from textnorm import __version__  # noqa: PLC0415 - as above

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return __version__ if name == "textnorm-zh" else "(not installed)"


PAGE = """\
# Benchmarks

Written by `{command}` (`benchmarks/bench_convert.py`): {texts}, CPython {python}, {machine}; {versions}.
All engines run in one process, taking turns, and the fastest of {rounds} rounds counts. Speeds are megabytes of
UTF-8 a second of processor time; a ratio says how many times as fast textnorm is. The figures differ between
machines, the ratios hardly. For the names of OpenCC's configurations textnorm and OpenCC give the same; zhconv-rs has
its own tables and gives other results. A target (zh-TW) is textnorm's conversion by words and context, which zhconv-rs
and OpenCC's nearest configuration do not have: they are what one would use instead. textnorm and OpenCC convert by an
object made before, zhconv-rs by its function.

| conversion | engine | long text, MB/s | ratio | 1 KB documents, MB/s | ratio |
| --- | --- | --- | --- | --- | --- |
{rows}

## Other texts

The same on Simplified texts with addresses, code and tags between the sentences, which a target leaves alone and the
peers do not look for, and on texts whose sentences come once: textnorm's speed in MB/s, and how many times the peers'.

| text | conversion | long | zhconv-rs | OpenCC | 1 KB | zhconv-rs | OpenCC |
| --- | --- | --- | --- | --- | --- | --- | --- |
{more_rows}

## Two threads

How many times as fast two threads, and two processes, convert long texts as one thread does, by the clock. Processes
share nothing: where even they do not reach 1.5, the processors had other work, and nothing is said of threads (–).

| conversion | engine | two threads | two processes |
| --- | --- | --- | --- |
{thread_rows}

## Loading and memory

The processor time from the import to the first converted text, the resident memory that adds, and the most that
converting the long text ({size:.1f} MB) adds, text and result included (on Linux, with what is mapped from a file).

| conversion | engine | ms | MB | peak MB |
| --- | --- | --- | --- | --- |
{load_rows}
"""


def main() -> int:
    """Run the benchmarks, print the page, and write it when asked; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--text", nargs="*", default=[], metavar="s=FILE", help="a text, Simplified (s=) or Traditional (t=)"
    )
    parser.add_argument(
        "--more", nargs="*", default=[], metavar="NAME=FILE", help="other Simplified texts to bring to the targets"
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
