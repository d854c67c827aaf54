"""Lines and words of a document that follow its sure readings: too little by itself, but near text of the same damage.

A name in a list, a cell of a table or a short line of a subtitle shows hardly that it was misread, still less as what;
where lines near by surely were by one chain, it needs no more than to read better by the same.  Clean text does not:
of 585 clean strings of two to six characters none reads better by any of four chains, and of 4,560 words and lines of
38 languages, by each chain, 23 would be taken, nearly all of the languages that a codec was made for.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.verdict import Placed
from textnorm.repair.chains.ways import by_best_losses, readings
from textnorm.repair.chains.words import is_trusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.rules import Chain
    from textnorm.repair.chains.words import DocumentSays

__all__ = ["with_following"]

#: How many lines tell how a document was misread, and how far from one that tells others follow it, blank ones aside.
_SETTLED, _NEAR = 2, 3
#: How much likelier a chain has made what stands near sure readings by it: what is three in a hundred probable is nine
#: in ten then.
_LIKELIER = 300.0
#: How probable such a reading is that is taken, and at most; and how probable one is by itself that lost bytes.
_ENOUGH, _MOST, _LOSSY = 0.9, 0.999, 0.3
#: By how many bits more a wider reading is likelier than what stands there, and how far before one it may begin.
_BETTER, _FAR = -3.0, 64
_CORE = re.compile(r"[^\x00-\x7f]+")
#: How long what follows is at most, in code points: text that is longer shows by itself what was done to it.
_LONGEST = 400
#: What divides cells and is no byte of a character in any codec that is tried.
_BORDER = re.compile(r'[\t,;"<>]|  ')
_CORE_BEFORE = re.compile(r"[^\x00-\x7f]+\Z")


def with_following(text: str, found: Sequence[Placed], words: DocumentSays | None = None) -> Sequence[Placed]:
    r"""Return the readings of a document with those of lines and words near by that follow them, in ascending order.

    >>> from textnorm.repair.chains.document import read_document
    >>> text = "".join(f"{name}.txt\n".encode("gbk").decode("big5") for name in ("会议记录", "工作安排", "备份"))
    >>> text.split()
    ['頗祜暮翹.txt', '馱釬假齬.txt', '掘爺.txt']
    >>> [one.reading.text for one in with_following(text, read_document(text, [(0, 4), (9, 13)]))]
    ['会议记录', '工作安排', '备份']
    """
    sure = [one for one in found if len(one.reading.chains) == 1 and is_trusted(one.reading)]
    lines = dict.fromkeys((one.reading.chains[0], one.offset) for one in sure)
    counts = Counter(chain for chain, _ in lines)
    chains = [chain for chain, count in counts.most_common() if count >= _SETTLED]
    if not chains:
        return found
    covered = Covered(map(_span, found))
    found = [_widened(text, one, covered, words) if one.reading.chains[0] in chains else one for one in found]
    kept = [one for one in found if is_trusted(one.reading)]
    added: list[Placed] = []
    for chain in chains:
        covered = Covered(_span(one) for one in (*kept, *added))
        added += _followers(text, chain, [offset for other, offset in lines if other is chain], covered, words)
    if not added:
        return found
    covered = Covered(map(_span, added))
    left = (one for one in found if is_trusted(one.reading) or not covered.touches(*_span(one)))
    return sorted((*left, *added), key=_span)


def _span(placed: Placed) -> tuple[int, int]:
    return placed.offset + placed.reading.start, placed.offset + placed.reading.end


def _widened(text: str, placed: Placed, covered: Covered, words: DocumentSays | None) -> Placed:
    """Return a reading of all that touches it, where that reads better too: it may look clean by itself."""
    reading, offset = placed
    if len(reading.chains) > 1:
        return placed
    begin, end = _span(placed)
    behind = _CORE.match(text, end)
    before = _CORE_BEFORE.search(text, max(offset, begin - _FAR), begin)
    span = (before.start() if before else begin) - offset, (behind.end() if behind else end) - offset
    if span == (reading.start, reading.end) or any(
        covered.touches(*beside) for beside in ((span[0] + offset, begin), (end, span[1] + offset))
    ):
        return placed
    line = text[offset : _line_end(text, end)]
    wider = by_best_losses(line, span, reading.chains[0], (reading.losses,), words)
    if wider is None or wider.gain < reading.gain + _BETTER or wider.whole < reading.whole:
        return placed
    covered.add(span[0] + offset, span[1] + offset)
    return Placed(replace(wider, judged=reading.probability), offset)


def _followers(
    text: str, chain: Chain, offsets: Sequence[int], covered: Covered, words: DocumentSays | None
) -> Iterator[Placed]:
    """Yield what was read by one chain in lines near those at ``offsets``, and near what is read so; covers it."""
    waiting = deque(sorted(offsets))
    looked: set[int] = set()
    while waiting:
        for begin, end in _near(text, waiting.popleft()):
            if begin not in looked:
                looked.add(begin)
                for reading in _read(text[begin:end], begin, chain, covered, words):
                    yield Placed(reading, begin)
                    waiting.append(begin)


def _near(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the line that begins at a place, and of the nearest ones before and behind it."""
    end = _line_end(text, at)
    yield at, end
    begin, left = at, _NEAR
    while left and begin:
        stop = begin - 1
        begin = text.rfind("\n", 0, stop) + 1
        if begin < stop:
            left -= 1
            yield begin, stop
    left = _NEAR
    while left and end < len(text):
        begin = end + 1
        end = _line_end(text, begin)
        if begin < end:
            left -= 1
            yield begin, end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _read(line: str, offset: int, chain: Chain, covered: Covered, words: DocumentSays | None) -> Iterator[Reading]:
    """Yield the readings of a line that are probable enough, the best first, and cover them."""
    found: list[Reading] = []
    for begin, end in _cells(line):
        cell = line[begin:end]
        cores = [
            core.span()
            for core in _CORE.finditer(cell)
            if not covered.touches(core.start() + begin + offset, core.end() + begin + offset)
        ]
        if cores:
            found += (
                replace(one, start=one.start + begin, end=one.end + begin)
                for one in readings(cell, cores, chain, chain.losses, words, followed=True)
            )
    for reading in sorted(found, key=lambda one: -one.gain):
        span = reading.start + offset, reading.end + offset
        probability = _near_others(reading.probability)
        if probability < _ENOUGH or covered.touches(*span) or _is_doubtful(reading):
            continue
        covered.add(*span)
        # Of what was lost a character is no surer than it would be elsewhere.
        probability = probability if reading.whole else _ENOUGH
        yield replace(reading, judged=max(probability, reading.probability))


def _near_others(probability: float) -> float:
    """Return how probable a reading is near sure ones by the same chain."""
    odds = _LIKELIER * probability / max(1.0 - probability, 1 / _LIKELIER)
    return min(odds / (1.0 + odds), _MOST)


def _is_doubtful(reading: Reading) -> bool:
    """Tell whether a reading is no likelier than what stands there, or may be an accented letter of a word, ``Üb``."""
    if reading.gain <= 0 or (not reading.whole and reading.probability < _LOSSY):
        return True
    plain = reading.seen.encode("ascii", "ignore")
    return len(reading.seen) - len(plain) == 1 and any(map(str.isalpha, plain.decode()))


def _cells(line: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line between signs of a table or a format: what is clean in a row is mostly another cell."""
    at = 0
    for border in _BORDER.finditer(line):
        if border.start() - at <= _LONGEST:
            yield at, border.start()
        at = border.end()
    if len(line) - at <= _LONGEST:
        yield at, len(line)
