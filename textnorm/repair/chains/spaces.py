"""Spaces that were no-break spaces: the byte A0 of UTF-8 that was read as a codec of single bytes.

Many programs make a space of that, and then it looks like one between words.  A stand-in takes its place where a
character is unfinished before it, one for each code point: it is either of the two where the chains read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SPACE", "has_lead", "invisible_bytes", "no_break_byte", "with_stand_ins", "without_stand_ins"]

#: Half of a surrogate pair, which no codec writes: a space, or the byte that is the no-break space.
SPACE = "\udc20"
_NO_BREAK, _SOFT_HYPHEN = "\xa0", "\xad"
#: The codecs of single bytes in which UTF-8 has that byte behind a lead byte.
_CODECS = ("cp1252", "cp1254", "cp1250", "cp1251", "ptcp154")
#: The lead bytes of kana and Han; all bytes behind one.
_LEADS, _TRAILS = range(0xE3, 0xEA), range(0x80, 0xC0)


def with_stand_ins(text: str) -> str:
    """Return a text with a stand-in for each space that may be a byte of a character; its length stays.

    >>> with_stand_ins("ä½ å¥½, c'est ça").replace(SPACE, "_"), with_stand_ins("voilà Paris") == "voilà Paris"
    ("ä½_å¥½, c'est ça", True)
    """
    if " " not in text or text.isascii():
        return text
    for pattern in _patterns():
        text = pattern.sub(SPACE, text)
    return text


def has_lead(text: str) -> bool:
    """Tell whether a text has a letter that single bytes write for the first byte of kana or Han: none, no such space.

    >>> has_lead("ä½ å¥½"), has_lead("绯荤粺 a")
    (True, False)
    """
    return _leads().search(text) is not None


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_characters(_LEADS, codec) for codec in _CODECS)}]")


def without_stand_ins(text: str) -> str:
    """Return a text with spaces in place of the stand-ins.

    >>> without_stand_ins(with_stand_ins("ä½ å¥½"))
    'ä½ å¥½'
    """
    return text.replace(SPACE, " ")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return for each codec the pattern of such a space, behind two bytes or before the third one."""
    found = []
    for codec in _CODECS:
        lead, trail = (f"[{_characters(some, codec)}]" for some in (_LEADS, _TRAILS))
        second = f"(?<={lead} )(?=[{_characters(_TRAILS, codec)}{LOST}]|[^\x00-\x7f])"
        # the space first, which is found fast: clean text has few behind such letters
        found.append(re.compile(f" (?:(?<={lead}{trail} )|(?<={lead}{LOST} )|{second})"))
    return tuple(found)


def _characters(some: Iterable[int], codec: str) -> str:
    """Return what bytes are read as, for a class of a pattern; controls where a codec has nothing."""
    return "".join(re.escape(bytes((byte,)).decode(codec, "ignore") or chr(byte)) for byte in some)


def no_break_byte(codes: Mapping[str, tuple[bytes, ...]]) -> bytes | None:
    r"""Return the byte that a codec reads as the no-break space, if a character of UTF-8 may go on with it.

    >>> no_break_byte({"\xa0": (b"\xa0",)}), no_break_byte({"\xa0": (b"\xff",)})
    (b'\xa0', None)
    """
    found = codes.get(_NO_BREAK, (b"",))[0]
    return found if found and found[0] in _TRAILS else None


def invisible_bytes(codes: Mapping[str, tuple[bytes, ...]]) -> bytes:
    r"""Return the bytes that a codec reads as what nobody sees, which programs drop.

    >>> invisible_bytes({"\xa0": (b"\xa0",), "\xad": (b"\xad",), "a": (b"a",)})
    b'\xa0\xad'
    """
    return b"".join(codes[char][0] for char in (_NO_BREAK, _SOFT_HYPHEN) if char in codes)
