"""Parentheses: which pairs of a Chinese line are Chinese, by what they hold and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from textnorm.tidy.classes import HAN
from textnorm.tidy.context import CHINESE_BEFORE, INTERVAL, Side, kind_of, left_of, prefix_end, right_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["chinese_parentheses"]

_PARENTHESIS = re.compile("[()（）]")
_HAN = re.compile(f"[{HAN}]")
_WIDE = {"(": "（", ")": "）"}

# The parentheses of faces, and of list markers that open nothing: 1) a)
_NO_PAIR = re.compile(r"[:;=8xX]['^]?[\-o]?[()]|(?:^|[\s，。；：、,;:])[0-9a-zA-Z一二三四五六七八九十]{1,2}\)")

# A name, a translation, a year or a percentage; not a variable, an argument list, a list number or a face.
_NAME = re.compile(r"(?!.*,\S)[A-Za-z0-9][^=;{}<>\\|_$#@^*\"()（）\[\]]*")
_LETTERS = re.compile("[A-ZÀ-Þ].*[A-Za-zÀ-ɏ]|[A-Za-zÀ-ɏ]{4}")  # kg and m/s are units
# A reading such as (jīng) may be pollution that repair could not prove; in other parentheses no one would see it.
_SYLLABLE = re.compile("[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,7} ?")
_ROMAN = re.compile("[ivxlIVXL]+")
_FIGURE = re.compile(r"(?:1[0-9]|20)[0-9]{2}(?: ?[\-–—~～/.] ?[0-9]{2,4})?|[0-9]+(?:\.[0-9]+)?[%％]")
# What formulas and arguments have and prose has not; and what only speaks of parentheses.
_CODE = re.compile(rf"[A-Za-z0-9_]\s*(?:=|[<>]=?)|[{{}};]|\s[+*/=<>\-]\s|[A-Za-z0-9_]\(|[{HAN}][+*×÷=][{HAN}]")
_MENTION = re.compile(r"\s{0,8}(?:(?:[或和与與及、，,]|或者)\s{0,8}[)）]|[，。；、])")
_ARITHMETIC = frozenset("/*+=^.[_")
_ACRONYM = re.compile("(?<![A-Za-z0-9_.])[A-Z][A-Z0-9\\-]+$")
_FUNCTION = re.compile("函[数數]|公式|方法|[参參引][数數]|表[达達]式|SQL|=")
_ARGUMENTS = re.compile(r"\s*[0-9]|[^,/*+=<>]*[,/*+=<>]")
_MARKS = re.compile("[,.;:!?\"')]{0,8}")
_LONGEST_NAME = 160
_EMPHASIS = 200
_WORD_LIMIT = 24
_WINDOW = 40


def chinese_parentheses(line: str) -> Iterator[tuple[int, str]]:
    """Yield offset and full-width form of every parenthesis of ``line`` that belongs to Chinese.

    Pairs that hold Chinese do so unless they are the arguments of a function; pairs that hold a foreign
    name do so behind Chinese, as in 深度学习(deep learning).

    >>> list(chinese_parentheses("报告(草案)见f(x)"))
    [(2, '（'), (5, '）')]
    """
    if "(" not in line and ")" not in line:
        return
    pairs = sorted(_pairs(line))
    if not pairs:
        return
    han = [found.start() for found in _HAN.finditer(line)]
    floor = prefix_end(line)
    for start, end in pairs:
        if _is_chinese(line, start, end, han, floor):
            for at in (start, end):
                if line[at] in _WIDE:
                    yield at, _WIDE[line[at]]


def _pairs(line: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the parentheses that belong together and are not both full-width already."""
    unpaired = {at for found in INTERVAL.finditer(line) for at in (found.start(), found.end() - 1)}
    if line.count("(") + line.count("（") != line.count(")") + line.count("）"):
        unpaired |= {found.end() - 1 for found in _NO_PAIR.finditer(line)}
    stack: list[int] = []
    for found in _PARENTHESIS.finditer(line):
        at = found.start()
        if at in unpaired:
            continue
        if found.group() in "(（":
            stack.append(at)
        elif stack:
            start = stack.pop()
            if (line[start], line[at]) != ("（", "）"):
                yield start, at


def _is_chinese(line: str, start: int, end: int, han: list[int], floor: int) -> bool:
    left, right = left_of(line, start, floor), _beyond_marks(line, end + 1)
    if line[start - 1 : start] == "*" and line.count("*", max(0, start - _EMPHASIS), start) % 2:
        return False  # a product; after emphasis the number of asterisks is even
    if not _may_stand_after(left, line, start, end) or _MENTION.match(line, start + 1):
        return False
    if (
        line[end + 1 : end + 2] in _ARITHMETIC
        and not line.startswith("...", end + 1)
        and line[end + 2 : end + 3].strip()
    ):
        return False
    holds_han = bisect_left(han, start) < bisect_left(han, end)
    if line[start] == "（" or line[end] == "）":  # half of the pair is Chinese already
        return holds_han or left.kind == "han" or right.kind == "han"
    if holds_han:
        return right.kind != "foreign" and not (left.kind == "word" and left.gap) and _is_prose(line, start, end)
    return (
        left.kind in CHINESE_BEFORE
        and not left.gap
        and right.kind not in {"mark", "foreign"}
        and end - start <= _LONGEST_NAME
        and _is_name(line[start + 1 : end])
    )


def _beyond_marks(line: str, at: int) -> Side:
    """Return what follows a closing parenthesis, beyond the ASCII marks of the sentence."""
    marks = _MARKS.match(line, at)
    return right_of(line, marks.end() if marks else at)


def _may_stand_after(left: Side, line: str, start: int, end: int) -> bool:
    """Tell whether a Chinese parenthesis may open behind this."""
    if left.kind in {"han", "open", "close", "pause", "edge"}:
        return True
    if left.kind == "mark":
        return left.character in ",.;:!?\"'()%" and kind_of(line[left.at - 1 : left.at]) in {"han", "close", "word"}
    if left.kind != "word" or left.gap or not left.character.isascii():
        return left.kind == "word"
    before = line[max(0, start - _WORD_LIMIT) : left.at + 1]
    if left.character.isdigit() and not before[:-1].strip("0123456789")[-1:].isalpha():
        return True
    near = min(end, start + _WINDOW)
    is_function = _FUNCTION.search(line, max(0, start - _WINDOW), near + _WINDOW) or _ARGUMENTS.match(
        line, start + 1, near
    )
    return bool(_ACRONYM.search(before)) and not is_function


def _is_prose(line: str, start: int, end: int) -> bool:
    return not _CODE.search(line, start + 1, min(end, start + 1 + _WINDOW))


def _is_name(content: str) -> bool:
    if _FIGURE.fullmatch(content):
        return True
    if _ROMAN.fullmatch(content) or (_SYLLABLE.fullmatch(content) and not content.isascii()):
        return False
    return bool(_NAME.fullmatch(content) and _LETTERS.search(content))
