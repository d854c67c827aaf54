"""Where the words of Chinese text begin and end: the cheapest way through a word lattice.

Each word costs the bits that its frequency gives it, a stretch costs the sum, and of all ways to cut it the cheapest
is taken (Viterbi, in time linear in the length).  The frequencies are in ``data/script-words.txt``, made by
``tools/build_script_model.py`` and folded to Simplified; the phrases of OpenCC are words too.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEVELS", "Lattice", "lattice"]

#: Levels of cost for each bit, in the file.
LEVELS = 4
#: The cost of an OpenCC phrase that no word list has, and of a character that none has.
_PHRASE = 19 * LEVELS
_CHARACTER = 24 * LEVELS
#: Words up to this length are always tried, longer ones where a word is known to begin so.
_SHORT = 4


class Lattice(NamedTuple):
    """The words with their costs, in ``LEVELS`` for each bit."""

    costs: Mapping[str, int]
    #: The longest word for each beginning of ``_SHORT`` characters that a longer word has.
    longer: Mapping[str, int]
    #: The length of the longest word.
    longest: int

    def ends(self, run: str, *, whole: bool = True) -> list[int]:
        """Return where each word of the best segmentation of ``run`` ends, in ascending order, in code points.

        whole: may ``run`` be one word itself?  If not, the best way to cut it is taken.

        >>> lattice().ends("半导体制造商")
        [3, 6]
        """
        costs, longer, length = self.costs, self.longer, len(run)
        best = [0] + [_CHARACTER * (length + 1)] * length
        back = [0] * (length + 1)
        for start in range(length):
            before = best[start]
            for end in range(start + 1, min(start + _SHORT, length) + 1):
                cost = costs.get(run[start:end])
                if cost is None or (end - start == length and not whole and length > 1):
                    if end > start + 1:
                        continue
                    cost = _CHARACTER
                if before + cost < best[end]:
                    best[end], back[end] = before + cost, start
            longest = longer.get(run[start : start + _SHORT])
            if longest:
                for end in range(start + _SHORT + 1, min(start + longest, length) + 1):
                    cost = costs.get(run[start:end])
                    if cost is not None and before + cost < best[end] and (whole or end - start < length):
                        best[end], back[end] = before + cost, start
        ends = []
        while length:
            ends.append(length)
            length = back[length]
        return ends[::-1]

    def crossed(self, run: str, at: int) -> bool:
        """Tell whether some word could reach across ``at``; if none can, every segmentation has a boundary there.

        >>> lattice().crossed("少数组织", 2), lattice().crossed("少数组织", 3)
        (True, True)
        >>> lattice().crossed("他很聪明", 2)
        False
        """
        costs, longer = self.costs, self.longer
        for start in range(max(0, at - self.longest + 1), at):
            last = longer.get(run[start : start + _SHORT], 0)
            if last <= at - start and start <= at - _SHORT:
                continue
            if any(run[start:end] in costs for end in range(at + 1, min(start + max(last, _SHORT), len(run)) + 1)):
                return True
        return False


@cache
def lattice() -> Lattice:
    """Return the lattice of the words that ship with textnorm, read once.

    >>> lattice().ends("半导体制造")
    [3, 5]
    """
    phrases = tables.compiled(("union", "STPhrases", "STPhrases_GeneratedFromRegionalPhrases")).entries
    costs = dict.fromkeys(phrases, _PHRASE)
    for line in tables.read("script-words.txt").splitlines():
        level, _, words = line.partition("\t")
        costs.update(dict.fromkeys(words.split(" "), int(level)))
    longer: dict[str, int] = {}
    for word in costs:
        if len(word) > _SHORT:
            beginning = word[:_SHORT]
            longer[beginning] = max(longer.get(beginning, 0), len(word))
    return Lattice(costs, longer, max(map(len, costs)))
