"""The step that makes a text encodable as UTF-8: surrogates become characters or visible marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.rules import Rule, register
from textnorm.step import Signs
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.config import Config

__all__ = ["BYTE", "LONE", "PAIR", "RULES", "find", "signs"]

PAIR = register(
    Rule(
        "ENC101",
        "surrogate-pair",
        "Two surrogates stand for one character beyond U+FFFF; only UTF-16 and its relatives write it so.",
        examples=(("a\ud83d\ude00b", "a\U0001f600b"), ("\ud842\udfb7", "\U00020bb7")),
        negatives=("\U0001f600", "中文"),
    )
)
BYTE = register(
    Rule(
        "ENC102",
        "undecodable-byte",
        "A byte that could not be decoded was kept as a lone surrogate, which no file may contain.",
        examples=(("中\udcff文", "中\ufffd文"), ("\udce4\udcb8", "\ufffd\ufffd")),
        negatives=("中\ufffd文",),
    )
)
LONE = register(
    Rule(
        "ENC103",
        "lone-surrogate",
        "Half of a character beyond U+FFFF; without its other half it means nothing, and no file may contain it.",
        examples=(("\ud83d!", "\ufffd!"), ("\ude00", "\ufffd"), ("\udc41", "\ufffd")),
        negatives=("\U0001f600",),
    )
)
RULES: tuple[Rule, ...] = (PAIR, BYTE, LONE)

_SURROGATES = re.compile("(?P<pair>[\ud800-\udbff][\udc00-\udfff])|(?P<byte>[\udc80-\udcff])|[\ud800-\udfff]")
_MARK = "\ufffd"


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: a surrogate."""
    return Signs(("[\ud800-\udfff]",))


def find(text: str, config: Config) -> Iterator[Change]:  # noqa: ARG001 - the signature of every step
    r"""Yield a change for every surrogate of ``text``.

    >>> from textnorm.config import Config
    >>> [(change.after, change.rule, change.reason) for change in find("\udce4", Config())]
    [('\ufffd', 'ENC102', 'the byte 0xE4 could not be decoded')]
    """
    if text.isascii() or _is_encodable(text):
        return
    for found in _SURROGATES.finditer(text):
        start, end = found.span()
        if found["pair"]:
            character = found["pair"].encode("utf-16", "surrogatepass").decode("utf-16")
            yield Change(start, end, character, PAIR.code)
        elif found["byte"]:
            reason = f"the byte 0x{ord(found['byte']) - 0xDC00:02X} could not be decoded"
            yield Change(start, end, _MARK, BYTE.code, reason=reason)
        else:
            yield Change(start, end, _MARK, LONE.code, reason=f"lone surrogate U+{ord(found[0]):04X}")


def _is_encodable(text: str) -> bool:
    """Tell whether a text has no surrogate: the encoder finds out ten times as fast as a pattern does."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
