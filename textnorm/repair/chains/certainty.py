"""How certain a repair is: the odds of a chain, and of each character whose bytes were lost.

Logistic regressions, fitted on held-out text that was damaged on purpose.  The search is too sure of itself where its
lattice may lack the truth, differently for each kind of chain; so the odds that it gives are mapped, kind by kind, to
how often it was right.  Of the same texts the table says how much of what is so certain is wrong, for
``textnorm.repair.certainty``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.kernel import reference_verdict
from textnorm.model.ngrams import load
from textnorm.repair.certainty import LEVELS, logistic
from textnorm.repair.chains.codecs import is_marked
from textnorm.repair.chains.variants import lost_controls
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Piece
    from textnorm.repair.chains.rules import Chain

__all__ = [
    "ANY",
    "CHARACTER_TERMS",
    "SHORT",
    "certainties",
    "chain_odds",
    "character_terms",
    "group_of",
    "is_fitted",
    "is_given",
    "is_short",
    "kind_of",
    "usual",
    "wider_kinds",
]

#: The terms of a character, in the order of the weights.
CHARACTER_TERMS = ("even", "odds", "neighbours", "line", "no Han", "behind", "high odds", "agreed")
#: The row of the table for kinds that have none of their own.
ANY = "any"
#: Kinds of chains that lose most bytes, or where one used character is among those that a mark may stand for: how they
#: begin; where bytes were lost twice without a mark, and where the second codec lost most bytes: what these hold.
_NEVER_GIVEN = ("utf-8 cp950", "cp950 gbk pairs", "gb18030 cp950 traditional")
_NEVER_GIVEN_TWICE = re.compile("dropped twice|twice cp950")
#: What the kind of UTF-8 holds of which Latin-1 lost all controls: half of its bytes behind lead bytes, so that of what
#: would be written 1.5 to 3 % is wrong by the certainty of what lost a few bytes.  None of its own was fitted, and none
#: of its lost characters is written but by those who want guesses.
_UNFITTED, _ALL_WRONG = " controls", (1.0,) * len(LEVELS)
#: From which probability on text is Simplified.
_EVEN = 0.5
#: The most characters of a short reading, in which little text tells what was lost, and what its group is called.
_FEW, SHORT = 8, "short"
#: What the kind of a reading ends in whose marks are question marks, and what stands before the second codec that read
#: a text.
QUESTIONED, TWICE = "questioned", " twice "


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
    """Return the probability of a chain from the terms that ``chains.judge`` makes of it.

    >>> from textnorm.repair.chains.judge import evidence
    >>> terms = evidence("绯荤粺寮傚父", 150.0, "系统异常", 30.0, whole=True, true="utf-8")
    >>> chain_odds("utf-8", terms) > 0.9
    True
    """
    return logistic(_table().chain[family], terms)


def kind_of(chains: Sequence[Chain], losses: Losses, seen: str, text: str) -> str:
    """Return the kind of a reading: its codecs, what its decoder did with bad bytes and wrote, what read it once more.

    A question mark may be one of the text, which a U+FFFD never is.  Of GBK that was read as Big5 Traditional text has
    lost ten times as many characters as Simplified.  Text that was misread twice errs differently for each codec that
    the second program read it with: with one table for all of them 0.6 % of what was read as Big5 was wrong, not 0.3,
    and of lines read twice as single bytes 73 % came back, not 80.

    >>> from textnorm.repair.chains.losses import Losses
    >>> from textnorm.repair.chains.rules import CHAINS
    >>> kind_of(CHAINS[:1], Losses(pairs=True), "鐨\ufffd", "的"), kind_of(CHAINS[:1] * 2, Losses(), "鐨?", "的")
    ('utf-8 gbk pairs', 'utf-8 gbk twice gbk questioned')
    """
    true, wrong = chains[-1].true, chains[-1].wrong
    by_script = true == "gb18030" and wrong == "cp950"
    traditional = by_script and load().forms.document(text).simplified < _EVEN
    kind = _chain_kind(true, wrong, losses, chains[0].wrong if len(chains) > 1 else "", traditional)
    once = len(chains) == 1 and wrong == "cp1252" and true == "utf-8"
    if once and (losses.dropped or is_marked(seen)) and lost_controls(seen):
        kind += _UNFITTED
    return f"{kind} {QUESTIONED}" if "?" in seen and LOST not in seen else kind


@cache
def _chain_kind(true: str, wrong: str, losses: Losses, outer: str, traditional: bool) -> str:  # noqa: FBT001 - a key
    codecs = f"{true} {_reader(wrong)}" + " traditional" * traditional
    twice = f"{TWICE}{_reader(outer)}" if outer else ""
    return codecs + " pairs" * losses.pairs + " dropped" * losses.dropped + twice


def _reader(wrong: str) -> str:
    return wrong if wrong in {"gbk", "cp950", "cp932", "cp949", "utf-16-le"} else "single"


@cache
def wider_kinds(group: str) -> tuple[str, ...]:
    """Return the kinds from a group on to what all of them share, each of them wider than the one before.

    >>> wider_kinds("utf-8 gbk questioned short")
    ('utf-8 gbk questioned short', 'utf-8 gbk questioned', 'utf-8 gbk short', 'utf-8 gbk', 'any')
    >>> wider_kinds("utf-8 gbk twice cp932")
    ('utf-8 gbk twice cp932', 'utf-8 gbk twice', 'any')
    """
    kind = group.removesuffix(f" {SHORT}")
    plain = kind.removesuffix(f" {QUESTIONED}")
    short = f" {SHORT}" * (kind != group)
    first, twice, _ = plain.partition(TWICE)
    by_any = first + twice.rstrip()
    return tuple(dict.fromkeys((group, kind, plain + short, plain, by_any + short, by_any, ANY)))


def group_of(kind: str, characters: int) -> str:
    """Return the group of a reading: its kind, and whether it is short.

    >>> group_of("utf-8 gbk", 40), group_of("utf-8 gbk", 4)
    ('utf-8 gbk', 'utf-8 gbk short')
    """
    return f"{kind} {SHORT}" if is_short(characters) else kind


def is_short(characters: int) -> bool:
    """Tell whether a reading of so many characters is short.

    >>> is_short(8), is_short(9)
    (True, False)
    """
    return characters <= _FEW


def usual(group: str) -> Sequence[float]:
    """Return what share of such readings is wrong, at each level of ``textnorm.repair.certainty``.

    >>> from textnorm.repair.certainty import LEVELS
    >>> shares = usual("utf-8 gbk")
    >>> len(shares) == len(LEVELS), shares[0] > shares[-1]
    (True, True)
    """
    if not is_fitted(group):
        return _ALL_WRONG
    shares = _table().usual
    return shares.get(group) or shares[f"{ANY} {SHORT}" if group.endswith(SHORT) else ANY]


def is_fitted(group: str) -> bool:
    """Tell whether the table can say how certain such readings are.

    >>> is_fitted("utf-8 single dropped"), is_fitted("utf-8 single dropped controls")
    (True, False)
    """
    return _UNFITTED not in group


def is_given(probability: float, kind: str) -> bool:
    """Tell whether the bytes of a character leave no choice, where all readings that the search kept agree.

    >>> is_given(1.0, "utf-8 gbk"), is_given(1.0, "utf-8 cp950")
    (True, False)
    """
    return reference_verdict.is_given(probability, gives=_gives(kind))


def _gives(kind: str) -> bool:
    """Tell whether what all readings that the search kept agree in is certain.

    Where most bytes are lost that says nothing, since the search cannot keep all that is possible; nor does it where
    the decoder may have marked something else than the pairs that were looked for.
    """
    return not (kind.startswith(_NEVER_GIVEN) or _NEVER_GIVEN_TWICE.search(kind))


def certainties(pieces: Sequence[Piece], kind: str, line_bits: float, sure: float = 1.0) -> list[tuple[float, ...]]:
    """Return for each piece the probability that each of its characters is right; none where no byte was lost.

    ``line_bits`` is what a character of the whole reading costs, ``sure`` the probability of the reading.

    >>> from textnorm.repair.chains.pieces import Piece
    >>> pieces = [Piece(0, 6, "系统异"), Piece(6, 8, "常", 3.0, (0.9,), ((("帯", 0.1),),))]
    >>> none, (chance,) = certainties(pieces, "utf-8 gbk", 6.0)
    >>> none, 0.5 < chance < 1.0
    ((), True)
    """
    weights, gives = _numbers(group_of(kind, sum([len(piece.text) for piece in pieces])))
    return kernel.certainties(load().grams, pieces, weights, line_bits, gives, sure)


@cache
def _numbers(group: str) -> tuple[tuple[float, ...], bool]:
    """Return the weights of the characters of a group, and whether what all readings agree in is certain."""
    characters = _table().character
    return next(characters[name] for name in wider_kinds(group) if name in characters), _gives(group)


def character_terms(pieces: Sequence[Piece], line_bits: float) -> Iterator[Sequence[tuple[float, ...]]]:
    """Yield the terms of each character of the pieces of a reading; none for a piece that was not searched.

    >>> from textnorm.repair.chains.pieces import Piece
    >>> first, second = character_terms([Piece(0, 2, "系统"), Piece(2, 4, "异常", 9.0, (0.5, 0.9), ((), ()))], 6.0)
    >>> len(first), [len(terms) == len(CHARACTER_TERMS) for terms in second]
    (0, [True, True])
    """
    costs = load().bits_each("".join(piece.text for piece in pieces) + "\n")
    return reference_verdict.character_terms(pieces, line_bits, costs)
