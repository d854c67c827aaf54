"""What can have stood where a wrong codec left a mark or nothing: small graphs of bytes, made once and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import MARKS
from textnorm.repair.chains.graph import LITERAL, ByteGraph, without
from textnorm.repair.chains.losses import Pairs, leads, unreadable_pairs
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses

__all__ = ["parts", "reads_again"]

#: ASCII that a waiting first byte may have swallowed, the likeliest first; and bits of its standing behind Han, where
#: most texts write the wide form of a mark, which is one symbol to the model (means of the texts of the model).
_SWALLOWED_SIGNS = ((b" \n\"'/<>-", 0.0), (b")(", 2.0), (b":;!?", 3.5), (b",.", 7.0))
_SWALLOWED_DIGITS = b"1234567890"
#: What stands behind the first digit of a number, and bits of its being none.
_IN_NUMBERS, _NO_DIGIT = frozenset(b"0123456789.,%"), 4.0
#: Bits of an invisible character that a program lost, of swallowed ASCII (where the decoder may have read it again,
#: where it did not); of a byte that is a hole of a codec of single bytes.  Bytes that a double-byte codec drops cost
#: nothing: a decoder that drops them always does.
_INVISIBLE_LOST, _ATE, _SURELY_ATE, _HOLE = 9.0, 6.0, 2.0, 5.0
#: How many pairs beside each other leave no mark; of UTF-8 hardly ever more, for a third one begins a character.
_MOST_DROPPED = 2
_MARKS = frozenset(MARKS)
#: A mark before anything but ASCII.
_MARKED_PAIR = re.compile(r"\ufffd[^\x00-\x7f]")
_HIGH = 0x80
#: What programs drop of Latin-1, since nothing shows: controls, the soft hyphen.
_INVISIBLE = bytes((*range(0x80, 0xA0), 0xAD))


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

    >>> from textnorm.repair.chains.losses import Losses
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
    ways: list[tuple[list[bytes], float]] = [([b"?"], LITERAL)] if mark == "?" else []
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
            ways += _swallowing(codec, following, _ATE if channel.again else _SURELY_ATE)
    else:
        ways.append(([_before(codec, following)], 0.0))
    return _gap(ways, channel.true)


def _swallowing(codec: WrongCodec, following: int | None, bits: float) -> list[tuple[list[bytes], float]]:
    """Return the ways to write a first byte and the ASCII that it swallowed.

    Of ``/p>`` the bracket is missing; where a number goes on it is its first digit, rather than a space before it.
    """
    if following == ord("/"):
        return [([leads(codec), b"</"], bits)]
    in_number = following in _IN_NUMBERS
    signs = [([leads(codec), some], bits + rare + _NO_DIGIT * in_number) for some, rare in _SWALLOWED_SIGNS]
    return [([leads(codec), _SWALLOWED_DIGITS], bits), *signs]


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
            if second := without(before, seconds):
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
        rest += _swallowing(codec, following, _SURELY_ATE)
    graph = ByteGraph()
    graph.append_up_to(_MOST_DROPPED, [([*pair], 0.0) for pair in pairs], rest)
    return graph.gap(channel.true)
