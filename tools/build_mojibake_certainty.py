"""Make ``textnorm/data/mojibake-certainty.txt``: how often a repair of mojibake is right, from what it looks like.

    python tools/build_mojibake_certainty.py CORPUS [--poetry chinese-poetry-2.0.1.tgz]

CORPUS is the folder of texts (its SOURCES.md says what they are and where they come from).  Of the lines that the
character model never saw (number modulo 10 is 3) every second one is damaged by tools/damage.py, whole and cut to
two to six characters, and read (``mojibake_readings``); the others are for measuring.  What the scan wrongly suspects
in all the texts as they are, and in classical poetry (npm chinese-poetry, MIT), shows what a wrong chain looks like.
The same texts give the same bytes, in some three minutes of processor time.  It is to be made again when the character
model changes, or what the searches find.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from logistic import fit
from mojibake_readings import learn

from textnorm.repair.certainty import LEVELS, logistic
from textnorm.repair.chains.certainty import ANY, CHARACTER_TERMS, SHORT, group_of, is_fitted, is_short, wider_kinds
from textnorm.repair.chains.judge import CHAIN_TERMS, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mojibake_readings import Read

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "mojibake-certainty.txt"
#: The probability of a chain from which on its reading is written.
_WRITTEN = 0.9
#: How much all stretches of clean text count beside all damaged ones: they are what a program meets most.  How much a
#: damaged string of few characters counts beside a whole line, which gives several.
_CLEAN, _STRING = 2.0, 0.3
#: Under so many wrong or right characters a kind of chain shares the row of all.
_ENOUGH = 12
#: On how many rows the weights of a kind are fitted at most, taken evenly from all.
_MOST_ROWS = 6000
#: How many wrong characters of all kinds, with as many right ones as these have, a group leans on: kinds differ by more
#: than ten times in how much of them is wrong.  Counted in characters instead, 5,000, and a standard deviation above
#: what was counted, a class may have 0.04 % wrong and leave one line in seven doubtful that need not be.
_LEAN = 1.0
#: How much more some readings are taken to err than was counted.  Short ones, because a document of one has nothing
#: beside it that could even it out.  Those that lost most bytes, because whole phrases are made up there, more of them
#: in everyday text than in these lines.
_CARE_SHORT, _CARE_MADE_UP, _MADE_UP = 2.0, 2.0, "utf-8 cp950"


def table(damaged: Sequence[Read], clean: Sequence[Read]) -> Iterator[str]:
    """Yield the lines of the table."""
    chains = chain_weights(damaged, clean)
    for family, weights in chains.items():
        yield _row("chain", family, weights)
    characters = dict(character_weights([one for one in damaged if one.right and is_fitted(one.kind)]))
    for kind, weights in characters.items():
        yield _row("character", kind, weights)
    for group, shares in usual_shares([one for one in damaged if is_fitted(one.kind)], chains, characters):
        yield _row("usual", group, shares, 6)


def _row(what: str, name: str, numbers: Iterable[float], digits: int = 4) -> str:
    return "\t".join((what, name, *(f"{one:.{digits}f}" for one in numbers)))


def chain_weights(damaged: Sequence[Read], clean: Sequence[Read]) -> dict[str, list[float]]:
    """Return the weights of the terms of a chain for each family."""
    rows: dict[str, list[tuple[tuple[float, ...], bool]]] = {}
    importance: dict[str, list[float]] = {}
    counted, clear = ([(one, _STRING if is_short(one.length) else 1.0) for one in some] for some in (damaged, clean))
    each = _CLEAN * sum(counts for _, counts in counted) / max(1.0, sum(counts for _, counts in clear))
    for one, counts in (*counted, *((one, each * counts) for one, counts in clear)):
        if one.evidence:
            rows.setdefault(family_of(one.true), []).append((one.evidence, one.right))
            importance.setdefault(family_of(one.true), []).append(counts)
    return {family: fit(some, importance[family]) for family, some in sorted(rows.items())}


def character_weights(readings: Sequence[Read]) -> Iterator[tuple[str, list[float]]]:
    """Yield the weights of the terms of a character for each kind of chain, and for what is short; first for any."""
    by_kind: dict[str, list[tuple[tuple[float, ...], bool]]] = {}
    for one in readings:
        for name in wider_kinds(group_of(one.kind, one.length))[:-1]:
            by_kind.setdefault(name, []).extend(one.characters)
    everything = [row for one in readings for row in one.characters]
    for kind, found in ((ANY, everything), *sorted(by_kind.items())):
        some = found[:: max(1, len(found) // _MOST_ROWS)]
        wrong = sum(not right for _, right in some)
        if min(wrong, len(some) - wrong) >= _ENOUGH:
            yield kind, _fitted(some)


def _fitted(rows: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """Return the weights of the terms of a character; doubt, its own or beside it, never makes it more certain."""
    odds, beside, high = map(CHARACTER_TERMS.index, ("odds", "neighbours", "high odds"))
    without: set[int] = set()
    while True:
        kept = (
            (tuple([0.0 if i in without else term for i, term in enumerate(terms)]), right) for terms, right in rows
        )
        weights = fit([*kept])
        if weights[beside] < 0:
            without.add(beside)
        elif weights[odds] + weights[high] < 0 and high not in without:
            without.add(high)
        else:
            return weights


def usual_shares(
    readings: Sequence[Read], chains: Mapping[str, Sequence[float]], characters: Mapping[str, Sequence[float]]
) -> Iterator[tuple[str, list[float]]]:
    """Yield for each group of readings the share of its characters that is wrong at each level of certainty.

    Of strange lines alone: how often a certainty errs is the same in any text, but how many characters are doubtful is
    not, and held-out lines of laws and manuals have few.  A group of few characters leans on what all others have.
    """
    wrong: dict[str, list[int]] = {}
    lengths: Counter[str] = Counter()
    for one in readings:
        sure = logistic(chains[family_of(one.true)], one.evidence) if one.evidence else 0.0
        if sure < _WRITTEN or not one.strange:
            continue
        group = group_of(one.kind, one.length)
        name = next(name for name in wider_kinds(group) if name in characters)
        chances = [sure * logistic(characters[name], terms) for terms, right in one.characters if not right]
        for place in (group, group_of(ANY, one.length)):
            lengths[place] += one.length
            counts = wrong.setdefault(place, [0] * len(LEVELS))
            for i, level in enumerate(LEVELS):
                counts[i] += sum(chance >= level for chance in chances)
    for group, counts in sorted(wrong.items()):
        is_short_group = group.endswith(SHORT)
        every = f"{ANY} {SHORT}" if is_short_group else ANY
        lean = 0.0 if group == every else _LEAN
        typical = [max(count, 1) / lengths[every] for count in wrong[every]]
        care = _CARE_SHORT if is_short_group else _CARE_MADE_UP if group.startswith(_MADE_UP) else 1.0
        shares = [(count + lean) / (lengths[group] + lean / one) for count, one in zip(counts, typical, strict=True)]
        yield group, [care * max(shares[i:]) for i in range(len(shares))]  # what is surer never errs more


def header(damaged: Sequence[Read], clean: Sequence[Read], poetry: Path | None) -> Sequence[str]:
    """Return the lines above the table."""
    right = sum(one.right for one in damaged)
    characters = sum(len(one.characters) for one in damaged)
    return (
        "# How certain a repair of mojibake is: weights of logistic regressions, and what errs.  Numbers, no text.",
        "# Format, separated by tabs:",
        "# chain, the family of chains, the weights of the terms " + ", ".join(CHAIN_TERMS) + ";",
        "# character, the kind of chain, the weights of the terms " + ", ".join(CHARACTER_TERMS) + ";",
        "# usual, the group of readings, the share of its characters that is wrong if all are written that are certain",
        "# to the levels " + ", ".join(map(str, LEVELS)) + ".",
        "# Used by judge, certainty (both define the terms) and certainty (the levels) in",
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
