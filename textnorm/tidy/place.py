"""A mark in its line, and what the line and the document say about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textnorm.tidy.classes import HAN
from textnorm.tidy.context import CHINESE_AFTER, CHINESE_BEFORE, EDGE, Side, is_mention, left_of, prefix_end, right_of

__all__ = ["WINDOW", "ChineseLine", "Habits", "Place"]

_HAN = re.compile(f"[{HAN}]")
_SENTENCE_END = re.compile("[。！？；!?;…]")
# What may stand before the full stop of a list marker: 一. 第二章. 甲.
_LIST_NUMBER = re.compile(
    "[（(]?第?[〇零一二三四五六七八九十百千]{1,5}[章节節条條款回部篇讲講]?[）)]?|[甲乙丙丁戊己庚辛壬癸]"
)
_REFERENCE = re.compile(r"\[(?:[JMCDRNSPGZ]|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
_CLAUSE_END = re.compile("[，。；：！？,;:!?]")
_LONGEST_TITLE = 24
WINDOW = 48  # code points in which a sentence gives itself away
_ASCII_STOP = re.compile(rf"\.(?<=[{HAN}]\.)(?=[ \t]*(?:[\n{EDGE}]|\Z))")


@dataclass(frozen=True, slots=True)
class Habits:
    r"""What the document does elsewhere, which decides what is ambiguous in one line.

    has_ideographic_stop: it ends sentences with 。, so a dot between ideographs is something else.
    has_ascii_stop: it ends lines with a full stop after an ideograph.

    >>> Habits.of("天晴了。"), Habits.of("天晴了.\n")
    (Habits(has_ideographic_stop=True, has_ascii_stop=False), Habits(has_ideographic_stop=False, has_ascii_stop=True))
    """

    has_ideographic_stop: bool
    has_ascii_stop: bool

    @classmethod
    def of(cls, text: str) -> Habits:
        """Look through a text whose protected spans are hidden."""
        return cls("。" in text, bool(_ASCII_STOP.search(text)))


class ChineseLine:
    """A line of Chinese prose in which marks are looked for."""

    __slots__ = ("first_han", "floor", "habits", "is_reference", "text")

    def __init__(self, text: str, habits: Habits) -> None:
        """Take a line whose protected spans are hidden, and the habits of its document."""
        self.text = text
        self.habits = habits
        #: Where the content starts, after list markers and heading signs.
        self.floor = prefix_end(text)
        first = _HAN.search(text)
        self.first_han = first.start() if first else len(text)
        #: Whether the line is an entry of a bibliography, which divides its parts by full stops (GB/T 7714).
        self.is_reference = bool(_REFERENCE.search(text))


class Place:
    """A mark, or a run of one, and what stands around it.

    >>> place = Place(ChineseLine("天晴了, 走吧", Habits(True, False)), 3, 4)
    >>> place.follows_chinese, place.right.gap, place.sentence()
    (True, True, '天晴了')
    """

    __slots__ = ("end", "left", "line", "mark", "right", "start")

    def __init__(self, line: ChineseLine, start: int, end: int) -> None:
        """Look around ``line.text[start:end]``."""
        self.line = line
        self.start = start
        self.end = end
        self.mark = line.text[start:end]
        left, right = left_of(line.text, start), right_of(line.text, end)
        # A space beside a Chinese mark separates nothing; spacing takes it away.
        self.left: Side = left._replace(gap=False) if left.kind in {"open", "pause"} else left
        self.right: Side = right._replace(gap=False) if right.kind in {"close", "pause"} else right

    @property
    def follows_chinese(self) -> bool:
        """Whether an ideograph or the end of Chinese brackets or quotation stands before the mark."""
        return self.left.kind in CHINESE_BEFORE

    @property
    def precedes_chinese(self) -> bool:
        """Whether an ideograph or the start of Chinese brackets or quotation comes next."""
        return self.right.kind in CHINESE_AFTER

    @property
    def is_last(self) -> bool:
        """Whether the line, or the cell or element, ends here."""
        return self.right.kind == "edge"

    @property
    def is_in_chinese_clause(self) -> bool:
        """Whether an ideograph stands before the mark in its line."""
        return self.line.first_han < self.start

    @property
    def is_isolated(self) -> bool:
        """Whether spaces stand on both sides, as where a text speaks of the mark itself."""
        return self.left.gap and not self.is_last

    @property
    def is_mention(self) -> bool:
        """Whether the words around the mark speak of it: 用 , 分隔."""
        return is_mention(self.line.text, self.left, self.right)

    @property
    def is_after_title(self) -> bool:
        """Whether a short title stands before the mark, and nothing else in the line."""
        is_short = self.start - self.line.floor <= _LONGEST_TITLE
        return is_short and not _CLAUSE_END.search(self.line.text, self.line.floor, self.start) and not self.is_mention

    @property
    def is_after_number(self) -> bool:
        """Whether the mark follows the number of an item at the start of its line: 一. 第二章. 甲."""
        is_short = self.start - self.line.floor <= _LONGEST_TITLE
        return is_short and bool(_LIST_NUMBER.fullmatch(self.line.text[self.line.floor : self.start].strip()))

    def before(self) -> str:
        """Return the text before the mark, as far as a small window shows it."""
        return self.line.text[max(0, self.start - WINDOW) : self.start]

    def sentence(self) -> str:
        """Return the sentence up to the mark, as far as a small window shows it."""
        before = self.before()
        ends = list(_SENTENCE_END.finditer(before))
        return before[ends[-1].end() :] if ends else before
