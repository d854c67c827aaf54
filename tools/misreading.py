"""Programs that decode bytes with the wrong codec, each in its own careless way.

What a decoder does with bytes that its codec does not have differs, and decides what can be recovered:
whether a mark stands for one byte or for a pair, whether the characters of the user-defined area are
kept, marked or lost, and what becomes of the byte 80.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DOUBLE_BYTE", "Careless", "misread", "read_double_byte"]

DOUBLE_BYTE = frozenset({"gbk", "gb18030", "cp950", "big5", "cp932", "shift_jis", "cp949"})
_SINGLE_BYTE_HOLES = {"cp1252", "latin-1"}


@dataclass(frozen=True, slots=True)
class Careless:
    """How a decoder treats what it cannot decode.

    lost: what it writes instead.
    pairs: the mark stands for a lead byte and the byte behind it, as in Windows; else for one byte, as in Python.
    private: ``"keep"``, ``"drop"`` or ``"mark"`` the characters of the user-defined area.
    euro: the byte 80 of GBK is the euro sign.
    ascii: an ASCII byte behind a lead byte is read by itself, as in browsers; else the pair is lost.
    """

    lost: str = "\ufffd"
    pairs: bool = False
    private: str = "mark"
    euro: bool = False
    ascii: bool = False


def read_double_byte(data: bytes, codec: str, how: Careless) -> str:
    r"""Decode a double-byte codec carelessly.

    >>> read_double_byte("好。".encode(), "gbk", Careless("?", pairs=True, private="drop"))
    '濂姐?'
    """
    out, at = [], 0
    while at < len(data):
        if data[at] < 0x80:  # noqa: PLR2004 - ASCII
            out.append(chr(data[at]))
            at += 1
            continue
        if data[at] == 0x80 and how.euro:  # noqa: PLR2004 - see the class
            out.append("€")
            at += 1
            continue
        read = _single(data[at : at + 1], codec)
        if read:
            out.append(read)
            at += 1
            continue
        pair = data[at : at + 2]
        read = _pair(pair, codec)
        if read and (how.private == "keep" or not _is_private(read)):
            out.append(read)
            at += 2
        elif read and how.private == "drop":
            at += 2
        else:
            out.append(how.lost)
            at += 1 if not how.pairs or (how.ascii and pair[1:] and pair[1] < 0x80) else 2  # noqa: PLR2004 - ASCII
    return "".join(out)


def _single(data: bytes, codec: str) -> str:
    """Decode the bytes of one character, "" where the codec has none."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""


def _pair(pair: bytes, codec: str) -> str:
    if len(pair) < 2:  # noqa: PLR2004 - a pair
        return ""
    read = _single(pair, codec)
    return read or (_single(pair, "gb18030") if codec == "gbk" else "")


def _is_private(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff"


def misread(text: str, written: str, read: str, how: Careless | None = None) -> str:
    r"""Encode with one codec and decode with another, by default with U+FFFD for each byte that does not fit.

    >>> misread("中文", "utf-8", "cp1252")
    'ä¸\xadæ–‡'
    """
    data = text.encode(written, "ignore")
    how = how or Careless()
    if read in _SINGLE_BYTE_HOLES:
        return "".join(_browser_single(byte, read) for byte in data)
    if read in DOUBLE_BYTE:
        return read_double_byte(data, read, how)
    return data.decode(read, "replace").replace("\ufffd", how.lost)


def _browser_single(byte: int, codec: str) -> str:
    """Decode one byte as browsers do: the five holes of cp1252 are C1 controls."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)
