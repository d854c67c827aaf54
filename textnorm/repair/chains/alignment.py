"""Whether a mark stands for one byte or for two, told from the step of UTF-8 before anything is searched.

Every byte of UTF-8 says whether it begins a character.  So the bytes that are left fix where each character begins,
and an assumption that gives a mark too many bytes or too few soon falls out of step with them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm.repair.chains.codecs import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses

__all__ = ["in_step", "misfits"]

#: How many trail bytes are awaited, 0 to 3, as a set of bits; all of them where nothing is known.
_ANY = 0b1111


def in_step(seen: str, wrong: WrongCodec, losses: Sequence[Losses]) -> list[Losses]:
    """Return the losses under which ``seen`` falls out of step least often; those that leave no mark are not told.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> in_step("��亙予�����勗�剝��敺�摰����", wrong_codec("cp950"), (Losses(), Losses(pairs=True)))
    [Losses(pairs=False, dropped=False)]
    """
    marked = sum(map(seen.count, MARKS))
    if len(losses) < 2 or not marked:  # noqa: PLR2004 - there is nothing to choose
        return list(losses)
    counts = {one: misfits(seen, wrong, pairs=one.pairs) for one in losses if not one.dropped}
    least = min(counts.values(), default=0)
    return [one for one in losses if counts.get(one, least) == least]


def misfits(seen: str, wrong: WrongCodec, *, pairs: bool) -> int:
    """Return how often ``seen`` falls out of the step of UTF-8 if a mark is one byte, or with ``pairs`` two."""
    codes = wrong.codes
    state, count = 1, 0
    for char, following in zip(seen, (*seen[1:], "\n"), strict=True):
        if char in MARKS:
            behind = _behind_lost(state, 2 if pairs else 1) | (_behind_ascii(state) if char == "?" else 0)
            if pairs:  # the second byte may have been ASCII, lost or read again
                behind |= _behind_lost(state, 1) | 1 if following.isascii() and following != "?" else 1
        else:
            behind = state
            for byte in codes.get(char, (b"",))[0]:
                behind = _behind(behind, byte)
        if not behind:
            count += 1
            behind = _ANY
        state = behind
    return count


@cache
def _behind(state: int, byte: int) -> int:
    """Return what may be awaited behind a byte, nothing where it cannot stand there."""
    if byte < 0x80:  # noqa: PLR2004 - the Unicode Standard, table 3-7
        return _behind_ascii(state)
    if byte < 0xC0:  # noqa: PLR2004
        return state >> 1
    if not state & 1 or byte < 0xC2 or byte > 0xF4:  # noqa: PLR2004
        return 0
    return 0b10 if byte < 0xE0 else 0b100 if byte < 0xF0 else 0b1000  # noqa: PLR2004


def _behind_ascii(state: int) -> int:
    return state & 1


def _behind_lost(state: int, size: int) -> int:
    """Return what may be awaited behind unknown bytes above ASCII, hardly any of a character of two or four bytes."""
    for _ in range(size):
        state = (state >> 1) | (0b100 if state & 1 else 0)
    return state
