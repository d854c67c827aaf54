r"""Bytes that a text writes out (``\xe4``, ``\344``, ``=E4``), and the characters they are together.

A character of two to four bytes may be written half as escapes and half as plain ASCII (the trail
byte of ``\x8cW`` is a letter), so bytes are aligned with the places they stand in.
"""

from __future__ import annotations

from bisect import bisect_left
from codecs import getincrementaldecoder
from itertools import accumulate
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.escaped.reading import ascii_length, chinese_length, is_chinese_text, reads_as_chinese, total_bits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Aligned", "Octets", "aligned", "choose", "decode", "escaped_spans", "text_of"]

#: In the order in which they are tried; UTF-8 proves itself by its form, of the others the likelier text wins.
_CODECS = ("utf-8", "gb18030", "cp950", "big5hkscs")
#: Of fewer Chinese characters nobody can tell whether they are in this codec: any two bytes make some character.
_LEAST = 2

#: One decoded character (two where a codec writes them with one pair), and where its bytes start and end.
Aligned = tuple[str, int, int]


class Octets:
    r"""Bytes that a text writes one behind the other, and where it writes each: a column of places beside one of bytes.

    >>> octets = Octets()
    >>> octets.write(b"\xd6\xd0", 0, 4)
    >>> octets.write(b"a", 8, 1)
    >>> octets.data, octets.starts, octets.ends
    (bytearray(b'\xd6\xd0a'), [0, 4, 8], [4, 8, 9])
    """

    __slots__ = ("breaks", "data", "ends", "starts")

    def __init__(self) -> None:
        """Start without any."""
        self.data = bytearray()
        self.starts: list[int] = []
        self.ends: list[int] = []
        #: Places that stand for no byte (a soft line break), each behind how many bytes.
        self.breaks: list[tuple[int, int, int]] = []

    def __bool__(self) -> bool:
        """Tell whether anything is written."""
        return bool(self.data or self.breaks)

    @property
    def high(self) -> bool:
        """Whether a byte is above ASCII."""
        return not self.data.isascii()

    def write(self, data: bytes, start: int, width: int) -> None:
        """Add bytes, the first one written at ``start``, each in ``width`` code points."""
        end = start + width * len(data)
        self.data += data
        self.starts += range(start, end, width)
        self.ends += range(start + width, end + width, width)

    def read(self, text: str, start: int, end: int, sign: str, base: int) -> Octets:
        """Add the bytes of ``text[start:end]``, all of ASCII, where those behind a sign are numbers to a base."""
        data, starts, ends = kernel.octets(text, start, end, sign, base)
        self.data += data
        self.starts += starts
        self.ends += ends
        return self

    def skip(self, start: int, end: int) -> None:
        """Add a place that stands for no byte."""
        self.breaks.append((len(self.data), start, end))


def decode(octets: Octets, codec: str) -> list[Aligned] | None:
    r"""Return the characters of bytes that are valid in a codec, each with its place; None for other bytes.

    >>> octets = Octets()
    >>> octets.write(b"\xd6\xd0", 0, 4)
    >>> octets.write(b"a", 8, 1)
    >>> decode(octets, "gb18030"), decode(octets, "utf-8")
    ([('中', 0, 8), ('a', 8, 9)], None)
    """
    try:
        text = octets.data.decode(codec)
    except UnicodeDecodeError:
        return None
    return aligned(octets, text, codec)


def aligned(octets: Octets, text: str, codec: str) -> list[Aligned]:
    r"""Return the characters of ``text``, which the bytes are in a codec, each with its place.

    >>> octets = Octets()
    >>> octets.write(b"\xe4\xb8\xad", 0, 3)  # %E4%B8%AD
    >>> octets.write(b"a", 9, 1)
    >>> aligned(octets, "中a", "utf-8")
    [('中', 0, 9), ('a', 9, 10)]
    """
    known = _sizes(octets.data, text, codec)
    characters, sizes = _one_by_one(octets.data, codec) if known is None else (text, known)
    behind = list(accumulate(sizes))
    starts, ends = octets.starts, octets.ends
    begins = [starts[at] for at in (0, *behind[:-1])] if behind else []
    found: list[Aligned] = list(zip(characters, begins, [ends[at - 1] for at in behind], strict=True))
    return _with_breaks(octets, found, [0, *behind]) if octets.breaks else found


def _with_breaks(octets: Octets, found: Sequence[Aligned], bounds: Sequence[int]) -> list[Aligned]:
    """Return characters with the places without a byte that stand between them; others are part of a character."""
    mixed: list[Aligned] = []
    at = 0
    for behind, start, end in octets.breaks:
        place = bisect_left(bounds, behind)
        if bounds[place] == behind:
            mixed += (*found[at:place], ("", start, end))
            at = place
    return [*mixed, *found[at:]]


def _sizes(data: bytes | bytearray, text: str, codec: str) -> list[int] | None:
    """Return how many bytes each character has; None where a codec wrote two with one pair."""
    if codec == "utf-8":
        return [1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4 for char in text]
    if len(data) == 2 * len(text) - ascii_length(text):
        return [1 if char < "\x80" else 2 for char in text]
    return [1 if char < "\x80" else len(char.encode(codec)) for char in text] if codec == "gb18030" else None


def _one_by_one(data: bytes | bytearray, codec: str) -> tuple[list[str], list[int]]:
    """Return the characters of valid bytes in a codec that writes two with one pair, and how many bytes each has."""
    decoder = getincrementaldecoder(codec)()
    found: list[str] = []
    sizes: list[int] = []
    size = 0
    for byte in data:
        size += 1
        characters = decoder.decode(bytes((byte,)))
        if characters:
            found.append(characters)
            sizes.append(size)
            size = 0
    return found, sizes


def text_of(characters: Iterable[Aligned]) -> str:
    """Return the characters together.

    >>> text_of([("中", 0, 9), ("a", 9, 10)])
    '中a'
    """
    return "".join([one for one, _, _ in characters])


def choose(pieces: Sequence[Octets]) -> list[list[Aligned]] | None:
    """Return what all pieces say in the one codec that makes Chinese text of them; None where none does.

    GB18030 decodes most pairs of bytes and Big5 many, so that their text must read as Chinese, too; of
    both, that with the likelier text is taken.

    >>> octets = Octets()
    >>> octets.write("请先保存文件".encode("gb18030"), 0, 3)
    >>> [text_of(piece) for piece in choose([octets])]
    ['请先保存文件']
    """
    best: tuple[str, list[str]] | None = None
    least = 0.0
    seen: set[str] = set()
    for codec in _CODECS:
        try:
            texts = [piece.data.decode(codec) for piece in pieces]
        except UnicodeDecodeError:
            continue
        text = "".join(texts)
        if text in seen:
            continue
        seen.add(text)
        if not _is_chinese(text, codec):
            continue
        bits = 0.0 if codec == "utf-8" else total_bits(text)
        if best is None or bits < least:
            best, least = (codec, texts), bits
        if codec == "utf-8":
            break
    if best is None:
        return None
    codec, texts = best
    return [aligned(piece, text, codec) for piece, text in zip(pieces, texts, strict=True)]


def _is_chinese(text: str, codec: str) -> bool:
    """Tell whether most of what is not ASCII is Chinese, hardly any odd, and, but for UTF-8, likely as it stands."""
    chinese, foreign = chinese_length(text), len(text) - ascii_length(text)
    if chinese <= foreign / 2 or not is_chinese_text(text):
        return False
    return codec == "utf-8" or (chinese >= _LEAST and reads_as_chinese(text))


def escaped_spans(characters: Iterable[Aligned], line: str, *, ascii_too: bool) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the places that are escaped, those that touch together.

    ascii_too: also where nothing but signs of ASCII is escaped.

    >>> line = "%D6%D0文"
    >>> list(escaped_spans([("中", 0, 6), ("文", 6, 7)], line, ascii_too=False))
    [(0, 6, '中')]
    """
    run: list[str] = []
    first = last = 0
    for char, start, end in characters:
        escaped = end - start > 1 or line[start:end] != char
        if run and (not escaped or last != start):
            yield from _span(first, last, run, ascii_too=ascii_too)
            run = []
        if escaped:
            first = first if run else start
            run.append(char)
            last = end
    yield from _span(first, last, run, ascii_too=ascii_too)


def _span(start: int, end: int, run: Sequence[str], *, ascii_too: bool) -> Iterator[tuple[int, int, str]]:
    after = "".join(run)
    if run and (ascii_too or not after.isascii() or "" in run):
        yield start, end, after
