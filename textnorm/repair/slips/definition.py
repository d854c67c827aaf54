"""Byte slips read in plain Python: defines what ``kernel.SlipReader`` does, and reads where nothing is compiled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textnorm.kernel.reference_reach import rough_bits
from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords, search
from textnorm.repair.slips.beginnings import Beginning
from textnorm.repair.slips.lattice import SlipLattice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.kernel import Recent
    from textnorm.model.lattice import Lattice
    from textnorm.repair.slips.channel import Channel
    from textnorm.repair.slips.places import Place

__all__ = ["DefinedLattice", "DefinedReader", "Filled"]

#: What ``fill`` returns: the likeliest text, its bits, the offsets in the damaged text where its characters begin and
#: where the last one ends, for each character its probability, its alternatives, and how many the bytes allow there.
Filled = tuple[
    str, float, "Sequence[int]", "Sequence[float]", "Sequence[tuple[tuple[str, float], ...]]", "Sequence[int]"
]


@dataclass(frozen=True)
class DefinedReader:
    """Grows the lattices of one channel.

    >>> from textnorm.repair.slips.channel import Channel
    >>> channel = Channel(annotates=False, forms=load().forms.document(""), missing=math.inf, skipped=8.0)
    >>> DefinedReader(channel).lattice("吨勒庵址?", 0, slips=(0, 2)).end
    5
    """

    channel: Channel

    def lattice(self, text: str, start: int, *, unended: float = 0.0, **beginning: object) -> DefinedLattice | None:
        """Return the lattice of the run at ``start`` that begins as the fields of a ``Beginning`` say, if any.

        ``unended`` are the bits against a last character of the line that ends no sentence.
        """
        lattice = SlipLattice(text, start, self.channel, unended)
        lattice.begin(Beginning(**beginning))  # type: ignore[arg-type]
        built = lattice.build()
        return DefinedLattice(*built, lattice.places) if built else None


@dataclass(frozen=True)
class DefinedLattice:
    """All texts that a stretch of shifted pairs can be; ``end`` is the offset where it ends.

    >>> from textnorm.repair.slips.channel import Channel
    >>> channel = Channel(annotates=False, forms=load().forms.document(""), missing=math.inf, skipped=8.0)
    >>> lattice = DefinedReader(channel).lattice("吨勒庵址椒ā", 0, slips=(0, 0))
    >>> lattice.likeliest("大家", "", beam=8, margin=20.0, reach=20.0)[0]
    '投掷这种方法。'
    """

    edges: Lattice
    end: int
    places: list[Place]

    def rough_bits(self, before: str, recent: Recent | None = None) -> float:
        """Return what the best path costs by a rough estimate."""
        edges, grams = self.edges, load().grams
        columns = (edges.starts, edges.ends, edges.characters, edges.bits)
        return rough_bits(grams, columns, edges.size, before, recent)  # type: ignore[arg-type]  # of the reference

    def fill(  # noqa: PLR0913 - as in the kernel
        self,
        before: str,
        after: str | None,
        *,
        beam: int,
        margin: float,
        reach: float,
        spread: float = math.inf,
        recent: Recent | None = None,
    ) -> Filled | None:
        """Return the likeliest text and what is known of it; None where there is none."""
        words = DocumentWords.over(recent) if recent else None
        found = search(
            load(),
            self.edges,
            before,
            after,
            beam=beam,
            margin=margin,
            reach=reach,
            spread=spread,
            cache=words,
            joined=True,
        )
        if found is None:
            return None
        choices: dict[tuple[int, int], int] = {}
        for span in zip(self.edges.starts, self.edges.ends, strict=True):
            choices[span] = choices.get(span, 0) + 1
        return (
            found.text,
            found.bits,
            [self.places[0].offset, *(self.places[end].offset for _, end in found.spans)],
            found.probabilities,
            found.alternatives,
            [choices[span] for span in found.spans],
        )

    def likeliest(self, before: str, after: str | None, **how: Any) -> tuple[str, float] | None:  # noqa: ANN401 - of ``fill``
        """Return the likeliest text and its bits, as ``fill`` finds them; None where there is none."""
        found = self.fill(before, after, **how)
        return found[:2] if found else None
