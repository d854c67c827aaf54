"""Where the Traditional form of a Simplified character is not sure, and what it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.script import definition, dictionaries
from textnorm.script.held import held_spans, source, unread_spans
from textnorm.script.sentences import SENTENCE, judged_sentence, written
from textnorm.script.target import evidence
from textnorm.script.weighing import unsure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.script.held import Fixed

__all__ = ["Ambiguity", "ambiguities"]


class Ambiguity(NamedTuple):
    """A place ``text[start:end]`` that could become one of several forms, the likeliest first, with probabilities.

    choice: what ``changes`` writes; not always the likeliest, for OpenCC's dictionary has a say too.
    """

    start: int
    end: int
    candidates: tuple[tuple[str, float], ...]
    choice: str


def ambiguities(
    text: str,
    to: str,
    *,
    below: float = 0.999,
    protected: Sequence[tuple[int, int]] = (),
    fixed: Sequence[Fixed] = (),
) -> list[Ambiguity]:
    """Return the Simplified characters whose Traditional form is not sure, in ascending order, in code points.

    to: zh-Hant, zh-TW or zh-HK; nothing is ambiguous towards zh-Hans.
    below: places are listed whose likeliest form has at most this probability.
    protected, fixed: spans to leave out, as for ``textnorm.script.target.changes``.

    >>> [(found.start, found.choice) for found in ambiguities("钟先生爱看钟", "zh-TW", below=1.0)]
    [(0, '鍾'), (5, '鐘')]
    """
    if to == "zh-Hans" or text.isascii():
        return []
    regional = dictionaries.regional_forms(to).entries if to != "zh-Hant" else {}
    held = held_spans(unread_spans(text, protected), fixed)
    parts, way = source(text, held), definition.direction(to, words=False)
    sentences = [match.span() for match in SENTENCE.finditer(parts.free)]
    pending = iter(unsure(parts.read, sentences, below))
    place = next(pending, None)
    counts = evidence(text, to, held) if place else (0, 0)
    found = []
    for start, end in sentences:
        inside = []
        while place is not None and place.start < end:
            inside.append(place)
            place = next(pending, None)
        inside = [one for one in inside if parts.free[one.start] == parts.read[one.start]]
        if not inside:
            continue
        converts, mixed = judged_sentence(parts, start, end, way, counts)
        if not converts:
            continue
        changed = {start + at: value for at, _, value in written(parts, start, end, way, mixed=True)} if mixed else None
        for at, form, forms in inside:
            if changed is None or changed.get(at, parts.read[at]) == form:
                candidates = sorted(forms, key=lambda candidate: -candidate[1])
                named = tuple((regional.get(own, own), odds) for own, odds in candidates)
                found.append(Ambiguity(at, at + 1, named, regional.get(form, form)))
    return found
