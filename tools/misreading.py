"""Programs that decode bytes with the wrong codec, each in its own careless way.

What a decoder does with bytes that its codec does not have differs, and decides what can be recovered:
whether a mark stands for one byte or for a pair, whether the characters of the user-defined area are
kept, marked or lost, and what becomes of the byte 80.  Which program does what was found by asking it:
glibc, libiconv, ICU, Windows (Wine), Java, Node, Perl, PHP, Ruby, Go, encoding_rs, MariaDB, Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from textnorm.repair.chains.areas import BESIDES, user_defined

__all__ = ["DOUBLE_BYTE", "Careless", "as_browsers_do", "misread", "read_double_byte"]

DOUBLE_BYTE = frozenset({"gbk", "gb18030", "cp950", "big5", "big5hkscs", "cp932", "shift_jis", "cp949", "euc_kr"})
#: The first and the second bytes that the pairs of a family can have.
_JIS_LEADS, _BIG5_LEADS = frozenset((*range(0x81, 0xA0), *range(0xE0, 0xFD))), frozenset(range(0x81, 0xFF))
_LEADS = {
    **dict.fromkeys(("gbk", "gb18030", "cp950", "cp949", "euc_kr"), _BIG5_LEADS),
    "big5": frozenset(range(0xA1, 0xFA)),
    "big5hkscs": _BIG5_LEADS,
    **dict.fromkeys(("cp932", "shift_jis"), _JIS_LEADS),
}
_BIG5_TRAILS = frozenset((*range(0x40, 0x7F), *range(0xA1, 0xFF)))
_TRAILS = {
    **dict.fromkeys(("gbk", "gb18030"), frozenset((*range(0x40, 0x7F), *range(0x80, 0xFF)))),
    **dict.fromkeys(("cp950", "big5", "big5hkscs"), _BIG5_TRAILS),
    **dict.fromkeys(("cp932", "shift_jis"), frozenset((*range(0x40, 0x7F), *range(0x80, 0xFD)))),
    **dict.fromkeys(("cp949", "euc_kr"), frozenset((*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0x81, 0xFF)))),
}
_SINGLE_BYTE_HOLES = {"cp1252", "latin-1"}


@dataclass(frozen=True, slots=True)
class Careless:
    """How a decoder treats what it cannot decode.

    lost: what it writes instead.
    pairs: the mark stands for a lead byte and the byte behind it, as in Windows; else for one byte, as in Python.
    private: ``"keep"``, ``"drop"`` or ``"mark"`` the characters of the user-defined area.
    euro: the byte 80 of GBK is the euro sign.
    ascii: an ASCII byte behind a lead byte is read by itself, as in browsers; else the pair is lost.
    formed: a mark stands for a pair only where its bytes can be one, as in Java, MySQL and Ruby; else for one byte.
    alone: a byte that begins no pair is lost, or read as a control, by itself; so it is in nearly all programs.
    """

    lost: str = "\ufffd"
    pairs: bool = False
    private: str = "mark"
    euro: bool = False
    ascii: bool = False
    formed: bool = False
    alone: str | None = None


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
        if read or (how.alone is not None and data[at] not in _LEADS[codec]):
            out.append(read or how.alone or "")
            at += 1
            continue
        pair = data[at : at + 2]
        read = _pair(pair, codec, how)
        if read and (how.private == "keep" or not _is_private(read)):
            out.append(read)
            at += 2
        elif read and how.private == "drop":
            at += 2
        else:
            out.append(how.lost)
            at += 2 if _takes_both(pair, codec, how) else 1
    return "".join(out)


def _single(data: bytes, codec: str) -> str:
    """Decode the bytes of one character, "" where the codec has none."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""


def _takes_both(pair: bytes, codec: str, how: Careless) -> bool:
    """Tell whether a decoder that cannot read a pair goes on behind it."""
    if len(pair) < 2:  # noqa: PLR2004 - a pair
        return False
    if how.formed:
        return pair[0] in _LEADS[codec] and pair[1] in _TRAILS[codec]
    return how.pairs and not (how.ascii and pair[1] < 0x80)  # noqa: PLR2004 - ASCII


def _pair(pair: bytes, codec: str, how: Careless) -> str:
    if len(pair) < 2:  # noqa: PLR2004 - a pair
        return ""
    if codec in {"cp950", "cp949"} and how.private != "mark" and pair in user_defined(codec):
        return user_defined(codec)[pair]
    read = _single(pair, codec) or (BESIDES.get(pair, "") if codec == "big5hkscs" else "")
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
        return as_browsers_do(data, read)
    if read in DOUBLE_BYTE:
        return read_double_byte(data, read, how)
    return data.decode(read, "replace").replace("\ufffd", how.lost)


def as_browsers_do(data: bytes, codec: str) -> str:
    r"""Decode a codec of single bytes as browsers and Windows do: what it leaves open is a C1 control.

    >>> as_browsers_do(b"\x98", "cp1251"), as_browsers_do(b"\x81", "cp1252")
    ('\x98', '\x81')
    """
    return "".join(bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in data)
