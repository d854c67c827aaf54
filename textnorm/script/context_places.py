"""Simplified to Traditional, sentence by sentence: one table for the plain characters, a choice for the ambiguous.

A character of one Traditional form takes it.  For the others there are two opinions.  OpenCC's dictionary has one for
each word of the best segmentation (``words``), so that no phrase matches across a word; the context model has the
other, and overrules the dictionary when it is surer: the odds must be ``_SURE`` to one, counting what a phrase of
the dictionary weighs.  Both look at the sentence folded to Simplified, so a converted sentence is judged as before.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.script import context, dictionaries, tables
from textnorm.script.folding import fold
from textnorm.script.words import lattice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textnorm.script.characters import Characters

__all__ = [
    "HABITS",
    "PARTS",
    "Choice",
    "Opinion",
    "bias",
    "changing",
    "choices",
    "forms_of",
    "opinions",
    "plain",
    "settled",
    "speaking",
    "spelling",
    "words",
]

#: Forms that differ by habit and not by meaning; where the model wants one of a pair, the dictionary chooses.
HABITS = ("臺台", "佈布", "週周", "閒閑", "佔占", "纔才", "它牠", "藉借")
#: What an opinion of the dictionary weighs, in log odds: on a lone character, on a phrase that it has several
#: values for, on a character of a word, on a phrase.
WEIGHTS = (0.0, 1.3, 2.0, 4.5)
#: Scores are whole numbers of these parts of a step of the model, so that every kernel adds them up alike.
PARTS = 5
#: What a form must have over the dictionary's: odds of 1.5.
_SURE = math.floor(PARTS * context.SCALE * math.log(1.5))

_RUN = re.compile("[㐀-鿿]+")


class Opinion(NamedTuple):
    """What the dictionary says of a place: the form, an index of ``WEIGHTS``, and the word around it."""

    form: str
    kind: int
    word: tuple[int, int]


class Choice(NamedTuple):
    """What becomes of an ambiguous place: where it is, the form chosen, and each form with its probability."""

    start: int
    form: str
    forms: tuple[tuple[str, float], ...]


def changing(sentence: str) -> list[tuple[int, int, str]]:
    """Return (start, end, value) of each character that changes, in ascending order.

    >>> "".join(value for _, _, value in changing("他们发明了面条"))
    '們發麪條'
    """
    singles = plain()
    ambiguous = {choice.start: choice.form for choice in choices(sentence)}
    found = []
    for match in _changing().finditer(sentence):
        at = match.start()
        value = ambiguous[at] if at in ambiguous else singles.get(match[0], match[0])
        if value != match[0]:
            found.append((at, at + 1, value))
    return found


def choices(sentence: str) -> Iterator[Choice]:
    """Yield the choice at each ambiguous character of a sentence, in ascending order.

    >>> [(choice.start, choice.form) for choice in choices("他发现头发白了")]  # 發現, 頭髮
    [(1, '發'), (4, '髮'), (6, '了')]
    """
    model = context.load()
    folded = fold(sentence)
    places = [match.start() for match in _ambiguous().finditer(sentence)]
    if not places:
        return
    text = context.symbols(folded)
    for at, opinion in zip(places, opinions(folded, places), strict=True):
        forms = model.forms[folded[at]]
        features = context.features(text, at, at + 1, opinion.word)
        scores = [PARTS * score for score in model.scores(features, len(forms))]
        if opinion.form in forms:
            scores[forms.index(opinion.form)] += bias(opinion.kind)
        odds = context.probabilities([score / PARTS for score in scores])
        start, end = opinion.word
        known = settled()[0].get(folded[start:end])
        form = _chosen(forms, scores, opinion.form) if known is None else known[at - start]
        yield Choice(at, form, tuple(zip(forms, odds, strict=True)))


def bias(kind: int) -> int:
    """Return what an opinion of a kind adds to the score of its form.

    >>> bias(1) > 0
    True
    """
    return round(PARTS * context.SCALE * WEIGHTS[kind])


def _chosen(forms: Sequence[str], scores: Sequence[int], default: str) -> str:
    best = max(range(len(forms)), key=scores.__getitem__)
    if default not in forms:
        return forms[best]
    sure = scores[best] - scores[forms.index(default)] > _SURE
    return forms[best] if sure and spelling(forms[best]) != spelling(default) else default


def words(folded: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the words of a sentence folded to Simplified; what is not Chinese by its characters.

    >>> [*words("半导体制造，ok")]
    [(0, 3), (3, 5), (5, 6), (6, 7), (7, 8)]
    """
    done = 0
    for match in _RUN.finditer(folded):
        yield from ((at, at + 1) for at in range(done, match.start()))
        start = match.start()
        for end in lattice().ends(match[0]):
            yield start, match.start() + end
            start = match.start() + end
        done = match.end()
    yield from ((at, at + 1) for at in range(done, len(folded)))


def speaking(sentence: str, free: str, known: Characters) -> bool:
    """Tell whether the words of a sentence without characters of one script only speak for Simplified.

    They do when the dictionary changes a leaning character that is a word, or more than regional forms of a longer
    word.  ``free`` is the sentence without what is held.

    >>> from textnorm.script.characters import characters
    >>> speaking("面包", "面包", characters()), speaking("天空", "天空", characters())
    (True, False)
    """
    folded, places = fold(sentence), context.load().forms
    for start, end in words(folded):
        forms = zip(free[start:end], forms_of(folded[start:end]), strict=True)
        changed = [
            before
            for before, (form, _) in forms
            if before != "\0" and (form if before in places else plain().get(before, before)) != before
        ]
        if not changed:
            continue
        if changed[0] in known.leans_simplified if end - start == 1 else not known.regional.issuperset(changed):
            return True
    return False


def opinions(folded: str, places: Sequence[int]) -> list[Opinion]:
    """Return what the dictionary says of each of the ascending ``places`` of a sentence folded to Simplified.

    >>> [(one.form, one.word) for one in opinions("他的头发", [3])]
    [('髮', (2, 4))]
    """
    found: list[Opinion] = []
    for match in _RUN.finditer(folded):
        start, stop = match.span()
        if len(found) == len(places):
            break
        if places[len(found)] >= stop:
            continue
        for end in lattice().ends(match[0]):
            end_here = match.start() + end
            if len(found) < len(places) and places[len(found)] < end_here:
                word = folded[start:end_here]
                forms = forms_of(word)
                while len(found) < len(places) and places[len(found)] < end_here:
                    form, kind = forms[places[len(found)] - start]
                    found.append(Opinion(form, kind, (start, end_here)))
            start = end_here
    return found


@cache
def spelling(form: str) -> str:
    """Return one form for all that differ from it by habit only.

    >>> spelling("臺") == spelling("台"), spelling("發") == spelling("髮")
    (True, False)
    """
    return next((habit[0] for habit in HABITS if form in habit), form)


@lru_cache(maxsize=1 << 15)
def forms_of(word: str) -> list[tuple[str, int]]:
    """Return the dictionary's form for each character of a word, and the index of its weight.

    >>> forms_of("头发")
    [('頭', 3), ('髮', 3)]
    """
    dictionary = dictionaries.to_traditional()
    if len(word) == 1:
        return [(dictionary.entries.get(word, word), 0)]
    forms = [(character, 2) for character in word]
    several = _several()
    for start, end, value in kernel.matches(word, dictionary):
        kind = 2 if end - start == 1 else 1 if word[start:end] in several else 3
        forms[start:end] = [(form, kind) for form in value]
    return forms


@cache
def settled() -> tuple[Mapping[str, str], Sequence[str]]:
    """Return the words that become the same in every context, with what that is, and frequent stretches of words.

    >>> settled()[0]["以后"]
    '以後'
    """
    lines = tables.read("script-settled.txt").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return dict(pairs), [line for line in lines if "\t" not in line]


@cache
def _several() -> frozenset[str]:
    """Return the phrases for which OpenCC offers more than one value, so that its opinion counts for little."""
    return frozenset(key for key, values in tables.candidates("STPhrases").items() if len(values) > 1)


@cache
def plain() -> dict[str, str]:
    """Return the form of each character that OpenCC changes wherever it stands.

    >>> plain()["们"]
    '們'
    """
    return {key: value for key, value in tables.defaults("STCharacters").items() if key != value and len(value) == 1}


@cache
def _ambiguous() -> re.Pattern[str]:
    return _class(place for place in context.load().forms if len(place) == 1)


@cache
def _changing() -> re.Pattern[str]:
    return _class({*plain(), *(place for place in context.load().forms if len(place) == 1)})


def _class(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(characters))}]")
