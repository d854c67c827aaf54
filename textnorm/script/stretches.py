"""Where a text is Simplified, Traditional, or tells nothing: stretches of one script, found from telling characters.

The cheapest way through two states (Viterbi, in linear time).  A telling character of the other script costs one unit,
changing the script costs more the less the place invites it: little at a line end, more at a quotation mark, most
inside a clause.  So a single character that is out of place makes no stretch, and a quotation does when it is long
enough to tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script.characters import characters
from textnorm.script.weighing import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Stretch", "minority", "quoted", "stretches"]

#: Kana for each Han character from which a line is Japanese, whose characters are neither script.
JAPANESE = 0.25
#: What it costs to change the script, by what stands between two telling characters, the cheapest place first.
_BREAKS = (
    (re.compile(r"\n"), 0.4),
    (re.compile("[「」『』“”‘’《》〈〉（）()\\[\\]【】|\t]"), 0.9),
    (re.compile("[。！？；!?;]"), 1.2),
)
_INSIDE = 2.5
#: How far from its telling characters a quotation is looked for to begin and to end, so that time stays linear.
_REACH = 2000

_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_HAN = re.compile("[㐀-䶿一-鿿\U00020000-\U0003ffff]")
_QUOTED_LINE = re.compile(r"[^\S\n]*>")
_OPENING, _CLOSING = "「『“‘《〈（([【", "」』”’》〉）)]】"
_MARK = re.compile("[「『“‘《〈（(\\[【」』”’》〉）)\\]】]")


class Stretch(NamedTuple):
    """``text[start:end]`` is in one script, as so many ``telling`` characters say.

    script: ``"Hans"``, ``"Hant"`` or ``"undetermined"``.
    """

    start: int
    end: int
    script: str
    telling: int


def stretches(text: str) -> list[Stretch]:
    r"""Return the stretches of ``text``, without gaps, in code points; neighbours differ in script.

    >>> [(found.start, found.end, found.script) for found in stretches("我們說過。\n他们说：“这样吧。”\n")]
    [(0, 6, 'Hant'), (6, 17, 'Hans')]
    """
    runs = list(_runs(_without_japanese(text)))
    if not runs:
        return [Stretch(0, len(text), "undetermined", 0)] if text else []
    found: list[Stretch] = []
    start, telling = 0, 0
    states, cuts = _cheapest(text, runs)
    for number, state in enumerate(states):
        if number and state != states[number - 1]:
            found.append(Stretch(start, cuts[number], states[number - 1], telling))
            start, telling = cuts[number], 0
        if runs[number].script == state:
            telling += runs[number].telling
    return [*found, Stretch(start, len(text), states[-1], telling)]


def quoted(text: str, stretch: Stretch) -> bool:
    """Tell whether the telling characters of a stretch stand in quotation marks or brackets, or on quoted lines.

    >>> text = "標語是「为人民服务」，字很大。"
    >>> [quoted(text, found) for found in stretches(text)]
    [False, True]
    """
    members = characters().simplified if stretch.script == "Hans" else characters().traditional
    first = next((at for at in range(stretch.start, stretch.end) if text[at] in members), None)
    if first is None:
        return False
    last = next(at for at in range(stretch.end - 1, first - 1, -1) if text[at] in members)
    begin = text.rfind("\n", 0, first) + 1
    if _lines_are_quoted(text, begin, last):
        return True
    end = text.find("\n", last, last + _REACH)
    after = text[last + 1 : end if end >= 0 else last + _REACH]
    before = text[max(begin, first - _REACH) : first]
    return _unmatched(before, _OPENING, _CLOSING) and _unmatched(after[::-1], _CLOSING, _OPENING)


def _lines_are_quoted(text: str, begin: int, last: int) -> bool:
    """Tell whether all lines from the one that begins at ``begin`` to the one with ``last`` start with ``>``."""
    while _QUOTED_LINE.match(text, begin):
        begin = text.find("\n", begin, last) + 1
        if not begin:
            return True
    return False


def _unmatched(text: str, opening: str, closing: str) -> bool:
    """Tell whether a mark is opened in ``text`` and not closed by its partner."""
    opened: list[str] = []
    for mark in _MARK.findall(text):
        if mark in opening:
            opened.append(mark)
        elif opening[closing.index(mark)] in opened:
            del opened[len(opened) - 1 - opened[::-1].index(opening[closing.index(mark)]) :]
    return bool(opened)


class _Run(NamedTuple):
    """Telling characters of one script, the first at ``start``, the last before ``end``."""

    start: int
    end: int
    script: str
    telling: int


def _runs(text: str) -> Iterator[_Run]:
    simplified, traditional = telling(text)
    at, to = 0, 0
    while at < len(simplified) or to < len(traditional):
        if to == len(traditional) or (at < len(simplified) and simplified[at] < traditional[to]):
            last = bisect_left(simplified, traditional[to], at) if to < len(traditional) else len(simplified)
            yield _Run(simplified[at], simplified[last - 1] + 1, "Hans", last - at)
            at = last
        else:
            last = bisect_left(traditional, simplified[at], to) if at < len(simplified) else len(traditional)
            yield _Run(traditional[to], traditional[last - 1] + 1, "Hant", last - to)
            to = last


def _cheapest(text: str, runs: list[_Run]) -> tuple[list[str], list[int]]:
    """Return the script that each run is taken for, and where a stretch that begins with it would begin."""
    names = ("Hans", "Hant")
    costs = [0.0, 0.0]
    back: list[tuple[int, int]] = []
    cuts: list[int] = []
    done = 0
    for run in runs:
        price, cut = _boundary(text, done, run.start) if cuts else (0.0, 0)
        cuts.append(cut)
        before = (0 if costs[0] <= costs[1] + price else 1, 1 if costs[1] <= costs[0] + price else 0)
        back.append(before)
        costs = [
            costs[before[state]] + (price if before[state] != state else 0.0) + run.telling * (run.script != name)
            for state, name in enumerate(names)
        ]
        done = run.end
    state = 0 if costs[0] < costs[1] else 1
    states = []
    for before in reversed(back):
        states.append(names[state])
        state = before[state]
    return states[::-1], cuts


def _boundary(text: str, low: int, high: int) -> tuple[float, int]:
    """Return what changing the script between two telling characters costs, and the best place for it."""
    between = text[low:high]
    for pattern, price in _BREAKS:
        found = pattern.search(between)
        if found:
            # an opening mark belongs to what follows, everything else to what came before
            return price, low + (found.start() if found[0] in _OPENING else found.end())
    return _INSIDE, high


def _without_japanese(text: str) -> str:
    """Return ``text`` with lines in Japanese blank."""
    if not _KANA.search(text):
        return text
    lines = text.split("\n")
    return "\n".join(
        " " * len(line) if len(_KANA.findall(line)) > JAPANESE * len(_HAN.findall(line)) else line for line in lines
    )


def minority(found: Iterable[Stretch]) -> list[Stretch]:
    r"""Return the stretches of the script that fewer characters speak for; none where there is one script only.

    >>> [(one.start, one.script) for one in minority(stretches("我們說過很多次了。\n他们说好。\n"))]
    [(10, 'Hans')]
    """
    every = list(found)
    totals = {name: sum(one.telling for one in every if one.script == name) for name in ("Hans", "Hant")}
    weaker = min(totals, key=totals.__getitem__)
    return [one for one in every if one.script == weaker] if totals[weaker] else []
