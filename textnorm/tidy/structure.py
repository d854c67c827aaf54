"""Which lines are data or program code: their marks are syntax, whatever stands around them."""

from __future__ import annotations

import re
from itertools import chain

from textnorm.tidy.classes import HAN

__all__ = ["front_matter_end", "is_data_row", "is_program", "is_source_line"]

# What a line of data or code starts with.
_START = re.compile(
    r"""\s* (?:
        [{}] | \[\s*["'\[{]                                                      # JSON
      | ["'][^"']*["'] \s* (?: => | [:,]\s* (?: ["'\[{(0-9\-] | (?:true|false|null|[A-Z_]{2,})\b | $ ) )
      | (?: (?:let|var|const|final|static|int|char|string|String|local|my|our|export|set|auto|val) \s+ )?
        [A-Za-z_$@][\w.$@\[\]\-]* \s{0,8} (?: [+\-*/.|&:]?=(?!=) | => ) \s* \S      # an assignment
      | (?:-\s+)? [A-Za-z_][\w.\-]* : \s+ ["'\[{|>]                             # YAML
      | (?: !!! | \?\?\?\+? ) \s+ [a-z]                                          # an admonition of Markdown
      | (?: >>> | \.\.\. | \$ | In\ \[\d+\]: ) \s                              # a prompt
      | (?: SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|GRANT ) \s+ [A-Za-z*(`"\[\u3400-\u9fff]
    )""",
    re.VERBOSE,
)
_KEYWORD = re.compile(
    r"\s*(?:import|return|def|class|function|func|fn|public|private|printf?|echo|case|elif|else\s+if)\b"
)
_CALL = re.compile(r"\s*[A-Za-z_$][\w.$>:\-]*\(")
_OPERATOR = re.compile(r"[A-Za-z0-9_$]\s{0,8}[(=\[]")
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n(?:(?!\1[ \t]*$).*\n){1,200}\1[ \t]*$", re.MULTILINE)
_LONGEST_LINE = 2_000  # no line of code that people write is longer; prose without line ends is

# Strings and comments, and what is left of code without them.
_LITERAL = re.compile(r"""\"[^"\\]*(?:\\.[^"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|//.*|/\*.*|\#.*""")
_CODE_SIGN = re.compile(
    r"(?<!&gt)(?<!&lt)(?<!nbsp)(?<!quot)[;{}]\s*$|^\s*[})\]]|[A-Za-z0-9_]\(|[^=!<>\s]\s*=\s*[^=\s]|->|=>|::"
)
_LIST_OF_LITERALS = re.compile(r"[\w\s]{0,24}[,+(\[][\s\w,+)(\]\[]{0,24}")
_HAN = re.compile(f"[{HAN}]")
_SAMPLE = 50_000
_CODE_SHARE = 0.4
_FEWEST_CODE_LINES = 3

_PROSE_MARK = re.compile(r"[。！？；…“”]|[.!?;:,：，]\s*$")
_LONGEST_CELL = 24
_SHORT_CELL = 6
_LIST_CELL = 4
_LIST_LENGTH = 3


def is_source_line(line: str) -> bool:
    r"""Tell whether a line is JSON, YAML, SQL or a statement of a programming language.

    >>> is_source_line('{"标题": "甲,乙"}'), is_source_line('printf("你好,世界\\n");'), is_source_line("你好,世界")
    (True, True, False)
    """
    if len(line) > _LONGEST_LINE:
        return False
    if _START.match(line):
        return True
    line = line.rstrip()
    if line.endswith((";", "{", "}")) and _OPERATOR.search(line):
        return True
    if line.endswith((";", ":", "{", "}", "(", ")")) and _KEYWORD.match(line):
        return True
    call = _CALL.match(line)
    return bool(call) and _closes_at_the_end(line, call.end() if call else 0)


def _closes_at_the_end(line: str, at: int) -> bool:
    """Tell whether the parenthesis that opens before ``at`` is closed by the last one of the line."""
    depth = 1
    while depth and at < len(line):
        depth += {"(": 1, ")": -1}.get(line[at], 0)
        at += 1
    return not depth and line[at:] in {"", ";", ",", "{", ":", " {"}


def is_program(text: str) -> bool:
    r"""Tell whether a text is the source of a program: there a mark or a space may be syntax in any line.

    Judged by the lines at its start, whose protected spans are hidden; strings and comments do not count.

    >>> is_program('int main() {\n    puts("你好,世界");\n    return 0; // 完\n}\n'), is_program("你好,世界(一)\n")
    (True, False)
    """
    code = lines = 0
    for line in text[:_SAMPLE].split("\n"):
        if line.strip():
            lines += 1
            code += _is_code(line[:_LONGEST_LINE])
    return code >= _FEWEST_CODE_LINES and code > lines * _CODE_SHARE


def _is_code(line: str) -> bool:
    bare = _LITERAL.sub("", line)
    if _HAN.search(bare):
        return False
    return bool(_CODE_SIGN.search(bare) or (bare != line and _LIST_OF_LITERALS.fullmatch(bare)))


def front_matter_end(text: str) -> int:
    r"""Return where the metadata at the start of a Markdown document ends, or 0.

    >>> front_matter_end("---\ntags: 甲,乙\n---\n正文")
    17
    """
    found = _FRONT_MATTER.match(text)
    return found.end() if found else 0


def is_data_row(line: str, previous: str, following: str) -> bool:
    """Tell whether a line is a row of comma-separated values or a bare list, not a sentence.

    A row has a neighbour with as many cells, and cells that are numbers, codes or very short.

    >>> is_data_row("姓名,城市,年龄", "", "张三,北京,25"), is_data_row("你来了,我就放心了", "", "我也放心了,真的")
    (True, False)
    """
    cells = _cells(line)
    if not cells:
        return False
    if len(cells) >= _LIST_LENGTH and all(len(cell) <= _LIST_CELL for cell in cells):
        return True
    for neighbour in (previous, following):
        others = _cells(neighbour)
        if len(others) == len(cells) and _look_like_values(cells, others):
            return True
    return False


def _cells(line: str) -> list[str]:
    """Return the cells of a line that has commas and nothing of a sentence, else nothing."""
    if "," not in line or "{" in line or "}" in line or _PROSE_MARK.search(line):
        return []
    cells = [cell.strip() for cell in line.split(",")]
    return cells if all(len(cell) <= _LONGEST_CELL for cell in cells) else []


def _look_like_values(cells: list[str], others: list[str]) -> bool:
    if any(cell and cell.isascii() for cell in chain(cells, others)):
        return True
    limit = _LIST_CELL if len(cells) < _LIST_LENGTH else _SHORT_CELL
    return all(len(cell) <= limit for cell in chain(cells, others))
