r"""Bytes that a text writes out (``\xe4``, ``\344``, ``=E4``), and the characters they are together.

A character of two to four bytes may be written half as escapes and half as plain ASCII (the trail
byte of ``\x8cW`` is a letter), so bytes are aligned with the places they stand in before they are decoded.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.escaped.reading import chinese_length, is_chinese_text, reads_as_chinese, total_bits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Aligned", "Unit", "choose", "decode", "escaped_spans", "text_of"]

#: In the order in which they are tried; UTF-8 proves itself by its form, of the others the likelier text wins.
_CODECS = ("utf-8", "gb18030", "cp950", "big5hkscs")
_LEAST = 2


class Unit(NamedTuple):
    """One byte and where the text writes it; ``byte`` is -1 for a place that stands for no byte (a soft line break)."""

    byte: int
    start: int
    end: int


class Aligned(NamedTuple):
    """One decoded character and the place of its bytes."""

    character: str
    start: int
    end: int


def decode(units: Iterable[Unit], codec: str) -> list[Aligned] | None:
    r"""Return the characters of bytes that are valid in a codec, each with its place; None for other bytes.

    >>> units = [Unit(0xD6, 0, 4), Unit(0xD0, 4, 8), Unit(ord("a"), 8, 9)]
    >>> decode(units, "gb18030"), decode(units, "utf-8")
    ([Aligned(character='中', start=0, end=8), Aligned(character='a', start=8, end=9)], None)
    """
    places = list(units)
    try:
        text = bytes(unit.byte for unit in places if unit.byte >= 0).decode(codec)
    except UnicodeDecodeError:
        return None
    if codec not in _SIZES:
        return list(_one_by_one(places, codec))
    sizes = _SIZES[codec]
    characters = iter(text)
    found: list[Aligned] = []
    character = ""
    left = start = 0
    for byte, begins, ends in places:
        if byte < 0:
            if not left:
                found.append(Aligned("", begins, ends))
            continue
        if not left:
            character = next(characters)
            left, start = sizes(character), begins
        left -= 1
        if not left:
            found.append(Aligned(character, start, ends))
    return found


def _one_by_one(units: Iterable[Unit], codec: str) -> Iterator[Aligned]:
    """Yield the characters of valid bytes in a codec that writes two with one pair."""
    decoder = getincrementaldecoder(codec)()
    start = -1
    for byte, begins, ends in units:
        if byte < 0:
            if start < 0:
                yield Aligned("", begins, ends)
            continue
        start = begins if start < 0 else start
        characters = decoder.decode(bytes((byte,)))
        if characters:
            yield Aligned(characters, start, ends)
            start = -1


def _size_in_utf8(character: str) -> int:
    return 1 if character < "\x80" else 2 if character < "\u0800" else 3 if character < "\U00010000" else 4


def _size_in_gb18030(character: str) -> int:
    return 1 if character < "\x80" else len(character.encode("gb18030"))


#: How many bytes a character has in a codec that writes each with its own.
_SIZES = {"utf-8": _size_in_utf8, "gb18030": _size_in_gb18030}


def text_of(aligned: Iterable[Aligned]) -> str:
    """Return the characters together."""
    return "".join(one.character for one in aligned)


def choose(pieces: Sequence[Sequence[Unit]]) -> list[list[Aligned]] | None:
    """Return what all pieces say in the one codec that makes Chinese text of them; None where none does.

    GB18030 decodes most pairs of bytes and Big5 many, so that their text must read as Chinese, too; of
    both, that with the likelier text is taken.
    """
    best: list[list[Aligned]] | None = None
    least = 0.0
    for codec in _CODECS:
        read: list[list[Aligned]] = []
        for piece in pieces:
            found = decode(piece, codec)
            if found is None:
                break
            read.append(found)
        else:
            text = "".join(map(text_of, read))
            if not _is_chinese(text) or (codec != "utf-8" and not _reads_well(text)):
                continue
            if codec == "utf-8":
                return read
            bits = total_bits(text)
            if best is None or bits < least:
                best, least = read, bits
    return best


def _is_chinese(text: str) -> bool:
    """Tell whether most of what is not ASCII is Chinese, and hardly any of it odd."""
    chinese, foreign = chinese_length(text), sum(char > "\x7f" for char in text)
    return chinese > foreign / 2 and is_chinese_text(text)


def _reads_well(text: str) -> bool:
    return chinese_length(text) >= _LEAST and reads_as_chinese(text)


def escaped_spans(aligned: Iterable[Aligned], line: str, *, ascii_too: bool) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the places that are escaped, those that touch together.

    ascii_too: also where nothing but signs of ASCII is escaped.
    """
    run: list[Aligned] = []
    for one in aligned:
        escaped = line[one.start : one.end] != one.character
        if run and (not escaped or run[-1].end != one.start):
            yield from _span(run, ascii_too=ascii_too)
            run = []
        if escaped:
            run.append(one)
    yield from _span(run, ascii_too=ascii_too)


def _span(run: Sequence[Aligned], *, ascii_too: bool) -> Iterator[tuple[int, int, str]]:
    if run and (ascii_too or not all(one.character.isascii() and one.character for one in run)):
        yield run[0].start, run[-1].end, text_of(run)
