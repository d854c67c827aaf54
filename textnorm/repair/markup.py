"""Remove tags that were left at the ends of paragraphs: ``……才能落地。</p>``.

An extractor that cuts a page into paragraphs leaves such a tag behind now and then.  It is removed
only where nothing else in the document looks like markup; HTML, XML, templates, source code and
Markdown, where tags are meant, stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.escaped.context import is_enclosed, is_markdown, is_mention, is_source
from textnorm.repair.markup_tags import Leftover, read_tags
from textnorm.rules import Rule, register
from textnorm.step import Signs
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.config import Config

__all__ = ["RULES", "find", "signs"]

CLOSING, LINE_END, LINE_MIDDLE = "ESC020", "ESC021", "ESC022"

RULES = (
    register(
        Rule(
            CLOSING,
            "orphan-closing-tag",
            "A closing tag of the page is left where a paragraph of the text ends.",
            examples=(
                ("计划总算定了下来。</p>", "计划总算定了下来。"),
                ("“先试一试。”</strong>他说。", "“先试一试。”他说。"),
            ),
            negatives=("<p>计划总算定了下来。</p>", "段落的结尾要写</p>", "`计划</p>`", 'x = "计划</p>"'),
        )
    ),
    register(
        Rule(
            LINE_END,
            "line-break-tag-at-line-end",
            "A line break of the page is left where the text has one already.",
            examples=(("远上寒山<br>\n石径斜<BR />", "远上寒山\n石径斜"),),
            negatives=("# 标题\n远上寒山<br>\n石径斜", "<div>远上寒山<br></div>", "换行用<br>"),
        )
    ),
    register(
        Rule(
            LINE_MIDDLE,
            "line-break-tag-in-line",
            "A line break of the page is left in the text; whether a new line is wanted there is a guess.",
            safe=False,
            examples=(("远上寒山<br>石径斜", "远上寒山\n石径斜"),),
            negatives=("| 远上<br>寒山 |\n|---|", "换行用<br>标签。", "<p>远上<br>寒山</p>"),
        )
    ),
)

_HINT = re.compile(r"</[A-Za-z]|<[Bb][Rr]\b")
#: Words of a text about markup, and words that are about it when a tag stands on the same line.
_ABOUT = re.compile(
    r"HTML|XML|Markdown|\btags?\b|闭合|閉合|尖括号|角括號|换行符|換行符|(?:结束|結束|开始|開始|关闭|關閉|换行|換行)(?:标|標)",
    re.IGNORECASE,
)
_PERHAPS_ABOUT = re.compile("标签|標籤|标记|標記|元素|代码|程式碼|换行|換行")
_FULL_STOP = frozenset("。！？…”’」』!?")
#: How far back, in code points, such a word is looked for.
_REACH = 200


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: what a closing tag or a line break begins with."""
    return Signs(("</[A-Za-z]", "<[Bb][Rr]"))


def find(text: str, config: Config) -> Iterator[Change]:  # noqa: ARG001 - the signature of every step
    r"""Yield the tags of ``text`` that belong to no markup; rules ESC020 to ESC022.

    >>> from textnorm.config import Config
    >>> [(change.rule, change.after) for change in find("春晓。</span></p>\n夜来<br>风雨<br/>", Config())]
    [('ESC020', ''), ('ESC022', '\n'), ('ESC021', '')]
    """
    if "<" not in text or not _HINT.search(text) or _ABOUT.search(text):
        return
    tags = read_tags(text)
    if tags.markup or tags.foreign or is_markdown(text) or is_source(text):
        return
    for leftover in tags.leftovers:
        if not _is_talked_about(text, leftover):
            yield _change(text, leftover)


def _is_talked_about(text: str, leftover: Leftover) -> bool:
    """Tell whether the text in front of the tag is no end of a paragraph but leads up to the tag."""
    if leftover.behind in _FULL_STOP:
        return is_enclosed(text, leftover.start, leftover.end)
    before = text[max(0, leftover.start - _REACH) : leftover.start].rpartition("\n")[2]
    return is_mention(text, leftover.start, leftover.end) or bool(_PERHAPS_ABOUT.search(before))


def _change(text: str, leftover: Leftover) -> Change:
    start, end = leftover.start, leftover.end
    if leftover.breaks:
        return Change(start, end, "\n", LINE_MIDDLE)
    return Change(start, end, "", LINE_END if "</" not in text[start:end] else CLOSING)
