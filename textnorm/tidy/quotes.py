"""Straight quotation marks: which pairs of a Chinese line are Chinese quotation marks.

Only the pairing tells an opening mark from a closing one, so a line in which the marks do not pair, or
stand where no such mark can stand, is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.tidy.classes import HAN
from textnorm.tidy.context import kind_of, left_of, prefix_end, right_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["chinese_double_quotes", "chinese_single_quotes"]

_QUOTE = re.compile('["“”]')
_HAN = re.compile(f"[{HAN}]")
# A title, a name or an acronym; a lower-case word, a figure or one with signs in it may be a literal value.
_NAME = re.compile(r"[A-Z][A-Za-z0-9 .,&'’\-]*")
# What only the text of a string literal has: escapes and places for values.
_ESCAPE = re.compile(r"\\[a-z\"'0]|%[sd]|%[0-9]+[sd]")
_WORD = re.compile("[A-Za-z]{2}")
_WINDOW = 20  # code points around a single quotation in which program code shows itself
_BEFORE = frozenset({"han", "open", "close", "pause", "edge"})
_AFTER = frozenset({"han", "open", "close", "pause", "edge"})
_SENTENCE_MARKS = frozenset(",.;:!?)")
_OPENERS = frozenset(",.;:!?(")
_SINGLE = re.compile(rf"(?<![A-Za-z0-9'\\])'([{HAN}][^'\n]{{0,200}})'(?![A-Za-z0-9'])")


def chinese_double_quotes(line: str) -> Iterator[tuple[int, str]]:
    """Yield offset and Chinese form of the straight double quotation marks of ``line`` that are Chinese.

    >>> list(chinese_double_quotes('他说"好",走了'))
    [(2, '“'), (4, '”')]
    """
    pairs = _pairs(line) if '"' in line else []
    floor = prefix_end(line)
    for start, end in pairs:
        if line[start] + line[end] == "“”":
            continue
        if line[start] != '"' or line[end] != '"' or _is_chinese(line, start, end, floor):
            for at, form in ((start, "“"), (end, "”")):
                if line[at] == '"':
                    yield at, form


def _pairs(line: str) -> list[tuple[int, int]]:
    """Return the marks that belong together, or nothing where they do not pair cleanly."""
    pairs: list[tuple[int, int]] = []
    opened = -1
    for found in _QUOTE.finditer(line):
        at, mark = found.start(), found.group()
        if opened < 0:
            if mark == "”" or (mark == '"' and not _may_open(line, at)):
                return []
            opened = at
        elif mark == "“" or (mark == '"' and not _may_close(line, at)):
            return []
        else:
            pairs.append((opened, at))
            opened = -1
    return pairs if opened < 0 else []


def _may_open(line: str, at: int) -> bool:
    following = line[at + 1 : at + 2]
    if not following or following.isspace() or line[at - 1 : at].isdigit():  # 27" is a size
        return False
    return kind_of(following) not in {"close", "pause"}


def _may_close(line: str, at: int) -> bool:
    before = line[at - 1]
    return not before.isspace() and kind_of(before) != "open"


def _is_chinese(line: str, start: int, end: int, floor: int) -> bool:
    left, right = left_of(line, start, floor), right_of(line, end + 1)
    content = line[start + 1 : end]
    if _ESCAPE.search(content):
        return False
    before_is_chinese = left.kind in _BEFORE or (
        left.character in _OPENERS and kind_of(line[left.at - 1 : left.at]) in {"han", "close"}
    )
    after_is_chinese = right.kind in _AFTER or right.character in _SENTENCE_MARKS
    if _HAN.search(content):
        return (before_is_chinese or (left.kind == "word" and right.kind == "han")) and (
            after_is_chinese or (right.kind == "word" and left.kind == "han")
        )
    is_inside = before_is_chinese and after_is_chinese and not left.gap and not right.gap
    return is_inside and "han" in {left.kind, right.kind} and bool(_NAME.fullmatch(content))


def chinese_single_quotes(line: str) -> Iterator[tuple[int, str]]:
    """Yield offset and Chinese form of straight single quotation marks around Chinese, within Chinese.

    >>> list(chinese_single_quotes("所谓'奇点'是什么"))
    [(2, '‘'), (5, '’')]
    """
    if line.count("'") % 2 or '"' in line:
        return
    for pair in _SINGLE.finditer(line):
        if _WORD.search(line, max(0, pair.start() - _WINDOW), pair.end() + _WINDOW):
            continue
        left, right = left_of(line, pair.start()), right_of(line, pair.end())
        if left.kind in _BEFORE and right.kind in _AFTER and {left.kind, right.kind} != {"edge"}:
            yield pair.start(), "‘"
            yield pair.end() - 1, "’"
