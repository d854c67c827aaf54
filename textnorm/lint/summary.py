"""One line on what became of a document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textnorm.decode.findings import BOM, MIXED, NOT_UTF8, UNDECODABLE
from textnorm.decode.surrogates import BYTE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textnorm.decode import Finding as Note
    from textnorm.result import Result

__all__ = ["summarize"]


def summarize(result: Result, notes: Iterable[Note] = (), *, done: str = "fixed") -> str:
    """Return what was done and what was left alone with counts per rule, or nothing if there was nothing.

    >>> from textnorm.result import Result
    >>> from textnorm.trace import Change, Refusal, Trace
    >>> trace = Trace("中 文", [Change(1, 2, "", "SPC001")])
    >>> summarize(Result("中文", trace, (Refusal(0, 1, "中", "PIN002", ""),), Counter(SPC001=1)))
    'fixed 1 (SPC001 1), left alone 1 (PIN002 1)'
    """
    codes = [note.rule for note in notes]
    fixed = Counter(result.counts)
    marked = fixed.pop(BYTE.code, 0)
    fixed.update(code for code in codes if code in {BOM.code, MIXED.code, NOT_UTF8.code})
    left = Counter(refusal.rule for refusal in result.refused)
    parts = []
    if fixed:
        parts.append(f"{done} {_counts(fixed)}")
    if result.decoded and {MIXED.code, NOT_UTF8.code} & fixed.keys():
        names = dict.fromkeys(segment.encoding for segment in result.decoded.segments)
        parts.append(f"converted from {' and '.join(names) or result.decoded.encoding}")
    if result.decoded and UNDECODABLE.code in codes:
        size = sum(len(error.raw) for error in result.decoded.errors)
        fate = "marked with U+FFFD" if marked else "kept"
        parts.append(f"{size} undecodable byte{'s' if size > 1 else ''} {fate} ({UNDECODABLE.code})")
    if left:
        parts.append(f"left alone {_counts(left)}")
    return ", ".join(parts)


def _counts(counts: Counter[str]) -> str:
    return f"{counts.total()} ({', '.join(f'{code} {count}' for code, count in sorted(counts.items()))})"
