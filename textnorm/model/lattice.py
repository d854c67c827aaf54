"""All texts that damaged bytes allow: nodes between the bytes, and edges that write a character."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOTHING", "Lattice"]

#: Stands in ``characters`` for an edge that writes nothing.
NOTHING = 0x110000


class Lattice:
    """A graph over the nodes 0 to ``size``; a path from 0 to ``size`` is one possible text.

    What a node counts is the caller's choice, bytes mostly.  Edges lie in columns, so that the
    search reads them as they are: ``starts`` and ``ends`` are nodes, ``characters`` code points
    (or ``NOTHING``), ``bits`` what the edge costs in the channel: -log2 of the probability that the
    damage turned this character into what is there.

    >>> lattice = Lattice(4)
    >>> lattice.add(0, 2, "中")
    >>> lattice.extend(2, 4, "围国")
    >>> len(lattice)
    3
    """

    __slots__ = ("bits", "characters", "ends", "size", "starts")

    def __init__(self, size: int) -> None:
        """Make a lattice without edges; ValueError for a negative size."""
        if size < 0:
            msg = f"a lattice cannot have {size} nodes"
            raise ValueError(msg)
        self.size = size
        self.starts = array("i")
        self.ends = array("i")
        self.characters = array("I")
        self.bits = array("f")

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.starts)

    def add(self, start: int, end: int, character: str, bits: float = 0.0) -> None:
        """Add an edge that writes one character, or nothing for "".

        Raises ValueError where the edge does not lead forward inside the lattice.
        """
        self._check(start, end)
        self.starts.append(start)
        self.ends.append(end)
        self.characters.append(ord(character) if character else NOTHING)
        self.bits.append(bits)

    def extend(
        self, start: int, end: int, characters: str | Sequence[int], bits: float | Sequence[float] = 0.0
    ) -> None:
        """Add an edge for each of ``characters`` (text or code points), all of one cost or each of its own.

        Raises ValueError where the edges do not lead forward or the costs are not as many as the characters.
        """
        self._check(start, end)
        count = len(characters)
        costs = array("f", [bits]) * count if isinstance(bits, (int, float)) else array("f", bits)
        if len(costs) != count:
            msg = f"{count} characters but {len(costs)} costs"
            raise ValueError(msg)
        self.starts.extend(array("i", [start]) * count)
        self.ends.extend(array("i", [end]) * count)
        self.characters.extend(map(ord, characters) if isinstance(characters, str) else characters)
        self.bits.extend(costs)

    def _check(self, start: int, end: int) -> None:
        if not 0 <= start < end <= self.size:
            msg = f"an edge must lead forward between the nodes 0 and {self.size}, not from {start} to {end}"
            raise ValueError(msg)
