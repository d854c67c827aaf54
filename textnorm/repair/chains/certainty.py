"""How certain a repair is: the odds of a chain, and of each character whose bytes were lost.

Logistic regressions, fitted on held-out text that was damaged on purpose.  The search is too sure of itself where its
lattice may lack the truth, differently for each kind of chain; so the odds that it gives are mapped, kind by kind, to
how often it was right.  Of the same texts the table says how much of what is so certain is wrong, for
``textnorm.repair.certainty``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.ngrams import load
from textnorm.repair.certainty import log_odds, logistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Piece

__all__ = [
    "ANY",
    "CHARACTER_TERMS",
    "SHORT",
    "certainties",
    "chain_odds",
    "character_terms",
    "group_of",
    "is_given",
    "is_short",
    "kind_of",
    "usual",
]

#: The terms of a character, in the order of the weights.
CHARACTER_TERMS = ("even", "odds", "neighbours", "line", "no Han", "behind")
#: The row of the table for kinds that have none of their own.
ANY = "any"
#: Above this probability all readings that are worth a thought agree.
_GIVEN = 1 - 1e-9
#: Kinds of chains that lose most bytes, or where one used character is among those that a mark may stand for: how they
#: begin; and where bytes were lost twice without a mark: how these end.
_NEVER_GIVEN, _NEVER_GIVEN_TWICE = ("utf-8 cp950", "cp950 gbk pairs"), "dropped twice"
_NEXT = 8.0
_USUAL, _LEAST_BITS, _MOST_BITS = 8.0, 4.0, 14.0
#: Bits of the character behind another one: what is usual, and the most that tells.
_USUAL_BEHIND, _MOST_BEHIND = 6.0, 24.0
#: The most characters of a short reading, in which little text tells what was lost, and what its group is called.
_FEW, SHORT = 8, "short"


class _Table(NamedTuple):
    """The rows of the table by what they are for, and by family of chains or group of readings."""

    chain: Mapping[str, tuple[float, ...]]
    character: Mapping[str, tuple[float, ...]]
    usual: Mapping[str, tuple[float, ...]]


@cache
def _table() -> _Table:
    text = files("textnorm").joinpath("data").joinpath("mojibake-certainty.txt").read_text(encoding="utf-8")
    found: dict[str, dict[str, tuple[float, ...]]] = {name: {} for name in _Table._fields}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            what, name, *numbers = line.split("\t")
            found[what][name] = tuple(map(float, numbers))
    return _Table(**found)


def chain_odds(family: str, terms: Sequence[float]) -> float:
    """Return the probability of a chain from the terms that ``chains.judge`` makes of it."""
    return logistic(_table().chain[family], terms)


def kind_of(true: str, wrong: str, losses: Losses, times: int = 1) -> str:
    """Return the kind of a chain: its codecs, what its decoder does with bad bytes, and how often it was passed.

    >>> from textnorm.repair.chains.losses import Losses
    >>> kind_of("utf-8", "cp1251", Losses()), kind_of("utf-8", "gbk", Losses(pairs=True), 2)
    ('utf-8 single', 'utf-8 gbk pairs twice')
    """
    wrong = wrong if wrong in {"gbk", "cp950", "cp932", "utf-16-le"} else "single"
    return f"{true} {wrong}" + " pairs" * losses.pairs + " dropped" * losses.dropped + " twice" * (times > 1)


def group_of(kind: str, characters: int) -> str:
    """Return the group of a reading: its kind, and whether it is short.

    >>> group_of("utf-8 gbk", 40), group_of("utf-8 gbk", 4)
    ('utf-8 gbk', 'utf-8 gbk short')
    """
    return f"{kind} {SHORT}" if is_short(characters) else kind


def is_short(characters: int) -> bool:
    """Tell whether a reading of so many characters is short."""
    return characters <= _FEW


def usual(group: str) -> Sequence[float]:
    """Return what share of such readings is wrong, at each level of ``textnorm.repair.certainty``."""
    shares = _table().usual
    return shares.get(group) or shares[f"{ANY} {SHORT}" if group.endswith(SHORT) else ANY]


def is_given(probability: float, kind: str) -> bool:
    """Tell whether the bytes of a character leave no choice, where all readings that the search kept agree.

    Where most bytes are lost that says nothing, since the search cannot keep all that is possible; nor does it where
    the decoder may have marked something else than the pairs that were looked for.
    """
    return probability > _GIVEN and not (kind.startswith(_NEVER_GIVEN) or kind.endswith(_NEVER_GIVEN_TWICE))


def certainties(pieces: Sequence[Piece], kind: str, line_bits: float) -> Iterator[tuple[float, ...]]:
    """Yield for each piece the probability that each of its characters is right; none where no byte was lost.

    ``line_bits`` is what a character of the whole reading costs.
    """
    characters = _table().character
    group = group_of(kind, sum(len(piece.text) for piece in pieces))
    weights = next(characters[name] for name in (group, kind, ANY) if name in characters)
    given = [[is_given(one, kind) for one in piece.probabilities] for piece in pieces]
    if all(map(all, given)):
        yield from ((1.0,) * len(some) for some in given)
        return
    for known, some in zip(given, character_terms(pieces, line_bits), strict=True):
        yield tuple(1.0 if one else logistic(weights, terms) for one, terms in zip(known, some, strict=True))


def character_terms(pieces: Sequence[Piece], line_bits: float) -> Iterator[Sequence[tuple[float, ...]]]:
    """Yield the terms of each character of the pieces of a reading; none for a piece that was not searched."""
    costs = load().bits_each("".join(piece.text for piece in pieces) + "\n")
    line = min(max(line_bits, _LEAST_BITS), _MOST_BITS) - _USUAL
    at = 0
    for piece in pieces:
        odds = [log_odds(one) for one in piece.probabilities]
        found: list[tuple[float, ...]] = []
        for i, (char, own) in enumerate(zip(piece.text, odds, strict=False)):
            beside = min(chain(odds[max(0, i - 1) : i], odds[i + 1 : i + 2]), default=_NEXT)
            behind = min(costs[at + i + 1], _MOST_BEHIND) - _USUAL_BEHIND
            found.append((1.0, own, min(beside, _NEXT), line, float(not "\u3400" <= char <= "\u9fff"), behind))
        yield found
        at += len(piece.text)
