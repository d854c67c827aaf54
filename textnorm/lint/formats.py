"""How findings are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textnorm.lint.findings import Finding

__all__ = ["text_line"]


def text_line(finding: Finding) -> str:
    """Return ``path:line:column: CODE message``, which editors and CI systems know how to follow.

    >>> from textnorm.lint.findings import Finding
    >>> from textnorm.lint.positions import Position
    >>> text_line(Finding("a.txt", 3, 1, Position(3, 2), "SPC001", "demo: remove ' '", fixable=True))
    "a.txt:3:1: SPC001 demo: remove ' '"
    """
    return f"{finding.path}:{finding.line}:{finding.column}: {finding.code} {finding.message}"
