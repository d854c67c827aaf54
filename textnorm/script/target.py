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
from textnorm.script.fixed import first_overlap, free_parts
from textnorm.script.sentences import Direction, changing, counted, stretches
from textnorm.trace import Change, Trace, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textnorm.script.fixed import FixedSpan
    from textnorm.script.sentences import Stretch

__all__ = [
    "LOOKS",
    "TO_REGION",
    "TO_SIMPLIFIED",
    "TO_TRADITIONAL",
    "WORDS",
    "Ambiguity",
    "ambiguities",
    "changes",
    "evidence",
    "masked",
    "shows_target",
]

#: The codes of the rules, which ``textnorm.script.step`` declares.
TO_SIMPLIFIED, TO_TRADITIONAL, TO_REGION, WORDS = "SCR001", "SCR002", "SCR003", "SCR004"

#: How often a text is looked at again whose changes wrote nothing that shows the target (臺 to 台 in zh-HK).
LOOKS = 4


class _Span(NamedTuple):
    """``text[start:end]`` becomes ``after``, by a rule."""

    start: int
    end: int
    after: str
    rule: str


def changes(  # noqa: PLR0913 - by keyword only; each is about another layer
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    protected: Sequence[tuple[int, int]] = (),
    fixed: Sequence[FixedSpan] = (),
    evidence: tuple[int, int] | None = None,
    looks: int = LOOKS,
) -> list[Change]:
    """Return what turns ``text`` into the target, in ascending order, in code points.

    protected: spans, ascending, that are neither read nor changed, besides those of ``textnorm.protect``.
    fixed: (start, end, value, rule), ascending, of what is decided already: it is read, and becomes its value.
    evidence: of the document that ``text`` is a part of, see ``evidence``; None where it is a whole one.
    looks: how often to look again at a text whose changes wrote nothing that shows the target.

    >>> [(change.start, change.end, change.after, change.rule) for change in changes("软件在里面。", "zh-Hant")]
    [(0, 1, '軟', 'SCR002'), (3, 4, '裏', 'SCR002')]
    """
    if text.isascii() and not fixed:
        return []
    trace = Trace(text)
    found = list(_trimmed(text, _once(text, to, vocabulary, protected, fixed, evidence)))
    for _ in range(0 if fixed else looks):  # where something is fixed, its offsets hold for one look
        if not found or shows_target((change.after or "" for change in found), to):
            break
        trace = compose(trace, Trace(trace.target, found))
        found = list(_trimmed(trace.target, _once(trace.target, to, vocabulary, protected, (), evidence)))
    if not len(trace):
        return found
    return [Change(edit.start, edit.end, edit.after, edit.rule) for edit in compose(trace, Trace(trace.target, found))]


def shows_target(written: Iterable[str], to: str) -> bool:
    """Tell whether one of the texts that were written has a character that only the target script has."""
    ours = _direction(to, words=False).ours
    return any(not ours.isdisjoint(after) for after in written)


def evidence(text: str, to: str, protected: Sequence[tuple[int, int]] = ()) -> tuple[int, int]:
    """Return how many characters speak for the script to convert from, and how many for the target.

    >>> evidence("这個字", "zh-Hant")
    (1, 1)
    """
    return counted(masked(text, protected), _direction(to, words=False))


class Ambiguity(NamedTuple):
    """A place ``text[start:end]`` that could become one of several forms, the likeliest first, with probabilities.

    choice: what ``changes`` writes; not always the likeliest, for OpenCC's dictionary has a say too.
    """

    start: int
    end: int
    candidates: tuple[tuple[str, float], ...]
    choice: str


def ambiguities(
    text: str, to: str, *, below: float = 0.999, protected: Sequence[tuple[int, int]] = ()
) -> list[Ambiguity]:
    """Return the Simplified characters whose Traditional form is not sure, in ascending order, in code points.

    to: zh-Hant, zh-TW or zh-HK; nothing is ambiguous towards zh-Hans.
    below: places are listed whose likeliest form has at most this probability.
    protected: spans to leave out, as for ``changes``.

    >>> [(found.start, found.choice) for found in ambiguities("钟先生爱看钟", "zh-TW", below=1.0)]
    [(0, '鍾'), (5, '鐘')]
    """
    if to == "zh-Hans" or text.isascii():
        return []
    regional = dictionaries.regional_forms(to).entries if to != "zh-Hant" else {}
    found = []
    for at, sentence, matches, _ in stretches(masked(text, protected), _direction(to, words=False)):
        written = {start: value for start, _, value in matches}
        for place, form, forms in context_places.choices(sentence):
            likeliest = sorted(forms, key=lambda candidate: -candidate[1])
            if likeliest[0][1] <= below and written.get(place, sentence[place]) == form:
                candidates = tuple((regional.get(own, own), odds) for own, odds in likeliest)
                found.append(Ambiguity(at + place, at + place + 1, candidates, regional.get(form, form)))
    return found


def masked(text: str, protected: Sequence[tuple[int, int]] = ()) -> str:
    """Return ``text`` with what is not to be read replaced by characters that no dictionary has.

    >>> masked("看`变量`吧").replace(chr(0), "?")
    '看????吧'
    """
    from textnorm.protect import protected_spans  # noqa: PLC0415 - patterns that only text with a target needs

    blotted = _blotted(_blotted(text, protected), protected_spans(text))
    return _blotted(blotted, kernel.descriptions(blotted))


def _once(  # noqa: PLR0913, PLR0917 - what changes was asked, in its order
    text: str,
    to: str,
    words: bool,  # noqa: FBT001 - as above
    protected: Sequence[tuple[int, int]],
    fixed: Sequence[FixedSpan],
    evidence: tuple[int, int] | None,
) -> list[_Span]:
    readable = masked(text, protected)
    decided = [_Span(*span) for span in fixed]
    converted = list(stretches(readable, _direction(to, words=words), evidence))
    if to == "zh-Hans":
        named = dictionaries.mainland_words() if words else {}
        simplified = [
            _Span(start + at, end + at, value, WORDS if sentence[start:end] in named else TO_SIMPLIFIED)
            for at, sentence, matches, _ in converted
            for start, end, value in matches
        ]
        return sorted([*_beside(fixed, simplified, readable), *decided]) if decided else simplified
    script = [
        _Span(start + at, end + at, value, TO_TRADITIONAL)
        for at, _, matches, _ in converted
        for start, end, value in matches
    ]
    if fixed:
        script = [span for span in script if first_overlap(fixed, span.start, span.end) is None]
    if to == "zh-Hant":
        return sorted(script + decided)
    middle = _applied(readable, script)
    named_spans = list(_words(middle, converted, dictionaries.regional_words(to))) if words else []
    if fixed:
        free = (span for span in named_spans if first_overlap(fixed, span.start, span.end) is None)
        named_spans = sorted([*decided, *free])
    regional = [
        _Span(start, end, value, TO_REGION)
        for start, end, value in kernel.matches(
            _blotted(middle, ((span.start, span.end) for span in named_spans)), dictionaries.regional_forms(to)
        )
        if middle[start:end] != value
    ]
    return list(_overlaid(_applied(middle, regional), named_spans, sorted(script + named_spans + regional)))


def _beside(fixed: Sequence[FixedSpan], spans: Iterable[_Span], text: str) -> Iterator[_Span]:
    """Yield the spans of a conversion to Simplified; of one that overlaps a fixed span, what is to do beside it."""
    plain = dictionaries.to_simplified()
    for span in spans:
        if first_overlap(fixed, span.start, span.end) is None:
            yield span
            continue
        for at, end in free_parts(fixed, span.start, span.end):
            for first, last, value in changing(text[at:end], plain):
                yield _Span(at + first, at + last, value, TO_SIMPLIFIED)


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
            done, rule = word.end, word.rule
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
