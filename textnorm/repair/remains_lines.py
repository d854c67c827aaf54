"""Tell whether runs of marks and stray letters are Chinese text that was read as UTF-8, and which codec it was in.

The characters that come out must be common in Chinese texts, against bytes that mean nothing; a line that is not sure
by itself is read as the sure ones of its document are.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.chains.feasible import EAST
from textnorm.repair.remains_places import FEWEST, REREAD, reread_runs, runs
from textnorm.repair.remains_reading import read_remains
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.remains_places import Run
    from textnorm.repair.remains_reading import Remains

__all__ = ["MANY_LOST", "Line", "changes_of", "probability", "read_lines"]

_CODECS = ("gb18030", "cp950")
#: Bits for text of a codec from which on it is more likely than not.  Of 3,000 windows of 20 to 160 bytes of Korean,
#: Japanese, Thai, Greek, Arabic and Russian two had as many bits as are written by default, 6.2.
_EVEN = 3.0
#: So many leave no doubt about the codec: text in the other one is far worse than chance.
_CLEAR = 6.0
#: A line that is not much worse than chance is read as a sure one of the same document.
_DOUBTFUL = -10.0
#: How probable a character is at least that is written, and one that stands there already: of held-out lines 0.2 % are
#: wrong then.
_SURE, _SURE_THERE = 0.95, 0.9
#: How probable a reading is that is offered at least, and how many characters are left.
_LEAST, _FEW = 1 / 3, 2
#: Fewer lost characters than these look as if single bytes had been lost from a sound text.
MANY_LOST = 5
#: How many characters have two bytes in UTF-8, and how often they have a rare second one; how many letters ASCII has.
_TWO_BYTES, _MORE, _LETTERS = math.log2(30 * 32), 13.0, 5.0
_LAST_TWO_BYTES = "\u07ff"
_MORE_BYTES = re.compile(f"[^\0-{_LAST_TWO_BYTES}]")
#: What is neither ASCII nor in Chinese texts.
_FOREIGN = re.compile(f"[^\0-\x7f{EAST.pattern[1:]}")
_QUESTIONED = re.compile("\\?[\u00c0-\u058f]")
_PAIRS = re.compile(f"[\x80-{_LAST_TWO_BYTES}]")
#: How many kinds of characters are told apart: marks, ASCII, two bytes, more.
_KINDS = 4
_REASON = "text in another codec was read as UTF-8; what some bytes still tell is restored, the rest is lost"


class Line(NamedTuple):
    r"""The runs of a line, what the likeliest codec makes of them, and how many bits are for it.

    >>> (line,) = read_lines("\ufffd\ufffd\u0467\ufffd\ufffd\ufffd\ufffd\u04e2\ufffd\ufffd\u04bb\ufffd\ufffd")
    >>> line.pairs, line.remains[0].text
    (3, '�学��英�一�')
    """

    runs: tuple[Run, ...]
    codec: str
    remains: tuple[Remains, ...]
    bits: float

    @property
    def pairs(self) -> int:
        """How many characters of two bytes are seen."""
        return sum(len(_PAIRS.findall(run.shown)) for run in self.runs)

    @property
    def lost(self) -> int:
        """How many characters are lost."""
        return sum(remains.text.count(LOST) for remains in self.remains)


def read_lines(text: str, fewest: int = FEWEST) -> Iterator[Line]:
    r"""Yield the lines of a text that have runs with so many marks at least, as the likeliest codec reads these.

    >>> seen = "老师说：\ufffd\ufffd\u0467\ufffd\ufffd\ufffd\ufffd\u04e2\ufffd\ufffd\u04bb\ufffd\ufffd"
    >>> [(line.codec, line.lost) for line in read_lines(seen)]
    [('gb18030', 5)]
    """
    if LOST not in text and REREAD not in text and not _QUESTIONED.search(text):
        return
    at = 0
    for line in text.split("\n"):
        found = (*runs(line, fewest),) if LOST in line else _read_questioned(line, fewest)
        found = found or (*reread_runs(line),)
        best = _best([run._replace(start=run.start + at, end=run.end + at) for run in found]) if found else None
        if best:
            yield best
        at += len(line) + 1


def probability(bits: float) -> float:
    """Return how probable it is that so many bits for text of a codec are right.

    >>> probability(3.0), probability(9.0) > 0.98
    (0.5, True)
    """
    return 1.0 / (1.0 + math.pow(2.0, min(60.0, _EVEN - bits)))


def changes_of(text: str, line: Line, rule: str, threshold: float, *, usual: bool) -> Iterator[Change]:
    r"""Yield what becomes of every run of a line, in ascending order, under a rule.

    threshold: how probable it is at least that a line is what is left of text in another codec.  usual: whether the
    codec of the line is the one in which other text of the document surely was.

    >>> seen = "老师说：\ufffd\ufffd\u0467\ufffd\ufffd\ufffd\ufffd\u04e2\ufffd\ufffd\u04bb\ufffd\ufffd"
    >>> (line,) = read_lines(seen)
    >>> [(change.start, change.after) for change in changes_of(seen, line, "MOJ106", 0.6, usual=False)]
    [(4, '�学��英�一�')]
    """
    known = usual and line.bits >= _DOUBTFUL
    sure = max(probability(line.bits), threshold if known else 0.0)
    least = _LEAST if line.pairs >= _FEW and not _is_questioned(text, line) else threshold
    if sure < least or (line.lost < MANY_LOST and not known):
        return
    for run, remains in zip(line.runs, line.remains, strict=True):
        change = _change(run, remains, text[run.start : run.end], rule, sure, threshold)
        if EAST.search(change.candidates[0] if change.after is None else change.after):
            yield change


def _read_questioned(line: str, fewest: int) -> tuple[Run, ...]:
    """Return the runs of a line in which question marks are marks; the gate looks for a letter behind one."""
    return (*runs(line.replace("?", LOST), fewest),) if _QUESTIONED.search(line) else ()


def _is_questioned(text: str, line: Line) -> bool:
    """Tell whether marks are question marks, which codecs of the West leave of other letters as well."""
    return all(text.count("?", run.start, run.end) >= run.shown.count(LOST) for run in line.runs)


def _best(found: Sequence[Run]) -> Line | None:
    """Return what the likeliest codec makes of some runs."""
    chance = _chance("".join(run.shown for run in found))
    best: Line | None = None
    for codec in _CODECS:
        remains = [read_remains(run.places, codec) for run in found]
        whole = tuple(one for one in remains if one)
        bits = chance - sum(one.bits for one in whole)
        if len(whole) == len(found) and (best is None or bits > best.bits):
            best = Line(tuple(found), codec, whole, bits)
            if bits > _CLEAR:
                break
    return best


def _chance(shown: str) -> float:
    """Return the bits of what is seen if its bytes mean nothing: each kind as often as it is there."""
    marks = shown.count(LOST)
    plain = len(shown.encode("ascii", "ignore"))
    more = len(_MORE_BYTES.findall(shown)) - marks
    two = len(shown) - marks - plain - more
    # Krichevsky and Trofimov's estimate, in which the order of the kinds does not count
    bits = math.lgamma(len(shown) + _KINDS / 2) - math.lgamma(_KINDS / 2)
    bits -= sum(math.lgamma(count + 0.5) - math.lgamma(0.5) for count in (marks, plain, two, more))
    return bits / math.log(2) + _LETTERS * plain + _TWO_BYTES * two + _MORE * more


def _change(run: Run, remains: Remains, seen: str, rule: str, sure: float, threshold: float) -> Change:  # noqa: PLR0913, PLR0917 - all that it tells
    guess = _FOREIGN.sub(LOST, remains.text)
    if sure < threshold:
        reason = "text in another codec may have been read as UTF-8, but too little is left to tell"
        return Change(run.start, run.end, None, rule, sure, reason, (guess,))
    least = (_SURE_THERE if char in seen else _SURE for char in guess)
    known = zip(guess, remains.probabilities, least, strict=True)
    after = "".join([char if one >= enough else LOST for char, one, enough in known])
    # Also where nothing more can be guessed: a change without a candidate would not be listed as partial.
    return Change(run.start, run.end, after, rule, sure, _REASON, (guess,))
