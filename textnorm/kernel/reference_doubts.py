"""Looking for what does not read well in a document, in plain Python: what every kernel must do."""

from __future__ import annotations

from textnorm.kernel.reference_octets import QUAD_CNS, QUAD_GB, TRIPLE_JIS, UTF8, Evidence, Prices, Reader, is_long

__all__ = ["doubts"]

_NO_PAIR = 127  # above every excess
_BEFORE, _AFTER = 32, 64  # bytes of a window before the excess began to rise, and behind where it was too large


def doubts(  # noqa: PLR0913, PLR0917 - the measure of doubt
    data: bytes, evidence: Evidence, reader: Reader, language: int, usual: int, limit: int, longest: int
) -> tuple[list[tuple[int, int, int, int]], int]:
    r"""Return what does not read well in ``data``, and the classes of its characters together (bits).

    ``data`` is gone through in pieces: lines, and what a line longer than ``longest`` bytes is cut into.  A piece is
    in doubt as a whole, (start, end, start, end), where it has a byte that is no character; from there on its classes
    are not counted.  It is in doubt in a window, (start, end, first, last), where the characters cost more than
    ``usual`` for so long that the excess grows above ``limit`` (a cumulative sum: Page, "Continuous inspection
    schemes", 1954); a piece may have several.  An empty window at the end says that there are characters of other
    than two bytes, which have no class.
    Raises ValueError for a limit that a single character always, or never, exceeds.

    >>> from textnorm.kernel.reference_octets import UTF8
    >>> numbers = {"pair_bits": 4, "letters": 1, "astral": 60, "damage": 70, "more": 50, "edge": 40}
    >>> numbers |= {"noise": 58, "random": 64, "run": 30}
    >>> evidence = Evidence(bytes(128 * 128), bytes([40]) * 0x20000, bytes(64), numbers)
    >>> data = "一切正常\n".encode() + b"\xe4\xbd\n" + "照旧\n".encode()
    >>> doubts(data, evidence, Reader(UTF8, b"", b""), 0, 20, 100, 500)[0]  # the second line, as a whole
    [(13, 16, 13, 16)]
    """
    if not 0 <= limit < _NO_PAIR:
        msg = "the limit is not in the range of excesses"
        raise ValueError(msg)
    table = Prices(evidence, language)
    found: list[tuple[int, int, int, int]] = []
    classes = start = 0
    while start < len(data):
        end, windows, seen = _judge_piece(data, start, table, reader, (usual, limit, longest))
        found += [(start, end, *window) for window in windows]
        classes |= seen
        start = end
    return found, classes


def _judge_piece(
    data: bytes, start: int, table: Prices, reader: Reader, measure: tuple[int, int, int]
) -> tuple[int, list[tuple[int, int]], int]:
    """Return the end of the piece that begins at ``start``, its windows, and its classes."""
    usual, limit, longest = measure
    i = rise = run = start
    first, until, excess, classes = -1, 0, 0, 0
    windows: list[tuple[int, int]] = []
    ends = broken = other = False
    while i < len(data) and not ends:
        b = data[i]
        if b < 0x80:  # noqa: PLR2004 - ASCII
            i += 1
            run = i
            ends = b == ord("\n") or (i - start > longest and b < 0x30)  # noqa: PLR2004 - no trail byte
        else:
            length, character, seen = _read_next(data, i, reader)
            broken |= length == 0
            if reader.shape != UTF8:
                other |= length != 2  # noqa: PLR2004 - a pair
                classes |= 0 if broken else seen
                rise = rise if excess else i
                more = (table.characters[character] if character else table.astral) - usual
                excess = max(0, excess + max(-_NO_PAIR, min(_NO_PAIR - 1, more)))
                if first < 0 and excess > limit:
                    first = rise - min(rise - run, _BEFORE) if run <= rise else rise
                    until = i + (length or 1) + _AFTER
            i += length or 1
            run = run if length == 2 else i  # noqa: PLR2004 - of pairs
            ends = i - start > 8 * longest
        if first >= 0 and i >= until:
            windows.append((first, i))
            first, excess = -1, 0
    if broken:
        return i, [(start, i)], classes
    if first >= 0:
        windows.append((first, i))
    if other:
        windows.append((i, i))
    return i, windows, classes


def _read_next(data: bytes, at: int, reader: Reader) -> tuple[int, int, int]:
    """Return the length of the character that begins here, 0 for none, the character where known, and its class."""
    if reader.shape == UTF8:
        return _well_formed(data[at : at + 4]), 0, 0
    code = data[at : at + 4]
    if len(code) > 1 and reader.pairs:
        number = (code[0] & 0x7F) << 8 | code[1]
        if reader.pairs[number]:
            return 2, reader.pairs[number], reader.classes[number] if reader.classes else 0
    length = 3 if reader.shape == TRIPLE_JIS else 4
    if reader.shape in {QUAD_GB, QUAD_CNS, TRIPLE_JIS} and len(code) >= length and is_long(code, reader.shape):
        return length, 0, 0
    single = reader.singles[code[0]]
    return (1 if single else 0), single, 0


def _well_formed(code: bytes) -> int:
    """Return the length of the UTF-8 character at the start of some bytes, 0 if there is none."""
    length = 2 + (code[0] >= 0xE0) + (code[0] >= 0xF0)  # noqa: PLR2004 - table 3-7 of the Unicode Standard
    return length if len(code) >= length and code[:length].decode("utf-8", "ignore").encode() == code[:length] else 0
