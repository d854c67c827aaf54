"""What decoders lose: whether a mark stands for a byte or for a pair, and which pairs a codec has no character for."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.chains.codecs import PRIVATE
from textnorm.repair.double_byte import FIRSTS, SECONDS, characters_of_pairs

if TYPE_CHECKING:
    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["Losses", "Pairs", "alone_unreadable", "keeps_line_feeds", "leads", "unreadable_pairs"]

_HIGH, _LAST = 0x80, 0xFF
_EURO = "€"
#: What stands before a mark at the end of a line, or before that; the first two bytes of a character of three; and how
#: many of such marks follow these where line feeds are kept: of 80 documents 53 to 100 in 100, where they are swallowed
#: 0 to 43.  Where bytes leave no mark it is 40 to 100 and 0 to 17 of all lines.
_ENDS_IN_A_MARK, _TWO_OF_THREE = re.compile("(.)[?\ufffd]\n"), re.compile(b"[\xe0-\xef][\x80-\xbf]")
_ENDS, _ALONE, _ALONE_UNMARKED = re.compile("(.)\n"), 0.48, 0.3
#: The bytes above ASCII that text in any of the true codecs has, and those that can be second.
_POSSIBLE = tuple(range(0x80, 0xFF))
_SECONDS = (*range(0x40, 0x7F), *_POSSIBLE)


class Losses(NamedTuple):
    """What a decoder did with bytes that it could not read.

    pairs: a mark stands for two bytes, as in Windows; else for one, as in Python.
    dropped: bytes were lost without a mark.

    >>> Losses(pairs=True).pairs
    True
    """

    pairs: bool = False
    dropped: bool = False


class Pairs(Enum):
    """Which pairs that a codec cannot read are meant: all, those of the user-defined area, or the others."""

    ALL = auto()
    PRIVATE = auto()
    UNASSIGNED = auto()


def keeps_line_feeds(text: str, codec: WrongCodec) -> bool:
    r"""Tell whether lines of UTF-8 end in a byte alone: then that swallowed no line feed as the second of a pair.

    So do decoders that mark bytes, and all where a program reads line after line.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [keeps_line_feeds(text, wrong_codec("gbk")) for text in ("寰堝ソ銆?\n", "濂姐?\n")]
    [True, False]
    """
    if not codec.double:
        return False
    codes = codec.codes
    marked = _ENDS_IN_A_MARK.findall(text)
    before = marked or _ENDS.findall(text)
    alone = sum(_TWO_OF_THREE.fullmatch(codes.get(char, (b"",))[0]) is not None for char in before)
    return alone > (_ALONE if marked else _ALONE_UNMARKED) * len(before)


def with_wide_euro(codec: WrongCodec, losses: Losses, seen: str) -> tuple[WrongCodec, ...]:
    r"""Return a codec with the pair of the euro sign before the single byte, where bytes were dropped, or nothing.

    GB 18030 has that pair, A2 E3, and in UTF-8 the rest of a full stop or comma may follow: where a decoder drops
    that, what is left may be a whole character with the single byte, as 靀 is of 面。

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [one.encode("€") for one in with_wide_euro(wrong_codec("gbk"), Losses(dropped=True), "€")]
    [b'\xa2\xe3']
    """
    if not (losses.dropped and _EURO in seen and len(codec.codes.get(_EURO, ())) > 1):
        return ()
    return (_wide(codec),)


@cache
def _wide(codec: WrongCodec) -> WrongCodec:
    return replace(codec, codes={**codec.codes, _EURO: codec.codes[_EURO][::-1]})


@cache
def _private_seconds() -> dict[int, set[int]]:
    """Return for each first byte of GBK the second ones with which Windows reads it as private use, as GB 18030 does.

    These are the three user-defined areas, and holes between signs that no standard of the time had filled.
    """
    found: dict[int, set[int]] = {}
    for private in PRIVATE.finditer(characters_of_pairs("gb18030")):
        first, second = divmod(private.start(), len(SECONDS))
        found.setdefault(FIRSTS[first], set()).add(SECONDS[second])
    return found


@cache
def leads(codec: WrongCodec) -> bytes:
    """Return the first bytes above ASCII that begin a character of a codec.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [hex(first) for first in (leads(wrong_codec("gbk"))[0], leads(wrong_codec("cp950"))[0])]
    ['0x81', '0xa1']
    """
    return bytes(first for first in range(_HIGH, 0x100) if codec.readable[first])


@cache
def alone_unreadable(codec: WrongCodec) -> bytes:
    """Return the bytes that text can have and that neither begin a character of a codec nor are one.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [0x80 in alone_unreadable(wrong_codec(name)) for name in ("cp950", "cp1252")]
    [True, False]
    """
    return bytes(byte for byte in _POSSIBLE if not codec.readable[byte] and byte not in codec.singles)


@cache
def unreadable_pairs(codec: WrongCodec, kind: Pairs) -> tuple[tuple[bytes, bytes], ...]:
    r"""Return the pairs above ASCII that a codec has no character for, as products of two sets.

    Rows of GBK that are partly assigned are told apart; those of the others, of which UTF-8 loses far more, are
    taken together, which allows some pairs too many.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> firsts, seconds = unreadable_pairs(wrong_codec("gbk"), Pairs.PRIVATE)[0]
    >>> bytes((firsts[0], seconds[0])).decode("gb18030")
    '\ue4c6'
    """
    groups: dict[bytes, list[int]] = {}
    for first in _POSSIBLE:
        if first in codec.singles or first == _LAST:
            continue
        private = _private_seconds().get(first, set()) if codec.name == "gbk" else set()
        unreadable = [second for second in _SECONDS if second not in codec.readable[first]]
        if kind is not Pairs.ALL:
            unreadable = [second for second in unreadable if (second in private) is (kind is Pairs.PRIVATE)]
        seconds = bytes(unreadable)
        groups.setdefault(seconds, []).append(first)
    if codec.name != "gbk" and kind is Pairs.ALL:
        whole = groups.pop(bytes(_SECONDS), [])
        most = max(groups, key=lambda seconds: len(groups[seconds]))
        usual = {most: groups.pop(most)}
        rest = sorted({first for firsts in groups.values() for first in firsts})
        missing = bytes(sorted({second for seconds in groups for second in seconds}))
        found = ((bytes(_SECONDS), whole), *usual.items(), (missing, rest))  # the first may be what is missing, too
    else:
        found = tuple(groups.items())
    return tuple((bytes(firsts), seconds) for seconds, firsts in found if seconds and firsts)
