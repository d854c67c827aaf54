"""Where a text can be cut so that each part alone has the protected spans that it has in the whole.

A cut is made behind a line end, where nothing is open that what follows may close: no code block, comment, tag or
environment, and no backtick or formula of the same paragraph.  Whoever reads a text part by part asks for the last such
place in what has been read so far.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from textnorm.protect import protected_spans, uniform_line_ends
from textnorm.protect.formulas import MATHS_LIMIT
from textnorm.protect.markup import VERBATIM

if TYPE_CHECKING:
    from textnorm.protect.spans import Span

__all__ = ["last_cut"]

#: What opens a span over any number of lines, where no protected span holds it.
_OPENER = re.compile(
    r"<!--|^(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*~{3,16}[ \t]*[A-Za-z0-9_+#.\-]*[ \t]*$", re.MULTILINE
)
#: What opens a span within a paragraph: code of any length, and a formula of a limited one.
_TICK = re.compile("`")
_MATHS = re.compile(r"\$\$|\\[(\[]")
#: Spans that end where they begin, because what closes them was not found.
_VERBATIM_START = re.compile(rf"<({'|'.join(sorted(VERBATIM))})(?=[\s/>])", re.IGNORECASE)
_VERBATIM_END = re.compile(rf"(?:/|</(?:{'|'.join(sorted(VERBATIM))})\s*)>\Z", re.IGNORECASE)


def last_cut(text: str) -> int:
    r"""Return the last offset at which ``text``, the beginning of a longer one, can be cut; 0 where there is none.

    >>> last_cut("一行\n<!-- 二\n三\n"), last_cut("一行\n<!-- 二\n三 -->\n四"), last_cut("没有")
    (3, 16, 0)
    """
    plain = uniform_line_ends(text)
    spans = protected_spans(plain)
    read = _Read(plain, spans, [start for start, _ in spans])
    limit = min(_open_lines(read), len(text))
    paragraph = len(text)
    while cut := text.rfind("\n", 0, limit) + 1:
        over = read.span_over(cut)
        if over is not None:
            limit = over[0]
            continue
        if cut <= paragraph:  # another one than at the last cut that was tried
            paragraph = _paragraph(plain, cut)
            code = read.first(_TICK, paragraph, cut)
            if code is not None:
                limit = code
                continue
        maths = read.first(_MATHS, max(paragraph, cut - MATHS_LIMIT - 2), cut)
        if maths is None:
            return cut
        limit = maths
    return 0


class _Read(NamedTuple):
    """The text that was read so far, with its protected spans and where they start."""

    plain: str
    spans: list[Span]
    starts: list[int]

    def inside(self, offset: int) -> bool:
        """Tell whether an offset lies in a span."""
        before = bisect_right(self.starts, offset)
        return before > 0 and self.spans[before - 1][1] > offset

    def span_over(self, cut: int) -> Span | None:
        """Return the span that goes over a cut, or may when the text goes on."""
        before = bisect_right(self.starts, cut - 1)
        span = self.spans[before - 1] if before else None
        return span if span and (span[1] > cut or span[1] == len(self.plain)) else None

    def first(self, opener: re.Pattern[str], start: int, end: int) -> int | None:
        """Return where something first opens in ``plain[start:end]`` outside of spans."""
        offsets = (found.start() for found in opener.finditer(self.plain, start, end))
        return next((offset for offset in offsets if not self.inside(offset)), None)


def _open_lines(read: _Read) -> int:
    """Return where the first span opens that any later line may close, or the length of the text."""
    plain = read.plain
    last = plain.rfind("<")
    found = [len(plain)] if last < 0 or read.inside(last) else [last]
    found += [opener.start() for opener in _OPENER.finditer(plain) if not read.inside(opener.end() - 1)][:1]
    for start, end in read.spans:
        if plain[start] in "<\\" and _is_half(plain, start, end):
            found.append(start)
            break
    return min(found)


def _is_half(plain: str, start: int, end: int) -> bool:
    """Tell whether a span is only what opens an element or an environment."""
    if plain[start] == "<":
        return bool(_VERBATIM_START.match(plain, start)) and not _VERBATIM_END.search(plain, max(start, end - 80), end)
    return plain.startswith("\\begin{", start) and plain.find("\\end{", start, end) < 0


def _paragraph(plain: str, cut: int) -> int:
    """Return where the paragraph begins that goes on at ``cut``."""
    start = cut
    while start:
        line = plain.rfind("\n", 0, start - 1) + 1
        if not plain[line : start - 1].strip(" \t"):
            return start
        start = line
    return 0
