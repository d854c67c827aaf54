"""What users bring to a conversion to a target: dictionaries of their own, and patterns for what is to stay.

A word of a user's dictionary is decided before everything else (leftmost, and there the longest), outside of protected
spans; the rest of its sentence still reads it.  Everything is repeated until nothing changes, because a conversion may
write a word of the dictionary (软件 becomes 軟件, for which there is an entry); so converting again changes nothing.  A
text that still changes after eight rounds, in which words write each other for ever, is left as it came.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.composition import compose
from textnorm.script import target
from textnorm.script.held import held_spans, masked, unread_spans
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.dictionary import UserDictionary
    from textnorm.script.held import Fixed, Held
    from textnorm.script.uncertainty import Ambiguity

__all__ = ["ROUNDS", "ambiguities", "changes", "converted", "fixed_spans", "held_by", "protected_by"]

#: How often a text is converted again before it counts as one that never settles.
ROUNDS = 8


def changes(
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    dictionary: UserDictionary | None = None,
    protect: Sequence[str] = (),
) -> list[Change]:
    """Return what turns ``text`` into the target, in ascending order, in code points.

    dictionary: words with what they become.  protect: patterns for what is neither read nor changed.
    Raises ConfigError for a pattern that takes too long.

    >>> from textnorm.dictionary import UserDictionary
    >>> mine = UserDictionary({"软件": "軟體", "昇腾": "昇腾"})
    >>> [(change.start, change.after, change.rule) for change in changes("昇腾的软件里", "zh-TW", dictionary=mine)]
    [(3, '軟體', 'SCR100'), (5, '裡', 'SCR002')]
    """
    if dictionary is None and not protect:
        return target.changes(text, to, vocabulary=vocabulary)
    trace = Trace(text)
    for _ in range(ROUNDS):
        held = held_by(trace.target, dictionary, protect)
        found = target.changes_held(trace.target, to, vocabulary=vocabulary, held=held, looks=0)
        if not found:
            return [Change(edit.start, edit.end, edit.after, edit.rule) for edit in trace]
        trace = compose(trace, Trace(trace.target, found))
    return []


def converted(
    text: str, to: str, *, vocabulary: bool, dictionary: UserDictionary | None, protect: Sequence[str] = ()
) -> str:
    """Return what ``changes`` makes of a text, without noting the changes.

    >>> from textnorm.dictionary import UserDictionary
    >>> converted("昇腾的软件", "zh-TW", vocabulary=False, dictionary=UserDictionary({"昇腾": "昇腾"}))
    '昇腾的軟件'
    """
    if dictionary is None and not protect:
        return target.converted(text, to, vocabulary=vocabulary)
    result = text
    for _ in range(ROUNDS):
        held = held_by(result, dictionary, protect)
        result, wrote, _ = target.look(result, to, vocabulary=vocabulary, held=held)
        if not wrote:
            return result
    return text


def held_by(text: str, dictionary: UserDictionary | None, protect: Sequence[str] = ()) -> list[Held]:
    """Return what is not to be read in a text and what the user decided, in ascending order.

    >>> from textnorm.dictionary import UserDictionary
    >>> held_by("软件在 a.txt 里", UserDictionary({"软件": "軟體"}))
    [(0, 2, '軟體'), (4, 9, None)]
    """
    unread = unread_spans(text, protected_by(text, protect))
    return unread if dictionary is None else held_spans(unread, fixed_spans(masked(text, unread), dictionary))


def ambiguities(
    text: str, to: str, *, dictionary: UserDictionary | None, protect: Sequence[str], below: float
) -> list[Ambiguity]:
    """Return the places that are not sure, but for those that the user decided; see ``textnorm.script.uncertainty``.

    >>> found = ambiguities("我们姓范。", "zh-TW", dictionary=None, protect=(), below=1.0)
    >>> [(place.start, place.choice) for place in found]
    [(3, '范')]
    """
    from textnorm.script.uncertainty import ambiguities  # noqa: PLC0415 - the finished tables do without what it needs

    protected = protected_by(text, protect)
    fixed = [] if dictionary is None else fixed_spans(masked(text, unread_spans(text, protected)), dictionary)
    return ambiguities(text, to, below=below, protected=protected, fixed=fixed)


def protected_by(text: str, patterns: Sequence[str]) -> list[tuple[int, int]]:
    """Return the spans that the user's patterns protect.

    >>> protected_by("版本 v1.2 的说明", ["v[0-9.]+"])
    [(3, 7)]
    """
    if not patterns:
        return []
    from textnorm.protect.patterns import pattern_spans  # noqa: PLC0415 - few have patterns

    return pattern_spans(text, patterns)


def fixed_spans(masked: str, dictionary: UserDictionary) -> list[Fixed]:
    """Return the places of the dictionary's words in a text in which what is protected is hidden.

    >>> from textnorm.dictionary import UserDictionary
    >>> fixed_spans("软件园", UserDictionary({"软": "軟", "软件": "軟體"}))
    [(0, 2, '軟體')]
    """
    return list(kernel.matches(masked, _indexed(dictionary)))


@lru_cache(maxsize=32)
def _indexed(dictionary: UserDictionary) -> kernel.Dictionary:
    return kernel.Dictionary(dictionary.entries)
