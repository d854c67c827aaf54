"""Where a text can be cut so that each part alone has the protected spans that it has in the whole.

A cut is made behind a line end, where nothing is open that what follows may close: no code block, comment, tag or
environment, and no backtick or formula of the same paragraph.  Whoever reads a text part by part asks for the last such
place in what has been read so far.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from textnorm.protect import protected_spans, uniform_line_ends
from textnorm.protect.formulas import MATHS_LIMIT
from textnorm.protect.markup import VERBATIM

__all__ = ["last_cut"]

#: What opens a span over any number of lines, where no protected span holds it.
_OPENER = re.compile(
    r"<!--|^(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*~{3,16}[ \t]*[A-Za-z0-9_+#.\-]*[ \t]*$", re.MULTILINE
)
#: What opens a span within a paragraph.
_INLINE_OPENER = re.compile(r"`|\$\$|\\[(\[]")
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
    starts = [start for start, _ in spans]
    limit = min(_open_lines(plain, spans, starts), len(text))
    while cut := text.rfind("\n", 0, limit) + 1:
        before = bisect_right(starts, cut - 1)
        if before and _reaches(spans[before - 1], cut, len(text)):
            limit = spans[before - 1][0]
        elif (opener := _open_in_paragraph(plain, cut, spans, starts)) is not None:
            limit = opener
        else:
            return cut
    return 0


def _reaches(span: tuple[int, int], cut: int, size: int) -> bool:
    """Tell whether a span goes over a cut, or may when the text goes on."""
    return span[1] > cut or span[1] == size


def _open_lines(plain: str, spans: list[tuple[int, int]], starts: list[int]) -> int:
    """Return where the first span opens that any later line may close, or the length of the text."""
    last = plain.rfind("<")
    found = [len(plain)] if last < 0 or _inside(last, spans, starts) else [last]
    found += [opener.start() for opener in _OPENER.finditer(plain) if not _inside(opener.end() - 1, spans, starts)][:1]
    for start, end in spans:
        if plain[start] in "<\\" and _is_half(plain, start, end):
            found.append(start)
            break
    return min(found)


def _is_half(plain: str, start: int, end: int) -> bool:
    """Tell whether a span is only what opens an element or an environment."""
    if plain[start] == "<":
        return bool(_VERBATIM_START.match(plain, start)) and not _VERBATIM_END.search(plain, max(start, end - 80), end)
    return plain.startswith("\\begin{", start) and plain.find("\\end{", start, end) < 0


def _open_in_paragraph(plain: str, cut: int, spans: list[tuple[int, int]], starts: list[int]) -> int | None:
    """Return where something opens in the paragraph before ``cut`` that its rest may close."""
    at = cut
    for opener in _INLINE_OPENER.finditer(plain, _paragraph(plain, cut), cut):
        if not _inside(opener.start(), spans, starts) and (opener[0] == "`" or cut - opener.start() <= MATHS_LIMIT + 2):
            at = min(at, opener.start())
            break
    return at if at < cut else None


def _paragraph(plain: str, cut: int) -> int:
    """Return where the paragraph begins that goes on at ``cut``."""
    start = cut
    while start:
        line = plain.rfind("\n", 0, start - 1) + 1
        if not plain[line : start - 1].strip(" \t"):
            return start
        start = line
    return 0


def _inside(offset: int, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    before = bisect_right(starts, offset)
    return before > 0 and spans[before - 1][1] > offset
