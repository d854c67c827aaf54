"""What the readings of all runs of a text share, and the text around a run."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords
from textnorm.repair.readings import READING
from textnorm.repair.slips.channel import Channel
from textnorm.repair.slips.costs import LONGEST, LOSSES
from textnorm.repair.slips.scan import Start

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["Document", "context_after", "context_before", "without_annotations"]

_ANNOTATIONS = re.compile(rf"(?<=[^\x00-\x7f])\(({READING}) ?\)")
_RUN = re.compile(rf"(?:[^\x00-\x7f]|\({READING} ?\))*")
_HALF_WIDTH_MARK = re.compile("(?<=[\u3400-\u9fff])[,!;:]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
#: So many characters of a document, from its beginning, are remembered for their words and forms.
_REMEMBERED = 100_000
#: So many characters around a run are context for the model.
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Document:
    """What the readings of all runs of a text share.

    The channels (of bytes lost without a trace one for each of ``LOSSES``), the words of the text, whether its width was folded, whether a program annotated it.
    """

    by_annotator: Channel
    by_bytes: Mapping[str, Channel]
    words: DocumentWords
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
        annotator = Channel(annotates=True, forms=forms, missing=0.0 if drops else math.inf, listed=listed)
        by_bytes = {
            mark: Channel(annotates=False, forms=forms, missing=missing if drops else math.inf, skipped=skipped)
            for mark, (missing, skipped) in LOSSES.items()
        }
        annotated = bool(listed) or any(one.kind is Start.Kind.READING for one in begun)
        return cls(annotator, by_bytes, DocumentWords(model, clean), folded, annotated)


    def channel_from(self, text: str, start: int) -> Channel:
        """Return the channel of bytes lost without a trace from ``start`` on, by the marks that the line has there."""
        end = text.find("\n", start)
        rest = text[start : end if end >= 0 else len(text)][:LONGEST]
        return self.by_bytes[next((mark for mark in LOSSES if mark in rest), "")]


def without_annotations(text: str) -> str:
    """Return a text without readings in brackets."""
    return _ANNOTATIONS.sub("", text)


def context_before(text: str, start: int) -> str:
    """Return the end of the line before a run, without readings."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - 3 * _CONTEXT) : start]
    return without_annotations(line)[-_CONTEXT:]


def context_after(text: str, end: int) -> str:
    """Return the line behind a run, without readings."""
    line = text[end : end + 3 * _CONTEXT].split("\n", 1)[0]
    return without_annotations(line)[:_CONTEXT]
