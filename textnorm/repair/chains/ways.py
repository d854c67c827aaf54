"""Search over the chains of wrong codecs that can have made a stretch, and choose by what is likelier text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.chains.codecs import EURO, PRIVATE, is_marked, variant_of, with_wide_euro, wrong_codec
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.feasible import EAST, is_too_little
from textnorm.repair.chains.found import ENOUGH, REACH, Reading, bits_of
from textnorm.repair.chains.mixture import mixed
from textnorm.repair.chains.pieces import Around, Piece, text_of
from textnorm.repair.chains.promise import likely_losses, promising
from textnorm.repair.chains.reading import read
from textnorm.repair.chains.regions import regions
from textnorm.repair.chains.rules import CHAINS
from textnorm.repair.chains.scan import suspects
from textnorm.repair.chains.twice import looks_misread, read_twice
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.rules import Chain
    from textnorm.repair.chains.words import DocumentSays

__all__ = ["by_best_losses", "considered", "likely_readings", "readings"]

#: How often text may have been misread.
_TIMES = 2
#: A character for so many bytes is UTF-8 of Chinese.
_UTF8 = 6
#: The last two bytes of U+FFFD in UTF-8, read as GBK: a mark of an earlier reading.
_REREAD = "拷"
#: In so few characters hardly any reading fails to explain what is there, so they are read in every way.
_SHORT = 12
#: Cores farther apart are no one stretch; this many characters tell a chain, so many chains are looked for together.
_ALONE, _TELLING, _KINDS = 96, 16, 3


def considered(line: str, cores: Sequence[tuple[int, int]], times: int = _TIMES) -> Iterator[Reading]:
    """Yield every reading of the stretches around the suspect cores of a line that some chain allows."""
    left = list(cores)
    for chain in CHAINS:
        covered = Covered()
        for reading in readings(line, left, chain, chain.losses, times):
            yield reading
            if reading.excellent:
                covered.add(reading.start, reading.end)
        left = [core for core in left if not covered.touches(*core)]


def likely_readings(line: str, cores: Sequence[tuple[int, int]], times: int = _TIMES) -> Iterator[Reading]:
    """Yield of what is considered the readings that a look at a sample does not rule out."""
    for group in _groups(cores):
        yield from _readings_of(line, group, times)


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


def _readings_of(line: str, cores: list[tuple[int, int]], times: int) -> Iterator[Reading]:
    """Yield the readings of a group: by the chains of its widest core, then by those of what these do not explain."""
    left, chains, unexplained = cores, CHAINS, cores
    for _ in range(_KINDS):
        explained = Covered([max(unexplained, key=lambda core: core[1] - core[0])])
        for chain in promising(_sample(line, unexplained), chains):
            covered = Covered()
            for reading in readings(line, left, chain, chain.losses, times):
                yield reading
                if reading.gain > 0:
                    explained.add(reading.start, reading.end)
                if reading.excellent or reading.elsewhere:
                    covered.add(reading.start, reading.end)
            chains = tuple(one for one in chains if one is not chain)
            left = [core for core in left if not covered.touches(*core)]
            if not left:
                return
        unexplained = [core for core in left if not explained.touches(*core)]
        if not unexplained:
            return


def _sample(line: str, cores: Sequence[tuple[int, int]]) -> str:
    """Return enough of a line to tell a chain by: the widest core, and those behind it where it is short."""
    widest = max(range(len(cores)), key=lambda k: cores[k][1] - cores[k][0])
    sample = ""
    for start, end in cores[widest:]:
        sample += line[start:end]
        if len(sample) >= _TELLING:
            break
    return sample


def readings(  # noqa: PLR0913, PLR0917 - a line and what may have happened to it
    line: str,
    cores: Sequence[tuple[int, int]],
    chain: Chain,
    losses: Sequence[Losses],
    times: int = _TIMES,
    words: DocumentSays | None = None,
) -> Iterator[Reading]:
    """Yield the best reading of each stretch that one chain can have made, by whichever losses explain it best."""
    wrong = wrong_codec(chain.wrong)
    spans = regions(line, cores, chain, wrong)
    tried, settled = Covered(), Covered()
    for span in spans:
        if settled.touches(*span) or is_too_little(line[slice(*span)], chain.true, wrong):
            continue
        best = by_best_losses(line, span, chain, losses, times, words)
        if best and _has_lost_its_end(line, best):
            longer = by_best_losses(line, (best.start, best.end + 1), chain, losses, times, words)
            best = longer if longer and longer.gain > best.gain else best
        if best:
            yield best
            if len(spans) == 1:
                return
            if best.gain < 0 or (best.excellent and tried.touches(*span)):
                settled.add(*span)  # it is not the core, or the core with all that belongs to it
            tried.add(*span)


def _has_lost_its_end(line: str, reading: Reading) -> bool:
    """Tell whether the ASCII character behind a stretch may be the second byte of its last one in Big5, misread twice.

    UTF-8, which is undone first, has no use for it: what belongs to the stretch ends before.
    """
    double = len(reading.chains) > 1 and reading.chains[-1].true == "cp950" and not reading.whole
    return double and "@" <= line[reading.end : reading.end + 1] <= "~"


def by_best_losses(  # noqa: PLR0913, PLR0917 - a place in a line and what may have happened to it
    line: str,
    span: tuple[int, int],
    chain: Chain,
    losses: Sequence[Losses],
    times: int,
    words: DocumentSays | None = None,
) -> Reading | None:
    """Return the reading of a stretch by the losses that explain it best, as sure as all of them together are."""
    wrong = wrong_codec(chain.wrong)
    seen = line[slice(*span)]
    fitting = _fitting(losses, seen, chain)
    if len(fitting) == 1:
        return _reading(line, span, chain, fitting[0], times, words)
    fitting, likely = likely_losses(seen, chain, fitting)
    best: Reading | None = None
    ways: list[Reading] = []
    for way in fitting:
        if best and len(seen) > _SHORT and ((way.dropped and best.explains) or (way not in likely and best.smooth)):
            break
        reading = _reading(line, span, chain, way, times, words)
        if reading:
            ways.append(reading)
            best = min(ways, key=lambda one: one.bits)
        if best and best.whole and (wrong.double or best.explains):
            break
    if best is None or len(ways) < 2:  # noqa: PLR2004 - nothing to weigh
        return best
    return replace(best, pieces=mixed([(one.bits, one.pieces) for one in ways]))


def _fitting(losses: Sequence[Losses], seen: str, chain: Chain) -> list[Losses]:
    """Return the losses that can have left the marks that are there, or that are not.

    Bytes that leave no mark do so everywhere, but for the user-defined characters of GBK.
    """
    if not wrong_codec(chain.wrong).double:
        return list(losses if chain.true == "utf-8" or len(seen) >= 2 * ENOUGH else losses[:1])
    if not is_marked(seen):
        none = PRIVATE.search(seen) or _REREAD in seen  # what keeps private characters drops no others
        return [*losses[: bool(none)], *(one for one in losses if one.dropped)] or [losses[0]]
    if chain.wrong != "gbk":
        return [one for one in losses if not one.dropped]
    if EURO in seen and LOST not in seen:
        # Windows reads 80 as the euro sign, and marks pairs; GB 18030 has a pair for it.
        return [one for one in losses if one.pairs] + [one for one in losses if not (one.pairs or one.dropped)]
    return [one for one in losses if not one.dropped or one.pairs]


def _reading(  # noqa: PLR0913, PLR0917 - a place in a line and what may have happened to it
    line: str, span: tuple[int, int], chain: Chain, losses: Losses, times: int, words: DocumentSays | None
) -> Reading | None:
    model = load()
    start, end = span
    around = Around(line[max(0, start - REACH) : start], line[end : end + REACH], words)
    seen = line[start:end]
    wrong = variant_of(wrong_codec(chain.wrong), seen)
    pieces = read(model, seen, wrong, chain.true, losses, around)
    if not pieces:
        return None
    bits = bits_of(pieces, around)
    if losses.dropped and chain.true == "utf-8" and EURO in seen and wrong.double:
        # In UTF-8 a full stop follows the pair, of which such a program drops the rest.
        others = read(model, seen, with_wide_euro(wrong), chain.true, losses, around)
        if others and (other_bits := bits_of(others, around)) < bits:
            pieces, bits = others, other_bits
    twice = None
    if times > 1 and chain.true == "utf-8" and chain.wrong == "gbk" and not losses.pairs:
        twice = _twice(line, start, end, chain, losses, pieces)
    if LOST in text_of(pieces) and any(LOST in piece.text for piece in pieces if not piece.probabilities):
        return twice  # bytes of U+FFFD: what stood there was lost before
    reading = Reading(
        start,
        end,
        seen,
        (chain,),
        losses,
        tuple(pieces),
        bits,
        model.bits(seen, around.before, around.after),
        informed=words is not None,
    )
    if times > 1 and reading.whole and len(pieces) == 1 and _may_be_twice(chain, wrong):
        reading = _again(reading, times)
    return twice if twice and twice.bits < reading.bits else reading


def _may_be_twice(chain: Chain, wrong: WrongCodec) -> bool:
    return chain.true == "utf-8" or not (wrong.double or chain.true == "utf-16-be")


def _twice(  # noqa: PLR0913, PLR0917 - as above
    line: str, start: int, end: int, chain: Chain, losses: Losses, once: Sequence[Piece]
) -> Reading | None:
    """Undo the same misreading twice in one search, where undoing it once leaves what looks misread and lossy."""
    seen = line[start:end]
    if not looks_misread(once):
        return None
    around = Around(line[max(0, start - REACH) : start], line[end : end + REACH])
    wrong = variant_of(wrong_codec(chain.wrong), seen + text_of(once))
    pieces = read_twice(load(), seen, wrong, losses, around)
    if not pieces:
        return None
    bits = load().bits(seen, around.before, around.after)
    return Reading(start, end, seen, (chain, chain), losses, tuple(pieces), bits_of(pieces, around), bits)


def _readings_of_most(text: str, chain: Chain, times: int) -> list[Reading]:
    """Return what chains make of more than half of a text that came out of ``chain``.

    Where that gives well-formed UTF-8 of Chinese once more, no other chain needs to be tried.
    """
    cores = list(suspects(text))
    same = readings(text, cores, chain, chain.losses[:1], times) if chain.latin and _is_utf8(text, cores) else ()
    for found in (same, likely_readings(text, cores, times)):
        inner = [one for one in found if (one.end - one.start) * 2 > len(text) and (one.elsewhere or found is not same)]
        if inner:
            break
    return inner


def _is_utf8(text: str, cores: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the widest core is UTF-8 of Chinese read as Latin-1 or Windows-1252, but for its ends."""
    start, end = max(cores, key=lambda core: core[1] - core[0], default=(0, 0))
    data = wrong_codec("cp1252").encode(text[start:end])
    return data is not None and _UTF8 * len(EAST.findall(data.decode("utf-8", "ignore"))) > end - start


def _again(reading: Reading, times: int) -> Reading:
    """Undo one more misreading of what came out, where that is likelier."""
    text = reading.text
    inner = [] if reading.excellent else _readings_of_most(text, reading.chains[0], times - 1)
    if not inner:
        return reading
    best = min(inner, key=lambda one: one.bits - one.seen_bits)
    if best.gain <= 0:
        return reading
    outer = reading.pieces[0]
    before, behind = text[: best.start], text[best.end :]
    found = [one for piece in best.pieces for _, one in piece.each]
    probabilities = [*[1.0] * len(before), *found, *[1.0] * len(behind)]
    others = [one for piece in best.pieces for one in piece.alternatives or ((),) * len(piece.text)]
    alternatives = [*[()] * len(before), *others, *[()] * len(behind)]
    known = (tuple(probabilities), tuple(alternatives)) if min(probabilities) < 1.0 else ((), ())
    whole = Piece(outer.start, outer.end, before + best.text + behind, None, *known)
    return replace(
        reading,
        chains=(*reading.chains, *best.chains),
        pieces=(whole,),
        bits=reading.bits - best.gain,
        losses=best.losses,
    )
