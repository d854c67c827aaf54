"""All texts that a stretch of shifted GBK pairs can be, as a lattice for the character model.

The decoder of the damaged bytes is followed from character to character.  It is *in step* where the
text shows true characters, and *waiting* where the last byte of a shown character is the lead byte
of a true one, whose trail byte comes first in the next shown character.  A waiting node holds every
lead byte that is possible: one in most places, several where a byte was lost or a pair was dropped.

Every loss is an edge for each character that the bytes allow.  What the channel does without choice
costs nothing: dropping a private-use pair is certain once the text is given.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from textnorm.repair.gbk import FIRST_LEAD, FIRST_TRAIL, LEADS, TRAILS, character_at, code_pair, dropped_pairs
from textnorm.repair.readings import is_first_reading, trail_bytes_read_as
from textnorm.repair.slips import costs
from textnorm.repair.slips.beginnings import beginning_again
from textnorm.repair.slips.choices import (
    choices,
    doubt,
    given_up,
    led_by,
    lost_byte,
    lost_pair,
    remnants,
    trailed_by,
)
from textnorm.repair.slips.gaps import Gaps
from textnorm.repair.slips.growth import Growth
from textnorm.repair.slips.pairs import (
    ANNOTATION,
    LOST_LEAD,
    SPLITTERS,
    TAG_WITHOUT_BRACKET,
    UNREADABLE,
    first_byte,
    shown_pairs,
)
from textnorm.repair.slips.places import IN_STEP, LITERAL, SLIPPED, SWALLOWED, WAITING, Place
from textnorm.repair.slips.swallowed import swallowed
from textnorm.trace import LOST

if TYPE_CHECKING:
    from textnorm.model.lattice import Lattice
    from textnorm.repair.slips.beginnings import Beginning
    from textnorm.repair.slips.channel import Channel

__all__ = ["SlipLattice"]

_ASCII_TRAIL_END = 0x7F
#: No pair has a lower trail byte.
_FIRST_ASCII_TRAIL = chr(FIRST_TRAIL)


class SlipLattice(Growth):
    """The lattice of one stretch of ``text`` from ``start`` on; say how it begins, then ``build``.

    Offsets are in code points of the text.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.slips.beginnings import Beginning
    >>> from textnorm.repair.slips.channel import Channel
    >>> grown = SlipLattice("大家吨勒", 2, Channel(annotates=False, forms=load().forms.document("")))
    >>> grown.begin(Beginning(slips=(2, 2)))
    >>> lattice, end = grown.build()
    >>> end, "都" in map(chr, lattice.characters)
    (4, True)
    """

    def __init__(self, text: str, start: int, channel: Channel, against_end: float = 0.0) -> None:
        """Open the lattice at ``start``, in step; ``against_end`` are bits against a line without a final mark."""
        super().__init__(text, start, channel, against_end)
        self._gaps = Gaps(text, start, self._stop, channel.missing, known=False)

    def begin(self, beginning: Beginning) -> None:
        """Let a run begin in this way; once for a lattice."""
        if beginning.begin >= 0:
            self._gaps = Gaps(self.text, beginning.begin, self._stop, self.channel.missing, known=True)
        if beginning.opened:
            self._closing[0] = self._expected_mark(self.start)
        self._open(0, beginning)
        if beginning.slips:
            self._slips = range(beginning.slips[0], beginning.slips[1] + 1)

    def _open(self, number: int, beginning: Beginning) -> None:
        """Let a lead byte wait."""
        for lead, bits in beginning.lost:
            self._wait(number, bytes((lead,)), beginning.begin, bits, WAITING)
        for lead, characters, bits in beginning.opened:
            self._edge(number, Place(beginning.begin, WAITING, bytes((lead,))), self._unlisted(characters), bits)

    def build(self) -> tuple[Lattice, int] | None:
        """Return the lattice and the offset where it ends, or None where no run comes back into step.

        ``places`` then says what each node is.
        """
        return self._grown() if self._grow() else None

    def _grow(self) -> bool:
        """Follow the decoder until it is in step on every path; tell whether it ever is."""
        if self._slips:
            self._in_step(0, self.start)
        while self._todo:
            place = heappop(self._todo)
            if place in self._numbers:
                continue
            number = len(self.places)
            self._node(place)
            if place.state == IN_STEP:
                if (not self._todo and place.offset >= self._slips.stop) or place.offset >= self._stop:
                    return True
                self._in_step(number, place.offset)
            elif place.state == LITERAL:
                self._edge(number, Place(place.offset + 1, IN_STEP), chr(place.leads[0]), 0.0)
            elif place.state == SWALLOWED:
                for one, bits in swallowed(self.text, place.offset + 1, self.channel.unspaced):
                    self._edge(number, Place(place.offset + 1, IN_STEP), one, bits)
            else:
                self._wait(number, place.leads, place.offset, 0.0, place.state)
        return False

    def _behind_annotation(self, at: int) -> int:
        """Return the offset behind the reading of the character that ends at ``at``, if it carries one."""
        annotation = ANNOTATION.match(self.text, at) if self.channel.annotates else None
        return annotation.end() if annotation and is_first_reading(self.text[at - 1], annotation[1]) else at

    def _in_step(self, number: int, at: int) -> None:
        """Read the character shown at ``at`` as it is, or let a byte be lost or gained there."""
        if at >= self._stop:
            return
        shown = self.text[at]
        behind = self._behind_annotation(at + 1)
        self._edges.append((number, Place(behind, IN_STEP), ord(shown), 0.0))
        heappush(self._todo, Place(behind, IN_STEP))
        if at in self._slips:
            self._slip(number, at, shown)
        again = beginning_again(self.text, at) if shown == "?" and self.channel.annotates else None
        if again and again.begin <= self._stop:
            self._open(number, again)

    def _slip(self, number: int, at: int, shown: str) -> None:
        """Let a byte be lost or gained at the character shown at ``at``."""
        if shown in UNREADABLE:
            self._wait(number, LEADS, at + 1, costs.GAINED, WAITING)
        if shown == LOST:
            self._closing[number] = self._expected_mark(at)
            self._edge(number, Place(at + 1, IN_STEP), remnants(first_byte(self.text, at + 1)), costs.LOST_BITS)
        if shown.isascii():
            if FIRST_TRAIL <= ord(shown) < _ASCII_TRAIL_END:
                self._edge(number, Place(at + 1, IN_STEP), led_by(LEADS, ord(shown)), costs.LOST_BITS + costs.LETTER)
        elif pair := code_pair(shown):
            first, second = pair
            if target := self._after(at, second):
                self._edge(number, target, lost_byte(first), costs.LOST_BITS)
            if second >= FIRST_LEAD:
                bits = costs.REPEATED if first == second else costs.GAINED
                self._wait(number, bytes((second,)), at + 1, bits, WAITING)
            elif FIRST_TRAIL <= second < _ASCII_TRAIL_END:  # what came in took an ASCII byte for its trail byte
                self._edge(number, Place(at + 1, IN_STEP), chr(second), costs.GAINED)
            repeated = second in {first, first_byte(self.text, at + 1)}
            self._wait(number, bytes((first,)), at + 1, costs.REPEATED if repeated else costs.GAINED, WAITING)
        for which, (_, seconds) in enumerate(dropped_pairs()[: costs.USER_DEFINED]):
            missing = costs.LOST_BITS + self.channel.missing
            self._edge(number, Place(at, SLIPPED + 1, seconds), lost_pair(which), missing)

    def _after(self, at: int, second: int) -> Place | None:
        """Return where the decoder stands once the first byte of the character at ``at`` is used."""
        if second >= FIRST_LEAD:
            return Place(self._behind_annotation(at + 1), WAITING, bytes((second,)))
        if FIRST_TRAIL <= second < _ASCII_TRAIL_END:  # an ASCII byte that the lead byte swallowed
            return Place(at, LITERAL, bytes((second,)))
        return None

    def _wait(self, number: int, leads: bytes, at: int, bits: float, state: int) -> None:
        """Follow ``leads``, one of which waits for the trail byte that begins at ``at``."""
        gap = self._gaps.bits(at, leads) if state < self.channel.most_dropped else math.inf
        if gap < math.inf:
            for firsts, seconds in dropped_pairs()[: costs.USER_DEFINED if len(leads) > 1 else None]:
                self._edge(number, Place(at, state + 1, seconds), self._choices(leads, firsts, at), bits + gap)
        if at >= self._stop:
            if self._ends_line:
                self._edge(number, Place(at, IN_STEP), self._unlisted(trailed_by(leads), at), bits + costs.NO_TRACE)
            return
        shown = self.text[at]
        if not self.channel.annotates and state == WAITING and not bits:  # not where a byte came in just before
            self._resynchronise(number, leads, at, bits)
        if shown in UNREADABLE:
            self._unreadable(number, leads, at, bits)
        elif shown.isascii() and FIRST_TRAIL <= ord(shown) < _ASCII_TRAIL_END:
            self._raw_trail_byte(number, leads, at, bits)
        for first, second, cost in shown_pairs(shown):
            target = self._after(at, second)
            if target:
                self._edge(number, target, self._choices(leads, bytes((first,)), at), bits + cost)

    def _resynchronise(self, number: int, leads: bytes, at: int, bits: float) -> None:
        """Let another byte be lost, or the decoder give up one that makes no pair with the next one."""
        self._edge(number, Place(at, IN_STEP), choices(leads, TRAILS), bits + costs.AGAIN)
        mark = self.text[at] if self.text[at] in UNREADABLE else ""
        behind = at + len(mark)
        pair = code_pair(self.text[behind]) if self.text[behind : behind + 1] > "\x7f" else None
        against = costs.RESYNC[mark] if mark else self.channel.skipped
        if pair:
            self._edge(number, Place(behind, IN_STEP), given_up(leads, pair[0]), bits + against)
        elif not mark and self.text[at] < _FIRST_ASCII_TRAIL:
            self._edge(number, Place(at, IN_STEP), trailed_by(leads), bits + against)

    def _unreadable(self, number: int, leads: bytes, at: int, bits: float) -> None:
        """Read the mark of an unreadable pair: a lost trail byte, an ASCII character swallowed with it or not."""
        annotates = self.channel.annotates
        annotation = LOST_LEAD.match(self.text, at) if annotates else None
        if annotation:
            for lead in leads:
                for trail, first in trail_bytes_read_as(lead, annotation[1]).items():
                    if trail > _ASCII_TRAIL_END:  # a smaller one would show as ASCII
                        last = character_at(lead, trail)
                        cost = bits + doubt(last, first=first)
                        self._edge(number, Place(annotation.end(), IN_STEP), last or "", cost)
            return
        # No pair begins with 0x80, so such a trail byte spoils the pair that it seems to begin.
        self._edge(number, Place(at + 1, WAITING, LEADS), self._choices(leads, b"\x80", at), bits)
        last = self._unlisted(trailed_by(leads), at)
        self._closing[number] = self._expected_mark(at)
        tag = TAG_WITHOUT_BRACKET.match(self.text, at + 1)
        following = self.text[at + 1 : at + 2]
        if tag:
            self._edge(number, Place(tag.end(), IN_STEP), last, bits)
        elif following in {"", "\n"} or (following in SPLITTERS and (annotates or following.isascii())):
            self._edge(number, Place(at + 1, IN_STEP), last, bits)
        else:
            swallowed, returned = costs.ASCII_BEHIND[self.text[at]]
            self._edge(number, Place(at, SWALLOWED), last, bits + swallowed)
            if following.isascii():
                self._edge(number, Place(at + 1, IN_STEP), last, bits + (costs.RETURNED if annotates else returned))
            for firsts, seconds in dropped_pairs():
                allowed = self._choices(leads, firsts, at)
                self._edge(number, Place(at + 1, WAITING + 1, seconds), allowed, bits + costs.TRACE)

    def _raw_trail_byte(self, number: int, leads: bytes, at: int, bits: float) -> None:
        """Read an ASCII letter as the trail byte of the last character of the run."""
        trail = ord(self.text[at])
        against = costs.LETTER if "a" <= self.text[at + 1 : at + 2] <= "z" else 0.0
        annotation = ANNOTATION.match(self.text, at + 1) if self.channel.annotates else None
        for lead in leads:
            last = character_at(lead, trail)
            if last and annotation is None:
                self._edge(number, Place(at + 1, IN_STEP), last, bits + against)
            elif last and annotation and is_first_reading(last, annotation[1]):
                self._edge(number, Place(annotation.end(), IN_STEP), last, bits)
