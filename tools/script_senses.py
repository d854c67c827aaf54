"""Mainland words with another word in Taiwan, and where Taiwan's texts write which of the two, to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learn import Row, fit
from model_sources import read_lines
from script_instances import Instance, standard

from textnorm import kernel
from textnorm.script import context, folding, tables, words_regional
from textnorm.script.sentences import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["balanced", "regional_senses", "senses", "subjects"]
#: A regional word must be seen as often as this, in the one sense or the other, to be learnt.
SENSE = 3
#: How much the rarer form may be weighted up.
EVEN = 8.0
#: Mainland texts for the subjects: those in which a word of two senses has the one that changes, and the others.
TECHNICAL = ("d2l_zh", "javaguide", "python_docs", "vue_docs", "linux101")
GENERAL = ("cmrc2018", "crosswoz", "kdconv", "howtocook", "xquad_zh", "prc_local_regulations")
SUBJECT_LINES, SUBJECT_SENTENCES, SUBJECT = 5000, 8, 0.5


def _regional() -> dict[str, tuple[str, str]]:
    """Return (Mainland's form, Taiwan's) in Traditional by the Simplified word, where the two differ."""
    pairs = {folding.fold(key): (key, value) for key, value in tables.defaults("TWPhrases").items()}
    return {word: pair for word, pair in pairs.items() if len(word) > 1 and pair[0] != pair[1]}


_REGIONAL = _regional()
_OWN = frozenset(key for key, value in tables.defaults("TWPhrases").items() if key != value)
#: Taiwan's words with the Mainland's; those that are also a Mainland word of their own ("") stay as they are.
_MAINLAND = kernel.Dictionary(
    {key: "" for key in _OWN if len(key) > 1}
    | {standard(value): word for word, (_, value) in sorted(_REGIONAL.items()) if value not in _OWN and len(value) > 1}
)
_KEPT = kernel.Dictionary(
    {folding.fold(key): "" for key in tables.defaults("TWPhrases")}
    | {word: own for word, (own, _) in _REGIONAL.items()}
)


def regional_senses(line: str, weight: float) -> Iterator[Instance]:
    """Yield the places where a text of Taiwan has a regional word, or the Mainland's word that has one.

    The line is first written as the Mainland would: with its words, in Simplified.
    """
    written, source, done = [], "", 0
    for start, end, word in kernel.matches(standard(line), _MAINLAND):
        source += folding.fold(line[done:start])
        if word:
            written.append((len(source), word, line[start:end]))
            source += word
        else:
            source += folding.fold(line[start:end])
        done = end
    source += folding.fold(line[done:])
    taken = {at for at, _, _ in written}
    written += [
        (start, source[start:end], own) for start, end, own in kernel.matches(source, _KEPT) if start not in taken
    ]
    places = sorted(written)
    for match in SENTENCE.finditer(source):
        inside = [place for place in places if match.start() <= place[0] < match.end()]
        if not inside:
            continue
        text, bounds = context.symbols(match[0]), words_regional.bounds_of(match[0])[0]
        for at, word, form in inside:
            start, end = at - match.start(), at - match.start() + len(word)
            if form and text[start:end] == word and {start, end} <= bounds:
                around = tuple(context.features(text, start, end, (start, end)))
                yield Instance(word, form, around, weight, topic=tuple(context.topic(text, start, end)))


def senses(instances: Mapping[str, list[Instance]]) -> dict[str, tuple[str, ...]]:
    """Return the two forms of each regional word that the texts show enough of."""
    return {
        word: pair
        for word, pair in sorted(_REGIONAL.items())
        if len(instances.get(word, ())) >= SENSE and any(i.form == pair[0] for i in instances[word])
    }


def subjects(corpus: Path, instances: Iterable[Instance]) -> dict[int, list[float]]:
    """Return the weights of the subjects: for the Mainland's word (slot 0) or for the region's (slot 1)."""
    rows: list[Row] = []
    for instance in instances:
        own = instance.form == _REGIONAL[instance.place][0]
        rows.append((instance.topic, 0 if own else 1, instance.weight, (0.0, 0.0)))
    for slot, names in enumerate((GENERAL, TECHNICAL)):
        for name in names:
            lines = read_lines(corpus / "hans" / f"{name}.txt.zst")[:SUBJECT_LINES]
            for sentence in (found for line in lines for found in SENTENCE.findall(line)[:SUBJECT_SENTENCES]):
                text = context.symbols(sentence)
                rows.append((context.topic(text, len(text) // 2, len(text) // 2), slot, SUBJECT, (0.0, 0.0)))
    return fit(balanced(rows), 2)


def balanced(rows: Iterable[Row]) -> list[Row]:
    """Return ``rows`` of two slots with slot 0 weighted up if it is the rarer: technical prose must not rule.

    Slot 1 is not: a word that Taiwan writes as the Mainland does changes only where that is sure.
    """
    rows = list(rows)
    own, regional = (sum(weight for _, slot, weight, _ in rows if slot == each) for each in (0, 1))
    factor = min(EVEN, max(1.0, regional / own)) if own else 1.0
    return [(features, slot, weight * (1.0 if slot else factor), bias) for features, slot, weight, bias in rows]
