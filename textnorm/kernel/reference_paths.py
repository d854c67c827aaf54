"""Going through the bytes of a document, in plain Python: what every kernel must do.

``path`` goes through them with several readers side by side, ``doubts`` looks for lines that do not read well.
"""

from __future__ import annotations

from textnorm.kernel.reference_octets import (
    QUAD_CNS,
    QUAD_GB,
    TRIPLE_JIS,
    UTF8,
    Evidence,
    Place,
    Prices,
    Reader,
    is_long,
    step,
)

__all__ = ["doubts", "holds_between", "is_utf8", "path"]

_SWITCHED = -1  # in place of a length: the path came from another reader
_MOST_READERS = 16


def path(  # noqa: PLR0913, PLR0917 - the prices of a path
    data: bytes,
    evidence: Evidence,
    readers: list[tuple[Reader, int]],
    first: int,
    edges: int,
    lost: int,
    line: int,
    anywhere: int,
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Return the cheapest way through ``data`` with several readers: segments (start, end, reader) and lost bytes.

    first: the reader to begin with; another one costs as much as after a line break.
    edges: 1 and 2 for ``data`` that begins and ends where the document does, so that a cut may explain a lost byte.
    lost, line, anywhere: the prices of a lost byte, and of going over to another reader after a line break and
    anywhere else; a byte after a lost one costs a quarter less.  Raises ValueError for no reader, or more than sixteen.
    """
    number, n = len(readers), len(data)
    if not 0 < number <= _MOST_READERS or not 0 <= first < number:
        msg = "too many readers, or none"
        raise ValueError(msg)
    tables = [Prices(evidence, language) for _, language in readers]
    for table in tables:
        table.damage, table.more = lost, lost - (lost >> 2)
        table.start = table.start if edges & 1 else lost
        table.end = table.end if edges & 2 else lost
    places = [[Place(0 if s == first else line, 0, 0)] for s in range(number)]
    lengths = [[0] * number for _ in range(n + 1)]
    origins = [0] * (n + 1)
    for i in range(1, n + 1):
        for s, (reader, _) in enumerate(readers):
            places[s].append(step(tables[s], reader, data, i, places[s]))
            lengths[i][s] = places[s][i].length
        cheapest = min(range(number), key=lambda s: places[s][i].price)
        origins[i] = cheapest
        if number > 1 and i < n:
            price = places[cheapest][i].price + (line if data[i - 1] == ord("\n") else anywhere)
            for s in range(number):
                if price <= places[s][i].price and s != cheapest:
                    places[s][i] = places[s][i]._replace(price=price, before=0)
                    lengths[i][s] = _SWITCHED
    return _trace_back(lengths, origins)


def _trace_back(lengths: list[list[int]], origins: list[int]) -> tuple[list[tuple[int, int, int]], list[int]]:
    i = end = len(origins) - 1
    s = origins[i]
    segments: list[tuple[int, int, int]] = []
    missing: list[int] = []
    while i > 0:
        length = lengths[i][s]
        if length == _SWITCHED:
            segments.append((i, end, s))
            end, s = i, origins[i]
            length = lengths[i][s]
        i -= length or 1
        if not length:
            missing.append(i)
    if end > 0:
        segments.append((0, end, s))
    return segments[::-1], missing[::-1]


def doubts(  # noqa: PLR0913, PLR0917 - as path
    data: bytes, evidence: Evidence, reader: Reader, language: int, usual: int, limit: int, longest: int
) -> list[tuple[int, int]]:
    """Return the parts of ``data``, (start, end), that do not read well from left to right.

    A part is one line or several, or where a line is longer than ``longest`` bytes a piece of it.  A line is in doubt
    where it has a byte that is no character, or where the characters cost more than ``usual`` for so long that the
    excess grows above ``limit`` (a cumulative sum: Page, "Continuous inspection schemes", 1954).
    """
    table, n = Prices(evidence, language), len(data)
    found: list[tuple[int, int]] = []
    i = 0
    while i < n:
        start, excess, doubtful, ends = i, 0, False, False
        while i < n and not ends:
            b = data[i]
            if b < 0x80:  # noqa: PLR2004 - ASCII
                i += 1
                ends = b == ord("\n") or (i - start > longest and b < 0x30)  # noqa: PLR2004 - no trail byte
                continue
            length, character = _read_next(data, i, reader)
            doubtful |= length == 0
            if reader.shape != UTF8:
                more = (table.characters[character] if character else table.astral) - usual
                excess = max(0, excess + max(-127, min(127, more)))
                doubtful |= excess > limit
            i += length or 1
            ends = i - start > 8 * longest
        if doubtful and found and found[-1][1] == start:
            found[-1] = (found[-1][0], i)
        elif doubtful:
            found.append((start, i))
    return found


def _read_next(data: bytes, at: int, reader: Reader) -> tuple[int, int]:
    """Return the length of the character that begins here, 0 if there is none, and the character where known."""
    if reader.shape == UTF8:
        return _well_formed(data[at : at + 4]), 0
    code = data[at : at + 4]
    if len(code) > 1 and reader.pairs and (character := reader.pairs[(code[0] & 0x7F) << 8 | code[1]]):
        return 2, character
    length = 3 if reader.shape == TRIPLE_JIS else 4
    if reader.shape in {QUAD_GB, QUAD_CNS, TRIPLE_JIS} and len(code) >= length and is_long(code, reader.shape):
        return length, 0
    return (1, reader.singles[code[0]]) if reader.singles[code[0]] else (0, 0)


def _well_formed(code: bytes) -> int:
    """Return the length of the UTF-8 character at the start of some bytes, 0 if there is none."""
    length = 2 + (code[0] >= 0xE0) + (code[0] >= 0xF0)  # noqa: PLR2004 - table 3-7 of the Unicode Standard
    return length if len(code) >= length and code[:length].decode("utf-8", "ignore").encode() == code[:length] else 0


def is_utf8(data: bytes) -> bool:
    """Tell whether ``data`` is valid UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def holds_between(text: str, low: str, high: str) -> bool:
    """Tell whether ``text`` has a code point from ``low`` to ``high``."""
    return any(low <= character <= high for character in text)
