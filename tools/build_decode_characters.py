"""Build textnorm/data/decode-characters.txt, the character counts by which textnorm.decode tells encodings apart.

    python tools/build_decode_characters.py CORPUS [--output FILE]

CORPUS is a folder with hans/*.txt.zst and hant/*.txt.zst, one paragraph a line (its SOURCES.md names where they
come from).  Lines whose number modulo 10 is 3 are left out and serve as held-out text.  The same texts give the
same bytes.
"""

from __future__ import annotations

import argparse
import io
import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOLD_OUT = 3
SOURCE_CAP = 300_000  # characters a source may count for: law must not rule the language
PAIRS = 8000  # where accuracy on eight bytes stops growing
MIN_PAIR = 3  # occurrences in a source: rarer pairs are chance, or somebody's text
RAREST = 19.0  # bits at which a character may as well be left to its class
STEP = 0.25  # bits between two lines of the table

#: Lead bytes of the rows a standard filled by frequency (first) or completeness (second), with the share of all
#: text to expect there beyond what the corpus happens to show.
STANDARD_ROWS = (
    ("gb2312", range(0xB0, 0xD8), 0.02),
    ("gb2312", range(0xD8, 0xF8), 0.004),
    ("big5", range(0xA4, 0xC7), 0.02),
    ("big5", range(0xC9, 0xFA), 0.004),
)

HEADER = """\
# How rare a character is in Chinese text, in bits: for choosing the encoding of a document.
# Format: after "[characters]", lines of bits, a tab and the characters that cost so much; after "[pairs]", lines
# of bits and the pairs of adjacent characters that cost so much less than their two characters alone.
# Counts only, no text.  Simplified and Traditional texts weigh the same, each source at most 300,000 characters,
# lines whose number modulo 10 is 3 left out; smoothed by the rows of GB 2312 and Big5.
# Sources, with their licences as read:
# Law and official records of the PRC and Taiwan (not protected: PRC Copyright Act art. 5, Taiwan Copyright Act
# art. 9): prc_law, prc_local_regulations, tw_law, ly_gazette.
# Apache-2.0: javaguide, kdconv, crosswoz, paddle_docs, d2l_zh.  CC0: python_docs, python_docs_hant, moztw_cc0.
# MIT or Apache-2.0: rust_book_tw.  Unlicense: howtocook.  MPL-2.0: libreoffice_help, libreoffice_help_hant.
# CC BY 4.0: react_docs, react_docs_hant, vue_docs.  CC BY-SA 3.0: tidb_docs, drcd, go_web_book, gnome_help.
# GPL-2.0+ or CC BY-SA 3.0: debian_handbook, debian_handbook_hant.
# CC BY-SA 4.0: cmrc2018, oi_wiki, advanced_java, linux101, xquad_zh, paddle_book.
# Used by textnorm.decode.evidence.  Made by tools/build_decode_characters.py.
"""

_RUN = re.compile("[^\x00-\x9f\ud800-\uf8ff\ufe00-\ufe0f\ufff0-\uffff\U000e0000-\U0010ffff]+")


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a zstd-compressed text that are not held out."""
    with path.open("rb") as compressed:
        stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), encoding="utf-8")
        yield from (line for number, line in enumerate(stream) if number % 10 != HOLD_OUT)


def count(paths: Iterable[Path]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the share of each character, and of each pair, in the sources taken together."""
    characters: defaultdict[str, float] = defaultdict(float)
    pairs: defaultdict[str, float] = defaultdict(float)
    total = 0.0
    for path in paths:
        ones: Counter[str] = Counter()
        twos: Counter[str] = Counter()
        for line in read_lines(path):
            for run in _RUN.findall(line):
                ones.update(run)
                twos.update(map("".join, pairwise(run)))
        size = ones.total()
        weight = min(1.0, SOURCE_CAP / size)
        total += size * weight
        for character, n in ones.items():
            characters[character] += n * weight
        for pair, n in twos.items():
            if n >= MIN_PAIR:
                pairs[pair] += n * weight
        print(f"{path.name}: {size} characters, weight {weight:.2f}")
    return {c: n / total for c, n in characters.items()}, {p: n / total for p, n in pairs.items()}


def mean(shares: Iterable[dict[str, float]]) -> dict[str, float]:
    """Return the mean of several distributions."""
    added: defaultdict[str, float] = defaultdict(float)
    parts = list(shares)
    for part in parts:
        for key, share in part.items():
            added[key] += share / len(parts)
    return dict(added)


def smooth(shares: dict[str, float]) -> dict[str, float]:
    """Add what the rows of the national standards say about characters the corpus lacks."""
    smoothed = dict(shares)
    for codec, leads, share in STANDARD_ROWS:
        row = [bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in range(0x40, 0xFF)]
        members = [character for character in row if len(character) == 1 and character > "\u2e80"]
        for character in members:
            smoothed[character] = smoothed.get(character, 0.0) + share / len(members)
    return smoothed


def rounded(bits: float) -> float:
    """Return the nearest step of the table."""
    return round(bits / STEP) * STEP


def by_bits(costs: dict[str, float]) -> list[str]:
    """Return the lines of one section, the lowest number first."""
    lines: defaultdict[float, list[str]] = defaultdict(list)
    for key, bits in costs.items():
        lines[bits].append(key)
    return [f"{bits:g}\t{''.join(sorted(keys))}" for bits, keys in sorted(lines.items())]


def build(corpus: Path) -> str:
    """Return the text of the table."""
    counted = [count(sorted(corpus.glob(f"{script}/*.txt.zst"))) for script in ("hans", "hant")]
    shares = smooth(mean(characters for characters, _ in counted))
    bits = {c: rounded(-math.log2(share)) for c, share in shares.items()}
    bits = {c: cost for c, cost in bits.items() if cost < RAREST}
    together = mean(pairs for _, pairs in counted)
    kept = sorted(together, key=lambda pair: (-together[pair], pair))[:PAIRS]
    gain = {
        pair: rounded(math.log2(together[pair] / (shares[pair[0]] * shares[pair[1]])))
        for pair in kept
        if pair[0] in bits and pair[1] in bits
    }
    gain = {pair: saved for pair, saved in gain.items() if saved >= 1}
    print(f"{len(bits)} characters, {len(gain)} pairs")
    return "\n".join([HEADER + "[characters]", *by_bits(bits), "[pairs]", *by_bits(gain)]) + "\n"


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    default = Path(__file__).parent.parent / "textnorm" / "data" / "decode-characters.txt"
    parser.add_argument("--output", type=Path, default=default)
    options = parser.parse_args()
    options.output.write_text(build(options.corpus), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
