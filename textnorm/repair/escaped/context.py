r"""Places where an escape, a tag or a code is meant, and is no damage.

An author writes ``&nbsp;`` or ``\u4e2d`` on purpose in source code, in data formats, in Markdown, in
links, in quotation marks and in texts about escapes.  What is asked of a document is asked once;
what is asked of a line costs its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from textnorm.repair.escaped.reading import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Spans",
    "code_spans",
    "is_code_line",
    "is_enclosed",
    "is_git_path",
    "is_markdown",
    "is_mention",
    "is_source",
    "literals",
    "names_any",
    "without_codes",
]

#: Markdown at the beginning of a line (fences, headings, tables) and inside one (code, bold, links and pictures), with
#: what it cannot do without: that is found much faster than the pattern.
_MARKDOWN = (
    ("\n", re.compile(r"\n {0,3}(?:```|~~~|#{1,6} +\S|\|? *:?-{3,}:? *\|)")),
    ("`", re.compile(r"`[^`\n]+`")),
    ("**", re.compile(r"\*\*[^*\n]+\*\*")),
    ("](", re.compile(r"\[[^\[\]\n]+\]\((?!\s)[^()\n]+\)")),
)
#: Escapes, which would otherwise make the end of a line look like code; of bytes with the letter that may be the
#: trail byte of the last one.
_ESCAPE = re.compile(
    r"(?:&(?:#?[0-9A-Za-z]{1,32};)+|&#(?:[0-9]{5}|[xX][0-9A-Fa-f]{4})|\\u[0-9A-Fa-f]{4}|%u[0-9A-Fa-f]{4})+"
    r"|(?:(?:(?:\\x|%)[0-9A-Fa-f]{2}|\\[0-3][0-7]{2})+[@-~]?)+"
)
#: How an escape begins: where a search stops, which passes over other characters quickly.
_FIRST = re.compile(r"[&\\%]")
#: The shortest of them, but for the trail bytes, has as many code points.
_SHORTEST = 6
#: Several questions are asked about one line after the other; a longer one is not kept in between.
_LONGEST_KEPT = 4096
_CODE_BEGINS = re.compile(
    r"""(?x) //|/\*|\*/|\#!|<\?|--\s|@@\s|[{}\])]|\[\s*["'{\[]
    | \#\s*(?:include|define|if|ifdef|ifndef|endif|pragma)\b
    | import\s+[\w{*"'.] | from\s+[\w.]+\s+import\b | package\s+\w | using\s+\w | namespace\s+\w
    | (?:async\s+)?def\s+\w+\( | class\s+\w+ | (?:async\s+|export\s+)*function\b
    | (?:var|let|const|val|final|static|public|private|protected|return|throw|echo|print)\s+[\w"'$(]
    | (?:if|for|while|switch|catch|elif)\s*\( | (?:SELECT|INSERT|UPDATE|CREATE|DELETE)\s+\w
    | [$\w][\w.$\[\]'"]*(?:\s+\w+)?\s*(?:[-+*/|&%]?=|:=)\s*\S
    | [$\w][\w.$]*\(.*\)\s*[;,]?\Z
    | "[^"\n]*"\s*: | '[^'\n]*'\s*:""",
    re.ASCII,
)
_CODE_ENDS = (";", "{", "}", "],", "),", '",', "',", "*/")
#: A document is source code when this share of its lines is.
_CODE_SHARE = 1 / 3

_TICKS = re.compile("`+")
# An unclosed string runs to the end of the line, so that no quotation mark is the start of two scans.
_STRING = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?' + r"|(?<![A-Za-z])[bBfFrRuU]{0,2}'[^'\\\n]*(?:\\.[^'\\\n]*)*'?")
_BEFORE_LITERAL = frozenset("=([{,:+?!|&<>")
_BEHIND_LITERAL = frozenset(")]},;:+.=?")
_CHINESE = re.compile(f"[{CHINESE}“”‘’…—]")
_OPENERS = "\"'`“‘「『（(《〈【[{"
_CLOSERS = "\"'`”’」』）)》〉】]}"
#: A path in the quotes that git puts around it when it writes bytes as numbers: alone, in ``git status``, in a
#: summary of changes, in the head of a difference.
_GIT_PATH = re.compile(
    r"""\s*(?:(?:[a-z][a-z ]*:\s+)?|[ACDMRTU?!]{1,2}\s+(?:\d{1,3}\s+)?|(?:diff --git|-{3}|\+{3})\s+"""
    r"""|(?:rename|copy)\s(?:(?:from|to)\s)?|(?:create|delete) mode \d{6}\s|\d+\s+\d+\s+)"""
    r""""(?:[^"\\\n]|\\.)+"(?:\s+(?:->\s+|=>\s+)?(?:"(?:[^"\\\n]|\\.)+"|[^\s"]+))?(?:\s+(?:\||\().*)?\s*\Z""",
    re.ASCII,
)
#: Characters that end no sentence: what they lead up to is being talked about (写作 &nbsp; · 用</p>).
_LEADS_UP = frozenset("用写寫作为為是即以和与與或及加入成叫如像把将將插添按至到由从從对對打输輸键鍵按含有无無缺少漏")


class Spans:
    """Spans of a text that are looked up by offset; they ascend and do not overlap.

    >>> spans = Spans([(0, 2), (5, 6)])
    >>> [spans.covers(at) for at in (1, 2, 5)]
    [True, False, True]
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Keep the spans."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)

    def covers(self, at: int) -> bool:
        """Tell whether a span holds the code point at this offset."""
        i = bisect_right(self._starts, at)
        return i > 0 and at < self._ends[i - 1]


def is_markdown(text: str, *, beside_codes: bool = False) -> bool:
    r"""Tell whether the text uses Markdown, in which entities and ``<br>`` are part of the language.

    beside_codes: escapes count as characters that they stand for, so that the signs they are written with make none.

    >>> is_markdown("# 标题"), is_markdown("用 `&nbsp;` 表示"), is_markdown("第一，正文。")
    (True, True, False)
    >>> [is_markdown(r"\xa1`\xa2`", beside_codes=beside) for beside in (False, True)]
    [True, False]
    """
    text = f"\n{text}"
    return any(sign in text and _uses(text, pattern, beside_codes=beside_codes) for sign, pattern in _MARKDOWN)


def _uses(text: str, pattern: re.Pattern[str], *, beside_codes: bool) -> bool:
    """Tell whether a line has a pattern, of which each that has it is read again if escapes are not to count."""
    at = 0
    while found := pattern.search(text, at):
        begin, at = text.rfind("\n", 0, found.end()), text.find("\n", found.end())
        at = at if at >= 0 else len(text)
        if not beside_codes or pattern.search(without_codes(text[begin:at])):
            return True
    return False


def is_source(text: str) -> bool:
    r"""Tell whether the text is source code, JSON or another format with string literals.

    >>> is_source('name = "\\u4e2d\\u6587"'), is_source('{"a": "\\u4e2d"}'), is_source("正文；\n第二段。")
    (True, True, False)
    """
    lines = code = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines += 1
            code += is_code_line(line)
    return code > 0 and code >= lines * _CODE_SHARE


def is_code_line(line: str) -> bool:
    """Tell whether a line looks like code: by how it begins, or by how it ends where Chinese prose would not.

    >>> is_code_line("int x = 0; // 初值"), is_code_line("他说：“好”；"), is_code_line("第一段&nbsp;")
    (True, False, False)
    """
    stripped = without_codes(line).strip()
    if _CODE_BEGINS.match(stripped):
        return True
    if not stripped.endswith(_CODE_ENDS):
        return False
    # Prose with half-width punctuation ends like this too, but behind a Chinese character.
    return not _CHINESE.search(stripped[-3:])


def without_codes(line: str) -> str:
    r"""Return a line with Chinese characters in the places of escapes, about as many as they stand for.

    >>> without_codes(r"title=\u4e2d\u6587; %E4%B8%AD"), without_codes("100%")
    ('title=文文; 文', '100%')
    """
    if "&" not in line and "\\" not in line and "%" not in line:
        return line
    return _without_codes_of_line(line) if len(line) <= _LONGEST_KEPT else _without_codes(line)


def _without_codes(line: str) -> str:
    pieces: list[str] = []
    at = 0
    first = _FIRST.search(line)
    while first:
        run = _ESCAPE.match(line, first.start())
        if run:
            pieces += (line[at : run.start()], "文" * max(1, len(run[0]) // _SHORTEST))
            at = run.end()
        first = _FIRST.search(line, at if run else first.end())
    return "".join((*pieces, line[at:]))


_without_codes_of_line = lru_cache(maxsize=2)(_without_codes)


def code_spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a line between backticks, the backticks included.

    >>> list(code_spans("写 `a` 或 ``b`c``"))
    [(2, 5), (8, 15)]
    """
    opening: re.Match[str] | None = None
    for ticks in _TICKS.finditer(line):
        if opening is None:
            opening = ticks
        elif len(opening[0]) == len(ticks[0]):
            yield opening.start(), ticks.end()
            opening = None


def literals(line: str) -> Iterator[tuple[int, int]]:
    """Yield the string literals of a line: in straight quotes that code stands around, or nothing at all.

    >>> list(literals('f("中")')), list(literals('他说"中"。'))
    ([(2, 5)], [])
    """
    if '"' not in line and "'" not in line:
        return iter(())
    return (string.span() for string in _STRING.finditer(line) if _is_literal(line, string))


def _is_literal(line: str, string: re.Match[str]) -> bool:
    start, end = string.span()
    quoted = string[0].lstrip("bBfFrRuU")
    if len(quoted) == 1 or quoted[-1] != quoted[0]:
        return False
    before = line[max(0, start - 8) : start].rstrip("rbfuRBFU \t")
    behind = line[end : end + 8].lstrip()
    if not before and not behind:
        return True
    if before and before[-1] in _BEFORE_LITERAL:
        return not _CHINESE.search(before[-2:])
    return not before and behind[:1] in _BEHIND_LITERAL and not _CHINESE.match(behind[1:].lstrip())


def is_git_path(line: str) -> bool:
    r"""Tell whether a line is one in which git writes a path with its bytes as octal numbers.

    >>> is_git_path(r'modified:   "docs/\347\233\256.md"'), is_git_path(r'puts("\347\233\256");')
    (True, False)
    """
    return "\\" in line and bool(_GIT_PATH.match(line))


def names_any(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text has one of these words, which are in small letters; faster than one pattern for them all.

    >>> names_any("HTML 的实体", ("html", "xml"))
    True
    """
    small = text.lower()
    return any(word in small for word in words)


def is_mention(line: str, start: int, end: int) -> bool:
    """Tell whether ``line[start:end]`` is talked about: in quotes or brackets by itself, or led up to by 用, 写, 为.

    >>> is_mention("空格（&nbsp;）", 3, 9), is_mention("用&nbsp;代替", 1, 7), is_mention("目录&nbsp;一", 2, 8)
    (True, True, False)
    """
    before = line[max(0, start - 8) : start].rstrip()
    return is_enclosed(line, start, end) or before[-1:] in _LEADS_UP


def is_enclosed(line: str, start: int, end: int) -> bool:
    """Tell whether ``line[start:end]`` stands in quotes or brackets by itself.

    >>> is_enclosed("“&#20013;”", 1, 9), is_enclosed("“&#20013;国”", 1, 9)
    (True, False)
    """
    return start > 0 and end < len(line) and line[start - 1] in _OPENERS and line[end] in _CLOSERS
