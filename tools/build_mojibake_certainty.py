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
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from logistic import fit
from model_sources import held_out, read_lines

from damage import KINDS
from textnorm.model.ngrams import load
from textnorm.repair.certainty import LEVELS
from textnorm.repair.mojibake_certainty import CHARACTER_TERMS, SHORT, character_terms, group_of, kind_of, logistic
from textnorm.repair.mojibake_choice import Memory, best_readings
from textnorm.repair.mojibake_document import is_elsewhere
from textnorm.repair.mojibake_judge import CHAIN_TERMS, family_of
from textnorm.repair.mojibake_scan import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textnorm.repair.mojibake_found import Reading

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "mojibake-certainty.txt"
#: The damage to learn from: not what leaves nothing to read, nor what another step undoes.
_TRADITIONAL = "big5-as"
_DAMAGE = re.compile(r"(utf8|gbk|big5)-as-(?!utf8|latin1-(twice|as)|cp1252-twice)|utf16-swapped")
_LINES_OF_EACH, _SHORTEST, _LONGEST, _POEMS = {"hans": 20, "hant": 40}, 9, 160, 3000
#: Bits of a character from which on a line is as strange to the model as everyday text, and how many are looked at.
_STRANGE, _LOOKED_AT = 6.5, 4000
#: How many lines a process damages at once.
_AT_ONCE = 60
#: Damage that loses most bytes has more lost characters in a line than other damage in twenty, and takes as long.
_MOST_LOST, _EVERY = "utf8-as-big5", 4
_HAN = re.compile("[一-鿿]{6,}")
#: The share of a reading from which on its chain is the right one, and the probability from which on it is written.
_RIGHT, _WRITTEN = 0.5, 0.9
#: How much more a stretch of clean text counts than a damaged one: it is what a program meets most.
_CLEAN = 5.0
#: Under so many wrong or right characters a kind of chain shares the row of all.
_ENOUGH = 12
#: How many characters of all kinds the shares of a group lean on.
_LEAN = 500


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading teaches: about its chain, and about each of its characters whose bytes were lost."""

    true: str
    evidence: tuple[float, ...] | None
    right: bool
    kind: str = ""
    length: int = 0
    line_bits: float = 0.0
    characters: tuple[tuple[tuple[float, ...], bool], ...] = ()
    #: How many characters are wrong whose bytes were all there.
    clear_wrong: int = 0


def damaged_readings(job: tuple[str, list[str]]) -> list[Read]:
    """Damage lines in one way, read them and tell what was right."""
    kind, lines = job
    rng = random.Random(kind)
    found: list[Read] = []
    for line in lines:
        match = _HAN.search(line)
        short = ""
        if match:
            at = rng.randrange(len(match[0]) - 5)
            short = match[0][at : at + rng.randint(2, 6)]
        for text in filter(None, (line, short)):
            shown = KINDS[kind](text, rng)
            if shown != text:
                found += _judged(shown, text)
    return found


def _judged(shown: str, text: str) -> Iterator[Read]:
    """Read a damaged line and compare with the text that it was."""
    readings = [one for one in best_readings(shown, Memory()) if not is_elsewhere(one)]
    parts, places, at = [], [], 0
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
        yield _read(reading, right[place : place + len(reading.text)])


def _read(reading: Reading, right: bytearray) -> Read:
    line_bits = reading.bits / max(1, len(reading.text))
    rows: list[tuple[tuple[float, ...], bool]] = []
    clear_wrong = at = 0
    for piece, terms in zip(reading.pieces, character_terms(reading.pieces, line_bits), strict=True):
        here = right[at : at + len(piece.text)]
        known = [one >= 1.0 for one in piece.probabilities] or [True] * len(here)
        clear_wrong += sum(is_known and not one for is_known, one in zip(known, here, strict=True))
        rows += [
            (one, bool(is_right)) for one, is_right, is_known in zip(terms, here, known, strict=False) if not is_known
        ]
        at += len(piece.text)
    chain = reading.chains[-1]
    kind = kind_of(chain.true, chain.wrong, reading.losses, len(reading.chains))
    is_right = sum(right) >= _RIGHT * len(right)
    return Read(chain.true, reading.evidence, is_right, kind, len(right), line_bits, tuple(rows), clear_wrong)


def clean_readings(lines: list[str]) -> list[Read]:
    """Return what chains make of clean lines."""
    readings = (one for line in lines for one in best_readings(line, Memory()) if not is_elsewhere(one))
    return [Read(one.chains[-1].true, one.evidence, right=False) for one in readings]


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
    """Return held-out lines of each text, every second of those that there are.

    Half of them are as strange to the model as everyday text, of which the corpus has little.
    """
    model = load()
    lines = []
    for path in sorted(corpus.glob(f"{script}/*.txt.zst")):
        fitting = [line for line in held_out(path)[::2] if _SHORTEST <= len(line) <= _LONGEST]
        random.Random(path.name).shuffle(fitting)
        most = _LINES_OF_EACH[script]
        strange = [line for line in fitting[:_LOOKED_AT] if model.bits(line, "", "") > _STRANGE * len(line)][
            : most // 2
        ]
        taken = set(strange)
        lines += strange + [line for line in fitting if line not in taken][: most - len(strange)]
    return lines


def learn(corpus: Path, poetry: Path | None) -> tuple[list[Read], list[Read]]:
    """Return what damaged and what clean lines teach."""
    lines = {script: sample(corpus, script) for script in ("hans", "hant")}
    jobs: list[tuple[str, list[str]]] = []
    for kind in filter(_DAMAGE.match, KINDS):
        some = lines["hant" if kind.startswith(_TRADITIONAL) else "hans"][:: _EVERY if _MOST_LOST in kind else 1]
        if kind.startswith(_TRADITIONAL):
            some = [line for line in some if line.encode("cp950", "ignore").decode("cp950") == line]
        jobs += [(kind, some[i : i + _AT_ONCE]) for i in range(0, len(some), _AT_ONCE)]
    suspect = suspect_lines(corpus, poetry)
    damaged: list[Read] = []
    clean: list[Read] = []
    with ProcessPoolExecutor() as executor:
        for some in executor.map(clean_readings, [suspect[i : i + 200] for i in range(0, len(suspect), 200)]):
            clean += some
        for some in executor.map(damaged_readings, jobs):
            damaged += some
    return damaged, clean


def table(damaged: Sequence[Read], clean: Sequence[Read]) -> Iterator[str]:
    """Yield the lines of the table."""
    chains = chain_weights(damaged, clean)
    for family, weights in chains.items():
        yield _row("chain", family, weights)
    characters = dict(character_weights([one for one in damaged if one.right]))
    for kind, weights in characters.items():
        yield _row("character", kind, weights)
    for group, shares in usual_shares(damaged, chains, characters):
        yield _row("usual", group, shares, 6)


def _row(what: str, name: str, numbers: Iterable[float], digits: int = 4) -> str:
    return "\t".join((what, name, *(f"{one:.{digits}f}" for one in numbers)))


def chain_weights(damaged: Sequence[Read], clean: Sequence[Read]) -> dict[str, list[float]]:
    """Return the weights of the terms of a chain for each family."""
    rows: dict[str, list[tuple[tuple[float, ...], bool]]] = {}
    importance: dict[str, list[float]] = {}
    for one, counts in (*((one, 1.0) for one in damaged), *((one, _CLEAN) for one in clean)):
        if one.evidence:
            rows.setdefault(family_of(one.true), []).append((one.evidence, one.right))
            importance.setdefault(family_of(one.true), []).append(counts)
    return {family: fit(some, importance[family]) for family, some in sorted(rows.items())}


def character_weights(readings: Sequence[Read]) -> Iterator[tuple[str, list[float]]]:
    """Yield the weights of the terms of a character for each kind of chain, and for what is short; first for any."""
    by_kind: dict[str, list[tuple[tuple[float, ...], bool]]] = {}
    for one in readings:
        short = group_of(one.kind, one.length, one.line_bits)
        names = [one.kind, short] if short.endswith(SHORT) else [one.kind]
        for name in names:
            by_kind.setdefault(name, []).extend(one.characters)
    everything = [row for one in readings for row in one.characters]
    for kind, some in (("any", everything), *sorted(by_kind.items())):
        wrong = sum(not right for _, right in some)
        if min(wrong, len(some) - wrong) >= _ENOUGH:
            yield kind, _fitted(some)


def _fitted(rows: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """Return the weights of the terms of a character; doubt beside it never makes it more certain."""
    weights = fit(rows)
    place = CHARACTER_TERMS.index("neighbours")
    if weights[place] >= 0:
        return weights
    return fit([((*terms[:place], 0.0, *terms[place + 1 :]), right) for terms, right in rows])


def usual_shares(
    readings: Sequence[Read], chains: Mapping[str, Sequence[float]], characters: Mapping[str, Sequence[float]]
) -> Iterator[tuple[str, list[float]]]:
    """Yield for each group of readings the share of its characters that is wrong at each level of certainty.

    What was read wrongly as a whole counts too.  A group of few characters leans on what is usual for all kinds.
    """
    wrong: dict[str, list[int]] = {}
    lengths: Counter[str] = Counter()
    for one in readings:
        sure = probability_of(chains[family_of(one.true)], one.evidence)
        if sure < _WRITTEN:
            continue
        group = group_of(one.kind, one.length, one.line_bits)
        name = next(name for name in (group, one.kind, "any") if name in characters)
        chances = [sure * logistic(characters[name], terms) for terms, right in one.characters if not right]
        for place in (group, f"any {group.rpartition(' ')[2]}"):
            lengths[place] += one.length
            counts = wrong.setdefault(place, [0] * len(LEVELS))
            for i, level in enumerate(LEVELS):
                counts[i] += one.clear_wrong + sum(chance >= level for chance in chances)
    for group, counts in sorted(wrong.items()):
        every = f"any {group.rpartition(' ')[2]}"
        lean = 0 if group == every else _LEAN
        typical = (count / lengths[every] for count in wrong[every])
        yield (
            group,
            [(count + lean * one) / (lengths[group] + lean) for count, one in zip(counts, typical, strict=True)],
        )


def probability_of(weights: Sequence[float], evidence: Sequence[float] | None) -> float:
    """Return the probability of a chain by weights that were just fitted."""
    return logistic(weights, evidence) if evidence else 0.0


def header(damaged: Sequence[Read], clean: Sequence[Read], poetry: Path | None) -> Sequence[str]:
    """Return the lines above the table."""
    right = sum(one.right for one in damaged)
    characters = sum(len(one.characters) for one in damaged)
    return (
        "# How certain a repair of mojibake is: weights of logistic regressions, and what errs.  Numbers, no text.",
        "# Format, separated by tabs:",
        "# chain, the family of chains, the weights of the terms " + ", ".join(CHAIN_TERMS) + ";",
        "# character, the kind of chain, the weights of the terms " + ", ".join(CHARACTER_TERMS) + ";",
        "# usual, the group of readings, the share of its characters that is wrong if all is written that is as certain as",
        "# the levels " + ", ".join(map(str, LEVELS)) + ".",
        "# Used by mojibake_judge, mojibake_certainty (both define the terms) and certainty (the levels) in",
        f"# textnorm.repair.  Fitted on {right:,} right and {len(damaged) - right:,} wrong readings of damaged text,",
        f"# {len(clean):,} of clean text, and on {characters:,} characters whose bytes were lost.",
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
    damaged, clean = learn(options.corpus, options.poetry)
    lines = (*header(damaged, clean, options.poetry), *table(damaged, clean))
    _TARGET.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    main()
