"""Replaying a trace the slow and obvious way, to hold the fast way against."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textnorm.trace import Trace


def replayed(trace: Trace) -> str:
    """Apply the edits one by one, from the last to the first."""
    text = trace.source
    for edit in reversed(list(trace)):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text
