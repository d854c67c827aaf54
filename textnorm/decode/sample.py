"""Choosing the bytes of a long document that tell its encoding."""

from __future__ import annotations

import re

__all__ = ["sample"]

_SHORT = 512  # bytes: below that everything is evidence
_BLOCK = 16384
_MOST_BLOCKS = 8

#: From a byte above ASCII to one that is no part of any character of more than one byte (but in UTF-16 and UTF-32).
_RUN = re.compile(rb"[\x80-\xff][\x30-\xff]*")
_BEFORE = re.compile(rb"[\x30-\x7f]*\Z")
_MOST_BEFORE = 24  # bytes


def sample(data: bytes, most: int = 4096) -> bytes:
    r"""Return the parts of ``data`` that hold bytes above ASCII, about ``most`` bytes at most from all over it.

    The parts begin and end where a character does, unless a text has no ASCII at all for pages.

    >>> sample(b"a" * 1000 + "\n文本\n".encode("gbk") + b"b" * 1000) == "文本".encode("gbk")
    True
    """
    if len(data) <= _SHORT:
        return data
    starts = [at for at in range(0, len(data), _BLOCK) if not data[at : at + _BLOCK].isascii()]
    if len(starts) > _MOST_BLOCKS:
        starts = [starts[i * (len(starts) - 1) // (_MOST_BLOCKS - 1)] for i in range(_MOST_BLOCKS)]
    parts: list[bytes] = []
    for start in starts:
        room = most // len(starts)
        end = start + _BLOCK
        at = start
        while room > 0 and (run := _RUN.search(data, at, end)):
            at = run.end()
            if run.start() == start > 0 and at < end and at < len(data):
                continue  # it may begin inside a character
            head = _BEFORE.search(data[max(start, run.start() - _MOST_BEFORE) : run.start()])
            part = (head[0] if head else b"") + run[0][:room]
            parts.append(part)
            room -= len(part) + 1
    return b" ".join(parts)
