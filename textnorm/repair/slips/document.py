"""What the readings of all runs of a text share, and the text around a run."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords
from textnorm.repair.readings import READING
from textnorm.repair.slips.channel import Channel
from textnorm.repair.slips.choices import ended
from textnorm.repair.slips.costs import LONGEST, LOSSES, UNENDED
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.swallowed import unspaced_bits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["Document", "context_after", "context_before", "without_annotations"]

_ANNOTATIONS = re.compile(rf"(?<=[^\x00-\x7f])\(({READING}) ?\)")
_RUN = re.compile(rf"(?:[^\x00-\x7f]|\({READING} ?\))*")
#: The mark comes first in the pattern, and what stands before it is looked at behind it: that is six times as fast.
_HALF_WIDTH_MARK = re.compile("[,!;:](?<=[\u3400-\u9fff].)")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
#: Inside a line, what only prose has.
_PAUSE = re.compile("[，。；](?=.)")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
#: What speaks against losses where private-use characters are kept: such a decoder loses nothing without a mark.
_NOTHING_LOST = (math.inf, math.inf)
#: So many characters of a document, from its beginning, are remembered for their words and forms.
_REMEMBERED = 100_000
#: So many characters around a run are context for the model.
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Document:
    r"""What the readings of all runs of a text share.

    The channels, of bytes lost without a trace one for each of ``LOSSES``; the words of the text; what returns the bits
    against a line of prose that ends in no final mark, which no place asks that is clean at a glance; whether the width
    was folded, whether a program annotated it.

    >>> document = Document.of("他说：“好。”\n我也说好。\n", (), [])
    >>> document.annotated, document.folded, document.channel_from("大家?", 0).annotates
    (False, False, False)
    """

    by_annotator: Channel
    by_bytes: Mapping[str, Channel]
    words: DocumentWords
    unended: Callable[[], float]
    folded: bool
    annotated: bool

    @classmethod
    def of(cls, text: str, listed: Collection[str], begun: Sequence[Start]) -> Document:
        """Return what a text says where no run has ``begun``, of a long text its beginning."""
        model = load()
        drops = not _PRIVATE_USE.search(text)
        intact: list[str] = []
        at = 0
        for start in begun:
            if start.first >= at:
                intact.append(text[at : start.first])
                run = _RUN.match(text, start.behind)
                at = run.end() if run else start.behind
        clean = without_annotations("".join((*intact, text[at:]))[:_REMEMBERED])
        forms = model.forms.document(clean)
        folded = bool(_HALF_WIDTH_MARK.search(clean)) and not _FULL_WIDTH.search(clean)
        unspaced = unspaced_bits(clean)
        annotator = Channel(
            annotates=True, forms=forms, missing=0.0 if drops else math.inf, unspaced=unspaced, listed=listed
        )
        by_bytes = {
            mark: Channel(annotates=False, forms=forms, missing=missing, skipped=skipped, unspaced=unspaced)
            for mark, (missing, skipped) in (LOSSES if drops else dict.fromkeys(LOSSES, _NOTHING_LOST)).items()
        }
        annotated = bool(listed) or any(one.kind is Start.Kind.READING for one in begun)
        words = DocumentWords(model, clean)
        unended = cache(partial(_unended, text[:_REMEMBERED], begun))
        return cls(annotator, by_bytes, words, unended, folded, annotated)

    def unended_from(self, text: str, start: int) -> float:
        """Return the bits against a last character of this line that ends no sentence: 0 where it is no prose."""
        first, end = text.rfind("\n", max(0, start - LONGEST), start) + 1, text.find("\n", start, start + LONGEST)
        return self.unended() if _PAUSE.search(text, first, end if end >= 0 else start + LONGEST) else 0.0

    def channel_from(self, text: str, start: int) -> Channel:
        """Return the channel of bytes lost without a trace from ``start`` on, by the marks that the line has there."""
        end = text.find("\n", start)
        rest = text[start : end if end >= 0 else len(text)][:LONGEST]
        return self.by_bytes[next((mark for mark in LOSSES if mark in rest), "")]

    def is_without_mark(self, text: str, start: int) -> bool:
        """Tell whether the rest of the line has no mark of a decoder that leaves one for each loss."""
        return self.channel_from(text, start) is self.by_bytes[""]


def _unended(text: str, begun: Sequence[Start]) -> float:
    """Return the bits against a line of prose that ends in no final mark, by the lines in which nothing has begun."""
    counts = [1.0, UNENDED]
    at = number = 0
    for line in text.split("\n"):
        end = at + len(line)
        damaged = number < len(begun) and begun[number].at <= end
        if not damaged and _PAUSE.search(line):
            counts[ended(line.rstrip()[-1])] += 1
        while number < len(begun) and begun[number].at <= end:
            number += 1
        at = end + 1
    return max(0.0, math.log2(counts[1] / counts[0]) - 1.0)


def without_annotations(text: str) -> str:
    """Return a text without readings in brackets.

    >>> without_annotations("產(chǎn)品(2020)")
    '產品(2020)'
    """
    return _ANNOTATIONS.sub("", text) if "(" in text else text


def context_before(text: str, start: int) -> str:
    r"""Return the end of the line before a run, without readings.

    >>> context_before("第一行\n單價(jià)不變", 11)
    '單價'
    """
    line = text[max(text.rfind("\n", 0, start) + 1, start - 3 * _CONTEXT) : start]
    return without_annotations(line)[-_CONTEXT:]


def context_after(text: str, end: int) -> str:
    r"""Return the line behind a run, without readings.

    >>> context_after("這裡的單價(jià)不變\n第二行", 3)
    '單價不變'
    """
    line = text[end : end + 3 * _CONTEXT].split("\n", 1)[0]
    return without_annotations(line)[:_CONTEXT]
