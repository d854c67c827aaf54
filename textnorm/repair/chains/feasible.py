"""Which chains can have made a suspect core at all, told from a few characters, before anything is searched.

Most of what the scan suspects in clean texts ends here: its bytes are no text in any other codec.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import MARKS, is_marked, wrong_codec
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.native import half_width, is_strict_korean, may_have_read
from textnorm.repair.chains.true import used_characters
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["EAST", "EAST_RANGES", "feasible_cores", "is_mostly_utf8", "is_too_little", "was_lost_before"]

#: What Chinese text is made of: Han characters and all that stands beside them, kana, Hangul; first and last ones.
EAST_RANGES = (
    *((0x2010, 0x2027), (0x2190, 0x2193), (0x2460, 0x24FF), (0x3000, 0x30FF), (0x3400, 0x9FFF)),
    *((0xAC00, 0xD7A3), (0xFF00, 0xFFE6), (0x1F300, 0x3FFFF)),
)
EAST = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in EAST_RANGES)}]")
#: From so many marks for lost bytes on, and from which share of a stretch, too little is left to read.  Of UTF-8 read
#: as GBK or Shift-JIS a tenth of the characters are marks, and never more than a quarter; read as Big5, two thirds.  Of
#: Big5 read as GBK it is a quarter, and never half; read as Korean a seventh, and where more is lost a narrower codec
#: read it, which lost other bytes.
_MANY, _MOST_LOST, _MOST_LOST_PAIRS, _MOST_LOST_BIG5, _MOST_LOST_KOREAN = 4, 0.4, 0.5, 0.8, 0.25
#: The same number for UTF-16 with its bytes swapped, of which only half a surrogate pair leaves a mark.
_MANY_SWAPPED = 2
#: The bytes of a Chinese character in UTF-8, how many such characters tell, and which share of all bytes.
_SIZE, _SOME, _MOST = 3, 2, 0.5
#: The first two bytes of U+FFFD in UTF-8, read as GBK and as Big5: the text was lost before.
_AS_GBK = "锟"
_REREAD = {_AS_GBK: "gbk", "嚙": "cp950"}
#: What Python decodes bytes as that are in no character (``surrogateescape``), and how many of these a pair that was
#: lost without a mark leaves of its two characters.
_FIRST_BROKEN, _LAST_BROKEN, _PAIR = 0xDC80, 0xDCFF, 4
#: So many kana of half width, and this share, are none of swapped UTF-16, which has as many characters of any row.
_KANA, _MUCH_KANA = 2, 0.25
#: The code points of the basic plane, in which nearly all characters are that Chinese texts use; the first one of three
#: bytes in UTF-8.
_POINTS, _THREE_BYTES = 0x10000, 0x800
#: From which share of marks on a core was lost before, and up to which share of characters of three bytes.  Of 206
#: cores of GBK read as UTF-8 and then as GBK 194 are left out, of 613 of UTF-8 read as GBK or GB 18030 twice none;
#: these have at most half as many marks, and twice as many of the others.
_MOSTLY_LOST, _HARDLY = 0.4, 0.25


def feasible_cores(
    line: str, cores: Sequence[tuple[int, int]], true: str, wrong: WrongCodec
) -> Sequence[tuple[int, int]]:
    """Return the suspect cores of a line that may be ``true`` read as ``wrong``; only what cannot be is ruled out.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> feasible_cores("绯荤粺寮傚父", [(0, 6)], "utf-8", wrong_codec("gbk"))
    [(0, 6)]
    >>> feasible_cores("饕餮梼杌", [(0, 4)], "utf-8", wrong_codec("gbk"))
    []
    """
    if wrong.codes and not wrong.double:
        return cores
    if (true, wrong.family) == ("cp950", "cp949") and _is_marked_by_a_strict_one(line):
        return []
    cores = [core for core in cores if may_have_read(line, core, wrong.family, true)]
    if true == "utf-8":
        return kernel.utf8_cores(code_table(wrong), line, cores, _east())
    return [core for core in cores if _may_be_pairs(line, *core, true, wrong)]


def _is_marked_by_a_strict_one(line: str) -> bool:
    """Tell whether strict EUC-KR, which loses half of Big5, marked a line."""
    return sum(map(line.count, MARKS)) >= _MANY and is_strict_korean(line)


def _may_be_pairs(line: str, start: int, end: int, true: str, wrong: WrongCodec) -> bool:
    """Tell whether a core may be pairs of bytes: characters that Chinese texts use, or marks, which tell nothing."""
    core = line[start:end]
    if not wrong.codes and half_width(core) >= max(_KANA, _MUCH_KANA * len(core)):
        return False  # swapped bytes make characters of all rows alike, and these are all of one
    if is_marked(line[max(0, start - 1) : end + 1]):
        return True
    data = _bytes(core, wrong) if wrong.codes else core.encode("utf-16-le", "ignore")
    if true == "utf-16-be":
        return _is_used(data.decode(true, "replace"))
    return _is_used(data.decode(true, "replace")) or _is_used(data[1:].decode(true, "replace"))


def is_mostly_utf8(core: str, wrong: WrongCodec) -> bool:
    """Tell whether most bytes of a core are Chinese characters in UTF-8, which bytes in another codec hardly ever are.

    Of 1,077 cores of GBK with a lost byte 2 are, of 1,240 of lossy UTF-8 all but 3.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [is_mostly_utf8(core, wrong_codec("gbk")) for core in ("绯荤粺寮傚父", "大家吨勒庵址椒梢越饩鑫侍狻?")]
    [True, False]
    """
    whole, size = kernel.eastern_share(code_table(wrong), core, _east())
    return whole >= _SOME and _SIZE * whole >= _MOST * size


def was_lost_before(core: str) -> bool:
    """Tell whether most of a core was lost before UTF-8 was read as GBK: no chain has anything to read there.

    What marks are in between then show as 锟斤拷.  The rest is what bytes of GBK or Big5 happen to be as UTF-8,
    characters of two bytes; of Chinese text that was misread twice nearly all have three, and few are marks.

    >>> was_lost_before("锟斤拷锟斤拷英锟斤拷锟斤拷"), was_lost_before("閺勩儱銇夐惃鍕锟斤拷濮抽崶")
    (True, False)
    """
    if _AS_GBK not in core:
        return False
    text = _bytes(core, wrong_codec("gbk")).decode("utf-8", "surrogateescape")
    lost = text.count(LOST)
    return lost > _MOSTLY_LOST * len(text) and kernel.weigh(text, _three_bytes()) <= _HARDLY * len(text)


def is_too_little(seen: str, true: str, wrong: WrongCodec) -> bool:
    """Tell whether so much of a stretch is lost that what is left proves nothing.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> [is_too_little(seen, "utf-8", wrong_codec("gbk")) for seen in ("\ufffd\ufffd绯\ufffd绯\ufffd", "绯荤粺寮?")]
    [True, False]
    >>> [is_too_little("锟斤拷\ufffd院", true, wrong_codec("gbk")) for true in ("utf-8", "cp950")]
    [False, True]
    >>> is_too_little("嚙踝蕭\ufffd院", "gb18030", wrong_codec("cp950"))
    True
    """
    marks = sum(map(seen.count, MARKS))
    if marks and any(sign in seen and (true, wrong.name) != ("utf-8", codec) for sign, codec in _REREAD.items()):
        return True  # another chain made of the marks in between what looks like text
    if marks or true != "utf-8" or not wrong.double:
        most = _MOST_LOST_BIG5 if wrong.name == "cp950" and true == "utf-8" else _MOST_LOST
        if true in {"gb18030", "cp950"}:
            most = _MOST_LOST_KOREAN if wrong.family == "cp949" else _MOST_LOST_PAIRS
        many = _MANY_SWAPPED if true == "utf-16-be" else _MANY
        return marks >= many and marks > most * len(seen)
    text = _bytes(seen, wrong).decode("utf-8", "surrogateescape")
    return kernel.weigh(text, _whole_or_broken()) < 0


@cache
def _east() -> bytes:
    """Return 1 for each code point that Chinese text is made of, 0 for the others and for all behind the last one."""
    marks = bytearray(max(last for _, last in EAST_RANGES) + 2)
    for first, last in EAST_RANGES:
        marks[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(marks)


def _bytes(seen: str, wrong: WrongCodec) -> bytes:
    return code_table(wrong).encode(seen, b"\xff")


def _is_used(text: str) -> bool:
    """Tell whether at least half of some characters are such that Chinese texts use."""
    return 2 * kernel.weigh(text, _used()) >= len(text)


@cache
def _used() -> bytes:
    """Return 1 for each code point that Chinese texts use, 0 for the others; the last one stands for all others."""
    marks = bytearray(_POINTS)
    for char in used_characters():
        if ord(char) < _POINTS:
            marks[ord(char)] = 1
    return bytes(marks)


@cache
def _three_bytes() -> bytes:
    """Return 1 for each code point that has three bytes or more in UTF-8, but for the mark and for broken bytes."""
    marks = bytearray(_POINTS)
    marks[_THREE_BYTES:] = b"\1" * (_POINTS - _THREE_BYTES)
    marks[_FIRST_BROKEN : _LAST_BROKEN + 1] = bytes(_LAST_BROKEN + 1 - _FIRST_BROKEN)
    marks[ord(LOST)] = 0
    return bytes(marks)


@cache
def _whole_or_broken() -> bytes:
    """Return how much a character that Chinese texts use says for a stretch, and a broken byte against it."""
    marks = bytearray(_used().replace(b"\1", bytes((_PAIR,))))
    marks[_FIRST_BROKEN : _LAST_BROKEN + 1] = b"\xff" * (_LAST_BROKEN + 1 - _FIRST_BROKEN)  # -1 each
    return bytes(marks)
