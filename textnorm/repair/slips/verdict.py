"""What becomes of a damaged run: which characters are written, which are given up, which runs are left alone.

A run is judged first: does its reading explain the text better than the text as it stands?  Then each
character: the surest of a document are written, as long as few of them can be wrong; any other becomes
U+FFFD with its candidates.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.ngrams import load
from textnorm.repair.certainty import least_certainty
from textnorm.repair.slips.certainty import DOUBTED, certainties, is_annotated, kind_of, threshold_of, usual_errors
from textnorm.repair.slips.document import context_after, context_before
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.search import ENOUGH
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.repair.slips.runs import Slip

__all__ = ["changes_of", "convinces", "guesses"]

#: Bits by which the reading of a run must beat the text as it stands, by what shows that a run begins. Of 1,500 clean
#: lines in which U+FFFD replaced a character three were read otherwise, too.
_BETTER = {Start.Kind.READING: -math.inf, Start.Kind.MARK: 30.0, Start.Kind.BYTE: 14.0, Start.Kind.REPLACED: 0.0}
#: The same where such runs are to be expected: in an annotated document, and near a run that clearly lost bytes. There,
#: in 10 million clean characters with a damaged line after every 20 lines, none is 4 bits ahead that bytes determine.
_EXPECTED = {Start.Kind.MARK: 0.0, Start.Kind.BYTE: 4.0, Start.Kind.REPLACED: 0.0}
#: Bits by which a guess may be behind the text as it stands, or must be ahead: U+FFFD says that a byte was lost, and is
#: no text, while people do write ``?`` before other marks; in 26 million clean characters no run of bytes
#: that nothing shows is 3 bits ahead.
_GUESSED = {Start.Kind.MARK: -10.0, Start.Kind.BYTE: -4.0, Start.Kind.REPLACED: 12.0}
#: Bits more where a question mark of half width stands before a mark of full width: of 26 million clean characters
#: three ideographs have both behind them.
_MIXED = 20.0
#: Mean bits of a character, up to two behind the run, from which on a reading is no Chinese.
_NOISE = 13.0
#: Characters of a line up to which too little tells which damage U+FFFD stands for: other steps write it as well.
_FEW = 8
#: Bits by which a line must read better without U+FFFD than with the likeliest character there, for it to be taken for
#: the trace of a byte that came in. Of 6,000 lines with a byte less or more 67 more come back whole, two fewer; with 5
#: bits 93 and three. Where other damage left U+FFFD for a whole character it is taken away from 9 % of lines instead of
#: written wrongly, with 5 bits from 26 %.
_LEFT_OUT = 8.0
#: The share of a run that must be sure for the run to be touched at all.
_SURE_SHARE = 0.5


class _Run(NamedTuple):
    slip: Slip
    kind: str
    certain: Sequence[float]


def convinces(slip: Slip) -> bool:
    """Tell whether the reading of a run is likelier than the text as it stands, and is Chinese.

    >>> from textnorm.repair.slips.search import slips
    >>> [convinces(slip) for slip in slips("大家吨勒庵址椒梢越饩鑫侍狻?")]
    [True]
    """
    better = (_EXPECTED if slip.expected else _BETTER).get(slip.kind, -math.inf)
    return bool(slip.characters) and slip.bits < slip.shown_bits - better and slip.read_bits < _NOISE


def guesses(slip: Slip) -> bool:
    """Tell whether the reading of a run where a byte was lost without a trace is the likelier text, if not clearly.

    >>> from textnorm.repair.slips.search import slips
    >>> [guesses(slip) for slip in slips("大家吨勒庵址椒梢越饩鑫侍狻?")]
    [True]
    """
    if slip.kind not in _GUESSED or not slip.characters or (slip.kind is Start.Kind.BYTE and slip.shifted < ENOUGH):
        return False
    ahead = _GUESSED[slip.kind] + (_MIXED if slip.mixed else 0.0)
    return slip.bits < slip.shown_bits + ahead and slip.read_bits < _NOISE


def changes_of(
    text: str, found: Sequence[Slip], annotations: Sequence[int], rules: Mapping[Start.Kind, str], threshold: float
) -> Iterator[Change]:
    """Yield what to do about the runs of a document, in ascending order.

    ``annotations`` are the offsets of the readings that a program put there; ``rules`` says which rule reports a run.

    >>> from textnorm.repair.slips.search import slips
    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻?"
    >>> [(one.start, one.after) for one in changes_of(text, [*slips(text)], (), {Start.Kind.BYTE: "PIN004"}, 0.9)]
    [(2, '都知道这种方法可以解决问题。')]
    """
    runs = [_Run(one, kind_of(text, one), certainties(text, one)) for one in found]
    limits = _limits(text, runs, annotations, threshold)
    for slip, kind, certain in runs:
        rule = rules[slip.kind]
        if not slip.characters:
            yield Change(slip.start, slip.end, None, rule, 0.0, "a byte was lost and too little of the run survives")
            continue
        limit = limits[kind]
        known = [one >= limit for one in certain]
        reason = "the run does not read as Chinese once re-paired, or too little of it is sure"
        if slip.kind is Start.Kind.REPLACED and _is_guess(text, slip):
            reason = "U+FFFD is all that is left, and what stood there is a guess"
        elif slip.kind is Start.Kind.REPLACED and _is_in_short_line(text, slip.start):
            reason = "U+FFFD may stand for other damage than a lost byte, and the line is too short to tell"
        elif convinces(slip) and sum(known) >= _SURE_SHARE * len(known):
            yield from _written(slip, rule, certain, limit)
            continue
        guess = None
        if guesses(slip):
            guess = "" if _came_in(text, slip) else slip.restored
        yield Change(slip.start, slip.end, guess, rule, min(*certain, threshold / 2), reason, (slip.restored,))


def _is_guess(text: str, slip: Slip) -> bool:
    """Tell whether a run has no character that is shifted, only U+FFFD and what stands there as it is.

    Many programs leave such marks, so nothing shows that a byte was lost, and what stood there is a guess.
    """
    shown = (text[one.start : one.end] for one in slip.characters)
    return all(not one.strip(LOST) or one == true.character for one, true in zip(shown, slip.characters, strict=True))


def _came_in(text: str, slip: Slip) -> bool:
    """Tell whether a run is U+FFFD alone and likelier the trace of a byte that came in than of one that was lost."""
    after = context_after(text, slip.end)
    if text[slip.start : slip.end] != LOST or not after:
        return False
    model, before = load(), context_before(text, slip.start)
    behind = after[: model.order - 1]
    without = sum(model.bits_each(behind, before))
    return without + _LEFT_OUT < sum(model.bits_each(slip.restored + behind, before))


def _is_in_short_line(text: str, at: int) -> bool:
    """Tell whether the line around an offset has at most ``_FEW`` characters."""
    begin = text.rfind("\n", max(0, at - _FEW), at) + 1
    if not begin and at > _FEW:
        return False
    return len(text) <= begin + _FEW or text.find("\n", at, begin + _FEW + 1) >= 0


def _limits(text: str, found: Sequence[_Run], annotations: Sequence[int], threshold: float) -> Mapping[str, float]:
    """Return for each kind of run from which certainty on a character is written: few may be wrong in the document.

    Few means of the lines that are repaired: those of the runs, and all that the annotating program damaged.
    """
    limits: dict[str, float] = {}
    for kind in dict.fromkeys(run.kind for run in found):
        runs = [run for run in found if run.kind == kind]
        doubted = [one for run in runs if convinces(run.slip) for one in run.certain if one < DOUBTED]
        places = [run.slip.start for run in runs]
        characters = _characters_of_lines(text, [*places, *annotations] if is_annotated(runs[0].slip) else places)
        least = least_certainty(doubted, characters, threshold_of(kind, threshold), usual_errors(kind))
        limits[kind] = min(DOUBTED, least)
    return limits


def _characters_of_lines(text: str, places: Sequence[int]) -> int:
    """Return how many characters the lines have that hold one of these offsets."""
    characters = end = 0
    for at in sorted(places):
        if at >= end:
            begin = text.rfind("\n", end, at) + 1 or end
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            characters += end - begin
            end += 1
    return characters


def _written(slip: Slip, rule: str, certain: Sequence[float], limit: float) -> Iterator[Change]:
    """Yield the changes that write what is certain enough of a run, and U+FFFD for each other character."""
    at, written, least = slip.start, "", 1.0
    for one, certainty in zip(slip.characters, certain, strict=True):
        if certainty >= limit:
            written += one.character
            least = min(least, certainty)
            continue
        if written or one.start > at:
            yield Change(at, one.start, written, rule, certainty=least)
        candidates = (one.character, *(character for character, _ in one.alternatives))
        allow = f"the bytes allow {one.choices} characters here" if one.choices > 1 else "a pair may be missing here"
        yield Change(one.start, one.end, LOST, rule, 1.0, f"{allow} and none is sure", candidates)
        at, written, least = one.end, "", 1.0
    if written or slip.end > at:
        yield Change(at, slip.end, written, rule, certainty=least)
