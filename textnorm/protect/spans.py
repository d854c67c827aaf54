"""What the patterns for protected spans share."""

from __future__ import annotations

import re

from textnorm import kernel

__all__ = [
    "ALPHANUMERIC",
    "HAN",
    "LINE_ENDS",
    "Barren",
    "Found",
    "Span",
    "find_closer",
    "one_span",
    "uniform_line_ends",
]

#: Start and end of a span, in code points.
Span = tuple[int, int]

#: What was found around a character, and where the search goes on.
Found = tuple[list[Span], int]

#: For a closing mark, the offset up to which the text is known to have none.
Barren = dict[str, int]

#: Ideographs and the marks 々 〆 〇 that stand for one, as the inside of a set.
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

#: ASCII letters and digits, and what will be one when its width is normalized.
ALPHANUMERIC = re.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")

#: What ends a line beside the newline.
LINE_ENDS = "\r\v\f\x85\u2028\u2029"


def one_span(start: int, end: int) -> Found:
    """Return one span, after which the search goes on; none where it is empty.

    >>> one_span(2, 5), one_span(2, 2)
    (([(2, 5)], 5), ([], 2))
    """
    return ([(start, end)], end) if start < end else ([], end)


def find_closer(text: str, closer: str, start: int, barren: Barren, limit: int | None = None) -> int:
    """Return the offset after the next ``closer``, or 0; no part of the text is searched twice in vain.

    >>> find_closer("a -->", "-->", 1, {}), find_closer("a --", "-->", 1, {})
    (5, 0)
    """
    stop = len(text) if limit is None else min(len(text), start + limit)
    at = text.find(closer, max(start, barren.get(closer, 0)), stop)
    if at < 0:
        barren[closer] = max(barren.get(closer, 0), stop - len(closer) + 1)
        return 0
    return at + len(closer)


def uniform_line_ends(text: str) -> str:
    r"""Return a text of the same length in which every line end is a newline character.

    For reading only: CR LF becomes a space and a newline, so that offsets stay what they are.

    >>> uniform_line_ends("一\r\n二\x85三")
    '一 \n二\n三'
    """
    if not kernel.places(text, LINE_ENDS):
        return text
    text = text.replace("\r\n", " \n")
    for line_end in LINE_ENDS:
        text = text.replace(line_end, "\n")
    return text
