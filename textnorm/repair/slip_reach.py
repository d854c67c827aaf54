"""Which edges of the lattice of a byte slip may be part of a likely reading: a rough estimate, before the search.

Where bytes were lost or dropped the lattice branches at each of a dozen places into hundreds of characters, and nearly
all of it is hopeless: of 20,000 edges some 1,000 lie on paths that are less than 30 bits behind the best one.  The
estimate follows no path.  An edge that is alone between its nodes costs what the model says behind the first single
edges that lead there, and any others what the commonest of their characters costs without context.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textnorm.model.lattice import Lattice

if TYPE_CHECKING:
    from textnorm.kernel.reference_ngrams import Grams, Recent, State

__all__ = ["within_reach"]

_NOWHERE: State = ((), ())


def within_reach(lattice: Lattice, grams: Grams, before: str, recent: Recent | None, reach: float) -> Lattice:
    """Return the lattice without the edges through which each path is more than ``reach`` bits behind, roughly.

    ``before`` is the text in front, ``recent`` what the document says itself.  Time is linear in the edges.
    """
    spans: dict[tuple[int, int], list[int]] = {}
    for edge, span in enumerate(zip(lattice.starts, lattice.ends, strict=True)):
        spans.setdefault(span, []).append(edge)
    ordered = sorted(spans, key=lambda span: span[0])
    least = _estimates(lattice, grams, spans, ordered, grams.start(before, recent), recent)
    ahead = [0.0, *[math.inf] * lattice.size]
    behind = [*[math.inf] * lattice.size, 0.0]
    for start, end in ordered:
        ahead[end] = min(ahead[end], ahead[start] + least[start, end])
    for start, end in reversed(ordered):
        behind[start] = min(behind[start], behind[end] + least[start, end])
    found = Lattice(lattice.size)
    for edge, (start, end) in enumerate(zip(lattice.starts, lattice.ends, strict=True)):
        if ahead[start] + least[start, end] + behind[end] <= ahead[-1] + reach:
            found.extend(start, end, lattice.characters[edge : edge + 1], lattice.bits[edge : edge + 1])
    return found


def _estimates(  # noqa: PLR0913, PLR0917 - a part of the estimate
    lattice: Lattice,
    grams: Grams,
    spans: dict[tuple[int, int], list[int]],
    ordered: list[tuple[int, int]],
    state: State,
    recent: Recent | None,
) -> dict[tuple[int, int], float]:
    """Return the bits of the edges between two nodes, roughly."""
    states = {0: state}
    least: dict[tuple[int, int], float] = {}
    for span in ordered:
        edges = spans[span]
        if len(edges) == 1:
            point = lattice.characters[edges[0]]
            following, bits = grams.step(states.get(span[0], _NOWHERE), point, recent)
            states.setdefault(span[1], following)
            least[span] = bits + lattice.bits[edges[0]]
        else:
            least[span] = min(grams.unigram(lattice.characters[edge]) + lattice.bits[edge] for edge in edges)
    return least
