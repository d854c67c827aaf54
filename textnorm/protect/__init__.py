"""Which parts of a text are not prose: addresses, code, markup, file names and maths.

Steps that change style or script leave these spans alone.  Every kind of span contains one of a few
characters; the text is searched for those, and only around them are the patterns tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.protect.addresses import names
from textnorm.protect.formulas import backslash, dollar
from textnorm.protect.markup import angle, braces, code, link_target
from textnorm.protect.spans import Barren, Found, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["MARKS", "protected_spans", "uniform_line_ends"]

#: By a character that every span of its kind contains: what looks around it, given the text, the offset of
#: the character, the end of the last span, and what is known to be missing.
_LOOK_AROUND: dict[str, Callable[[str, int, int, Barren], Found]] = {
    "`": code,
    "~": code,
    "<": angle,
    "$": dollar,
    "\\": backslash,
    "]": link_target,
    "{": braces,
    "/": names,
    "@": names,
    ".": names,
}
_CENTRES = "".join(_LOOK_AROUND)
_OTHER_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
#: What the search for spans asks for: the centres, and line ends other than the newline.
MARKS = _CENTRES + _OTHER_LINE_ENDS


def protected_spans(text: str, marks: Iterable[int] | None = None) -> list[Span]:
    """Return the spans, in code points, that style and script steps leave alone; ascending, none overlapping.

    URLs (they end where Chinese starts), e-mail addresses, fenced and inline code, HTML and XML tags and
    comments, the contents of script, style, pre and code elements, Markdown link targets, template
    expressions, file names and paths, and LaTeX formulas where they clearly are some.  The grammar of code
    and links is CommonMark's.

    marks: where ``MARKS`` stand, in ascending order, and perhaps other characters, where that is known already.

    >>> text = "请看https://example.com/a,b。或运行 `a,b`，"
    >>> [text[start:end] for start, end in protected_spans(text)]
    ['https://example.com/a,b', '`a,b`']
    """
    found = [(at, text[at]) for at in (kernel.places(text, MARKS) if marks is None else marks)]
    centres = [at for at, mark in found if mark in _CENTRES and _promises(text, at, mark)]
    if not centres:
        return []
    uniform = uniform_line_ends(text) if any(mark in _OTHER_LINE_ENDS for _, mark in found) else text
    return list(_spans(uniform, centres))


def uniform_line_ends(text: str) -> str:
    r"""Return a text of the same length in which every line end is a newline character.

    For reading only: CR LF becomes a space and a newline, so that offsets stay what they are.

    >>> uniform_line_ends("一\r\n二\x85三")
    '一 \n二\n三'
    """
    if not kernel.places(text, _OTHER_LINE_ENDS):
        return text
    text = text.replace("\r\n", " \n")
    for line_end in "\r\v\f\x85\u2028\u2029":
        text = text.replace(line_end, "\n")
    return text


def _promises(text: str, at: int, mark: str) -> bool:
    """Tell whether a span may be around a centre: not at most full stops of prose, decimal points and lone braces."""
    if mark == ".":  # before a letter, as in every name, or after www
        after = text[at + 1 : at + 2]
        return (after.isascii() and after.isalpha()) or text[at - 1 : at] == "w"
    if mark == "{":
        return text[at + 1 : at + 2] in {"{", "%"} or text[at - 1 : at] in {"$", "-"}
    return True


def _spans(text: str, centres: Iterable[int]) -> Iterator[Span]:
    at, barren = 0, Barren()
    for centre in centres:
        if centre >= at:
            spans, resume = _LOOK_AROUND[text[centre]](text, centre, at, barren)
            yield from spans
            at = max(resume, centre + 1)
