"""Read what is left of a text in GBK or Big5 that was read as UTF-8: which bytes are its characters.

Where bytes are lost nobody knows whether two that are left are one character or parts of two.  How often each first
byte, and each second one behind it, comes in Chinese texts decides: the likeliest division of all bytes is found, and
of every character that is left how probable it is (Viterbi and forward-backward over the bytes).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from textnorm.repair.chains.true import used_characters
from textnorm.repair.remains_octets import ASCII, TRAIL, kind_of
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textnorm.repair.remains_octets import Octet, Way

__all__ = ["Remains", "read_remains"]

#: Bits of a character that the texts behind the table do not have.
_UNUSED = 24.0
#: The share of ASCII characters, and how many there are.
_ASCII_SHARE, _ASCII_SIZE = 0.1, 32
#: The probability that a first byte stands alone before ASCII.
_ALONE = 2.0**-14
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
#: What is awaited: the first byte that a second one must follow (None: none), and whether a trail byte of UTF-8 cannot.
_State = tuple["Octet | None", bool]


@dataclass(frozen=True, slots=True)
class Remains:
    """What was read: the text with U+FFFD for lost characters, the probability of each character, and how it fits.

    bits: of what is seen, if it is text of this codec.
    """

    text: str
    probabilities: tuple[float, ...]
    bits: float


#: One byte: the nodes before and behind it, its bits, and the text that it ends.
_Arc = tuple[int, int, float, str]
#: What a byte leads to: what is awaited behind it, its bits, and the text that it ends.
_Steps = tuple[tuple["Octet | None", float, str], ...]


@cache
def _bytes_of(codec: str) -> tuple[Mapping[Octet, float], Mapping[tuple[Octet, Octet], float]]:
    """Return how often a byte, or one of a kind, is first, and second behind a first one, as bits."""
    shares: dict[tuple[int, int], float] = {}
    for first in range(0x81, 0xFF):
        for second in _TRAILS:
            if len(bytes((first, second)).decode(codec, "ignore")) == 1:
                shares[first, second] = 2.0**-_UNUSED
    for char, bits in used_characters().items():
        code = char.encode(codec, "ignore")
        if len(code) == 2:  # noqa: PLR2004 - a pair
            shares[code[0], code[1]] = 2.0**-bits
    everything = sum(shares.values())
    firsts: dict[Octet, float] = {}
    pairs: dict[tuple[Octet, Octet], float] = {}
    for (first, second), share in shares.items():
        for one in (first, kind_of(first)):
            firsts[one] = firsts.get(one, 0.0) + share / everything
            for other in (second, kind_of(second)):
                pairs[one, other] = pairs.get((one, other), 0.0) + share / everything
    behind = {(one, other): -math.log2(share / firsts[one]) for (one, other), share in pairs.items()}
    pair = math.log2(1 - _ASCII_SHARE)
    return {one: -math.log2(share) - pair for one, share in firsts.items()}, behind


class _Lattice:
    """The divisions of some bytes into characters, node by node."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self.arcs: list[_Arc] = []
        self.size = 1
        self.states: dict[_State, int] = {(None, False): 0}

    def add(self, ways: Sequence[Way]) -> None:
        """Go on with what may have stood at a place."""
        found: dict[_State, int] = {}
        for octets, closed, bits in ways:
            states = self.states
            for octet in octets[:-1]:
                states = self._step(states, octet, {})
            self._step(states, octets[-1], found, closed=closed, more=bits)
        self.states = found

    def _step(
        self,
        states: Mapping[_State, int],
        octet: Octet,
        found: dict[_State, int],
        *,
        closed: bool = False,
        more: float = 0.0,
    ) -> dict[_State, int]:
        trail = (octet if isinstance(octet, str) else kind_of(octet)) == TRAIL
        for (first, shut), node in states.items():
            if shut and trail:
                continue
            for behind, bits, written in _steps(self._codec, first, octet):
                end = found.get((behind, closed))
                if end is None:
                    end = found[behind, closed] = self.size
                    self.size += 1
                self.arcs.append((node, end, bits + more, written))
        return found


@cache
def _steps(codec: str, first: Octet | None, octet: Octet) -> _Steps:
    """Return what a byte can be behind a first one, or behind a whole character."""
    firsts, seconds = _bytes_of(codec)
    is_ascii = isinstance(octet, int) and kind_of(octet) == ASCII
    if first is None:
        if is_ascii:
            return ((None, math.log2(_ASCII_SIZE / _ASCII_SHARE), chr(int(octet))),)
        return ((octet, firsts[octet], ""),) if octet in firsts else ()
    bits = seconds.get((first, octet))
    found: _Steps = () if bits is None else ((None, bits, _character(codec, first, octet)),)
    return (*found, (None, -math.log2(_ALONE), LOST + chr(int(octet)))) if is_ascii else found


def _character(codec: str, first: Octet, second: Octet) -> str:
    if isinstance(first, str) or isinstance(second, str):
        return LOST
    return bytes((first, second)).decode(codec, "replace")


def read_remains(places: Sequence[Sequence[Way]], codec: str) -> Remains | None:
    r"""Return what is left of text in ``codec``, None where no division of the bytes is such text.

    Time is linear in the places.

    >>> from textnorm.repair.remains_octets import ways_of
    >>> seen = "\ufffd\ufffd\u04e2\ufffd\ufffd"
    >>> read_remains([ways_of(char) for char in seen], "gb18030").text
    '�英�'
    """
    lattice = _Lattice(codec)
    for ways in places:
        lattice.add(ways)
    ends = {state: node for state, node in lattice.states.items() if state[0] is None}
    if not ends:
        return None
    arcs = lattice.arcs
    ahead, best = _forward(arcs, lattice.size)
    everything = _sum([ahead[node] for node in ends.values()])
    if everything == math.inf:
        return None
    back = _backward(arcs, lattice.size, ends.values())
    at = min(ends.values(), key=lambda node: best[node][0])
    text: list[str] = []
    probabilities: list[float] = []
    while at:
        arc = best[at][1]
        if arc is None:
            break
        start, end, bits, written = arc
        share = min(1.0, 2.0 ** (everything - ahead[start] - bits - back[end]))
        for char in reversed(written):
            text.append(char)
            probabilities.append(0.0 if char == LOST else share)
        at = start
    return Remains("".join(reversed(text)), tuple(reversed(probabilities)), everything)


def _forward(arcs: Sequence[_Arc], size: int) -> tuple[list[float], list[tuple[float, _Arc | None]]]:
    """Return the bits of all ways to each node, and of the best one with its last arc."""
    ahead = [math.inf] * size
    best: list[tuple[float, _Arc | None]] = [(math.inf, None)] * size
    ahead[0], best[0] = 0.0, (0.0, None)
    for arc in arcs:
        start, end, bits, _ = arc
        ahead[end] = _add(ahead[end], ahead[start] + bits)
        total = best[start][0] + bits
        if total < best[end][0]:
            best[end] = total, arc
    return ahead, best


def _backward(arcs: Sequence[_Arc], size: int, ends: Iterable[int]) -> list[float]:
    back = [math.inf] * size
    for node in ends:
        back[node] = 0.0
    for start, end, bits, _ in reversed(arcs):
        back[start] = _add(back[start], back[end] + bits)
    return back


def _sum(bits: Sequence[float]) -> float:
    total = math.inf
    for one in bits:
        total = _add(total, one)
    return total


def _add(a: float, b: float) -> float:
    """Return the bits of two ways together."""
    if a > b:
        a, b = b, a
    return a if b - a > 50.0 or b == math.inf else a - math.log2(1.0 + 2.0 ** (a - b))  # noqa: PLR2004 - bits of a float
