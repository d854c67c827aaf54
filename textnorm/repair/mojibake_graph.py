"""The bytes that can have stood where a wrong codec left a mark or nothing: small graphs, made once and kept.

Nodes lie between bytes and are numbered so that every edge leads forward.  An edge is a set of
bytes of which one stood there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.mojibake_codecs import MARKS
from textnorm.repair.mojibake_losses import Pairs, leads, unreadable_pairs
from textnorm.repair.mojibake_true import true_codec
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.mojibake_codecs import WrongCodec
    from textnorm.repair.mojibake_losses import Losses

__all__ = ["code_table", "parts", "reads_again"]

#: ASCII that a waiting first byte may have swallowed, the likeliest first.
_SWALLOWED = b" \n.,:;!?\"')(/<>-1234567890"
#: Bits of a mark that stands for itself, of an invisible character that a program lost, of swallowed ASCII (where the
#: decoder may have read it again, where it did not); of a byte that is a hole of a codec of single bytes.  Bytes that a
#: double-byte codec drops cost nothing: a decoder that drops them always does.
_LITERAL, _INVISIBLE_LOST, _ATE, _SURELY_ATE, _HOLE = 7.0, 9.0, 6.0, 2.0, 5.0
#: How many pairs beside each other leave no mark; of UTF-8 hardly ever more, for a third one begins a character.
_MOST_DROPPED = 2
_MARKS = frozenset(MARKS)
#: A mark before anything but ASCII.
_MARKED_PAIR = re.compile(r"\ufffd[^\x00-\x7f]")
_HIGH = 0x80
#: What programs drop of Latin-1, since nothing shows: controls, the soft hyphen.
_INVISIBLE = bytes((*range(0x80, 0xA0), 0xAD))


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
        self._join([len(self.edges) - 1], ways)

    def _join(self, starts: Sequence[int], ways: Sequence[tuple[Sequence[bytes], float]]) -> None:
        """Lead the same ways from some nodes to a new one."""
        open_ends: list[tuple[int, bytes, float]] = []
        for start in starts:
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
        self, most: int, again: Sequence[tuple[Sequence[bytes], float]], rest: Sequence[tuple[Sequence[bytes], float]]
    ) -> None:
        """Add one place: any of some ways up to ``most`` times, then one of the others."""
        places = [len(self.edges) - 1]
        for _ in range(most):
            self.append(again)
            places.append(len(self.edges) - 1)
        self._join(places, rest)

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
    again: bool = True,
) -> list[str | bytes | kernel.Gap]:
    """Return the bytes behind the characters ``seen``, as ``kernel.spell`` takes them.

    Part of the bytes of a character may be given as bytes, what may have stood for one as a graph.
    ends_line: a line or the text ends behind them.
    insert: before which of them bytes may have been dropped.  apart: there are marks too, so what was dropped was in
    the user-defined area, and what was marked was not.  again: ASCII behind a byte that it is no pair with may have
    been read by itself, as browsers do.
    """
    channel = _channel(codec, true, losses, apart=apart, again=again)
    places = frozenset(insert)
    found: list[str | bytes | kernel.Gap] = []
    behind = 0
    for i, token in enumerate(seen):
        if i < behind:
            continue
        if i in places:
            found.append(_dropped(channel, _first_byte(codec, token), last=False))
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
        found.append(_dropped(channel, None, last=ends_line))
    return found


def reads_again(seen: str, losses: Losses) -> bool:
    """Tell whether ASCII behind a byte that it is no pair with may have been read by itself, as browsers do.

    They mark nothing before other bytes, for they have a character for every pair.

    >>> from textnorm.repair.mojibake_losses import Losses
    >>> [reads_again(seen, Losses(pairs=True)) for seen in ("锛\ufffd1", "锛\ufffd1锛\ufffd鏄", "锛?1")]
    [True, False, False]
    """
    return not losses.dropped and LOST in seen and not _MARKED_PAIR.search(seen)


@dataclass(frozen=True, eq=False, slots=True)
class _Channel:
    """What decides about the ways to write a mark or a gap: the codecs, what was lost, which pairs are meant."""

    codec: WrongCodec
    true: str
    losses: Losses
    dropped: Pairs
    marked: Pairs
    again: bool

    @property
    def apart(self) -> bool:
        """Whether only what is in the user-defined area leaves no mark."""
        return self.dropped is Pairs.PRIVATE


@cache
def _channel(codec: WrongCodec, true: str, losses: Losses, *, apart: bool, again: bool) -> _Channel:
    kinds = (Pairs.PRIVATE, Pairs.UNASSIGNED) if apart else (Pairs.ALL, Pairs.ALL)
    return _Channel(codec, true, losses, *kinds, again)


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
        ways += [([*pair], 0.0) for pair in unreadable_pairs(codec, channel.marked)]
        again = channel.again and following is not None and _MARK < following < _HIGH
        if again:
            ways.append(([codec.unreadable_before(following)], 0.0))
        if following != _MARK:
            ways.append(([leads(codec), _swallowed(following)], _ATE if channel.again else _SURELY_ATE))
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
def _dropped(channel: _Channel, following: int | None, *, last: bool) -> kernel.Gap:
    codec = channel.codec
    ways: list[tuple[list[bytes], float]] = [([b""], 0.0)]
    if not codec.double:
        holes = codec.unreadable_before(None)
        ways += [([holes], _HOLE), ([holes, holes], 2 * _HOLE)] if holes else []
        ways += [([_INVISIBLE], _INVISIBLE_LOST), ([_INVISIBLE, _INVISIBLE], 2 * _INVISIBLE_LOST)]
    elif channel.losses.pairs:
        return _dropped_pairs(channel, following, last=last)
    else:
        before = _before(codec, following)
        ways.append(([before], 0.0))
        for firsts, seconds in codec.groups:
            if second := _without(before, seconds):
                ways.append(([firsts, second], 0.0))
    return _gap(ways, channel.true)


def _dropped_pairs(channel: _Channel, following: int | None, *, last: bool) -> kernel.Gap:
    """Return the pairs that may have stood where nothing is seen, and what is lost only before ASCII or the end."""
    codec = channel.codec
    pairs = unreadable_pairs(codec, channel.dropped)
    rest: list[tuple[list[bytes], float]] = [([b""], 0.0)]
    if last and not channel.apart:
        rest.append(([codec.unreadable_before(None)], 0.0))
    if not (last or channel.apart) and following != _MARK:
        rest.append(([leads(codec), _swallowed(following)], _SURELY_ATE))
    graph = ByteGraph()
    graph.append_up_to(_MOST_DROPPED, [([*pair], 0.0) for pair in pairs], rest)
    return graph.gap(channel.true)
