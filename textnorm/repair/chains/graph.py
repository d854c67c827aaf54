"""Graphs of the bytes that can have stood at a place.

Nodes lie between bytes and are numbered so that every edge leads forward.  An edge is a set of
bytes of which one stood there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.lowered import LOWERED
from textnorm.repair.chains.named import STAND_INS
from textnorm.repair.chains.spaces import SPACE, no_break_byte
from textnorm.repair.chains.true import true_codec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["LITERAL", "ByteGraph", "Fork", "code_table", "joined_table", "without"]

#: Bytes of which one stood at a place, and those that can have stood behind it, each with bits.
Fork = tuple[bytes, "Sequence[tuple[bytes, float]]"]

#: What UTF-8 never has, so that a place is open.
_NO_BYTE = b"\xff"
#: Bits of a mark that stands for itself.
LITERAL = 7.0


class ByteGraph:
    r"""Edges by the node they leave: the bytes that can stand there (none: nothing), the node behind, bits.

    >>> graph = ByteGraph()
    >>> graph.append([([b"\xe7", b"\x8e"], 0.0), ([b"?"], LITERAL)])  # two bytes, or a question mark
    >>> graph.edges
    [[(b'\xe7', 1, 0.0), (b'?', 2, 7.0)], [(b'\x8e', 2, 0.0)], []]
    """

    def __init__(self) -> None:
        """Begin with one node."""
        self.edges: list[list[tuple[bytes, int, float]]] = [[]]

    def gap(self, true: str) -> kernel.Gap:
        """Return the graph as ``kernel.LossyChannel`` takes it, to be read in a codec."""
        rows = [(node, *edge) for node, edges in enumerate(self.edges) for edge in edges]
        return kernel.Gap(true_codec(true), len(self.edges) - 1, rows)

    def _node(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1

    def append(self, ways: Sequence[tuple[Sequence[bytes], float]], forks: Sequence[Fork] = ()) -> None:
        """Add the ways to write one place, each the sets of its bytes and bits; and forks."""
        self._join([len(self.edges) - 1], ways, forks)

    def _join(
        self, starts: Sequence[int], ways: Sequence[tuple[Sequence[bytes], float]], forks: Sequence[Fork] = ()
    ) -> None:
        """Lead the same ways from some nodes to a new one."""
        open_ends: list[tuple[int, bytes, float]] = []
        for start in starts:
            for first, seconds in forks:
                behind = self._node()
                self.edges[start].append((first, behind, 0.0))
                open_ends += ((behind, one, bits) for one, bits in seconds)
            for sets, bits in ways:
                at, paid = start, bits
                for one in sets[:-1]:
                    behind = self._node()
                    self.edges[at].append((one, behind, paid))
                    at, paid = behind, 0.0
                open_ends.append((at, sets[-1] if sets else b"", paid))
        end = self._node()
        for at, one, bits in open_ends:
            self.edges[at].append((one, end, bits))

    def append_up_to(
        self,
        most: int,
        again: Sequence[tuple[Sequence[bytes], float]],
        rest: Sequence[tuple[Sequence[bytes], float]],
        forks: Sequence[Fork] = (),
    ) -> None:
        """Add one place: any of some ways up to ``most`` times, then one of the others or of the forks."""
        places = [len(self.edges) - 1]
        for _ in range(most):
            self.append(again)
            places.append(len(self.edges) - 1)
        self._join(places, rest, forks)

    def append_marks(self, marks: str, codec: WrongCodec, following: int | None) -> None:
        """Add several marks for a byte each.

        The decoder gave up on a byte because it makes no character with the next one, which is behind the next mark.
        """
        ways = [(len(self.edges) - 1, b"")]  # the nodes behind a mark, each with what cannot follow
        for mark in marks[:-1]:
            found = []
            for firsts, seconds in (*codec.groups, *([(b"?", b"")] if mark == "?" else [])):
                sets = [(at, without(firsts, taken)) for at, taken in ways]
                if any(one for _, one in sets):
                    node = self._node()
                    for at, one in sets:
                        if one:
                            self.edges[at].append((one, node, LITERAL if firsts == b"?" else 0.0))
                    found.append((node, seconds))
            ways = found
        end = self._node()
        for at, taken in ways:
            self.edges[at].append((without(codec.unreadable_before(following), taken), end, 0.0))
            if marks[-1] == "?":
                self.edges[at].append((b"?", end, LITERAL))


@cache
def without(data: bytes, taken: bytes) -> bytes:
    """Return the bytes of some that are not among others.

    >>> without(b"abc", b"b")
    b'ac'
    """
    return bytes(byte for byte in data if byte not in taken)


@cache
def code_table(codec: WrongCodec) -> kernel.Codes:
    r"""Return the bytes of the characters of a codec, and of those that stand for a byte that was named.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> code_table(wrong_codec("gbk")).encode("绯荤粺\ufffd", b"?").decode()
    '系统?'
    """
    return _codes(codec, joined=False)


@cache
def joined_table(codec: WrongCodec) -> kernel.Codes:
    """Return the same where a space that may be a byte of a character is one, as the usual bytes tell.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> joined_table(wrong_codec("cp1252")).encode(f"ä½{SPACE}", b"?").decode()
    '你'
    """
    return _codes(codec, joined=True)


def _codes(codec: WrongCodec, *, joined: bool) -> kernel.Codes:
    codes = STAND_INS | dict(codec.codes)
    byte = None if codec.double else no_break_byte(codes)
    if byte:
        codes[SPACE] = (byte, b" ") if joined else (b" ", byte)
    if codec.family == "cp1252":
        codes |= {char: bytes_ if joined else (_NO_BYTE, *bytes_) for char, bytes_ in LOWERED.items()}
    return kernel.Codes(codes)
