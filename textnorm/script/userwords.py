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
from textnorm.script import target
from textnorm.script.fixed import first_overlap
from textnorm.trace import Change, Trace, compose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.dictionary import UserDictionary
    from textnorm.script.fixed import FixedSpan

__all__ = ["ROUNDS", "USER", "ambiguities", "changes", "fixed_spans", "one_round", "protected_by"]

#: The code of the rule, which ``textnorm.script.step`` declares.
USER = "SCR100"

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
        found = one_round(trace.target, to, vocabulary=vocabulary, dictionary=dictionary, protect=protect)
        if not found:
            return [Change(edit.start, edit.end, edit.after, edit.rule) for edit in trace]
        trace = compose(trace, Trace(trace.target, found))
    return []


def one_round(  # noqa: PLR0913 - by keyword only; what changes takes, and what only a part of a document needs
    text: str,
    to: str,
    *,
    vocabulary: bool = False,
    dictionary: UserDictionary | None = None,
    protect: Sequence[str] = (),
    evidence: tuple[int, int] | None = None,
    looks: int = target.LOOKS,
) -> list[Change]:
    """Return what one conversion changes; ``evidence`` and ``looks`` as for ``textnorm.script.target.changes``."""
    protected = protected_by(text, protect)
    return target.changes(
        text,
        to,
        vocabulary=vocabulary,
        protected=protected,
        fixed=fixed_spans(target.masked(text, protected), dictionary) if dictionary is not None else (),
        evidence=evidence,
        looks=0 if dictionary is not None or protect else looks,  # whoever has these repeats it all
    )


def ambiguities(
    text: str, to: str, *, dictionary: UserDictionary | None, protect: Sequence[str], below: float
) -> list[target.Ambiguity]:
    """Return the places that are not sure, but for those that the user decided; see ``target.ambiguities``."""
    protected = protected_by(text, protect)
    found = target.ambiguities(text, to, below=below, protected=protected)
    fixed = fixed_spans(target.masked(text, protected), dictionary) if dictionary is not None else []
    return [place for place in found if first_overlap(fixed, place.start, place.end) is None]


def protected_by(text: str, patterns: Sequence[str]) -> list[tuple[int, int]]:
    """Return the spans that the user's patterns protect."""
    if not patterns:
        return []
    from textnorm.protect.patterns import pattern_spans  # noqa: PLC0415 - few have patterns

    return pattern_spans(text, patterns)


def fixed_spans(masked: str, dictionary: UserDictionary) -> list[FixedSpan]:
    """Return the places of the dictionary's words in a text in which what is protected is hidden.

    >>> from textnorm.dictionary import UserDictionary
    >>> fixed_spans("软件园", UserDictionary({"软": "軟", "软件": "軟體"}))
    [(0, 2, '軟體', 'SCR100')]
    """
    return [(start, end, value, USER) for start, end, value in kernel.matches(masked, _indexed(dictionary))]


@lru_cache(maxsize=32)
def _indexed(dictionary: UserDictionary) -> kernel.Dictionary:
    return kernel.Dictionary(dictionary.entries)
