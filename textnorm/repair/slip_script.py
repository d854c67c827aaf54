"""Which script surrounds a damaged run: what was lost from it was hardly written in the other one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["foreign", "surroundings"]

#: How far around a run its script is looked for, in code points.
_AROUND = 400
#: So many times as many characters of one script alone make it the script of the surroundings.
_CLEARLY = 4


@cache
def foreign(script: str) -> frozenset[str]:
    """Return the characters that text in ``script``, ``"Hans"`` or ``"Hant"``, does not have.

    They are those that OpenCC's table always changes towards the script; "" has none.

    >>> "进" in foreign("Hant"), "進" in foreign("Hant"), "后" in foreign("Hant")
    (True, False, False)
    """
    name = {"Hans": "opencc-TSCharacters.txt", "Hant": "opencc-STCharacters.txt"}.get(script)
    if name is None:
        return frozenset()
    table = files("textnorm").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return frozenset(key for key, values in rows if key not in values.split(" "))


def surroundings(text: str, start: int, end: int) -> str:
    """Return ``"Hans"`` or ``"Hant"``, the script around ``text[start:end]``, or "" where neither is clear.

    >>> surroundings("這是經濟觀察？报道", 6, 9)
    'Hant'
    """
    around = text[max(0, start - _AROUND) : start] + text[end : end + _AROUND]
    simplified = sum(map(around.count, foreign("Hant").intersection(around)))
    traditional = sum(map(around.count, foreign("Hans").intersection(around)))
    if traditional > _CLEARLY * simplified:
        return "Hant"
    return "Hans" if simplified > _CLEARLY * traditional else ""
