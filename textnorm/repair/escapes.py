r"""Undo escapes that were left in plain text: ``&#20013;``, ``&nbsp;``, ``\u4e2d``, ``%E4%B8%AD``, ``=E4=B8=AD``.

Somebody's page, program or link lost its context and kept its escapes.  Where the context is still
there (source code, JSON, HTML, Markdown, a link, a pattern, a text about escapes) an escape is
meant, and stays.  Evidence is weighed line by line: one escape that can only be damage, such as a
Han character in the middle of Chinese text, lets the doubtful ones beside it be damage too.

Turn it off (``ignore=("ESC",)``) for corpora of text about HTML or about encodings.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from textnorm.protect import protected_spans
from textnorm.repair.escaped.context import (
    Spans,
    is_enclosed,
    is_git_path,
    is_markdown,
    is_mention,
    is_source,
    names_any,
    without_codes,
)
from textnorm.repair.escaped.lines import ESCAPE, MANY, SIGNS_OF_ESCAPES, lines_with_escapes, read_line
from textnorm.repair.escaped.quoted import SIGNS_OF_QUOTED, read_quoted
from textnorm.repair.escaped.reading import has_chinese
from textnorm.repair.escaped.rules import MARKUP, NAMED, NUMERIC, RULES
from textnorm.repair.escaped.tokens import Escape, decoded, is_chinese, runs
from textnorm.repair.escaped.words import SIGNS_OF_WORDS, read_words
from textnorm.repair.markup_tags import read_tags
from textnorm.step import Signs
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.config import Config

__all__ = ["RULES", "find", "signs"]

_PATTERN_SIGNS = frozenset("^$*+{|")
#: A line that names what it shows; when a share of the lines with escapes do so, the document is about escapes.
_ABOUT = (
    *("html", "xml", "json", "url", "uri", "entit", "escap", "encod", "unicode", "utf", "ascii", "regex", "charset"),
    *("实体", "實體", "转义", "轉義", "跳脫", "字符引用", "字元參照", "空格符", "空白符", "特殊字符", "特殊字元"),
    *("特殊符号", "特殊符號", "编码", "編碼", "码点", "碼點", "码位", "碼位", "正则", "正規", "引号", "引號"),
)
_ABOUT_SHARE = 1 / 3
#: Words of texts about programs, in which an escape between blanks may be a topic.
_PROGRAMMING = (
    *("代码", "代碼", "程序", "程式", "函数", "函數", "变量", "變數", "标签", "標籤", "标记", "標記", "网页", "網頁"),
    *(
        "浏览器",
        "瀏覽器",
        "前端",
        "字符",
        "字元",
        "符号",
        "符號",
        "空格",
        "源码",
        "源碼",
        "渲染",
        "替换",
        "替換",
        "键盘",
    ),
    *("鍵盤", "css", "java", "python", "vue", "react", "browser"),
)
#: Nor does a text about escapes show them in so many places of one sentence.
_SEVERAL = 3
#: When a line of subtitles is shown, and the tags that such a line may have.
_TIME = r":\d\d:\d\d[,.]\d{3} --> "
_CUE = re.compile(rf" --> (?:(?<=^\d{_TIME})|(?<=^\d\d{_TIME}))", re.MULTILINE)
_STYLE = re.compile(r"</?(?:[ibu]|font(?: [^<>]*)?)>", re.IGNORECASE)
#: An address, whose words tell nothing of the text.
_ADDRESS = re.compile(r"[a-z]{2,8}://[!-~]+", re.IGNORECASE)
#: How many code points from the first tag on show most pages to be such.
_BEGINNING = 2000
#: From this many, with no Chinese character left as it was, a line was escaped as a whole.
_WHOLE = 4


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: what some way of escaping begins with."""
    return Signs((*SIGNS_OF_ESCAPES, *SIGNS_OF_WORDS, *SIGNS_OF_QUOTED))


def find(text: str, config: Config) -> Iterator[Change]:  # noqa: ARG001 - the signature of every step
    r"""Yield what escapes left in ``text`` should become; rules ESC001 to ESC008.

    >>> from textnorm.config import Config
    >>> [change.after for change in find(r"春&middot;夏\u79cb冬", Config())]
    ['·', '秋']
    >>> [change.after for change in find(r"春 \u79cb 冬，`&nbsp;`", Config())]
    []
    """
    found = list(_in_lines(text))
    if "=" in text:
        found = _apart([*found, *read_words(text), *read_quoted(text)])
    yield from found


def _in_lines(text: str) -> Iterator[Change]:
    candidates = lines_with_escapes(text)
    first = next(candidates, None)
    page = _without_styles(text) if first and "-->" in text else text
    if not first or _begins_as_markup(page):
        return
    lines = [(at, line, escapes) for at, line in (first, *candidates) if (escapes := read_line(line))]
    changes = list(_Document(text, lines).changes()) if lines else []
    if changes and not is_source(text) and not read_tags(without_codes(page)).markup:
        yield from changes


def _without_styles(text: str) -> str:
    """Return subtitles without the tags that set a line in italics or colours; they make no page of it."""
    return _STYLE.sub("", text) if _CUE.search(text) else text


def _begins_as_markup(text: str) -> bool:
    """Tell whether the first lines of a text show it to be markup; of pages nothing else needs to be read."""
    at = text.find("<")
    if at < 0:
        return False
    end = text.find("\n", at + _BEGINNING)
    first = text if end < 0 else text[text.rfind("\n", 0, at) + 1 : end]
    return read_tags(without_codes(first)).markup


def _apart(changes: list[Change]) -> list[Change]:
    """Return changes in ascending order, without those that overlap one before them."""
    apart: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, -change.end)):
        if not apart or apart[-1].end <= change.start:
            apart.append(change)
    return apart


class _Document:
    """One text that has escapes, and what it says about them as a whole."""

    def __init__(self, text: str, lines: list[tuple[int, str, list[Escape]]]) -> None:
        self.text = text
        self.lines = lines
        self.markdown = is_markdown(text, beside_codes=True)
        if self.markdown:
            blocks = Spans(protected_spans(text))
            self.lines = [(at, line, escapes) for at, line, escapes in lines if not blocks.covers(at)]
        # Lines that are damaged whatever they are about do not count; they are gone when the text is looked at again.
        plain = [line for _, line, escapes in self.lines if not _is_beyond_doubt(line, escapes)]
        about = sum(map(_is_about, plain))
        self.about = about > 0 and about >= len(plain) * _ABOUT_SHARE

    @cached_property
    def prose(self) -> bool:
        """Nothing in the text is about programs; it is long to read, and seldom asked."""
        return not names_any(self.text, _PROGRAMMING)

    def changes(self) -> Iterator[Change]:
        """Yield the changes of all lines."""
        found = [(at, line, *self._weigh(line, escapes)) for at, line, escapes in self.lines]
        damaged = any(certain for *_, certain in found)
        for at, line, escapes, certain in found:
            chosen = escapes if certain or (damaged and _is_blank(line, escapes)) else _unsafe(line, escapes)
            if self._is_settled(line, chosen):
                for escape in chosen:
                    yield Change(at + escape.start, at + escape.end, escape.after, escape.rule)

    def _weigh(self, line: str, escapes: list[Escape]) -> tuple[list[Escape], bool]:
        """Return the escapes of a line that may be damage, and whether one of them must be."""
        chinese = sum(escape.chinese for escape in escapes)
        if (self.about or _is_about(line)) and not _is_beyond_doubt(line, escapes):
            return [], False
        whole = chinese >= _WHOLE and not has_chinese(line)
        if self.markdown:
            escapes = [
                escape
                for run in runs(escapes)
                if any(escape.chinese for escape in run)
                for escape in run
                if escape.rule != NAMED
            ]
        prose = bool(escapes) and has_chinese(line) and self.prose
        kept: list[Escape] = []
        # Two characters that touch words or digits, as in an escaped 第3章, are no pair of examples.
        certain = sum(bool(escape.chinese) and escape.beside_word for escape in escapes) > 1 or is_git_path(line)
        for run in runs(escapes):
            shown = is_enclosed(line, run[0].start, run[-1].end)
            if whole or not shown or any(escape.chinese for escape in run):
                kept += run
                certain = certain or _is_certain(line, run, shown=shown, prose=prose)
        if whole:
            for escape in kept:
                escape.rule = NUMERIC if escape.rule == MARKUP else escape.rule
        return kept, certain

    def _is_settled(self, line: str, chosen: Sequence[Escape]) -> bool:
        """Tell whether nothing new comes to light when these are decoded; otherwise the line is no plain damage."""
        safe = [escape for escape in chosen if escape.rule != MARKUP]
        unsafe = len(chosen) - len(safe)
        return (not unsafe or self._leaves(line, safe, unsafe)) and self._leaves(line, chosen, 0)

    def _leaves(self, line: str, applied: Sequence[Escape], unsafe: int) -> bool:
        """Tell whether no more than so many unsafe escapes are found once ``applied`` are decoded."""
        after = decoded(line, applied)
        if not applied or not ESCAPE.search(after):
            return True
        escapes, certain = self._weigh(after, read_line(after))
        found = escapes if certain else _unsafe(after, escapes)
        return len(found) <= unsafe and all(escape.rule == MARKUP for escape in found)


def _is_about(line: str) -> bool:
    """Tell whether a line names what it shows."""
    return names_any(_ADDRESS.sub("", line) if "://" in line else line, _ABOUT)


def _is_certain(line: str, run: list[Escape], *, shown: bool, prose: bool) -> bool:
    """Tell whether escapes that touch one another can only be damage.

    ``shown``: they stand in quotes or brackets by themselves.  ``prose``: nothing in the document is
    about programs, and the line is Chinese, so that blanks around an escape, as around a dash, are no
    sign of a topic.
    """
    mention = is_mention(line, run[0].start, run[-1].end)
    chinese = sum(escape.chinese for escape in run)
    if chinese:
        in_class = shown and line[run[0].start - 1] == "["
        if chinese < MANY and (in_class or {run[0].left, run[-1].right} & _PATTERN_SIGNS):
            return False
        if shown and chinese == 1:
            return False
        return chinese > 1 or any(_touches_text(escape, prose=prose and not mention) for escape in run)
    if mention and all(escape.after.isspace() for escape in run):
        return False
    return any(
        escape.rule in {NUMERIC, NAMED}
        and (_touches_text(escape, prose=True) or escape.beside_mark or (prose and not mention))
        for escape in run
    )


def _is_beyond_doubt(line: str, escapes: Sequence[Escape]) -> bool:
    """Tell whether a line is damaged even in a text about escapes, which shows a few of them, and leads up to them."""
    if sum(escape.chinese for escape in escapes) >= MANY:
        return True
    return (
        sum(
            any(escape.chinese for escape in run)
            and all(is_chinese(char) and char.isalpha() for char in (run[0].left, run[-1].right))
            and not is_mention(line, run[0].start, run[-1].end)
            for run in runs(escapes)
        )
        >= _SEVERAL
    )


def _touches_text(escape: Escape, *, prose: bool) -> bool:
    """Tell whether Chinese text touches an escape, or, in ``prose``, any letter or digit."""
    return is_chinese(escape.left) or is_chinese(escape.right) or (prose and escape.beside_word)


def _is_blank(line: str, escapes: Sequence[Escape]) -> bool:
    return not decoded(line, escapes).strip()


def _unsafe(line: str, escapes: Sequence[Escape]) -> list[Escape]:
    """Return the signs of HTML that are worth a report: those in Chinese text."""
    return [escape for escape in escapes if escape.rule == MARKUP] if has_chinese(line) else []
