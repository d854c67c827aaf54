"""A search with few paths tells where one with many need not look, defined in plain Python.

Most of a lattice is hopeless, but no estimate says so for sure.  A search with two paths finds a whole text; whatever
is many bits behind it can be left out of a search with twelve, and so on.  What a path costs from a node to the end is
taken from the paths that were kept, or from the rough estimate of ``reference_reach`` where that is less: the best
path found so far is never lost.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.kernel.reference_search import Kept

__all__ = ["FEW", "limits", "thinned"]

#: How many paths the first searches keep.
FEW = (2, 12)


def limits(kept: Sequence[Sequence[Kept]], rests: list[float], spread: float) -> list[float]:
    """Return the bits from which on no path to a node is kept by the next search.

    A path may be ``spread`` bits behind the best whole one; ``rests``, the least bits from each node to the end as far
    as is known, are lowered to those of the paths that were kept.
    """
    from_states = _from_states(kept)
    for node, states in enumerate(kept):
        rests[node] = min([rests[node], *(from_states[id(state)] for state in states)])
    most = from_states[id(kept[0][0])] + spread
    return [most - rest if most < math.inf else math.inf for rest in rests]


def thinned(kept: Sequence[Sequence[Kept]], spread: float) -> list[list[Kept]]:
    """Return the states on paths within the spread, without the arcs that lie on none."""
    from_states = _from_states(kept)
    most = from_states[id(kept[0][0])] + spread
    for states in kept:
        for state in states:
            rest = from_states[id(state)]
            state.arcs = [arc for arc in state.arcs if arc[0].bits + arc[2] + rest <= most]
    return [[state for state in states if state.bits + from_states[id(state)] <= most] for states in kept]


def _from_states(kept: Sequence[Sequence[Kept]]) -> dict[int, float]:
    """Return the least bits from each kept state to the end."""
    found = {id(state): math.inf for states in kept for state in states}
    for state in kept[-1]:
        found[id(state)] = 0.0
    for states in reversed(kept):
        for state in states:
            for source, _, cost in state.arcs:
                found[id(source)] = min(found[id(source)], cost + found[id(state)])
    return found
