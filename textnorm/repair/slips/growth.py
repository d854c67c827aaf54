"""The places and edges of a lattice of shifted pairs while it grows, and the lattice for the model that they become."""

from __future__ import annotations

import math
from array import array
from heapq import heappush
from typing import TYPE_CHECKING

from textnorm.model.lattice import Lattice
from textnorm.repair.slips import costs
from textnorm.repair.slips.choices import choices, expected_mark, misplaced, prices, unended
from textnorm.repair.slips.pairs import straight_reading
from textnorm.repair.slips.places import IN_STEP, Place

if TYPE_CHECKING:
    from textnorm.repair.slips.channel import Channel

__all__ = ["Growth"]


class Growth:
    """What is known of one stretch of ``text`` from ``start`` on: ``places`` says what each node is.

    Offsets are in code points of the text.  ``slips.lattice`` says which edges there are.
    """

    def __init__(self, text: str, start: int, channel: Channel, against_end: float = 0.0) -> None:
        """Open the lattice at ``start``, in step; ``against_end`` are bits against a line without a final mark."""
        self.text = text
        self._against_end = against_end
        self.start = start
        self.channel = channel
        line_end = text.find("\n", start, start + costs.LONGEST)
        self._stop = line_end if line_end >= 0 else min(len(text), start + costs.LONGEST)
        self._ends_line = line_end >= 0 or self._stop == len(text)
        self._edges: list[tuple[int, Place, str | int, float]] = []
        self._numbers: dict[Place, int] = {}
        self._todo: list[Place] = []
        self._slips = range(0)
        self._closing: dict[int, str] = {}
        self.places: list[Place] = []
        self._node(Place(start, IN_STEP))

    def _node(self, place: Place) -> None:
        self._numbers[place] = len(self.places)
        self.places.append(place)

    def _edge(self, source: int, target: Place, written: str, bits: float) -> None:
        if written and bits < math.inf:
            self._edges.append((source, target, written, bits))
            if target not in self._numbers:
                heappush(self._todo, target)

    def _expected_mark(self, at: int) -> str:
        """Return the mark that would close the innermost quotation or bracket open before ``at``."""
        shifted = max(self.start, min(at, self._slips.stop - 1))  # up to there the text may be in step
        line = self.text[max(self.text.rfind("\n", 0, self.start) + 1, self.start - costs.LONGEST) : shifted]
        return expected_mark(line + "".join(straight_reading(self.text, shifted, at)[0]))

    def _choices(self, leads: bytes, trails: bytes, at: int) -> str:
        """Return the characters of these bytes that would not carry a reading, where their bytes were together."""
        return self._unlisted(choices(leads, trails), at)

    def _unlisted(self, characters: str, at: int = 0) -> str:
        listed = self.channel.listed if self.text[at - 1 : at] != ")" else ()  # behind a reading they were apart
        return "".join(one for one in characters if one not in listed) if listed else characters

    def _grown(self) -> tuple[Lattice, int]:
        """Return the lattice of all edges between places that were followed, and the offset where it ends."""
        end = len(self.places) - 1
        lattice = Lattice(end)
        for source, target, written, bits in self._edges:
            number = self._numbers.get(target)
            if number is None or number > end:
                continue
            shown = isinstance(written, int)
            characters = chr(written) if isinstance(written, int) else written
            charged = array("f", [bits]) if shown else prices(characters, bits, self.channel.forms)
            last = target.state == IN_STEP and self.text[target.offset : target.offset + 1] in {"", "\n"}
            if source in self._closing and not shown:
                due = self._closing[source]
                charged = array("f", map(float.__add__, charged, misplaced(characters, due, last=last)))
            if last and self._against_end:
                charged = array("f", map(float.__add__, charged, unended(characters, self._against_end)))
            lattice.extend(source, number, characters, charged)
        return lattice, self.places[end].offset
