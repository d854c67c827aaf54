"""What can have stood where a wrong codec left a mark or nothing: small graphs of bytes, made when first met."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.graph import LITERAL, ByteGraph, Fork, code_table, without
from textnorm.repair.chains.losses import Pairs, alone_unreadable, leads, unreadable_pairs
from textnorm.repair.chains.signs import anywhere
from textnorm.repair.chains.spaces import invisible_bytes
from textnorm.repair.chains.true import true_codec
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.swallowed import Swallowed

__all__ = ["channel", "reads_again"]

#: Bits of an invisible character that a program lost, of swallowed ASCII (where the decoder may have read it again,
#: where it did not); of a byte that is a hole of a codec of single bytes.  Bytes that a double-byte codec drops cost
#: nothing: a decoder that drops them always does.
_INVISIBLE_LOST, _ATE, _SURELY_ATE, _HOLE = 9.0, 3.0, 0.0, 5.0
#: Bits of what the structure of a document speaks against: it may have been damaged in parts.
_NEVER = 12.0
#: Bits of a pair without a character before ASCII, where ASCII is swallowed: of 64 bytes of UTF-8 about one begins such
#: a pair, while every second run of Chinese ends in a byte that waits.
_SELDOM_BEHIND = 4.0
#: How many gaps are kept, of places in a structure.
_MOST_KNOWN = 4096
#: How many pairs beside each other leave no mark; of UTF-8 hardly ever more, for a third one begins a character.
_MOST_DROPPED = 2
#: Bits of a byte that begins no pair, at a mark that else stands for a pair: programs that have no euro sign for 80.
_ALONE = 6.0
#: ASCII, the signs of it that no pair of any codec has second, and the rest.
_ASCII, _SIGNS, _HIGH_BYTES = bytes(range(0x80)), bytes(range(0x40)), bytes(range(0x80, 0x100))
#: In place of the first byte of what follows: a mark.
_MARK = -1
#: A mark before anything but ASCII.
_MARKED_PAIR = re.compile(r"\ufffd[^\x00-\x7f]")
#: The codec that browsers mark pairs of.
_NOT_EVERY = "cp949"
_HIGH = 0x80
#: What programs drop of Latin-1, since nothing shows: controls, the soft hyphen.
_INVISIBLE = bytes((*range(0x80, 0xA0), 0xAD))
#: The bytes behind a lead byte of UTF-8, and bits of a mark of single bytes that stands for one that the codec has:
#: the text went through more than one program.
_BEHIND_A_LEAD, _ANOTHER = bytes(range(0x80, 0xC0)), 10.0
#: So many holes has a codec whose controls are lost; bits of one of them, which half of the bytes of UTF-8 are.
_CONTROLS, _CONTROL = 32, 1.0
#: By how many bits text that a program read as one of these is likelier Simplified than Traditional: the codec that it
#: took by mistake is the usual one where it runs.  Where a line has forms of one script they say far more.
_LEANS = {"gbk": 3.0, "gb18030": 3.0, "cp950": -3.0}
#: Bits of a line that ends where no line does.  Of strings of two to six characters cut out of sentences 80 % come
#: back whole with 5 to 8 bits, 78 % where every line must end as lines do; of whole phrases most do with 8 to 11.
_CUT = 8.0


def reads_again(seen: str, losses: Losses, codec: WrongCodec) -> bool:
    """Tell whether ASCII behind a byte that it is no pair with may have been read by itself, as browsers do.

    They mark nothing before other bytes where they have a character for every pair, as they have not for Korean.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> pairs, gbk = Losses(pairs=True), wrong_codec("gbk")
    >>> [reads_again(seen, pairs, gbk) for seen in ("锛\ufffd1", "锛\ufffd1锛\ufffd鏄", "锛?1")]
    [True, False, False]
    """
    every = codec.family != _NOT_EVERY
    return not losses.dropped and LOST in seen and not (every and _MARKED_PAIR.search(seen))


@cache
def channel(  # noqa: PLR0913 - who read, what, and how carelessly
    codec: WrongCodec,
    true: str,
    losses: Losses,
    *,
    apart: bool = False,
    again: bool = True,
    feeds: bool = True,
    closed: bool = False,
    swallows: bool | None = None,
    fed: bool | None = None,
) -> kernel.LossyChannel:
    """Return how a codec read text in the codec ``true`` and what it lost.

    apart: there are marks too, so what was dropped was in the user-defined area, and what was marked was not.
    again: ASCII behind a byte that it is no pair with may have been read by itself, as browsers do.
    feeds: such a byte may have swallowed a line feed.
    closed: behind the last byte the text ended, so that it swallowed nothing.
    swallows, fed: whether a document tells that signs of ASCII were swallowed, and line feeds; None where it does not.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> how = channel(wrong_codec("gbk"), "utf-8", Losses())
    >>> forms = load().forms.document("")
    >>> seen = "鐜嬭?佸笀"  # 王老师, of which a byte became a question mark
    >>> how.fill(load().grams, forms, [seen], "", "", inserts=False, beam=8, margin=14.0)[0]
    '王老师'
    """
    kinds = (Pairs.PRIVATE, Pairs.UNASSIGNED) if apart else (Pairs.ALL, Pairs.ALL)
    joined = codec.double and not losses.pairs
    gaps = _Gaps(codec, true, losses, *kinds, again, feeds, closed, swallows, fed)
    lean = _LEANS.get(codec.family, 0.0)
    return kernel.LossyChannel(true_codec(true), code_table(codec), gaps, _end(true), joined=joined, lean=lean)


def _end(true: str) -> kernel.Gap:
    """Return the end of a line, or nothing."""
    return kernel.Gap(true_codec(true), 1, [(0, b"\n", 1, 0.0), (0, b"", 1, _CUT)])


@dataclass(frozen=True, slots=True)
class _Gaps:
    """The ways to write a mark or a gap, as ``kernel.LossyChannel`` asks for them, by the codecs and what was lost."""

    codec: WrongCodec
    true: str
    losses: Losses
    unmarked: Pairs
    marked: Pairs
    again: bool
    feeds: bool
    closed: bool
    swallows: bool | None
    fed: bool | None
    known: dict[tuple[object, ...], kernel.Gap] = field(default_factory=dict, compare=False)

    def behind_marks(self, marks: str, following: int | None) -> kernel.Gap:
        """Return what may have stood at marks beside each other, each for one byte."""
        return _behind_marks(self.codec, self.true, marks, following)

    def behind_mark(
        self,
        mark: str,
        following: int | None,
        last: bool,  # noqa: FBT001 - a kernel's
        signs: Swallowed | None = None,
    ) -> kernel.Gap:
        """Return what may have stood at a mark, and which ``signs`` it may have swallowed."""
        key = mark, following, last, signs
        if key not in self.known:
            self._keep(key, _gap(*self._ways_behind(mark, following, signs, last=last)))
        return self.known[key]

    @property
    def alone(self) -> float:
        """The bits of a byte that waits at the end of a text, where it can have swallowed what follows."""
        return _NEVER if self.swallows and (self.closed or self.fed) else 0.0

    def _keep(self, key: tuple[object, ...], gap: kernel.Gap) -> None:
        """Remember a gap, of the last thousands."""
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known[key] = gap

    def _ways_behind(
        self, mark: str, following: int | None, signs: Swallowed | None, *, last: bool
    ) -> tuple[list[tuple[list[bytes], float]], str, list[Fork]]:
        """Return the ways to write a mark, and the codec that they are in."""
        codec = self.codec
        forks: list[Fork] = []
        ways: list[tuple[list[bytes], float]] = [([b"?"], LITERAL)] if mark == "?" else []
        if not codec.double:
            holes = codec.unreadable_before(None)
            ways += _holes(holes)
            ways.append(([without(_BEHIND_A_LEAD, holes)], _ANOTHER))
        elif self.losses.pairs:
            if last:
                ways.append(([codec.unreadable_before(None)], self.alone))
            apart = _SELDOM_BEHIND if self.swallows and following != _MARK and not (following or 0) & _HIGH else 0.0
            ways += [(pair, apart) for pair, _ in _high_pairs(codec, self.marked)]
            if alone := alone_unreadable(codec):
                ways.append(([alone], _ALONE))
            again = self.again and following is not None and _MARK < following < _HIGH
            if again:
                ways.append(([codec.unreadable_before(following)], 0.0))
            if following != _MARK and not (last and self.closed and not self.swallows):
                forks = self._swallowing(
                    signs, _NEVER if self.swallows is False else _ATE if self.again else _SURELY_ATE, self.marked
                )
        else:
            ways.append(([_before(codec, following)], 0.0))
        return ways, self.true, forks

    def dropped(
        self,
        following: int | None,
        last: bool,  # noqa: FBT001 - a kernel's
        signs: Swallowed | None = None,
    ) -> kernel.Gap:
        """Return what may have stood where nothing is seen, and which ``signs`` were swallowed there."""
        if self.codec.double and self.losses.pairs:
            key = following, last, signs
            if key not in self.known:
                self._keep(key, self._dropped_pairs(following, signs, last=last))
            return self.known[key]
        codec = self.codec
        ways: list[tuple[list[bytes], float]] = [([b""], 0.0)]
        if not codec.double:
            holes = codec.unreadable_before(None)
            unseen, bits = _INVISIBLE, _HOLE
            if self.true.startswith("utf-8"):
                unseen = without(invisible_bytes(codec.codes), holes)
                bits = _HOLE if len(holes) < _CONTROLS else _CONTROL
            some = [*_holes(holes, bits), *([([unseen], _INVISIBLE_LOST)] if unseen else [])]
            ways += [([*one, *two], first + second) for one, first in some for two, second in [([], 0.0), *some]]
        else:
            before = _before(codec, following)
            ways.append(([before], 0.0))
            for firsts, seconds in codec.groups:
                if second := without(before, seconds):
                    ways.append(([firsts, second], 0.0))
        return _gap(ways, self.true)

    def _dropped_pairs(self, following: int | None, signs: Swallowed | None, *, last: bool) -> kernel.Gap:
        """Return the pairs that may have stood where nothing is seen, and what is lost only before ASCII or the end."""
        codec, apart = self.codec, self.unmarked is Pairs.PRIVATE
        rest: list[tuple[list[bytes], float]] = [([b""], 0.0)]
        forks: list[Fork] = []
        if last and not apart:
            rest.append(([codec.unreadable_before(None)], self.alone))
        if not last and following != _MARK:
            forks = self._swallowing(signs, _SURELY_ATE, self.unmarked)[apart:]
        graph = ByteGraph()
        graph.append_up_to(_MOST_DROPPED, _high_pairs(codec, self.unmarked), rest, forks)
        return graph.gap(self.true)

    def _swallowing(self, signs: Swallowed | None, bits: float, kind: Pairs) -> list[Fork]:
        """Return the first bytes with the ASCII that they swallowed: signs, then what some are no pair with."""
        groups = (signs or anywhere().at("", 0, 0, "H")).groups
        no_seconds = _SIGNS if self.feeds else without(_SIGNS, b"\n")
        forks = [(leads(self.codec), _among(groups, no_seconds, bits))]
        forks += [(firsts, _among(groups, low, bits)) for firsts, low in _low_pairs(self.codec, kind)]
        return [fork for fork in forks if fork[1]]


def _among(groups: Sequence[tuple[bytes, float]], allowed: bytes, bits: float) -> list[tuple[bytes, float]]:
    """Return the signs of groups that are allowed, with their bits."""
    kept = ((bytes(sign for sign in some if sign in allowed), bits + more) for some, more in groups)
    return [(some, paid) for some, paid in kept if some]


@lru_cache(maxsize=64)
def _high_pairs(codec: WrongCodec, kind: Pairs) -> list[tuple[list[bytes], float]]:
    """Return the ways to write a pair above ASCII that a codec has no character for."""
    pairs = ((first, without(second, _ASCII)) for first, second in unreadable_pairs(codec, kind))
    return [([first, second], 0.0) for first, second in pairs if second]


@lru_cache(maxsize=64)
def _low_pairs(codec: WrongCodec, kind: Pairs) -> list[tuple[bytes, bytes]]:
    """Return the first bytes with the second ones of ASCII that they are no pair with, though others are."""
    pairs = ((first, without(second, _HIGH_BYTES)) for first, second in unreadable_pairs(codec, kind))
    return [(first, second) for first, second in pairs if second]


def _holes(holes: bytes, bits: float = 0.0) -> list[tuple[list[bytes], float]]:
    """Return the way to have lost one of the holes of a codec, if it has any."""
    return [([holes], bits)] if holes else []


@lru_cache(maxsize=1024)
def _behind_marks(codec: WrongCodec, true: str, marks: str, following: int | None) -> kernel.Gap:
    graph = ByteGraph()
    graph.append_marks(marks, codec, following)
    return graph.gap(true)


def _gap(ways: Sequence[tuple[Sequence[bytes], float]], true: str, forks: Sequence[Fork] = ()) -> kernel.Gap:
    graph = ByteGraph()
    graph.append(ways, forks)
    return graph.gap(true)


def _before(codec: WrongCodec, following: int | None) -> bytes:
    """Return the bytes that a decoder gives up on and goes on with the byte behind."""
    return codec.unreadable_before(None if following == _MARK else following)
