"""Make ``textnorm/data/mojibake-certainty.txt``: how often a repair of mojibake is right, from what it looks like.

    python tools/build_mojibake_certainty.py CORPUS [--poetry chinese-poetry-2.0.1.tgz]

CORPUS is the folder of texts (its SOURCES.md says what they are and where they come from).  Of the lines that the
character model never saw (number modulo 10 is 3) every second one is damaged by tools/damage.py, whole and cut to
two to six characters, and read; the others are for measuring.  What the scan wrongly suspects in all the texts as
they are, and in classical poetry (npm chinese-poetry, MIT), shows what a wrong chain looks like.
The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tarfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from logistic import fit
from model_sources import held_out, read_lines

from damage import KINDS
from textnorm.repair.mojibake_certainty import CHARACTER_TERMS, character_terms, kind_of
from textnorm.repair.mojibake_chains import Memory, best_readings
from textnorm.repair.mojibake_document import is_elsewhere
from textnorm.repair.mojibake_judge import CHAIN_TERMS, chain_terms, is_hopeless
from textnorm.repair.mojibake_scan import suspects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.mojibake_found import Reading

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "mojibake-certainty.txt"
#: The damage to learn from: not what leaves nothing to read, nor what another step undoes.
_TRADITIONAL = "big5-as"
_DAMAGE = re.compile(r"(utf8|gbk|big5)-as-(?!utf8|latin1-(twice|as)|cp1252-twice)|utf16-swapped")
_LINES_OF_EACH, _SHORTEST, _LONGEST, _POEMS = 10, 9, 160, 3000
#: Damage that loses most bytes has more lost characters in a line than other damage in twenty, and takes as long.
_MOST_LOST, _EVERY = "utf8-as-big5", 10
_HAN = re.compile("[一-鿿]{6,}")
#: A reading is right if so much of what it is sure of is; a character that it is sure of has at least this probability.
_RIGHT, _SURE = 0.8, 0.9
#: How much more a stretch of clean text counts than a damaged one: it is what a program meets most.
_CLEAN = 5.0
#: Under so many wrong characters a kind of chain shares the row of all.
_ENOUGH_WRONG = 12


@dataclass
class Rows:
    """What was learnt from some lines: terms of chains, and of characters by the kind of chain, right or not."""

    chains: list[tuple[tuple[float, ...], bool]] = field(default_factory=list)
    characters: dict[str, list[tuple[tuple[float, ...], bool]]] = field(default_factory=dict)

    def add(self, other: Rows) -> None:
        """Take in what was learnt elsewhere."""
        self.chains += other.chains
        for kind, rows in other.characters.items():
            self.characters.setdefault(kind, []).extend(rows)


def damaged_rows(job: tuple[str, list[str]]) -> Rows:
    """Damage lines in one way, read them and tell what was right."""
    kind, lines = job
    rng = random.Random(kind)
    rows = Rows()
    for line in lines:
        match = _HAN.search(line)
        short = ""
        if match:
            at = rng.randrange(len(match[0]) - 5)
            short = match[0][at : at + rng.randint(2, 6)]
        for text in filter(None, (line, short)):
            shown = KINDS[kind](text, rng)
            if shown != text:
                _learn(rows, shown, text)
    return rows


def _learn(rows: Rows, shown: str, text: str) -> None:
    readings = [one for one in best_readings(shown, Memory()) if not is_elsewhere(one)]
    parts, at = [], 0
    places = []
    for reading in readings:
        parts.append(shown[at : reading.start])
        places.append(sum(map(len, parts)))
        parts.append(reading.text)
        at = reading.end
    result = "".join((*parts, shown[at:]))
    right = bytearray(len(result))
    for block in SequenceMatcher(None, result, text, autojunk=False).get_matching_blocks():
        right[block.a : block.a + block.size] = b"\1" * block.size
    for reading, place in zip(readings, places, strict=True):
        _learn_reading(rows, reading, right[place : place + len(reading.text)])


def _learn_reading(rows: Rows, reading: Reading, right: bytearray) -> None:
    chances = [one for piece in reading.pieces for one in piece.probabilities or (1.0,) * len(piece.text)]
    sure = [bool(one) for one, chance in zip(right, chances, strict=True) if chance > _SURE]
    is_right = bool(sure) and sum(sure) >= _RIGHT * len(sure)
    terms = _chain(reading)
    if terms:
        rows.chains.append((terms, is_right))
    if not is_right:
        return
    kind = kind_of(reading.chains[-1].true, reading.chains[-1].wrong, reading.losses)
    at = 0
    for piece in reading.pieces:
        if piece.probabilities:
            found = character_terms(piece, reading.bits / max(1, len(reading.text)))
            rows.characters.setdefault(kind, []).extend(
                (one, bool(right[at + i])) for i, one in enumerate(found) if piece.probabilities[i] < 1.0
            )
        at += len(piece.text)


def _chain(reading: Reading) -> tuple[float, ...] | None:
    whole = not any(piece.probabilities for piece in reading.pieces)
    in_step = reading.chains[-1].true not in {"gb18030", "cp950"}
    if is_hopeless(reading.seen, reading.text, whole=whole, in_step=in_step):
        return None
    return chain_terms(reading.seen, reading.seen_bits, reading.text, reading.bits, whole=whole, in_step=in_step)


def clean_rows(lines: list[str]) -> Rows:
    """Return what chains make of clean lines."""
    rows = Rows()
    for line in lines:
        readings = [one for one in best_readings(line, Memory()) if not is_elsewhere(one)]
        rows.chains += [(terms, False) for terms in map(_chain, readings) if terms]
    return rows


def suspect_lines(corpus: Path, poetry: Path | None) -> list[str]:
    """Return the clean lines in which the scan suspects something."""
    found = []
    for path in sorted(corpus.glob("han[st]/*.txt.zst")):
        lines = (*read_lines(path), *held_out(path))
        found += [line for line in lines if len(line) < 20 * _LONGEST and next(suspects(line), None)]
    if poetry:
        poems = [line for line in poem_lines(poetry) if next(suspects(line), None)]
        found += random.Random(1).sample(poems, min(_POEMS, len(poems)))
    return found


def poem_lines(poetry: Path) -> Iterator[str]:
    """Yield the lines of poems that are mostly Han characters, not patterns of tones."""
    with tarfile.open(poetry) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            file = archive.extractfile(member) if member.name.endswith(".json") and "rank" not in member.name else None
            if file:
                for text in _strings(json.loads(file.read() or b"0")):
                    yield from (line for line in text.split("\n") if 2 * len(re.findall("[一-鿿]", line)) > len(line))


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for one in data.values():
            yield from _strings(one)
    elif isinstance(data, list):
        for one in data:
            yield from _strings(one)


def sample(corpus: Path, script: str) -> list[str]:
    """Return held-out lines, as many of each text, every second of those that there are."""
    lines = []
    for path in sorted(corpus.glob(f"{script}/*.txt.zst")):
        fitting = [line for line in held_out(path)[::2] if _SHORTEST <= len(line) <= _LONGEST]
        rng = random.Random(path.name)
        lines += rng.sample(fitting, min(_LINES_OF_EACH, len(fitting)))
    return lines


def learn(corpus: Path, poetry: Path | None) -> tuple[Rows, int]:
    """Return what damaged and clean lines teach, and how many of the chains are those of clean lines."""
    lines = {script: sample(corpus, script) for script in ("hans", "hant")}
    kinds = [kind for kind in KINDS if _DAMAGE.match(kind)]
    jobs = [
        (kind, lines["hant" if kind.startswith(_TRADITIONAL) else "hans"][:: _EVERY if _MOST_LOST in kind else 1])
        for kind in kinds
    ]
    clean = suspect_lines(corpus, poetry)
    total = Rows()
    with ProcessPoolExecutor() as executor:
        for rows in executor.map(clean_rows, [clean[i : i + 200] for i in range(0, len(clean), 200)]):
            total.add(rows)
        of_clean = len(total.chains)
        for rows in executor.map(damaged_rows, jobs):
            total.add(rows)
    return total, of_clean


def table(rows: Rows, of_clean: int) -> Iterator[str]:
    """Yield the lines of the table."""
    importance = [_CLEAN if i < of_clean else 1.0 for i in range(len(rows.chains))]
    weights = fit(rows.chains, importance)
    for name, one in zip(CHAIN_TERMS, weights, strict=True):
        yield f"chain\t{name}\t{one:.4f}"
    everything = [row for some in rows.characters.values() for row in some]
    by_kind = {"any": everything, **dict(sorted(rows.characters.items()))}
    for kind, some in by_kind.items():
        wrong = sum(not right for _, right in some)
        if wrong >= _ENOUGH_WRONG and 2 * wrong < len(some):
            yield "\t".join(("character", kind, *(f"{one:.4f}" for one in character_weights(some))))


def character_weights(rows: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """Return the weights of the terms of a character; doubt beside it never makes it more certain."""
    weights = fit(rows)
    place = CHARACTER_TERMS.index("neighbours")
    if weights[place] >= 0:
        return weights
    return fit([((*terms[:place], 0.0, *terms[place + 1 :]), right) for terms, right in rows])


def header(rows: Rows, of_clean: int, poetry: Path | None) -> Sequence[str]:
    """Return the lines above the table."""
    right = sum(right for _, right in rows.chains)
    wrong = len(rows.chains) - right
    characters = sum(map(len, rows.characters.values()))
    return (
        "# How certain a repair of mojibake is: weights of two logistic regressions.  Numbers only, no text.",
        "# Format: what, the term of a chain or the kind of chain, the weight or the weights of the terms",
        f"# {', '.join(CHARACTER_TERMS)}; separated by tabs.  Used by textnorm.repair.mojibake_judge",
        "# and textnorm.repair.mojibake_certainty, which define the terms.",
        f"# Fitted on {right:,} right and {wrong:,} wrong readings, {of_clean:,} of these of clean text, and on",
        f"# {characters:,} characters whose bytes were lost.",
        "# Source: held-out lines (number modulo 20 is 3) of the texts that decode-characters.txt names, with their",
        "# licences, damaged by tools/damage.py"
        + ("; clean lines of these texts and of npm chinese-poetry (MIT)." * bool(poetry)),
        "# Made by tools/build_mojibake_certainty.py; do not edit.",
    )


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the folder with hans/ and hant/")
    parser.add_argument("--poetry", type=Path, help="the package chinese-poetry of npm")
    options = parser.parse_args()
    rows, of_clean = learn(options.corpus, options.poetry)
    lines = (*header(rows, of_clean, options.poetry), *table(rows, of_clean))
    _TARGET.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    main()
