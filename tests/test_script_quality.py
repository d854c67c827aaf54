"""How well ``convert(text, to=…)`` does on texts that are not part of the project: floors, not goals.

The texts lie in ../shared beside the repository, or where TEXTNORM_SHARED says.  Held-out lines are those whose number
modulo 10 is 3: no model was trained on them.
"""

from __future__ import annotations

import io
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from textnorm.script import convert, identify
from textnorm.script.leftovers import leftovers, spelling_in_use, standard
from textnorm.script.overconverted import overconversions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARED = Path(os.environ.get("TEXTNORM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SCRIPT = SHARED / "data" / "script"
CORPUS = SHARED / "corpus"

pytestmark = pytest.mark.skipif(
    not SCRIPT.is_dir(), reason="needs ../shared (or TEXTNORM_SHARED), which is not part of the project"
)

#: Wrong characters of OpenCC 1.4.2 s2tw on the held-out lines, and what we allow ourselves.
HELD_OUT = {
    "debian_handbook_hant": (11, 3),
    "drcd": (149, 84),
    "libreoffice_help_hant": (22, 10),
    "ly_gazette": (1274, 330),
    "moztw_cc0": (31, 16),
    "python_docs_hant": (9, 4),
    "react_docs_hant": (0, 0),
    "rust_book_tw": (12, 5),
    "tw_law": (795, 130),
}
PROBES_WRONG = 2
GSD_WRONG = 24
GSD_TO_SIMPLIFIED_WRONG = 5
LOOKED_AT = 5_000_000


def folding() -> Callable[[str], str]:
    rows = (SCRIPT / "variant-fold.tsv").read_text("utf-8").splitlines()
    table = {ord(row[0]): row[2] for row in rows if not row.startswith("#")}
    return lambda text: text.translate(table)


def simplification() -> dict[int, str]:
    """Return the one-to-one Simplification: OpenCC's first choice for each character."""
    firsts = {key: values.split(" ")[0] for key, values in table("TSCharacters")}
    return {ord(key): first for key, first in firsts.items() if len(first) == 1}


def table(name: str) -> list[tuple[str, str]]:
    text = files("textnorm").joinpath("data").joinpath(f"opencc-{name}.txt").read_text("utf-8").partition("\n\n")[2]
    rows = (row.partition("\t") for row in text.splitlines())
    return [(key, values) for key, _, values in rows]


def sentences() -> list[tuple[str, str]]:
    rows = (SCRIPT / "ud-gsd-dev.tsv").read_text("utf-8").splitlines()
    return [(hant, hans) for _, hant, hans in (row.split("\t") for row in rows)]


def held_out(name: str) -> list[str]:
    return [line for number, line in enumerate(lines(f"hant/{name}")) if number % 10 == 3]


def lines(name: str) -> Iterator[str]:
    zstandard = pytest.importorskip("zstandard", reason="the corpus is compressed")
    with (CORPUS / f"{name}.txt.zst").open("rb") as compressed:
        stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), "utf-8", newline="\n")
        yield from (line.rstrip("\n") for line in stream)


def wrong(expected: str, found: str) -> int:
    """Return how many Han characters differ."""
    assert len(expected) == len(found)
    return sum(a != b and "㐀" <= a <= "鿿" for a, b in zip(expected, found, strict=True))


@pytest.mark.parametrize(("name", "words"), [("probes-s2t", False), ("probes-s2twp", True)])
def test_probes(name: str, words: bool) -> None:  # noqa: FBT001 - a parameter of a case
    fold = folding()
    missed = []
    for row in (SCRIPT / f"{name}.tsv").read_text("utf-8").splitlines():
        if row.startswith("#"):
            continue
        text, wanted = row.split("\t")
        converted = convert(text, to="zh-TW", vocabulary=words)
        if not any(fold(one) in fold(converted) for one in wanted.split("|")):
            missed.append((text, converted, wanted))
    assert len(missed) <= PROBES_WRONG, missed


def test_gsd_to_traditional() -> None:
    fold = folding()
    assert sum(wrong(fold(hant), fold(convert(hans, to="zh-TW"))) for hant, hans in sentences()) <= GSD_WRONG


def test_gsd_to_simplified() -> None:
    found = sum(wrong(hans, convert(hant, to="zh-Hans")) for hant, hans in sentences())
    assert found <= GSD_TO_SIMPLIFIED_WRONG


def test_gsd_is_identified() -> None:
    right = [(identify(hant).script == "Hant", identify(hans).script == "Hans") for hant, hans in sentences()]
    assert all(sum(side) >= 0.995 * len(right) for side in zip(*right, strict=True))


@pytest.mark.parametrize("name", HELD_OUT)
def test_round_trip_of_held_out_lines(name: str) -> None:
    """Traditional text, simplified one code point for one and converted back."""
    fold, simplified = folding(), simplification()
    text = held_out(name)
    converted = convert("\n".join(text).translate(simplified), to="zh-TW").split("\n")
    errors = sum(wrong(fold(line), fold(back)) for line, back in zip(text, converted, strict=True))
    opencc, floor = HELD_OUT[name]
    assert errors <= floor <= opencc


#: On the held-out lines of these: characters reported in text as it was written, most of them errors of its authors,
#: and the least share to be found of what a conversion of single characters damages, spellings in use left out.
JUDGED = ("drcd", "ly_gazette", "rust_book_tw", "moztw_cc0")
REPORTED, FOUND = 11, 0.79
#: Words reported in such lines as over-converted.
WORDS_REPORTED = 5


def test_conversion_of_single_characters_is_found_and_rarely_seen_where_it_is_not() -> None:
    back = {ord(key): values.split(" ")[0] for key, values in table("STCharacters")}
    fold, simplified = folding(), simplification()
    reported = damaged = found = 0
    for line in (line for name in JUDGED for line in held_out(name)):
        reported += len(leftovers(line))
        written, converted = standard(line), standard(line.translate(simplified).translate(back))
        repaired = {one.start: one.form for one in leftovers(converted)}
        for at, (right, wrong_) in enumerate(zip(written, converted, strict=True)):
            if fold(right) != fold(wrong_) and "㐀" <= right <= "鿿" and not spelling_in_use(converted, at):
                damaged += 1
                found += repaired.get(at) == right
    assert reported <= REPORTED
    assert found >= FOUND * damaged


def test_words_of_taiwan_are_not_taken_for_conversions() -> None:
    assert sum(len(overconversions(line)) for name in JUDGED for line in held_out(name)) <= WORDS_REPORTED


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant", "zh-TW", "zh-HK"])
def test_converting_five_megabytes_twice(to: str) -> None:
    """Converting again changes nothing, on lines of every source."""
    budget = LOOKED_AT // len(list(CORPUS.glob("han[st]/*.zst")))
    for path in sorted(CORPUS.glob("han[st]/*.zst")):
        seen = 0
        for line in lines(f"{path.parent.name}/{path.name.partition('.')[0]}"):
            once = convert(line, to=to)
            assert convert(once, to=to) == once
            seen += len(line.encode())
            if seen > budget:
                break
