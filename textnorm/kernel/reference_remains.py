"""Which characters some bytes are of, of which many are known by their kind alone: defined in plain Python.

Where bytes are lost nobody knows whether two that are left are one character or parts of two.  The likeliest division
of all of them is found, and how probable each of its characters is (Viterbi and forward-backward over the bytes).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["OctetPairs"]

#: What may have stood at a place: octets, whether no trail byte of UTF-8 follows, and bits against it.
_Way = tuple[tuple[int, ...], bool, float]
#: A character of two octets, with its probability; -1 and ASCII; or (alone) a first byte by itself and ASCII behind it.
_Character = tuple[int, int, bool, float]
#: What is awaited: the first byte that a second one must follow (-1: none), and whether a trail byte of UTF-8 cannot.
_State = tuple[int, bool]
#: One octet: the nodes before and behind it, its bits, and what it ends: a character without its probability.
_Arc = tuple[int, int, float, tuple[int, int, bool] | None]
_ASCII_END = 0x80
#: Bits behind another way from which on a way adds nothing to it.
_NOTHING = 50.0


class OctetPairs:
    """How often octets are first in a character, and second behind a first one, in bits.

    Octets below 256 are bytes, others kinds of bytes that are not known.

    >>> never = float("inf")
    >>> kinds = OctetPairs([never] * 0x80 + [7.0] * 0x80, [7.0] * 0x100**2, bytes(0x100), 7.0, 20.0)
    >>> characters, bits = kinds.divide([[((0xC4,), False, 0.0)], [((0xE3,), False, 0.0)], [((0x61,), False, 0.0)]])
    >>> [(first, second) for first, second, _, _ in characters] == [(0xC4, 0xE3), (-1, 0x61)], bits
    (True, 21.0)
    """

    def __init__(
        self, firsts: Sequence[float], seconds: Sequence[float], trails: bytes, ascii_bits: float, alone_bits: float
    ) -> None:
        """Take the table; ValueError where its parts are not of one size.

        firsts: of each octet.  seconds: of each octet behind each first one, row by row.  trails: 1 for those that are
        trail bytes of UTF-8.  ascii_bits: of an ASCII character.  alone_bits: of a first byte that stands alone before
        one.  Infinite bits are never.
        """
        self._size = len(firsts)
        if len(seconds) != self._size**2 or len(trails) != self._size:
            msg = (
                f"bits of each of {self._size} octets behind each are needed, and as many marks, "
                f"not {len(seconds)} and {len(trails)}"
            )
            raise ValueError(msg)
        self._firsts, self._seconds, self._trails = firsts, seconds, trails
        self._ascii, self._alone = ascii_bits, alone_bits

    def divide(self, places: Iterable[Sequence[_Way]]) -> tuple[list[_Character], float] | None:
        """Return the likeliest characters and the bits of all divisions; None where there is none.

        A place is the ways of what may have stood there.  Raises ValueError for an octet that the table does not have.
        Time is linear in the places.
        """
        arcs: list[_Arc] = []
        size = 1
        states: dict[_State, int] = {(-1, False): 0}
        for ways in places:
            inner: list[Mapping[_State, int]] = []
            for octets, _, _ in ways:
                at: Mapping[_State, int] = states
                for octet in octets[:-1]:
                    at, size = self._step(arcs, size, at, octet, {}, closed=False, more=0.0)
                inner.append(at)
            found: dict[_State, int] = {}
            for at, (octets, closed, bits) in zip(inner, ways, strict=True):
                found, size = self._step(arcs, size, at, octets[-1], found, closed=closed, more=bits)
            states = found
        return _best(arcs, size, [node for (first, _), node in states.items() if first < 0])

    def _step(  # noqa: PLR0913 - a step of a search
        self,
        arcs: list[_Arc],
        size: int,
        states: Mapping[_State, int],
        octet: int,
        found: dict[_State, int],
        *,
        closed: bool,
        more: float,
    ) -> tuple[dict[_State, int], int]:
        """Go on with an octet: return what is awaited behind it, and how many nodes there are."""
        if not 0 <= octet < self._size:
            msg = f"octet {octet} is none of the {self._size} of the table"
            raise ValueError(msg)
        for (first, shut), node in states.items():
            if shut and self._trails[octet]:
                continue
            for behind, bits, written in self._steps(first, octet):
                end = found.setdefault((behind, closed), size)
                size += end == size
                arcs.append((node, end, bits + more, written))
        return found, size

    def _steps(self, first: int, octet: int) -> Iterator[tuple[int, float, tuple[int, int, bool] | None]]:
        """Yield what is awaited behind an octet, its bits and what it ends."""
        if first >= 0:
            bits = self._seconds[first * self._size + octet]
            if bits < math.inf:
                yield -1, bits, (first, octet, False)
            if octet < _ASCII_END:
                yield -1, self._alone, (first, octet, True)
        elif octet < _ASCII_END:
            yield -1, self._ascii, (-1, octet, False)
        elif self._firsts[octet] < math.inf:
            yield octet, self._firsts[octet], None


def _best(arcs: Sequence[_Arc], size: int, ends: Sequence[int]) -> tuple[list[_Character], float] | None:
    """Return the characters on the best way to one of some nodes, and the bits of all ways to them."""
    ahead, best = [math.inf] * size, [math.inf] * size
    last: list[_Arc | None] = [None] * size
    ahead[0] = best[0] = 0.0
    for arc in arcs:
        start, end, bits, _ = arc
        ahead[end] = _both(ahead[end], ahead[start] + bits)
        if best[start] + bits < best[end]:
            best[end], last[end] = best[start] + bits, arc
    everything = math.inf
    for node in ends:
        everything = _both(everything, ahead[node])
    if everything == math.inf:
        return None
    back = [math.inf] * size
    for node in ends:
        back[node] = 0.0
    for start, end, bits, _ in reversed(arcs):
        back[start] = _both(back[start], back[end] + bits)
    characters: list[_Character] = []
    at = min(ends, key=best.__getitem__)
    while (found := last[at]) is not None:
        start, _, bits, written = found
        if written is not None:
            characters.append((*written, min(1.0, 2.0 ** (everything - ahead[start] - bits - back[at]))))
        at = start
    characters.reverse()
    return characters, everything


def _both(a: float, b: float) -> float:
    """Return the bits of two ways together."""
    if a > b:
        a, b = b, a
    return a if b - a > _NOTHING or b == math.inf else a - math.log2(1.0 + 2.0 ** (a - b))
