"""Conversion by a configuration of a text that comes in pieces and may be larger than memory.

The pieces are joined to parts that can be converted one by one, so that the result is that of the whole text: a part
ends behind a character that no dictionary knows, and outside of ideographic description sequences.  A part that goes on
for 16 million code points ends there nevertheless.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.kernel.reference import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from textnorm.script.opencc import Conversion

__all__ = ["PART", "by_configuration", "outside_descriptions", "parts"]

#: About how many code points are converted at once.
PART = 1 << 20
#: How long a part may become before it is ended anywhere.
_LONGEST = 1 << 24

_OPERATOR = re.compile(f"[{''.join(sorted(OPERATORS))}]")


def by_configuration(pieces: Iterable[str], conversion: Conversion, part: int = PART) -> Iterator[str]:
    r"""Yield what a configuration makes of a text, part by part.

    >>> from textnorm.script.opencc import conversion
    >>> "".join(by_configuration(["软件", "很软。\n", "汉字"], conversion("s2t")))
    '軟件很軟。\n漢字'
    """
    breaks = conversion.breaks
    for text in parts(pieces, lambda held: _last_break(held, breaks), part):
        yield conversion.convert(text)


def parts(pieces: Iterable[str], last: Callable[[str], int], part: int = PART) -> Iterator[str]:
    r"""Yield a text again in parts that end where ``last`` finds the last place to cut, or 0 for none.

    >>> list(parts(["甲\n", "乙", "丙\n丁"], lambda held: held.rfind("\n") + 1, 1))
    ['甲\n', '乙丙\n', '丁']
    """
    waiting: list[str] = []
    size, wanted = 0, part
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size < wanted:
            continue
        held = "".join(waiting)
        cut = last(held) or (size if size >= _LONGEST else 0)
        if cut:
            yield held[:cut]
        size -= cut
        waiting = [held[cut:]]
        wanted = size + part if cut else min(2 * size, max(_LONGEST, size + part))  # not to look again too often
    rest = "".join(waiting)
    if rest:
        yield rest


def _last_break(text: str, breaks: Collection[str]) -> int:
    """Return the last offset behind one of the characters ``breaks`` and outside of descriptions; 0 for none."""
    return outside_descriptions(
        text, lambda limit: max((text.rfind(each, 0, limit) for each in breaks), default=-1) + 1
    )


def outside_descriptions(text: str, last: Callable[[int], int]) -> int:
    """Return the last of the offsets that ``last`` finds below a limit that cuts no description, present or to come.

    >>> outside_descriptions("字。⿰火。丁", lambda limit: "字。⿰火。丁".rfind("。", 0, limit) + 1)
    5
    """
    spans = list(kernel.descriptions(text))
    ends = [end for _, end in spans]
    limit = len(text)
    for operator in _OPERATOR.finditer(text):
        holder = bisect_right(ends, operator.start())
        if holder == len(spans) or spans[holder][0] > operator.start():
            limit = operator.start()
            break
    while cut := last(limit):
        holder = bisect_right(ends, cut)
        if holder == len(spans) or spans[holder][0] >= cut:
            return cut
        limit = spans[holder][0]
    return 0
