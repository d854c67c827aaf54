"""What conversion to a target does, in plain Python: the oracle of the compiled kernel, and what runs without it.

The way: from the other script, sentence by sentence (``sentences``, ``context_places``); then, where asked, the words
of the region in what was converted (``words_regional``); then, for Taiwan and Hong Kong, the characters of the region
everywhere.  Up to the words every table has values as long as its keys, so that all of this happens in the offsets of
the text.
"""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.script import context_places, dictionaries, folding, words_regional
from textnorm.script.characters import characters
from textnorm.script.held import applied, masked, source
from textnorm.script.sentences import SENTENCE, Direction, changing, counted, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textnorm.script.held import Held
    from textnorm.script.sentences import Stretch

__all__ = ["FIXED", "REGION", "SCRIPT", "WORD", "Span", "bring", "count", "direction"]

#: Why a span changes; as the rules of the kernel.
SCRIPT, REGION, WORD, FIXED = 0, 1, 2, 3


class Span(NamedTuple):
    """``text[start:end]`` becomes ``after``, by a rule."""

    start: int
    end: int
    after: str
    rule: int


def bring(
    text: str, to: str, *, words: bool, held: Sequence[Held] = (), evidence: tuple[int, int] | None = None
) -> tuple[list[Span], bool]:
    """Return what changes, in ascending order, and whether a changed sentence shows something only the target has.

    Each span differs from what it replaces at its first and at its last code point.
    evidence: what ``count`` found in the document that the text is a part of; None where it is a whole one.

    >>> bring("软件", "zh-TW", words=True)
    ([Span(start=0, end=2, after='軟體', rule=2)], True)
    """
    forms = source(text, held)
    way = direction(to, words=words)
    converted = list(stretches(forms, way, evidence))
    kept = [Span(start, end, text[start:end] if value is None else value, FIXED) for start, end, value in held]
    if to == "zh-Hans":
        named = dictionaries.mainland_words() if words else {}
        spans = sorted(
            Span(start + at, end + at, value, WORD if sentence[start:end] in named else SCRIPT)
            for at, sentence, matches, _ in converted
            for start, end, value in matches
        )
        spans = sorted(spans + kept)
    else:
        spans = _traditional(forms.free, to, converted, kept, words=words)
    found = list(_trimmed(text, spans))
    return found, _shows(text, forms.free, found, way.ours)


def count(text: str, to: str, held: Sequence[Held] = ()) -> tuple[int, int]:
    """Return how many characters only the script to convert from has, and how many only the target; but for ``held``.

    >>> count("这個字", "zh-Hant")
    (1, 1)
    """
    return counted(source(text, held).judged, direction(to, words=False))


def _traditional(free: str, to: str, converted: list[Stretch], kept: list[Span], *, words: bool) -> list[Span]:
    script = [
        Span(start + at, end + at, value, SCRIPT) for at, _, matches, _ in converted for start, end, value in matches
    ]
    middle = applied(free, script)
    named = list(_words(middle, converted, dictionaries.regional_words(to))) if words else []
    fixed = sorted(named + kept)
    final = middle
    if to != "zh-Hant":
        final = kernel.convert(masked(middle, [span[:3] for span in fixed]), dictionaries.regional_forms(to))
    spans = []
    done = 0
    for span in [*fixed, Span(len(free), len(free), "", WORD)]:
        spans += [
            Span(at, at + 1, final[at], SCRIPT if middle[at] != free[at] else REGION)
            for at in range(done, span.start)
            if final[at] != free[at]
        ]
        spans.append(span)
        done = span.end
    return spans


def _words(middle: str, converted: Iterable[Stretch], dictionary: kernel.Dictionary) -> Iterator[Span]:
    """Yield the words of the region in the converted sentences of ``middle``, the text in Traditional.

    In a mixed sentence only a word that held something Simplified becomes another.
    """
    simplified = characters().simplified
    for at, sentence, _, mixed in converted:
        written = middle[at : at + len(sentence)]
        for start, end, value in words_regional.fitting(written, sentence, dictionary):
            if not (mixed and simplified.isdisjoint(sentence[start:end])):
                yield Span(start + at, end + at, value, WORD)


@cache
def direction(to: str, *, words: bool) -> Direction:
    """Return the way to a target.

    >>> way = direction("zh-Hant", words=False)
    >>> "们" in way.theirs, "們" in way.ours, way.changing("他们", "他们")
    (True, True, [(1, 2, '們')])
    """
    known = characters()
    if to == "zh-Hans":
        dictionary, leaning = dictionaries.to_simplified(words=words), known.leans_traditional

        def speaking(_: str, sentence: str) -> bool:
            return any(
                end - start > 1 or sentence[start] in leaning for start, end, _ in changing(sentence, dictionary)
            )

        return Direction(
            known.traditional,
            known.simplified,
            leaning,
            lambda _, free: changing(free, dictionary),
            lambda _, free: ((start, end) for start, end, _ in kernel.matches(free, dictionary)),
            speaking,
            firm=False,
        )
    named = dictionaries.regional_words(to) if words else None
    return Direction(
        known.simplified,
        known.traditional,
        known.leans_simplified,
        lambda sentence, _: context_places.changing(sentence),
        lambda sentence, _: context_places.words(folding.fold(sentence)),
        _speaking(named),
        firm=True,
    )


def _speaking(named: kernel.Dictionary | None) -> Callable[[str, str], bool]:
    return lambda sentence, free: (
        context_places.speaking(sentence, free, characters()) or (named is not None and bool(changing(free, named)))
    )


def _shows(text: str, free: str, found: Iterable[Span], ours: frozenset[str]) -> bool:
    """Tell whether something was written that only the target has.

    In a sentence that kept its length what counts is what changed, in another all of it.
    """
    pending = iter([*found, Span(len(text) + 1, 0, "", WORD)])
    span = next(pending)
    for match in SENTENCE.finditer(free):
        own = []
        while span.start <= match.end():  # also what was put before its end
            own.append(Span(span.start - match.start(), span.end - match.start(), span.after, span.rule))
            span = next(pending)
        before, after = text[match.start() : match.end()], applied(text[match.start() : match.end()], own)
        same = len(before) == len(after)
        if own and any(new in ours and not (same and new == old) for old, new in zip_longest(before, after)):
            return True
    return False


def _trimmed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans of what really differs: neither what stays the same at the ends, nor what stays as a whole."""
    for start, end, after, rule in spans:
        before = text[start:end]
        if before == after:
            continue
        shortest = min(len(before), len(after))
        first = last = 0
        while first < shortest and before[first] == after[first]:
            first += 1
        while last < shortest - first and before[-1 - last] == after[-1 - last]:
            last += 1
        yield Span(start + first, end - last, after[first : len(after) - last], rule)
