"""Byte slips: find the damaged runs of a text and restore what their bytes still say.

``slip_bytes`` tells what the bytes of a run allow; the character model fills what is unknown and
judges whether the result reads as Chinese.  Where pairs were dropped from the run (private-use
characters that most copies have lost) it does not, and the run is left to a later, stronger repair.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from textnorm.model.lattice import Lattice
from textnorm.model.ngrams import NgramModel, load
from textnorm.model.search import Filling, search
from textnorm.repair.gbk import character_at, code_pair, leads, trails
from textnorm.repair.readings import READING, trail_bytes_read_as
from textnorm.repair.slip_bytes import SPLITTERS, Parse, parse_after_annotation, parse_after_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.slip_bytes import Cell

__all__ = ["START", "Slip", "slips"]

#: Where a run can begin: a lost byte before a toned reading, or before a splitting mark.
START = re.compile(
    rf"(?P<before>[^\x00-\x7f])(?:\({READING} ?\))?(?P<lost>\?)(?P<reading>{READING}) ?\)"
    rf"|\?(?P<mark>[{''.join(SPLITTERS)}])(?=[^\x00-\x7f]|\?/)"
)


_ANNOTATED_BEFORE = re.compile(rf"([^\x00-\x7f])\({READING} ?\)$")
_LONGEST_ANNOTATION = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """A damaged run at ``[start:end]`` of the text, and the best reading of its bytes.

    ``restored`` is None where the bytes allow no reading; ``guessed`` tells that a byte of it is
    nowhere in the text; ``probability`` is that of the best reading among all that the bytes allow.
    ``cost``, ``worst`` and ``shown_cost`` are in bits per character: of the restored text, of its
    least likely pair of transitions, of the text as shown.
    """

    start: int
    end: int
    at_annotation: bool
    restored: str | None = None
    guessed: bool = False
    probability: float = 0.0
    cost: float = math.inf
    worst: float = math.inf
    shown_cost: float = 0.0


def slips(text: str) -> Iterator[Slip]:
    """Yield the damaged runs of a text in ascending order."""
    at = 0
    while match := START.search(text, at):
        slip = _annotation_slip(text, match) if match["reading"] else _mark_slip(text, match)
        if slip:
            yield slip
        at = max(slip.end if slip else 0, match.start() + 1)


def _annotation_slip(text: str, match: re.Match[str]) -> Slip | None:
    """Read a run whose first lead byte was swallowed by the bracket of an annotation."""
    pair = code_pair(match["before"])
    if pair is None or not trail_bytes_read_as(pair[1], match["reading"]):
        return None
    start = match.start("lost")
    parses = list(parse_after_annotation(text, match.end(), pair[1], match["reading"]))
    return _best(text, start, parses, at_annotation=True) or Slip(start, match.end(), at_annotation=True)


def _mark_slip(text: str, match: re.Match[str]) -> Slip | None:
    """Read a run that begins where the bytes of a mark were found across two characters."""
    parses = list(parse_after_mark(text, match.end(), match["mark"]))
    return _best(text, match.start(), parses, at_annotation=False)


def _best(text: str, start: int, parses: Sequence[Parse], *, at_annotation: bool) -> Slip | None:
    """Choose the reading that makes the likeliest text, up to where the longest reading ends."""
    if not parses:
        return None
    model = load()
    before = _true_neighbour(text, start)
    furthest = max(parse.end for parse in parses)
    found: list[tuple[float, Parse, Filling]] = []
    sums: list[float] = []
    for parse in parses:
        following = parse.literal or _neighbour(text, parse.end)
        lattice = Lattice(len(parse.cells))
        for node, cell in enumerate(parse.cells):
            lattice.extend(node, node + 1, "".join(_candidates(cell)))
        filling = search(model, lattice, before, following)
        if filling:
            rest = parse.literal + text[parse.end : furthest]
            bits = parse.bits + model.bits(rest[1:], rest[:1], _neighbour(text, furthest)) if rest else parse.bits
            found.append((filling.bits + bits, parse, filling))
            sums.append(filling.all_bits + bits)
    if not found:
        return None
    bits, parse, filling = min(found, key=lambda item: item[0])
    least = min(sums)
    everything = least - math.log2(sum(2 ** (least - one) for one in sums))
    following = parse.literal or _neighbour(text, parse.end)
    cost, worst = _per_character(model, filling.text, before, following)
    shown, _ = _per_character(model, text[start : parse.end], before, _neighbour(text, parse.end))
    restored = filling.text + parse.literal
    guessed = any(None in cell for cell in parse.cells)
    return Slip(start, parse.end, at_annotation, restored, guessed, 2 ** (everything - bits), cost, worst, shown)


def _per_character(model: NgramModel, text: str, before: str, after: str) -> tuple[float, float]:
    """Return the mean cost of the transitions of a text and the mean of its worst two in a row."""
    costs = model.bits_each(text + (after or "\n"), before)
    return sum(costs) / len(costs), max(map(sum, pairwise(costs)), default=costs[0] * 2) / 2


def _true_neighbour(text: str, start: int) -> str:
    """Return the character before a run, which may carry an annotation of its own."""
    annotated = _ANNOTATED_BEFORE.search(text, max(0, start - _LONGEST_ANNOTATION), start)
    return annotated[1] if annotated else _neighbour(text, start - 1)


def _neighbour(text: str, at: int) -> str:
    """Return the character at an offset, "" where a line or the text ends."""
    return text[at] if 0 <= at < len(text) and text[at] != "\n" else ""


def _candidates(cell: Cell) -> list[str]:
    """Return the characters that a cell can be."""
    lead, trail = cell
    if lead is None:
        known = trail or 0
        return [character_at(one, known) or "" for one in leads(known)]
    if trail is None:
        return [character_at(lead, one) or "" for one in trails(lead) if one > 0x7F]  # noqa: PLR2004 - shows as "?"
    character = character_at(lead, trail)
    return [character] if character else []
