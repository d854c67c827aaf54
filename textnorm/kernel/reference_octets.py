"""Pricing the bytes of a document as text, in plain Python: what every kernel must do.

A *reader* says how an encoding makes characters of bytes, *evidence* what characters cost in a language.  A reading of
some bytes divides them into ASCII, characters and lost bytes; its price is the sum of theirs, in whole steps, and the
price of the bytes is that of the cheapest reading (dynamic programming over positions; at each position only the
cheapest reading is kept, with its last character, as in Viterbi's algorithm).
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

__all__ = ["Evidence", "Reader", "doubts", "holds_between", "is_utf8", "path", "prices"]

_ONE, _TWO, _QUAD_GB, _QUAD_CNS, _TRIPLE_JIS, _RANDOM, _NOISE, _UTF8, _UTF16LE, _UTF16BE = range(10)
_LOST = 0xFFFF  # stands for "no telling" where the character before is asked for
_GREEK = 0x370  # the first code point of alphabets and symbols that stand in runs in Chinese text
_KEY, _WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1
_LANGUAGE = 0x20000  # bytes of the tables of one language
_SWITCHED = -1
_MOST_READERS = 16


class Evidence:
    """What characters cost, by language.

    ascii: 128 rows of 128 prices, of each ASCII character after each; row 0 is after anything else.
    characters: for each language 65,536 prices of characters, and 65,536 of what to add where no pair is known.
    pairs: slots of 24 bits to check a key and 8 of price, linear probing.
    numbers: the other prices, and ``pair_bits`` (of slots) and ``letters`` (the language of alphabets).
    Raises ValueError for tables of other sizes.
    """

    __slots__ = ("ascii", "characters", "numbers", "pairs")

    def __init__(self, ascii: bytes, characters: bytes, pairs: bytes, numbers: dict[str, int]) -> None:  # noqa: A002 - it holds ASCII
        """Take the tables."""
        if len(ascii) != 128 * 128 or len(characters) % _LANGUAGE or len(pairs) != 4 << numbers["pair_bits"]:
            msg = "tables of the wrong size"
            raise ValueError(msg)
        self.ascii, self.characters, self.pairs, self.numbers = ascii, characters, array("I", pairs), numbers


class Reader:
    """How an encoding makes characters of bytes: its shape, the characters of single bytes and those of pairs.

    Raises ValueError for tables of the wrong size.
    """

    __slots__ = ("pairs", "shape", "singles")

    def __init__(self, shape: int, singles: bytes, pairs: bytes) -> None:
        """Take the tables: two bytes for each character, pairs by lead byte less 128, times 256, plus trail byte."""
        if shape < _RANDOM and (len(singles) != 512 or len(pairs) not in {0, 0x10000}):  # noqa: PLR2004 - sizes
            msg = "tables of the wrong size"
            raise ValueError(msg)
        if shape in {_TWO, _QUAD_GB, _QUAD_CNS, _TRIPLE_JIS} and not pairs:
            msg = "pairs are missing"
            raise ValueError(msg)
        self.shape, self.singles, self.pairs = shape, array("H", singles), array("H", pairs)


class _Place(NamedTuple):
    """The best reading of the bytes up to a position: price, last character, bytes of that one (0: it was lost)."""

    price: int
    before: int
    length: int


class _Prices:
    """What characters and bytes cost in one language."""

    def __init__(self, evidence: Evidence, language: int) -> None:
        if not 0 <= language < len(evidence.characters) // _LANGUAGE:
            msg = "no such language"
            raise ValueError(msg)
        start = language * _LANGUAGE
        self.characters = evidence.characters[start : start + 0x10000]
        self.unseen = evidence.characters[start + 0x10000 : start + _LANGUAGE]
        self.ascii, self.pairs, self.language = evidence.ascii, evidence.pairs, language
        numbers = evidence.numbers
        self.bits, self.letters = numbers["pair_bits"], language == numbers["letters"]
        self.damage, self.more, self.astral = numbers["damage"], numbers["more"], numbers["astral"]
        self.start = self.end = numbers["edge"]
        self.noise, self.random, self.run = numbers["noise"], numbers["random"], numbers["run"]

    def of(self, before: int, character: int) -> int:
        """Return the price of a character above ASCII."""
        if before < 0x80 and not self.letters:  # noqa: PLR2004 - ASCII
            before = 0
        if before == _LOST:
            return self.characters[character]
        key = (self.language << 32 | before << 16 | character) * _KEY & _WORD
        at, check = key >> (64 - self.bits), key >> 8 & 0xFFFFFF | 1
        while slot := self.pairs[at]:
            if slot >> 8 == check:
                return slot & 0xFF
            at = (at + 1) & ((1 << self.bits) - 1)
        price = self.unseen[before] + self.characters[character]
        alike = character >> 8 == before >> 8 and character >= _GREEK and not self.letters
        if alike and (character == before or character < 0x3000 or character >= 0xFF00):  # noqa: PLR2004 - blocks
            return min(self.run, price)
        return price

    def of_ascii(self, before: int, character: int) -> int:
        """Return the price of an ASCII character."""
        return self.ascii[(before << 7 if before < 0x80 else 0) + character]  # noqa: PLR2004 - ASCII

    def of_lost(self, start: _Place, at: int, *, first: bool, last: bool) -> int:
        """Return the price of the byte before ``at``, which is part of no character."""
        if at > 1 and start.length == 0:
            return self.more
        return min(self.damage, self.start if first else self.damage, self.end if last else self.damage)


def _step(t: _Prices, reader: Reader, d: bytes, i: int, places: list[_Place]) -> _Place:  # noqa: C901, PLR0912, PLR0911, PLR0915 - a table of shapes
    """Return the best reading of the first ``i`` bytes, given those of fewer bytes."""
    b, n, shape, start = d[i - 1], len(d), reader.shape, places[i - 1]
    offers: list[_Place] = []

    def offer(origin: _Place, price: int, character: int, length: int) -> None:
        offers.append(_Place(origin.price + price, character, length))

    if shape in {_UTF16LE, _UTF16BE}:
        order = "little" if shape == _UTF16LE else "big"
        if i >= 2:  # noqa: PLR2004 - a code unit
            unit, origin = int.from_bytes(d[i - 2 : i], order), places[i - 2]  # type: ignore[arg-type]  # one of two
            if unit == 0 and origin.before == 0 and i > 2:  # noqa: PLR2004 - as above
                offer(origin, 0, 0, 2)
            elif unit < 0x80:  # noqa: PLR2004 - ASCII
                offer(origin, t.of_ascii(origin.before, unit), unit, 2)
            elif unit >> 11 != 0x1B:  # noqa: PLR2004 - surrogates
                offer(origin, t.of(origin.before, unit), unit, 2)
            elif unit >> 10 == 0x37 and i >= 4 and int.from_bytes(d[i - 4 : i - 2], order) >> 10 == 0x36:  # type: ignore[arg-type]  # noqa: PLR2004 - surrogates
                offer(places[i - 4], t.astral, _LOST, 4)
        offer(start, t.of_lost(start, i, first=i == 1, last=i == n), _LOST, 0)
        return min(offers, key=lambda place: place.price)
    same = i >= 2 and d[i - 2] == b  # noqa: PLR2004 - there is a byte before
    if shape == _NOISE:
        if same and (b == 0 or b >= 0x80):  # noqa: PLR2004 - ASCII
            offer(start, 0 if b == 0 else t.noise >> 1, b, 1)
        offer(start, t.of_ascii(start.before, b) if b < 0x80 else t.noise, b, 1)  # noqa: PLR2004 - ASCII
        return min(offers, key=lambda place: place.price)
    if shape == _RANDOM:
        return _Place(start.price + (t.random if not same else t.random >> 1 if b else 0), b, 1)
    if b < 0x80:  # noqa: PLR2004 - ASCII
        offer(start, 0 if b == 0 and same else t.of_ascii(start.before, b), b, 1)
    elif shape < _UTF8 and reader.singles[b]:
        offer(start, t.of(start.before, reader.singles[b]), reader.singles[b], 1)
    else:
        reach = 3 if shape == _UTF8 else 1
        offer(start, t.of_lost(start, i, first=i <= reach, last=n - i < reach), _LOST, 0)
    if shape == _UTF8:
        _offer_utf8(t, d, i, places, offers)
    elif shape != _ONE and i >= 2:  # noqa: PLR2004 - a pair
        a = d[i - 2]
        character = reader.pairs[(a & 0x7F) << 8 | b] if a >= 0x80 else 0  # noqa: PLR2004 - ASCII
        if character:
            offer(places[i - 2], t.of(places[i - 2].before, character), character, 2)
        length = 3 if shape == _TRIPLE_JIS else 4
        if shape != _TWO and i >= length and _is_long(d[i - length : i], shape):
            offer(places[i - length], t.astral, _LOST, length)
    return min(offers, key=lambda place: place.price)


def _is_long(code: bytes, shape: int) -> bool:
    """Tell whether bytes have the form of a character of three or four bytes."""
    if shape == _QUAD_GB:
        return code[0] > 0x80 < code[2] and 0x30 <= code[1] <= 0x39 >= code[3] >= 0x30  # noqa: PLR2004 - GB 18030
    if shape == _QUAD_CNS:
        return code[0] == 0x8E and 0xA1 <= code[1] <= 0xAF and min(code[2:]) > 0xA0  # noqa: PLR2004 - EUC-TW
    return code[0] == 0x8F and min(code[1:]) > 0xA0  # noqa: PLR2004 - EUC-JP


def _offer_utf8(t: _Prices, d: bytes, i: int, places: list[_Place], offers: list[_Place]) -> None:
    """Add the character of UTF-8 that ends here; surrogates are halves of one, as in CESU-8."""
    for length in (2, 3, 4):
        if i < length:
            return
        code = d[i - length : i]
        lead = code[0]
        if any(byte >> 6 != 2 for byte in code[1:]):  # noqa: PLR2004 - continuation bytes
            return
        if lead >> 6 == 2:  # noqa: PLR2004 - as above
            continue
        origin = places[i - length]
        value = int("".join(f"{byte & 0x3F:06b}" for byte in code[1:]), 2)
        if length == 2 and 0xC2 <= lead <= 0xDF:  # noqa: PLR2004 - table 3-7 of the Unicode Standard
            value |= (lead & 0x1F) << 6
            offers.append(_Place(origin.price + t.of(origin.before, value), value, 2))
        elif length == 3 and lead >> 4 == 0xE:  # noqa: PLR2004 - as above
            value |= (lead & 0xF) << 12
            if value >> 11 == 0x1B:  # noqa: PLR2004 - surrogates
                offers.append(_Place(origin.price + (t.astral >> 1), _LOST, 3))
            elif value >= 0x800:  # noqa: PLR2004 - shorter forms are no UTF-8
                offers.append(_Place(origin.price + t.of(origin.before, value), value, 3))
        elif length == 4 and 0xF0 <= lead <= 0xF4 and 0x10000 <= value | (lead & 7) << 18 < 0x110000:  # noqa: PLR2004
            offers.append(_Place(origin.price + t.astral, _LOST, 4))
        return


def prices(data: bytes, evidence: Evidence, readers: list[tuple[Reader, int]]) -> list[int]:
    """Return what ``data`` costs at the least with each (reader, language), in steps of the tables."""
    found = []
    for reader, language in readers:
        table = _Prices(evidence, language)
        places = [_Place(0, 0, 0)]
        for i in range(1, len(data) + 1):
            places.append(_step(table, reader, data, i, places))
        found.append(places[-1].price)
    return found


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
    anywhere else.  Raises ValueError for no reader, or more than sixteen.
    """
    number, n = len(readers), len(data)
    if not 0 < number <= _MOST_READERS or not 0 <= first < number:
        msg = "too many readers, or none"
        raise ValueError(msg)
    tables = [_Prices(evidence, language) for _, language in readers]
    for table in tables:
        table.damage = lost
        table.start = table.start if edges & 1 else lost
        table.end = table.end if edges & 2 else lost
    places = [[_Place(0 if s == first else line, 0, 0)] for s in range(number)]
    lengths = [[0] * number for _ in range(n + 1)]
    origins = [0] * (n + 1)
    for i in range(1, n + 1):
        for s, (reader, _) in enumerate(readers):
            places[s].append(_step(tables[s], reader, data, i, places[s]))
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
    table, n = _Prices(evidence, language), len(data)
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
            if reader.shape != _UTF8:
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
    if reader.shape == _UTF8:
        return _well_formed(data[at : at + 4]), 0
    code = data[at : at + 4]
    if len(code) > 1 and reader.pairs and (character := reader.pairs[(code[0] & 0x7F) << 8 | code[1]]):
        return 2, character
    length = 3 if reader.shape == _TRIPLE_JIS else 4
    if reader.shape in {_QUAD_GB, _QUAD_CNS, _TRIPLE_JIS} and len(code) >= length and _is_long(code, reader.shape):
        return length, 0
    return (1, reader.singles[code[0]]) if reader.singles[code[0]] else (0, 0)


def _well_formed(code: bytes) -> int:
    """Return the length of the UTF-8 character at the start of some bytes, 0 if there is none."""
    for length in (2, 3, 4):
        try:
            if len(code) >= length and len(code[:length].decode()) == 1:
                return length
        except UnicodeDecodeError:
            continue
    return 0


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
