"""Where the Traditional form of a Simplified character is not sure, and what it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.script import context_places, definition, dictionaries
from textnorm.script.held import held_spans, source, unread_spans
from textnorm.script.sentences import stretches

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
    parts = source(text, held_spans(unread_spans(text, protected), fixed))
    found = []
    for at, sentence, matches, _ in stretches(parts, definition.direction(to, words=False)):
        written = {start: value for start, _, value in matches}
        for place, form, forms in context_places.choices(sentence):
            likeliest = sorted(forms, key=lambda candidate: -candidate[1])
            free = parts.free[at + place] == sentence[place]
            if free and likeliest[0][1] <= below and written.get(place, sentence[place]) == form:
                candidates = tuple((regional.get(own, own), odds) for own, odds in likeliest)
                found.append(Ambiguity(at + place, at + place + 1, candidates, regional.get(form, form)))
    return found
