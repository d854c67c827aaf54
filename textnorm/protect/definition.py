"""Which parts of a text are protected, in plain Python: the oracle of the compiled kernel, and what runs without it.

Every kind of span contains one of a few characters; the text is searched for those, and only around them are the
patterns tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.protect.addresses import names
from textnorm.protect.formulas import backslash, dollar
from textnorm.protect.markup import angle, braces, code, link_target
from textnorm.protect.spans import LINE_ENDS, Barren, Found, Span, uniform_line_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["protected_spans"]

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


def protected_spans(text: str) -> list[Span]:
    """Return the spans, in code points, that style and script steps leave alone; see ``textnorm.protect``.

    >>> text = "请看https://example.com/a,b。或运行 `a,b`，"
    >>> [text[start:end] for start, end in protected_spans(text)]
    ['https://example.com/a,b', '`a,b`']
    """
    found = [(at, text[at]) for at in kernel.places(text, _CENTRES + LINE_ENDS)]
    centres = [at for at, mark in found if mark in _CENTRES and _promises(text, at, mark)]
    if not centres:
        return []
    uniform = uniform_line_ends(text) if any(mark in LINE_ENDS for _, mark in found) else text
    return list(_spans(uniform, centres))


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
