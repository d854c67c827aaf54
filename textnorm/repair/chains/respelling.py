"""Characters that a wrong codec reads from several sequences of bytes: which one it was, UTF-8 tells by its step.

The euro sign is 80 to Windows and A2 E3 to GB 18030; Shift-JIS and Big5 have some characters twice.  Where it matters
a stand-in takes the place of such a character, one for each of its other sequences; nothing else moves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.graph import code_table

if TYPE_CHECKING:
    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["respelled", "respelling_table"]

#: Stand-ins are halves of surrogate pairs, which no codec writes.
_FIRST_STAND_IN = 0xD800
#: How many characters before and behind one tell which bytes it had.
_BEFORE, _BEHIND = 3, 4
_NEVER = b"\xff"
#: The end of a stretch, at which a character may be cut.
_CUT = 3


def respelled(text: str, codec: WrongCodec) -> str:
    r"""Return a text with a stand-in for each character that was read from other bytes than usual, if it was UTF-8.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> gbk = wrong_codec("gbk")
    >>> [code_table(gbk).encode(text, b"") == respelling_table(gbk).encode(respelled(text, gbk), b"")
    ...  for text in ("涓€鏄", "閻€劍鍩涢惂")]
    [True, False]
    """
    pattern, others, _ = _stand_ins(codec)
    if not pattern or not pattern.search(text):
        return text
    found = list(text)
    for match in pattern.finditer(text):
        at = match.start()
        before, behind = "".join(found[max(0, at - _BEFORE) : at]), text[at + 1 : at + 1 + _BEHIND]
        found[at] = min((match[0], *others[match[0]]), key=lambda one: _broken(before + one + behind, codec))
    return "".join(found)


def respelling_table(codec: WrongCodec) -> kernel.Codes:
    r"""Return the bytes of the characters of a codec and of the stand-ins.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> respelling_table(wrong_codec("gbk")).encode("涓€", b"")
    b'\xe4\xb8\x80'
    """
    return _stand_ins(codec)[2]


@cache
def _stand_ins(codec: WrongCodec) -> tuple[re.Pattern[str] | None, dict[str, str], kernel.Codes]:
    """Return the pattern of characters with several sequences, the stand-ins of each, and all bytes."""
    codes = dict(codec.codes)
    others: dict[str, str] = {}
    for char, sequences in codec.codes.items():
        for other in sequences[1:]:
            stand_in = chr(_FIRST_STAND_IN + len(codes) - len(codec.codes))
            others[char] = others.get(char, "") + stand_in
            codes[stand_in] = (other,)
    if not others:
        return None, others, code_table(codec)
    return re.compile(f"[{re.escape(''.join(others))}]"), others, kernel.Codes(codes)


def _broken(text: str, codec: WrongCodec) -> int:
    """Count the bytes behind a text that are in no character of UTF-8, but for those at its ends."""
    data = respelling_table(codec).encode(text, _NEVER)
    decoded = data.decode("utf-8", "surrogateescape").lstrip("".join(map(chr, range(0xDC80, 0xDCC0))))
    return sum("\udc80" <= char <= "\udcff" for char in decoded[: len(decoded) - _CUT])
