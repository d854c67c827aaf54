"""UTF-8 that was read as Latin-1 or Windows-1252: where it may stand, and what its bytes say.

Two single-byte readings are undone here, ISO 8859-1 and Windows-1252 as browsers apply it (the five
bytes that it leaves open become C1 controls; WHATWG Encoding Standard, "windows-1252").
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CONTINUATION",
    "PUNCTUATION",
    "SIGNS",
    "SIGNS_OF_BYTES",
    "SPECIAL",
    "TRIGGER",
    "Run",
    "read_runs",
    "to_bytes",
    "undo",
]

_TOP = bytes(range(0x80, 0xA0))
#: What Windows-1252 has where Latin-1 has controls: € ‚ ƒ „ … and so on, and the byte of each.
_BYTES = {char: byte for byte in _TOP for char in bytes((byte,)).decode("cp1252", "ignore")}
SPECIAL = "".join(_BYTES)
#: The byte of each character of Windows-1252.
_TO_BYTES = codecs.charmap_build("".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(256)))


def _class(low: int, high: int) -> str:
    """Return a pattern for the characters that the bytes from ``low`` to ``high`` are read as."""
    specials = "".join(char for char, byte in _BYTES.items() if low <= byte <= high)
    return f"[{chr(low)}-{chr(high)}{specials}]"


CONTINUATION = _class(0x80, 0xBF)
#: Continuation bytes that are read as punctuation, which follows a letter in clean text too and so proves
#: nothing; and other signs that follow a capital.
PUNCTUATION = frozenset("‘’“”–—…•‹›„‚\xa0«»")
SIGNS = PUNCTUATION | frozenset("™†‡·°º®©²³ª")
#: Well-formed UTF-8 (Unicode standard, table 3-7) beyond ASCII.
_TWO = f"[\xc2-\xdf]{CONTINUATION}"
_THREE = f"(?:\xe0{_class(0xA0, 0xBF)}|[\xe1-\xec\xee\xef]{CONTINUATION}|\xed{_class(0x80, 0x9F)}){CONTINUATION}"
_FOUR = f"(?:\xf0{_class(0x90, 0xBF)}|[\xf1-\xf3]{CONTINUATION}|\xf4{_class(0x80, 0x8F)}){CONTINUATION}{CONTINUATION}"
#: A Han character with a byte A0 that became a space: ``ä½ `` is all that is left of 你.
_SPACED = f"[\xe4-\xe9](?: {CONTINUATION}|{CONTINUATION} )"
_RUN = re.compile(f"(?:{_TWO}|{_THREE}|{_FOUR}|{_SPACED})+")
_STRICT = re.compile(f"(?:{_TWO}|{_THREE}|{_FOUR})+")

#: What a text must hold to be looked at: a lead byte and a continuation byte, or a C1 control.
#: One class in front, so that ``re`` skips all other characters in its fast loop.
TRIGGER = re.compile(f"[\x80-\x84\x86-\x9f\xc2-\xf4](?:(?<=[\x80-\x9f])| ?{CONTINUATION})")
#: The same as patterns of ``kernel.Triggers``.
SIGNS_OF_BYTES = ("[\x80-\x84\x86-\x9f]", f"[\xc2-\xf4] ?{CONTINUATION}")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``[start:end]`` of a line that are UTF-8 read as single bytes.

    readings: what they stand for after undoing the wrong reading once, twice and so on.
    after: the one of them that is taken; at first the last.
    spaced: a byte A0 had become a space.

    >>> Run(0, 6, "Ã¨Â¯Â»", ("è¯»", "读"), "读", spaced=False).depth
    2
    """

    start: int
    end: int
    before: str
    readings: tuple[str, ...]
    after: str
    spaced: bool

    @property
    def depth(self) -> int:
        """How often the text was misread, by the reading that is taken."""
        return self.readings.index(self.after) + 1


def read_runs(line: str) -> Iterator[Run]:
    """Yield the runs of ``line`` whose bytes are UTF-8, in ascending order.

    >>> [(run.before, run.readings) for run in read_runs("cafÃ© Ã¨Â¯Â» ä½ å¥½")]
    [('Ã©', ('é',)), ('Ã¨Â¯Â»', ('è¯»', '读')), ('ä½ å¥½', ('你好',))]
    """
    for match in _RUN.finditer(line):
        before = match[0]
        readings = tuple(_readings(before.replace(" ", "\xa0")))
        if readings:
            yield Run(match.start(), match.end(), before, readings, readings[-1], " " in before)


def _readings(text: str) -> Iterator[str]:
    """Undo the wrong reading again and again: a text misread twice is covered by runs from end to end."""
    undone = undo(text)
    while undone is not None:
        yield undone
        undone = undo(undone) if _STRICT.fullmatch(undone) else None


def to_bytes(text: str) -> bytes | None:
    r"""Return the bytes that were read as ``text``; None where neither of the two codecs reads any bytes so.

    >>> to_bytes("â€œ"), to_bytes("é\x81"), to_bytes("中")
    (b'\xe2\x80\x9c', b'\xe9\x81', None)
    """
    try:
        return text.encode("latin-1")
    except UnicodeError:
        pass
    try:
        return codecs.charmap_encode(text, "strict", _TO_BYTES)[0]
    except UnicodeError:
        return None


def undo(text: str) -> str | None:
    """Read the bytes of ``text`` as UTF-8; None where they are not.

    >>> undo("â€œ"), undo("ä¸"), undo("\u4e2d")
    ('“', None, None)
    """
    data = to_bytes(text)
    try:
        return None if data is None else data.decode()
    except UnicodeDecodeError:
        return None
