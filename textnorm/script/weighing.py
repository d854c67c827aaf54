"""How well the forms that a text in Traditional has fit where they stand, and which of its characters tell its script.

Each place whose character has several Traditional forms is read folded to Simplified, as conversion reads it
(``context_places``), and the form that conversion would write is compared with the one that stands there.  The compiled
kernel does it over the finished tables; ``defined`` says in plain Python what it is to do.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script.characters import characters
from textnorm.script.finished import finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm import kernel
    from textnorm.script.context_places import Choice

__all__ = [
    "Weighed",
    "defined",
    "doubtful",
    "every_choice",
    "regional_places",
    "rightly",
    "telling",
    "unsure",
]

#: Parts of a unit of natural log odds in the scores of the kernel: ``context_places.PARTS * context.SCALE``.
_PARTS = 80
_MILLION = 1_000_000
#: The rule of the kernel for a word of the region; ``definition.WORD``.
_WORD = 2
#: Added to a bound for the kernel, whose probabilities may differ in the last places.
_ROUNDING = 1e-9


class Weighed(NamedTuple):
    """A place of a text: the form that fits best, and how sure that is.

    odds: natural log odds of the best form over the one that stands there, 0 where that is the best.
    share: the probability of the best form.
    """

    start: int
    best: str
    odds: float
    share: float


def doubtful(written: str, sentences: Sequence[tuple[int, int]]) -> list[Weighed]:
    """Return the places where another form fits better, and is what conversion would write.

    written: a text in OpenCC's standard characters; sentences: (start, end) of what is read of it, in code points.

    >>> [(place.start, place.best) for place in doubtful("皇后后來離開了", [(0, 7)])]
    [(2, '後')]
    """
    script = finished("zh-Hant")
    if script is None:
        return list(defined(written, sentences, better=True))
    columns = script.weigh(written, sentences, doubtful=True)
    return [
        Weighed(start, chr(best), lead / _PARTS, share / _MILLION)
        for start, best, lead, share in zip(*columns, strict=True)
    ]


def rightly(written: str, sentences: Sequence[tuple[int, int]], share: float) -> Counter[str]:
    """Return how often each form stands where it fits best, with at least a probability.

    >>> rightly("皇后後來離開", [(0, 6)], 0.9)
    Counter({'后': 1, '後': 1})
    """
    script = finished("zh-Hant")
    if script is None:
        return Counter(place.best for place in defined(written, sentences, better=False) if place.share > share)
    _, best, _, shares = script.weigh(written, sentences, doubtful=False)
    counts = Counter(form for form, own in zip(best, shares, strict=True) if own > share * _MILLION)
    return Counter({chr(form): count for form, count in counts.items()})


def defined(written: str, sentences: Sequence[tuple[int, int]], *, better: bool) -> Iterator[Weighed]:
    """Yield the places where another form fits ``better``, or those where the best one stands.

    >>> [(place.start, place.best) for place in defined("皇后后來離開了", [(0, 7)], better=True)]
    [(2, '後')]
    """
    from textnorm.script import context_places, folding  # noqa: PLC0415 - the finished tables do without

    for start, end in sentences:
        for choice in context_places.choices(folding.fold(written[start:end])):
            known, form = dict(choice.forms), written[start + choice.start]
            if form in known:
                best = max(known, key=known.__getitem__)
                if best == choice.form != form if better else best == form:
                    yield Weighed(start + choice.start, best, math.log(known[best] / known[form]), known[best])


def regional_places(source: str) -> list[tuple[int, int]]:
    """Return (start, end) of what conversion to Taiwan's words would write another word for, ascending.

    source: a text in Simplified.  A span begins and ends where the two words differ.

    >>> regional_places("研究的对象用鼠标")
    [(6, 8)]
    """
    script = finished("zh-TW", words=True)
    if script is not None:
        columns = [array("q") for _ in range(5)]
        script.bring(source, (), columns)
        starts, ends, _, _, rules = columns
        return [(start, end) for start, end, rule in zip(starts, ends, rules, strict=True) if rule == _WORD]
    from textnorm.script import definition  # noqa: PLC0415 - the finished tables do without

    return [span[:2] for span in definition.bring(source, "zh-TW", words=True)[0] if span.rule == definition.WORD]


def unsure(text: str, sentences: Sequence[tuple[int, int]], below: float) -> list[Choice]:
    """Return the ambiguous places of a text whose likeliest form has at most the probability ``below``, ascending.

    >>> [(place.start, place.form) for place in unsure("钟先生爱看钟", [(0, 6)], 1.0)]
    [(0, '鍾'), (5, '鐘')]
    """
    script = finished("zh-Hant")
    found = every_choice(text, sentences) if script is None else _listed(script, text, sentences, below)
    return [choice for choice in found if max(odds for _, odds in choice.forms) <= below]


def every_choice(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Choice]:
    """Yield the ambiguous places of a text, as ``context_places`` defines them.

    >>> [(choice.start, choice.form) for choice in every_choice("他发现头发白了", [(0, 7)])]
    [(1, '發'), (4, '髮'), (6, '了')]
    """
    from textnorm.script.context_places import choices  # noqa: PLC0415 - the finished tables do without

    for start, end in sentences:
        for choice in choices(text[start:end]):
            yield choice._replace(start=start + choice.start)


def _listed(script: kernel.Script, text: str, sentences: Sequence[tuple[int, int]], below: float) -> Iterator[Choice]:
    """Yield the places whose likeliest form has at most the probability ``below``, or hardly more."""
    from textnorm.script.context import probabilities  # noqa: PLC0415 - few list places
    from textnorm.script.context_places import PARTS, Choice  # noqa: PLC0415 - as above

    rows = zip(*script.weigh(text, sentences, least=max(_ROUNDING, below + _ROUNDING)), strict=True)
    for start, group in groupby(rows, key=itemgetter(0)):
        _, written, forms, scores = zip(*group, strict=True)
        odds = probabilities([score / PARTS for score in scores])
        yield Choice(start, chr(forms[written.index(1)]), tuple(zip(map(chr, forms), odds, strict=True)))


def telling(text: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return where the characters are that only Simplified has, and those that only Traditional has, ascending.

    >>> [list(places) for places in telling("这個字们")]
    [[0, 3], [1]]
    """
    script = finished("zh-Hant")
    if script is not None:
        return script.telling(text)
    known = characters()
    simplified, traditional = (
        [at for at, character in enumerate(text) if character in own] for own in (known.simplified, known.traditional)
    )
    return simplified, traditional
