"""Measure detection of encodings against its peers, alternating in one process, and write docs/benchmarks-detect.md.

    make bench-detect CORPUS=folder [FOREIGN=folder]
    python benchmarks/bench_detect.py CORPUS [--foreign FOLDER] [--windows N] [--rounds N] [--write]

CORPUS is the folder of hans/*.txt.zst and hant/*.txt.zst that the tables are made from, of which the held-out lines
are used; FOREIGN is what tools/read_translations.py writes, for Japanese and Korean.  Peers that are not installed
are left out.  A detection is right when the encoding is of the right family, or when the codec it names makes the same
text of the whole window.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import detect_windows  # noqa: E402 - found only now
from detect_windows import CASES, DISTRACTORS, Case  # noqa: E402 - as above
from textnorm.decode import decode, detect, family  # noqa: E402 - as above
from textnorm.decode.foreign import codec_name  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detect_windows import Sources

#: Returns the label of an encoding for some bytes, or None.
Detector = Callable[[bytes], "str | None"]

SIZES = (8, 20, 50, 1000)
DAMAGES = (("first", 20), ("first", 50), ("last", 20), ("last", 50), ("five", 50), ("five", 200), ("five", 1000))
PACKAGES = {"chardet": "chardet", "chardetng": "chardetng-py", "charset-normalizer": "charset-normalizer"}
SLOW = 0.1  # share of the windows that peers are asked for, too: they take milliseconds each


def detectors() -> dict[str, Detector]:
    """Return what detects, by its name."""
    found: dict[str, Detector] = {"textnorm": lambda data: detect(data).encoding}
    try:
        import chardet  # noqa: PLC0415 - peers are loaded if they are there

        found["chardet"] = lambda data: chardet.detect(data)["encoding"]
    except ImportError:
        pass
    try:
        import chardetng_py  # noqa: PLC0415 - as above

        found["chardetng"] = lambda data: str(chardetng_py.detect(data, allow_utf8=True))
    except ImportError:
        pass
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415 - as above

        def normalizer(data: bytes) -> str | None:
            best = from_bytes(data).best()
            return best.encoding if best else None

        found["charset-normalizer"] = normalizer
    except ImportError:
        pass
    return found


def is_right(label: str | None, data: bytes, case: Case, *, whole: bool) -> bool:
    """Tell whether a detector was right about data of a case; ``whole``: the data are not damaged."""
    name = codec_name(label) if label else None
    if name is None:
        return False
    own = codec_name(case.encoding) or case.encoding
    if family(name.replace("utf-16", own) if name == "utf-16" else name) == family(own):
        return True
    return whole and data.decode(name, "ignore") == data.decode(case.encoding, "ignore")


def share(engine: Detector, data: Iterable[bytes], case: Case, *, whole: bool) -> tuple[float, int]:
    """Return the percentage that a detector has right, and of how many."""
    right = total = 0
    for each in data:
        total += 1
        right += is_right(engine(each), each, case, whole=whole)
    return 100 * right / max(1, total), total


def windows(texts: dict[str, Sources], case: Case, size: int, damage: str, count: int) -> list[bytes]:
    """Return windows of a case in which there is something to see."""
    rng = random.Random(f"bench {case} {size} {damage}")  # noqa: S311 - repeatable, not secret
    found: list[bytes] = []
    for _ in range(20 * count):
        whole = detect_windows.window(rng, texts[case.language], case, size + (damage in {"first", "last"}))
        data = detect_windows.damaged(rng, whole, damage)
        if len(data) >= size - 4 and detect_windows.shows_anything(data, case):
            found.append(data)
            if len(found) == count:
                break
    return found


def accuracy(texts: dict[str, Sources], engines: dict[str, Detector], count: int) -> list[str]:
    """Return the tables of accuracy."""
    lines = ["| window | " + " | ".join(f"{size} bytes" for size in SIZES) + " |", "| --- " * 5 + "|"]
    cases = [case for case in (*CASES, *DISTRACTORS) if case.language in texts]
    for case in cases:
        cells = []
        for size in SIZES:
            data = windows(texts, case, size, "", count)
            few = data[: max(20, int(count * SLOW))]
            figures = [share(engine, data if name == "textnorm" else few, case, whole=True)[0]
                       for name, engine in engines.items()]  # fmt: skip
            cells.append(" / ".join(f"{figure:.1f}" if n == 0 else f"{figure:.0f}" for n, figure in enumerate(figures)))
        lines.append(f"| {case} | {' | '.join(cells)} |")
    lines += ["", "| damage | " + " | ".join(f"{damage}, {size}" for damage, size in DAMAGES) + " |",
              "| --- " * (len(DAMAGES) + 1) + "|"]  # fmt: skip
    for case in CASES:
        figures = [share(engines["textnorm"], windows(texts, case, size, damage, count), case, whole=False)[0]
                   for damage, size in DAMAGES]  # fmt: skip
        lines.append(f"| {case} | {' | '.join(f'{figure:.1f}' for figure in figures)} |")
    return lines


def pages(texts: dict[str, Sources], engines: dict[str, Detector], count: int) -> list[str]:
    """Return the table of pages with hardly any Chinese."""
    lines = ["| page with | " + " | ".join(engines) + " |", "| --- " * (len(engines) + 1) + "|"]
    for encoding in ("utf-8", "gb18030", "cp950"):
        for han in (4, 2):
            rng = random.Random(f"page {encoding} {han}")  # noqa: S311 - repeatable, not secret
            case = Case("hant" if encoding == "cp950" else "hans", encoding)
            made: list[bytes] = []
            while len(made) < count:
                page = detect_windows.page(rng, texts[case.language], encoding, han)
                made += [page] if page else []
            few = made[: max(20, int(count * SLOW))]
            figures = [share(engine, made if name == "textnorm" else few, case, whole=True)[0]
                       for name, engine in engines.items()]  # fmt: skip
            lines.append(f"| {han} Han characters, {encoding} | " + " | ".join(f"{f:.1f}" for f in figures) + " |")
    return lines


def mixed(texts: dict[str, Sources], count: int) -> list[str]:
    """Return the table of files in two encodings."""
    lines = ["| file | all segments exact | text exact |", "| --- | --- | --- |"]
    names = {"block": "two blocks", "one": "one odd line", "line": "changing from line to line"}
    for plan, name in names.items():
        rng = random.Random(plan)  # noqa: S311 - repeatable, not secret
        exact = same = 0
        for _ in range(count):
            made = detect_windows.mixed(rng, texts, plan, 40)
            decoded = decode(made.data)
            found = decoded.segments or ((0, len(made.data), decoded.encoding),)
            named = tuple((a, b, "cp950" if family(c) == "big5" else c) for a, b, c in found)
            exact += named == made.segments
            same += decoded.text == made.text
        lines.append(f"| {name} | {100 * exact / count:.1f} | {100 * same / count:.1f} |")
    return lines


def speed(texts: dict[str, Sources], engines: dict[str, Detector], rounds: int) -> list[str]:
    """Return the table of speeds: megabytes a second of whole documents, microseconds for 20 bytes."""
    lines = [
        "| data | " + " | ".join(engines) + " | ahead of the fastest | textnorm and decoding | decoding by Python |",
        "| --- " * (len(engines) + 4) + "|",
    ]
    rng = random.Random("speed")  # noqa: S311 - repeatable, not secret
    for encoding, language in (("utf-8", "hans"), ("gb18030", "hans"), ("big5", "hant")):
        lines_of = [line for source in texts[language] for line in source]
        rng.shuffle(lines_of)
        text = "".join(lines_of)[:1_000_000]
        for size, name in (
            (1_000_000, "1 MB"),
            (200_000, "200 KB"),
            (20_000, "20 KB"),
            (1000, "1 KB"),
            (20, "20 bytes"),
        ):
            data = text.encode(encoding, "ignore")[:size].decode(encoding, "ignore").encode(encoding)
            codec = codec_name(encoding) or encoding
            others: dict[str, Detector] = {
                "decoding": lambda data: decode(data).encoding,
                "codec": partial(_decoded_by_python, codec),
            }
            best = _best({**engines, **others}, data, rounds)
            peers = [seconds for name, seconds in best.items() if name not in {"textnorm", *others}]
            cells = [f"{each * 1e6:.1f} µs" if size <= 20 else f"{len(data) / each / 1e6:.1f}"  # noqa: PLR2004 - as above
                     for each in best.values()]  # fmt: skip
            cells.insert(len(engines), f"{min(peers, default=0) / best['textnorm']:.1f}x")
            lines.append(f"| {encoding}, {name} | {' | '.join(cells)} |")
    return lines


def _decoded_by_python(codec: str, data: bytes) -> str:
    """Decode and return nothing of it, as a detector would be called."""
    return data.decode(codec)[:0]


def _best(engines: dict[str, Detector], data: bytes, rounds: int) -> dict[str, float]:
    """Return the fewest seconds that each engine took; they take turns, the slow ones fewer."""
    best: dict[str, float] = {}
    for turn in range(rounds):
        for name, engine in engines.items():
            if turn >= 2 and best[name] > 0.3:  # noqa: PLR2004 - seconds
                continue
            times = max(1, min(200, 400_000 // len(data)))  # what takes long enough to be measured
            start = time.process_time()
            for _ in range(times):
                engine(data)
            best[name] = min(best.get(name, 1e9), (time.process_time() - start) / times)
    return best


def report(texts: dict[str, Sources], count: int, rounds: int) -> str:
    """Return the page."""
    engines = detectors()
    versions = ", ".join(f"{PACKAGES[name]} {metadata.version(PACKAGES[name])}" for name in engines if name in PACKAGES)
    order = " / ".join(engines)
    return "\n".join(
        [
            "# Detection of encodings, measured",
            "",
            "Written by `make bench-detect` (`benchmarks/bench_detect.py`) on the held-out lines of the corpus:",
            f"CPython {platform.python_version()}, {platform.machine()}; {versions}.",
            "The statistics were not counted from these lines, but priors and limits were chosen with some of them in",
            "view.  Windows begin at a random character; those in which nothing tells an encoding (all ASCII) are left",
            f"out. {count} windows for each figure of textnorm, a tenth of them for the others.",
            "",
            "## Right answers in percent",
            "",
            f"Each cell: {order}.",
            "",
            *accuracy(texts, engines, count),
            "",
            "Damage, in percent, textnorm alone: the first or last byte cut off; five bytes overwritten at random.",
            "",
            "## Pages of HTML with hardly any Chinese",
            "",
            *pages(texts, engines, count),
            "",
            "## Files in two encodings",
            "",
            *mixed(texts, max(100, count // 2)),
            "",
            "## Speed",
            "",
            "Megabytes a second, and microseconds for a string of 20 bytes; one thread, CPU time, the best of several",
            "rounds in which the engines take turns. The figures differ between machines, the ratios hardly.",
            "The peers run with their defaults: chardet reads the first 200,000 bytes, charset-normalizer weighs five",
            "chunks of 512 bytes and decodes the whole with the codecs of Python, chardetng reads everything; textnorm",
            "reads everything, and tells segments and undecodable bytes besides. The last column is the speed of",
            "``bytes.decode`` alone: what decodes the whole with Python's codecs cannot be faster than that.",
            "",
            *speed(texts, engines, rounds),
            "",
        ]
    )


def main() -> None:
    """Read the arguments, measure, and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--foreign", type=Path)
    parser.add_argument("--windows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    texts = detect_windows.chinese(options.corpus)
    if options.foreign:
        texts |= {name: [detect_windows.held_out(options.foreign / f"{name}.txt")] for name in ("ja", "ko")}
    page = report(texts, options.windows, options.rounds)
    if options.write:
        (ROOT / "docs" / "benchmarks-detect.md").write_text(page, encoding="utf-8", newline="\n")
    else:
        print(page)


if __name__ == "__main__":
    main()
