"""The true codec: which characters the bytes of a graph can spell.

Where all bytes of a character are known there is one; where some are lost, the characters that
Chinese texts use and that fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from textnorm.model.lattice import Lattice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textnorm.model.forms import DocumentForms
    from textnorm.repair.mojibake_graph import ByteGraph

__all__ = ["TrueCodec", "true_codec", "used_characters"]

_HIGH = 0x80


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


@dataclass(frozen=True, eq=False)
class TrueCodec:
    """What is needed to spell characters from bytes.

    name: of Python's codec.  decode: a character by its bytes, where they make exactly one.
    by_start: for each known beginning, the characters in use that begin so, with their bytes.
    """

    name: str
    lengths: Callable[[int], int]
    by_start: dict[bytes, tuple[tuple[str, bytes], ...]]

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
            for sets, end, paid in _paths(edges, behind, length - 1):
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

    def fitting(self, sets: tuple[bytes, ...]) -> list[str]:
        """Return the characters in use whose bytes are in ``sets``, one after the other."""
        known = 0
        while known < len(sets) - 1 and len(sets[known]) == 1:
            known += 1
        starts = [b"".join(sets[:known])] if known else [bytes((byte,)) for byte in sets[0]]
        return [
            char
            for char, code in chain.from_iterable(self.by_start.get(start, ()) for start in starts)
            if len(code) == len(sets) and all(byte in one for byte, one in zip(code, sets, strict=True))
        ]


@cache
def _decode(name: str, data: bytes) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 and text.isprintable() else ""


@cache
def _fitting(codec: TrueCodec, sets: tuple[bytes, ...]) -> str:
    return "".join(codec.fitting(sets))


def _paths(
    edges: list[list[tuple[bytes, int, float]]], node: int, length: int
) -> Iterator[tuple[tuple[bytes, ...], int, float]]:
    """Yield the sets of the next ``length`` bytes above ASCII, or in the range of trail bytes, the node behind, bits."""
    if not length:
        yield (), node, 0.0
        return
    for data, behind, bits in edges[node]:
        if not data:
            for sets, end, paid in _paths(edges, behind, length):
                yield sets, end, paid + bits
        else:
            for sets, end, paid in _paths(edges, behind, length - 1):
                yield (data, *sets), end, paid + bits


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
    by_start: dict[bytes, list[tuple[str, bytes]]] = {}
    for char in used_characters():
        code = char.encode(name, "ignore")
        for end in range(1, len(code)):
            by_start.setdefault(code[:end], []).append((char, code))
    lengths = _utf8_length if name == "utf-8" else _pair_length
    return TrueCodec(name, lengths, {start: tuple(found) for start, found in by_start.items()})
