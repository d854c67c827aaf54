"""What the forms of a character cost in a document, defined in plain Python.

The n-grams take the forms of a character (议 and 議) for one symbol.  What a form costs beyond it depends on the
script of the document and on its habits.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textnorm.kernel.reference_ngrams import Grams

__all__ = ["DocumentForms", "Forms"]

#: How sure one can get that a document is all of one script: a sentence of the other may stand in it.
_SUREST = 7.0
#: How many occurrences in a document the counts of the texts are worth.
_PRIOR = 0.5
#: The bits of a letter or digit of full width, which few documents write.
_WIDE = 6.0
_WIDE_POINTS = frozenset(point for point in range(0xFF10, 0xFF5B) if chr(point).isalnum())


class Forms:
    """The costs of forms in the texts of the model: bits for each code point that shares its symbol with another.

    >>> from textnorm.model.ngrams import load
    >>> forms = Forms(load().definition, [ord("议"), ord("議")], [0.0, 9.0], [9.0, 0.0])
    >>> [round(bits, 2) for bits in forms.document("").bits("议議")]  # of a document that says nothing yet
    [1.0, 1.0]
    """

    def __init__(
        self, grams: Grams, points: Sequence[int], simplified: Sequence[float], traditional: Sequence[float]
    ) -> None:
        """Take the code points (of the basic plane) and their bits in Simplified and in Traditional texts."""
        self.costs = dict(zip(points, zip(simplified, traditional, strict=True), strict=True))
        self.symbols = {point: grams.symbol(point) for point in points}

    def document(self, text: str, lean: float = 0.0) -> DocumentForms:
        """Return what forms cost in a document, of which ``text`` is what can be trusted.

        lean: by how many bits it is likelier to be Simplified than Traditional, whatever it says.
        """
        return DocumentForms(self, text, lean)


class DocumentForms:
    """What forms cost in one document.

    >>> from textnorm.model.ngrams import load
    >>> forms = Forms(load().definition, [ord("议"), ord("議")], [0.0, 9.0], [9.0, 0.0])
    >>> document = DocumentForms(forms, "議會的議程")
    >>> round(document.simplified, 3), [round(bits, 1) for bits in document.bits("议議")]
    (0.008, [9.0, 0.0])
    """

    def __init__(self, forms: Forms, text: str, lean: float = 0.0) -> None:
        """Count the forms of ``text`` and tell its script from them, and from what it leans to."""
        self._forms = forms
        counts = Counter(map(ord, text))
        self._used = {point: count for point, count in counts.items() if point in forms.costs}
        self._totals: Counter[int] = Counter()
        odds = -lean
        for point, count in self._used.items():
            self._totals[forms.symbols[point]] += count
            odds += count * (forms.costs[point][0] - forms.costs[point][1])
        self._wide = 0.0 if not _WIDE_POINTS.isdisjoint(counts) else _WIDE
        #: How probable it is that a line of the document is Simplified.
        self.simplified = 1 / (1 + 2.0 ** max(-_SUREST, min(_SUREST, odds)))

    def bits(self, characters: str | Iterable[int]) -> array[float]:
        """Return what each of some characters (or code points) costs beyond its symbol."""
        points = map(ord, characters) if isinstance(characters, str) else characters
        return array("f", map(self._price, points))

    def _price(self, point: int) -> float:
        if point not in self._forms.costs:
            return self._wide if point in _WIDE_POINTS else 0.0
        simplified, traditional = self._forms.costs[point]
        probability = self.simplified * 2.0**-simplified + (1 - self.simplified) * 2.0**-traditional
        total = self._totals[self._forms.symbols[point]]
        return -math.log2((self._used.get(point, 0) + _PRIOR * probability) / (total + _PRIOR))
