"""Punctuation: Chinese marks where ASCII ones stand between Chinese.

A line is looked at only where it is Chinese prose: not in other languages, not in program code or tables
of data, not in protected spans.  There a mark is Chinese when what it follows is Chinese and what comes
next may go on from a Chinese mark; numbers, times, names and syntax have other neighbours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.protect import uniform_line_ends
from textnorm.rules import Rule, register
from textnorm.tidy.brackets import chinese_parentheses
from textnorm.tidy.classes import HAN, SPACE
from textnorm.tidy.context import hidden
from textnorm.tidy.marks import chinese_marks
from textnorm.tidy.place import Habits
from textnorm.tidy.prose import prose_lines
from textnorm.tidy.quotes import chinese_double_quotes, chinese_single_quotes
from textnorm.tidy.settle import settled
from textnorm.tidy.structure import is_program
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.config import Config

__all__ = ["RULES", "find"]

COMMA = register(
    Rule(
        "PUN001",
        "ascii-comma",
        "A comma between Chinese phrases is a full-width one; the ASCII comma comes from another keyboard.",
        examples=(("天晴了,我们出门", "天晴了，我们出门"), ("用的是GPU,不是CPU", "用的是GPU，不是CPU")),
        negatives=("共12,000人", "姓名,年龄,城市", "见 `甲,乙`", "Hello, world!"),
    )
)
STOP = register(
    Rule(
        "PUN002",
        "ascii-full-stop",
        "A Chinese sentence ends with 。; a dot there reads as a decimal point or an abbreviation.",
        examples=(("雨停了.", "雨停了。"), ("雨停了. 我们走吧.", "雨停了。 我们走吧。")),
        negatives=("3.14与v1.2.3", "一. 概述", "用Node.js写的", "约翰.史密斯来了。", "1.苹果"),
    )
)
EXCLAMATION = register(
    Rule(
        "PUN003",
        "ascii-question-exclamation",
        "Question and exclamation marks after Chinese are full-width, as wide as the characters they follow.",
        examples=(("你去哪儿?", "你去哪儿？"), ("太好了!我也去", "太好了！我也去")),
        negatives=("![图片](a.png)", "经?济", "你看 !important 规则"),
    )
)
COLON = register(
    Rule(
        "PUN004",
        "ascii-colon-semicolon",
        "Colons and semicolons between Chinese phrases are full-width.",
        examples=(("地点:三号楼;时间:9:30", "地点：三号楼；时间：9:30"),),
        negatives=("比例是3:2", "今天10:30见", "好呀:)", "std::vector"),
    )
)
PARENTHESIS = register(
    Rule(
        "PUN005",
        "ascii-parenthesis",
        "Parentheses in Chinese text are full-width; a pair is changed as a whole.",
        examples=(("报告(草案)", "报告（草案）"), ("大语言模型(LLM)", "大语言模型（LLM）")),
        negatives=("函数f(x)", "[说明](说明.md)", "选项(a)", "嗨(^_^)", "print(内容)"),
    )
)
DOUBLE_QUOTE = register(
    Rule(
        "PUN006",
        "straight-double-quote",
        "Straight double quotation marks cannot show where a quotation starts; around Chinese “ and ” do.",
        examples=(('他说"好"', "他说“好”"),),
        negatives=('{"姓名": "张三"}', '27"显示器', 'print("你好")', '「甲」与"乙"'),
    )
)
SINGLE_QUOTE = register(
    Rule(
        "PUN007",
        "straight-single-quote",
        "Straight single quotation marks around Chinese within Chinese are ‘ and ’.",
        examples=(("所谓'奇点'是什么", "所谓‘奇点’是什么"),),
        negatives=("l'été和'90s", "['甲', '乙']"),
    )
)
MIDDLE_DOT = register(
    Rule(
        "PUN008",
        "katakana-middle-dot",
        "The Japanese dot ・ between Chinese characters stands for ·, which divides the parts of a foreign name.",
        examples=(("约翰・史密斯", "约翰·史密斯"),),
        negatives=("データ・ベース", "約翰·史密斯"),
    )
)
ELLIPSIS = register(
    Rule(
        "PUN009",
        "ascii-ellipsis",
        "The Chinese ellipsis has six dots in two characters; three full stops are the typewriter's way.",
        examples=(("我想...算了", "我想……算了"),),
        negatives=("../说明", "a[1...n]", "第一章........5"),
    )
)
DASH = register(
    Rule(
        "PUN010",
        "ascii-dash",
        "The Chinese dash is two characters long; two hyphens are the typewriter's way.",
        examples=(("他--我的朋友--来了", "他——我的朋友——来了"),),
        negatives=("选项 --帮助", "甲-乙", "---"),
    )
)
RULES = (COMMA, STOP, EXCLAMATION, COLON, PARENTHESIS, DOUBLE_QUOTE, SINGLE_QUOTE, MIDDLE_DOT, ELLIPSIS, DASH)

_CODES = {
    "，": COMMA,
    "。": STOP,
    "？": EXCLAMATION,
    "！": EXCLAMATION,
    "：": COLON,
    "；": COLON,
    "·": MIDDLE_DOT,
    "…": ELLIPSIS,
    "—": DASH,
}

# A mark with Chinese on one side of it at least.
_CHINESE = f"{HAN}，。、；：？！…—·（）《》〈〉「」『』【】“”‘’"
_BETWEEN = f"{SPACE}\\t\u3000*_~"
_TRIGGER = re.compile(
    rf"[,.?!:;()\"'・･\-](?:(?<=[{_CHINESE}].)|(?<=[{_CHINESE}][{_BETWEEN}>].)|(?=[{_BETWEEN}<]{{0,8}}[{_CHINESE}])|(?<=\?)(?=[\s\"')]|\Z))",
    re.DOTALL,
)


def find(text: str, config: Config) -> list[Change]:  # noqa: ARG001 - every step has this form
    """Return the ASCII marks of ``text`` that are Chinese where they stand.

    >>> from textnorm.config import Config
    >>> find("雨停了,走吧", Config())
    [Change(start=3, end=4, after='，', rule='PUN001', confidence=1.0, reason='', candidates=(), certainty=1.0)]
    """
    return settled(_changes, text) if _TRIGGER.search(text) else []


def _changes(text: str) -> Iterator[Change]:
    shown = hidden(uniform_line_ends(text))
    if is_program(shown):
        return
    habits = Habits.of(shown)
    uses_corner_quotes = "「" in text and "“" not in text
    for start, line in prose_lines(shown, _TRIGGER):
        for change in _line_changes(line, habits, uses_corner_quotes=uses_corner_quotes):
            yield change._replace(start=start + change.start, end=start + change.end)


def _line_changes(line: str, habits: Habits, *, uses_corner_quotes: bool) -> list[Change]:
    """Return the changes of a line: pairs first, because a converted pair is Chinese context for other marks."""
    changes: list[Change] = []
    steps = [(PARENTHESIS, chinese_parentheses), (SINGLE_QUOTE, chinese_single_quotes)]
    if not uses_corner_quotes:
        steps.insert(1, (DOUBLE_QUOTE, chinese_double_quotes))
    for rule, search in steps:
        found = sorted(search(line))
        if found:
            changes += [Change(at, at + 1, form, rule.code) for at, form in found]
            line = _replaced(line, found)
    for start, end, form in chinese_marks(line, habits):
        changes.append(Change(start, end, form, _CODES[form[0]].code))
    return sorted(changes)


def _replaced(line: str, forms: Iterable[tuple[int, str]]) -> str:
    characters = list(line)
    for at, form in forms:
        characters[at] = form
    return "".join(characters)
