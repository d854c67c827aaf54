"""The true codec: which characters the bytes of a graph can spell.

Where all bytes of a character are known there is one; where some are lost, the characters that
Chinese texts use and that fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm.model.lattice import Lattice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textnorm.model.forms import DocumentForms
    from textnorm.repair.mojibake_graph import ByteGraph

__all__ = ["TrueCodec", "true_codec", "used_characters"]

_HIGH = 0x80
_TRAILS = {
    "utf-8": bytes(range(0x80, 0xC0)),
    "gb18030": bytes((*range(0x40, 0x7F), *range(0x80, 0xFF))),
    "cp950": bytes((*range(0x40, 0x7F), *range(0xA1, 0xFF))),
}


@cache
def used_characters() -> dict[str, float]:
    """Return the characters that Chinese texts use, Han and others, with their bits without context.

    Source: ``data/decode-characters.txt``, whose header names the texts.
    """
    text = files("textnorm").joinpath("data").joinpath("decode-characters.txt").read_text(encoding="utf-8")
    section = text.partition("[characters]\n")[2].partition("[pairs]\n")[0]
    used: dict[str, float] = {}
    for line in section.splitlines():
        bits, _, characters = line.partition("\t")
        used |= dict.fromkeys(characters, float(bits))
    return used


class Index:
    """Characters of one length in bytes, found by the sets that their bytes are in.

    A set of characters is a number with a bit for each.
    """

    def __init__(self, codes: Sequence[tuple[str, bytes]]) -> None:
        """Index characters by their bytes."""
        self.characters = "".join(char for char, _ in codes)
        self.every = (1 << len(codes)) - 1
        self._by_byte: dict[tuple[int, int], int] = {}
        for i, (_, code) in enumerate(codes):
            for place, byte in enumerate(code):
                self._by_byte[place, byte] = self._by_byte.get((place, byte), 0) | 1 << i
        self._known: dict[tuple[int, bytes], int] = {}

    def having(self, place: int, data: bytes) -> int:
        """Return the characters with one of ``data`` in a place."""
        found = self._known.get((place, data))
        if found is None:
            found = 0
            for byte in data:
                found |= self._by_byte.get((place, byte), 0)
            self._known[place, data] = found
        return found


@dataclass(frozen=True, eq=False)
class TrueCodec:
    """What is needed to spell characters from bytes.

    name: of Python's codec.
    lengths: the number of bytes of a character by its first byte, 0 where none begins so.
    trails: the bytes that can be behind the first one.
    index: the characters in use by the number of their bytes.
    """

    name: str
    lengths: Callable[[int], int]
    trails: bytes
    index: dict[int, Index]

    def lattice(self, graph: ByteGraph, forms: DocumentForms) -> Lattice:
        """Return all texts that the bytes of ``graph`` spell, in the forms that the document writes."""
        edges = graph.edges
        lattice = Lattice(max(1, graph.last))
        reached = bytearray(len(edges))
        reached[0] = 1
        for node in range(len(edges)):
            if not reached[node]:
                continue
            for data, behind, bits in edges[node]:
                if not data:
                    lattice.add(node, behind, "", bits)
                    reached[behind] = 1
                    continue
                for end, characters, costs in self._spelt(edges, data, behind, bits, forms):
                    lattice.extend(node, end, characters, costs)
                    reached[end] = 1
        return lattice

    def _spelt(
        self, edges: list[list[tuple[bytes, int, float]]], data: bytes, behind: int, bits: float, forms: DocumentForms
    ) -> Iterator[tuple[int, str, float | Sequence[float]]]:
        if len(data) == 1 and data[0] < _HIGH:
            yield behind, chr(data[0]), bits
            return
        low = bytes(byte for byte in data if byte < _HIGH) if len(data) > 1 else b""
        if low:
            yield behind, low.decode(), bits
        by_length: dict[int, list[int]] = {}
        for byte in data:
            length = self.lengths(byte) if byte >= _HIGH else 0
            if length:
                by_length.setdefault(length, []).append(byte)
        for length, firsts in by_length.items():
            for sets, end, paid in _paths(edges, behind, length - 1, self.trails):
                yield from self._fitting((bytes(firsts), *sets), end, bits + paid, forms)

    def _fitting(
        self, sets: tuple[bytes, ...], end: int, bits: float, forms: DocumentForms
    ) -> Iterator[tuple[int, str, float | Sequence[float]]]:
        if all(len(one) == 1 for one in sets):
            char = self.decode(b"".join(sets))
            if char:
                yield end, char, bits
            return
        found = _fitting(self, sets)
        if found:
            costs = forms.bits(found)
            yield end, found, [bits + cost for cost in costs] if bits else costs

    def decode(self, data: bytes) -> str:
        """Return the character with these bytes, "" where there is none."""
        return _decode(self.name, data)

    def fitting(self, sets: tuple[bytes, ...]) -> str:
        """Return the characters in use whose bytes are in ``sets``, one after the other."""
        index = self.index.get(len(sets))
        if index is None:
            return ""
        left = index.every
        for place, one in enumerate(sets):
            left &= index.having(place, one)
        found = []
        while left:
            lowest = left & -left
            found.append(index.characters[lowest.bit_length() - 1])
            left ^= lowest
        return "".join(found)


@cache
def _decode(name: str, data: bytes) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 and text.isprintable() else ""


@cache
def _fitting(codec: TrueCodec, sets: tuple[bytes, ...]) -> str:
    return codec.fitting(sets)


@cache
def _inside(data: bytes, allowed: bytes) -> bytes:
    return bytes(byte for byte in data if byte in allowed)


def _paths(
    edges: list[list[tuple[bytes, int, float]]], node: int, length: int, trails: bytes
) -> Iterator[tuple[tuple[bytes, ...], int, float]]:
    """Yield the sets of the next ``length`` trail bytes, the node behind them and bits."""
    if not length:
        yield (), node, 0.0
        return
    for data, behind, bits in edges[node]:
        if not data:
            for sets, end, paid in _paths(edges, behind, length, trails):
                yield sets, end, paid + bits
        elif fitting := _inside(data, trails):
            for sets, end, paid in _paths(edges, behind, length - 1, trails):
                yield (fitting, *sets), end, paid + bits


def _utf8_length(byte: int) -> int:
    if 0xC2 <= byte <= 0xDF:  # noqa: PLR2004 - Unicode standard, table 3-7
        return 2
    if 0xE0 <= byte <= 0xEF:  # noqa: PLR2004
        return 3
    return 4 if 0xF0 <= byte <= 0xF4 else 0  # noqa: PLR2004


def _pair_length(byte: int) -> int:
    return 2 if 0x81 <= byte <= 0xFE else 0  # noqa: PLR2004 - the lead bytes of GBK and Big5


@cache
def true_codec(name: str) -> TrueCodec:
    """Return what spells characters in ``"utf-8"``, ``"gb18030"`` or ``"cp950"``."""
    by_length: dict[int, list[tuple[str, bytes]]] = {}
    for char in used_characters():
        code = char.encode(name, "ignore")
        by_length.setdefault(len(code), []).append((char, code))
    lengths = _utf8_length if name == "utf-8" else _pair_length
    return TrueCodec(name, lengths, _TRAILS[name], {length: Index(codes) for length, codes in by_length.items()})
