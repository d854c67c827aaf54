"""How often signs stand behind Chinese, and what behind them: what is counted, and the counts of programs and pages."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["KINDS", "SIGNS", "Counts", "kind_of", "table", "usual"]

#: The signs of ASCII; those up to the question mark are no second bytes of pairs.
SIGNS = "\t\n\r" + "".join(map(chr, range(0x20, 0x7F)))
#: How many tokens the table tells, and how probable one is of which it knows nothing.
_IN_TABLE, _UNKNOWN = 2, 0.02
#: How many places that count as which a shorter context counts: tokens behind any sign of the table, behind one.
_OF_TOKENS, _OF_TABLE = 10.0, 10.0


class Counts(NamedTuple):
    """How often rows of tokens were found behind a sign, behind any ("") and, of no tokens, on a side with a sign.

    >>> counts = Counts.none()
    >>> counts.note("H", ",", (" 1", "a"))
    >>> counts.of[",", (" 1", "a")], counts.of["", (" 1", "a")]
    (1, 1)
    """

    of: Counter[tuple[str, tuple[str, ...]]]

    @classmethod
    def none(cls) -> Counts:
        """Return counts of nothing."""
        return cls(Counter())

    def note(self, left: str, sign: str, behind: tuple[str, ...], count: float = 1) -> None:
        """Count one context."""
        kind = kind_of(sign)
        keys = (kind, ""), (left + kind, left, kind, "")
        for key in keys[not behind]:
            self.of[key, behind] += count  # type: ignore[assignment]  # counters hold any number


@cache
def table() -> Counts:
    r"""Return what programs and pages have: ``data/swallowed-signs.txt``, whose head says of what it was counted.

    >>> table().of["H\n", ()] > table().of["H~", ()]
    True
    """
    counts = Counts.none()
    text = files("textnorm").joinpath("data").joinpath("swallowed-signs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            left, sign, behind, count = line.split("\t")
            row = tuple(one.replace("_", " ").replace("^", "\t") for one in behind.split())
            counts.note(left, chr(int(sign, 16)), row, float(count))
    return counts


def kind_of(sign: str) -> str:
    """Return what is counted as one sign: digits are, and letters.

    >>> [kind_of(sign) for sign in "7x,"]
    ['0', 'a', ',']
    """
    return "0" if sign.isdigit() else "a" if sign.isalpha() else sign


#: The signs of each kind, which are as likely as each other.
KINDS = {kind: "".join(sign for sign in SIGNS if kind_of(sign) == kind).encode() for kind in map(kind_of, SIGNS)}


@lru_cache(maxsize=8192)
def usual(sign: str, behind: tuple[str, ...]) -> float:
    r"""Return how probable the last of some tokens is behind a sign and the others, in programs and pages.

    >>> usual("\n", ("#",)) > usual(".", ("#",))
    True
    """
    of = table().of
    if len(behind) > _IN_TABLE:
        return _UNKNOWN
    shorter = behind[:-1]
    alone = (of["", behind[-1:]] + _OF_TOKENS * _UNKNOWN) / (of["", ()] + _OF_TOKENS)
    anyway = (of["", behind] + _OF_TOKENS * alone) / (of["", shorter] + _OF_TOKENS)
    return (of[sign, behind] + _OF_TABLE * anyway) / (of[sign, shorter] + _OF_TABLE)
