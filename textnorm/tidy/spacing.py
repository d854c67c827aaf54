"""Spacing: line ends, white space nobody can see, and spaces where Chinese has none.

Between Chinese and Latin no space is put in and none is taken away: both styles have their readers.
Between two ideographs a space is taken to be meant (a name list, a heading, verse), unless a whole line
is spaced out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.composition import compose
from textnorm.protect import protected_spans, uniform_line_ends
from textnorm.rules import Rule, register
from textnorm.tidy.classes import CLOSING, HAN, LINE_END, OPENING, PAUSE, SPACE
from textnorm.tidy.context import hidden
from textnorm.tidy.gaps import gaps_around_marks, gaps_around_parentheses, gaps_in_spaced_text
from textnorm.tidy.prose import prose_lines
from textnorm.tidy.settle import Guard, settled
from textnorm.tidy.structure import is_program
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.config import Config

__all__ = ["RULES", "final_newline", "find"]

LINE_ENDS = register(
    Rule(
        "SPC001",
        "line-end",
        "One newline character ends a line; carriage returns, form feeds and Unicode separators confuse line readers.",
        examples=(("第一行\r\n第二行\r\n", "第一行\n第二行\n"), ("第一行\u2028第二行\n", "第一行\n第二行\n")),
        negatives=("第一行\n第二行\n",),
    )
)
TRAILING = register(
    Rule(
        "SPC002",
        "trailing-space",
        "White space at the end of a line cannot be seen and makes equal lines differ.",
        examples=(("正文 \t\n下一行\n", "正文\n下一行\n"), ("末尾\u3000", "末尾")),
        negatives=("Markdown 换行  \n下一行\n", "甲\t乙\t\n", "-- \n签名\n"),
    )
)
UNUSUAL = register(
    Rule(
        "SPC003",
        "unusual-space",
        "A no-break or typographic space beside Chinese is left over from a web page; no search finds it as a space.",
        examples=(("价格\u00a05 元", "价格 5 元"),),
        negatives=("\u2003\u2003段首缩进", "Qui\u202f?"),
    )
)
AROUND_MARK = register(
    Rule(
        "SPC004",
        "space-around-punctuation",
        "Chinese marks bring their own white space; a space beside one is left over.",
        examples=(("发展 ， 很快 。", "发展，很快。"), ("全部（ 旧的 ）文件", "全部（旧的）文件")),
        negatives=(
            "第一章 总则",
            "《甲》 《乙》",
            "姓名：    年龄：    ",
            "答案是（  ）",
            "用 ， 分隔",
            "| ， | 。 |",
            "（一） 概述",
        ),
    )
)
SPACED_OUT = register(
    Rule(
        "SPC005",
        "spaced-out-text",
        "Text taken from pages often has a space after every character, so that no word can be found.",
        examples=(("今 天 下 雨，很 冷。", "今天下雨，很冷。"),),
        negatives=("李 爽 董海宾", "甲 乙 丙 丁 戊 己 庚 辛", "东 南 西 北", "目 录", "王 伟 李 强 张 敏 赵 磊"),
    )
)
BLANK_LINES = register(
    Rule(
        "SPC006",
        "blank-lines",
        "More than two blank lines in a row separate nothing that two do not.",
        examples=(("甲\n\n\n\n\n乙\n", "甲\n\n\n乙\n"),),
        negatives=("甲\n\n\n乙\n",),
    )
)
FINAL_NEWLINE = register(
    Rule(
        "SPC007",
        "final-newline",
        "A file ends in one newline, or the next file is glued to its last line; more than one says nothing.",
        examples=(("甲\n乙\n\n\n", "甲\n乙\n"),),
        negatives=("经济", "甲\n乙", "甲\n乙\n", ""),
    )
)
RULES = (LINE_ENDS, TRAILING, UNUSUAL, AROUND_MARK, SPACED_OUT, BLANK_LINES, FINAL_NEWLINE)

# Every change but those at the end of the text needs one of these or a row of line ends.
_SUSPECT = re.compile(f"[{SPACE}\t\u3000\r\x85\u2028\u2029\v\f]")
_ANY_OTHER_LINE_END = re.compile("[\r\x85\u2028\u2029\v\f]")
_OTHER_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]|[\v\f]+")
_UNUSUAL = SPACE.replace(" ", "")
_INVISIBLE_SPACE = f"{SPACE}\t\u3000"
_CHINESE = f"{HAN}{OPENING}{CLOSING}{PAUSE}"

_ANY_TRAILING = re.compile(f"[{_INVISIBLE_SPACE}](?=\n|\\Z)")
_SPACES = frozenset(" \t\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f")
_HARD_BREAK = re.compile("[^ \n]  \n[^\n]")
_SIGNATURE = "-- "
_UNUSUAL_SPACES = re.compile(f"[{_UNUSUAL}]+")
_GAP = re.compile(
    f"[{SPACE}](?:(?=[，。、；：？！）》〉」』】〕”’])|(?<=[，。、；：？！（《〈「『【〔“‘].)|(?=（)|(?<=）.)|(?<=[{HAN}].)(?=[{HAN}][{SPACE}]))"
)
_BLANK_LINES = re.compile("\n{4,}")
_MOST_NEWLINES = 3
_REASON = "the characters may be a spaced-out phrase or a list of single ones"


def find(text: str, config: Config) -> list[Change]:  # noqa: ARG001 - every step has this form
    r"""Return the white space of ``text`` that is left over or missing.

    Line ends are made uniform everywhere, all else only outside protected spans.  A text is a string, not a
    file, and gets no final newline; see ``final_newline``.

    >>> from textnorm.config import Config
    >>> find("甲 。\n", Config())
    [Change(start=1, end=2, after='', rule='SPC004', confidence=1.0, reason='', candidates=(), certainty=1.0)]
    """
    if not _SUSPECT.search(text) and "\n\n\n\n" not in text:
        return _ends_of(text, is_file=False)
    changes = settled(_changes, text)
    if not _GAP.search(text):
        return changes
    trace = Trace(text, changes)
    uncertain = list(_uncertain_gaps(trace.target))
    if not uncertain or not changes:
        return changes or uncertain
    both = compose(trace, Trace(trace.target, uncertain))
    return [Change(edit.start, edit.end, edit.after, edit.rule, edit.confidence) for edit in both]


def final_newline(text: str) -> list[Change]:
    r"""Return the change that makes a file end in one newline.

    >>> [change.after for change in final_newline("经济")], final_newline("经济\n"), final_newline("")
    (['\n'], [], [])
    """
    return _ends_of(text, is_file=True)


def _changes(text: str) -> list[Change]:
    line_ends = list(_line_ends(text))
    if line_ends:  # the next round looks at lines that are alike
        return line_ends
    needs_gaps = bool(_GAP.search(text))
    if not needs_gaps and not (_ANY_TRAILING.search(text) or "\n\n\n\n" in text or _UNUSUAL_SPACES.search(text)):
        return _ends_of(text, is_file=False)
    spans = protected_spans(text)
    guard, shown = Guard(spans), hidden(text, spans)
    changes = list(_trailing(text))
    if not is_program(shown):
        changes += [*_blank_lines(text), *_unusual_spaces(text)]
        changes += _gaps(shown) if needs_gaps else ()
    changes = [change for change in changes if not guard.touches(change.start, change.end)]
    changes += _ends_of(text, is_file=False)
    return _without_overlaps(changes)


def _without_overlaps(changes: list[Change]) -> list[Change]:
    """Leave what overlaps an earlier change to the next round."""
    kept: list[Change] = []
    for change in sorted(changes):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def _line_ends(text: str) -> Iterator[Change]:
    if not _ANY_OTHER_LINE_END.search(text):
        return
    for found in _OTHER_LINE_END.finditer(text):
        start, end = found.span()
        if found.group() == "\r\n":
            yield Change(start, start + 1, "", LINE_ENDS.code)
        elif found.group()[0] in "\v\f":
            is_extra = {text[max(start - 1, 0) : start], text[end : end + 1]} & {"", *LINE_END}
            yield Change(start, end, "" if is_extra else "\n", LINE_ENDS.code)
        else:
            yield Change(start, end, "\n", LINE_ENDS.code)


def _trailing(text: str) -> Iterator[Change]:
    if not text.strip():
        return
    for found in _ANY_TRAILING.finditer(text):
        start = end = found.end()
        while start and text[start - 1] in _SPACES:
            start -= 1
        spaces = text[start:end]
        if spaces == "  " and start and _HARD_BREAK.match(text, start - 1):
            continue
        if text[max(start - 2, 0) : end] == _SIGNATURE and text[max(start - 3, 0) : start - 2] in {"", "\n"}:
            continue
        if "\t" in spaces and text.find("\t", text.rfind("\n", 0, start) + 1, start) > 0:
            continue  # empty last cells of a table
        yield Change(start, end, "", TRAILING.code)


def _blank_lines(text: str) -> Iterator[Change]:
    if "\n\n\n\n" not in text:
        return
    for found in _BLANK_LINES.finditer(text):
        yield Change(found.start() + _MOST_NEWLINES, found.end(), "", BLANK_LINES.code)


def _unusual_spaces(text: str) -> Iterator[Change]:
    """Yield typographic spaces beside Chinese; at the start of a line they indent it."""
    for found in _UNUSUAL_SPACES.finditer(text):
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        if before not in {"", "\n"} and not before.isspace() and _BESIDE.search(before + after):
            yield Change(*found.span(), " " * len(found.group()), UNUSUAL.code)


_BESIDE = re.compile(f"[{_CHINESE}]")


def _gaps(shown: str) -> Iterator[Change]:
    for start, line in prose_lines(shown, _GAP):
        spans = {*gaps_around_marks(line), *gaps_around_parentheses(line)}
        for span in spans:
            yield Change(start + span[0], start + span[1], "", AROUND_MARK.code)
        for gap_start, gap_end, confidence in gaps_in_spaced_text(line):
            if confidence == 1.0:
                yield Change(start + gap_start, start + gap_end, "", SPACED_OUT.code)


def _uncertain_gaps(text: str) -> Iterator[Change]:
    """Yield what may be a spaced-out word, or a set of single characters: reported, and left alone."""
    shown = hidden(uniform_line_ends(text))
    if is_program(shown):
        return
    for start, line in prose_lines(shown, _GAP):
        for gap_start, gap_end, confidence in gaps_in_spaced_text(line):
            if confidence < 1.0:
                yield Change(start + gap_start, start + gap_end, "", SPACED_OUT.code, confidence, _REASON)


def _ends_of(text: str, *, is_file: bool) -> list[Change]:
    body = text.rstrip("\n")
    if not body.strip():
        return []
    if is_file and len(body) == len(text):
        return [Change(len(text), len(text), "\n", FINAL_NEWLINE.code)]
    return [Change(len(body) + 1, len(text), "", FINAL_NEWLINE.code)] if len(text) > len(body) + 1 else []
