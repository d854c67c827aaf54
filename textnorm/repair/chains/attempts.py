"""The chains that were considered for each misread stretch of a text, for ``textnorm explain``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textnorm.repair.attempts import Attempt, Candidate
from textnorm.repair.chains.certainty import certainties, kind_of
from textnorm.repair.chains.choice import Memory, best_readings
from textnorm.repair.chains.codec_names import display_name
from textnorm.repair.chains.document import is_elsewhere, with_bytes_lost
from textnorm.repair.chains.named import with_bytes
from textnorm.repair.chains.scan import least_weight, suspects
from textnorm.repair.chains.ways import considered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.pieces import Piece

__all__ = ["attempts"]

#: What stands for more than one codec in a chain of a single byte, or is told by what happened to it.
_NAMES = {
    "cp1252": "Latin-1 or Windows-1252",
    "utf-16-be": "UTF-16",
    "utf-16-le": "UTF-16 with its bytes swapped",
}
#: From which probability on a reading is likely, and worth telling.
_LIKELY, _WORTH = 0.5, 0.01
#: Of how many characters of a place that lost bytes others are told, how many of each, and how probable they are.
_DOUBTFUL, _OTHERS, _LEAST = 2, 2, 0.005


def attempts(text: str) -> Iterator[Attempt]:
    """Yield what each chain makes of each suspect stretch, in ascending order, the likeliest chain first.

    Behind one that was chosen come the places in it where bytes were lost, with what may have stood there; where that
    is all of it, they are further candidates.

    >>> attempt = next(attempts("名称：绯荤粺寮傚父"))
    >>> attempt.happened, attempt.candidates[0].text
    ('UTF-8 was read as GBK', '系统异常')
    """
    named = with_bytes(text)
    for one in _attempts(named.text):
        yield replace(one, start=named.place(one.start), end=named.place(one.end))


def _attempts(text: str) -> Iterator[Attempt]:
    """Yield the same for a text in which a character stands for each byte that was named."""
    at = 0
    for line in text.split("\n"):
        cores = list(suspects(line, least_weight(line)))
        if cores:
            line = with_bytes_lost(line, cores, [(0, len(line))])  # noqa: PLW2901 - the same line, its marks told
            chosen = best_readings(line, Memory())
            found = {(one.start, one.end, one.chains): one for one in (*considered(line, cores), *chosen)}
            worth = [
                one for one in found.values() if not is_elsewhere(one) and (one in chosen or one.probability > _WORTH)
            ]
            for reading in sorted(worth, key=lambda one: (one.start, -one.probability)):
                yield _attempt(reading, at)
                if reading in chosen and reading.probability > _LIKELY and len(reading.pieces) > 1:
                    yield from _lost_places(reading, at)
        at += len(line) + 1


def _attempt(reading: Reading, offset: int) -> Attempt:
    chain = [(chain.true, chain.wrong) for chain in reversed(reading.chains)]
    happened = ", and that ".join(f"{_name(true)} was read as {_name(wrong)}" for true, wrong in chain)
    length = max(1, len(reading.text))
    note = "" if reading.whole else "the probability is that of these codecs; a lost character is a guess"
    reason = (
        f"it reads as text, {reading.gain:.0f} bits likelier than what stands there"
        if reading.probability > _LIKELY
        else "what comes out is not likelier text than what stands there"
    )
    return Attempt(
        reading.start + offset,
        reading.end + offset,
        reading.chains[0].rule,
        happened,
        tuple(chain),
        candidates=(Candidate(reading.text, reading.probability, reading.bits / length, note), *_others(reading)),
        shown_bits=reading.seen_bits / max(1, len(reading.seen)),
        reason=reason,
    )


def _name(codec: str) -> str:
    return _NAMES.get(codec) or display_name(codec)


def _lost_places(reading: Reading, offset: int) -> Iterator[Attempt]:
    """Yield what may have stood where bytes were lost, and how certain it is."""
    for piece, chances in zip(reading.pieces, _chances(reading), strict=True):
        if chances:
            best = Candidate(piece.text, min(chances), None, "the least certain character decides")
            yield Attempt(
                piece.start + reading.start + offset,
                piece.end + reading.start + offset,
                reading.chains[0].rule,
                "bytes were lost here",
                candidates=(best, *_guesses(piece, chances)),
            )


def _others(reading: Reading) -> Iterator[Candidate]:
    """Yield what else a reading may be that lost bytes throughout."""
    if len(reading.pieces) == 1 and not reading.whole:
        yield from _guesses(reading.pieces[0], _chances(reading)[0])


def _chances(reading: Reading) -> Sequence[tuple[float, ...]]:
    """Return how certain each character of each piece is; of a piece that lost nothing there are none."""
    kind = kind_of(reading.chains, reading.losses, reading.seen, reading.text)
    return certainties(reading.pieces, kind, reading.bits / max(1, len(reading.text)), reading.probability)


def _guesses(piece: Piece, chances: tuple[float, ...]) -> Iterator[Candidate]:
    """Yield what else may have stood where the characters of a piece are least certain."""
    for at in sorted(range(len(chances)), key=chances.__getitem__)[:_DOUBTFUL]:
        for char, chance in piece.alternatives[at][:_OTHERS]:
            if chance >= _LEAST:
                other = piece.text[:at] + char + piece.text[at + 1 :]
                yield Candidate(other, chance, None, f"{char} instead of {piece.text[at]}")
