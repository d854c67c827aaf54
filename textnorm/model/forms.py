"""Which form of a character a document writes: 议 or 議, 裡 or 裏, ， or a comma.

The n-grams take the forms of a character for one symbol.  What a form costs beyond its symbol depends on the script of
the document and on its habits: counted in the texts of the model, Simplified and Traditional apart, and in the
document itself.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["DocumentForms", "Forms"]

#: Steps of a quantised cost for each bit.
SCALE = 16
#: How sure one can get that a document is all of one script: a sentence of the other may stand in it.
_SUREST = 7.0
#: How many occurrences in a document the counts of the texts are worth.
_PRIOR = 0.5
#: Bits of a letter or digit of full width, and where they lie.
_WIDE, _WIDE_FIRST, _WIDE_LAST = 6.0, 0xFF10, 0xFF5A


class Forms:
    """The costs of forms in bits, for each code point that shares its symbol with another one."""

    def __init__(self, sections: Mapping[str, memoryview], symbol: Callable[[int], int]) -> None:
        """Read the columns of the file of the model."""
        points = bytes(sections["form_points"])
        simplified, traditional = bytes(sections["form_simplified"]), bytes(sections["form_traditional"])
        self._symbol = symbol
        self._bits = {
            points[2 * k] | points[2 * k + 1] << 8: (simplified[k] / SCALE, traditional[k] / SCALE)
            for k in range(len(simplified))
        }

    def __contains__(self, character: str) -> bool:
        """Tell whether a character has other forms."""
        return ord(character) in self._bits

    def document(self, text: str) -> DocumentForms:
        """Return what forms cost in a document, of which ``text`` is what can be trusted.

        >>> from textnorm.model.ngrams import load
        >>> forms = load().forms.document("這個問題我們會議後再說")
        >>> list(forms.bits("议議")) == sorted(forms.bits("议議"), reverse=True)
        True
        """
        counts = Counter(map(ord, text)) if text else Counter[int]()
        used = {point: count for point, count in counts.items() if point in self._bits}
        simplified = sum(self._bits[point][0] * count for point, count in used.items())
        traditional = sum(self._bits[point][1] * count for point, count in used.items())
        odds = min(max(simplified - traditional, -_SUREST), _SUREST)
        share = 1 / (1 + 2.0**odds)  # of Simplified
        totals: dict[int, int] = {}
        for point, count in used.items():
            number = self._symbol(point)
            totals[number] = totals.get(number, 0) + count
        wide = any(_WIDE_FIRST <= point <= _WIDE_LAST and chr(point).isalnum() for point in counts)
        return DocumentForms(self._bits, self._symbol, share, used, totals, wide=wide)


class DocumentForms:
    """What forms cost in one document; made by ``Forms.document``."""

    def __init__(  # noqa: PLR0913 - all that the document says
        self,
        bits: Mapping[int, tuple[float, float]],
        symbol: Callable[[int], int],
        simplified: float,
        used: Mapping[int, int],
        totals: Mapping[int, int],
        *,
        wide: bool,
    ) -> None:
        """Take the costs in either script, the share of Simplified, and the counts of the document."""
        self._bits, self._symbol, self._used, self._totals = bits, symbol, used, totals
        #: How probable it is that a line of the document is Simplified.
        self.simplified = simplified
        #: The bits of a letter or digit of full width, which few documents write.
        self._wide = 0.0 if wide else _WIDE
        self._known: dict[int, float] = {}
        #: The same candidates come back at many places of a document.
        self._priced: dict[str, array[float]] = {}

    def bits(self, characters: str | Iterable[int]) -> array[float]:
        """Return what each of some characters (or code points) costs beyond its symbol; not to be changed."""
        if not isinstance(characters, str):
            return array("f", map(self._cost, characters))
        priced = self._priced.get(characters)
        if priced is None:
            priced = self._priced[characters] = array("f", map(self._cost, map(ord, characters)))
        return priced

    def _cost(self, point: int) -> float:
        known = self._known.get(point)
        if known is None:
            known = self._known[point] = self._price(point)
        return known

    def _price(self, point: int) -> float:
        if point not in self._bits:
            return self._wide if _WIDE_FIRST <= point <= _WIDE_LAST and chr(point).isalnum() else 0.0
        simplified, traditional = self._bits[point]
        probability = self.simplified * 2.0**-simplified + (1 - self.simplified) * 2.0**-traditional
        total = self._totals.get(self._symbol(point), 0)
        return -math.log2((self._used.get(point, 0) + _PRIOR * probability) / (total + _PRIOR))
