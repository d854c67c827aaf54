"""Choose among the characters that a search of a run leaves in doubt by the company they keep, some places away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textnorm.model.company import KNOWN, SURE, load
from textnorm.model.ngrams import load as load_ngrams
from textnorm.repair.slips.choices import CLOSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.slips.runs import Character

__all__ = ["AROUND", "chosen"]

#: How much of a line before and behind a run is looked at, in code points: people repeat themselves within a sentence.
AROUND = 100
#: How much a bit of the company counts beside one of the search.  Of 2,600 lines that lost a byte 29 more come back
#: whole with it, 26 with 0.5; of 1,049 with slips between annotations one more.
_WEIGHT = 0.35
#: Characters up to which a line has too little company.
_FEW = 8
#: People repeat themselves: the share of a line that is one of its own characters said again, how much a bit of that
#: counts, and how near the other one may not be, since the n-grams see it.  Of 8,400 damaged lines 21 more come back
#: whole; where no more than 20 characters around a run are looked at, nine.
_SAID_AGAIN, _SAID_WEIGHT, _SAID_NEAR = 0.05, 0.7, 3
#: Of marks that close something, or stand beside another one, the company knows less than the search: it sees
#: neither what is open nor what is next to them.  Without its say eleven more of the same lines come back whole.
_CLOSING, _DIVIDING = frozenset(CLOSING.values()), frozenset("。，、；：！？")


def chosen(characters: Sequence[Character], before: str, after: str) -> tuple[Character, ...]:
    """Return the characters of a run, each the one of its candidates that search and company make the likeliest.

    The probabilities remain those of the search, so that what the company alone prefers is never sure.

    before, after: what stands around the run in its line, ``AROUND`` code points of it.

    >>> from textnorm.repair.slips.runs import Character
    >>> use = Character(14, 15, "使", 0.5, (("服", 0.4),), 2, 9.0)
    >>> take, = chosen([use], "医生给病人开了药，叮嘱他按时", "用。")
    >>> take.character, take.probability, take.alternatives
    ('服', 0.4, (('使', 0.5),))
    """
    own = "".join([one.character for one in characters])
    line = before + own + after
    doubtful = [i for i, one in enumerate(characters) if one.alternatives and one.probability < SURE]
    if not doubtful or len(line) <= _FEW or len(own) != len(characters):
        return tuple(characters)
    sure = [one.probability >= KNOWN for one in characters]
    known = b"\1" * len(before) + bytes(sure) + b"\1" * len(after)
    said = before + "".join([one if is_sure else "\0" for one, is_sure in zip(own, sure, strict=True)]) + after
    found = list(characters)
    for i in doubtful:
        found[i] = _likeliest(characters[i], line, known, said, len(before) + i)
    return tuple(found)


def _likeliest(one: Character, line: str, known: bytes, said: str, at: int) -> Character:
    """Return a character of a run, or the candidate for its place in a line that fits better.

    known: a byte for each character of the line, 1 for those that are known; in ``said`` others are NUL.
    """
    if _is_told_by_search(one.character, line, at):
        return one
    choice = [(one.character, one.probability), *one.alternatives]
    bits = load().bits(line, known, at, "".join([character for character, _ in choice]))
    if bits is None:
        return one
    near, far = max(0, at - _SAID_NEAR), at + _SAID_NEAR + 1
    elsewhere = said[:near] + said[far:]
    size = known.count(1, 0, near) + known.count(1, far)
    weights = [
        chance * 2.0 ** (_WEIGHT * fit + _SAID_WEIGHT * _said_bits(character, elsewhere, size))
        for (character, chance), fit in zip(choice, bits, strict=True)
    ]
    best = max(range(len(weights)), key=weights.__getitem__)
    if not best:
        return one
    character, probability = choice.pop(best)
    return one._replace(character=character, probability=probability, alternatives=tuple(choice))


def _is_told_by_search(character: str, line: str, at: int) -> bool:
    """Tell whether a character is a mark of which the company can only know less."""
    beside = line[at - 1 : at] in _DIVIDING or line[at + 1 : at + 2] in _DIVIDING
    return character in _CLOSING or (beside and character in _DIVIDING)


def _said_bits(character: str, said: str, size: int) -> float:
    """Return by how many bits an ideograph is likelier because it stands in ``said``, of ``size`` known characters."""
    if not "\u3400" <= character <= "\u9fff":
        return 0.0
    times = said.count(character)
    if not times:
        return 0.0
    usual = (1 - _SAID_AGAIN) * 2.0 ** -load_ngrams().unigram_bits(character)
    return math.log2(1 + _SAID_AGAIN * times / size / usual)
