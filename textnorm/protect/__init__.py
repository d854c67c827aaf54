"""Which parts of a text are not prose: addresses, code, markup, file names and maths.

Steps that change style or script leave these spans alone.  What they are says ``definition``, with patterns; the
compiled kernel finds the same ones in one scan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.protect.spans import uniform_line_ends

if TYPE_CHECKING:
    from textnorm.protect.spans import Span

__all__ = ["protected_spans", "uniform_line_ends"]


def protected_spans(text: str) -> list[Span]:
    """Return the spans, in code points, that style and script steps leave alone; ascending, none overlapping.

    URLs (they end where Chinese starts), e-mail addresses, fenced and inline code, HTML and XML tags and
    comments, the contents of script, style, pre and code elements, Markdown link targets, template
    expressions, file names and paths, and LaTeX formulas where they clearly are some.  The grammar of code
    and links is CommonMark's.

    >>> text = "请看https://example.com/a,b。或运行 `a,b`，"
    >>> [text[start:end] for start, end in protected_spans(text)]
    ['https://example.com/a,b', '`a,b`']
    """
    if kernel.protected_spans is not None:
        return kernel.protected_spans(text)
    from textnorm.protect import definition  # noqa: PLC0415 - patterns that the compiled kernel does without

    return definition.protected_spans(text)
