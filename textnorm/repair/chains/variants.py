"""Which of the codecs of a family wrote a text, by the characters that only one of them has."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import DOUBLE, HONG_KONG, OWN, PRIVATE, ZCARON, read_pairs, wrong_codec
from textnorm.repair.double_byte import NONE

if TYPE_CHECKING:
    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["variant_of", "variants_of"]


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
    if not kernel.weigh(seen, _telling(codec.name)):
        return (codec,)
    variant = variant_of(codec, seen)
    if variant.name == "cp950" and not _hong_kong()[1].isdisjoint(seen):
        return variant, wrong_codec("cp950" + HONG_KONG)
    return (variant,)


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
