"""Write script-settled.txt, the words whose ambiguous characters no context changes, and script-habits.txt.

    python tools/build_settled.py CORPUS

CORPUS is a folder with hans/*.txt.zst and hant/*.txt.zst, one paragraph a line; lines whose number modulo 10 is 3 are
left out.  All texts are folded to Simplified and converted by the model alone.  A word that comes out the same
practically always is settled: the few exceptions are errors of the model rather than finds of it, and conversion need
not look around.  Run it after tools/build_script_model.py; it needs the compiled kernel.  The same texts give the same
bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from multiprocessing import Pool
from pathlib import Path

import build_targets
from model_sources import read_lines

from textnorm import kernel
from textnorm.script import context, folding, tables
from textnorm.script.words import lattice

DATA = build_targets.DATA
HEADER = """\
# Words of Simplified Chinese whose ambiguous characters become the same in Traditional wherever they were seen, then
# stretches of words that stand together often.
# Source: words of script-words.txt that are frequent in the texts of the project's corpus; no text.
# Licence: MIT and Apache-2.0, see NOTICE.
# Format: a word, a tab, the word in Traditional (OpenCC standard); a stretch alone.
# Used by textnorm.script.context_places and tools/build_targets.py.  Made by tools/build_settled.py; do not edit.

"""
HABITS_HEADER = """\
# Standard forms that the texts of Taiwan write, rather than the form that OpenCC has for Taiwan.
# Source: counts in the Traditional texts of the project's corpus, all of Taiwan; pairs of OpenCC's TWVariants.
# Licence: Apache-2.0, see NOTICE.
# Format: the form of the standard, a tab, the form that is not imposed.
# Used by textnorm.script.dictionaries.  Made by tools/build_settled.py; do not edit.

"""
#: How often both forms must be seen, and which part must be the standard's.
FORMS, HABIT = 100, 2 / 3
#: How many code points of a source count: the large ones must not rule.
SHARE = 1_500_000
#: How often a word must be seen, and how large the part of the exceptions may be, of a character and of a word.
SEEN, LONE, WORD = 20, 0.0003, 0.005
#: How often a stretch must be seen to be worth its place, and how long it may be.
FREQUENT, LONGEST = 6, 4


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    arguments = parser.parse_args()
    kept = habits(arguments.corpus)  # before what reads them
    (DATA / "script-habits.txt").write_text(HABITS_HEADER + "".join(kept), encoding="utf-8")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    stretches = Counter[str]()
    with tempfile.TemporaryDirectory() as folder, Pool() as pool:
        tables = Path(folder) / build_targets.NAME
        tables.write_bytes(build_targets.content(settled={}, frequent=()))
        jobs = [(path, tables) for path in sorted(arguments.corpus.glob("han[st]/*.txt.zst"))]
        for words, own in pool.imap(counted, jobs):
            stretches += own
            for word, counts in words.items():
                found[word] += counts
    rows = [
        f"{word}\t{counts.most_common(1)[0][0]}" for word, counts in sorted(found.items()) if is_settled(word, counts)
    ]
    often = sorted(stretch for stretch, times in stretches.items() if times >= FREQUENT and len(stretch) <= LONGEST)
    (DATA / "script-settled.txt").write_text(HEADER + "\n".join([*rows, *often, ""]), encoding="utf-8")
    print(f"{len(rows)} words, {len(often)} stretches, {len(kept)} habits", file=sys.stderr)
    return 0


def habits(corpus: Path) -> list[str]:
    """Return the rows of the forms of Taiwan that its texts do not write, by the counts of both forms."""
    counts = Counter[str]()
    for path in sorted(corpus.glob("hant/*.txt.zst")):
        for line in read_lines(path):
            counts.update(line)
    return [
        f"{standard}\t{form}\n"
        for standard, form in sorted(tables.defaults("TWVariants").items())
        if counts[standard] + counts[form] >= FORMS and counts[standard] > HABIT * (counts[standard] + counts[form])
    ]


def is_settled(word: str, counts: Counter[str]) -> bool:
    """Tell whether a word has practically one form."""
    total = counts.total()
    exceptions = total - counts.most_common(1)[0][1]
    return total >= SEEN and exceptions <= total * (LONE if len(word) == 1 else WORD)


def counted(job: tuple[Path, Path]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Return what became of each word with an ambiguous character in a source, and the stretches of such words.

    job: the source, and the file of tables to convert with.
    """
    path, tables = job
    scripts = kernel.load_scripts(tables)
    if scripts is None:
        msg = "the compiled kernel on a little-endian machine is needed"
        raise RuntimeError(msg)
    text = folding.fold("\n".join(read_lines(path))[:SHARE])
    written = scripts["zh-Hant"].bring(text)[0]
    ambiguous = frozenset(place for place in context.load().forms if len(place) == 1)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    stretches = Counter[str]()
    ends: dict[str, list[int]] = {}
    for start, stretch in build_targets.stretches(text):
        if ambiguous.isdisjoint(stretch):
            continue
        stretches[stretch] += 1
        if stretch not in ends:
            ends[stretch] = lattice().ends(stretch)
        done = 0
        for end in ends[stretch]:
            if not ambiguous.isdisjoint(stretch[done:end]):
                words[stretch[done:end]][written[start + done : start + end]] += 1
            done = end
    return dict(words), stretches


if __name__ == "__main__":
    sys.exit(main())
