"""Choose among the readings of a line, by what is likelier text; a document's other lines and words tell as well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textnorm.repair.chains.between import looks_misread
from textnorm.repair.chains.borders import within_scripts
from textnorm.repair.chains.codecs import PRIVATE
from textnorm.repair.chains.covered import Covered, united
from textnorm.repair.chains.crowds import crowds
from textnorm.repair.chains.feasible import was_lost_before
from textnorm.repair.chains.found import ENOUGH
from textnorm.repair.chains.glance import unlikely
from textnorm.repair.chains.layers import layered_readings
from textnorm.repair.chains.mixture import SHARPNESS
from textnorm.repair.chains.native import widened
from textnorm.repair.chains.scan import THRESHOLD, least_weight, suspects, weigh
from textnorm.repair.chains.single_bytes import SELDOM
from textnorm.repair.chains.ways import by_best_losses, likely_readings, readings
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Piece
    from textnorm.repair.chains.rules import Chain
    from textnorm.repair.chains.words import DocumentSays

__all__ = ["Memory", "best_readings", "reread"]

#: The probability from which on the document's words are followed: as guesses they are no better than the model's.
_CONVINCING = 0.9
#: How probable a reading is that is looked at more closely, and the share of that which it may lose by what it finds.
_LIKELY, _NO_WORSE = 0.5, 0.9
#: Bits that a reading of a line of few characters gains at least: of 30,000 names of random ideographs three are then
#: read as something else, and of 600 swapped strings of two to six characters three are no more.
_LEAST_GAIN = 16.0
#: How probable a reading is that speaks for how the document was damaged, and how many lines settle that.
_TRUSTED, _SETTLED = 0.9, 2
#: How often text may have been misread.
_DEPTH = 3
#: By how many bits a codec that is seldom mistaken must read better than others: 行 as Windows-1252 is 江 in that of
#: the Baltic countries.
_SELDOM_BITS = 6.0


@dataclass(slots=True)
class Memory:
    """What was found in a document so far: the chain and the losses of its last repair are tried first.

    times: for how many lines in a row this chain gave readings that can be trusted; others are then tried only where it
    gives none.  lossy: for how many of them that lost something the losses were the same; other lines do not tell.

    >>> memory = Memory()
    >>> for line in ("名称：绯荤粺寮傚父", "璇峰厛淇濆瓨鏂囦欢"):
    ...     for reading in best_readings(line, memory):
    ...         memory.note(reading)
    >>> memory.settled.true, memory.settled.wrong
    ('utf-8', 'gbk')
    """

    last: tuple[tuple[Chain, ...], Losses] | None = None
    times: int = 0
    lossy: int = 0

    @property
    def settled(self) -> Chain | None:
        """The one chain that made the document, where its lines agree on that."""
        return self.last[0][0] if self.last and self.times >= _SETTLED and len(self.last[0]) == 1 else None

    def note(self, reading: Reading) -> None:
        """Remember how a line was read."""
        if reading.probability <= _LIKELY:
            return
        trusted = reading.probability >= _TRUSTED
        how = reading.chains, reading.losses
        if not self.last or self.last[0] != reading.chains:
            self.last, self.times, self.lossy = how, 0, 0
        self.times += trusted
        if not reading.whole:
            self.lossy = (self.lossy if how == self.last else 0) + trusted
        if not (reading.whole and self.lossy):
            self.last = how

    def suffices(self, reading: Reading) -> bool:
        """Tell whether a reading by the last chain and losses needs no other ones beside it."""
        if self.last and len(self.last[0]) > 1 and reading.chains != self.last[0]:
            return False
        if reading.excellent:
            return reading.whole or self.lossy > 0
        known = self.times >= _SETTLED and (reading.whole or self.lossy >= _SETTLED)
        return known and reading.probability >= _TRUSTED and LOST not in reading.text


def best_readings(line: str, memory: Memory, words: DocumentSays | None = None, depth: int = _DEPTH) -> list[Reading]:
    """Return the best reading of each misread stretch of a line, in ascending order, not overlapping.

    words: those of the document, known once it is settled how it was damaged.  depth: how often it may have been
    misread.

    >>> [reading.text for reading in best_readings("名称：绯荤粺寮傚父", Memory())]
    ['系统异常']
    """
    covered = Covered()
    chosen: list[Reading] = []
    least = least_weight(line)
    cores: Sequence[tuple[int, int]] = within_scripts(line, unlikely(line, widened(line, suspects(line, least))), least)
    cores = [core for core in cores if not was_lost_before(line[slice(*core)])]
    faint = least < THRESHOLD and next(suspects(line), None) is None
    if faint and weigh(line) < 0:
        cores = []
    crowded = crowds(line)
    if not cores and not crowded:
        return chosen
    if memory.last:
        chains, losses = memory.last
        again = (
            readings(line, cores, chains[0], (losses,), words=words)
            if len(chains) == 1
            else layered_readings(line, united((*cores, *crowded)), _within(memory, depth), chains)
        )
        for reading in _apart(filter(memory.suffices, again), covered):
            chosen.append(reading if reading.excellent else _with_missing(line, reading, words))
            memory.note(reading)
    cores = [core for core in cores if not covered.touches(*core)]
    crowded = [core for core in crowded if not covered.touches(*core)]
    if cores or crowded:
        likely = list(likely_readings(line, cores, words.uninformed if words else None))
        likely += _layered(line, united((*cores, *crowded)), likely, memory, depth)
        if least < THRESHOLD:
            alone = [one for one in likely if _stands_alone(line, one, faint=faint)]
            likely = [_beside_rivals(one, alone) for one in alone]
        for reading in _apart(likely, covered):
            chosen.append(_with_missing(line, reading, words))
            memory.note(reading)
    return sorted(chosen, key=lambda reading: reading.start)


def _layered(
    line: str, cores: Sequence[tuple[int, int]], once: Sequence[Reading], memory: Memory, depth: int
) -> list[Reading]:
    """Return the readings of cores as text that was misread twice, where those of text misread once are not enough."""
    settled = memory.settled
    enough = Covered(
        (one.start, one.end)
        for one in once
        if (one.excellent or (one.chains[0] is settled and one.probability >= _TRUSTED)) and not looks_misread(one.text)
    )
    left = [core for core in cores if not enough.touches(*core)]
    if depth < 2 or not left:  # noqa: PLR2004 - once is no more than once
        return []
    return list(layered_readings(line, left, _within(Memory(), depth)))


def _within(memory: Memory, depth: int) -> Callable[[str], list[Reading]]:
    """Return what reads a text in between, of which is known what was found in it so far."""
    chains, losses = memory.last or ((), None)
    last = (chains[1:], losses) if losses and len(chains) > 1 else None
    return lambda text: best_readings(text, Memory(last, memory.times, memory.lossy), None, depth - 1)


def _stands_alone(line: str, reading: Reading, *, faint: bool) -> bool:
    """Tell whether a reading of a line of few characters is of a whole word: of names it would be of a part.

    faint: the scan would find nothing in a longer line; then it is to be of all of the line, and of several characters.
    """
    before, behind = line[: reading.start], line[reading.end :]
    if reading.gain < _LEAST_GAIN or (faint and len(reading.text) < 2):  # noqa: PLR2004 - one is no word
        return False
    if faint:
        return (before + behind).isascii()
    return not any(beside.isalnum() and not beside.isascii() for beside in (before[-1:], behind[:1]))


def _beside_rivals(reading: Reading, others: Sequence[Reading]) -> Reading:
    """Return a reading as probable as those by other chains leave it: few characters may read well in two ways."""
    gains = [
        one.gain
        for one in others
        if one.chains != reading.chains
        and one.text != reading.text
        and one.start < reading.end
        and reading.start < one.end
    ]
    against = sum(2.0 ** (SHARPNESS * min(0.0, gain - reading.gain)) for gain in gains)
    return replace(reading, judged=reading.probability / (1.0 + against)) if against else reading


def _with_missing(line: str, reading: Reading, words: DocumentSays | None = None) -> Reading:
    """Return a reading with the characters that are missing without a trace, as far as the text tells them."""
    chain = reading.chains[0]
    if not chain.missing or len(reading.text) < ENOUGH or reading.probability < _LIKELY:
        return reading
    if not (reading.whole or reading.losses.pairs) or PRIVATE.search(reading.seen):
        return reading  # a decoder that keeps private characters has one for every pair
    found = by_best_losses(line, (reading.start, reading.end), chain, (chain.missing,), words)
    return found if found and found.probability >= reading.probability * _NO_WORSE else reading


def _apart(found: Iterable[Reading], covered: Covered) -> Iterator[Reading]:
    """Yield the readings that touch nothing covered, the best first, and cover them.

    What reads as text misread twice is no text: UTF-8 read twice as codecs of single bytes may be GBK by its bytes.
    """
    best_first = [*found]
    if len(best_first) > 1:
        best_first.sort(key=_rank)
    for reading in best_first:
        if not (covered.touches(reading.start, reading.end) or looks_misread(reading.text)):
            covered.add(reading.start, reading.end)
            yield reading


def reread(line: str, reading: Reading, losses: Sequence[Losses], words: DocumentSays) -> Reading:
    r"""Return a reading of a line once more, with the words that the document has elsewhere.

    They fill the gaps that they make sure; how probable the chain is has nothing to do with them.  losses: those
    to be tried.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.words import DocumentSays
    >>> line = "她说今天很冷".encode().decode("gbk", "replace")  # the last byte of 冷 is lost
    >>> (reading,) = best_readings(line, Memory())
    >>> words = DocumentSays(load(), "今天很冷，昨天也很冷。\n", keeps_line_feeds=True)
    >>> reading.text, reread(line, reading, (reading.losses,), words).text
    ('她说今天很内', '她说今天很冷')
    """
    if len(reading.chains) > 1:
        return reading
    found = by_best_losses(line, (reading.start, reading.end), reading.chains[0], losses, words)
    if found is None:
        return reading
    before = {(piece.start, piece.end): piece for piece in reading.pieces}
    pieces = [one if _weakest(one) >= _CONVINCING else before.get((one.start, one.end), one) for one in found.pieces]
    return reading.refilled(pieces, found.losses)


def _weakest(piece: Piece) -> float:
    return min(piece.probabilities, default=1.0)


def _rank(reading: Reading) -> tuple[bool, float, int]:
    """Return the place of a reading among others: the likelier first, but for Chinese that is all well-formed UTF-8.

    That does not come about by chance, and another step undoes it.
    """
    seldom = any(chain.wrong in SELDOM for chain in reading.chains)
    return not reading.elsewhere, seldom * _SELDOM_BITS - reading.gain, len(reading.chains)
