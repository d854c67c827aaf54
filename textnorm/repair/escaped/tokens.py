"""Escapes found in one line, and what stands beside each once all of them are decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textnorm.repair.escaped.reading import CHINESE, chinese_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Escape", "decoded", "is_chinese", "runs", "see_neighbours"]

_CHINESE = re.compile(f"[{CHINESE}]")
_MARKS = frozenset("“”‘’…—·")


@dataclass(slots=True)
class Escape:
    """An escape at ``[start:end]`` of a line and what it stands for.

    ``left`` and ``right`` are the characters beside it in the decoded line, seen through escaped
    blanks; "" at the ends of the line.  ``chinese`` counts the characters of Chinese text it decodes to.

    >>> escape = Escape(1, 9, "·", "ESC001", left="春", right="夏")
    >>> escape.beside_word, escape.beside_mark, escape.chinese
    (True, False, 0)
    """

    start: int
    end: int
    after: str
    rule: str
    left: str = ""
    right: str = ""
    chinese: int = field(init=False)

    def __post_init__(self) -> None:
        """Count once."""
        self.chinese = chinese_length(self.after)

    @property
    def beside_mark(self) -> bool:
        """Whether a quotation mark or dash that Chinese shares with other languages touches it."""
        return self.left in _MARKS or self.right in _MARKS

    @property
    def beside_word(self) -> bool:
        """Whether a letter or digit touches it."""
        return self.left.isalnum() or self.right.isalnum()


def is_chinese(character: str) -> bool:
    """Tell whether a character belongs to Chinese text; "" does not.

    >>> is_chinese("中"), is_chinese("，"), is_chinese("é"), is_chinese("")
    (True, True, False, False)
    """
    return character > "\x7f" and bool(_CHINESE.match(character))


def see_neighbours(line: str, escapes: Sequence[Escape]) -> None:
    """Fill in what stands left and right of every escape of ``line``.

    >>> escapes = [Escape(1, 7, "\u00a0", "ESC002"), Escape(7, 13, "\u00a0", "ESC002")]
    >>> see_neighbours("一&nbsp;&nbsp;二", escapes)
    >>> [(escape.left, escape.right) for escape in escapes]
    [('一', '二'), ('一', '二')]
    """
    reach, seen = 0, ""
    for escape in escapes:
        escape.left = seen if escape.start == reach and reach else line[max(0, escape.start - 1) : escape.start]
        reach, seen = escape.end, escape.after.rstrip()[-1:] or escape.left
    reach, seen = -1, ""
    for escape in reversed(escapes):
        escape.right = seen if escape.end == reach else line[escape.end : escape.end + 1]
        reach, seen = escape.start, escape.after.lstrip()[:1] or escape.right


def runs(escapes: Sequence[Escape]) -> Iterator[list[Escape]]:
    """Yield the escapes that touch one another together.

    >>> escapes = [Escape(0, 8, "中", "ESC001"), Escape(8, 16, "文", "ESC001"), Escape(20, 28, "书", "ESC001")]
    >>> [[escape.after for escape in run] for run in runs(escapes)]
    [['中', '文'], ['书']]
    """
    group: list[Escape] = []
    for escape in escapes:
        if group and group[-1].end != escape.start:
            yield group
            group = []
        group.append(escape)
    if group:
        yield group


def decoded(line: str, escapes: Sequence[Escape]) -> str:
    """Return the line with these escapes decoded.

    >>> decoded("一&#20070;二", [Escape(1, 9, "书", "ESC001")])
    '一书二'
    """
    pieces: list[str] = []
    at = 0
    for escape in escapes:
        pieces += (line[at : escape.start], escape.after)
        at = escape.end
    return "".join((*pieces, line[at:]))
