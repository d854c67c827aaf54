r"""Code units written out in ASCII: ``\u4e2d`` as programs escape text.

Sources: ECMAScript and JSON string escapes, Python's ``backslashreplace``; ``%u4E2D`` is the form of
JavaScript's old ``escape()``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.escaped.reading import is_chinese_text
from textnorm.repair.escaped.rules import PERCENT, UNICODE
from textnorm.repair.escaped.tokens import Escape

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_unicode"]

#: A run of escaped code units.
_ANY_UNITS = re.compile(r"(?:\\u[0-9A-Fa-f]{4}|\\U000[0-9A-Fa-f]{5}|\\x[A-Fa-f][0-9A-Fa-f])+|(?:%u[0-9A-Fa-f]{4})+")
_UNIT = re.compile(r"[\\%][uUx]([0-9A-Fa-f]+)")
#: A class of a regular expression that has a range or excludes what it names.
_CLASS = re.compile(r"\[\^?[^\[\]\n]*\\[ux][0-9A-Fa-f]+-[^\[\]\n]*\]?|\[\^[^\[\]\n]*\]?")
_RANGE_BEFORE = re.compile(r"\\[uUx][0-9A-Fa-f]{2,8}-\Z")
#: A range of characters that begins or ends where a block of Chinese text does.
_EDGE = r"\\u(?:3400|4[eE]00|9[fF][aAbBeEfF][0-9A-Fa-f]|[fF]900|[fF][aA][fF]{2}|[fF]{4}|0080|3040)"
_BLOCK = re.compile(rf"{_EDGE}-\\|-{_EDGE}")
#: In a line with so many escapes beside it, one in brackets or before a dash is text like the others.
_MANY = 8


def read_unicode(line: str) -> Iterator[Escape]:
    r"""Yield the runs of escaped code units outside regular expressions, surrogate pairs joined.

    >>> [escape.after for escape in read_unicode(r"\u4e2d\u6587 \ud842\udfb7 [\u4e00-\u9fa5] \\u4e2d")]
    ['中文', '𠮷']
    """
    if "\\" not in line and "%u" not in line:
        return
    found = [run for run in _ANY_UNITS.finditer(line) if not _is_escaped(line, run)]
    classes = [match.span() for match in _CLASS.finditer(line)] if "[" in line else []
    many = sum(run.end() - run.start() for run in found) >= _MANY * len(r"\u4e00") and not _BLOCK.search(line)
    if many and "\\\\" in line:  # where the others are not escaped, that backslash is a character of the text
        found = list(_ANY_UNITS.finditer(line))
    at = 0
    for run in found:
        start, end = run.span()
        while at < len(classes) and classes[at][1] <= start:
            at += 1
        if not many and ((at < len(classes) and classes[at][0] < start) or _is_range(line, start, end)):
            continue
        units = _UNIT.findall(run[0])
        text = "".join(chr(int(unit, 16)) for unit in units)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if "\ufffd" not in text and is_chinese_text(text):
            yield Escape(start, end, text, PERCENT if run[0][0] == "%" else UNICODE)


def _is_escaped(line: str, run: re.Match[str]) -> bool:
    r"""Tell whether a backslash in front of a run means that the escape itself is escaped, as ``\\u4e2d`` is.

    So every unit of a text would be; in front of several that are not, it divides the names of a path.
    """
    return line.endswith("\\", 0, run.start()) and len(_UNIT.findall(run[0])) == 1


def _is_range(line: str, start: int, end: int) -> bool:
    """Tell whether a single code unit is one end of a range of characters."""
    single = end - start <= len(r"\u4e00")
    return single and (line.startswith("-\\", end) or bool(_RANGE_BEFORE.search(line[max(0, start - 12) : start])))
