"""Which region a text was written in or for, by the forms of its characters and by its words.

Each form says how much likelier it is in one region than in another (``data/script-regions.txt``: counted in texts of
the Mainland and of Taiwan, taken from OpenCC's tables for Hong Kong), and what all of them say is added up.

What cannot be told apart: Macau writes the same forms as Hong Kong and no table has words of its own, so ``HK`` means
either.  Singapore and Malaysia write Simplified as the Mainland does, so ``CN`` means any of the three.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from textnorm import kernel
from textnorm.script import tables

__all__ = ["REGIONS", "regions"]

REGIONS = ("CN", "TW", "HK")
#: How many code points of a text are searched for words.
_SAMPLE = 100_000
#: Simplified text is the Mainland's unless it was converted: natural log odds.
_SIMPLIFIED = math.log(10)
#: Evidence is not independent; so much of it counts.  Fitted to the held-out lines.
_COUNTS = 1.0
_HUNDREDTHS = 100


def regions(text: str, *, simplified: bool) -> tuple[tuple[str, float], ...]:
    """Return each region with its probability, the likeliest first; nothing where nothing was found.

    simplified: the text is in Simplified, whose characters say nothing of the region.

    >>> regions("我們在這裡安裝軟體", simplified=False)[0][0]
    'TW'
    >>> regions("山水", simplified=False)
    ()
    """
    from textnorm.script.folding import fold  # noqa: PLC0415 - text without evidence needs no model

    forms, words = _forms()
    sample = text[:_SAMPLE]
    seen = Counter(form for _, _, form in kernel.matches(fold(sample), words))
    if not simplified:
        seen.update({form: times for form, times in Counter(text).items() if form in forms and len(form) == 1})
    if not seen:
        return ()
    total = [_SIMPLIFIED if simplified else 0.0, 0.0, 0.0]
    for form, times in seen.items():
        for number, share in enumerate(forms[form]):
            total[number] += share / _HUNDREDTHS * _COUNTS * (1 + math.log(times))
    top = max(total)
    odds = [math.exp(one - top) for one in total]
    found = zip(REGIONS, (one / sum(odds) for one in odds), strict=True)
    return tuple(sorted(found, key=lambda row: -row[1]))


@cache
def _forms() -> tuple[dict[str, tuple[int, ...]], kernel.Dictionary]:
    """Return what each form says, and those that are words."""
    rows = (line.split("\t") for line in tables.read("script-regions.txt").splitlines())
    forms = {form: tuple(map(int, shares)) for form, *shares in rows}
    return forms, kernel.Dictionary({form: form for form in forms if len(form) > 1})
