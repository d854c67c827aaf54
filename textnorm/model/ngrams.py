"""The character model that repairs are judged by: costs in bits, with several characters of context.

Character n-grams over text folded to Simplified, one character for one; how they were counted says
``tools/build_model.py``, the file ``data/ngrams.model`` what they were counted from.  Han characters and the marks of
Chinese text are symbols of their own, everything else is a class: see ``symbols``.
"""

from __future__ import annotations

import mmap
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model import ngram_file
from textnorm.model.forms import Forms

if TYPE_CHECKING:
    from array import array

    from textnorm.kernel import reference_ngrams

__all__ = ["NgramModel", "load"]


class NgramModel:
    """Costs of characters after their neighbours; use ``load``, which keeps one for the process.

    A cost is -log2 of a probability.  A line feed stands for the boundary of a line, and so does a
    ``before`` or ``after`` of "".  Different forms of a character cost the same: ``forms`` tells them apart.
    """

    def __init__(self, data: memoryview) -> None:
        """Use the bytes of a file where they lie; ValueError when they are no complete model."""
        self.header, self._numbers, self._sections = ngram_file.read(data)
        #: The tables, as the kernel uses them.
        self.grams = kernel.Grams(self._sections, self._numbers)
        #: How many characters a probability looks at, the predicted one included.
        self.order: int = self.grams.order
        #: Return the symbol that stands for a code point.
        self.symbol = self.grams.symbol

    @cached_property
    def forms(self) -> Forms:
        """What the forms of a character cost that the model takes for one, in Simplified and Traditional text."""
        return Forms(self._sections, self.grams)

    @cached_property
    def definition(self) -> reference_ngrams.Grams:
        """The same tables as the plain Python definition reads them, with which compiled code is compared.

        >>> load().definition.bits("图书馆", "") == load().bits("图书馆")
        True
        """
        from textnorm.kernel.reference_ngrams import Grams  # noqa: PLC0415 - the compiled engine does without

        return Grams(self._sections, self._numbers)

    def bits(self, text: str, before: str = "", after: str | None = None) -> float:
        """Return the bits of ``text`` after ``before`` and, where given, of the beginning of what follows it.

        >>> model = load()
        >>> model.bits("经济", "", "") < model.bits("经鼐", "", "")
        True
        """
        end = "" if after is None else (after[: self.order - 1] or "\n")
        return self.grams.bits(text + end, before)

    def bits_each(self, text: str, before: str = "") -> array[float]:
        """Return the bits of every code point of ``text``.

        >>> first, second, third = load().bits_each("图书馆")
        >>> first > second > third
        True
        """
        return self.grams.bits_each(text, before)

    def unigram_bits(self, character: str) -> float:
        """Return the bits that a character costs without context.

        >>> load().unigram_bits("的") < load().unigram_bits("鼐")
        True
        """
        return self.grams.unigram(ord(character))


@cache
def load() -> NgramModel:
    """Return the model that ships with textnorm, mapped into memory once.

    >>> load() is load(), load().order
    (True, 3)
    """
    path = Path(__file__).resolve().parent.parent / "data" / "ngrams.model"
    with path.open("rb") as file:
        return NgramModel(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
