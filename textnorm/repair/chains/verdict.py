"""What becomes of the readings of a document: which are written, and which of their lost characters.

A reading must be probable enough as a whole.  Of its characters whose bytes were lost those are written that are so
certain that few can be wrong (``certainty``); any other becomes U+FFFD and is listed with its candidates.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.repair.certainty import least_certainty
from textnorm.repair.chains.certainty import certainties, group_of, kind_of, usual
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.found import Reading

__all__ = ["Placed", "changes_of"]

#: Under this probability a chain is not even worth offering: of the clean corpus no place is.
_LEAST = 0.45


class _Doubts(NamedTuple):
    """The group of a reading, and the probability of each character of each piece whose bytes were lost."""

    group: str
    chances: Sequence[tuple[float, ...]]


_NO_DOUBTS = _Doubts("", ())


class Placed(NamedTuple):
    """A reading of a line that begins at ``offset`` in the document."""

    reading: Reading
    offset: int


def changes_of(found: Sequence[Placed], threshold: float) -> Iterator[Change]:
    """Yield what to do about the readings of a document, in ascending order.

    threshold: what a reading has at least as probability; a character that it writes may have less, where few have.

    >>> from textnorm.repair.chains.document import read_document
    >>> text = "名称：绯荤粺寮傚父"
    >>> [(change.start, change.after) for change in changes_of(read_document(text, [(3, 9)]), 0.9)]
    [(3, '系统异常')]
    """
    found = _supported(found)
    doubts = [_doubts(one.reading) if one.reading.probability >= threshold else _NO_DOUBTS for one in found]
    least = _least_by_group(found, doubts, threshold)
    for (reading, offset), (group, chances) in zip(found, doubts, strict=True):
        rule, sure = reading.chains[0].rule, reading.probability
        start = reading.start + offset
        if sure < _LEAST:
            continue
        if sure < threshold:
            reason = "another codec may have made this, but what comes out is too little or too unlike text to tell"
            yield Change(start, reading.end + offset, None, rule, sure, reason, (reading.text,))
            continue
        written = kernel.written(reading.pieces, chances, least[group])
        if written is None:
            reason = "of too many characters the bytes were lost, and none is sure"
            yield Change(start, reading.end + offset, None, rule, sure, reason, (reading.text,))
            continue
        for piece, (after, weakest, guesses) in zip(reading.pieces, written, strict=True):
            if LOST in after and not guesses:
                guesses = (after,)  # noqa: PLW2901 - a mark that was read, and is listed like any other
            reason = _reason(after) if guesses else ""
            yield Change(piece.start + start, piece.end + start, after, rule, sure, reason, guesses, weakest)


def _supported(found: Sequence[Placed]) -> list[Placed]:
    """Return the readings but those of a single character where no longer one of the document has the same chains.

    Each rare character is another one in each codec, and some of these are common.
    """
    chains = {one.reading.chains for one in found if not _is_of_one(one.reading.seen)}
    return [one for one in found if one.reading.chains in chains]


def _is_of_one(seen: str) -> bool:
    return len(seen) - len(seen.encode("ascii", "ignore")) <= 1


def _doubts(reading: Reading) -> _Doubts:
    """Return the group of a reading, and how certain each character of its pieces is whose bytes were lost."""
    kind = kind_of(reading.chains, reading.losses, reading.seen, reading.text)
    line_bits = reading.bits / max(1, len(reading.text))
    chances = certainties(reading.pieces, kind, line_bits, reading.probability)
    return _Doubts(group_of(kind, len(reading.text)), chances)


def _least_by_group(found: Sequence[Placed], doubts: Sequence[_Doubts], threshold: float) -> dict[str, float]:
    """Return how certain a character must be in the readings of each group."""
    chances: dict[str, list[float]] = {}
    characters: Counter[str] = Counter()
    for one, (group, some) in zip(found, doubts, strict=True):
        characters[group] += len(one.reading.text)
        chances.setdefault(group, []).extend(chain.from_iterable(some))
    return {
        group: least_certainty(some, characters[group], threshold, usual(group)) if some else 1.0
        for group, some in chances.items()
    }


def _reason(after: str) -> str:
    lost = after.count(LOST)
    return f"the bytes of {lost} character{'s' * (lost > 1)} were lost; the candidates are guesses"
