"""Where a text is Simplified, Traditional, or tells nothing: stretches of one script, found from telling characters.

The cheapest way through two states (Viterbi, in linear time).  A telling character of the other script costs one unit,
changing the script costs more the less the place invites it: little at a line end, more at a quotation mark, most
inside a clause.  So a single character that is out of place makes no stretch, and a quotation does when it is long
enough to tell.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm.script.characters import characters

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

_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_HAN = re.compile("[㐀-䶿一-鿿\U00020000-\U0003ffff]")
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
    places = [at for at in range(stretch.start, stretch.end) if text[at] in members]
    if not places:
        return False
    begin, end = text.rfind("\n", 0, places[0]) + 1, text.find("\n", places[-1])
    if all(line.lstrip().startswith(">") for line in text[begin : end if end >= 0 else None].split("\n")):
        return True
    line = text[places[-1] + 1 : end if end >= 0 else None]
    return _unmatched(text[begin : places[0]], _OPENING, _CLOSING) and _unmatched(line[::-1], _CLOSING, _OPENING)


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
    known = characters()
    for found in _telling().finditer(text):
        run = found[0]
        script, own = ("Hans", known.simplified) if run[0] in known.simplified else ("Hant", known.traditional)
        last = next(at for at in range(len(run) - 1, -1, -1) if run[at] in own)
        yield _Run(found.start(), found.start() + last + 1, script, sum(map(own.__contains__, run)))


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


@cache
def _telling() -> re.Pattern[str]:
    """Return a pattern for a run: from a character of one script to where the other begins."""
    known = characters()
    hans, hant = ("".join(sorted(own)) for own in (known.simplified, known.traditional))
    return re.compile(f"[{hans}][^{hant}]*|[{hant}][^{hans}]*")


def minority(found: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches of the script that fewer characters speak for; none where there is one script only."""
    every = list(found)
    totals = {name: sum(one.telling for one in every if one.script == name) for name in ("Hans", "Hant")}
    weaker = min(totals, key=totals.__getitem__)
    return [one for one in every if one.script == weaker] if totals[weaker] else []
