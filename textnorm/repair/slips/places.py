"""Where a decoder of shifted pairs can stand: the nodes of ``slips.lattice``."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["IN_STEP", "LITERAL", "SLIPPED", "SWALLOWED", "WAITING", "Place"]


class Place(NamedTuple):
    """A node: the offset in the text, how the decoder stands there, the lead bytes that may be waiting."""

    offset: int
    state: int
    leads: bytes = b""


#: States in the order in which they come at one offset.  ``WAITING`` plus n is waiting after n dropped pairs, and so
#: is ``SLIPPED`` plus n where the text was in step before the first of them.
WAITING, IN_STEP, SLIPPED, SWALLOWED, LITERAL = 0, 10, 20, 30, 31
