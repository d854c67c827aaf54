"""What stands behind a place in a line, in a few tokens, and which brackets and quotes around it are open."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from textnorm.trace import LOST

__all__ = ["MOST", "brackets", "is_structured", "opens", "quotes", "tokens"]

#: How many tokens tell.
MOST = 3
_TOKEN = re.compile(r" +|\t+|[A-Za-z_]+|[0-9]+|[^\x00-\x7f]+|.", re.DOTALL)
#: The first characters of what follows are enough.
_NEAR = 80
#: What opens and closes.
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_OPENING, _QUOTES = frozenset(_PAIRS.values()), frozenset("\"'`")
#: Brackets and quotes that structure a line: an apostrophe in a word does not, nor does an arrow or a sign of size.
_STRUCTURE = re.compile(
    r"""["`()\[\]{}]|(?<![A-Za-z])'|'(?![A-Za-z])|<(?=[A-Za-z/!])|(?<=[A-Za-z0-9"'/?-])>(?![=0-9 ])"""
)
#: More marks than these leave as much open.
_MANY = 3
#: A mark that may stand for one of them.
_LOST = re.compile("(?<=[^\x00-\x7f])[?\ufffd]")
#: How far from a place a line is looked at, in code points.
_FAR = 400


def tokens(text: str, at: int, most: int = MOST, *, over: bool = False) -> tuple[str, ...]:
    r"""Return what stands from ``text[at]`` on, as tokens: a sign, or the kind of a run, with its length for blanks.

    Behind a mark for lost bytes nothing is known; behind Chinese, and unless it is asked for behind the end of a line,
    nothing is looked at.

    >>> tokens("    df = 1", 0), tokens('", "中文"', 0), tokens("2031年", 0), tokens("中?", 0), tokens("", 0)
    ((' 4', 'a', ' 1'), ('"', ',', ' 1'), ('0000', 'H'), ('H',), ('$',))
    """
    found: list[str] = []
    end = min(len(text), at + _NEAR)
    while len(found) < most:
        if at >= end or text[at] in "\r\n":
            found.append("$")
            if at >= end or not over:
                break
            at += 1 + text.startswith("\r\n", at)
            continue
        if text[at] > "\x7f" and text[at] != LOST:  # how long the run is does not matter
            found.append("H")
            break
        run = _TOKEN.match(text, at, end)
        seen = run[0] if run else text[at]
        if seen in {"?", LOST}:
            break
        found.append(_name(seen))
        if found[-1] == "H":
            break
        at += len(seen)
    return tuple(found)


def _name(seen: str) -> str:
    """Return the name of a token."""
    first = seen[0]
    if first in {" ", "\t"}:
        return f"{first}{len(seen)}"
    if not first.isascii():
        return "H"
    if first.isdigit():
        return ("z" if first == "0" else "0") + "0" * min(len(seen) - 1, 3)
    return "a" if first.isalpha() or first == "_" else first


class _Structure(NamedTuple):
    """The brackets and quotes of a line, where they stand, and where marks do that may stand for some."""

    signs: str
    at: list[int]
    lost: list[int]


@lru_cache(maxsize=64)
def _structure_of(line: str) -> _Structure:
    found = [(one.start(), one[0]) for one in _STRUCTURE.finditer(line)]
    lost = [one.start() for one in _LOST.finditer(line)]
    return _Structure("".join(sign for _, sign in found), [at for at, _ in found], lost)


def is_structured(line: str) -> bool:
    """Tell whether a line has brackets or quotes that structure it.

    >>> is_structured("f(x)"), is_structured("don't")
    (True, False)
    """
    return bool(_structure_of(line).signs)


def opens(line: str, at: int, behind: int) -> tuple[str, str, int]:
    """Return the brackets and quotes of a line before a place, those behind it, and how many others may be lost.

    >>> opens('f(a, "中文?, 数?)', 8, 9)
    ('("', ')', 1)
    """
    signs, places, lost = _structure_of(line)
    if not signs:
        return "", "", 0
    before = signs[bisect_left(places, at - _FAR) : bisect_left(places, at)]
    beyond = signs[bisect_left(places, behind) : bisect_left(places, behind + _FAR)]
    if not (before or beyond):
        return "", "", 0
    near = bisect_left(lost, behind + _FAR) - bisect_left(lost, at - _FAR)
    own = bisect_left(lost, behind) - bisect_left(lost, at)
    return before, beyond, min(near - own, _MANY)


@lru_cache(maxsize=4096)
def _unmatched(signs: str) -> tuple[int, int]:
    """Return how many quotes and how many brackets have no counterpart; between quotes nothing counts."""
    stack: list[str] = []
    alone = odd = at = 0
    while at < len(signs):
        sign = signs[at]
        at += 1
        if sign in _QUOTES:
            end = signs.find(sign, at)
            odd += end < 0
            at = end + 1 or at
        elif sign in _OPENING:
            stack.append(sign)
        elif stack and stack[-1] == _PAIRS[sign]:
            stack.pop()
        else:
            alone += 1
    return odd, alone + len(stack)


def quotes(signs: str) -> int:
    """Return how many quotes have no counterpart.

    >>> quotes('(")'), quotes('("")')
    (1, 0)
    """
    return _unmatched(signs)[0]


def brackets(signs: str) -> int:
    """Return how many brackets have no counterpart.

    >>> brackets('("")'), brackets('(""'), brackets("]")
    (0, 1, 1)
    """
    return _unmatched(signs)[1]
