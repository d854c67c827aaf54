"""How certain a character of a re-paired run is: a logistic regression, fitted on held-out text damaged on purpose.

The search is too sure of itself where a byte was lost anywhere, and not sure enough where the run is known to begin;
the word that a character is part of tells more than the three characters that the model sees.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm.repair.certainty import log_odds, logistic
from textnorm.repair.long_words import LONGEST, in_long_words
from textnorm.repair.slips.document import context_after, context_before
from textnorm.repair.slips.scan import Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textnorm.repair.slips.search import Slip

__all__ = ["DOUBTED", "TERMS", "certainties", "is_annotated", "kind_of", "terms", "usual_errors"]

#: The terms of a character, in the order of the weights.
TERMS = ("even", "odds", "annotated", "replaced", "replaced odds", "neighbours", "line", "no Han", "long word")
#: A probability from which on a character is taken as it is: the bytes leave hardly a choice.
DOUBTED = 0.99999
_ANNOTATED = frozenset((Start.Kind.READING, Start.Kind.MARK))
_NEXT = 8.0
_USUAL, _LEAST_BITS, _MOST_BITS = 8.0, 4.0, 14.0
#: Mean bits of a character up to which a run reads as plain language.
_PLAIN = 7.0


def certainties(text: str, slip: Slip) -> tuple[float, ...]:
    """Return for each character of the reading of a run of ``text`` the probability that it is the true one."""
    found = [one.probability for one in slip.characters]
    doubted = [i for i, probability in enumerate(found) if probability < DOUBTED]
    if doubted:
        weights = _tables()[0]
        for i, each in zip(doubted, terms(text, slip, doubted), strict=True):
            found[i] = logistic(weights, each)
    return tuple(found)


def terms(text: str, slip: Slip, among: Iterable[int] | None = None) -> Iterator[tuple[float, ...]]:
    """Yield the terms of characters of the reading of a run, of all where none are given ``among`` them."""
    before, after = context_before(text, slip.start)[-LONGEST:], context_after(text, slip.end)[:LONGEST]
    words = in_long_words(before + slip.restored + after)[len(before) :]
    odds = [log_odds(one.probability) for one in slip.characters]
    line = min(max(slip.mean_bits, _LEAST_BITS), _MOST_BITS) - _USUAL
    annotated, replaced = float(is_annotated(slip)), float(slip.kind is Start.Kind.REPLACED)
    for i in range(len(odds)) if among is None else among:
        own, character = odds[i], slip.characters[i].character
        beside = min((*odds[max(0, i - 1) : i], *odds[i + 1 : i + 2]), default=_NEXT)
        han = "\u3400" <= character <= "\u9fff"
        rest = (min(beside, _NEXT), line, float(not han), float(words[i]))
        yield 1.0, own, annotated, replaced, replaced * own, *rest


def is_annotated(slip: Slip) -> bool:
    """Tell whether a program that annotates made this run."""
    return slip.kind in _ANNOTATED


def kind_of(text: str, slip: Slip) -> str:
    """Return the kind of a run in the table of errors: how it began, whether pairs are missing, how plain it reads.

    Rarer words leave more doubt than plain ones, and a table that knows only plain ones would allow too much.  A
    question mark left by a decoder says that it may have dropped pairs even where none seems to be missing.
    """
    began = "annotated" if is_annotated(slip) else "lost"
    dropping = "?" in text[slip.start : slip.end] and began == "lost"
    gaps = "gapped" if dropping or any(one.start == one.end for one in slip.characters) else "whole"
    return f"{began} {gaps} {'plain' if slip.mean_bits < _PLAIN else 'rare'}"


def usual_errors(kind: str) -> Sequence[float]:
    """Return at each of ``certainty.LEVELS`` the share of the characters of usual lines that is wrong."""
    return _tables()[1][kind]


@cache
def _tables() -> tuple[Sequence[float], Mapping[str, Sequence[float]]]:
    text = files("textnorm").joinpath("data").joinpath("slip-certainty.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    weights = [float(row[2]) for row in rows if row[0] == "character"]
    return weights, {row[1]: tuple(map(float, row[2:])) for row in rows if row[0] == "errors"}
