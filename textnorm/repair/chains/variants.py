"""Which of the codecs of a family wrote a text, by the characters that only one of them has."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import DOUBLE, HONG_KONG, OWN, PRIVATE, read_pairs, wrong_codec
from textnorm.repair.chains.single_bytes import ZCARON
from textnorm.repair.double_byte import NONE
from textnorm.repair.latin_bytes import SPECIAL

if TYPE_CHECKING:
    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["lost_controls", "variant_of", "variants_of"]

#: What the bytes 80 to 9F are in Latin-1 and in Windows-1252; and how many characters above ASCII have one of them in
#: all likelihood: of the bytes behind a lead byte in UTF-8 half are such.
_TOP = re.compile(f"[\x80-\x9f{SPECIAL}]")
_HIGH, _MANY = re.compile("[\xa1-\xff]"), 12
_CONTROLS = frozenset(range(0x80, 0xA0))


def variant_of(codec: WrongCodec, seen: str) -> WrongCodec:
    """Return the codec of a family that wrote a text: GB 18030 keeps the user-defined area, Windows-1252 has Ž.

    >>> [variant_of(wrong_codec("gbk"), seen).name for seen in ("澶у?", "澶у\ue63f鏁扮殑")]
    ['gbk', 'gb18030']
    >>> [variant_of(wrong_codec("cp950"), seen).name for seen in ("璊堪", "璊\uf6d0堪", "璊㖭堪")]
    ['cp950', 'cp950, user-defined', 'cp950, Hong Kong']
    """
    if not kernel.weigh(seen, _telling(codec.name)):
        return codec
    if codec.name == "gbk" and PRIVATE.search(seen):
        return wrong_codec("gb18030")
    if codec.name + OWN in DOUBLE and PRIVATE.search(seen):
        return wrong_codec(codec.name + OWN)
    if codec.name == "cp950" and not _hong_kong()[0].isdisjoint(seen):
        return wrong_codec(codec.name + HONG_KONG)
    if codec.name == "cp1252" and ("Ž" in seen or "ž" in seen):
        return _with_zcaron()
    return codec


def variants_of(codec: WrongCodec, seen: str) -> tuple[WrongCodec, ...]:
    """Return the codecs of a family that may have written a text, where its characters leave that open.

    Kana, Cyrillic and numbers in circles have other bytes in Big5 as browsers know it than in older programs.

    >>> [one.name for one in variants_of(wrong_codec("cp950"), "植涴爵厘ゴ軗")]
    ['cp950', 'cp950, Hong Kong']
    """
    if codec.name == "cp1252" and lost_controls(seen):
        return (_latin(),) if len(_HIGH.findall(seen)) >= _MANY else (codec, _latin())
    if not kernel.weigh(seen, _telling(codec.name)):
        return (codec,)
    variant = variant_of(codec, seen)
    if variant.name == "cp950" and not _hong_kong()[1].isdisjoint(seen):
        return variant, wrong_codec("cp950" + HONG_KONG)
    return (variant,)


def lost_controls(seen: str) -> bool:
    """Tell whether what Latin-1 has from 80 to 9F is missing in a text, and what Windows-1252 has there, too.

    >>> lost_controls("ä½å¥½"), lost_controls("ä¸æ–‡")
    (True, False)
    """
    return not _TOP.search(seen)


@cache
def _telling(name: str) -> bytes:
    """Return 1 for what may tell a codec from others of its family, by code point; the last one is for all beyond."""
    own = map(chr, range(0xE000, 0xF900)) if name == "gbk" or name + OWN in DOUBLE else ()
    there = _hong_kong()[0] | _hong_kong()[1] if name == "cp950" else ()
    marks = bytearray(0x10000)
    for char in (*own, *there, *("Žž" if name == "cp1252" else "")):
        marks[min(ord(char), 0xFFFF)] = 1
    return bytes(marks)


@cache
def _hong_kong() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that Big5 has in Hong Kong only, and those that have other bytes there."""
    usual, there = wrong_codec("cp950").codes, wrong_codec("cp950" + HONG_KONG).codes
    known = {char for variant in DOUBLE["cp950"][0] for char in read_pairs(variant)}
    only = frozenset(read_pairs("big5hkscs")) - known - {NONE}
    return only, frozenset(char for char, found in there.items() if char in known and usual[char][0] != found[0])


@cache
def _with_zcaron() -> WrongCodec:
    codec = wrong_codec("cp1252")
    return replace(codec, singles=codec.singles | ZCARON)


@cache
def _latin() -> WrongCodec:
    """Return Latin-1 as programs write it that drop or mark the controls from 80 to 9F."""
    codec = wrong_codec("cp1252")
    return replace(codec, name="cp1252, controls", singles=codec.singles - _CONTROLS)
