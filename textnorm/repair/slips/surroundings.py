"""Is the text around a run Chinese at all?  Where nothing reads as Chinese, that a run reads badly tells nothing.

Japanese, tables of rare characters and character data cost the model as many bits everywhere as shifted pairs do, and
of many characters some make sense by chance when shifted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["in_chinese", "is_japanese"]

#: How far around a run is read where its line is short, and how many characters tell what the text is.
_AROUND, _ENOUGH = 100, 8
#: Mean bits of a character around a run from which on the text is no Chinese: around 4,500 true runs, in Chinese of two
#: scripts and Cantonese, the most is 10.6; around 1,500 of lists of rare characters and of Japanese, the least is 11.5.
_FOREIGN = 11.0
#: The same where no byte determines a character of the run, so that it would be guessed from its surroundings: of 110
#: such runs that were read right 99 in 100 have less.
_PLAIN = 9.5
#: Bits of kana, which the model knows as kinds of characters only, and the first and last of them; their share of what
#: is not ASCII from which on a text is Japanese: shifted pairs are kana once in fifty.
_KANA_BITS, _FIRST_KANA, _LAST_KANA, _JAPANESE = 20.0, "\u3041", "\u30fe", 0.25
_KANA = re.compile(f"[{_FIRST_KANA}-{_LAST_KANA}]")
#: How far around a place kana are counted.
_NEAR = 40


def in_chinese(text: str, runs: Sequence[tuple[int, int, bool]]) -> Iterator[bool]:
    """Tell of each run, in ascending order, whether the text around it is Chinese, as far as can be told.

    A run is its first and last offset and whether bytes determine any character of it.  Its own line tells, where that
    is long enough, else what is near; other runs tell nothing.  A few characters do not speak against a run, but where
    nothing of it is determined, its line must speak for it.

    >>> list(in_chinese("昨天我们大家吨勒庵址椒梢越饩鑫侍狻?", [(6, 18, True)]))
    [True]
    >>> list(in_chinese("それは粕田のりんごです。", [(3, 5, True)])), list(in_chinese("樦 cyu", [(0, 1, False)]))
    ([False], [False])
    """
    ends = [end for _, end, _ in runs]
    for start, end, determined in runs:
        base = max(0, start - _AROUND)
        near = text[base : end + _AROUND]
        bits = load().bits_each(near, text[max(0, base - 2) : base])
        for first, last, _ in runs[bisect_left(ends, base) : bisect_left(ends, end + _AROUND) + 1]:
            for at in range(max(0, first - base), min(last - base, len(bits))):
                bits[at] = 0.0
        shown = [_cost(one, cost) for one, cost in zip(near, bits, strict=True)]
        begin = near.rfind("\n", 0, start - base) + 1
        stop = near.find("\n", end - base)
        line = [cost for cost in shown[begin : stop if stop >= 0 else len(shown)] if cost]
        if determined:
            counted = line if len(line) >= _ENOUGH else [cost for cost in shown if cost]
            yield len(counted) < _ENOUGH or sum(counted) < _FOREIGN * len(counted)
        else:
            yield len(line) >= _ENOUGH and sum(line) < _PLAIN * len(line)


def _cost(character: str, bits: float) -> float:
    """Return what a character of the surroundings tells, in bits; 0 for nothing."""
    if character <= "\x7f" or not bits:
        return 0.0
    return _KANA_BITS if _FIRST_KANA <= character <= _LAST_KANA else bits


def is_japanese(text: str, at: int) -> bool:
    """Tell whether so many kana stand around a place that the text is Japanese.

    >>> is_japanese("それは粕田のりんごです。", 3), is_japanese("他最喜欢的那首歌叫做さくら。", 3)
    (True, False)
    """
    around = text[max(0, at - _NEAR) : at + _NEAR]
    kana = len(_KANA.findall(around))
    return kana > 0 and kana > _JAPANESE * (len(around) - len(around.encode("ascii", "ignore")))
