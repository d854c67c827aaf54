"""The likeliest path through a lattice, defined in plain Python.

Viterbi search for the best path and forward-backward for the probabilities, over the contexts of the n-gram model:
paths that it cannot tell apart any more are one state.  At each node the ``beam`` best states stay, of those within
``margin`` bits of the best, and no path that is far behind the last of them.

The paths that stay are weighed once more, as rows of words (``reference_words``): a path costs 65 % of its bits under
the n-grams, 35 % of those of its words, what marks cost by what stands far before them (``reference_sentences``) and
what the channel asks.  That decides the text and all probabilities.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from textnorm.kernel.reference_reach import Rough, within_reach
from textnorm.kernel.reference_steps import FEW, limits, thinned
from textnorm.kernel.reference_words import LONGEST_WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textnorm.kernel.reference_ngrams import Grams, Recent, State
    from textnorm.kernel.reference_sentences import Sentence
    from textnorm.kernel.reference_words import WordState

__all__ = ["Columns", "Found", "Kept", "best_path"]

#: Starts, ends, code points and costs of the edges; a code point of 0x110000 writes nothing.
Columns = tuple["Sequence[int]", "Sequence[int]", "Sequence[int]", "Sequence[float]"]
#: The edges of the best path, its bits under the n-grams and in the channel, those of all paths on the same scale (the
#: difference is what the best one has of all, words included), and for each edge the code points of its span with
#: their probabilities, likeliest first; empty for an edge that writes nothing.
Found = tuple[list[int], float, float, list[list[tuple[int, float]]]]

_POINTS = 0x110000
#: Bits that a path may be behind the last state that is kept: together such paths count in probabilities.
_SLACK = 5.0


#: The share of the words in the bits of a path; 0.3 to 0.45 fill gaps alike.
_WORDS = 0.35


class Kept:
    """All paths to a node that the model cannot tell apart.

    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> start = Kept(grams.start(""), grams.words_behind(""), grams.sentence_behind(""), [])
    >>> columns = [0], [1], [ord("好")], [2.0]  # an edge that writes 好 and costs 2 bits in the channel
    >>> context, bits = grams.step(start.context, ord("好"))
    >>> state = Kept(context, start.words, start.sentence, [(start, 0, bits + 2.0)])
    >>> state.weigh(grams, columns)
    >>> state.plain == bits + 2.0, state.bits == state.all_bits
    (True, True)
    """

    __slots__ = ("all_bits", "arcs", "behind", "best", "bits", "context", "plain", "sentence", "words")

    def __init__(self, context: State, words: WordState, sentence: Sentence, arcs: list[_Arc]) -> None:
        """Open the state where ``arcs`` lead; it has not been weighed."""
        self.context, self.words, self.sentence = context, words, sentence
        self.arcs = arcs
        self.best = min(arcs, key=_total, default=None)
        self.bits = _total(self.best) if self.best else 0.0
        #: The bits of the best path under the n-grams alone.
        self.plain = self.all_bits = 0.0
        self.behind = math.inf

    def weigh(self, grams: Grams, columns: Columns) -> None:
        """Weigh the arcs as words too; their sources have been weighed."""
        _, _, points, channel = columns
        arcs, self.bits = [], math.inf
        for source, edge, cost in self.arcs:
            words, sentence, mixed = source.words, source.sentence, cost
            if points[edge] < _POINTS:
                paid = cost - channel[edge]
                new = grams.symbol(points[edge])
                words, bits = grams.words.step(words, new, paid)
                sentence, marks = grams.sentences.step(sentence, new)
                mixed = channel[edge] + _mixed(paid, bits) + marks
            arcs.append((source, edge, mixed))
            if source.bits + mixed < self.bits:
                self.best, self.bits, self.plain = arcs[-1], source.bits + mixed, source.plain + cost
                self.words, self.sentence = words, sentence
        self.arcs = arcs
        # Not the best path is the scale: it may be thousands of bits behind the sum of all, too much for a float.
        least = min(source.all_bits + cost for source, _, cost in arcs)
        self.all_bits = least - math.log2(sum(2 ** (least - source.all_bits - cost) for source, _, cost in arcs))


#: The state where it starts, the edge, its bits in model and channel.
_Arc = tuple[Kept, int, float]


def best_path(  # noqa: PLR0913 - what a search needs
    grams: Grams,
    columns: Columns,
    size: int,
    before: str,
    after: str | None,
    *,
    beam: int,
    margin: float,
    reach: float = math.inf,
    spread: float = math.inf,
    recent: Recent | None = None,
    joined: bool = False,
) -> Found | None:
    """Return the likeliest path from node 0 to ``size`` between its neighbours; None where there is none.

    Only edges are looked at that ``reference_reach`` finds within ``reach``, only paths that searches with fewer paths
    (``reference_steps``) find at most ``spread`` bits behind the best one.  Where probabilities are ``joined``, that of
    a character counts it wherever it begins, so long as it ends there.

    >>> from textnorm.model.ngrams import load
    >>> columns = [0, 0, 1], [1, 1, 2], [*map(ord, "今令天")], [0.0, 0.0, 0.0]
    >>> edges, bits, all_bits, ranks = best_path(load().definition, columns, 2, "", "气", beam=8, margin=20.0)
    >>> edges, [chr(point) for point, _ in ranks[0]]
    ([0, 2], ['今', '令'])
    """
    starts, ends = columns[:2]
    edges: Sequence[int] = range(len(starts))
    rough = Rough({}, [], [0.0] * (size + 1))
    if reach < math.inf:
        edges, rough = within_reach(grams, columns, size, before, recent, reach)
    arriving: list[list[int]] = [[] for _ in range(size + 1)]
    for edge in sorted(edges, key=starts.__getitem__):
        arriving[ends[edge]].append(edge)
    start = grams.start(before, recent), grams.words_behind(before), grams.sentence_behind(before)
    unlimited = [math.inf] * (size + 1)

    def kept_by(beam: int, most: list[float]) -> list[list[Kept]]:
        return _forward(grams, columns, arriving, Kept(*start, []), beam, margin, most, recent)

    kept = kept_by(beam, unlimited) if spread == math.inf else _by_steps(kept_by, beam, rough, spread)
    if not kept[-1]:
        return None
    for states in kept[1:]:
        for state in states:
            state.weigh(grams, columns)
    everything = math.inf
    for state in kept[-1]:
        plain, bits, marks = _ahead(grams, state, after, recent)
        state.plain += plain
        state.behind = _mixed(plain, bits) + marks
        everything = _log_add(everything, state.all_bits + state.behind)
    shares = _shares(kept, everything)
    at = best = min(kept[-1], key=lambda state: state.bits + state.behind)
    path = []
    while at.best:
        at, edge, _ = at.best
        path.append(edge)
    path.reverse()
    ranks = [_ranked(columns, arriving[ends[edge]], edge, shares, joined=joined) for edge in path]
    return path, best.plain, best.plain + everything - best.bits - best.behind, ranks


def _by_steps(
    kept_by: Callable[[int, list[float]], list[list[Kept]]], beam: int, rough: Rough, spread: float
) -> list[list[Kept]]:
    """Search with few paths, then with all, and return what is within the spread."""
    most = unlimited = [math.inf] * len(rough.behind)
    if beam > FEW:
        most = limits(kept_by(FEW, unlimited), rough, spread)
    kept = kept_by(beam, most)
    return thinned(kept if kept[-1] else kept_by(beam, unlimited), spread)


def _forward(  # noqa: PLR0913, PLR0917 - a part of the search
    grams: Grams,
    columns: Columns,
    arriving: list[list[int]],
    start: Kept,
    beam: int,
    margin: float,
    limits: list[float],
    recent: Recent | None,
) -> list[list[Kept]]:
    """Return the states that are kept at each node; no path to one costs more than the limit of the node."""
    kept = [[start]]
    for reaching, limit in zip(arriving[1:], limits[1:], strict=True):
        merged = _arcs(grams, columns, reaching, kept, (margin, limit), recent)
        contexts = sorted(merged, key=lambda context: _order(context, merged[context]))[:beam]
        worst = min(map(_total, merged[contexts[-1]])) + _SLACK if len(contexts) == beam else math.inf
        near = ([arc for arc in merged[context] if _total(arc) <= worst] for context in contexts)
        kept.append(
            [Kept(context, start.words, start.sentence, arcs) for context, arcs in zip(contexts, near, strict=True)]
        )
    return kept


def _order(context: State, arcs: list[_Arc]) -> tuple[float, int, tuple[int, ...]]:
    return min(map(_total, arcs)), len(context[0]), context[0]


def _arcs(  # noqa: PLR0913, PLR0917 - a part of the search
    grams: Grams,
    columns: Columns,
    edges: list[int],
    kept: list[list[Kept]],
    within: tuple[float, float],
    recent: Recent | None,
) -> dict[State, list[_Arc]]:
    """Return the arcs to the node where some edges end, by the context that they lead to.

    They are ``within`` some bits of the best one, and cost no more than some.
    """
    starts, _, points, costs = columns
    fresh: list[tuple[_Arc, State]] = []
    for start, group in groupby(edges, starts.__getitem__):
        together = list(group)
        for source in kept[start]:
            for edge in together:
                context, bits = source.context, 0.0
                if points[edge] < _POINTS:
                    context, bits = grams.step(source.context, points[edge], recent)
                fresh.append(((source, edge, bits + costs[edge]), context))
    margin, limit = within
    most = min(min((_total(arc) for arc, _ in fresh), default=0.0) + margin, limit)
    merged: dict[State, list[_Arc]] = defaultdict(list)
    for arc, context in fresh:
        if _total(arc) <= most:
            merged[context].append(arc)
    return merged


def _ranked(
    columns: Columns, edges: list[int], chosen: int, shares: dict[int, float], *, joined: bool
) -> list[tuple[int, float]]:
    """Return the code points of the span of an edge, likeliest first, with their probabilities.

    Where they are ``joined``, edges of the same code points that come from elsewhere count as well.
    """
    starts, _, points, _ = columns
    there: dict[int, float] = {}
    if points[chosen] < _POINTS:
        for edge in edges:
            if starts[edge] == starts[chosen] and points[edge] < _POINTS and (shares.get(edge) or edge == chosen):
                there[points[edge]] = there.get(points[edge], 0.0) + shares.get(edge, 0.0)
    for edge in edges if joined else ():
        if starts[edge] != starts[chosen] and points[edge] in there:
            there[points[edge]] += shares.get(edge, 0.0)
    return sorted(there.items(), key=lambda item: (-item[1], item[0]))


def _total(arc: _Arc) -> float:
    return arc[0].bits + arc[2]


def _mixed(grams: float, words: float) -> float:
    return (1.0 - _WORDS) * grams + _WORDS * words


def _ahead(grams: Grams, state: Kept, after: str | None, recent: Recent | None) -> tuple[float, float, float]:
    """Return the bits of what follows under the n-grams and as words, and what marks cost; see ``Kept.weigh``."""
    context, words, sentence = state.context, state.words, state.sentence
    plain = bits = marks = 0.0
    for i, character in enumerate("" if after is None else after[: LONGEST_WORD - 1] or "\n"):
        paid = 0.0
        if i < grams.order - 1:
            context, paid = grams.step(context, ord(character), recent)
            plain += paid
        words, cost = grams.words.step(words, grams.symbol(ord(character)), paid)
        bits += cost
        sentence, cost = grams.sentences.step(sentence, grams.symbol(ord(character)))
        marks += cost
    return plain, bits, marks


def _shares(kept: list[list[Kept]], everything: float) -> dict[int, float]:
    """Return the probability of each edge that lies on a path that was kept."""
    shares: dict[int, float] = {}
    for states in reversed(kept):
        for state in states:
            for source, edge, cost in state.arcs:
                behind = cost + state.behind
                if behind < math.inf:
                    source.behind = _log_add(source.behind, behind)
                    shares[edge] = shares.get(edge, 0.0) + 2 ** (everything - source.all_bits - behind)
    return shares


def _log_add(a: float, b: float) -> float:
    """Return -log2(2^-a + 2^-b)."""
    least, most = min(a, b), max(a, b)
    return least if most == math.inf else least - math.log2(1.0 + 2.0 ** (least - most))
