"""Question marks that come in twos, each two for one mark that a decoder wrote: a later program doubled them.

Read as they stand they would be two lost bytes or pairs, and what is between them would be made up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.chains.codecs import wrong_codec

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["doubled_marks", "may_be_doubled"]

_MARK, _TWO = "?", "??"
#: How many pairs of marks tell by themselves, and how many odd numbers of marks there may be for each even one: of 300
#: lines in each of 60 kinds of damage that doubles none 100 in all have one even number and no odd one, and 8 two.
_SOME, _ODD = 2, 0.05
#: What one byte completes where a line ends: two bytes of a character of three.
_TWO_OF_THREE = re.compile(b".*[\xe0-\xef][\x80-\xbf]", re.DOTALL)


def doubled_marks(text: str) -> list[tuple[int, int]]:
    """Return where two question marks are one; nowhere in a text in which they do not come in twos.

    >>> doubled_marks("鏄??涓婇棬鐨勮彍銆??"), doubled_marks("鏄?涓婇棬鐨勮彍銆??"), doubled_marks("真的吗??")
    ([(1, 3), (10, 12)], [], [])
    """
    if _TWO not in text:
        return []
    runs = list(_runs(text))
    even = [(start, end) for start, end in runs if (end - start) % 2 == 0]
    if len(runs) - len(even) > _ODD * len(even):
        return []
    pairs = [(at, at + 2) for start, end in even for at in range(start, end, 2)]
    return pairs if len(pairs) >= _SOME or all(_ends_a_line(text, *pair) for pair in pairs) else []


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the marks behind a character above ASCII: behind a word of ASCII, or in a pattern, they are none."""
    start = text.find(_MARK)
    while start >= 0:
        end = start + 1
        while text[end : end + 1] == _MARK:
            end += 1
        if start and text[start - 1] > "\x7f":
            yield start, end
        start = text.find(_MARK, end)


def may_be_doubled(text: str, start: int, end: int) -> bool:
    """Tell whether two marks stand behind a character above ASCII in ``text[start:end]``, which is a line.

    >>> may_be_doubled("鏄??", 0, 3), may_be_doubled("who??", 0, 5)
    (True, False)
    """
    at = text.find(_TWO, start, end)
    while at >= 0 and (at == start or text[at - 1] <= "\x7f"):
        at = text.find(_TWO, at + 1, end)
    return at >= 0


def _ends_a_line(text: str, start: int, end: int) -> bool:
    """Tell whether one lost byte of UTF-8 read as GBK completes the line that ends in two marks."""
    if text[end : end + 1] not in {"", "\n"}:
        return False
    codes = wrong_codec("gbk").codes
    data = b"".join(codes[char][0] if char in codes else b"?" for char in text[max(0, start - 2) : start])
    return _TWO_OF_THREE.fullmatch(data) is not None
