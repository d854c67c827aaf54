"""Where in a run of shifted pairs one may be missing: a private-use character that most copies of a text lose."""

from __future__ import annotations

import math

from textnorm.model.ngrams import load
from textnorm.repair.slips.costs import ANYWHERE, COMMON, COMMON_BITS, STUMBLE
from textnorm.repair.slips.pairs import SELDOM, UNREADABLE, straight_reading

__all__ = ["Gaps"]


class Gaps:
    r"""What speaks against a missing pair at each offset of a run that begins at ``begin`` and ends before ``stop``.

    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻"
    >>> gaps = Gaps(text, 2, len(text), 4.0, known=True)
    >>> gaps.bits(4, b"\xd5") > gaps.bits(4, b"\xd5\xd6")  # one byte waits, or one of two
    True
    """

    def __init__(self, text: str, begin: int, stop: int, missing: float, *, known: bool) -> None:
        """Look at nothing yet: most runs have no gap to ask about; ``known`` tells that it begins exactly there.

        ``missing`` are the bits against any gap, infinite where the decoder dropped no pairs.
        """
        self._text, self._begin, self._stop, self._missing, self._known = text, begin, stop, missing, known
        self._stumble = STUMBLE if known else ANYWHERE
        self._straight: list[tuple[float, str]] | None = None

    def bits(self, at: int, leads: bytes) -> float:
        """Return the bits against a missing pair at ``at``, where one of ``leads`` waits: infinite where it reads well.

        Nothing speaks against one behind another missing pair, nor in front of bytes that nobody could read; where it
        is not known that the run begins there, U+FFFD may be the trace of a decoder that drops no pairs.
        """
        if len(leads) > 1 or self._missing == math.inf:
            return self._missing
        if at > self._stop:  # behind a reading that stood across it
            return math.inf
        if at < self._stop and self._text[at] in (UNREADABLE if self._known else "?"):
            return self._missing
        if self._known and at == self._begin:  # the lead byte before is not shown
            return self._against(*_straight_costs(self._text, at, min(self._stop, at + 2), leads[0])[0])
        if self._straight is None:
            self._straight = _straight_costs(self._text, self._begin, self._stop)
        return self._against(*self._straight[at - self._begin])

    def _against(self, cost: float, character: str) -> float:
        """Return the bits against a gap where ``character`` lies across the place, infinite for one that reads well.

        ``cost`` is what ``_straight_costs`` gives for it.  Bytes that meet by chance seldom make a common
        character, so the commoner it is, the likelier it is the true one.
        """
        if cost < self._stumble:
            return math.inf
        if not character or (self._known and SELDOM.match(character)):
            return self._missing
        return self._missing + max(0.0, COMMON_BITS * (COMMON - load().unigram_bits(character)))


def _straight_costs(text: str, start: int, stop: int, lead: int = 0) -> list[tuple[float, str]]:
    """Return, for each offset from ``start`` to ``stop``, the character whose bytes meet there, and its bits.

    Its lead byte ends the character shown before the offset, its trail byte begins the one behind.
    The bits are those of this character and the next one after it, infinite where there is none.
    """
    straight, offsets = straight_reading(text, start, stop, lead)
    costs = [(math.inf, "")] * (stop - start + 1)
    bits = load().bits_each("".join(straight))
    for character, offset, one, following in zip(straight, offsets, bits, [*bits[1:], 0.0], strict=False):
        if character != "\n":
            costs[offset - start] = (one + following, character)
    return costs
