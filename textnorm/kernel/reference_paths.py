"""Going through the bytes of a document, in plain Python: what every kernel must do.

``path`` goes through them with several readers side by side; the rest are quick questions about all of them.
"""

from __future__ import annotations

from textnorm.kernel.reference_octets import (
    UTF16LE,
    Evidence,
    Place,
    Prices,
    Reader,
    step,
)

__all__ = ["ABOVE_ASCII", "HAS_NUL", "VALID", "holds_between", "is_utf8", "path", "survey"]

#: What ``survey`` finds out, as bits.
VALID, ABOVE_ASCII, HAS_NUL = 1, 2, 4

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
    r"""Return the cheapest way through ``data`` with several readers: segments (start, end, reader) and lost bytes.

    first: the reader to begin with; another one costs as much as after a line break.
    edges: 1 and 2 for ``data`` that begins and ends where the document does, so that a cut may explain a lost byte.
    lost, line, anywhere: the prices of a lost byte, and of going over to another reader after a line break, as the
    cheapest reader has it, and anywhere else; a byte after a lost one costs a quarter less.
    Raises ValueError for no reader, or more than sixteen.

    >>> from textnorm.kernel.reference_octets import UTF8
    >>> numbers = {"pair_bits": 4, "letters": 1, "astral": 60, "damage": 70, "more": 50, "edge": 40}
    >>> numbers |= {"noise": 58, "random": 64, "run": 30}
    >>> evidence = Evidence(bytes([10]) * 128 * 128, bytes([20]) * 0x20000, bytes(64), numbers)
    >>> readers = [(Reader(UTF8, b"", b""), 0), (Reader(UTF16LE, b"", b""), 0)]
    >>> data = "中文\n".encode() + "今天的天气很好".encode("utf-16-le")
    >>> path(data, evidence, readers, 0, 3, 90, 40, 120)
    ([(0, 7, 0), (7, 21, 1)], [])
    >>> path(b"ab\xe4c", evidence, readers[:1], 0, 0, 90, 40, 120)  # the third byte is lost
    ([(0, 4, 0)], [2])
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
            line_end = b"\n\0" if readers[cheapest][0].shape == UTF16LE else b"\n"
            price = places[cheapest][i].price + (line if data.endswith(line_end, 0, i) else anywhere)
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


def survey(data: bytes, start: int = 0, stop: int = -1, plainly: bool = False) -> int:  # noqa: ARG001, FBT001, FBT002 - a kernel's
    r"""Return VALID, with ABOVE_ASCII and HAS_NUL where it applies, for valid UTF-8 from ``start`` to ``stop``; else 0.

    stop: -1 for the end.  plainly: whether not to use the widest registers of the processor, for tests.

    >>> survey("中文".encode()) == VALID | ABOVE_ASCII, survey(b"\xe4\xb8"), survey(b"\xe4\xb8", 2) == VALID
    (True, 0, True)
    """
    part = data[max(start, 0) : stop if stop >= 0 else len(data)]
    return VALID | (not part.isascii()) * ABOVE_ASCII | (b"\0" in part) * HAS_NUL if is_utf8(part) else 0


def is_utf8(data: bytes) -> bool:
    """Tell whether ``data`` is valid UTF-8.

    >>> is_utf8("中文".encode()), is_utf8("中文".encode("gbk"))
    (True, False)
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def holds_between(text: str, low: str, high: str) -> bool:
    r"""Tell whether ``text`` has a code point from ``low`` to ``high``.

    >>> holds_between("中\ue000", "\ue000", "\uf8ff"), holds_between("中", "\ue000", "\uf8ff")
    (True, False)
    """
    return any(low <= character <= high for character in text)
