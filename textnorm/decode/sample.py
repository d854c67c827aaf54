"""Choosing the bytes of a long document that tell its encoding."""

from __future__ import annotations

import re

__all__ = ["sample"]

_SHORT = 512  # bytes: below that everything is evidence
_BLOCK = 16384
_MOST_BLOCKS = 8
_MOST_FROM_BLOCK = 2048  # bytes

#: Bytes that are no part of any character of more than one byte, in every encoding but UTF-16, UTF-32 and ISO 2022.
_SEPARATORS = re.compile(rb"[\x00-\x2f]+")


def sample(data: bytes) -> bytes:
    r"""Return the parts of ``data`` that hold bytes above ASCII, at most some 16,000 bytes from all over it.

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
        room = _MOST_FROM_BLOCK * _MOST_BLOCKS // len(starts)
        words = _SEPARATORS.split(data[start : start + _BLOCK])
        for number, word in enumerate(words):
            whole = start == 0 or number > 0 or len(words) == 1
            if whole and not word.isascii():
                parts.append(word[:room])
                room -= len(word)
                if room <= 0:
                    break
    return b" ".join(parts)
