r"""Blanks and boxes that stand for bytes which a program could not read, in UTF-8 read by a codec of pairs.

A font or an editor shows them for characters of private use and for controls, and what is copied from there has them.
They are told by the bytes around: a character of UTF-8 is unfinished before them or has begun within them, and nowhere
else is any broken.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from textnorm.repair.chains.codecs import MARKS, wrong_codec
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.variants import variant_of
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["CANDIDATES", "with_marks"]

#: The codecs that read pairs, and what UTF-8 read as the second is full of; what stands for what they cannot read.
_USUAL_CODEC, _HALF_WIDTH_CODEC, _HALF_WIDTH = "gbk", "cp932", re.compile("[\uff61-\uff9f]")
_BLANK, _BOXES = " ", "□■▯◻〓"
CANDIDATES = _BLANK + _BOXES
_NO_CHARACTERS = dict.fromkeys(map(ord, CANDIDATES), "\uffff")
#: Blanks but those beside a mark, which tells enough.
_BLANKS = re.compile(f"(?<![{MARKS}]) (?![{MARKS}])")
#: A byte that UTF-8 never has, for each candidate; and one for each character that the codec lacks.
_HERE, _NEVER = b"\xff", b"\xfe"
_QUESTION, _CANDIDATES_HERE = b"?", re.compile(b"\xff+")
#: Where a candidate is beside a character above ASCII.
_SEEN = re.compile(f"[{_BOXES}]|(?<=[^\0-\x7f]) | (?=[^\0-\x7f])")
_ASCII = re.compile(b"[\0-\x7f]")
#: Whole characters, and what is broken between them.
_WHOLE = rb"[\xe0-\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
_BROKEN = re.compile(rb"(?:%b|[\0-\x7f])+|((?:(?!%b)[\x80-\xff])+)" % (_WHOLE, _WHOLE))
_EASTERN = re.compile(rb"[\xe3-\xef][\x80-\xbf]{2}")
#: How many whole characters tell that it is UTF-8, how many broken places without any mark there may be for each one
#: with a candidate; and how many candidates tell by themselves, none of which stands between whole characters: of the
#: blanks of text that lost bytes most do.
_SOME, _OTHERS, _SEVERAL = 3, 0.1, 2
#: The share of bytes above ASCII that whole characters have at least.
_MOST = 0.5
_SIZE = 3


def with_marks(line: str) -> str:
    """Return a line with U+FFFD for such blanks and boxes; its length stays.

    >>> line = "莨夊ｮｮ謾ｹ蛻ｰ荳句壕荳､轤ｹ蜊奇ｼ悟慍轤ｹ霑俶弍莠梧･ｼ逧 蟆丈ｼ夊ｮｮ螳､縲□"
    >>> with_marks(line) == line.replace(" ", "�").replace("□", "�"), with_marks("名 □")
    (True, '名 □')
    """
    if not _SEEN.search(line):
        return line
    codec = variant_of(wrong_codec(_HALF_WIDTH_CODEC if _HALF_WIDTH.search(line) else _USUAL_CODEC), line)
    data = code_table(codec).encode(line.translate(_NO_CHARACTERS), _HERE)
    if data is None or not _is_utf8(data):
        return line
    if not any(_HERE in data[start:end] != _HERE * (end - start) for start, end in _broken(data)):
        return line
    chars = list(line)
    for place in _marks(line, codec):
        chars[place] = LOST
    return "".join(chars)


def _is_utf8(data: bytes) -> bool:
    """Tell whether most bytes above ASCII are of whole characters of UTF-8; boxes are letters of other codecs, too."""
    above = len(data) - len(_ASCII.findall(data)) - data.count(_HERE)
    whole = len(_EASTERN.findall(data))
    return whole >= _SOME and _SIZE * whole >= _MOST * above


def _marks(line: str, codec: WrongCodec) -> list[int]:
    """Return which characters of a line stand for bytes that a codec could not read; none where others do as well."""
    codes = codec.codes
    codes_of = [codes.get(char, (_NEVER,))[0] for char in line]
    boxes = _boxes(line, codes_of)
    open_ones = {match.start() for match in _BLANKS.finditer(line)} | boxes
    found = [_HERE if at in open_ones else code for at, code in enumerate(codes_of)]
    data = b"".join(found)
    ends = list(accumulate(map(len, found)))
    starts = {end - len(code): at for at, (code, end) in enumerate(zip(found, ends, strict=True))}
    marks: list[int] = []
    places: list[tuple[int, int]] = []  # broken ones that have a candidate
    others = 0
    for start, end in _broken(data):
        candidates = [
            (starts[at], is_open) for first, last, is_open in _groups(data, start, end) for at in range(first, last)
        ]
        here = [at for at, is_open in candidates if is_open or at in boxes]
        if len(candidates) == end - start and not here:
            continue  # blanks between whole characters
        marks += here
        places += [(start, end)] if here else []
        others += not (here or _NEVER in data[start:end] or _QUESTION in data[max(0, start - 1) : end + 1])
    inside = {at for at in open_ones if not _is_beside_ascii(line, at)}
    if not marks or (others > _OTHERS * len(places) and (len(inside) < _SEVERAL or not inside <= set(marks))):
        return []
    blanks = {starts[at] for at in _before_words(data, places)} - boxes
    return [at for at in marks if at not in blanks]


def _is_beside_ascii(line: str, at: int) -> bool:
    return any(
        char != _BLANK and char.isascii() and char for char in (line[max(0, at - 1) : at], line[at + 1 : at + 2])
    )


def _boxes(line: str, codes_of: Sequence[bytes]) -> set[int]:
    """Return which boxes are no whole part of UTF-8, nor beside what is: a codec may have them as any character."""
    found = {at for at, char in enumerate(line) if char in _BOXES}
    if not found:
        return found
    broken = bytearray()
    for start, end in _broken(b"".join(codes_of)):
        broken.extend(bytes(start - len(broken)))
        broken.extend(b"\1" * (end - start))
    ends = list(accumulate(map(len, codes_of)))
    return {at for at in found if any(broken[max(0, ends[at] - len(codes_of[at]) - 1) : ends[at] + 1])}


def _broken(data: bytes) -> Iterator[tuple[int, int]]:
    for match in _BROKEN.finditer(data):
        if match[1]:
            yield match.span()


def _groups(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the candidates beside each other in a broken place, and whether a character is unfinished there.

    It has begun before them, or within them and goes on behind.
    """
    for match in _CANDIDATES_HERE.finditer(data, start, end):
        first, last = match.span()
        begun = first > start and data[first - 1 : first] != _NEVER
        yield first, last, begun or (last < end and b"\x80" <= data[last : last + 1] < b"\xc0")


def _before_words(data: bytes, places: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the blanks of the text before words of ASCII: each mark is a byte, and they would be one too many."""
    fitting = [end for start, end in places if (end - start) % _SIZE == 0]
    if 2 * len(fitting) < len(places):
        return
    for start, end in places:
        behind = data[end : end + 1]
        if data.endswith(_HERE * 2, start, end) and behind.isalnum() and (end - 1 - start) % _SIZE == 0:
            yield end - 1
