"""Convert text of any script and region to one of them, and touch nothing that is there already.

The way: from the other script, sentence by sentence (``sentences``, ``context_places``); then, where asked, the words
of the region in what was converted (``words_regional``); then, for Taiwan and Hong Kong, the characters of the region
everywhere.  What ``textnorm.protect`` finds (URLs, e-mail addresses, markup, code) and ideographic description
sequences are neither read nor changed.  Converting again changes nothing; see ``sentences`` and ``dictionaries``.

Up to the words every table has values as long as its keys, so that all of this happens in the offsets of the text.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.script import context_places, dictionaries, words_regional
from textnorm.script.characters import characters
from textnorm.script.sentences import Direction, changing, stretches
from textnorm.trace import Change, Trace, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.script.sentences import Stretch

__all__ = ["TO_REGION", "TO_SIMPLIFIED", "TO_TRADITIONAL", "WORDS", "Ambiguity", "ambiguities", "changes"]

#: The codes of the rules, which ``textnorm.script.step`` declares.
TO_SIMPLIFIED, TO_TRADITIONAL, TO_REGION, WORDS = "SCR001", "SCR002", "SCR003", "SCR004"

#: How often a text is looked at again whose changes wrote nothing that shows the target (臺 to 台 in zh-HK).
_LOOKS = 4


class _Span(NamedTuple):
    """``text[start:end]`` becomes ``after``, by a rule."""

    start: int
    end: int
    after: str
    rule: str


def changes(text: str, to: str, *, vocabulary: bool = False) -> list[Change]:
    """Return what turns ``text`` into the target, in ascending order, in code points.

    >>> [(change.start, change.end, change.after, change.rule) for change in changes("软件在里面。", "zh-Hant")]
    [(0, 1, '軟', 'SCR002'), (3, 4, '裏', 'SCR002')]
    """
    if text.isascii():
        return []
    found = _once(text, to, words=vocabulary)
    ours = _direction(to, words=False).ours
    for _ in range(_LOOKS):
        if any(not ours.isdisjoint(span.after) for span in found):
            break
        converted = _applied(text, found)
        again = _once(converted, to, words=vocabulary) if found else []
        if not again:
            break
        both = compose(Trace(text, _trimmed(text, found)), Trace(converted, _trimmed(converted, again)))
        found = [_Span(edit.start, edit.end, edit.after, edit.rule) for edit in both]
    return list(_trimmed(text, found))


class Ambiguity(NamedTuple):
    """A place ``text[start:end]`` that could become one of several forms, the likeliest first, with probabilities.

    choice: what ``changes`` writes; not always the likeliest, for OpenCC's dictionary has a say too.
    """

    start: int
    end: int
    candidates: tuple[tuple[str, float], ...]
    choice: str


def ambiguities(text: str, to: str, *, below: float = 0.999) -> list[Ambiguity]:
    """Return the Simplified characters whose Traditional form is not sure, in ascending order, in code points.

    to: zh-Hant, zh-TW or zh-HK; nothing is ambiguous towards zh-Hans.
    below: places are listed whose likeliest form has at most this probability.

    >>> [(found.start, found.choice) for found in ambiguities("钟先生爱看钟", "zh-TW", below=1.0)]
    [(0, '鍾'), (5, '鐘')]
    """
    if to == "zh-Hans" or text.isascii():
        return []
    regional = dictionaries.regional_forms(to).entries if to != "zh-Hant" else {}
    found = []
    for at, sentence, matches, _ in stretches(_masked(text), _direction(to, words=False)):
        written = {start: value for start, _, value in matches}
        for place, form, forms in context_places.choices(sentence):
            likeliest = sorted(forms, key=lambda candidate: -candidate[1])
            if likeliest[0][1] <= below and written.get(place, sentence[place]) == form:
                candidates = tuple((regional.get(own, own), odds) for own, odds in likeliest)
                found.append(Ambiguity(at + place, at + place + 1, candidates, regional.get(form, form)))
    return found


def _masked(text: str) -> str:
    """Return ``text`` with what is not to be read replaced by characters that no dictionary has."""
    from textnorm.protect import protected_spans  # noqa: PLC0415 - patterns that only text with a target needs

    masked = _blotted(text, protected_spans(text))
    return _blotted(masked, kernel.descriptions(masked))


def _once(text: str, to: str, *, words: bool) -> list[_Span]:
    masked = _masked(text)
    converted = list(stretches(masked, _direction(to, words=words)))
    if to == "zh-Hans":
        named = dictionaries.mainland_words() if words else {}
        return [
            _Span(start + at, end + at, value, WORDS if sentence[start:end] in named else TO_SIMPLIFIED)
            for at, sentence, matches, _ in converted
            for start, end, value in matches
        ]
    script = [
        _Span(start + at, end + at, value, TO_TRADITIONAL)
        for at, _, matches, _ in converted
        for start, end, value in matches
    ]
    if to == "zh-Hant":
        return script
    middle = _applied(masked, script)
    named_spans = list(_words(middle, converted, dictionaries.regional_words(to))) if words else []
    regional = [
        _Span(start, end, value, TO_REGION)
        for start, end, value in kernel.matches(
            _blotted(middle, ((span.start, span.end) for span in named_spans)), dictionaries.regional_forms(to)
        )
        if middle[start:end] != value
    ]
    return list(_overlaid(_applied(middle, regional), named_spans, sorted(script + named_spans + regional)))


@cache
def _direction(to: str, *, words: bool) -> Direction:
    known = characters()
    if to == "zh-Hans":
        dictionary = dictionaries.to_simplified(words=words)
        return Direction(
            dictionary,
            known.traditional,
            known.simplified,
            known.leans_traditional,
            frozenset(),
            partial(changing, dictionary=dictionary),
        )
    return Direction(
        dictionaries.to_traditional(),
        known.simplified,
        known.traditional,
        known.leans_simplified,
        known.regional,
        context_places.changing,
        dictionaries.regional_words(to) if words else None,
    )


def _blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` with what is not to be read replaced by a character that no dictionary has."""
    return _applied(text, (_Span(start, end, "\0" * (end - start), "") for start, end in spans))


def _applied(text: str, spans: Iterable[_Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, after, _ in spans:
        pieces += (text[done:start], after)
        done = end
    if not pieces:
        return text
    pieces.append(text[done:])
    return "".join(pieces)


def _words(middle: str, converted: Iterable[Stretch], dictionary: kernel.Dictionary) -> Iterator[_Span]:
    """Yield the words of the region in the converted sentences of ``middle``, the text in Traditional.

    In a mixed sentence only a word that held something Simplified becomes another.
    """
    simplified = characters().simplified
    for at, sentence, _, mixed in converted:
        written = middle[at : at + len(sentence)]
        for start, end, value in words_regional.fitting(written, dictionary):
            if not (mixed and simplified.isdisjoint(sentence[start:end])):
                yield _Span(start + at, end + at, value, WORDS)


def _overlaid(final: str, words: Iterable[_Span], spans: Iterable[_Span]) -> Iterator[_Span]:
    """Yield ``spans`` as they ended: those that overlap as one, with the text of ``final`` and the words in it."""
    pending = iter(words)
    word = next(pending, None)
    spans = [*spans, _Span(len(final), len(final), "", "")]  # one that overlaps nothing, to end the last group
    low, high, _, rule = spans[0]
    for span in spans[1:]:
        if span.start < high:
            high = max(high, span.end)
            continue
        after, done = "", low
        while word is not None and word.start < high:
            after += final[done : word.start] + word.after
            done, rule = word.end, WORDS
            word = next(pending, None)
        yield _Span(low, high, after + final[done:high], rule)
        low, high, _, rule = span


def _trimmed(text: str, spans: Iterable[_Span]) -> Iterator[Change]:
    """Yield changes of what really differs: neither what stays the same at the ends, nor what stays as a whole."""
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
        yield Change(start + first, end - last, after[first : len(after) - last], rule)
