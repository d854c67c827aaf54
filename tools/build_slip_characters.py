"""Build textnorm/data/slip-characters.txt, the characters by which textnorm.repair finds shifted GBK pairs.

    python tools/build_slip_characters.py [--output FILE]

It needs decode-characters.txt and OpenCC's tables beside it, nothing else.  The same tables give the same bytes.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.repair.gbk import FIRST_LEAD, LEADS, TRAILS, code_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Bits by which a character must be likelier in a run of shifted pairs than in Chinese text.
TELLTALE = 3.0
#: Bits in Chinese text from which on a character is rare.
RARE = 16.0
#: What a character costs that the table of frequencies does not list.
UNLISTED = 22.0
PER_LINE = 40
#: Letters, kana and symbols crowd in clean text of other languages.
FIRST_IDEOGRAPH = "\u3400"

HEADER = """\
# Ideographs and private-use characters at least eight times as frequent in shifted GBK pairs as in Chinese text.
# A shifted pair is the trail byte of one character and the lead byte of the next one, taken as independent.
# Source: decode-characters.txt beside this file (counts only, no text; its header names the texts).
# Format: characters by code point, in lines of 40; rare ones first, that may show a run alone, then an empty line and
# those that must crowd.  Used by textnorm.repair.slips.telltale.
# Made by tools/build_slip_characters.py; do not edit.
"""


def frequencies() -> dict[str, float]:
    """Return the bits of each character in Chinese text."""
    table = files("textnorm").joinpath("data").joinpath("decode-characters.txt").read_text(encoding="utf-8")
    bits: dict[str, float] = {}
    for line in table.partition("[characters]\n")[2].partition("[pairs]")[0].splitlines():
        cost, characters = line.split("\t")
        bits.update(dict.fromkeys(characters, float(cost)))
    return bits


def foreign(table: str) -> frozenset[str]:
    """Return the characters that a table of OpenCC always changes, so that texts in its target script lack them."""
    text = files("textnorm").joinpath("data").joinpath(f"opencc-{table}.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return frozenset(key for key, values in rows if key not in values.split(" "))


def shifted(bits: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """Return the probability of each pair of a trail byte and a lead byte in shifted text, the mean of both scripts."""
    pairs: defaultdict[tuple[int, int], float] = defaultdict(float)
    for other in (foreign("TSCharacters"), foreign("STCharacters")):
        leads: defaultdict[int, float] = defaultdict(float)
        trails: defaultdict[int, float] = defaultdict(float)
        for character, cost in bits.items():
            pair = code_pair(character)
            if pair and character not in other:
                leads[pair[0]] += 2**-cost
                trails[pair[1]] += 2**-cost
        total = sum(leads.values())
        for trail in trails:
            for lead in leads:
                pairs[trail, lead] += trails[trail] * leads[lead] / total**2 / 2
    return pairs


def build() -> str:
    """Return the text of the table."""
    bits = frequencies()
    pairs = shifted(bits)
    telltale = []
    for first in LEADS:
        for second in TRAILS:
            character = bytes((first, second)).decode("gb18030", "ignore")
            share = pairs.get((first, second), 0.0) if second >= FIRST_LEAD else 0.0
            if (
                character >= FIRST_IDEOGRAPH
                and len(character) == 1
                and share
                and math.log2(share) + bits.get(character, UNLISTED) >= TELLTALE
            ):
                telltale.append(character)
    rare = [one for one in telltale if bits.get(one, UNLISTED) >= RARE]
    return HEADER + _lines(rare) + "\n" + _lines(set(telltale).difference(rare))


def _lines(characters: Iterable[str]) -> str:
    members = "".join(sorted(characters))
    return "".join(members[at : at + PER_LINE] + "\n" for at in range(0, len(members), PER_LINE))


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = Path(__file__).parent.parent / "textnorm" / "data" / "slip-characters.txt"
    parser.add_argument("--output", type=Path, default=default)
    options = parser.parse_args()
    options.output.write_text(build(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
