"""How certain a character of a re-paired run is: a logistic regression, fitted on held-out text damaged on purpose.

The search is too sure of itself, most where rare words leave it little to go by.  What tells more than its odds: how
far the next best character is, whether the bytes allow another one at all, how well the text reads around the place,
and whether the same character, or it and a neighbour, stand elsewhere in the line, for people repeat themselves.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.certainty import log_odds, logistic
from textnorm.repair.slips.document import context_after, context_before
from textnorm.repair.slips.scan import Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textnorm.repair.slips.runs import Slip

__all__ = ["DOUBTED", "TERMS", "certainties", "is_annotated", "kind_of", "terms", "threshold_of", "usual_errors"]

#: The terms of a character, in the order of the weights.
TERMS = (
    *("even", "odds", "annotated", "margin", "others", "alone", "alone odds", "around", "own bits"),
    *("same elsewhere", "pair elsewhere", "last", "length", "no Han"),
)
#: A probability from which on a character is taken as it is: the bytes leave hardly a choice.
DOUBTED = 0.99999
_ANNOTATED = frozenset((Start.Kind.READING, Start.Kind.MARK))
#: The bits of a character in plain text, and the most that are told apart; how many beside it read with it.
_PLAIN_BITS, _MOST_BITS, _BEFORE, _BEHIND = 7.0, 15.0, 1, 2
#: The most bits by which a character is ahead of the next best one, and the least that other readings can have.
_MARGIN, _LEAST_SHARE = 8.0, 1e-3
#: Mean bits of a character up to which a run reads as plain language.
_PLAIN = 7.0

#: How much more doubt is allowed where no pair is missing, and where some are.
_MORE_DOUBT, _MORE_IN_GAPPED = 1.5, 1.3


def certainties(text: str, slip: Slip) -> tuple[float, ...]:
    """Return for each character of the reading of a run of ``text`` the probability that it is the true one.

    >>> from textnorm.repair.slips.search import slips
    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻?"
    >>> slip = next(slips(text))
    >>> len(certainties(text, slip)) == len(slip.restored), min(certainties(text, slip)) > 0.5
    (True, True)
    """
    found = [one.probability for one in slip.characters]
    doubted = [i for i, probability in enumerate(found) if probability < DOUBTED]
    if doubted:
        weights = _tables()[0]
        for i, each in zip(doubted, terms(text, slip, doubted), strict=True):
            found[i] = logistic(weights, each)
    return tuple(found)


def terms(text: str, slip: Slip, among: Iterable[int] | None = None) -> Iterator[tuple[float, ...]]:
    """Yield the terms of characters of the reading of a run, of all where none are given ``among`` them.

    >>> from textnorm.repair.slips.search import slips
    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻?"
    >>> slip = next(slips(text))
    >>> all(len(each) == len(TERMS) for each in terms(text, slip))
    True
    """
    before, after = context_before(text, slip.start), context_after(text, slip.end)
    restored = slip.restored
    line = before + restored + after
    bits = load().bits_each(restored + (after[:_BEHIND] or "\n"), before)
    annotated, length = float(is_annotated(slip)), math.log2(len(restored))
    for i in range(len(restored)) if among is None else among:
        one = slip.characters[i]
        at = len(before) + i
        others = [probability for _, probability in one.alternatives]
        odds, around = log_odds(one.probability), bits[max(0, i - _BEFORE) : i + _BEHIND + 1]
        alone = float(one.choices == 1)
        yield (
            *(1.0, odds, annotated, min(_MARGIN, log_odds(_share_of(one.probability, max(others, default=0.0))))),
            math.log2(max(_LEAST_SHARE, 1 - one.probability - sum(others))),
            *(alone, alone * odds, min(sum(around) / len(around), _MOST_BITS) - _PLAIN_BITS),
            min(bits[i], _MOST_BITS) - _PLAIN_BITS,
            math.log2(line.count(one.character)),
            float(_is_repeated(line, at - 1) or _is_repeated(line, at)),
            *(float(i + 1 == len(restored)), length, float(not "\u3400" <= one.character <= "\u9fff")),
        )


def _share_of(one: float, other: float) -> float:
    return one / (one + other)


def _is_repeated(line: str, at: int) -> bool:
    """Tell whether the two characters from an offset on stand elsewhere in a line, too."""
    return 0 <= at < len(line) - 1 and line.count(line[at : at + 2]) > 1


def is_annotated(slip: Slip) -> bool:
    """Tell whether a program that annotates made this run.

    >>> from textnorm.repair.slips.search import slips
    >>> [is_annotated(slip) for slip in slips("學者認為或?qū)⑹沟肁I更便宜。")]
    [True]
    """
    return slip.kind in _ANNOTATED


def kind_of(text: str, slip: Slip) -> str:
    """Return the kind of a run in the table of errors: how it began, what is missing, how plain it reads.

    Where pairs are missing it is *gapped*, where a decoder gave up a byte at its end without a mark it is *silent*.
    Rarer words leave more doubt than plain ones, and a table that knows only plain ones would allow too much.  A
    question mark left by a decoder says that it may have dropped pairs even where none seems to be missing.

    >>> from textnorm.repair.slips.search import slips
    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻?"
    >>> kind_of(text, next(slips(text)))
    'lost gapped plain'
    """
    began = "annotated" if is_annotated(slip) else "lost"
    dropping = "?" in text[slip.start : slip.end] and began == "lost"
    gaps = [one.start == one.end for one in slip.characters]
    missing = "gapped" if dropping or any(gaps[:-1]) else "silent" if any(gaps) and began == "lost" else "whole"
    return f"{began} {missing} {'plain' if slip.mean_bits < _PLAIN else 'rare'}"


def threshold_of(kind: str, threshold: float) -> float:
    """Return the threshold for a kind of run, where a user asks for ``threshold``.

    Runs in texts of other kinds have half the wrong characters that the fitted lines lead to expect, with missing pairs
    two thirds of them, so more of theirs may be doubtful.

    >>> threshold_of("lost whole plain", 0.9) < 0.9, threshold_of("lost gapped plain", 0.9) < 0.9
    (True, True)
    """
    return 1 - (_MORE_IN_GAPPED if "gapped" in kind else _MORE_DOUBT) * (1 - threshold)


def usual_errors(kind: str) -> Sequence[float]:
    """Return at each of ``certainty.LEVELS`` the share of the characters of usual lines that is wrong.

    >>> from textnorm.repair.certainty import LEVELS
    >>> len(usual_errors("lost whole plain")) == len(LEVELS)
    True
    """
    return _tables()[1][kind]


@cache
def _tables() -> tuple[Sequence[float], Mapping[str, Sequence[float]]]:
    text = files("textnorm").joinpath("data").joinpath("slip-certainty.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    weights = [float(row[2]) for row in rows if row[0] == "character"]
    return weights, {row[1]: tuple(map(float, row[2:])) for row in rows if row[0] == "errors"}
