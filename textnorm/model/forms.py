"""Which form of a character a document writes: 议 or 議, 裡 or 裏, ， or a comma.

The n-grams take the forms of a character for one symbol.  What a form costs beyond its symbol depends on the script of
the document and on its habits: counted in the texts of the model, Simplified and Traditional apart, and in the
document itself (``kernel/reference_forms.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.kernel import DocumentForms

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DocumentForms", "Forms"]

#: Steps of a quantised cost for each bit.
SCALE = 16


class Forms:
    """The costs of forms in bits, for each code point that shares its symbol with another one."""

    def __init__(self, sections: Mapping[str, memoryview], grams: kernel.Grams) -> None:
        """Read the columns of the file of the model."""
        halves = bytes(sections["form_points"])
        points = [low | high << 8 for low, high in zip(halves[::2], halves[1::2], strict=True)]
        self._points = frozenset(points)
        costs = ([cost / SCALE for cost in bytes(sections[name])] for name in ("form_simplified", "form_traditional"))
        #: The costs, as the kernel uses them.
        self.tables = kernel.Forms(grams, points, *costs)

    def __contains__(self, character: str) -> bool:
        """Tell whether a character has other forms."""
        return ord(character) in self._points

    def document(self, text: str) -> DocumentForms:
        """Return what forms cost in a document, of which ``text`` is what can be trusted.

        >>> from textnorm.model.ngrams import load
        >>> forms = load().forms.document("這個問題我們會議後再說")
        >>> list(forms.bits("议議")) == sorted(forms.bits("议議"), reverse=True)
        True
        """
        return self.tables.document(text)
