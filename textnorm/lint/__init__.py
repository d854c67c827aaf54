"""Diagnostics: what the pipeline found, as findings with a place and a message, and as a unified diff."""

from __future__ import annotations

from textnorm.lint.diff import unified_diff
from textnorm.lint.findings import Finding, findings
from textnorm.lint.formats import text_line
from textnorm.lint.summary import summarize

__all__ = ["Finding", "findings", "summarize", "text_line", "unified_diff"]
