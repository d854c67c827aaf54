"""The codecs of single bytes that text was read as, and what programs read each of their bytes as.

They are code pages that Windows has for programs with and without windows (ANSI and OEM), those of the Macintosh, KOI8,
two of ISO 8859 and PT154, which libiconv offers for Kazakh.  Left out are near twins of others, and those whose letters
are clean text to the scan, so that little of a line is found (Thai, Hebrew, code pages 737 and 855, ISO 8859-5).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INTACT", "NO_UTF8", "SELDOM", "SINGLE_BYTE", "ZCARON", "bytes_of", "has_holes"]

#: Each codec by its name in Python, the likeliest first, and what people call it.  Where two read nothing differently
#: that both have, one stands for both (``_TWINS``).  DOS had more code pages, but no Windows has them.
SINGLE_BYTE = {
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp1254": "Windows-1254",
    "cp1250": "Windows-1250",
    "ptcp154": "PT154",
    "koi8-r": "KOI8-R",
    "cp437": "code page 437",
    "mac-roman": "Mac Roman",
    "mac-cyrillic": "Mac Cyrillic",
    "cp1253": "Windows-1253",
    "cp1257": "Windows-1257",
    "cp1258": "Windows-1258",
    "cp1256": "Windows-1256",
    "cp850": "code page 850",
    "cp852": "code page 852",
    "cp866": "code page 866",
    "iso8859-2": "ISO 8859-2",
    "iso8859-15": "ISO 8859-15",
}
#: Those of consoles and of countries where few Chinese texts are opened.
SELDOM = frozenset(("cp1253", "cp1257", "cp1258", "cp1256", "cp850", "cp852", "cp866", "iso8859-2", "iso8859-15"))
#: Of these the letters of which UTF-8 is full are those of clean Russian, and the scan passes most of it by.
NO_UTF8 = frozenset(("cp866",))
#: So many bytes of UTF-8 have no character here that too much of a line is lost: it is undone where nothing was, as by
#: browsers, which read them as controls.  With lines that lost bytes one to seven in a hundred characters were wrong.
INTACT = frozenset(("cp1253", "cp1257", "cp1258"))
#: Codecs that read nothing differently that both have: what reads alike is one chain, whatever program it was.  Those
#: of ISO and Windows that share letters but not quotes (8859-7 and 1253, 8859-15 and 1252) are chains of their own.
_TWINS = {
    "cp850": ("cp858",),
    "koi8-r": ("koi8-u",),
}
#: What Windows-1254 leaves open and Windows-1252 does not; the rest of what UTF-8 has they read alike.
ZCARON = frozenset((0x8E, 0x9E))
#: The no-break space of the Macintosh, which programs make a space of: the first byte of 是 in GBK.
_MAC_NO_BREAK = b"\xca"
#: The first byte behind those that are controls in the codecs of ISO.
_BEHIND_CONTROLS = 0xA0
#: What Windows-1254 has where Windows-1252 has other letters, which UTF-8 of Chinese lacks: so either may have read it.
_TURKISH = {char: char.encode("cp1254") for char in "ĞİŞğış"}


@cache
def bytes_of(name: str) -> tuple[Mapping[str, tuple[bytes, ...]], frozenset[int]]:
    r"""Return the byte sequences of each character, the usual one first, and the bytes that every program reads.

    What a codec leaves open is U+FFFD, ``?`` or nothing, but browsers and Windows read 80 to 9F as controls, and others
    read all of it as Latin-1 (ftfy calls such codecs sloppy).

    >>> codes, readable = bytes_of("cp1253")
    >>> codes["ε"], codes["\x8e"], codes["ª"], 0x8E in readable
    ((b'\xe5',), (b'\x8e',), (b'\xaa',), False)
    """
    codes: dict[str, list[bytes]] = {}
    readable = frozenset(range(0x100))
    for codec in (name, *_TWINS.get(name, ())):
        found = [(char, byte) for byte in range(0x100) if (char := bytes((byte,)).decode(codec, "ignore"))]
        for char, byte in found:
            codes.setdefault(char, [bytes((byte,))])
        readable &= {byte for _, byte in found}
    # Browsers read what a codec leaves open as controls (WHATWG Encoding Standard), and those of ISO all of them.
    for byte in range(0x80, 0x100):
        if byte not in readable or (name == "cp1252" and byte < _BEHIND_CONTROLS):
            codes.setdefault(chr(byte), [bytes((byte,))])
    if name == "cp1252":
        readable -= ZCARON
        for char, code in _TURKISH.items():
            codes.setdefault(char, []).append(code)
    if name.startswith("mac"):
        codes[" "].append(_MAC_NO_BREAK)
    return {char: tuple(found) for char, found in codes.items()}, readable


def has_holes(name: str) -> bool:
    """Tell whether some programs cannot read some bytes above ASCII in a codec.

    >>> has_holes("cp1253"), has_holes("koi8-r")
    (True, False)
    """
    return len(bytes_of(name)[1]) < len(bytes(0x100))
