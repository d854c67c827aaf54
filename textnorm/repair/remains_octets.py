"""What is left of bytes that were read as UTF-8 although they were none: some as they were, others only by their kind.

A decoder of UTF-8 writes U+FFFD for every byte that begins no character, and one for the beginning of a character that
breaks off (the Unicode Standard, section 3.9, maximal subparts).  So each mark tells what stood there, roughly.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ASCII", "OCTETS", "TRAIL", "TWO", "Octet", "Way", "kind_of", "ways_of"]

#: A byte that is known, or, from 256 on, the kind of one that is not.
Octet = int


class Way(NamedTuple):
    """Bytes that may have stood at a place.

    closed: no trail byte of UTF-8 follows them.  bits: what is against them, besides how rare the bytes are.
    """

    octets: tuple[Octet, ...]
    closed: bool = False
    bits: float = 0.0


#: The kinds of bytes in UTF-8: a trail byte; the first one of two, of three, of four; none of these; and ASCII.
TRAIL, TWO, THREE, FOUR, NEVER, ASCII = range(0x100, 0x106)
#: How many bytes and kinds there are.
OCTETS = 0x106


@cache
def kind_of(byte: int) -> Octet:
    """Return the kind of a byte; ED and F4 hardly ever go on in the codecs in question, and count as no beginning.

    >>> (kind_of(0xC4), kind_of(0xB0), kind_of(0x41)) == (TWO, TRAIL, ASCII)
    True
    """
    if byte < 0x80:  # noqa: PLR2004 - the Unicode Standard, table 3-7
        return ASCII
    if byte < 0xC0:  # noqa: PLR2004
        return TRAIL
    if 0xC2 <= byte < 0xE0:  # noqa: PLR2004
        return TWO
    if 0xE0 <= byte < 0xF0 and byte != 0xED:  # noqa: PLR2004
        return THREE
    return FOUR if 0xF0 <= byte < 0xF4 else NEVER  # noqa: PLR2004


#: What a mark can stand for.
_BROKEN_OFF = (
    Way((TRAIL,)),
    Way((NEVER,)),
    Way((TWO,), closed=True),
    Way((THREE,), closed=True),
    Way((FOUR,), closed=True),
    Way((THREE, TRAIL), closed=True),
    Way((FOUR, TRAIL), closed=True),
    Way((FOUR, TRAIL, TRAIL), closed=True),
)


@cache
def ways_of(character: str) -> Sequence[Way]:
    r"""Return the bytes that a character can have been: its own, or those that a mark can stand for.

    >>> ways_of("\u0122")[0].octets, len(ways_of("\ufffd"))
    ((196, 162), 8)
    """
    return _BROKEN_OFF if character == LOST else (Way(tuple(character.encode("utf-8", "surrogatepass"))),)
