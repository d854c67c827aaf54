"""Read all misread stretches of a document, line by line and each once, with the words of the whole document.

These are known as soon as some lines have settled how the document was damaged; what was read before and is doubtful
is read once more.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from textnorm.model.company import AROUND
from textnorm.repair.chains.blanks import with_marks
from textnorm.repair.chains.choice import Memory, best_readings, reread
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.company import weighed
from textnorm.repair.chains.feasible import EAST
from textnorm.repair.chains.following import with_following
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.lowered import with_capitals
from textnorm.repair.chains.marks import as_lost
from textnorm.repair.chains.scan import least_weight, suspects
from textnorm.repair.chains.spaces import has_lead, with_stand_ins
from textnorm.repair.chains.structure import Structure
from textnorm.repair.chains.verdict import Placed
from textnorm.repair.chains.words import DocumentSays, is_doubtful, is_trusted, words_of
from textnorm.repair.latin_bytes import undo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.rules import Chain

__all__ = ["is_elsewhere", "read_document", "with_bytes_lost"]

#: The probability of a character whose bytes are all there, whatever else was lost.
_CLEAR = 0.99
#: The last character of Windows-1252.
_LAST_OF_LATIN = "\u2122"
#: So many code points before and behind the first damaged line tell the structure of a document.
_AROUND = 100_000


def read_document(text: str, cores: Sequence[tuple[int, int]]) -> list[Placed]:
    r"""Return the readings of the lines of ``text`` around its suspect ``cores``, in ascending order.

    >>> from textnorm.repair.chains.scan import suspects
    >>> text = "目录\n名称：绯荤粺寮傚父"
    >>> [(one.offset, one.reading.text) for one in read_document(text, list(suspects(text)))]
    [(3, '系统异常')]
    """
    lines = list(_lines(text, cores))
    text = with_bytes_lost(text, cores, lines)
    lines = [span for span in lines if not _is_of_latin(text[slice(*span)])]
    memory = Memory()
    found: list[Placed] = []
    doubtful: list[int] = []
    ends = dict(lines)
    known: dict[Chain, DocumentSays] = {}
    structure: Structure | None = None
    words = DocumentSays.unread(structure)
    settled: Chain | None = None  # what ``words`` are those of
    for number, (begin, end) in enumerate(lines):
        chain = memory.settled if doubtful else None
        if chain and chain is not settled:
            settled = chain
            if chain not in known:
                known[chain] = words_of(text, lines, found, number, chain, structure)
            words = known[chain]
        readings = best_readings(text[begin:end], memory, words)
        if memory.last and "\n" in text:  # what is only suspect needs no structure
            if structure is None:
                structure = Structure(text[max(0, begin - _AROUND) : begin + _AROUND])
                words = DocumentSays.unread(structure)
            if structure.expect(wrong_codec(memory.last[0][0].wrong)) and any(map(_may_swallow, readings)):
                memory = Memory()
                readings = best_readings(text[begin:end], memory, words)
        for reading in (one for one in readings if not is_elsewhere(one)):
            if not reading.informed and is_doubtful(reading):
                doubtful.append(len(found))
            found.append(Placed(reading, begin))
    if doubtful and "\n" in text:
        words = words if settled else words_of(text, lines, found, len(lines), None, structure)
        _read_again(text, ends, found, doubtful, words)
    return [_in_company(text, one) for one in with_following(text, found, words if settled else None)]


def with_bytes_lost(text: str, cores: Sequence[tuple[int, int]], lines: Sequence[tuple[int, int]]) -> str:
    r"""Return a text with one mark for lost bytes, and stand-ins for what may be several bytes; its length stays.

    >>> with_bytes_lost("\x1aä½ å¥½", [(1, 7)], [(0, 7)]).replace("\udc20", "_")
    '�ä½_å¥½'
    """
    single = any(has_lead(text[start:end]) for start, end in cores)
    pieces: list[str] = []
    at = 0
    for begin, end in lines:
        line = with_marks(as_lost(text[begin:end]))
        pieces += text[at:begin], with_capitals(line) if single else line
        at = end
    text = "".join((*pieces, text[at:]))
    return with_stand_ins(text) if single else text


def _may_swallow(reading: Reading) -> bool:
    """Tell whether signs of ASCII may have been lost with the bytes before them, so that the structure tells."""
    return not reading.whole and len(reading.chains) == 1 and wrong_codec(reading.chains[0].wrong).double


def _in_company(text: str, placed: Placed) -> Placed:
    """Return a reading with what is doubtful weighed by what stands farther away in its line."""
    reading, begin = placed
    if reading.whole:
        return placed
    start, stop = begin + reading.start, begin + reading.end
    end = text.find("\n", stop)
    end = len(text) if end < 0 else end
    found = weighed(reading, text[max(begin, start - AROUND) : start], text[stop : min(end, stop + AROUND)])
    return placed if found is reading else Placed(found, begin)


def is_elsewhere(reading: Reading) -> bool:
    """Tell whether the step for Latin undoes this: it is UTF-8, byte for byte, read as a codec of the West.

    Where bytes are lost it is undone here, as far as what is left is Chinese; and where what comes out was misread
    before from another codec, or lost bytes then, of which that step does not know.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> lines = "请先保存文件".encode().decode("latin-1"), "请先保存文件".encode().decode("gbk")
    >>> [is_elsewhere(reading) for line in lines for reading in best_readings(line, Memory())]
    [True, False]
    """
    if len(reading.chains) > 1:
        if reading.whole:
            return all(chain.latin for chain in reading.chains) and reading.undone
        single = not any(wrong_codec(chain.wrong).double for chain in reading.chains)
        return single and not _is_eastern(reading)
    for codec in ("cp1252", "latin-1") if _may_be_utf8(reading.seen) else ():
        with suppress(UnicodeError):
            return len(reading.seen.encode(codec).decode("utf-8")) < len(reading.seen)
    if not reading.chains[0].latin:
        return False
    if not any(piece.probabilities for piece in reading.pieces):
        return reading.undone
    return not _is_eastern(reading)


def _is_eastern(reading: Reading) -> bool:
    """Tell whether a character of East Asia is certain in what comes out."""
    return any(EAST.match(char) and one >= _CLEAR for piece in reading.pieces for char, one in piece.each)


def _is_of_latin(line: str) -> bool:
    """Tell whether that step undoes all of a line, so that no chain need be looked for."""
    undone = undo(line) if max(line) <= _LAST_OF_LATIN else None
    return undone is not None and next(suspects(undone, least_weight(undone)), None) is None


def _may_be_utf8(seen: str) -> bool:
    """Tell whether all of a text is UTF-8 by the bytes of Windows-1252 or Latin-1; what either of them has is tried."""
    data = code_table(wrong_codec("cp1252")).encode(seen)
    if data is None:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


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


def _read_again(
    text: str, ends: Mapping[int, int], found: list[Placed], doubtful: Sequence[int], words: DocumentSays
) -> None:
    """Read what is doubtful with the words of the document, by the losses that its other lines had."""
    usual = Counter((one.reading.chains, one.reading.losses) for one in found if is_trusted(one.reading))
    for i in doubtful:
        reading, begin = found[i]
        known = usual[reading.chains, reading.losses] > 1 or reading.losses == reading.chains[0].missing
        losses = (reading.losses,) if known else reading.chains[0].losses
        found[i] = Placed(reread(text[begin : ends[begin]], reading, losses, words), begin)
