"""Text that was misread twice: undoing a chain applies to what undoing another one leaves.

The last misreading was one of UTF-8, for text is saved so.  Where nothing was lost, all that is known about text
misread once is asked of the text in between; where bytes were lost, what is left of them narrows the search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.ngrams import load
from textnorm.repair.chains.between import Between, above_ascii, between
from textnorm.repair.chains.codecs import is_marked, wrong_codec
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.extent import TELLING, stretches_between, widened
from textnorm.repair.chains.found import REACH, Reading, bits_of
from textnorm.repair.chains.native import SIGNS, may_have_read
from textnorm.repair.chains.pieces import Around, Piece, is_whole, text_of
from textnorm.repair.chains.promise import promising, writers
from textnorm.repair.chains.regions import regions
from textnorm.repair.chains.respelling import respelled
from textnorm.repair.chains.rules import CHAINS_OF_TWO
from textnorm.repair.chains.scan import FEW, least_weight, suspects, weigh
from textnorm.repair.chains.twice import read_between
from textnorm.repair.chains.ways import fitting_losses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.rules import Chain

__all__ = ["layered_readings"]

#: The chains that may be the second one.
_OUTER = tuple(chain for chain in CHAINS_OF_TWO if chain.true == "utf-8" and chain.wrong != "cp949")
#: How many chains are tried as the first one where the second one lost bytes.
_TRIED = 3
#: The share of characters in between that are known at least: of text that was misread twice as Shift-JIS two thirds,
#: of what clean text has by chance hardly any.
_LEAST_KNOWN = 0.5
#: Bits of a character by itself from which on few texts hold it.
_RARE = 13.7
#: Half bits from which on what is left over of a text in between looks misread: with that and what is there by chance,
#: of Shift-JIS that dropped bytes twice 0.5 to 1.0 % of the characters are wrong instead of 8 %; nothing else changes.
_MISREAD = 24
#: The share of a text in between that the first misreading left.
_MOST = 0.5


def layered_readings(
    line: str,
    cores: Sequence[tuple[int, int]],
    inner: Callable[[str], Sequence[Reading]],
    known: Sequence[Chain] = (),
) -> Iterator[Reading]:
    """Yield what is behind the stretches of a line that were misread twice.

    inner: the readings of a text that was misread once, in ascending order, not overlapping.
    known: the chains, in the order of undoing, if it is known how the document was damaged.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> inner = lambda text: best_readings(text, Memory())
    >>> [reading.text for reading in layered_readings("盲录職猫庐庐氓庐陇 (1)", [(0, 9)], inner)]
    ['会议室']
    """
    if not cores:
        return
    written = writers("".join(line[start:end] for start, end in cores))
    chains = [
        chain
        for chain in known[:1] or _OUTER
        if chain.wrong in written and any(may_have_read(line, core, chain.wrong, chain.true) for core in cores)
    ]
    found = [(chain, span) for chain in chains for span in stretches_between(line, cores, wrong_codec(chain.wrong))]
    explained = Covered()
    for chain, span in sorted(found, key=lambda one: one[1][0] - one[1][1]):
        reading = None if explained.touches(*span) else _undone(line, span, chain, inner, known[1:])
        if reading:
            yield reading
            if reading.excellent:
                explained.add(reading.start, reading.end)


class _Inner(NamedTuple):
    """What a chain makes of ``[start:end]`` of a text in between."""

    start: int
    end: int
    chains: tuple[Chain, ...]
    losses: Losses
    pieces: Sequence[Piece]


def _undone(
    line: str,
    span: tuple[int, int],
    outer: Chain,
    inner: Callable[[str], Sequence[Reading]],
    known: Sequence[Chain],
) -> Reading | None:
    """Return the likeliest reading of a stretch that ``outer`` left of text that was misread before."""
    wrong = wrong_codec(outer.wrong)
    start, end = widened(line, span, wrong)
    there = between(respelled(line[start:end], wrong), wrong)
    if there.telling < TELLING or there.known < _LEAST_KNOWN * above_ascii(there.text):
        return None
    around = Around(line[max(0, start - REACH) : start], line[end : end + REACH])
    if there.whole:
        found = _of_whole(there, inner)
    else:
        found = _of_broken(there, known[:1] or _first_chains(there, outer), around)
    best: Reading | None = None
    for one in found:
        reading = _reading(line, (start, end), outer, there.text, one)
        if best is None or reading.gain > best.gain:
            best = reading
        if best.explains:
            break
    return best


def _reading(line: str, span: tuple[int, int], outer: Chain, text: str, found: _Inner) -> Reading:
    """Return the reading of a stretch, of which ASCII at the ends is left out that stands there in any case."""
    start, end = span
    first, last = 0, len(text)
    while first < found.start and text[first] == line[start] and line[start].isascii():
        first, start = first + 1, start + 1
    while last > found.end and text[last - 1] == line[end - 1] and line[end - 1].isascii():
        last, end = last - 1, end - 1
    beside = Piece(first, found.start, text[first : found.start]), Piece(found.end, last, text[found.end : last])
    pieces = [one for one in (beside[0], *found.pieces, beside[1]) if one.text]
    around = Around(line[max(0, start - REACH) : start], line[end : end + REACH])
    bits = bits_of(pieces, around)
    seen, losses = line[start:end], found.losses
    drops_pairs = losses.dropped and (losses.pairs or is_marked(seen) or outer.wrong == "cp932")  # Windows marks others
    return Reading(
        start,
        end,
        seen,
        (outer, *found.chains),
        losses,
        (_joined(pieces, end - start, bits, drops_pairs=drops_pairs),),
        bits,
        load().bits(seen, around.before, around.after),
    )


def _left(text: str, start: int, end: int) -> Piece:
    """Return what is left of a text in between: certain unless it looks misread, for then it is half undone."""
    part = text[start:end]
    if weigh(part) <= _MISREAD:
        return Piece(start, end, part)
    return Piece(start, end, part, 0.0, tuple(float(char.isascii()) for char in part), ((),) * len(part))


def _of_whole(there: Between, inner: Callable[[str], Sequence[Reading]]) -> Iterator[_Inner]:
    """Yield what all readings of a text in between that lost nothing make of it together."""
    readings = [one for one in inner(there.text) if one.gain > 0]
    if not _is_most(there.text, "".join([one.seen for one in readings])):
        return
    pieces: list[Piece] = []
    at = start = readings[0].start
    for one in readings:
        pieces += [_left(there.text, at, one.start)] * (one.start > at)
        pieces += one.pieces
        at = one.end
    widest = max(readings, key=lambda one: one.end - one.start)
    yield _Inner(start, at, widest.chains, widest.losses, pieces)


def _first_chains(there: Between, outer: Chain) -> list[Chain]:
    """Return the chains that can have been the first one, the same one again before others."""
    short = len(there.text) <= FEW  # which leaves too many characters open in codecs of Korea and Japan
    likely = [
        one
        for one in promising(there.text, CHAINS_OF_TWO)
        if not (short and one.true != "utf-8" and one.wrong in SIGNS)
    ]
    again = [outer] if outer in likely else []
    return [*again, *(one for one in likely[:_TRIED] if one is not outer)]


def _of_broken(there: Between, chains: Sequence[Chain], around: Around) -> Iterator[_Inner]:
    """Yield what each of some chains makes of a text in between of which bytes were lost."""
    cores = list(suspects(there.text, least_weight(there.text)))
    for chain in chains if cores else ():
        wrong = wrong_codec(chain.wrong)
        widest = [
            max(spans, key=lambda one: one[1] - one[0], default=(0, 0))
            for spans in (
                wrong.runs(there.text),
                regions(there.text, cores, chain, wrong),
            )
        ]
        for start, end in dict.fromkeys(widest):
            if not _is_most(there.text, there.text[start:end]):
                continue
            part = Between(there.tokens[start:end], there.text[start:end])
            for losses in _losses_of(part, chain):
                pieces = read_between(part, chain, losses, around)
                if pieces:
                    yield _Inner(start, end, (chain,), losses, pieces)


def _is_most(text: str, part: str) -> bool:
    """Tell whether a part has most of the characters above ASCII of a text."""
    return _MOST * above_ascii(text) < above_ascii(part)


def _losses_of(there: Between, chain: Chain) -> Iterable[Losses]:
    """Return what the first decoder may have done: marks that are known in between are its own."""
    known = "".join([one for one in there.tokens if isinstance(one, str)])
    fitting = fitting_losses(chain.losses, known, chain)
    return fitting if is_marked(known) else dict.fromkeys((chain.losses[0], *fitting))


def _joined(pieces: Sequence[Piece], size: int, bits: float, *, drops_pairs: bool) -> Piece:
    """Return pieces as one of ``size`` characters, for places in between are none of the line.

    drops_pairs: pairs of bytes were lost without a mark, or half the bytes, as Shift-JIS drops them.  Then those left
    of two characters may make one that is whole, by chance a rare one: neither that nor what stands beside it is
    certain.
    """
    text = text_of(pieces)
    if is_whole(pieces):
        return Piece(0, size, text)
    probabilities = [one for piece in pieces for _, one in piece.each]
    alternatives = tuple(one for piece in pieces for one in piece.alternatives or ((),) * len(piece.text))
    for place in _by_chance(text) if drops_pairs else ():
        probabilities[place] = 0.0
    return Piece(0, size, text, bits, tuple(probabilities), alternatives)


def _by_chance(text: str) -> set[int]:
    """Return the places of rare characters and of those beside them."""
    bits = load().unigram_bits
    rare = [place for place, char in enumerate(text) if not char.isascii() and bits(char) > _RARE]
    return {near for place in rare for near in range(max(0, place - 1), min(len(text), place + 2))}
