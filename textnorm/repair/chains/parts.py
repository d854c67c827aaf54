"""Read a stretch of UTF-8 in the parts between what is clean and what closes a string, an element or a comment.

One stretch holds the fields of a whole line; a label of the program may stand among them, and a text that ends there
has lost its last byte alone, whatever sign is next.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from textnorm.repair.chains.borders import CLOSED, around
from textnorm.repair.chains.codecs import is_marked
from textnorm.repair.chains.pieces import Piece, text_of
from textnorm.repair.chains.reading import read
from textnorm.repair.chains.scan import weigh, weight
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Around

__all__ = ["read_parts"]

#: A mark behind which a text ends.
_ENDS = re.compile(f"[?\ufffd](?={CLOSED})")
_WIDE = re.compile("[^\0-\u2e7f\ufffd-\U0010ffff]+")
#: Letters that two bytes of UTF-8 make, and that no text in Chinese has two of beside each other.
_FOREIGN = re.compile("[\u0100-\u02c6\u02da-\u036f\u0530-\u07ff]{2,}|[\u0370-\u03ff][\u0100-\u024f]")


def read_parts(  # noqa: PLR0913, PLR0917 - a place in a line and what may have happened to it
    model: NgramModel,
    line: str,
    span: tuple[int, int],
    wrong: WrongCodec,
    true: str,
    losses: Losses,
    beside: Around,
) -> list[Piece] | None:
    r"""Return what is behind ``line[start:end]``, or None where these codecs cannot have made it.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> from textnorm.repair.chains.pieces import Around
    >>> line = '绯荤粺"他说"寮傚父'
    >>> text_of(read_parts(load(), line, (0, len(line)), wrong_codec("gbk"), "utf-8", Losses(), Around()))
    '系统"他说"异常'
    """
    start, end = span
    seen = line[start:end]
    whole = read(model, seen, wrong, true, losses, beside)
    if true == "utf-8" and not wrong.double and whole and len(whole) > 1:
        return [_as_a_letter(piece, seen) for piece in whole]
    if true != "utf-8" or not wrong.double or not whole or not _has_borders(seen, text_of(whole)):
        return whole
    borders = sorted(set(_borders(seen, whole, wrong)))
    if not borders:
        return whole
    pieces: list[Piece] = []
    at = 0
    for first, last in (*borders, (len(seen), len(seen))):
        if at < first:
            part = read(
                model, seen[at:first], wrong, true, losses, around(line, start + at, start + first, beside.words)
            )
            if not part:
                return whole
            pieces += (piece._replace(start=piece.start + at, end=piece.end + at) for piece in part)
        if first < last:
            pieces.append(Piece(first, last, seen[first:last]))
        at = max(at, last)
    return pieces if text_of(pieces).count(LOST) <= text_of(whole).count(LOST) else whole


def _as_a_letter(piece: Piece, seen: str) -> Piece:
    """Return a piece of single bytes; one letter between signs of ASCII as it stands, for it lost no two bytes.

    >>> _as_a_letter(Piece(1, 2, "非", 30.0, (0.9,)), "'é'")
    Piece(start=1, end=2, text='é', bits=None, probabilities=(), alternatives=())
    """
    shown = seen[piece.start : piece.end]
    above = [char for char in shown if not char.isascii()]
    beside = seen[max(0, piece.start - 1) : piece.start] + seen[piece.end : piece.end + 1]
    if piece.bits is None or len(above) != 1 or not above[0].isalpha() or is_marked(shown) or not beside.isascii():
        return piece
    return Piece(piece.start, piece.end, shown)


def _has_borders(seen: str, text: str) -> bool:
    """Tell whether a stretch and what was read behind it leave anything to be looked for; most do not."""
    return LOST in text or bool(_ENDS.search(seen)) or bool(_FOREIGN.search(text))


def _borders(seen: str, pieces: Sequence[Piece], wrong: WrongCodec) -> Iterator[tuple[int, int]]:
    """Yield the spans of clean text in a stretch, and where a text ends behind a mark, as spans of nothing."""
    yield from ((mark.end(), mark.end()) for mark in _ENDS.finditer(seen))
    for start, end, text, bits, *_ in pieces:
        if bits is None:
            yield from _made_foreign(seen[start:end], text, wrong, start)
        elif not text.strip(LOST):
            yield from _clean(seen, start, end)


def _clean(seen: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``seen[start:end]`` whose characters are those of clean text."""
    for run in _WIDE.finditer(seen, start, end):
        first = run.start()
        for at in range(run.start(), run.end() + 1):
            if at == run.end() or weight(seen[at]) >= 0:
                if first < at:
                    yield first, at
                first = at + 1


def _made_foreign(seen: str, text: str, wrong: WrongCodec, start: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of clean text whose bytes are, by chance, letters of other languages."""
    if not _FOREIGN.search(text):
        return
    shown = [0, *accumulate(len(wrong.codes[char][0]) for char in seen)]
    made = [0, *accumulate(len(char.encode()) for char in text)]
    if shown[-1] != made[-1]:
        return
    at_byte = {byte: at for at, byte in enumerate(shown)}
    for run in _FOREIGN.finditer(text):
        first, last = at_byte.get(made[run.start()]), at_byte.get(made[run.end()])
        if first is not None and last is not None and weigh(seen[first:last]) < 0:
            yield start + first, start + last
