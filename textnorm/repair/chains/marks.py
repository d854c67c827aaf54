"""The marks that programs leave besides ``?`` and U+FFFD, read as U+FFFD."""

from __future__ import annotations

import re

from textnorm.trace import LOST

__all__ = ["as_lost"]

#: The control SUBSTITUTE, as ICU writes it for codecs of IBM, and as databases keep it.
_SUBSTITUTE = "\x1a"
#: What Windows writes for what Shift-JIS cannot be; and characters that UTF-8 read as Shift-JIS is full of.
_DOT, _HALF_WIDTH = "\u30fb", re.compile("[\x80\uf8f0-\uf8f3\uff61-\uff9f]")
#: How many of these a line has at least, or which share of a short one: UTF-8 of Chinese has one in every second
#: character.  With the number alone the mark was read as the two bytes of a dot in short lines: 1.3 % was wrong.
_SOME, _SHARE = 2, 0.1


def as_lost(line: str) -> str:
    r"""Return a line with U+FFFD in place of each other mark for lost bytes; its length stays.

    >>> as_lost("\x1a"), as_lost("中・文"), as_lost("莉・霑呎\uff8f\uff8f"), as_lost("蜈ｶ螳・")
    ('�', '中・文', '莉�霑呎ﾏﾏ', '蜈ｶ螳�')
    """
    line = line.replace(_SUBSTITUTE, LOST)
    return line.replace(_DOT, LOST) if _DOT in line and _is_full(line) else line


def _is_full(line: str) -> bool:
    return len(_HALF_WIDTH.findall(line)) >= min(_SOME, _SHARE * len(line))
