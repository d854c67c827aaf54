"""The bytes that can have stood where a wrong codec wrote some text: a graph, for some are lost.

Nodes lie between bytes and are numbered so that every edge leads forward.  An edge is a set of
bytes of which one stood there: one byte where it is known, many where a mark or a gap is all that
is left of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from textnorm.repair.mojibake_codecs import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.mojibake_codecs import WrongCodec

__all__ = ["ByteGraph", "Losses", "build"]

#: ASCII that a waiting first byte may have swallowed, the likeliest first.
_SWALLOWED = b" \n.,:;!?\"')(/<>-1234567890"
#: Bits of a mark that stands for itself, of a byte or a pair that left no mark, of swallowed ASCII; of a byte that is
#: a hole of a codec of single bytes.
_LITERAL, _DROPPED, _ATE, _HOLE = 7.0, 9.0, 6.0, 5.0
_HIGH, _LAST = 0x80, 0xFF
#: What programs drop of Latin-1, since nothing shows: controls, the soft hyphen.
_INVISIBLE = bytes((*range(0x80, 0xA0), 0xAD))
#: The bytes above ASCII that text in any of the true codecs has, and those that can be second.
_POSSIBLE = (*range(0x80, 0xC0), *range(0xC2, 0xFF))
_SECONDS = (*range(0x40, 0x7F), *_POSSIBLE)


@dataclass(frozen=True, slots=True)
class Losses:
    """What a decoder did with bytes that it could not read.

    pairs: a mark stands for two bytes, as in Windows; else for one, as in Python.
    dropped: bytes were lost without a mark.

    >>> Losses(pairs=True).pairs
    True
    """

    pairs: bool = False
    dropped: bool = False


class Pairs(Enum):
    """Which pairs that a codec cannot read are meant: all, those of the user-defined area, or the others."""

    ALL = auto()
    PRIVATE = auto()
    UNASSIGNED = auto()


@dataclass(slots=True)
class ByteGraph:
    """Edges by the node they leave: the bytes that can stand there, the node behind, bits.

    ``tokens`` has the number of the character of the seen text that each node belongs to.
    """

    edges: list[list[tuple[bytes, int, float]]] = field(default_factory=lambda: [[]])
    tokens: list[int] = field(default_factory=lambda: [0])

    @property
    def last(self) -> int:
        """The node behind all bytes."""
        return len(self.edges) - 1

    def node(self, token: int) -> int:
        """Add a node."""
        self.edges.append([])
        self.tokens.append(token)
        return len(self.edges) - 1

    def append(self, token: int, ways: Sequence[tuple[Sequence[bytes], float]]) -> None:
        """Add the ways to write one character of the seen text, each the sets of its bytes and bits."""
        start = self.last
        open_ends: list[tuple[int, bytes, float]] = []
        for sets, bits in ways:
            at, paid = start, bits
            for one in sets[:-1]:
                behind = self.node(token)
                self.edges[at].append((one, behind, paid))
                at, paid = behind, 0.0
            open_ends.append((at, sets[-1] if sets else b"", paid))
        end = self.node(token + 1)
        for at, one, bits in open_ends:
            self.edges[at].append((one, end, bits))

    def append_mark(
        self, token: int, waiting: list[tuple[int, bytes]], mark: str, codec: WrongCodec, following: str | bytes | None
    ) -> list[tuple[int, bytes]]:
        """Add one of several marks for a byte each; return the nodes behind it, each with what cannot follow.

        The decoder gave up on a byte because it makes no character with the next one, which is behind the next mark.
        ``waiting`` is what the call for the mark before returned.
        """
        ways = waiting or [(self.last, b"")]
        if not _is_mark(following):
            end = self.node(token + 1)
            for at, taken in ways:
                self.edges[at].append((_without(_before(codec, following), taken), end, 0.0))
                if mark == "?":
                    self.edges[at].append((b"?", end, _LITERAL))
            return []
        found = []
        for firsts, seconds in (*codec.groups, *([(b"?", b"")] if mark == "?" else [])):
            sets = [(at, _without(firsts, taken)) for at, taken in ways]
            if any(one for _, one in sets):
                node = self.node(token + 1)
                for at, one in sets:
                    if one:
                        self.edges[at].append((one, node, _LITERAL if firsts == b"?" else 0.0))
                found.append((node, seconds))
        return found


@cache
def _without(data: bytes, taken: bytes) -> bytes:
    return bytes(byte for byte in data if byte not in taken)


def _is_mark(token: str | bytes | None) -> bool:
    return token in ("?", "\ufffd")


def build(  # noqa: PLR0913 - what is seen, who wrote it, and what is known of its surroundings
    seen: Sequence[str | bytes],
    codec: WrongCodec,
    losses: Losses,
    *,
    ends_line: bool = False,
    insert: Sequence[int] = (),
    apart: bool = False,
) -> ByteGraph:
    """Return the bytes behind the characters ``seen``; part of the bytes of one may be given as bytes.

    ends_line: a line or the text ends behind them.  insert: before which of them bytes may have been dropped.
    apart: there are marks too, so what was dropped was in the user-defined area, and what was marked was not.
    """
    graph = ByteGraph()
    waiting: list[tuple[int, bytes]] = []
    dropped, marked = (Pairs.PRIVATE, Pairs.UNASSIGNED) if apart else (Pairs.ALL, Pairs.ALL)
    places = frozenset(insert)
    for i, token in enumerate(seen):
        if i in places:
            graph.append(i, _dropped(codec, losses, token, dropped))
        if isinstance(token, bytes):
            graph.append(i, [([token[k : k + 1] for k in range(len(token))], 0.0)])
        elif token in MARKS:
            following = seen[i + 1] if i + 1 < len(seen) else None
            last = following is None and ends_line
            if codec.double and not losses.pairs and (waiting or _is_mark(following)):
                waiting = graph.append_mark(i, waiting, token, codec, following)
                continue
            graph.append(i, _behind_mark(token, codec, losses, following, marked, last=last))
        else:
            graph.append(i, [([code[k : k + 1] for k in range(len(code))], 0.0) for code in codec.codes.get(token, ())])
    if len(seen) in places:
        graph.append(len(seen), _dropped(codec, losses, None, dropped))
    return graph


def _behind_mark(  # noqa: PLR0913 - a mark, what stands behind it, and who wrote it
    mark: str, codec: WrongCodec, losses: Losses, following: str | bytes | None, kind: Pairs, *, last: bool
) -> list[tuple[list[bytes], float]]:
    ways: list[tuple[list[bytes], float]] = [([b"?"], _LITERAL)] if mark == "?" else []
    if not codec.double:
        return [*ways, ([codec.unreadable_before(None)], 0.0)]
    if losses.pairs:
        if last:
            ways.append(([codec.unreadable_before(None)], 0.0))
        ways += [([*pair], 0.0) for pair in _unreadable_pairs(codec, kind)]
        if following is None or following[:1] not in {"?", "\ufffd"}:
            ways.append(([_leads(codec), _swallowed(following)], _ATE))
    else:
        ways.append(([_before(codec, following)], 0.0))
    return ways


def _swallowed(following: str | bytes | None) -> bytes:
    """Return the ASCII bytes that may have stood before ``following``: of ``/p>`` the bracket is missing."""
    return b"</" if following == "/" else _SWALLOWED


def _before(codec: WrongCodec, following: str | bytes | None) -> bytes:
    """Return the bytes that a decoder gives up on and goes on with the byte behind."""
    if following is None or following in ("?", "\ufffd"):
        return codec.unreadable_before(None)
    data = following if isinstance(following, bytes) else codec.codes.get(following, (b"",))[0]
    return codec.unreadable_before(data[0] if data else None)


def _dropped(
    codec: WrongCodec, losses: Losses, following: str | bytes | None, kind: Pairs
) -> list[tuple[list[bytes], float]]:
    ways: list[tuple[list[bytes], float]] = [([b""], 0.0)]
    if not codec.double:
        holes = codec.unreadable_before(None)
        ways += [([holes], _HOLE), ([holes, holes], 2 * _HOLE)] if holes else []
        ways += [([_INVISIBLE], _DROPPED), ([_INVISIBLE, _INVISIBLE], 2 * _DROPPED)]
    elif losses.pairs:
        ways += [([*pair], _DROPPED) for pair in _unreadable_pairs(codec, kind)]
    else:
        before = _before(codec, following)
        ways.append(([before], _DROPPED))
        for firsts, seconds in codec.groups:
            if second := _without(before, seconds):
                ways.append(([firsts, second], 2 * _DROPPED))
    return ways


def _private_seconds(codec: WrongCodec, first: int) -> range:
    """Return the second bytes with which a first one is in the user-defined area of GBK (GB 18030, area 1 to 3)."""
    if codec.name != "gbk":
        return range(0)
    if 0xA1 <= first <= 0xA7:  # noqa: PLR2004 - area 3
        return range(0x40, 0xA1)
    return range(0xA1, 0xFF) if 0xAA <= first <= 0xAF or first >= 0xF8 else range(0)  # noqa: PLR2004 - areas 1 and 2


@cache
def _leads(codec: WrongCodec) -> bytes:
    return bytes(first for first in range(_HIGH, 0x100) if codec.readable[first])


@cache
def _unreadable_pairs(codec: WrongCodec, kind: Pairs) -> tuple[tuple[bytes, bytes], ...]:
    """Return the pairs above ASCII that a codec has no character for, as products of two sets.

    Rows of GBK that are partly assigned are told apart; those of the others, of which UTF-8 loses far more, are
    taken together, which allows some pairs too many.
    """
    groups: dict[bytes, list[int]] = {}
    for first in _POSSIBLE:
        if first in codec.singles or first == _LAST:
            continue
        private = _private_seconds(codec, first)
        unreadable = [second for second in _SECONDS if second not in codec.readable[first]]
        if kind is not Pairs.ALL:
            unreadable = [second for second in unreadable if (second in private) is (kind is Pairs.PRIVATE)]
        seconds = bytes(unreadable)
        groups.setdefault(seconds, []).append(first)
    if codec.name != "gbk" and kind is Pairs.ALL:
        whole = groups.pop(bytes(_SECONDS), [])
        most = max(groups, key=lambda seconds: len(groups[seconds]))
        usual = {most: groups.pop(most)}
        rest = sorted({first for firsts in groups.values() for first in firsts})
        missing = bytes(sorted({second for seconds in groups for second in seconds}))
        groups = {bytes(_SECONDS): whole, **usual, missing: rest}
    return tuple((bytes(firsts), seconds) for seconds, firsts in groups.items() if seconds and firsts)
