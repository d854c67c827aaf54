"""Which spans of a text a conversion to a target holds: what it does not read, and what is decided before.

Not read are what ``textnorm.protect`` finds (URLs, e-mail addresses, markup, code), ideographic description sequences
and what the caller protects.  Fixed is what the caller has decided: it is read as context and becomes its value.  A
word that becomes another tells the script of its sentence like all else; one that stays tells nothing, for it stands
alike in texts of both scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.protect import protected_spans
from textnorm.script.sentences import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Fixed", "Held", "applied", "held_spans", "masked", "source", "unread_spans"]

#: (start, end, value) in code points: what is decided.
Fixed = tuple[int, int, str]
#: The same, and with None as value what is neither read nor changed.
Held = tuple[int, int, "str | None"]


def unread_spans(text: str, protected: Sequence[tuple[int, int]] = ()) -> list[Held]:
    """Return the spans that are neither read nor changed, in ascending order, none overlapping.

    protected: spans in ascending order to add.

    >>> unread_spans("看`变量`吧，好", [(4, 6)])
    [(1, 6, None)]
    """
    spans = [*protected_spans(text), *kernel.descriptions(text), *protected]
    return _united(spans) if spans else []


def held_spans(unread: list[Held], fixed: Iterable[Fixed]) -> list[Held]:
    """Return all held spans in ascending order; a fixed one that overlaps one that is not read does not count.

    >>> held_spans([(2, 4, None)], [(0, 2, "x"), (3, 5, "y"), (6, 7, "z")])
    [(0, 2, 'x'), (2, 4, None), (6, 7, 'z')]
    """
    every: list[Held] = []
    at = done = 0
    for start, end, value in fixed:
        while at < len(unread) and unread[at][0] < end:
            every.append(unread[at])
            done = unread[at][1]
            at += 1
        if done <= start < end:
            every.append((start, end, value))
            done = end
    return [*every, *unread[at:]] if every else unread


def masked(text: str, held: Iterable[Held]) -> str:
    """Return ``text`` with spans replaced by a character that no dictionary has, one for each of theirs.

    >>> masked("看`变量`吧", [(1, 5, None)]).replace(chr(0), "?")
    '看????吧'
    """
    pieces: list[str] = []
    done = 0
    for start, end, _ in held:
        pieces += (text[done:start], "\0" * (end - start))
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def source(text: str, held: Sequence[Held]) -> Source:
    r"""Return a text as it is read, judged and free to change.

    >>> tuple(source("他用软件", [(2, 4, "软件")])), tuple(source("他用软件", [(2, 4, "軟體")]))
    (('他用软件', '他用\x00\x00', '他用\x00\x00'), ('他用软件', '他用软件', '他用\x00\x00'))
    """
    return Source(
        masked(text, [span for span in held if span[2] is None]),
        masked(text, [span for span in held if span[2] is None or span[2] == text[span[0] : span[1]]]),
        masked(text, held),
    )


def applied(text: str, spans: Iterable[tuple[int, int, str, int]]) -> str:
    """Return ``text`` with spans, in ascending order, replaced by their third element.

    >>> applied("软件里面", [(0, 2, "軟體", 0)])
    '軟體里面'
    """
    pieces: list[str] = []
    done = 0
    for start, end, after, _ in spans:
        pieces += (text[done:start], after)
        done = end
    return "".join([*pieces, text[done:]])


def _united(spans: Sequence[tuple[int, int]]) -> list[Held]:
    """Return spans in ascending order, those that overlap as one."""
    return [(start, end, None) for start, end in _joined(sorted(spans))]


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    low = high = 0
    for start, end in spans:
        if start < high:
            high = max(high, end)
        elif start < end:
            if low < high:
                yield low, high
            low, high = start, end
    if low < high:
        yield low, high
