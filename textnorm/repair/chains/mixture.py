"""Weigh what several decoders would mean by the same marks, where nobody knows which one wrote them.

A mark stands for one byte or for two, and bytes may be missing without one; each assumption gives a reading of
its own.  The best one is kept, but a character of it is only as probable as all of them together say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.pieces import Piece

__all__ = ["SHARPNESS", "mixed"]

#: What a bit between two readings counts: the model is surer than right.
SHARPNESS = 0.5
#: Readings so many bits behind the best one do not count.
_FAR = 30.0


def mixed(readings: Sequence[tuple[float, Sequence[Piece]]]) -> tuple[Piece, ...]:
    """Return the pieces of the best of some readings (bits, pieces), as probable as all of them together say.

    Time is linear in their length.

    >>> from textnorm.repair.chains.pieces import Piece
    >>> one, two = Piece(0, 2, "长城", 9.0, (1.0, 1.0), ((), ())), Piece(0, 2, "长坡", 11.0, (1.0, 1.0), ((), ()))
    >>> [round(each, 2) for each in mixed([(9.0, [one]), (11.0, [two])])[0].probabilities]
    [1.0, 0.67]
    """
    best_bits, best = min(readings, key=lambda one: one[0])
    others = [(bits, pieces) for bits, pieces in readings if pieces is not best and bits < best_bits + _FAR]
    if not others:
        return tuple(best)
    shares = [2.0 ** (SHARPNESS * (best_bits - bits)) for bits, _ in others]
    places = [{(piece.start, piece.end): piece for piece in pieces} for _, pieces in others]
    return tuple(
        _mixed(
            piece, [(share, there.get((piece.start, piece.end))) for share, there in zip(shares, places, strict=True)]
        )
        if piece.probabilities
        else piece
        for piece in best
    )


def _mixed(piece: Piece, others: Sequence[tuple[float, Piece | None]]) -> Piece:
    total = 1.0
    sums = list(piece.probabilities)
    for share, other in others:
        if other is None or not other.probabilities:
            continue  # it divides the stretch in another way, and says nothing of this place
        total += share
        for i, chance in _agreed(piece, other):
            sums[i] += share * chance
    return piece._replace(probabilities=tuple(min(1.0, one / total) for one in sums))


def _agreed(piece: Piece, other: Piece) -> list[tuple[int, float]]:
    """Return the characters that two readings of a place have in common from its start and from its end.

    Each is a place in the first one and the probability that the second one gives it.
    """
    text, second = piece.text, other.text
    most = min(len(text), len(second))
    left = next((i for i in range(most) if text[i] != second[i]), most)
    right = next((i for i in range(most - left) if text[-1 - i] != second[-1 - i]), most - left)
    return [
        *((i, other.probabilities[i]) for i in range(left)),
        *((len(text) - 1 - i, other.probabilities[-1 - i]) for i in range(right)),
    ]
