"""Spelling text from bytes of which some are unknown, and choosing the likeliest: defined in plain Python.

What was seen is a row of parts, each characters, bytes, or what may have stood in a gap.  They make a graph of
bytes; an alphabet spells characters from it into a lattice, which the n-gram model searches.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, NamedTuple, overload

from textnorm.kernel.reference_search import best_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.kernel.reference_forms import DocumentForms
    from textnorm.kernel.reference_ngrams import Grams, Recent
    from textnorm.kernel.reference_search import Columns

__all__ = ["Alphabet", "Codes", "Gap", "Spelt", "likeliest", "spell"]

#: Alternatives given for a character, and the probability from which it needs none.
_ALTERNATIVES, _CERTAIN = 5, 0.999
_NOTHING = 0x110000
_ASCII_END = 0x80

#: By the node that an edge leaves: the bytes of which one stands there (none: nothing), the node behind, bits.
_Graph = list[list[tuple[bytes, int, float]]]


class Spelt(NamedTuple):
    """The likeliest text, what it costs in model and channel, the probability of each character, and others that fit.

    The likeliest others are given with their probabilities; none for a character that is certain.
    """

    text: str
    bits: float
    probabilities: tuple[float, ...]
    alternatives: tuple[tuple[tuple[str, float], ...], ...]


class Gap:
    """What may have stood at a place: a graph over the nodes 0 to ``size``, each edge (node, bytes, node behind, bits).

    One of the bytes of an edge stood there; without any it stands for nothing.  Edges of a node come in their order.
    """

    def __init__(self, alphabet: Alphabet, size: int, edges: Sequence[tuple[int, bytes, int, float]]) -> None:
        """Keep the edges, to be read in ``alphabet``; ValueError where one does not lead forward."""
        for start, _, end, _ in edges:
            if not 0 <= start < end <= size:
                msg = f"an edge must lead forward between the nodes 0 and {size}, not from {start} to {end}"
                raise ValueError(msg)
        self.alphabet, self.size, self.edges = alphabet, size, edges


class Codes:
    r"""The byte sequences that each character of a codec was read from.

    >>> codes = Codes({"浣": [b"\xe4\xbd"], "€": [b"\x80", b"\xa2\xe3"]})
    >>> codes.encode("浣€?", b"\xff"), codes.ways("€")
    (b'\xe4\xbd\x80\xff', [([b'\x80'], 0.0), ([b'\xa2', b'\xe3'], 0.0)])
    """

    def __init__(self, codes: Mapping[str, Sequence[bytes]]) -> None:
        """Keep the characters and their bytes."""
        self.codes = {char: tuple(found) for char, found in codes.items()}

    @overload
    def encode(self, text: str, lost: bytes) -> bytes: ...
    @overload
    def encode(self, text: str) -> bytes | None: ...
    def encode(self, text: str, lost: bytes | None = None) -> bytes | None:
        r"""Return the usual bytes of a text, ``lost`` for each character that has none; without it None where one has.

        >>> gbk = Codes({"a": [b"a"], "中": [b"\xd6\xd0"]})
        >>> gbk.encode("中a"), gbk.encode("中b", b"?"), gbk.encode("中b")
        (b'\xd6\xd0a', b'\xd6\xd0?', None)
        """
        codes = self.codes
        if lost is None:
            return b"".join([codes[char][0] for char in text]) if all(map(codes.get, text)) else None
        return b"".join([codes[char][0] if codes.get(char) else lost for char in text])

    def ways(self, character: str) -> list[tuple[Sequence[bytes], float]]:
        """Return the ways to write a character, none where the codec does not have it."""
        return [([*map(_byte, code)], 0.0) for code in self.codes.get(character, ())]


class Alphabet:
    r"""The characters that bytes can spell in one codec.

    >>> from textnorm.kernel.reference_forms import Forms
    >>> from textnorm.model.ngrams import load
    >>> used = [(char, char.encode()) for char in "你佳中"]
    >>> utf8 = Alphabet(bytes(0xE0) + b"\3" * 16 + bytes(16), bytes(range(0x80, 0xC0)), used, None)
    >>> forms = Forms(load().definition, [], [], []).document("")
    >>> graph = [[(b"\xe4", 1, 0.0)], [(b"\xbd", 2, 0.0)], [(bytes(range(0x80, 0xC0)), 3, 0.0)], []]
    >>> starts, ends, points, bits = utf8.columns(graph, forms)
    >>> "".join(map(chr, points)), set(zip(starts, ends))
    ('你佳', {(0, 3)})
    """

    def __init__(
        self, lengths: bytes, trails: bytes, used: Sequence[tuple[str, bytes]], pairs: Sequence[int] | None
    ) -> None:
        """Take the codec.

        lengths: of a character, by its first byte; 0 where none begins so, and below 0x80, where each byte is one.
        trails: the bytes that can be behind the first one.
        used: the characters that may stand where bytes are unknown, and their bytes; the likeliest first.
        pairs: the code point of every pair of bytes, by the first byte times 256 plus the second, 0 where there is
        none; None for UTF-8.
        """
        self._lengths, self._trails, self._used, self._pairs = lengths, frozenset(trails), used, pairs

    def columns(self, graph: _Graph, forms: DocumentForms) -> Columns:
        """Return all texts that the bytes of a graph spell, as the columns of a lattice over its nodes."""
        starts, ends, points, costs = array("i"), array("i"), array("I"), array("f")
        reached = {0}
        for node, edges in enumerate(graph):
            for data, behind, bits in edges if node in reached else ():
                for end, written, prices in self._spelt(graph, data, behind, bits, forms):
                    starts.extend([node] * len(written))
                    ends.extend([end] * len(written))
                    points.extend(written)
                    costs.extend(prices)
                    reached.add(end)
        return starts, ends, points, costs

    def _spelt(
        self, graph: _Graph, data: bytes, behind: int, bits: float, forms: DocumentForms
    ) -> Iterator[tuple[int, Sequence[int], Sequence[float]]]:
        """Yield what an edge begins to spell: the node behind, the code points and what each costs."""
        if not data:
            yield behind, [_NOTHING], [bits]
            return
        low = [byte for byte in data if byte < _ASCII_END]
        if low:
            yield behind, low, [bits] * len(low)
        for length in dict.fromkeys(self._lengths[byte] for byte in data if byte >= _ASCII_END):
            firsts = bytes(byte for byte in data if byte >= _ASCII_END and self._lengths[byte] == length)
            for sets, end, paid in self._paths(graph, behind, length - 1) if length else ():
                found, open_ = self._fitting((firsts, *sets))
                if found:
                    prices = forms.bits(found) if open_ else [0.0]
                    yield end, [*map(ord, found)], [bits + paid + price for price in prices]

    def _paths(self, graph: _Graph, node: int, length: int) -> Iterator[tuple[tuple[bytes, ...], int, float]]:
        """Yield the sets of the next ``length`` trail bytes, the node behind them and bits."""
        if not length:
            yield (), node, 0.0
            return
        for data, behind, bits in graph[node]:
            fitting = bytes(byte for byte in data if byte in self._trails)
            if fitting or not data:
                for sets, end, paid in self._paths(graph, behind, length - bool(data)):
                    yield (fitting, *sets) if data else sets, end, paid + bits

    def _fitting(self, sets: tuple[bytes, ...]) -> tuple[str, bool]:
        """Return the characters with bytes in ``sets``, and whether there was a choice: then only those in use."""
        if all(len(one) == 1 for one in sets):
            return self._decoded(b"".join(sets)), False
        fitting = (
            char
            for char, code in self._used
            if len(code) == len(sets) and all(byte in one for byte, one in zip(code, sets, strict=True))
        )
        return "".join(fitting), True

    def _decoded(self, code: bytes) -> str:
        if self._pairs is not None:
            point = self._pairs[code[0] << 8 | code[1]] if len(code) == 2 else 0  # noqa: PLR2004 - a pair
            return chr(point) if point else ""
        char = code.decode("utf-8", "ignore")
        return char if len(char) == 1 and char.isprintable() else ""


def spell(  # noqa: PLR0913, PLR0917 - what a search needs
    grams: Grams,
    alphabet: Alphabet,
    forms: DocumentForms,
    codes: Codes,
    parts: Sequence[str | bytes | Gap],
    before: str,
    after: str | None,
    *,
    beam: int,
    margin: float,
    reach: float = math.inf,
    recent: Recent | None = None,
) -> Spelt | None:
    r"""Return the likeliest text behind ``parts`` between its neighbours, None where they spell none.

    A part is characters that ``codes`` wrote, bytes, or a gap; ``reach`` is that of ``reference_search.best_path``.

    >>> from textnorm.kernel.reference_forms import Forms
    >>> from textnorm.model.ngrams import load
    >>> used = [(char, char.encode()) for char in "你佳中"]
    >>> utf8 = Alphabet(bytes(0xE0) + b"\3" * 16 + bytes(16), bytes(range(0x80, 0xC0)), used, None)
    >>> grams = load().definition
    >>> forms = Forms(grams, [], [], []).document("")
    >>> parts = ["浣", Gap(utf8, 1, [(0, bytes(range(0x80, 0xC0)), 1, 0.0)])]  # the third byte is lost
    >>> spell(grams, utf8, forms, Codes({"浣": [b"\xe4\xbd"]}), parts, "", "好！", beam=8, margin=20.0).text
    '你'
    """
    graph: _Graph = [[]]
    for part in parts:
        if isinstance(part, Gap):
            first = len(graph) - 1
            graph += [[] for _ in range(part.size)]
            for start, data, end, cost in part.edges:
                graph[first + start].append((data, first + end, cost))
        elif isinstance(part, bytes):
            _append(graph, [([*map(_byte, part)], 0.0)])
        else:
            for char in part:
                _append(graph, codes.ways(char))
    columns = alphabet.columns(graph, forms)
    size = max(1, len(graph) - 1)
    return likeliest(grams, columns, size, before, after, beam=beam, margin=margin, reach=reach, recent=recent)


def likeliest(  # noqa: PLR0913 - what a search needs
    grams: Grams,
    columns: Columns,
    size: int,
    before: str,
    after: str | None,
    *,
    beam: int,
    margin: float,
    reach: float = math.inf,
    recent: Recent | None = None,
    certain: float = _CERTAIN,
) -> Spelt | None:
    """Return the likeliest text of a lattice between its neighbours, None where it has none.

    certain: the probability from which a character needs no others that fit.

    >>> from textnorm.model.ngrams import load
    >>> columns = [0, 0, 1], [1, 1, 2], [*map(ord, "今令天")], [0.0, 0.0, 0.0]
    >>> likeliest(load().definition, columns, 2, "", "气很好", beam=8, margin=20.0).text
    '今天'
    """
    found = best_path(grams, columns, size, before, after, beam=beam, margin=margin, reach=reach, recent=recent)
    if found is None:
        return None
    path, bits, _, ranks = found
    written = [(columns[2][edge], rank) for edge, rank in zip(path, ranks, strict=True) if columns[2][edge] != _NOTHING]
    return Spelt(
        "".join(chr(point) for point, _ in written),
        bits,
        tuple(min(1.0, dict(rank)[point]) for point, rank in written),
        tuple(_others(rank, point, certain) for point, rank in written),
    )


def _byte(byte: int) -> bytes:
    return bytes((byte,))


def _append(graph: _Graph, ways: Sequence[tuple[Sequence[bytes], float]]) -> None:
    """Add the ways to write one place behind the last node."""
    start = len(graph) - 1
    open_ends: list[tuple[int, bytes, float]] = []
    for sets, bits in ways:
        at, paid = start, bits
        for one in sets[:-1]:
            graph.append([])
            graph[at].append((one, len(graph) - 1, paid))
            at, paid = len(graph) - 1, 0.0
        open_ends.append((at, sets[-1] if sets else b"", paid))
    graph.append([])
    for at, one, bits in open_ends:
        graph[at].append((one, len(graph) - 1, bits))


def _others(rank: list[tuple[int, float]], chosen: int, certain: float) -> tuple[tuple[str, float], ...]:
    if dict(rank)[chosen] >= certain:
        return ()
    rest = [(chr(point), share) for point, share in rank[: _ALTERNATIVES + 1] if point != chosen]
    return tuple(rest[:_ALTERNATIVES])
