"""The bytes that can have stood where a wrong codec left a mark or nothing: small graphs, made once and kept.

Nodes lie between bytes and are numbered so that every edge leads forward.  An edge is a set of
bytes of which one stood there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.mojibake_codecs import MARKS
from textnorm.repair.mojibake_true import true_codec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.mojibake_codecs import WrongCodec

__all__ = ["Losses", "code_table", "parts"]

#: ASCII that a waiting first byte may have swallowed, the likeliest first.
_SWALLOWED = b" \n.,:;!?\"')(/<>-1234567890"
#: Bits of a mark that stands for itself, of a byte or a pair that left no mark, of swallowed ASCII; of a byte that is
#: a hole of a codec of single bytes.
_LITERAL, _DROPPED, _ATE, _HOLE = 7.0, 9.0, 6.0, 5.0
_MARKS = frozenset(MARKS)
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


class ByteGraph:
    """Edges by the node they leave: the bytes that can stand there (none: nothing), the node behind, bits."""

    def __init__(self) -> None:
        """Begin with one node."""
        self.edges: list[list[tuple[bytes, int, float]]] = [[]]

    def gap(self, true: str) -> kernel.Gap:
        """Return the graph as ``kernel.spell`` takes it, to be read in a codec."""
        rows = [(node, *edge) for node, edges in enumerate(self.edges) for edge in edges]
        return kernel.Gap(true_codec(true), len(self.edges) - 1, rows)

    def _node(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1

    def append(self, ways: Sequence[tuple[Sequence[bytes], float]]) -> None:
        """Add the ways to write one place, each the sets of its bytes and bits."""
        start = len(self.edges) - 1
        open_ends: list[tuple[int, bytes, float]] = []
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

    def append_marks(self, marks: str, codec: WrongCodec, following: int | None) -> None:
        """Add several marks for a byte each.

        The decoder gave up on a byte because it makes no character with the next one, which is behind the next mark.
        """
        ways = [(len(self.edges) - 1, b"")]  # the nodes behind a mark, each with what cannot follow
        for mark in marks[:-1]:
            found = []
            for firsts, seconds in (*codec.groups, *([(b"?", b"")] if mark == "?" else [])):
                sets = [(at, _without(firsts, taken)) for at, taken in ways]
                if any(one for _, one in sets):
                    node = self._node()
                    for at, one in sets:
                        if one:
                            self.edges[at].append((one, node, _LITERAL if firsts == b"?" else 0.0))
                    found.append((node, seconds))
            ways = found
        end = self._node()
        for at, taken in ways:
            self.edges[at].append((_without(codec.unreadable_before(following), taken), end, 0.0))
            if marks[-1] == "?":
                self.edges[at].append((b"?", end, _LITERAL))


@cache
def _without(data: bytes, taken: bytes) -> bytes:
    return bytes(byte for byte in data if byte not in taken)


@cache
def code_table(codec: WrongCodec) -> kernel.Codes:
    """Return the bytes of the characters of a codec, as ``kernel.spell`` takes them."""
    return kernel.Codes(codec.codes)


def parts(  # noqa: PLR0913 - what is seen, who wrote it, and what is known of its surroundings
    seen: Sequence[str | bytes | kernel.Gap],
    codec: WrongCodec,
    true: str,
    losses: Losses,
    *,
    ends_line: bool = False,
    insert: Sequence[int] = (),
    apart: bool = False,
) -> list[str | bytes | kernel.Gap]:
    """Return the bytes behind the characters ``seen``, as ``kernel.spell`` takes them.

    Part of the bytes of a character may be given as bytes, what may have stood for one as a graph.
    ends_line: a line or the text ends behind them.
    insert: before which of them bytes may have been dropped.  apart: there are marks too, so what was dropped was in
    the user-defined area, and what was marked was not.
    """
    channel = _channel(codec, true, losses, apart=apart)
    places = frozenset(insert)
    found: list[str | bytes | kernel.Gap] = []
    behind = 0
    for i, token in enumerate(seen):
        if i < behind:
            continue
        if i in places:
            found.append(_dropped(channel, _first_byte(codec, token)))
        if token not in _MARKS:
            found.append(token)
            continue
        behind = i + 1
        if codec.double and not losses.pairs:
            while behind < len(seen) and seen[behind] in _MARKS:
                behind += 1
        following = _first_byte(codec, seen[behind]) if behind < len(seen) else None
        if behind > i + 1:
            found.append(_marks(channel, "".join(map(str, seen[i:behind])), following))
        else:
            found.append(_behind_mark(channel, str(token), following, last=behind == len(seen) and ends_line))
    if len(seen) in places:
        found.append(_dropped(channel, None))
    return found


@dataclass(frozen=True, eq=False, slots=True)
class _Channel:
    """What decides about the ways to write a mark or a gap: the codecs, what was lost, which pairs are meant."""

    codec: WrongCodec
    true: str
    losses: Losses
    dropped: Pairs
    marked: Pairs


@cache
def _channel(codec: WrongCodec, true: str, losses: Losses, *, apart: bool) -> _Channel:
    return _Channel(codec, true, losses, *((Pairs.PRIVATE, Pairs.UNASSIGNED) if apart else (Pairs.ALL, Pairs.ALL)))


#: In place of the first byte of what follows: a mark.
_MARK = -1


def _first_byte(codec: WrongCodec, following: str | bytes | kernel.Gap | None) -> int | None:
    """Return the first byte of what follows a place, ``_MARK`` for a mark, None where nothing is known of it."""
    if following is None or isinstance(following, kernel.Gap):
        return None
    if following in _MARKS:
        return _MARK
    data = following if isinstance(following, bytes) else codec.codes.get(following, (b"",))[0]
    return data[0] if data else None


def _gap(ways: Sequence[tuple[Sequence[bytes], float]], true: str) -> kernel.Gap:
    graph = ByteGraph()
    graph.append(ways)
    return graph.gap(true)


@lru_cache(maxsize=256)
def _marks(channel: _Channel, marks: str, following: int | None) -> kernel.Gap:
    """Return what may have stood at marks beside each other, each for one byte."""
    graph = ByteGraph()
    graph.append_marks(marks, channel.codec, following)
    return graph.gap(channel.true)


@cache
def _behind_mark(channel: _Channel, mark: str, following: int | None, *, last: bool) -> kernel.Gap:
    codec = channel.codec
    ways: list[tuple[list[bytes], float]] = [([b"?"], _LITERAL)] if mark == "?" else []
    if not codec.double:
        ways.append(([codec.unreadable_before(None)], 0.0))
    elif channel.losses.pairs:
        if last:
            ways.append(([codec.unreadable_before(None)], 0.0))
        ways += [([*pair], 0.0) for pair in _unreadable_pairs(codec, channel.marked)]
        if following is not None and _MARK < following < _HIGH:  # browsers read ASCII behind a first byte again
            ways.append(([codec.unreadable_before(following)], 0.0))
        if following != _MARK:
            ways.append(([_leads(codec), _swallowed(following)], _ATE))
    else:
        ways.append(([_before(codec, following)], 0.0))
    return _gap(ways, channel.true)


def _swallowed(following: int | None) -> bytes:
    """Return the ASCII bytes that may have stood before another byte: of ``/p>`` the bracket is missing."""
    return b"</" if following == ord("/") else _SWALLOWED


def _before(codec: WrongCodec, following: int | None) -> bytes:
    """Return the bytes that a decoder gives up on and goes on with the byte behind."""
    return codec.unreadable_before(None if following == _MARK else following)


@cache
def _dropped(channel: _Channel, following: int | None) -> kernel.Gap:
    codec = channel.codec
    ways: list[tuple[list[bytes], float]] = [([b""], 0.0)]
    if not codec.double:
        holes = codec.unreadable_before(None)
        ways += [([holes], _HOLE), ([holes, holes], 2 * _HOLE)] if holes else []
        ways += [([_INVISIBLE], _DROPPED), ([_INVISIBLE, _INVISIBLE], 2 * _DROPPED)]
    elif channel.losses.pairs:
        ways += [([*pair], _DROPPED) for pair in _unreadable_pairs(codec, channel.dropped)]
    else:
        before = _before(codec, following)
        ways.append(([before], _DROPPED))
        for firsts, seconds in codec.groups:
            if second := _without(before, seconds):
                ways.append(([firsts, second], 2 * _DROPPED))
    return _gap(ways, channel.true)


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
