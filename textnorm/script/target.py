"""Convert text of any script and region to one of them, and touch nothing that is there already.

What a target asks for is said by ``definition``, in plain Python; the compiled kernel does the same over the finished
tables in ``data/targets.tables``.  What is neither read nor changed is said by ``held``.  Converting again changes
nothing; see ``sentences`` and ``dictionaries``.
"""

from __future__ import annotations

from array import array
from functools import cache, partial
from typing import TYPE_CHECKING

from textnorm.composition import compose
from textnorm.script.finished import finished
from textnorm.script.held import applied, held_spans, unread_spans
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textnorm.script.held import Fixed, Held

__all__ = [
    "LOOKS",
    "TO_REGION",
    "TO_SIMPLIFIED",
    "TO_TRADITIONAL",
    "USER",
    "WORDS",
    "changes",
    "changes_held",
    "converted",
    "converter",
    "evidence",
    "look",
]

#: The codes of the rules, which ``textnorm.script.step`` declares.
USER, TO_SIMPLIFIED, TO_TRADITIONAL, TO_REGION, WORDS = "SCR100", "SCR001", "SCR002", "SCR003", "SCR004"
#: How often a text is looked at again whose changes wrote nothing that shows the target (臺 to 台 in zh-HK).
LOOKS = 4


def changes(
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    protected: Sequence[tuple[int, int]] = (),
    fixed: Sequence[Fixed] = (),
) -> list[Change]:
    """Return what turns ``text`` into the target, in ascending order, in code points.

    protected: spans (start, end) in ascending order that are neither read nor changed, beside those of
        ``textnorm.protect``.
    fixed: (start, end, value) in ascending order: read as context, and what is written is the value.  One that stays
        tells nothing about the script of its sentence; one that overlaps a protected span does not count.

    >>> [(change.start, change.end, change.after, change.rule) for change in changes("软件在里面。", "zh-Hant")]
    [(0, 1, '軟', 'SCR002'), (3, 4, '裏', 'SCR002')]
    """
    if text.isascii() and not fixed:
        return []
    return changes_held(text, to, vocabulary=vocabulary, held=held_spans(unread_spans(text, protected), fixed))


def changes_held(text: str, to: str, *, vocabulary: bool, held: Sequence[Held], looks: int = LOOKS) -> list[Change]:
    """Return ``changes`` of a text of which the held spans are known.

    looks: how often to look again at a text whose changes wrote nothing that shows the target.

    >>> [(one.start, one.after) for one in changes_held("他们的头发", "zh-Hant", vocabulary=False, held=[(0, 2, None)])]
    [(3, '頭'), (4, '髮')]
    """
    found, shows = _once(text, to, vocabulary, held)
    trace: Trace | None = None
    for _ in range(looks):
        if shows or not found:
            break
        step = Trace(text if trace is None else trace.target, found)
        held = [(step.to_target(start), step.to_target(end), value) for start, end, value in held]
        held = [each for each in held if each[0] < each[1]]
        trace = step if trace is None else compose(trace, step)
        found, shows = _once(trace.target, to, vocabulary, held)
    if trace is None:
        return found
    return [Change(edit.start, edit.end, edit.after, edit.rule) for edit in compose(trace, Trace(trace.target, found))]


def converted(
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    protected: Sequence[tuple[int, int]] = (),
    fixed: Sequence[Fixed] = (),
) -> str:
    """Return ``text`` in the target: what ``changes`` makes of it, without noting the changes.

    >>> converted("软件在里面。", "zh-TW")
    '軟件在裡面。'
    """
    if text.isascii() and not fixed:
        return text
    held = held_spans(unread_spans(text, protected), fixed)
    result, wrote, shows = look(text, to, vocabulary=vocabulary, held=held)
    if shows or not wrote:
        return result
    return Trace(text, changes_held(text, to, vocabulary=vocabulary, held=held)).target


def look(
    text: str,
    to: str,
    *,
    vocabulary: bool,
    held: Sequence[Held],
    evidence: tuple[int, int] | None = None,
) -> tuple[str, bool, bool]:
    """Return what one look makes of a text, whether it changed, and whether something only the target has was written.

    evidence: see ``evidence``, of the document that the text is a part of; None where it is a whole one.

    >>> look("他们的头发", "zh-Hant", vocabulary=False, held=[])
    ('他們的頭髮', True, True)
    """
    script = finished(to, words=vocabulary)
    if script is not None:
        return script.bring(text, held, None, evidence)
    from textnorm.script import definition  # noqa: PLC0415 - the finished tables do without

    spans, shows = definition.bring(text, to, words=vocabulary, held=held, evidence=evidence)
    return applied(text, spans), bool(spans), shows


def evidence(text: str, to: str, held: Sequence[Held] = ()) -> tuple[int, int]:
    """Return how many characters only the script to convert from has, and how many only the target; but for ``held``.

    >>> evidence("这個字", "zh-Hant")
    (1, 1)
    """
    script = finished(to)
    if script is not None:
        return script.count(text, held)
    from textnorm.script import definition  # noqa: PLC0415 - as above

    return definition.count(text, to, held)


@cache
def converter(to: str, vocabulary: bool) -> Callable[[str], str]:  # noqa: FBT001 - as it is called for each short text
    """Return what ``converted`` does to a text with these settings, with less to ask for each text.

    >>> converter("zh-TW", vocabulary=True)("软件里的内存")
    '軟體裡的記憶體'
    """
    again = partial(converted, to=to, vocabulary=vocabulary)
    script = finished(to, words=vocabulary)
    if script is None:
        return again
    once = script.convert

    def convert(text: str) -> str:
        result = once(text)
        return again(text) if result is None else result

    return convert


def _once(text: str, to: str, vocabulary: bool, held: Sequence[Held]) -> tuple[list[Change], bool]:  # noqa: FBT001 - an internal question
    """Return the changes of one look, and whether they wrote something that only the target has."""
    script = finished(to, words=vocabulary)
    codes = (TO_SIMPLIFIED if to == "zh-Hans" else TO_TRADITIONAL, TO_REGION, WORDS, USER)
    if script is None:
        from textnorm.script import definition  # noqa: PLC0415 - the finished tables do without

        spans, shows = definition.bring(text, to, words=vocabulary, held=held)
        return [Change(start, end, after, codes[rule]) for start, end, after, rule in spans], shows
    columns = [array("q") for _ in range(5)]
    result, _, shows = script.bring(text, held, columns)
    found = [
        Change(start, end, result[begin:finish], codes[rule])
        for start, end, begin, finish, rule in zip(*columns, strict=True)
    ]
    return found, shows
