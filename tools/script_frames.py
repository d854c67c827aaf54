"""Frames that tell a thing that is dry (乾) from a deed that is done (幹), to learn the predicate 干.

Neither is in the texts often enough.  Things become dry, and CC-CEDICT says of a noun what it is counted with: pieces,
sheets and drops are things.  What is done stands in the texts as 做, in the same places.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from script_instances import Instance, in_sentence
from script_words import entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["predicates"]
#: What things are counted with, and not persons, animals or matters.
_THINGS = frozenset("根塊片滴張把雙床頂層堆碗杯瓶朵棵株套粒顆灘盆攤")
_COUNTED = re.compile(r"CL:([^\"/]*)")
#: What is said of a thing, and what persons do; {} is the thing or the person.
DRY = ("{}乾了。", "{}乾了，", "{}乾了", "{}還沒乾", "{}已經乾了", "{}乾了嗎", "{}乾了以後", "{}很乾", "等{}乾了")
DONE = (
    "{}不幹了",
    "{}幹了",
    "{}幹的",
    "{}幹得很好",
    "{}也幹過",
    "{}還沒幹完",
    "{}不想幹了",
    "{}已經幹了三年",
    "{}很會幹",
)
PERSONS = "我 你 他 她 我們 你們 他們 她們 大家 誰 自己 咱們 人家".split()  # noqa: SIM905 - reads better
_DOES = re.compile("做(?=[過得]|什麼|甚麼|了[^。，；、？！])")
#: What an instance counts for.
THING, PERSON, DEED = 0.3, 2.0, 0.3
#: How much of the sentence is kept around a deed, and how often the same may be seen.
_AROUND, _REPEATED = 12, 2


def predicates(sources: Mapping[str, Iterable[str]], forms: Mapping[str, tuple[str, ...]]) -> Iterator[Instance]:
    """Yield the instances of 干 as a predicate."""
    own = {"干": forms["干"]}
    for thing in _things():
        for frame in DRY:
            yield from _last(in_sentence(frame.format(thing), own, THING, closed=True))
    for person in PERSONS:
        for frame in DONE:
            yield from _last(in_sentence(frame.format(person), own, PERSON, closed=True))
    seen = Counter[str]()
    for lines in sources.values():
        for line in lines:
            for match in _DOES.finditer(line):
                before, after = line[max(0, match.start() - _AROUND) : match.start()], line[match.end() :][:_AROUND]
                seen[before[-1:] + after[:2]] += 1
                if seen[before[-1:] + after[:2]] <= _REPEATED and "干" not in before + after:
                    yield from (i for i in in_sentence(before + "幹" + after, own, DEED, closed=True) if i.form == "幹")


def _last(found: Iterator[Instance]) -> Iterator[Instance]:
    yield from [*found][-1:]


def _things() -> list[str]:
    """Return the nouns, in Traditional, that are counted as things are."""
    found = {
        written
        for _, written, glosses in entries()
        if not _THINGS.isdisjoint("".join(_COUNTED.findall("/".join(glosses))))
    }
    return sorted(found)
