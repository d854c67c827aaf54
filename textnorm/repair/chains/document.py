"""Read all misread stretches of a document: line by line, and what stays doubtful once more with the document's words.

Names and terms recur.  What the document says where nothing is lost makes it likelier in the gaps.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords
from textnorm.repair.chains.choice import Memory, best_readings, reread
from textnorm.repair.chains.company import AROUND, weighed
from textnorm.repair.chains.feasible import EAST
from textnorm.repair.chains.verdict import Placed
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.pieces import Piece

__all__ = ["is_elsewhere", "read_document"]

#: The probability of a character whose bytes are all there, whatever else was lost.
_CLEAR = 0.99
#: The probability of a chain, and of a character, from which on they tell of the document's words.
_TRUSTED, _KNOWN = 0.9, 0.99
#: How much clean text before and behind a damaged line tells of the document's words, in code points.
_FAR = 10_000


def read_document(text: str, cores: Sequence[tuple[int, int]]) -> list[Placed]:
    r"""Return the readings of the lines of ``text`` around its suspect ``cores``, in ascending order.

    >>> from textnorm.repair.chains.scan import suspects
    >>> text = "目录\n名称：绯荤粺寮傚父"
    >>> [(one.offset, one.reading.text) for one in read_document(text, list(suspects(text)))]
    [(3, '系统异常')]
    """
    memory = Memory()
    found: list[Placed] = []
    lines = list(_lines(text, cores))
    for begin, end in lines:
        found += [Placed(one, begin) for one in best_readings(text[begin:end], memory) if not is_elsewhere(one)]
    doubtful = [i for i, one in enumerate(found) if _is_doubtful(one.reading)]
    if doubtful and "\n" in text:
        _read_again(text, lines, found, doubtful)
    ends = dict(lines)
    return [_in_company(text, one, ends[one.offset]) for one in found]


def _in_company(text: str, placed: Placed, end: int) -> Placed:
    """Return a reading of the line that ends at ``end`` with what is doubtful weighed by what stands farther away."""
    reading, begin = placed
    start, stop = begin + reading.start, begin + reading.end
    return placed._replace(
        reading=weighed(reading, text[max(begin, start - AROUND) : start], text[stop : min(end, stop + AROUND)])
    )


def is_elsewhere(reading: Reading) -> bool:
    """Tell whether the step for Latin undoes this: it is UTF-8, byte for byte, read as a codec of the West.

    Where bytes are lost it is undone here, as far as what is left is Chinese.
    """
    for codec in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return len(reading.seen.encode(codec).decode("utf-8")) < len(reading.seen)
    if not reading.chains[0].latin:
        return False
    if not any(piece.probabilities for piece in reading.pieces):
        return True
    return not any(EAST.match(char) and one >= _CLEAR for piece in reading.pieces for char, one in piece.each)


def _lines(text: str, cores: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines that have a part of a core; one core can go through many lines."""
    behind = -1
    for start, stop in cores:
        at = max(start, behind + 1)
        while at < stop:
            begin, behind = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            behind = len(text) if behind < 0 else behind
            if begin < behind:
                yield begin, behind
            at = behind + 1


def _read_again(text: str, lines: Sequence[tuple[int, int]], found: list[Placed], doubtful: Sequence[int]) -> None:
    """Read what is doubtful with the words of the document, by the losses that its other lines had."""
    usual = Counter((one.reading.chains, one.reading.losses) for one in found if _is_trusted(one.reading))
    words = DocumentWords(load(), "".join(_known(text, lines, found)))
    ends = dict(lines)
    for i in doubtful:
        reading, begin = found[i]
        known = usual[reading.chains, reading.losses] > 1 or reading.losses == reading.chains[0].missing
        losses = (reading.losses,) if known else reading.chains[0].losses
        found[i] = Placed(reread(text[begin : ends[begin]], reading, losses, words), begin)


def _known(text: str, lines: Sequence[tuple[int, int]], found: Sequence[Placed]) -> Iterator[str]:
    """Yield what is certain of a document near its damaged lines, with U+FFFD where something is left out."""
    by_line: dict[int, list[Reading]] = {}
    for reading, begin in found:
        by_line.setdefault(begin, []).append(reading)
    at = 0
    for begin, end in (*lines, (len(text), len(text))):
        between = text[at:begin]
        yield between if len(between) <= 2 * _FAR else f"{between[:_FAR]}{LOST}{between[-_FAR:]}"
        readings = by_line.get(begin, ())
        if readings and all(map(_is_trusted, readings)):
            place = begin
            for reading in readings:
                yield text[place : begin + reading.start]
                yield from map(_certain, reading.pieces)
                place = begin + reading.end
            yield text[place:end]
        at = end


def _certain(piece: Piece) -> str:
    """Return what is certain of a piece, with U+FFFD for the rest."""
    if min(piece.probabilities, default=1.0) >= _KNOWN:
        return piece.text
    return "".join(char if one >= _KNOWN else LOST for char, one in piece.each)


def _is_trusted(reading: Reading) -> bool:
    return reading.probability >= _TRUSTED


def _is_doubtful(reading: Reading) -> bool:
    return _is_trusted(reading) and any(one < _KNOWN for piece in reading.pieces for one in piece.probabilities)
