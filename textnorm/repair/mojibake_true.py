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
    from collections.abc import Callable, Iterator

    from textnorm.repair.mojibake_graph import ByteGraph

__all__ = ["TrueCodec", "costs", "script_of", "true_codec", "used_characters"]

_HIGH = 0x80
_EMPTY: tuple[dict[int, str], dict[int, str]] = ({}, {})
#: Bits against a character of the other script, and how much of its rarity counts against a candidate.
_OTHER_SCRIPT, _RARITY = 7.0, 0.25
_COMMON = 13.0


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


@cache
def _script(character: str) -> int:
    """Return 1 for a character of Simplified text alone, -1 of Traditional text alone, 0 of both."""
    if character < "\u2e80":
        return 0
    in_gb, in_big5 = (_has(codec, character) for codec in ("gb2312", "cp950"))
    return int(in_gb) - int(in_big5)


def _has(codec: str, character: str) -> bool:
    return bool(character.encode(codec, "ignore"))


def script_of(text: str) -> int:
    """Return 1 where a text has more Simplified-only characters, -1 for Traditional ones, 0 where neither leads.

    >>> script_of("这个"), script_of("這個"), script_of("中文")
    (1, -1, 0)
    """
    lean = sum(map(_script, text))
    return (lean > 0) - (lean < 0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Characters that fit, with what each costs beside the model: parallel."""

    characters: str
    bits: tuple[float, ...]


@cache
def costs(script: int) -> Callable[[str], float]:
    """Return the function from a candidate to its bits beside the model, in text of a script."""
    used = used_characters()

    @cache
    def cost(character: str) -> float:
        other = _OTHER_SCRIPT if script and _script(character) == -script else 0.0
        return other + _RARITY * max(0.0, used.get(character, 24.0) - _COMMON)

    return cost


@dataclass(frozen=True, eq=False)
class TrueCodec:
    """What is needed to spell characters from bytes.

    name: of Python's codec.  decode: a character by its bytes, where they make exactly one.
    by_start: for each known beginning, the characters in use that begin so, with their bytes.
    """

    name: str
    lengths: Callable[[int], int]
    by_start: dict[bytes, tuple[tuple[str, bytes], ...]]

    def lattice(self, graph: ByteGraph, script: int) -> Lattice:
        """Return all texts that the bytes of ``graph`` spell, in characters of either script, this one rather."""
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
                for end, characters, costs in self._spelt(edges, data, behind, bits, script):
                    lattice.extend(node, end, characters, costs)
                    reached[end] = 1
        return lattice

    def _spelt(
        self, edges: list[list[tuple[bytes, int, float]]], data: bytes, behind: int, bits: float, script: int
    ) -> Iterator[tuple[int, str, float | list[float]]]:
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
                yield from self._fitting((bytes(firsts), *sets), end, bits + paid, script)

    def _fitting(
        self, sets: tuple[bytes, ...], end: int, bits: float, script: int
    ) -> Iterator[tuple[int, str, float | list[float]]]:
        if all(len(one) == 1 for one in sets):
            char = self.decode(b"".join(sets))
            if char:
                yield end, char, bits
            return
        found = _candidates(self, sets, script)
        if found.characters:
            yield end, found.characters, [bits + cost for cost in found.bits] if bits else list(found.bits)

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
def _candidates(codec: TrueCodec, sets: tuple[bytes, ...], script: int) -> Candidates:
    cost = costs(script)
    found = codec.fitting(sets)
    return Candidates("".join(found), tuple(map(cost, found)))


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
