"""Words of a region in Traditional text: which of OpenCC's matches are words, and in the sense that changes.

A match must begin and end where words of the best segmentation do, or where the parts of a longer word do (软件 in
软件工程); a word of two senses must not be a part of a word of three (发布 in 发布会), which has a sense of its own.
Where the texts of the region write the Mainland's word too (對象 of research, 物件 of a program), the context model
tells from what stands around which of the two belongs there: from the neighbours of the word, and from the subject of
the sentence, which is learnt for all words together.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.script import context, folding
from textnorm.script.words import lattice

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MARGIN", "SUBJECT_LIMIT", "bounds_of", "fitting"]

#: How much surer than of the Mainland's word the model must be of the region's, in log odds: when the weights were
#: learnt, the region's word had this much for nothing.
MARGIN = 0.55
#: What the subject may weigh for and against it.
SUBJECT_LIMIT = 3.0

#: A word up to this length is one thing: its parts have no other senses.
_SHORT = 3

_RUN = re.compile("[㐀-鿿]+")


def fitting(sentence: str, source: str, dictionary: kernel.Dictionary) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, value) of the words that change, in ascending order, in code points of ``sentence``.

    source: what the sentence in Traditional was made of, of the same length, which is what the models read.

    >>> from textnorm.script.dictionaries import regional_words
    >>> list(fitting("少數組織用軟件", "少数组织用软件", regional_words("zh-TW")))
    [(5, 7, '軟體')]
    """
    folded, text = "", ""
    bounds: tuple[set[int], set[int]] | None = None
    for start, end, value in _candidates(sentence, dictionary):
        if bounds is None:
            folded = folding.fold(source)
            text, bounds = context.symbols(folded), bounds_of(folded)
        two_senses = end - start > 1 and folded[start:end] in context.load().forms
        if not {start, end} <= bounds[0 if two_senses else 1]:
            continue
        if not two_senses or _regional_sense(text, start, end):
            yield start, end, value


def _candidates(sentence: str, dictionary: kernel.Dictionary) -> Iterator[tuple[int, int, str]]:
    for start, end, value in kernel.matches(sentence, dictionary):
        if sentence[start:end] != value and not _joined(sentence, start) and not _joined(sentence, end):
            yield start, end, value


def _joined(text: str, at: int) -> bool:
    """Tell whether ``at`` is inside a run of ASCII letters and digits."""
    pair = text[at - 1 : at + 1] if at else ""
    return len(pair) > 1 and pair.isascii() and pair.isalnum()


def bounds_of(folded: str) -> tuple[set[int], set[int]]:
    """Return where the words of a text folded to Simplified begin or end, and the same with the parts of short words.

    The parts of words longer than three count in both.

    >>> firm, loose = bounds_of("半导体制造")
    >>> sorted(firm), sorted(loose)
    ([0, 3, 5], [0, 1, 3, 5])
    """
    firm: set[int] = {0, len(folded)}
    firm.update(at for at, pair in enumerate(pairwise(folded), 1) if not all("㐀" <= c <= "鿿" for c in pair))
    loose: set[int] = set()
    for match in _RUN.finditer(folded):
        start, run = 0, match[0]
        for end in lattice().ends(run):
            firm.add(match.start() + end)
            if end - start > 2:  # noqa: PLR2004 - a word of two has no parts that are words
                parts = lattice().ends(run[start:end], whole=False)
                (firm if end - start > _SHORT else loose).update(match.start() + start + part for part in parts)
            start = end
    return firm, firm | loose


def _regional_sense(text: str, start: int, end: int) -> bool:
    """Tell whether the region would write its own word here."""
    model = context.load()
    own, regional = model.scores(context.features(text, start, end, (start, end)), 2)
    general, technical = model.scores(context.topic(text, start, end), 2)
    subject = max(-SUBJECT_LIMIT, min(SUBJECT_LIMIT, (technical - general) / context.SCALE))
    return (regional - own) / context.SCALE + subject > 0
