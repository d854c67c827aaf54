"""Search over the chains of wrong codecs that can have made a stretch, and choose by what is likelier text."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.chains.borders import around, without_clean_ends
from textnorm.repair.chains.codecs import PRIVATE, is_marked, wrong_codec
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.feasible import is_too_little
from textnorm.repair.chains.found import ENOUGH, Reading, bits_of
from textnorm.repair.chains.losses import with_wide_euro
from textnorm.repair.chains.mixture import mixed
from textnorm.repair.chains.native import is_of_others
from textnorm.repair.chains.parts import read_parts
from textnorm.repair.chains.pieces import text_of
from textnorm.repair.chains.promise import likely_losses, likely_variants, promising
from textnorm.repair.chains.regions import regions
from textnorm.repair.chains.rules import CHAINS
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Around
    from textnorm.repair.chains.rules import Chain
    from textnorm.repair.chains.words import DocumentSays

__all__ = ["by_best_losses", "considered", "fitting_losses", "likely_readings", "readings"]

#: The last two bytes of U+FFFD in UTF-8, read as GBK: a mark of an earlier reading.
_REREAD = "拷"
#: In so few characters hardly any reading fails to explain what is there, so they are read in every way.
_SHORT = 12
#: How many readings are kept for a while: those of a line.
_AGAIN = 16
#: Cores farther apart are no one stretch; this many characters tell a chain, so many chains are looked for together.
_ALONE, _TELLING, _KINDS = 96, 16, 3


def considered(line: str, cores: Sequence[tuple[int, int]]) -> Iterator[Reading]:
    """Yield every reading of the stretches around the suspect cores of a line that some chain allows.

    >>> for reading in considered("名称：绯荤粺寮傚父", [(3, 9)]):
    ...     print(reading.chains[0].true, reading.chains[0].wrong, reading.text)
    utf-8 gbk 系统异常
    """
    left = list(cores)
    for chain in CHAINS:
        covered = Covered()
        for reading in readings(line, left, chain, chain.losses):
            yield reading
            if reading.excellent:
                covered.add(reading.start, reading.end)
        left = [core for core in left if not covered.touches(*core)]


def likely_readings(
    line: str, cores: Sequence[tuple[int, int]], words: DocumentSays | None = None
) -> Iterator[Reading]:
    """Yield of what is considered the readings that a look at a sample does not rule out.

    >>> [(one.chains[0].wrong, one.text) for one in likely_readings("名称：绯荤粺寮傚父", [(3, 9)])]
    [('gbk', '系统异常')]
    """
    for group in _groups(cores):
        yield from _readings_of(line, group, words)


def _groups(cores: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield cores that are near enough to be of one stretch."""
    group: list[tuple[int, int]] = []
    for core in cores:
        if group and core[0] - group[-1][1] > _ALONE:
            yield group
            group = []
        group.append(core)
    if group:
        yield group


def _readings_of(line: str, cores: list[tuple[int, int]], words: DocumentSays | None) -> Iterator[Reading]:
    """Yield the readings of a group: by the chains of its widest core, then by those of what these do not explain."""
    left, chains, unexplained = cores, CHAINS, cores
    for _ in range(_KINDS):
        explained = Covered([max(unexplained, key=lambda core: core[1] - core[0])])
        likely = promising(_sample(line, unexplained), chains)
        if likely and likely[0].intact and is_marked(line):
            return  # what other codecs make of a part would leave the rest as it is
        for chain in likely:
            covered = Covered()
            for reading in readings(line, left, chain, chain.losses, words):
                yield reading
                if reading.gain > 0:
                    explained.add(reading.start, reading.end)
                if reading.excellent or reading.elsewhere:
                    covered.add(reading.start, reading.end)
            left = [core for core in left if not covered.touches(*core)]
            if not left:
                return
        unexplained = [core for core in left if not explained.touches(*core)]
        if not unexplained:
            return
        chains = tuple(one for one in chains if one not in likely)


def _sample(line: str, cores: Sequence[tuple[int, int]]) -> str:
    """Return enough of a line to tell a chain by: the widest core, and those behind it where it is short."""
    widest = max(range(len(cores)), key=lambda k: cores[k][1] - cores[k][0])
    sample = ""
    for start, end in cores[widest:]:
        sample += line[start:end]
        if len(sample) >= _TELLING:
            break
    return sample


def readings(  # noqa: PLR0913 - a line, a chain, and what is known of the document
    line: str,
    cores: Sequence[tuple[int, int]],
    chain: Chain,
    losses: Sequence[Losses],
    words: DocumentSays | None = None,
    *,
    followed: bool = False,
) -> Iterator[Reading]:
    """Yield the best reading of each stretch that one chain can have made, by whichever losses explain it best.

    followed: whether lines near by surely were misread so.

    >>> chain = CHAINS[0]
    >>> [one.text for one in readings("名称：绯荤粺寮傚父", [(3, 9)], chain, chain.losses)]
    ['系统异常']
    """
    wrong = wrong_codec(chain.wrong)
    spans = regions(line, cores, chain, wrong)
    tried, settled = Covered(), Covered()
    for span in spans:
        seen = line[slice(*span)]
        if settled.touches(*span) or is_too_little(seen, chain.true, wrong):
            continue
        if is_of_others(seen, wrong.family, chain.true, followed=followed):
            continue
        best = by_best_losses(line, span, chain, losses, words)
        narrow = without_clean_ends(line, best) if best else None
        if best and narrow:
            shorter = by_best_losses(line, narrow, chain, losses, words)
            best = shorter if shorter and shorter.gain > 0 else best
        if best:
            yield best
            if len(spans) == 1:
                return
            if best.gain < 0 or (best.excellent and tried.touches(*span)):
                settled.add(*span)  # it is not the core, or the core with all that belongs to it
            tried.add(*span)


def by_best_losses(
    line: str,
    span: tuple[int, int],
    chain: Chain,
    losses: Sequence[Losses],
    words: DocumentSays | None = None,
) -> Reading | None:
    """Return the reading of a stretch by the losses that explain it best, as sure as all of them together are.

    >>> chain = CHAINS[0]
    >>> reading = by_best_losses("璇锋妸鏂囦欢鍙戠粰鐜嬭?佸笀", (0, 17), chain, chain.losses)
    >>> reading.text, reading.losses
    ('请把文件发给王老师', Losses(pairs=False, dropped=False))
    """
    wrong = wrong_codec(chain.wrong)
    seen = line[slice(*span)]
    fitting = fitting_losses(losses, seen, chain)
    if len(fitting) > 1 and wrong.double and words and words.structure and words.structure.told(wrong).swallows:
        fitting = [one for one in fitting if one.pairs] or fitting
    if chain.intact:
        found = _reading(line, span, chain, chain.losses[0], words)
        return found if found and found.whole else None
    if len(fitting) == 1:
        return _reading(line, span, chain, fitting[0], words)
    fitting, likely = likely_losses(seen, chain, fitting)
    best: Reading | None = None
    ways: list[Reading] = []
    for way in fitting:
        if best and len(seen) > _SHORT and ((way.dropped and best.explains) or (way not in likely and best.smooth)):
            break
        reading = _reading(line, span, chain, way, words)
        if reading:
            ways.append(reading)
            best = _likeliest(ways)
        if best and best.whole and (wrong.double or best.explains):
            break
    if best is None or len(ways) < 2:  # noqa: PLR2004 - nothing to weigh
        return best
    return best if best.whole else replace(best, pieces=mixed([(one.bits, one.pieces) for one in ways]))


def _likeliest(ways: Sequence[Reading]) -> Reading:
    """Return the reading with the fewest bits; of those with its text one that lost nothing, if there is one."""
    best = min(ways, key=lambda one: one.bits)
    return next((one for one in ways if one.whole and one.text == best.text), best)


def fitting_losses(losses: Sequence[Losses], seen: str, chain: Chain) -> list[Losses]:
    r"""Return the losses that can have left the marks that are there, or that are not.

    Bytes that leave no mark do so everywhere, but for the user-defined characters of GBK.

    >>> chain = CHAINS[0]
    >>> [len(fitting_losses(chain.losses, seen, chain)) for seen in ("绯荤粺", "绯荤粺\ufffd")]
    [2, 3]
    """
    if not wrong_codec(chain.wrong).double:
        return list(losses if chain.true == "utf-8" or len(seen) >= 2 * ENOUGH else losses[:1])
    if not is_marked(seen):
        none = PRIVATE.search(seen) or _REREAD in seen  # what keeps private characters drops no others
        return [*losses[: bool(none)], *(one for one in losses if one.dropped)] or [losses[0]]
    if chain.wrong != "gbk":
        return [one for one in losses if not one.dropped]
    return [one for one in losses if not one.dropped or one.pairs]


@lru_cache(maxsize=_AGAIN)
def _reading(
    line: str, span: tuple[int, int], chain: Chain, losses: Losses, words: DocumentSays | None
) -> Reading | None:
    """Return the best reading of a stretch by one chain and its losses, by the variants of the codec that may be.

    What the chain of the last line does not explain well enough is asked for once more, beside other chains.
    """
    beside = around(line, *span, words)
    seen = line[slice(*span)]
    variants = likely_variants(seen, chain)
    if chain.true == "utf-8":
        variants = (*variants, *with_wide_euro(variants[0], losses, seen))
    found = [_reading_by(wrong, line, span, chain, losses, beside) for wrong in variants]
    return min(filter(None, found), key=lambda one: one.bits, default=None)


def _reading_by(  # noqa: PLR0913, PLR0917 - a place in a line and what may have happened to it
    wrong: WrongCodec, line: str, span: tuple[int, int], chain: Chain, losses: Losses, beside: Around
) -> Reading | None:
    model = load()
    start, end = span
    seen = line[start:end]
    pieces = read_parts(model, line, span, wrong, chain.true, losses, beside)
    if not pieces:
        return None
    if LOST in text_of(pieces) and any(LOST in piece.text for piece in pieces if not piece.probabilities):
        return None  # bytes of U+FFFD: what stood there was lost before
    return Reading(
        start,
        end,
        seen,
        (chain,),
        losses,
        tuple(pieces),
        bits_of(pieces, beside),
        model.bits(seen, beside.before, beside.after),
        informed=beside.words is not None and beside.words.informed,
    )
