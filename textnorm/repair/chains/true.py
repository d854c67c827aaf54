"""The true codec: which characters bytes can spell.

Where all bytes of a character are known there is one; where some are lost, the characters that
Chinese texts use and that fit.
"""

from __future__ import annotations

from array import array
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.double_byte import FIRSTS, NONE, SECONDS, characters_of_pairs

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

__all__ = ["EASTERN", "RARE", "columns", "true_codec", "used_characters"]

#: Behind the name of a codec: lost bytes may have been of any character that GBK or Big5 has.
RARE = ", rare"
#: The same: lost bytes may only have been of characters of three bytes in UTF-8, as nearly all are in Chinese texts.
#: Signs such as ××× recur so often where a name is left out that they fill any gap in which all bytes are lost.
EASTERN, _TWO_BYTES = ", eastern", "\u07ff"
#: The space that is as wide as an ideograph; what other spaces were lost nobody can tell.
_INDENT = "\u3000"

#: The ideographs of the basic plane, and how many bits one has at most that is used although it is not in the table: of
#: held-out utterances in Cantonese 0.4 % of the characters are then in neither, where the table alone lacks 16 %.
_HAN, _DEAREST = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)), 17.5

_TRAILS = {
    "utf-8": bytes(range(0x80, 0xC0)),
    "gb18030": bytes((*range(0x40, 0x7F), *range(0x80, 0xFF))),
    "cp950": bytes((*range(0x40, 0x7F), *range(0xA1, 0xFF))),
}


@cache
def used_characters() -> dict[str, float]:
    """Return the characters that Chinese texts use, Han and others, with their bits without context.

    Source: ``data/decode-characters.txt``, whose header names the texts, and the character model, which knows words
    and speech besides: of what people write in Hong Kong one character in six is not in that table.

    >>> "的" in used_characters(), "睇" in used_characters(), "龘" in used_characters()
    (True, True, False)
    """
    text = files("textnorm").joinpath("data").joinpath("decode-characters.txt").read_text(encoding="utf-8")
    section = text.partition("[characters]\n")[2].partition("[pairs]\n")[0]
    used: dict[str, float] = {}
    for line in section.splitlines():
        bits, _, characters = line.partition("\t")
        used |= dict.fromkeys(characters, float(bits))
    return used | dict(_spoken(used))


def _spoken(used: Container[str]) -> Iterator[tuple[str, float]]:
    """Yield the ideographs beside some used ones that the model knows well enough, with their bits."""
    model = load()
    others = [char for char in map(chr, _HAN) if char not in used]
    for char, form in zip(others, model.forms.document("").bits("".join(others)), strict=True):
        bits = model.unigram_bits(char) + form
        if bits <= _DEAREST:
            yield char, bits


def _utf8_length(byte: int) -> int:
    if 0xC2 <= byte <= 0xDF:  # noqa: PLR2004 - Unicode standard, table 3-7
        return 2
    if 0xE0 <= byte <= 0xEF:  # noqa: PLR2004
        return 3
    return 4 if 0xF0 <= byte <= 0xF4 else 0  # noqa: PLR2004


def _pair_length(byte: int) -> int:
    return 2 if 0x81 <= byte <= 0xFE else 0  # noqa: PLR2004 - the lead bytes of GBK and Big5


@cache
def true_codec(name: str) -> kernel.Alphabet:
    """Return what spells characters in ``"utf-8"``, ``"gb18030"`` or ``"cp950"``; behind it may be one of the above.

    >>> true_codec("gb18030") is true_codec("gb18030")  # made once
    True
    """
    return kernel.Alphabet(*columns(name))


def columns(name: str) -> tuple[bytes, bytes, list[tuple[str, bytes]], array[int] | None]:
    r"""Return what ``kernel.Alphabet`` takes: lengths by the first byte, trails, characters in use, all pairs.

    >>> lengths, trails, used, pairs = columns("gb18030")
    >>> lengths[0xD6], 0xD0 in trails, ("中", b"\xd6\xd0") in used, chr(pairs[0xD6D0])
    (2, True, True, '中')
    """
    codec = name.partition(",")[0]
    lengths = _utf8_length if codec == "utf-8" else _pair_length
    characters = dict.fromkeys((*used_characters(), *(_rare_characters() if name.endswith(RARE) else ())))
    if name.endswith(EASTERN):
        characters = {char: None for char in characters if char > _TWO_BYTES}
    used = [(char, char.encode(codec, "ignore")) for char in characters if char.isprintable() or char == _INDENT]
    return bytes(map(lengths, range(0x100))), _TRAILS[codec], used, None if codec == "utf-8" else _pairs(codec)


def _rare_characters() -> list[str]:
    """Return all characters that GBK or Big5 has."""
    return [chr(point) for name in ("gb18030", "cp950") for point in _pairs(name) if point]


def _pairs(name: str) -> array[int]:
    """Return the code point of each pair of bytes that is a printable character, 0 for the others."""
    found = array("I", [0]) * 0x10000
    pairs = [first << 8 | second for first in FIRSTS for second in SECONDS]
    for pair, char in zip(pairs, characters_of_pairs(name), strict=True):
        if char != NONE and char.isprintable():
            found[pair] = ord(char)
    return found
