"""Convert text of any script and region to one of them, and touch nothing that is there already.

What a target asks for is said by ``definition``, in plain Python; the compiled kernel does the same over the finished
tables in ``data/targets.tables``.  What ``textnorm.protect`` finds (URLs, e-mail addresses, markup, code) and
ideographic description sequences are neither read nor changed.  Converting again changes nothing; see ``sentences``
and ``dictionaries``.
"""

from __future__ import annotations

from array import array
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.trace import Change, Trace, compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textnorm.script.definition import Held

__all__ = [
    "TABLES",
    "TO_REGION",
    "TO_SIMPLIFIED",
    "TO_TRADITIONAL",
    "UNREAD",
    "WORDS",
    "Ambiguity",
    "ambiguities",
    "changes",
    "converted",
    "converter",
]

#: The codes of the rules, which ``textnorm.script.step`` declares.
TO_SIMPLIFIED, TO_TRADITIONAL, TO_REGION, WORDS = "SCR001", "SCR002", "SCR003", "SCR004"
#: The file of finished tables.
TABLES = "targets.tables"

#: A text without these has nothing that is not read: ``textnorm.protect.MARKS``, whose patterns few texts need, and
#: the ideographic description characters.
UNREAD = "`~<$\\]{/@.\r\v\f\x85\u2028\u2029" + "".join(map(chr, range(0x2FF0, 0x3000)))
#: How often a text is looked at again whose changes wrote nothing that shows the target (臺 to 台 in zh-HK).
_LOOKS = 4


def changes(
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    protected: Sequence[tuple[int, int]] = (),
    fixed: Sequence[tuple[int, int, str]] = (),
) -> list[Change]:
    """Return what turns ``text`` into the target, in ascending order, in code points.

    protected: spans (start, end) in ascending order that are neither read nor changed, beside those of
        ``textnorm.protect``.
    fixed: (start, end, value) in ascending order: read as context, but their script says nothing about the sentence
        and what is written is the value.  Where such a span meets a protected one, it does not count.

    >>> [(change.start, change.end, change.after, change.rule) for change in changes("软件在里面。", "zh-Hant")]
    [(0, 1, '軟', 'SCR002'), (3, 4, '裏', 'SCR002')]
    """
    if text.isascii() and not fixed:
        return []
    held = _held(text, protected, fixed)
    found, shows = _once(text, to, vocabulary, held)
    for _ in range(_LOOKS):
        if shows or not found:
            break
        first = Trace(text, found)
        result = first.target
        held = [(first.to_target(start), first.to_target(end), value) for start, end, value in held]
        again, shows = _once(result, to, vocabulary, [each for each in held if each[0] < each[1]])
        if not again:
            break
        found = [Change(edit.start, edit.end, edit.after, edit.rule) for edit in compose(first, Trace(result, again))]
    return found


def converted(
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    protected: Sequence[tuple[int, int]] = (),
    fixed: Sequence[tuple[int, int, str]] = (),
) -> str:
    """Return ``text`` in the target: what ``changes`` makes of it, without noting the changes.

    >>> converted("软件在里面。", "zh-TW")
    '軟件在裡面。'
    """
    if text.isascii() and not fixed:
        return text
    script = _script(to, vocabulary)
    if script is not None:
        result, wrote, shows = script.bring(text, _held(text, protected, fixed))
        if shows or not wrote:
            return result
    return _applied(text, changes(text, to, vocabulary=vocabulary, protected=protected, fixed=fixed))


@cache
def converter(to: str, vocabulary: bool) -> Callable[[str], str]:  # noqa: FBT001 - as it is called for each short text
    """Return what ``converted`` does to a text with these settings, with less to ask for each text."""
    again = partial(converted, to=to, vocabulary=vocabulary)
    script = _script(to, vocabulary)
    if script is None:
        return again
    plainly, bring, unread = script.bring_plain, script.bring, kernel.table_of(UNREAD)

    def convert(text: str) -> str:
        if text.isascii():
            return text
        found = plainly(text, unread)
        result, wrote, shows = found if isinstance(found, tuple) else bring(text, _kept(text, found))
        return result if shows or not wrote else again(text)

    return convert


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
    from textnorm.script import context_places, definition, dictionaries  # noqa: PLC0415 - the finished tables do without
    from textnorm.script.sentences import stretches  # noqa: PLC0415

    if to == "zh-Hans" or text.isascii():
        return []
    regional = dictionaries.regional_forms(to).entries if to != "zh-Hant" else {}
    found = []
    masked = _applied(text, (Change(start, end, "\0" * (end - start), "") for start, end, _ in _held(text, (), ())))
    for at, sentence, matches, _ in stretches(masked, masked, definition.direction(to, words=False)):
        written = {start: value for start, _, value in matches}
        for place, form, forms in context_places.choices(sentence):
            likeliest = sorted(forms, key=lambda candidate: -candidate[1])
            if likeliest[0][1] <= below and written.get(place, sentence[place]) == form:
                candidates = tuple((regional.get(own, own), odds) for own, odds in likeliest)
                found.append(Ambiguity(at + place, at + place + 1, candidates, regional.get(form, form)))
    return found


@cache
def _protecting() -> Callable[[str, Sequence[int]], list[tuple[int, int]]]:
    """Return what finds protected spans; an import statement would cost each short text more than this."""
    from textnorm.protect import protected_spans  # noqa: PLC0415 - patterns that few texts need

    return protected_spans


def _kept(text: str, marks: Sequence[int]) -> list[Held]:
    """Return the spans that a text itself protects, in ascending order; ``marks`` are the places of ``UNREAD``."""
    spans = _protecting()(text, marks)
    if max(map(text.__getitem__, marks)) >= "\u2ff0":
        return _held(text, spans, ())
    return [(start, end, None) for start, end in spans]


def _held(text: str, protected: Sequence[tuple[int, int]], fixed: Sequence[tuple[int, int, str]]) -> list[Held]:
    """Return the spans that are not converted, in ascending order; of spans that meet the protected one counts."""
    marks = kernel.places(text, UNREAD)
    unread: list[tuple[int, int]] = []
    if marks:
        unread = [*_protecting()(text, marks), *kernel.descriptions(text)]
    if not (unread or protected or fixed):
        return []
    kept = sorted([*unread, *protected])
    disjoint: list[Held] = []
    for start, end in kept:
        if disjoint and start < disjoint[-1][1]:
            before, last, _ = disjoint.pop()
            disjoint.append((before, max(last, end), None))
        elif start < end:
            disjoint.append((start, end, None))
    free = list(_free(len(text), disjoint))
    at = 0
    for span in fixed:
        while at < len(free) and free[at][1] < span[1]:
            at += 1
        if at < len(free) and free[at][0] <= span[0] < span[1]:
            disjoint.append(span)
            free[at] = (span[1], free[at][1])
    return sorted(disjoint, key=lambda each: each[0])


def _free(length: int, spans: Iterable[Held]) -> Iterable[tuple[int, int]]:
    done = 0
    for start, end, _ in spans:
        yield done, start
        done = end
    yield done, length


def _once(text: str, to: str, vocabulary: bool, held: Sequence[Held]) -> tuple[list[Change], bool]:  # noqa: FBT001 - an internal question
    """Return the changes of one look, and whether they wrote something that only the target has."""
    script = _script(to, vocabulary)
    if script is None:
        from textnorm.script import definition  # noqa: PLC0415 - the finished tables do without

        spans, shows = definition.bring(text, to, words=vocabulary, held=held)
        return [Change(start, end, after, _code(to, rule)) for start, end, after, rule in spans], shows
    columns = [array("q") for _ in range(5)]
    result, _, shows = script.bring(text, held, columns)
    codes = [_code(to, rule) for rule in range(3)]
    found = [
        Change(start, end, result[begin:finish], codes[rule])
        for start, end, begin, finish, rule in zip(*columns, strict=True)
    ]
    return found, shows


def _code(to: str, rule: int) -> str:
    return (TO_SIMPLIFIED if to == "zh-Hans" else TO_TRADITIONAL, TO_REGION, WORDS)[rule]


@cache
def _script(to: str, words: bool) -> kernel.Script | None:  # noqa: FBT001 - an internal question
    """Return what converts, over the finished tables; None where the definition has to serve."""
    scripts = _scripts()
    return None if scripts is None else scripts[f"{to}+words" if words else to]


@cache
def _scripts() -> Mapping[str, kernel.Script] | None:
    return kernel.load_scripts(files("textnorm").joinpath("data").joinpath(TABLES))


def _applied(text: str, changes: Iterable[Change]) -> str:
    pieces: list[str] = []
    done = 0
    for change in changes:
        pieces += (text[done : change.start], change.after or "")
        done = change.end
    return "".join([*pieces, text[done:]])
