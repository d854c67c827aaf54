"""How escaped mojibake was read, for ``textnorm explain``: as the same text would be that nobody escaped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textnorm.config import Config
from textnorm.repair import latin_attempts
from textnorm.repair.chains import attempts as chain_attempts
from textnorm.repair.strings import ESCAPED, find, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.repair.attempts import Attempt

__all__ = ["attempts"]


def attempts(text: str) -> Iterator[Attempt]:
    r"""Yield what was tried on the stretches of a text in which escaped characters were misread before.

    The candidates are what a program would show.

    >>> [(one.happened, one.candidates[0].text) for one in attempts(r'"\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd"')]
    [('UTF-8 was read as Windows-1252, and each character was then escaped', '你好')]
    """
    spans = [(change.start, change.end) for change in find(text, Config())]
    if not spans:
        return
    seen = unescaped(text)
    for one in (*chain_attempts.attempts(seen.text), *latin_attempts.attempts(seen.text)):
        start, end = seen.place(one.start), seen.place(one.end)
        if any(begin < end and start < stop for begin, stop in spans):
            happened = f"{one.happened}, and each character was then escaped"
            yield replace(one, start=start, end=end, rule=ESCAPED, happened=happened)
