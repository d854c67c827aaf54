"""Where persons are named in Traditional texts, to learn the surnames that are written with an ambiguous character.

余 before 先生 is a surname, but the texts name too few of that name to show it.  They name many called 陳 or 林, whose
surname is not ambiguous, in the same contexts: with one surname in the place of the other, each of them is an instance.
What a surname is, and its Traditional form, say the glosses of CC-CEDICT; how frequent it is, and which given names
there are, the names in jieba's dictionary.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from script_instances import TITLES, Instance, in_sentence, standard
from script_words import entries, tagged

from textnorm.script import context_places, folding
from textnorm.script.sentences import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Names"]
#: What an instance counts for.
NAMED, LISTED = 1.0, 0.3
#: How long a name is, with its surname.
NAME = 3
#: A given name follows so many surnames, and a surname stands before so many given names.
GIVEN, COMMON = 2, 30
#: Which part of a surname's words are names, and how frequent they are beside the character alone.
SHARE, APART = 0.6, 0.5
#: The same for a surname with an ambiguous character.
AMBIGUOUS = 0.25
#: A surname before fewer given names than this counts for less.
OFTEN = 10
#: How much of the sentence is kept around a name: more than the features reach.
AROUND = 12
#: How often the same follows the same surname after the same character.
REPEATED = 2


class Names:
    """The surnames, those that are written with an ambiguous character and the others, and what follows a surname."""

    def __init__(self, forms: Mapping[str, tuple[str, ...]]) -> None:
        """Read the dictionaries; ``forms`` are those of each ambiguous character."""
        self._forms = forms
        written, following, share, apart = _surnames(), defaultdict[str, set[str]](set), *_shares()
        for name, _, tag in tagged("jieba"):
            if tag == "nr" and name[0] in written and len(name) == NAME:
                following[name[1:]].add(name[0])
        plain = {s for s in written if s not in forms and share[s] >= SHARE and apart[s] >= APART}
        given = {name: own for name, own in following.items() if len(own & plain) >= GIVEN}
        times = Counter(surname for own in given.values() for surname in own)
        #: The surnames of one form.
        self.plain = frozenset(s for s in plain if times[s] >= COMMON)
        self._given, self._titles = sorted(given), [folding.fold(title) for title in TITLES]
        #: The Traditional form of each surname with an ambiguous character, and how frequent it is.
        self.ambiguous = {
            surname: (form, times[surname])
            for surname, form in sorted(written.items())
            if form in forms.get(surname, ()) and share[surname] >= AMBIGUOUS and times[surname]
        }

    def instances(self, sources: Mapping[str, Iterable[str]]) -> Iterator[Instance]:
        """Yield the instances of the lines of each source, and of what follows a surname alone."""
        surnames = [*self.ambiguous]
        counts = [math.sqrt(times) for _, times in self.ambiguous.values()]
        seen = Counter[str]()
        turns = random.Random(0)
        for lines in sources.values():
            for line in lines:
                for before, own, after in self._contexts(line):
                    others = self._titles if own in self._titles else self._given
                    for following in (own, turns.choice(others)):
                        surname = turns.choices(surnames, counts)[0]
                        key = before[-1:] + surname + following
                        seen[key] += 1
                        if seen[key] <= REPEATED:
                            text = before + self.ambiguous[surname][0] + following + after
                            here = folding.fold(before).count(surname)
                            yield from self._one(in_sentence(text, {surname: self._forms[surname]}, NAMED), here)
        for surname in surnames:
            for after in (*self._given, *self._titles):
                form, times = self.ambiguous[surname]
                weight = LISTED * min(1.0, times / OFTEN)
                yield from self._one(in_sentence(form + after, {surname: self._forms[surname]}, weight, closed=True))

    @staticmethod
    def _one(found: Iterator[Instance], number: int = 0) -> Iterator[Instance]:
        yield from [*found][number : number + 1]

    def _contexts(self, line: str) -> Iterator[tuple[str, str, str]]:
        """Yield what stands before each surname of one form, what follows it, folded, and what stands after that."""
        for sentence in SENTENCE.findall(line):
            folded = folding.fold(sentence)
            found = [*self._hint.finditer(folded)]
            if not found:
                continue
            ends = {end for _, end in context_places.words(folded)} | {0}
            for match in found:
                at = match.start()
                if at in ends and match.end() in ends:
                    yield (
                        sentence[max(0, at - AROUND) : at],
                        folded[at + 1 : match.end()],
                        sentence[match.end() :][:AROUND],
                    )

    @cached_property
    def _hint(self) -> re.Pattern[str]:
        following = sorted({*self._given, *self._titles}, key=lambda text: (-len(text), text))
        return re.compile(f"[{''.join(sorted(self.plain))}](?:{'|'.join(following)})")


def _surnames() -> dict[str, str]:
    """Return the Traditional form of each surname of one character; where there are two, that of both scripts."""
    found: dict[str, str] = {}
    for own, written, glosses in entries():
        if len(own) == 1 and any(gloss.startswith("surname ") for gloss in glosses):
            found[own] = own if own in {written, found.get(own)} else standard(written)
    return found


def _shares() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return for a first character the part of the words that are names, and how frequent these are beside it alone."""
    words, named, spoken, alone = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for word, times, tag in tagged("jieba"):
        if len(word) == 1:
            alone[word] = times
        elif len(word) <= NAME + 1:
            words[word[0]] += 1
            if tag == "nr" and len(word) <= NAME:
                named[word[0]] += 1
                spoken[word[0]] += times
    share = Counter({first: named[first] / total for first, total in words.items()})
    return share, Counter({first: times / (1 + alone[first]) for first, times in spoken.items()})
