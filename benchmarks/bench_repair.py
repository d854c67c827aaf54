"""Measure what textnorm and its peers repair of text that tools/damage.py damaged, class by class.

    python benchmarks/bench_repair.py [--write] [--lines N] [--only PATTERN]

The texts are the project's own sentences (benchmarks/sentences-*.txt); where ../shared lies beside the
project, the development half of UD GSD is measured too.  Neither was used to train or tune the model.
``--lines`` lines that the damage touches are taken for each class; byte slips by pinyin touch few, so those are
also measured on lines of the corpus that no model was trained on.
``--write`` writes docs/benchmarks-repair.md.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from damage import KINDS, annotate, listed_characters  # noqa: E402 - the tools are no package
from textnorm import Config, Normalizer  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LOST = "\ufffd"
#: How many lines are repaired before any is timed, and how many bytes a whole document has at least.
_WARM, _DOCUMENT = 3, 20_000
_PAGE = ROOT / "docs" / "benchmarks-repair.md"
_CORPUS = ROOT.parent / "shared" / "corpus"
_GSD = ROOT.parent / "shared" / "data" / "script" / "ud-gsd-dev.tsv"
#: The damage in the order of the page: a heading and the kinds of tools/damage.py.
CLASSES = {
    "UTF-8 as Latin-1, Windows-1252": ("utf8-as-latin1", "utf8-as-cp1252"),
    "the same, partly as references of HTML": (
        *("utf8-as-latin1-referenced", "utf8-as-cp1252-referenced", "utf8-as-cp1252-entities"),
    ),
    "the same twice": ("utf8-as-latin1-twice", "utf8-as-cp1252-twice"),
    "text as Latin-1, then as GBK": ("utf8-as-latin1-as-utf8-as-gbk", "gbk-as-latin1-as-utf8-as-gbk"),
    "UTF-8 as Windows-1251, 1254 and others": ("utf8-as-cp1251", "utf8-as-cp1254", "utf8-as-ptcp154", "utf8-as-cp437"),
    "UTF-8 as Windows-1252, bytes lost": (
        *("utf8-as-cp1252-marked", "utf8-as-cp1252-questioned", "utf8-as-cp1252-dropped"),
    ),
    "UTF-8 as Windows-1252, in small letters": ("utf8-as-cp1252-lowered",),
    "UTF-8 as Windows-1252, bytes lost, in small letters": ("utf8-as-cp1252-dropped-lowered",),
    "GBK as Latin-1, Windows-1252": ("gbk-as-latin1", "gbk-as-cp1252"),
    "Big5 as Latin-1, Windows-1252": ("big5-as-latin1", "big5-as-cp1252"),
    "UTF-8 as GBK, only a last odd byte lost": (
        *("utf8-as-gbk-browser", "utf8-as-gb18030-python", "utf8-as-gb18030-python-questioned", "utf8-as-gbk-kept"),
    ),
    "UTF-8 as GBK twice": (
        *("utf8-as-gb18030-twice", "utf8-as-gb18030-python-twice", "utf8-as-gbk-python-twice"),
        *("utf8-as-gbk-questioned-twice", "utf8-as-gbk-dropped-twice"),
    ),
    "UTF-8 as GBK twice, as on Windows": ("utf8-as-gbk-windows-twice",),
    "UTF-8 as Shift-JIS twice": ("utf8-as-shift-jis-twice", "utf8-as-shift-jis-questioned-twice"),
    "UTF-8 as Shift-JIS twice, bytes dropped": ("utf8-as-shift-jis-dropped-twice",),
    "UTF-8 as Big5 twice": ("utf8-as-big5-twice",),
    "UTF-8 as code page 850 or 852, ISO 8859-2 or -15": (
        *("utf8-as-cp850", "utf8-as-cp852", "utf8-as-iso8859-2", "utf8-as-iso8859-15"),
    ),
    "UTF-8 as Windows-1253, 1256, 1257, 1258 by browsers": (
        *("utf8-as-cp1253-browser", "utf8-as-cp1256", "utf8-as-cp1257-browser", "utf8-as-cp1258-browser"),
    ),
    "GBK as code page 850, 852 or 866, ISO 8859-15": (
        *("gbk-as-cp850", "gbk-as-cp852", "gbk-as-cp866", "gbk-as-iso8859-15"),
    ),
    "UTF-8 as Windows-1250, 1251, 1254 twice": (
        *("utf8-as-cp1250-twice", "utf8-as-cp1251-twice", "utf8-as-cp1254-twice", "utf8-as-koi8-r-twice"),
    ),
    "UTF-8 as Windows-1252 or 1250 twice, bytes lost": (
        *("utf8-as-cp1252-marked-twice", "utf8-as-cp1252-dropped-twice", "utf8-as-cp1250-dropped-twice"),
    ),
    "UTF-8 as one codec, then as another": (
        *("utf8-as-gbk-as-utf8-as-latin1", "utf8-as-gbk-as-utf8-as-cp1252", "utf8-as-shift-jis-as-utf8-as-cp1252"),
        *("utf8-as-shift-jis-as-utf8-as-gbk", "utf8-as-latin1-as-utf8-as-cp1252", "utf8-as-cp1251-as-utf8-as-cp1252"),
        *("utf8-as-cp1252-as-utf8-as-gbk", "utf8-as-cp1251-as-utf8-as-gbk", "utf8-as-cp1252-as-utf8-as-shift-jis"),
    ),
    "UTF-8 as Big5 and as Windows-1252": ("utf8-as-big5-as-utf8-as-cp1252", "utf8-as-cp1252-as-utf8-as-big5"),
    "GBK as Big5, then as another": ("gbk-as-big5-as-utf8-as-gbk", "gbk-as-big5-as-utf8-as-latin1"),
    "Big5 as another, then as a third": (
        *("big5-as-latin1-as-utf8-as-gbk", "big5-as-gbk-as-utf8-as-gbk", "big5-as-gbk-as-utf8-as-latin1"),
    ),
    "UTF-8 as GBK, a mark for each byte": ("utf8-as-gbk-single", "utf8-as-gbk-single-marked", "utf8-as-gb18030"),
    "UTF-8 as GBK, a mark for each pair": ("utf8-as-gbk-pairs", "utf8-as-gbk-euro-marked"),
    "UTF-8 as GBK, as on Windows": ("utf8-as-gbk-euro", "utf8-as-gbk", "utf8-as-gbk-marked"),
    "UTF-8 as GBK or Shift-JIS, marks doubled": (
        *("utf8-as-gbk-doubled", "utf8-as-gbk-euro-doubled", "utf8-as-gbk-single-doubled", "utf8-as-shift-jis-doubled"),
    ),
    "UTF-8 as GBK or Shift-JIS, marks shown as blanks or boxes": (
        *("utf8-as-gbk-pairs-blank", "utf8-as-gbk-single-blank", "utf8-as-gbk-kept-boxed"),
        *("utf8-as-shift-jis-blank", "utf8-as-shift-jis-boxed"),
    ),
    "UTF-8 as GBK, bytes dropped": ("utf8-as-gbk-single-dropped",),
    "UTF-8 as GBK, pairs dropped": ("utf8-as-gbk-dropped",),
    "UTF-8 as GBK, by glibc, MySQL, Ruby and Go": (
        *("utf8-as-gbk-iconv", "utf8-as-gbk-iconv-dropped", "utf8-as-gbk-mysql", "utf8-as-gbk-ruby", "utf8-as-gbk-go"),
    ),
    "UTF-8 as GBK, nothing but odd bytes lost by Windows": ("utf8-as-gbk-kept-questioned",),
    "UTF-8 as Big5": ("utf8-as-big5", "utf8-as-big5-questioned"),
    "UTF-8 as Big5, bytes dropped or boxes": ("utf8-as-big5-dropped", "utf8-as-big5-boxed"),
    "UTF-8 as Big5, by Windows, ICU and browsers": (
        *("utf8-as-big5-windows", "utf8-as-big5-icu", "utf8-as-big5-browser"),
    ),
    "UTF-8 as Shift-JIS": ("utf8-as-shift-jis", "utf8-as-shift-jis-questioned", "utf8-as-strict-shift-jis"),
    "UTF-8 as Shift-JIS, by Windows and Ruby": ("utf8-as-shift-jis-windows", "utf8-as-shift-jis-ruby"),
    "GBK as Big5": ("gbk-as-big5", "gbk-as-big5-questioned", "gbk-as-big5-pairs"),
    "GBK as Big5, Traditional text": ("gbk-as-big5", "gbk-as-big5-questioned", "gbk-as-big5-pairs"),
    "GBK as Big5, by Windows and browsers": ("gbk-as-big5-windows", "gbk-as-big5-browser"),
    "Big5 as GBK": ("big5-as-gbk", "big5-as-gb18030"),
    "Big5 as GBK, as on Windows": ("big5-as-gbk-pairs",),
    "Big5 as GBK, user-defined characters kept": ("big5-as-gbk-kept",),
    "GBK as Shift-JIS": ("gbk-as-shift-jis", "gbk-as-strict-shift-jis"),
    "GBK as Shift-JIS, by Windows": ("gbk-as-shift-jis-windows",),
    "Big5 as Shift-JIS": ("big5-as-shift-jis", "big5-as-shift-jis-windows"),
    "GBK as Korean, by Windows": ("gbk-as-cp949-windows",),
    "GBK as Korean, by browsers and others": (
        *("gbk-as-cp949", "gbk-as-cp949-browser", "gbk-as-cp949-questioned", "gbk-as-cp949-dropped", "gbk-as-euc-kr"),
    ),
    "Big5 as Korean": ("big5-as-cp949", "big5-as-cp949-windows", "big5-as-cp949-browser"),
    "UTF-8 as Korean": ("utf8-as-cp949", "utf8-as-cp949-questioned"),
    "UTF-8 as Korean, by Windows and browsers": ("utf8-as-cp949-windows", "utf8-as-cp949-browser"),
    "UTF-16 swapped": ("utf16-swapped",),
    "GBK as UTF-8": ("gbk-as-utf8", "gbk-as-utf8-questioned"),
    "GBK as UTF-8 as GBK": ("gbk-as-utf8-as-gbk",),
    "read with a wrong codec, bytes named": (
        *("utf8-as-gbk-named", "utf8-as-big5-named", "utf8-as-shift-jis-named", "utf8-as-cp1252-named"),
        *("gbk-as-big5-named", "gbk-as-utf8-named"),
    ),
    "entities": ("entities", "entities-twice", "references-unended"),
    "escapes": ("unicode-escapes", "percent-utf8", "percent-gbk", "byte-escapes", "octal"),
    "mail": ("quoted-printable", "encoded-words", "encoded-words-q", "encoded-words-gbk"),
    "pinyin, pairs slipped": ("pinyin-slips",),
    "pinyin, pairs slipped and some dropped": ("pinyin-slips-dropped",),
    "GBK, one byte lost": ("gbk-byte-lost-kept", "gbk-byte-lost-marked"),
    "GBK, one byte lost, no marks": ("gbk-byte-lost-ignored",),
    "GBK, one byte lost, user-defined characters dropped": ("gbk-byte-lost",),
    "GBK, one byte gained": ("gbk-byte-gained-kept", "gbk-byte-gained-marked"),
    "GBK, one byte gained, no marks": ("gbk-byte-gained-ignored",),
}
#: Kinds that are in Traditional text; those that need more of a line than a few characters.
_TRADITIONAL, _WHOLE_LINES = ("big5-as", "pinyin"), ("pinyin", "gbk-byte", "entities", "escapes", "mail")
_SHORT, _LISTED, _IN_TRADITIONAL = ", 2-6 characters", ", a list of these", ", Traditional text"
_HAN = re.compile("[一-鿿]{6,}")
#: The set that only byte slips by pinyin are measured on: how long its lines are, and how many of each text.
_HELD_OUT, _LONGEST, _OF_EACH_TEXT = "held-out corpus", 110, 500


@dataclass
class Score:
    """What became of the damaged lines of one class."""

    lines: int = 0
    exact: int = 0
    guessed_exact: int = 0
    characters: int = 0
    right: int = 0
    wrong: int = 0
    worse: int = 0
    seconds: float = 0.0
    size: int = 0
    whole_seconds: float = 0.0
    whole_size: int = 0
    peers: dict[str, int] = field(default_factory=dict)

    def count(self, original: str, what: str, after: str, guess: str, changed: Sequence[tuple[int, int]]) -> None:
        """Count what became of a damaged line: repaired, with guesses, and the spans that the repair wrote."""
        self.lines += 1
        self.characters += len(original)
        self.exact += after == original
        self.guessed_exact += guess == original
        right = matched(after, original)
        self.right += right
        self.wrong += wrongly_asserted(after, original, changed)
        distance = max(len(after), len(original)) - right
        self.worse += distance > max(len(what), len(original)) - matched(what, original)


def matched(text: str, original: str) -> int:
    """Return how many characters of a text are those of the original, in order."""
    if text == original:
        return len(original)
    return sum(block.size for block in SequenceMatcher(None, text, original, autojunk=False).get_matching_blocks())


def wrongly_asserted(text: str, original: str, changed: Sequence[tuple[int, int]]) -> int:
    """Count the characters of ``text`` that a repair wrote and that are neither right nor U+FFFD."""
    if text == original:
        return 0
    wrong = 0
    for kind, start, end, _, _ in SequenceMatcher(None, text, original, autojunk=False).get_opcodes():
        if kind in {"replace", "delete"}:
            wrong += sum(text[i] != LOST and any(low <= i < high for low, high in changed) for i in range(start, end))
    return wrong


def _slipped(text: str, *, dropped: bool) -> str:
    """Annotate a line; one in which no pair slips, or in which pairs are dropped where none should be, stays."""
    if text.encode("gbk", "ignore").decode("gbk") != text:
        return text  # no page in GBK had it
    table = listed_characters()
    kept, what = (annotate(text, table, keep_private_use=keep) for keep in (True, False))
    return what if what.count("?") > text.count("?") and (kept != what) is dropped else text


_DAMAGE: dict[str, Callable[[str, random.Random], str]] = {
    **KINDS,
    "pinyin-slips": lambda text, _: _slipped(text, dropped=False),
    "pinyin-slips-dropped": lambda text, _: _slipped(text, dropped=True),
}


def damaged(kinds: Sequence[str], texts: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the texts and what becomes of them, one kind after the other, where it changes them."""
    for _, text, what in damaged_by_kind(kinds, texts, rng):
        yield text, what


def damaged_by_kind(kinds: Sequence[str], texts: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Do the same, and tell the kind of damage."""
    for i, text in enumerate(texts):
        if kinds[0].startswith("big5-as") and text.encode("cp950", "ignore").decode("cp950") != text:
            continue  # Big5 never had all of it
        kind = kinds[i % len(kinds)]
        what = _DAMAGE[kind](text, rng)
        if what != text:
            yield kind, text, what


def measure(kinds: Sequence[str], texts: Sequence[str], lines: int, peers: dict[str, Callable[[str], str]]) -> Score:
    """Repair what ``kinds`` of damage make of the first ``lines`` of ``texts`` that they change, and count."""
    safe, unsafe = (Normalizer(Config(profile="repair", unsafe_fixes=fixes)) for fixes in (False, True))
    score = Score()
    for kind in kinds:  # the tables of its codecs are made when first needed
        for _, what in islice(damaged((kind,), texts, random.Random(3)), _WARM):  # noqa: S311 - as below
            safe.normalize(what)
    rng = random.Random(5)  # noqa: S311 - repeatable, not secret
    for original, what in islice(damaged(kinds, texts, rng), lines):
        started = time.process_time()
        result = safe.trace(what)
        score.seconds += time.process_time() - started
        score.size += len(what.encode())
        columns = result.edits.columns
        changed = list(zip(columns.target_starts, columns.target_ends, strict=True))
        score.count(original, what, result.text, unsafe.normalize(what), changed)
        for name, repair in peers.items():
            score.peers[name] = score.peers.get(name, 0) + (repair(what) == original)
    return score


def measure_list(kinds: Sequence[str], texts: Sequence[str], lines: int) -> Score:
    """Repair what ``measure`` repairs one by one as the lines of one document for each kind of damage, and count."""
    safe, unsafe = (Normalizer(Config(profile="repair", unsafe_fixes=fixes)) for fixes in (False, True))
    score = Score()
    pairs: dict[str, list[tuple[str, str]]] = {kind: [] for kind in kinds}
    for kind, text, what in islice(damaged_by_kind(kinds, texts, random.Random(5)), lines):  # noqa: S311 - as above
        if "\n" not in what:
            pairs[kind].append((text, what))
    for known in pairs.values():
        document = "\n".join(what for _, what in known)
        started = time.process_time()
        result = safe.trace(document)
        score.seconds += time.process_time() - started
        score.size += len(document.encode())
        # A repair that makes lines of a line, or one of two, has none of them right.
        found, guessed = (
            ones if len(ones) == len(known) else [""] * len(known)
            for ones in (result.text.split("\n"), unsafe.normalize(document).split("\n"))
        )
        columns = result.edits.columns
        written = list(zip(columns.target_starts, columns.target_ends, strict=True))
        at = 0
        for (original, what), after, guess in zip(known, found, guessed, strict=True):
            changed = [(start - at, end - at) for start, end in written if at <= start < at + len(after)]
            score.count(original, what, after, guess, changed)
            at += len(after) + 1
    return score


def measure_whole(kinds: Sequence[str], texts: Sequence[str], score: Score) -> None:
    """Time the repair of a document of each kind: its damaged lines one after the other, as a file has them."""
    safe = Normalizer(Config(profile="repair"))
    for kind in kinds:
        lines: list[str] = []
        for _, what in damaged((kind,), texts, random.Random(11)):  # noqa: S311 - as above
            lines.append(what)
            if sum(map(len, lines)) * 3 > _DOCUMENT and len("\n".join(lines).encode()) > _DOCUMENT:
                break
        document = "\n".join(lines)
        started = time.process_time()
        safe.normalize(document)
        score.whole_seconds += time.process_time() - started
        score.whole_size += len(document.encode())


def stretches(texts: Sequence[str], rng: random.Random) -> list[str]:
    """Return a stretch of two to six Han characters of each text that has one."""
    found = [match[0] for text in texts for match in [_HAN.search(text)] if match]
    return [text[(at := rng.randrange(len(text) - 5)) : at + rng.randint(2, 6)] for text in found]


def find_peers() -> dict[str, Callable[[str], str]]:
    """Return the installed peers."""
    from ftfy import fix_text  # noqa: PLC0415 - textnorm depends on it

    return {"ftfy": fix_text}


def sentences(script: str) -> list[str]:
    """Return the project's own sentences in a script (``hans``, ``hant``), or in Cantonese (``yue``)."""
    return (ROOT / "benchmarks" / f"sentences-{script}.txt").read_text(encoding="utf-8").split("\n")[:-1]


def text_sets() -> dict[str, tuple[list[str], list[str]]]:
    """Return the sets of lines by name, each in Simplified and in Traditional script."""
    sets = {"own": (sentences("hans"), sentences("hant")), "Cantonese": (sentences("yue"), sentences("yue"))}
    if _GSD.exists():
        rows = [line.split("\t") for line in _GSD.read_text(encoding="utf-8").split("\n") if line]
        sets["GSD"] = [row[2] for row in rows], [row[1] for row in rows]
    if _CORPUS.exists():
        sets[_HELD_OUT] = [], held_out_lines()
    return sets


def held_out_lines() -> list[str]:
    """Return Traditional lines of the corpus that nothing was trained on or fitted to, the texts in turns."""
    from model_sources import held_out  # noqa: PLC0415 - needs what the tables are made with

    texts = []
    for path in sorted(_CORPUS.glob("hant/*.txt.zst")):
        fitting = [line for line in held_out(path)[1::2] if len(line) <= _LONGEST and _HAN.search(line)]
        random.Random(path.name).shuffle(fitting)  # noqa: S311 - repeatable, not secret
        texts.append(fitting[:_OF_EACH_TEXT])
    return [text[i] for i in range(_OF_EACH_TEXT) for text in texts if i < len(text)]


def table(name: str, hans: Sequence[str], hant: Sequence[str], lines: int, only: str) -> Iterator[str]:
    """Yield the lines of a table of one set; the classes are measured on all cores, each in one process."""
    head = (
        "lines",
        "exact",
        "with guesses",
        "ftfy",
        "characters right",
        "asserted wrongly",
        "worse",
        "MB/s",
        "MB/s whole",
    )
    yield f"| {name}: damage | {' | '.join(head)} |"
    yield "| --- " * (1 + len(head)) + "|"
    jobs: list[tuple[str, tuple[str, ...], Sequence[str], int]] = []
    for heading, kinds in CLASSES.items():
        if only not in heading and not any(only in kind for kind in kinds):
            continue
        if name == _HELD_OUT and not kinds[0].startswith("pinyin"):
            continue
        texts = hant if kinds[0].startswith(_TRADITIONAL) or heading.endswith(_IN_TRADITIONAL) else hans
        jobs.append((heading, kinds, texts, lines))
        if not heading.startswith(_WHOLE_LINES) and not kinds[0].startswith(_WHOLE_LINES):
            short = stretches(texts, random.Random(7))  # noqa: S311 - as above
            jobs += ((heading + end, kinds, short, lines) for end in (_SHORT, _LISTED))
    with ProcessPoolExecutor() as executor:
        yield from executor.map(measured_row, jobs)


def measured_row(job: tuple[str, tuple[str, ...], Sequence[str], int]) -> str:
    """Measure one class and return its line of the table."""
    heading, kinds, texts, lines = job
    if heading.endswith(_LISTED):
        return row(heading, measure_list(kinds, texts, lines))
    score = measure(kinds, texts, lines, find_peers())
    if not heading.endswith(_SHORT):
        measure_whole(kinds, texts, score)
    return row(heading, score)


def clean_speed(texts: Sequence[str]) -> float:
    """Return how many megabytes of clean text go through the profile in a second of one core."""
    text = "\n".join(texts) + "\n"
    text *= max(1, 2_000_000 // len(text.encode()))
    normalizer = Normalizer(Config(profile="repair"))
    normalizer.normalize(text[:10_000])
    started = time.process_time()
    normalizer.normalize(text)
    return len(text.encode()) / max(1e-9, time.process_time() - started) / 1e6


def row(heading: str, score: Score) -> str:
    """Return a line of the table."""
    lines, characters = max(1, score.lines), max(1, score.characters)
    whole = f"{score.whole_size / score.whole_seconds / 1e6:.2f}" if score.whole_seconds else ""
    return (
        f"| {heading} | {score.lines} | {score.exact / lines:.1%} | {score.guessed_exact / lines:.1%} "
        f"| {score.peers.get('ftfy', 0) / lines:.1%} | {score.right / characters:.2%} | {score.wrong / characters:.2%} "
        f"| {score.worse / lines:.1%} | {score.size / max(1e-9, score.seconds) / 1e6:.2f} | {whole} |"
    )


def main() -> None:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-repair.md")
    parser.add_argument("--lines", type=int, default=60, help="of each set and class (default: 60)")
    parser.add_argument("--only", default="", help="part of the name of a class or kind")
    options = parser.parse_args()
    out = [_HEAD] if options.write else []
    for name, (hans, hant) in text_sets().items():
        for line in table(name, hans, hant, options.lines, options.only):
            out.append(line)
            print(line, flush=True)
        out += ["", f"Clean text of this set: {clean_speed(hans or hant):.2f} MB/s.", ""]
        print(out[-2], flush=True)
    if options.write:
        _PAGE.write_text("\n".join(out), encoding="utf-8")


_HEAD = """# What is repaired

Written by `make bench-repair` (`benchmarks/bench_repair.py --write`).  Every class is damage done by
`tools/damage.py` to whole lines, and to stretches of two to six characters cut out of them, each by itself and as the
lines of one list; with several decoders in a class, the lines take turns, and those of each are a list. Of pinyin, only
lines in which a pair of bytes slipped count; each line is a document by itself, as always here but in lists. Few do in
the first sets, so the last one is lines of the corpus in Traditional script that no model was trained on and nothing
was fitted to. Cantonese is 24 lines of our own, as people in Hong Kong write to each other.

- *exact*: lines restored to the last character by the default settings, which write a doubtful character only where
  few of a document's are expected to be wrong.
- *with guesses*: the same with `unsafe_fixes`.  *ftfy*: the same by `ftfy.fix_text`.
- *characters right*, *asserted wrongly*: under the default settings, of the characters of the original. What is
  neither was left as it stood, or became U+FFFD and is listed with its candidates.
- *worse*: lines that are farther from the original than before: of the longer one of text and original, more
  characters are not those of the other.
- *MB/s*: of damaged UTF-8, with one core, each line a document by itself and all steps of the profile included;
  the tables of the codecs are loaded before.  *MB/s whole*: a document of 20 KB for each kind, made of its lines.
"""

if __name__ == "__main__":
    main()
