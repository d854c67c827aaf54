"""How certain a character must be to be written, so that few of what a repair writes is wrong.

All that is as certain as the limit is written, and nothing else, because of all ways to choose characters this one
restores most for the wrong ones that it costs.  The limit is set by how many wrong characters a text may have in all.
A document of one line cannot tell that, since most lines have no doubtful character and a few have many; so it is taken
as part of a longer typical text with the same damage, of which held-out texts say how often each limit errs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from textnorm.kernel.reference_verdict import log_odds, logistic

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LEVELS", "least_certainty", "log_odds", "logistic"]

#: The limits at which a table says what share of a typical text is wrong if all that is as certain is written.
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)
#: The share of the characters of a text that may be wrong, for each unit of doubt that a user allows: 0.15 % at 0.9,
#: so that it stays below 0.3 % where texts are stranger than those that were measured.
_DOUBT = 0.015
#: How many characters of a typical text stand beside those of the document.
_TYPICAL = 1000


def least_certainty(
    chances: Sequence[float], characters: int, threshold: float, usual: Sequence[float], doubts: float = 1.0
) -> float:
    """Return the certainty from which on lost characters are written; above 1 where none may be.

    chances: the probability of each lost character of a document; those less likely than not are never written.
    characters: how many the repaired stretches have, lost or not.
    threshold: what a user asks of a repair, as in ``Config``; with the usual 0.9, up to 0.15 % may be wrong.
    usual: at each of ``LEVELS``, the share of a typical text that is wrong, in descending order.
    doubts: how many times more than is allowed may seem to be wrong, since fewer are than the table says.

    >>> rarely = [0.003, 0.002, 0.0015, 0.001] + [0.0] * (len(LEVELS) - 4)
    >>> least_certainty([0.99, 0.95, 0.55], 20, 0.9, rarely), least_certainty([0.99, 0.95, 0.55], 2000, 0.9, rarely)
    (0.95, 0.55)
    """
    allowed = doubts * _DOUBT * (1 - threshold) * (characters + _TYPICAL)
    likely = sorted([chance for chance in chances if LEVELS[0] <= chance < 1.0], reverse=True)
    ranked = [*[1.0] * (1.0 in chances), *likely]  # of those that are certain one says as much as all
    expected = [*accumulate([1 - chance for chance in ranked])]
    written = bisect_left(
        range(len(ranked)), x=True, key=lambda i: expected[i] + _TYPICAL * _share(usual, ranked[i]) > allowed
    )
    while 0 < written < len(ranked) and ranked[written] == ranked[written - 1]:
        written -= 1  # what is equally certain is written together or not at all
    return ranked[written - 1] if written else 2.0


def _share(usual: Sequence[float], level: float) -> float:
    """Return the share that is wrong at a level between those that were measured."""
    place = min(max(bisect_right(LEVELS, level), 1), len(LEVELS) - 1)
    low, high = LEVELS[place - 1], LEVELS[place]
    part = (level - low) / (high - low)
    return usual[place - 1] + part * (usual[place] - usual[place - 1])
