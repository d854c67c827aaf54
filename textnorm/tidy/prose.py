"""Which lines of a text are Chinese prose, where typography may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.tidy.language import is_chinese
from textnorm.tidy.structure import front_matter_end, is_data_row, is_source_line

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

__all__ = ["prose_lines"]


def prose_lines(text: str, trigger: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    r"""Yield offset and text of each line that is Chinese prose and in which ``trigger`` finds something.

    Left out are lines of other languages, of program code and of data, and the front matter of a Markdown
    document.  Line ends must be uniform; what is found costs one search of the text.

    >>> import re
    >>> list(prose_lines("天晴了,走吧\n{\"键\": 1,}\nHello, 你好", re.compile(",")))
    [(0, '天晴了,走吧'), (17, 'Hello, 你好')]
    """
    at = front_matter_end(text)
    while found := trigger.search(text, at):
        start = max(text.rfind("\n", at, found.start()) + 1, at)
        end = _line_end(text, found.start())
        line = text[start:end]
        if is_chinese(line) and not is_source_line(line):
            previous = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
            following = text[end + 1 : _line_end(text, end + 1)]
            if not is_data_row(line, previous, following):
                yield start, line
        at = end + 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
