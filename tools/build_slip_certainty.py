"""Make ``textnorm/data/slip-certainty.txt``: how often a character of a re-paired run is right.

    python tools/build_slip_certainty.py CORPUS

CORPUS is the folder of texts (its SOURCES.md says what they are and where they come from).  Of the lines that the
character model never saw (number modulo 10 is 3) every second one loses a byte or is annotated by tools/damage.py, and
is read; the others are for measuring.  Simplified lines are annotated too, made Traditional one character at a time, as
the annotating program does.  The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.resources import files
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from logistic import fit
from model_sources import held_out

from damage import KINDS, annotate, listed_characters
from textnorm.model.ngrams import load
from textnorm.repair.certainty import LEVELS, logistic
from textnorm.repair.evidence import find_annotations, listed
from textnorm.repair.slips.certainty import DOUBTED, TERMS, kind_of, terms
from textnorm.repair.slips.document import without_annotations
from textnorm.repair.slips.search import slips
from textnorm.repair.slips.verdict import convinces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "slip-certainty.txt"
#: The damage to learn from, and how many lines of each, taken in turns from the texts of a script.
_SLIPPED = (
    *("gbk-byte-lost-kept", "gbk-byte-lost-marked", "gbk-byte-lost-ignored", "gbk-byte-lost"),
    *("gbk-byte-gained-kept", "gbk-byte-gained-ignored"),
)
_ANNOTATED = ("kept", "dropped")
_LINES, _ANNOTATED_LINES, _OF_EACH_TEXT = 1500, 900, 400
#: Characters that such a program leaves as they are, because it takes one form of several.
_LEFT = "后里面于制只台干系"
#: Bits of a character up to which a line is plain language.
_PLAIN = 6.5
_SHORTEST, _LONGEST, _HAN_SHARE = 15, 110, 0.6


#: A kind of run with fewer wrong characters shares its row with the runs that read less, or more, plainly.
_ENOUGH_WRONG = 30


@dataclass
class Rows:
    """What was learnt: terms of doubted characters, right or not; by kind of run, the characters of its lines.

    ``wrong`` are those that are wrong however certain.
    """

    doubted: list[tuple[tuple[float, ...], bool, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    characters: dict[str, int] = field(default_factory=dict)

    def add(self, other: Rows) -> None:
        """Take in what was learnt elsewhere."""
        self.doubted += other.doubted
        self.wrong += other.wrong
        for kind, count in other.characters.items():
            self.characters[kind] = self.characters.get(kind, 0) + count


def damaged(kind: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield lines and what one kind of damage makes of them, where a pair slips."""
    rng = random.Random(kind)
    for line in lines:
        if line.encode("gbk", "ignore").decode("gbk") != line:
            continue  # no page in GBK had it
        if kind not in _ANNOTATED:
            yield line, KINDS[kind](line, rng)
            continue
        kept, what = (annotate(line, listed_characters(), keep_private_use=keep) for keep in (True, False))
        if what.count("?") > line.count("?") and (kept != what) == (kind == "dropped"):
            yield line, what


def made_traditional(lines: Sequence[str]) -> list[str]:
    """Return Simplified lines in Traditional, one character at a time."""
    table = files("textnorm").joinpath("data").joinpath("opencc-STCharacters.txt").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in table.splitlines() if "\t" in row and not row.startswith("#"))
    forms = {ord(one): others.split(" ")[0] for one, others in rows if len(one) == 1 and one not in _LEFT}
    return [line.translate(forms) for line in lines]


def learn(job: tuple[str, Sequence[str], int]) -> Rows:
    """Damage lines in one way, read them and tell what was right."""
    kind, lines, most = job
    rows = Rows()
    for line, shown in islice(damaged(kind, lines), most):
        found = [one for one in slips(shown, listed(shown, find_annotations(shown))) if one.characters]
        parts: list[str] = []
        places, at = [], 0
        for one in found:
            parts.append(without_annotations(shown[at : one.start]))
            places.append(sum(map(len, parts)))
            parts.append(one.restored)
            at = one.end
        result = "".join((*parts, without_annotations(shown[at:])))
        right = bytearray(len(result))
        for block in SequenceMatcher(None, result, line, autojunk=False).get_matching_blocks():
            right[block.a : block.a + block.size] = b"\1" * block.size
        for one, place in zip(found, places, strict=True):
            if not convinces(one):
                continue
            run = kind_of(shown, one)
            rows.characters[run] = rows.characters.get(run, 0) + len(line)
            for i, (character, each) in enumerate(zip(one.characters, terms(shown, one), strict=True)):
                if character.probability < DOUBTED:
                    rows.doubted.append((each, bool(right[place + i]), run))
                elif not right[place + i]:
                    rows.wrong.append(run)
    return rows


def sample(corpus: Path, script: str) -> list[str]:
    """Return held-out lines, the texts in turns, every second of the lines that there are."""
    texts: list[list[str]] = []
    for path in sorted(corpus.glob(f"{script}/*.txt.zst")):
        fitting = [
            line
            for line in held_out(path)[::2]
            if _SHORTEST <= len(line) <= _LONGEST
            and sum("\u4e00" <= one <= "\u9fff" for one in line) >= _HAN_SHARE * len(line)
        ]
        random.Random(path.name).shuffle(fitting)
        texts += _plain_and_rare(fitting)
    return [text[i] for i in range(_OF_EACH_TEXT) for text in texts if i < len(text)]


def _plain_and_rare(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return some lines of plain language and as many of rarer words: users bring other texts than these."""
    halves: tuple[list[str], list[str]] = ([], [])
    for line in lines:
        half = halves[load().bits(line, "", "") > _PLAIN * len(line)]
        if len(half) < _OF_EACH_TEXT:
            half.append(line)
    return halves


def table(rows: Rows) -> Iterator[str]:
    """Yield the lines of the table."""
    weights = fit([(each, right) for each, right, _ in rows.doubted])
    for name, one in zip(TERMS, weights, strict=True):
        yield f"character\t{name}\t{one:.4f}"
    for run in sorted(rows.characters):
        kinds = {run}
        if sum(not right for _, right, kind in rows.doubted if kind == run) < _ENOUGH_WRONG:
            kinds = {one for one in rows.characters if one.rpartition(" ")[0] == run.rpartition(" ")[0]}
        characters = sum(rows.characters[one] for one in kinds)
        always = sum(one in kinds for one in rows.wrong)
        chances = [(logistic(weights, each), right) for each, right, kind in rows.doubted if kind in kinds]
        shares = [(always + max(_wrong(chances, level))) / characters for level in LEVELS]
        yield "\t".join(("errors", run, *(f"{share:.5f}" for share in shares)))


def _wrong(chances: Sequence[tuple[float, bool]], level: float) -> tuple[float, float]:
    """Return how many characters were wrong of those of at least this chance, and how many should have been."""
    written = [(chance, right) for chance, right in chances if chance >= level]
    return float(sum(not right for _, right in written)), sum(1 - chance for chance, _ in written)


def header(rows: Rows) -> Sequence[str]:
    """Return the lines above the table."""
    right = sum(right for _, right, _ in rows.doubted)
    return (
        "# How certain a character of a re-paired run is: weights of a logistic regression; and what is usually wrong.",
        "# Format: what, the term of a character or the kind of run, the weight or, at each of the levels of",
        "# textnorm.repair.certainty, the share of the characters of usual lines that is wrong; separated by tabs.",
        "# Numbers only, no text.  Used by textnorm.repair.slips.certainty, which defines the terms.",
        f"# Fitted on {right:,} right and {len(rows.doubted) - right:,} wrong characters.",
        "# Source: held-out lines (number modulo 20 is 3) of the texts that decode-characters.txt names, with their",
        "# licences, damaged by tools/damage.py.  Made by tools/build_slip_certainty.py; do not edit.",
    )


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the folder with hans/ and hant/")
    options = parser.parse_args()
    hans, hant = (sample(options.corpus, script) for script in ("hans", "hant"))
    annotated = [line for pair in zip_longest(hant, made_traditional(hans)) for line in pair if line]
    jobs = [*((kind, annotated, _ANNOTATED_LINES) for kind in _ANNOTATED), *((kind, hans, _LINES) for kind in _SLIPPED)]
    rows = Rows()
    with ProcessPoolExecutor() as executor:
        for some in executor.map(learn, jobs):
            rows.add(some)
    lines = (*header(rows), *table(rows))
    _TARGET.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    main()
