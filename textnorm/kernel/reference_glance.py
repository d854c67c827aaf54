"""How unlikely a few characters of a text are where they stand: defined in plain Python."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textnorm.kernel.reference_ngrams import Grams

__all__ = ["highest_mean", "unlikely"]

_FIRST_HAN = "\u3400"


def unlikely(  # noqa: PLR0913, PLR0917 - what is read, how much around it, and two limits
    grams: Grams, text: str, spans: Iterable[tuple[int, int]], before: int, behind: int, words: float, signs: float
) -> list[tuple[int, int]]:
    """Return those of some spans that are too unlikely to be text as they stand.

    The model reads up to ``before`` and ``behind`` characters of the line around; a span of n characters is unlikely
    from n + 2 times ``words`` bits on where all are Han characters or other letters from there on, else ``signs``.
    Raises ValueError for a span that is not in the text.

    >>> from textnorm.model.ngrams import load
    >>> unlikely(load().definition, "今天天气很好，浠婂ぉ", [(0, 2), (7, 10)], 4, 2, 9.0, 9.0)
    [(7, 10)]
    """
    found = []
    for start, end in spans:
        if not 0 <= start <= end <= len(text):
            msg = f"a text of {len(text)} code points has no span from {start} to {end}"
            raise ValueError(msg)
        seen = text[start:end]
        after = text[end : end + min(behind, grams.order - 1)].partition("\n")[0]
        bits = sum(grams.bits_each(seen + (after or "\n"), text[max(0, start - before) : start].rpartition("\n")[2]))
        most = words if seen.isalpha() and min(seen) >= _FIRST_HAN else signs
        if bits >= most * (end - start + 2):
            found.append((start, end))
    return found


def highest_mean(  # noqa: PLR0913, PLR0917 - what is read, and how much of it
    grams: Grams, text: str, start: int, stop: int, context: int, least: int
) -> float:
    """Return the highest mean bits of the first characters of ``text[start:stop]``, ``least`` of them or more.

    The model reads up to ``context`` characters before.  0 where there are fewer than ``least``.
    Raises ValueError for a span that is not in the text.

    >>> from textnorm.model.ngrams import load
    >>> text = "今天浠婂ぉ"
    >>> sound, misread = (highest_mean(load().definition, text, at, at + 2, 2, 2) for at in (0, 2))
    >>> sound < 10 < misread
    True
    """
    if not 0 <= start <= stop <= len(text):
        msg = f"a text of {len(text)} code points has no span from {start} to {stop}"
        raise ValueError(msg)
    bits = grams.bits_each(text[start:stop], text[max(0, start - context) : start])
    means = (total / size for size, total in enumerate(accumulate(bits), 1) if size >= least)
    return max(means, default=0.0)
