"""A search with few paths tells where one with many need not look, defined in plain Python.

Most of a lattice is hopeless, but no estimate says so for sure.  A search with two paths finds a whole text; whatever
is many bits behind it can be left out of the search with all paths.  What a path costs from a node to the end is
taken from the paths that were kept; elsewhere from the rough estimate of ``reference_reach``, up to where the path
meets theirs.  So the best path found so far is never lost, and no estimate is far off.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.kernel.reference_reach import Rough
    from textnorm.kernel.reference_search import Kept

__all__ = ["FEW", "limits", "thinned"]

#: How many paths the first search keeps.  A second one with twelve takes as long as it saves, or longer: with it byte
#: slips take 1.1 to 1.2 times as long, and of 1,500 damaged lines as many come out right.
FEW = 2


def limits(kept: Sequence[Sequence[Kept]], rough: Rough, spread: float) -> list[float]:
    """Return the bits from which on no path to a node is kept by the next search.

    A path may be ``spread`` bits behind the best whole one; what it costs ``behind`` a node, as far as is known, is
    lowered to the cost of the paths that were kept, and so to that of a way to one of their nodes.

    >>> from textnorm.kernel.reference_reach import Rough
    >>> from textnorm.kernel.reference_search import Kept
    >>> first = Kept(((), ()), ((), ()), (), [])
    >>> last = Kept(((), ()), ((), ()), (), [(first, 0, 5.0)])  # the one path that was kept costs 5 bits
    >>> limits([[first], [last]], Rough({(0, 1): 1.0}, [0.0, 1.0], [1.0, 0.0]), 12.0)
    [16.0, 17.0]
    """
    from_states = _from_states(kept)
    rests = rough.behind
    for node, states in enumerate(kept):
        rests[node] = min([rests[node], *(from_states[id(state)] for state in states)])
    for (start, end), least in sorted(rough.least.items(), key=_last_first):
        rests[start] = min(rests[start], least + rests[end])
    most = from_states[id(kept[0][0])] + spread
    return [most - rest if most < math.inf else math.inf for rest in rests]


def _last_first(span: tuple[tuple[int, int], float]) -> int:
    return -span[0][1]


def thinned(kept: Sequence[Sequence[Kept]], spread: float) -> list[list[Kept]]:
    """Return the states on paths within the spread, without the arcs that lie on none.

    >>> from textnorm.kernel.reference_search import Kept
    >>> first = Kept(((), ()), ((), ()), (), [])
    >>> near, far = (Kept(((), ()), ((), ()), (), [(first, edge, cost)]) for edge, cost in ((0, 5.0), (1, 30.0)))
    >>> thinned([[first], [near, far]], 12.0) == [[first], [near]]
    True
    """
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
