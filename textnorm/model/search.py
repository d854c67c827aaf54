"""Find the likeliest text of a lattice, and how sure each of its characters is.

Viterbi search for the best path and forward-backward for the probabilities, over the states of the
n-gram model: paths that the model cannot tell apart any more are one.  At each node only the
``beam`` best states stay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.lattice import NOTHING

if TYPE_CHECKING:
    from textnorm.model.lattice import Lattice
    from textnorm.model.ngrams import NgramModel

__all__ = ["BEAM", "Filling", "search"]

#: States kept at a node.
BEAM = 48
#: Bits behind the best state of a node from which on a state is dropped.
MARGIN = 30.0
#: Alternatives given for a character.
ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Filling:
    """The likeliest text of a lattice; ``spans``, ``probabilities`` and ``alternatives`` go with its characters.

    ``bits`` is what the text costs in model and channel; ``all_bits`` what all texts cost together,
    as far as the beam kept them.  A span is the nodes (start, end) of the edge that wrote the
    character, a probability that of this character at this span, an alternative another character
    at the same span with its probability, likeliest first.
    """

    text: str
    bits: float
    all_bits: float
    spans: tuple[tuple[int, int], ...]
    probabilities: tuple[float, ...]
    alternatives: tuple[tuple[tuple[str, float], ...], ...]

    @property
    def probability(self) -> float:
        """The probability of the whole text among all that the lattice allows."""
        return min(1.0, 2 ** (self.all_bits - self.bits))


class _Arc(NamedTuple):
    source: _State
    end: int
    point: int
    bits: float


class _State:
    """What is known of all paths to a node that the model cannot tell apart."""

    __slots__ = ("all_bits", "arcs", "behind", "best", "bits", "context", "node")

    def __init__(self, node: int, context: tuple[int, ...]) -> None:
        self.node = node
        self.context = context
        self.bits = self.all_bits = self.behind = math.inf
        self.best: _Arc | None = None
        self.arcs: list[_Arc] = []


def search(  # noqa: PLR0913 - two of the six are for those who tune
    model: NgramModel,
    lattice: Lattice,
    before: str = "",
    after: str | None = None,
    *,
    beam: int = BEAM,
    cache: None = None,  # noqa: ARG001 - comes with the document model
) -> Filling | None:
    """Return the likeliest text of ``lattice`` between its neighbours; None where no path leads through.

    ``before`` and ``after`` are the texts around, of which the model reads its last and first few
    characters; "" is the boundary of a line, and an ``after`` of None says nothing about what follows.
    Time is linear in the edges and in ``beam``.

    >>> from textnorm.model.lattice import Lattice
    >>> from textnorm.model.ngrams import load
    >>> lattice = Lattice(4)
    >>> for node, characters in enumerate(["取", "得", "成城", "工功"]):
    ...     lattice.extend(node, node + 1, characters)
    >>> filling = search(load(), lattice, "", "。")
    >>> filling.text, filling.spans[3], filling.alternatives[3][0][0]
    ('取得成功', (3, 4), '工')
    """
    kept = _forward(model, lattice, before, beam)
    if not kept[lattice.size]:
        return None
    ends = kept[lattice.size]
    for state in ends:
        state.behind = _ahead(model, state.context, after)
    best = min(ends, key=lambda state: state.bits + state.behind)
    all_bits = _sum_bits([state.all_bits + state.behind for state in ends])
    shares = _backward(kept, all_bits)
    path: list[_Arc] = []
    at: _State = best
    while at.best:
        path.append(at.best)
        at = at.best.source
    written = [arc for arc in reversed(path) if arc.point != NOTHING]
    spans = tuple((arc.source.node, arc.end) for arc in written)
    there = [shares[span] for span in spans]
    return Filling(
        "".join(chr(arc.point) for arc in written),
        best.bits + best.behind,
        all_bits,
        spans,
        tuple(min(1.0, one[arc.point]) for arc, one in zip(written, there, strict=True)),
        tuple(_others(one, arc.point) for arc, one in zip(written, there, strict=True)),
    )


def _forward(model: NgramModel, lattice: Lattice, before: str, beam: int) -> list[list[_State]]:
    """Return the states kept at each node."""
    leaving: list[list[int]] = [[] for _ in range(lattice.size + 1)]
    for edge, start in enumerate(lattice.starts):
        leaving[start].append(edge)
    reached: list[dict[tuple[int, ...], _State]] = [{} for _ in range(lattice.size + 1)]
    first = _State(0, model.start(before))
    first.bits = first.all_bits = 0.0
    reached[0][first.context] = first
    kept: list[list[_State]] = []
    for node, edges in enumerate(leaving):
        states = sorted(reached[node].values(), key=lambda state: (state.bits, state.context))[:beam]
        states = [state for state in states if state.bits <= states[0].bits + MARGIN]
        for state in states:
            if state.arcs:
                state.all_bits = _sum_bits([arc.source.all_bits + arc.bits for arc in state.arcs])
            for edge in edges:
                point, end, bits = lattice.characters[edge], lattice.ends[edge], lattice.bits[edge]
                context, cost = (state.context, 0.0) if point == NOTHING else model.step(state.context, point)
                target = reached[end].setdefault(context, _State(end, context))
                arc = _Arc(state, end, point, cost + bits)
                target.arcs.append(arc)
                if state.bits + arc.bits < target.bits:
                    target.bits, target.best = state.bits + arc.bits, arc
        reached[node].clear()
        kept.append(states)
    return kept


def _backward(kept: list[list[_State]], all_bits: float) -> dict[tuple[int, int], dict[int, float]]:
    """Return the probability of each code point at each span."""
    shares: dict[tuple[int, int], dict[int, float]] = {}
    for states in reversed(kept):
        for state in states:
            for arc in state.arcs:
                source, behind = arc.source, arc.bits + state.behind
                source.behind = behind if source.behind == math.inf else _sum_bits([source.behind, behind])
                span = shares.setdefault((source.node, arc.end), {})
                span[arc.point] = span.get(arc.point, 0.0) + 2 ** (all_bits - source.all_bits - behind)
    return shares


def _ahead(model: NgramModel, context: tuple[int, ...], after: str | None) -> float:
    bits = 0.0
    if after is not None:
        for character in after[: model.order - 1] or "\n":
            context, cost = model.step(context, ord(character))
            bits += cost
    return bits


def _others(there: dict[int, float], chosen: int) -> tuple[tuple[str, float], ...]:
    rest = [(point, share) for point, share in there.items() if point not in {chosen, NOTHING}]
    rest.sort(key=lambda item: (-item[1], item[0]))
    return tuple((chr(point), share) for point, share in rest[:ALTERNATIVES])


def _sum_bits(costs: list[float]) -> float:
    """Return -log2 of the sum of the probabilities whose -log2 are given."""
    least = min(costs)
    return least - math.log2(sum(2 ** (least - cost) for cost in costs))
