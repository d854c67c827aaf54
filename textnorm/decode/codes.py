"""Which bytes make which character, encoding by encoding, as the tables that the kernel reads.

Python's own codecs say it for most.  Two generated tables stand for the encodings it lacks: Big5-UAO
(``data/big5-uao.txt``) and the planes of CNS 11643 (``data/cns11643.txt``).
"""

from __future__ import annotations

import sys
import zlib
from array import array
from functools import lru_cache

from textnorm.kernel import Reader

__all__ = ["CODES_MAGIC", "GB18030_2022", "PAIRED", "cns_planes", "pairs", "reader", "uao_characters"]

#: Shapes of encodings, as ``kernel`` numbers them.
_ONE, _TWO, _QUAD_GB, _QUAD_CNS, _TRIPLE_JIS, _RANDOM, _NOISE, _UTF8, _UTF16LE, _UTF16BE = range(10)
_SHAPES = {
    "gb18030": _QUAD_GB,
    "cp950": _TWO,
    "big5hkscs": _TWO,
    "big5-uao": _TWO,
    "euc-tw": _QUAD_CNS,
    "cp932": _TWO,
    "euc_jp": _TRIPLE_JIS,
    "cp949": _TWO,
    "random": _RANDOM,
    "noise": _NOISE,
    "utf-8": _UTF8,
    "utf-16-le": _UTF16LE,
    "utf-16-be": _UTF16BE,
}
#: Those with characters of two bytes, in the order of ``data/decode.codes``.
PAIRED = tuple(name for name, shape in _SHAPES.items() if shape in {_TWO, _QUAD_GB, _QUAD_CNS, _TRIPLE_JIS})
CODES_MAGIC = b"textnorm codes 2\n"

_SINGLES = {"gb18030": {0x80: "€"}, "cp932": {0xA1 + n: chr(0xFF61 + n) for n in range(63)}}
_BEYOND = 0xFFFF  # stands for every character that one code unit cannot hold
_FIRST_TRAIL = 0x30
_BIG5_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_REPLACEMENT = "\ufffd"

#: What GB 18030-2022 assigns to codes that Python's codec (the edition of 2000) gives to the private use area, and
#: the two codes that the edition of 2005 exchanged.  Source: GB 18030-2022, appendix D, as the WHATWG Encoding
#: Standard has it in its index gb18030.
GB18030_2022: dict[str, str] = {
    **dict(zip(map(chr, range(0xE78D, 0xE797)), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    **dict(zip("\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864", map(chr, range(0x9FB4, 0x9FBC)), strict=True)),
    "\ue7c7": "\u1e3f",
}


def _table(name: str) -> list[tuple[str, str]]:
    """Return the rows of a generated table: what stands before the tab, and the characters."""
    from importlib.resources import files  # noqa: PLC0415 - takes 15 ms, and rare encodings only need it

    text = files("textnorm").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    rows = (line.split("\t", 1) for line in text.split("\n") if line and not line.startswith("#"))
    return [(key, characters) for key, characters in rows]


@lru_cache(maxsize=1)
def uao_characters() -> dict[bytes, str]:
    r"""Return the characters of Big5-UAO by their two bytes.

    >>> uao_characters()[b"\xa4\xa4"], len(uao_characters())
    ('中', 19782)
    """
    return {
        bytes((int(lead, 16), trail)): character
        for lead, characters in _table("big5-uao")
        for trail, character in zip(_BIG5_TRAILS, characters, strict=True)
        if character != _REPLACEMENT
    }


@lru_cache(maxsize=1)
def cns_planes() -> dict[tuple[int, bytes], str]:
    r"""Return the characters of CNS 11643 by plane and by their two bytes, as EUC-TW has them (A1 to FE).

    >>> cns_planes()[1, b"\xc4\xe3"], cns_planes()[2, b"\xa1\xa1"]
    ('中', '乂')
    """
    characters: dict[tuple[int, bytes], str] = {}
    for key, row in _table("cns11643"):
        plane, first = key.split(" ")
        for second, character in enumerate(row, 0xA1):
            if character != _REPLACEMENT:
                characters[int(plane), bytes((int(first, 16), second))] = character
    return characters


def _pairs(codec: str) -> array[int]:
    """Return the characters of all pairs of a Python codec: lead byte less 128, times 256, plus trail byte."""
    table = array("H", bytes(0x10000))
    trails = bytes(range(_FIRST_TRAIL, 0x100))
    rows = bytearray(b"\0\0\n" * len(trails))
    rows[1::3] = trails
    for lead in range(0x81, 0xFF):
        rows[::3] = bytes((lead,)) * len(trails)
        for trail, character in zip(trails, rows.decode(codec, "replace").split("\n"), strict=False):
            if len(character) == 1 and character != _REPLACEMENT:
                table[(lead & 0x7F) << 8 | trail] = min(ord(character), _BEYOND)
    return table


def _put(table: array[int], characters: dict[bytes, str]) -> None:
    for code, character in characters.items():
        table[(code[0] & 0x7F) << 8 | code[1]] = min(ord(character), _BEYOND)


def pairs(encoding: str) -> array[int]:
    """Work out the characters of all pairs of bytes of an encoding; ``reader`` has them from a file.

    >>> chr(pairs("cp950")[(0xA4 & 0x7F) << 8 | 0xA4])
    '中'
    """
    if encoding == "big5-uao":
        table = array("H", bytes(0x10000))
        _put(table, uao_characters())
    elif encoding == "euc-tw":
        table = array("H", bytes(0x10000))
        _put(table, {code: character for (plane, code), character in cns_planes().items() if plane == 1})
    else:
        table = _pairs(encoding)
    if encoding == "gb18030":
        new = {ord(before): ord(after) for before, after in GB18030_2022.items()}
        table = array("H", [new.get(code, code) for code in table])
    return table


@lru_cache(maxsize=1)
def _stored() -> dict[str, tuple[bytes, bytes]]:
    """Return the compressed pairs and classes of each encoding."""
    from importlib.resources import files  # noqa: PLC0415 - takes 15 ms, and UTF-8 needs no table

    from textnorm.model.container import unpack  # noqa: PLC0415 - as above

    data = files("textnorm").joinpath("data/decode.codes").read_bytes()
    sections = unpack(data, CODES_MAGIC, 2 * len(PAIRED))[1]
    return dict(zip(PAIRED, zip(sections[::2], sections[1::2], strict=True), strict=True))


@lru_cache(maxsize=64)
def reader(encoding: str) -> Reader:
    """Return how an encoding makes characters of bytes: for a Python codec of this name, or one of ours.

    A codec that is not listed by name is one of single bytes.

    >>> from textnorm.kernel import prices
    >>> from textnorm.decode.evidence import HANS, HANT, evidence
    >>> gbk, big5 = prices("中文".encode("gbk"), evidence(), [(reader("gb18030"), HANS), (reader("cp950"), HANT)])
    >>> gbk < big5
    True
    """
    shape = _SHAPES.get(encoding, _ONE)
    singles = array("H", bytes(512))
    if shape == _ONE:
        for byte in range(0x80, 0x100):
            character = bytes((byte,)).decode(encoding, "ignore")
            singles[byte] = ord(character) if character >= "\xa0" else 0
    for byte, character in _SINGLES.get(encoding, {}).items():
        singles[byte] = ord(character)
    table = array("H")
    classes = b""
    if encoding in PAIRED:
        pairs_stored, classes = map(zlib.decompress, _stored()[encoding])
        table.frombytes(pairs_stored)
        if sys.byteorder == "big":
            table.byteswap()
    return Reader(shape, singles.tobytes(), table.tobytes(), classes)
