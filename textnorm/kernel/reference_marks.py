"""Marks that stand for one character each, as swapped UTF-16 leaves them: defined in plain Python."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from textnorm.kernel.reference_spelling import Spelt, likeliest

if TYPE_CHECKING:
    from textnorm.kernel.reference_forms import DocumentForms
    from textnorm.kernel.reference_ngrams import Grams, Recent
    from textnorm.kernel.reference_search import Columns

__all__ = ["fill_marks"]


def fill_marks(  # noqa: PLR0913, PLR0917 - what a search needs
    grams: Grams,
    forms: DocumentForms,
    marks: str,
    lost: str,
    literal: str,
    before: str,
    after: str,
    *,
    beam: int,
    margin: float,
    reach: float = math.inf,
    recent: Recent | None = None,
) -> Spelt | None:
    r"""Return the likeliest text where a mark stands for one of the characters ``lost``, a ``?`` also for ``literal``.

    An ``after`` of "" is the end of a line.  Others that fit are told of every character.  None where there are no such
    characters.  reach: where there is one mark, by how many bits a character and the one behind it may be dearer than
    the best ones.

    >>> from textnorm.kernel.reference_forms import Forms
    >>> from textnorm.model.ngrams import load
    >>> grams = load().definition
    >>> forms = Forms(grams, [], [], []).document("")
    >>> fill_marks(grams, forms, "\ufffd", "天入令", "?", "今", "很热。", beam=8, margin=20.0).text
    '天'
    """
    if not marks:
        return Spelt("", 0.0, (), ())
    starts, ends, points, costs = array("i"), array("i"), array("I"), array("f")
    for k, mark in enumerate(marks):
        written = [*map(ord, lost), *([ord(literal)] if mark == "?" else [])]
        starts.extend([k] * len(written))
        ends.extend([k + 1] * len(written))
        points.extend(written)
        costs.extend([*forms.bits(lost), *([0.0] if mark == "?" else [])])
    columns: Columns = starts, ends, points, costs
    if len(marks) == 1 and reach < math.inf:
        columns = _likely(grams, columns, before, after, (margin, reach), recent)
    return likeliest(
        grams, columns, len(marks), before, after, beam=beam, margin=margin, recent=recent, certain=math.inf
    )


def _likely(  # noqa: PLR0913, PLR0917 - what a search needs
    grams: Grams, columns: Columns, before: str, after: str, limits: tuple[float, float], recent: Recent | None
) -> Columns:
    """Return the edges between two nodes whose symbols are likely enough, and then with what is behind them."""
    margin, reach = limits
    start = grams.start(before, recent)
    costs: dict[int, tuple[float, float]] = {}  # of each symbol: alone, and with what is behind
    for point, cost in zip(columns[2], columns[3], strict=True):
        state, own = grams.step(start, point, recent)
        both = cost + own + grams.step(state, ord(after[0] if after else "\n"), recent)[1]
        symbol = grams.symbol(point)
        costs[symbol] = min(costs.get(symbol, (math.inf, math.inf)), (cost + own, both))
    least = min(costs.values(), default=(0.0, 0.0))[0]
    near = {symbol: both for symbol, (alone, both) in costs.items() if alone <= least + margin}
    most = min(near.values(), default=0.0) + reach
    kept = [k for k, point in enumerate(columns[2]) if near.get(grams.symbol(point), math.inf) <= most]
    starts, ends, points, bits = columns
    return [starts[k] for k in kept], [ends[k] for k in kept], [points[k] for k in kept], [bits[k] for k in kept]
