"""How escapes were read, for ``textnorm explain``: which bytes they are, and in which codec those make this text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.config import Config
from textnorm.repair.attempts import Attempt, Candidate
from textnorm.repair.escaped.rules import BYTES, PERCENT, QUOTED, UNICODE, WORD
from textnorm.repair.escapes import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.trace import Change

__all__ = ["attempts"]

_CODECS = {"utf-8": "UTF-8", "gb18030": "GB18030 (or GBK)", "cp950": "Big5", "big5hkscs": "Big5 with HKSCS"}
_UNIT = re.compile(r"(?:%(?:25)*|\\x|=)([0-9A-Fa-f]{2})|\\([0-3][0-7]{2})|=[ \t]*\r?\n|([ -~])")
_WORD = re.compile(r"=\?([^?*]+)[^?]*\?([BbQq])\?")
_WAYS = {"b": "base64", "q": "quoted-printable"}


def attempts(text: str) -> Iterator[Attempt]:
    """Yield how the bytes that were written out in ``text`` were read.

    >>> [(attempt.data, attempt.happened) for attempt in attempts("看=E4=BA=91")]
    [('E4 BA 91', 'the bytes of its UTF-8 were written out')]
    """
    for change in find(text, Config()):
        before, after = text[change.start : change.end], change.after or ""
        if change.rule in {BYTES, PERCENT, QUOTED}:
            data = bytes(_bytes(before))
            codec = next((name for codec, name in _CODECS.items() if data.decode(codec, "replace") == after), "")
            if codec:
                yield _attempt(change, f"the bytes of its {codec} were written out", data.hex(" ").upper())
        elif change.rule == WORD:
            ways = dict.fromkeys(f"{_WAYS[way.lower()]} of {charset}" for charset, way in _WORD.findall(before))
            yield _attempt(change, f"encoded for the header of an e-mail: {', '.join(ways)}")
        elif change.rule == UNICODE:
            yield _attempt(change, "its UTF-16 code units, or its code points, were written out")


def _bytes(escaped: str) -> Iterator[int]:
    for unit in _UNIT.finditer(escaped):
        hexadecimal, octal, plain = unit.groups()
        if hexadecimal or octal or plain:
            yield int(hexadecimal, 16) if hexadecimal else int(octal, 8) if octal else ord(plain)


def _attempt(change: Change, happened: str, data: str = "") -> Attempt:
    return Attempt(change.start, change.end, change.rule, happened, (), data, (Candidate(change.after or ""),))
