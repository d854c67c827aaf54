"""The wrong codecs: which bytes a character was read from, and which bytes each decoder cannot read.

The tables come from Python's codecs.  Where programs differ (the user-defined area of GBK, the byte
80 as the euro sign, the two Big5s) a character has the bytes of every program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.areas import BESIDES, user_defined
from textnorm.repair.double_byte import FIRSTS, NONE, SECONDS, characters_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "DOUBLE",
    "HONG_KONG",
    "MARKS",
    "OWN",
    "PRIVATE",
    "ZCARON",
    "WrongCodec",
    "is_marked",
    "read_pairs",
    "wrong_codec",
]

#: What decoders write for bytes that they cannot read.
MARKS = "?\ufffd"

_ASCII = "".join(map(chr, range(0x80)))
#: Bytes above ASCII.
_HIGH = [bytes((byte,)) for byte in range(0x80, 0x100)]
#: Behind the name of a codec: with the user-defined area, as Windows reads it; with the characters of Hong Kong, as
#: browsers do.
OWN, HONG_KONG = ", user-defined", ", Hong Kong"
#: The double-byte codecs: those that say what is undecodable, for what one of them cannot read may be lost; then
#: others whose characters count too.
DOUBLE = {
    "gbk": (("gbk",), ("gb18030",)),
    "gb18030": (("gb18030",), ()),
    "cp950": (("cp950", "big5"), ("big5hkscs", "cp950" + OWN)),
    "cp950" + OWN: (("cp950" + OWN,), ()),
    "cp950" + HONG_KONG: (("big5hkscs",), ("cp950",)),
    "cp932": (("cp932", "shift_jis"), ()),
    "cp932" + OWN: (("cp932",), ()),
    "cp949": (("cp949",), ("cp949" + OWN,)),
    "cp949" + OWN: (("cp949" + OWN,), ()),
}
#: Shift-JIS has the rare characters of two makers twice.
_REPEATING = frozenset(("cp932",))
#: Bytes that stand alone above ASCII, as the programs of one family read them.
_EURO, _CONTROL = {"€": b"\x80"}, {"\x80": b"\x80"}
_EXTRA_SINGLES = {"gbk": _EURO, "gb18030": _EURO, "cp950": _CONTROL, "cp950" + OWN: _CONTROL}
#: Characters that programs read from the same bytes as another one.
_SAME = {
    "gbk": {"·": "·・", "—": "—―", "～": "～〜", "‖": "‖∥", "￠": "￠¢", "￡": "￡£", "…": "…⋯", "－": "－−"},
    "cp950": {"‧": "‧•", "—": "—─", "～": "～∼", "¯": "¯￣", "〃": "〃"},
    "cp932": {"～": "～〜", "－": "－−", "∥": "∥‖", "―": "―—", "￠": "￠¢", "￡": "￡£", "￢": "￢¬"},
}
_SAME["gb18030"] = _SAME["gbk"]
#: A run of what UTF-16 with its bytes swapped can be read as.
_SWAPPED = re.compile(r"[^\x00-\x4d\x7f]+")
#: Characters for which tables of weights have no place, and one that is none.
_BEYOND, _NOWHERE = re.compile("[\U00010000-\U0010ffff]"), "\uffff"
#: The first code point that may be no ASCII, and those before it that stand in text: of controls the tab alone.
_FIRST, _IN_TEXT = 0x7F, frozenset((9, *range(0x20, 0x7F)))
#: What programs show for the user-defined area of a codec; good text hardly has any.
PRIVATE = re.compile("[\ue000-\uf8ff]")
#: What Windows-1254 leaves open and Windows-1252 does not; the rest of what UTF-8 has they read alike.
ZCARON = frozenset((0x8E, 0x9E))
#: The no-break space of the Macintosh, which programs make a space of: the first byte of 是 in GBK.
_MAC_NO_BREAK = b"\xca"
#: What Windows-1254 has where Windows-1252 has other letters, which UTF-8 of Chinese lacks: so either may have read it.
_TURKISH = {char: char.encode("cp1254") for char in "ĞİŞğış"}


def is_marked(seen: str) -> bool:
    r"""Tell whether a text has marks for bytes that a decoder could not read.

    >>> is_marked("锛?"), is_marked("锛\ufffd"), is_marked("锛")
    (True, True, False)
    """
    return "?" in seen or "\ufffd" in seen


@dataclass(frozen=True, eq=False)
class WrongCodec:
    """A codec that text was read with by mistake.

    name: of Python's codec, and which of its variants.
    codes: the byte sequences that each character was read from; the first is the usual one.
    readable: for each first byte, the second bytes with which it makes a character (double-byte codecs).
    singles: the bytes that are a character by themselves.
    """

    name: str
    codes: Mapping[str, tuple[bytes, ...]]
    readable: tuple[frozenset[int], ...]
    singles: frozenset[int]

    @property
    def family(self) -> str:
        """The name of Python's codec."""
        return self.name.partition(",")[0]

    def runs(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        r"""Return the runs of what it writes in ``text[start:end]``, ASCII and marks for lost bytes among it.

        >>> wrong_codec("cp1252").runs("好: ä½\xa0!", 1), wrong_codec("cp1252").runs("ä好!", 0, 2)
        ([(1, 7)], [(0, 1)])
        """
        if not self.codes:
            return [run.span() for run in _SWAPPED.finditer(text, start, len(text) if end is None else end)]
        seen = _BEYOND.sub(lambda one: " " if one[0] in self.codes else _NOWHERE, text[start:end])
        found = zip(*kernel.suspects(seen, self._written, 1), strict=True)
        return [(start + first, start + last) for first, last in found]

    @cached_property
    def _written(self) -> bytes:
        """For each code point 1 if it writes that, else -1: a run is where they add up without ever falling."""
        weights = bytearray(b"\xff" * (ord(_NOWHERE) + 1))
        for point in (*map(ord, self.codes), 0xFFFD):
            if point < len(weights):
                weights[point] = 1
        weights[:_FIRST] = bytes((1 if char in _IN_TEXT else 0xFF) for char in range(_FIRST))
        return bytes(weights)

    @cached_property
    def double(self) -> bool:
        """Whether a character can have two bytes."""
        return any(self.readable)

    @cached_property
    def several(self) -> frozenset[str]:
        """The characters that it reads from several sequences of bytes."""
        return frozenset(char for char, codes in self.codes.items() if len(codes) > 1)

    @property
    def repeats(self) -> bool:
        """Whether these are hundreds, and of bytes that follow each other in other codecs of pairs all the time."""
        return self.family in _REPEATING

    def unreadable_before(self, second: int | None) -> bytes:
        """Return the bytes above ASCII that cannot be read where ``second`` follows (None: nothing does)."""
        return _unreadable_before(self, second)

    @property
    def groups(self) -> tuple[tuple[bytes, bytes], ...]:
        """The bytes above ASCII that are no character by themselves, those with the same second bytes together."""
        return _groups(self)

    def encode(self, text: str) -> bytes | None:
        r"""Return the usual bytes of ``text``; None where a character has none.

        >>> wrong_codec("gbk").encode("涓€"), wrong_codec("gbk").encode("\ufffd")
        (b'\xe4\xb8\x80', None)
        """
        codes = self.codes
        try:
            return b"".join([codes[char][0] for char in text])
        except KeyError:
            return None


@cache
def _groups(codec: WrongCodec) -> tuple[tuple[bytes, bytes], ...]:
    firsts: dict[frozenset[int], list[int]] = {}
    for first in range(0x80, 0x100):
        if first not in codec.singles:
            firsts.setdefault(codec.readable[first], []).append(first)
    return tuple((bytes(found), bytes(sorted(seconds))) for seconds, found in firsts.items())


@cache
def _unreadable_before(codec: WrongCodec, second: int | None) -> bytes:
    return bytes(
        first
        for first in range(0x80, 0x100)
        if first not in codec.singles and (second is None or second not in codec.readable[first])
    )


@cache
def wrong_codec(name: str) -> WrongCodec:
    r"""Return the tables of a codec, made when first asked for (some milliseconds).

    >>> gbk = wrong_codec("gbk")
    >>> gbk.codes["浣"], gbk.double, wrong_codec("cp1252").double
    ((b'\xe4\xbd',), True, False)
    """
    if name == "utf-16-le":
        return WrongCodec(name, {}, (frozenset(),) * 256, frozenset())
    return _double(name) if name in DOUBLE else _single(name)


def _single(name: str) -> WrongCodec:
    codes: dict[str, list[bytes]] = {}
    for byte in range(0x100):
        data = bytes((byte,))
        char = data.decode(name, "ignore")
        if char:
            codes.setdefault(char, []).append(data)
    singles = frozenset(code[0] for found in codes.values() for code in found)
    # Browsers read what a codec leaves open as controls (WHATWG Encoding Standard), and Latin-1 reads all of them so.
    for byte in range(0x80, 0xA0):
        if byte not in singles or name == "cp1252":
            codes.setdefault(chr(byte), []).append(bytes((byte,)))
    if name == "cp1252":
        singles -= ZCARON
        for char, code in _TURKISH.items():
            codes.setdefault(char, []).append(code)
    if name.startswith("mac"):
        codes[" "].append(_MAC_NO_BREAK)
    return WrongCodec(name, {char: tuple(found) for char, found in codes.items()}, (frozenset(),) * 256, singles)


def _double(name: str) -> WrongCodec:
    codes: dict[str, tuple[bytes, ...]] = {char: (char.encode(),) for char in _ASCII}
    strict, others = DOUBLE[name]
    readable: list[frozenset[int]] = [frozenset(range(0x100))] * 256
    singles = frozenset(range(0x100))
    known = NONE * len(_pairs())
    for variant in (*strict, *others):
        codec = variant.partition(",")[0]
        alone = {char: byte for byte in _HIGH if len(char := byte.decode(codec, "ignore")) == 1 and char != NONE}
        read = read_pairs(variant)
        triples = zip(read, _pairs(), known, strict=True)
        new = [(char, data) for char, data, before in triples if char not in (before, NONE)]
        for char, data in (*alone.items(), *new):
            found = codes.get(char)
            if found is None:
                codes[char] = (data,)
            elif variant in strict and data not in found:
                codes[char] = (*found, data)
        known = read
        if variant in strict:
            singles &= {*range(0x80), *(byte[0] for byte in alone.values())}
            readable = [both & one for both, one in zip(readable, _seconds(read), strict=True)]
    more = {char: pair for pair, char in BESIDES.items()} if name.endswith(HONG_KONG) else {}
    for char, data in (_EXTRA_SINGLES.get(name, {}) | more).items():
        codes[char] = (data, *codes.get(char, ()))
    _add_same(codes, _SAME.get(name.partition(",")[0], {}))
    return WrongCodec(name, codes, tuple(readable), singles)


def _add_same(codes: dict[str, tuple[bytes, ...]], same: Mapping[str, str]) -> None:
    for char, others in same.items():
        for other in others:
            if char in codes and other not in codes:
                codes[other] = codes[char]


@cache
def _pairs() -> list[bytes]:
    return [bytes((first, second)) for first in FIRSTS for second in SECONDS]


@cache
def read_pairs(variant: str) -> str:
    """Return what a variant reads each pair as, a character each, ``NONE`` where it is none.

    >>> len(read_pairs("gbk")) == len(FIRSTS) * len(SECONDS), "中" in read_pairs("gbk")
    (True, True)
    """
    if not variant.endswith(OWN):
        return characters_of_pairs(variant)
    codec = variant.removesuffix(OWN)
    usual, own = characters_of_pairs(codec), user_defined(codec)
    return "".join([own.get(pair, char) for pair, char in zip(_pairs(), usual, strict=True)])


def _seconds(read: str) -> Iterator[frozenset[int]]:
    """Yield the second bytes with which each first byte makes a character."""
    for first in range(0x100):
        at = (first - FIRSTS[0]) * len(SECONDS)
        row = read[at : at + len(SECONDS)] if first in FIRSTS else ""
        yield frozenset(compress(SECONDS, map(NONE.__ne__, row)))
