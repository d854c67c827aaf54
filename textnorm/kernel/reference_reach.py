"""Which edges of a lattice may be part of a likely path: a rough estimate before the search, defined in plain Python.

Where bytes were lost or dropped a lattice branches at each of a dozen places into hundreds of characters, and nearly
all of it is hopeless: of 20,000 edges of a byte slip some 1,000 lie on paths that are less than 30 bits behind the best
one.  The estimate follows no path.  An edge that is alone between its nodes costs what the model says behind the first
such edges that lead there; any others cost what the commonest of their characters costs without context.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.kernel.reference_ngrams import Grams, Recent, State

__all__ = ["Rough", "rough_bits", "within_reach"]

_POINTS = 0x110000
_NOWHERE: State = ((), ())


Columns = tuple["Sequence[int]", "Sequence[int]", "Sequence[int]", "Sequence[float]"]


class Rough(NamedTuple):
    """The least bits of the edges between two nodes, of the way to each node and of the way from it."""

    least: dict[tuple[int, int], float]
    ahead: list[float]
    behind: list[float]


def within_reach(  # noqa: PLR0913, PLR0917 - what a search needs
    grams: Grams, columns: Columns, size: int, before: str, recent: Recent | None, reach: float
) -> tuple[list[int], Rough]:
    """Return the edges through which not each path from node 0 to ``size`` is more than ``reach`` bits behind, roughly.

    Also the estimate, of those edges.  Time is linear in the edges, but for sorting them.

    >>> from textnorm.model.ngrams import load
    >>> columns = [0, 1, 0], [1, 2, 2], [*map(ord, "今天丅")], [0.0, 0.0, 99.0]
    >>> within_reach(load().definition, columns, 2, "", None, 20.0)[0]  # the third is far behind the others together
    [0, 1]
    """
    rough = _estimated(grams, columns, size, before, recent)
    least, ahead, behind = rough
    most = ahead[size] + reach
    near = {span: bits for span, bits in least.items() if ahead[span[0]] + bits + behind[span[1]] <= most}
    kept = [edge for edge, span in enumerate(zip(columns[0], columns[1], strict=True)) if span in near]
    return kept, rough._replace(least=near)


def rough_bits(grams: Grams, columns: Columns, size: int, before: str, recent: Recent | None) -> float:
    """Return what the best path costs by the estimate.

    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> columns = [0, 1], [1, 2], [*map(ord, "今天")], [0.0, 0.0]
    >>> rough_bits(grams, columns, 2, "", None) == grams.bits("今天", "")
    True
    """
    return _estimated(grams, columns, size, before, recent).ahead[size]


def _estimated(grams: Grams, columns: Columns, size: int, before: str, recent: Recent | None) -> Rough:
    spans: dict[tuple[int, int], list[int]] = {}
    for edge, span in enumerate(zip(columns[0], columns[1], strict=True)):
        spans.setdefault(span, []).append(edge)
    ordered = sorted(spans)
    least = _estimates(grams, columns, spans, ordered, grams.start(before, recent), recent)
    ahead = [0.0, *[math.inf] * size]
    behind = [*[math.inf] * size, 0.0]
    for start, end in ordered:
        ahead[end] = min(ahead[end], ahead[start] + least[start, end])
    for start, end in reversed(ordered):
        behind[start] = min(behind[start], behind[end] + least[start, end])
    return Rough(least, ahead, behind)


def _estimates(  # noqa: PLR0913, PLR0917 - a part of the estimate
    grams: Grams,
    columns: Columns,
    spans: dict[tuple[int, int], list[int]],
    ordered: list[tuple[int, int]],
    state: State,
    recent: Recent | None,
) -> dict[tuple[int, int], float]:
    """Return the bits of the edges between two nodes, roughly."""
    _, _, points, costs = columns
    states = {0: state}
    least: dict[tuple[int, int], float] = {}
    for span in ordered:
        edges = spans[span]
        if len(edges) > 1:
            least[span] = min(
                costs[one] + (grams.unigram(points[one]) if points[one] < _POINTS else 0.0) for one in edges
            )
            continue
        following, bits = states.get(span[0], _NOWHERE), 0.0
        if points[edges[0]] < _POINTS:
            following, bits = grams.step(following, points[edges[0]], recent)
        if following != _NOWHERE:
            states.setdefault(span[1], following)
        least[span] = bits + costs[edges[0]]
    return least
