"""Does something that survives show a run of shifted pairs to begin?"""

from __future__ import annotations

from textnorm.model.ngrams import load
from textnorm.repair.slips.choices import expected_mark
from textnorm.repair.slips.document import context_before
from textnorm.repair.slips.look import is_short_run, reads_better_shifted
from textnorm.repair.slips.pairs import UNREADABLE
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.shifted import UNLIKELY

__all__ = ["has_evidence"]


def has_evidence(text: str, start: Start, *, annotated: bool, guessing: bool = False) -> bool:
    """Tell whether something survives that shows a run to begin; question marks alone never do.

    In an ``annotated`` document that is also the quotation that is still open, and at the end of a
    line, where no pair is left, the tag that lost its bracket.  ``guessing`` takes U+FFFD itself, and ``?`` before
    a mark, for evidence.

    >>> from textnorm.repair.slips.scan import starts
    >>> texts = "學者認為或?qū)⑹沟肁I。", "甚麼?，他說。"
    >>> [has_evidence(text, next(starts(text)), annotated=False) for text in texts]
    [True, False]
    """
    if start.kind is Start.Kind.READING:
        return True
    if start.kind is Start.Kind.REPLACED:
        return guessing or _reads_badly(text, start.at)
    if start.kind is Start.Kind.BYTE:
        return reads_better_shifted(text, start.at) or is_short_run(text, start.at)
    if guessing or (annotated and expected_mark(context_before(text, start.at))):
        return True
    if text[start.behind] not in UNREADABLE:
        two = text[start.behind + 1 : start.behind + 2] > "\x7f"  # one character proves nothing
        return two and reads_better_shifted(text, start.behind)
    return text.startswith("/", start.behind + 1)


def _reads_badly(text: str, at: int) -> bool:
    """Tell whether the characters from ``at`` to U+FFFD are unlike Chinese; else another repair left that mark."""
    stop = text.index("\ufffd", at)
    shown = load().bits_each(text[at:stop], text[max(0, at - 3) : at])
    return sum(shown) > UNLIKELY * len(shown)
