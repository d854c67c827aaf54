"""Which characters tell the scripts and the regions apart, from the table that ``tools/build_opencc.py`` derives.

*Simplified-only*: a character that OpenCC turns into another and that none of its tables towards Traditional ever
writes; *Traditional-only* likewise.  Hence a text without the one kind has nothing of that script left to convert.
*Leaning* characters may stand in either script (万 in 万俟) but speak for one.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

__all__ = ["Characters", "characters"]


class Characters(NamedTuple):
    """Sets of characters; a character of a region may belong to more regions, but never to all three."""

    simplified: frozenset[str]
    traditional: frozenset[str]
    leans_simplified: frozenset[str]
    leans_traditional: frozenset[str]
    #: Forms that Taiwan or Hong Kong writes instead of those that stand in OpenCC's standard.
    regional: frozenset[str]
    cn: frozenset[str]
    tw: frozenset[str]
    hk: frozenset[str]


@cache
def characters() -> Characters:
    """Return the sets.

    >>> "们" in characters().simplified, "們" in characters().traditional, "裡" in characters().tw
    (True, True, True)
    """
    from textnorm.script.tables import read  # noqa: PLC0415 - the table is read when a text needs it

    lines = (line.partition("\t") for line in read("opencc-characters.txt").splitlines())
    sets = {name: frozenset(members) for name, _, members in lines}
    return Characters(**sets)
