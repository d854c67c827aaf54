"""Code and markup: HTML and XML, the code and the links of Markdown, template expressions."""

from __future__ import annotations

import re

from textnorm.protect.addresses import names
from textnorm.protect.spans import HAN, Barren, Found, find_closer, one_span

__all__ = ["VERBATIM", "angle", "braces", "code", "link_target"]

_TAG_NAME = r"</?([A-Za-z][A-Za-z0-9:_\-]*)(?=[\s/>])"
_TAG = re.compile(rf"{_TAG_NAME}[^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*>")
_LOOSE_TAG = re.compile(rf"{_TAG_NAME}[^<>\n]*>")
_DECLARATION = re.compile(
    r"<(?:!\[CDATA\[|[!?][A-Za-z][^<>]*>|[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>]*>|[^\s<>@]+@[^\s<>@]+>)"
)
VERBATIM = frozenset({"script", "style", "pre", "code", "kbd", "samp", "math"})

_FENCE_MARGIN = 80
_FENCE = re.compile(r"(?:^|\n)(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*\Z")
_FENCE_INFO = {"`": re.compile(r"[^`\n]*"), "~": re.compile(r"[ \t]*[A-Za-z0-9_+#.\-]*[ \t]*(?=\n|\Z)")}
_FENCE_CLOSE = re.compile(r"^[ \t>]*(`{3,}|~{3,})(?=[ \t]*$)", re.MULTILINE)
_RUN = {"`": re.compile("`+"), "~": re.compile("~+")}
_SHORTEST_FENCE = 3
_LONGEST_FENCE = 16  # a longer line of tildes is a rule across the page
_LONGEST_TICKS = 8
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_HAN_CHARACTER = re.compile(f"[{HAN}]")

_LINK = re.compile(r"\]\([ \t]*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?=[\s)>]|\Z)")
_ADDRESS_SIGN = re.compile(r"[./#:%?]")

# {{templates}}, {% statements %}, ${variables} and MediaWiki's -{variants of a word}-.
_BRACES = re.compile(
    r"\{\{[^{}\n]{0,500}\}\}|\{%[^{}\n]{0,500}%\}|(?<=\$)\{[^{}\n]{0,200}\}|(?<=-)\{[^{}\n]{0,500}\}(?=-)"
)


def angle(text: str, centre: int, _floor: int, barren: Barren) -> Found:
    """Tags, comments, and the elements whose contents are not prose.

    >>> angle("甲<b>乙</b>", 1, 0, {}), angle("若 a < b", 4, 0, {})
    (([(1, 4)], 4), ([], 4))
    """
    if text.startswith("<!--", centre):
        return one_span(centre, find_closer(text, "-->", centre + 4, barren) or centre)
    tag = _TAG.match(text, centre) or _LOOSE_TAG.match(text, centre)
    if not tag:
        other = _DECLARATION.match(text, centre)
        return one_span(centre, other.end() if other else centre)
    name, end = tag[1].lower(), tag.end()
    if name in VERBATIM and text[centre + 1] != "/" and text[end - 2] != "/" and end >= barren.get(name, 0):
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, end)
        if closing:
            end = closing.end()
        else:
            barren[name] = len(text) + 1
    return one_span(centre, end)


def code(text: str, centre: int, _floor: int, barren: Barren) -> Found:
    """Fenced code, and code between backticks.

    >>> code("用 `print()` 输出", 2, 0, {})
    ([(2, 11)], 11)
    """
    mark = text[centre]
    if text.startswith("~/", centre):
        return names(text, centre, centre, barren)
    end = _end_of_run(text, centre)
    length = end - centre
    if _SHORTEST_FENCE <= length <= _LONGEST_FENCE and _FENCE.search(text[max(0, centre - _FENCE_MARGIN) : centre]):
        close = _end_of_fence(text, mark, centre, end, barren)
        if close:
            return one_span(centre, close)
    if mark == "~" or length > _LONGEST_TICKS:
        return [], end
    key = mark * length
    if end < barren.get(key, 0):
        return [], end
    limit = _end_of_paragraph(text, end, barren)
    at = text.find(key, end, limit)
    while at >= 0:
        run_end = _end_of_run(text, at)
        if run_end - at == length:
            return one_span(centre, run_end) if _is_code(text[end:at]) else ([], end)
        at = text.find(key, run_end, limit)
    barren[key] = limit
    return [], end


def _is_code(content: str) -> bool:
    """Tell code from the prose between two stray backticks, which goes over the end of a line."""
    return "\n" not in content or not _HAN_CHARACTER.search(content)


def _end_of_run(text: str, start: int) -> int:
    run = _RUN[text[start]].match(text, start)
    return run.end() if run else start


def _end_of_fence(text: str, mark: str, start: int, end: int, barren: Barren) -> int:
    """Return the end of the code block that opens at ``start``, or 0 where nothing opens.

    As in CommonMark an unclosed block of backticks runs to the end of the text; tildes have other uses.
    """
    info = _FENCE_INFO[mark].match(text, end)
    if not info or text[info.end() : info.end() + 1] not in {"", "\n"} or end < barren.get(f"{mark}{end - start}", 0):
        return 0
    for close in _FENCE_CLOSE.finditer(text, info.end()):
        if close[1][0] == mark and len(close[1]) >= end - start:
            return close.end()
    if mark == "`":
        return len(text)
    barren[f"{mark}{end - start}"] = len(text) + 1
    return 0


def _end_of_paragraph(text: str, start: int, barren: Barren) -> int:
    """Return where the next blank line starts; ``barren`` remembers it, since every backtick asks."""
    if start >= barren.get("paragraph", 0):
        blank = _BLANK_LINE.search(text, start)
        barren["paragraph"] = blank.start() + 1 if blank else len(text) + 1
    return barren["paragraph"]


def link_target(text: str, centre: int, _floor: int, _barren: Barren) -> Found:
    """Targets of Markdown links, without their titles.

    >>> link_target("[说明](docs/a.md)", 3, 0, {})
    ([(5, 14)], 14)
    """
    link = _LINK.match(text, centre)
    if not link or not (link[1].isascii() or _ADDRESS_SIGN.search(link[1])):
        return [], centre + 1
    return one_span(*link.span(1))


def braces(text: str, centre: int, _floor: int, _barren: Barren) -> Found:
    """Expressions of template languages.

    >>> braces("你好，{{name}}！", 3, 0, {})
    ([(3, 11)], 11)
    """
    braces = _BRACES.match(text, centre)
    return one_span(centre, braces.end() if braces else centre)
