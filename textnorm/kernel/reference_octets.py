"""Pricing the bytes of a document as text, in plain Python: what every kernel must do.

A *reader* says how an encoding makes characters of bytes, *evidence* what characters cost in a language.  A reading of
some bytes divides them into ASCII, characters and lost bytes; its price is the sum of theirs, in whole steps, and the
price of the bytes is that of the cheapest reading (dynamic programming over positions; at each position only the
cheapest reading is kept, with its last character, as in Viterbi's algorithm).
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

__all__ = ["Evidence", "Reader", "prices"]

_ONE, _TWO, QUAD_GB, QUAD_CNS, TRIPLE_JIS, _RANDOM, _NOISE, UTF8, UTF16LE, _UTF16BE = range(10)
_LOST = 0xFFFF  # stands for "no telling" where the character before is asked for
_GREEK = 0x370  # the first code point of alphabets and symbols that stand in runs in Chinese text
_ROUND = 32  # bytes after which readers may be given up
_KEY, _WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1
_LANGUAGE = 0x20000  # bytes of the tables of one language


class Evidence:
    """What characters cost, by language.

    ascii_pairs: 128 rows of 128 prices, of each ASCII character after each; row 0 is after anything else.
    characters: for each language 65,536 prices of characters, and 65,536 of what to add where no pair is known.
    pairs: slots of 24 bits to check a key and 8 of price, linear probing.
    numbers: the other prices, and ``pair_bits`` (of slots) and ``letters`` (the language of alphabets).
    Raises ValueError for tables of other sizes.
    """

    __slots__ = ("ascii", "characters", "numbers", "pairs")

    def __init__(self, ascii_pairs: bytes, characters: bytes, pairs: bytes, numbers: dict[str, int]) -> None:
        """Take the tables."""
        if len(ascii_pairs) != 128 * 128 or len(characters) % _LANGUAGE or len(pairs) != 4 << numbers["pair_bits"]:
            msg = "tables of the wrong size"
            raise ValueError(msg)
        self.ascii, self.characters, self.pairs, self.numbers = ascii_pairs, characters, array("I", pairs), numbers


class Reader:
    """How an encoding makes characters of bytes: its shape, the characters of single bytes and those of pairs.

    Raises ValueError for tables of the wrong size.
    """

    __slots__ = ("classes", "pairs", "shape", "singles")

    def __init__(self, shape: int, singles: bytes, pairs: bytes, classes: bytes = b"") -> None:
        """Take the tables: two bytes for each character, pairs by lead byte less 128, times 256, plus trail byte.

        classes: of each pair, bits that ``doubts`` collects; none for an encoding without them.
        """
        sizes = len(singles) == 512 and len(pairs) in {0, 0x10000} and len(classes) in {0, 0x8000}  # noqa: PLR2004
        if shape < _RANDOM and not sizes:
            msg = "tables of the wrong size"
            raise ValueError(msg)
        if shape in {_TWO, QUAD_GB, QUAD_CNS, TRIPLE_JIS} and not pairs:
            msg = "pairs are missing"
            raise ValueError(msg)
        self.shape, self.singles, self.pairs, self.classes = shape, array("H", singles), array("H", pairs), classes


class Place(NamedTuple):
    """The best reading of the bytes up to a position: price, last character, bytes of that one (0: it was lost)."""

    price: int
    before: int
    length: int


class Prices:
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

    def of_lost(self, start: Place, at: int, *, first: bool, last: bool) -> int:
        """Return the price of the byte before ``at``, which is part of no character."""
        if at > 1 and start.length == 0:
            return self.more
        return min(self.damage, self.start if first else self.damage, self.end if last else self.damage)


def step(t: Prices, reader: Reader, d: bytes, i: int, places: list[Place]) -> Place:  # noqa: C901, PLR0912 - a table of shapes
    """Return the best reading of the first ``i`` bytes, given those of fewer bytes."""
    b, n, shape, start = d[i - 1], len(d), reader.shape, places[i - 1]
    offers: list[Place] = []

    def offer(origin: Place, price: int, character: int, length: int) -> None:
        offers.append(Place(origin.price + price, character, length))

    if shape in {UTF16LE, _UTF16BE}:
        order = "little" if shape == UTF16LE else "big"
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
        return Place(start.price + (t.random if not same else t.random >> 1 if b else 0), b, 1)
    if b < 0x80:  # noqa: PLR2004 - ASCII
        offer(start, 0 if b == 0 and same else t.of_ascii(start.before, b), b, 1)
    elif shape < UTF8 and reader.singles[b]:
        offer(start, t.of(start.before, reader.singles[b]), reader.singles[b], 1)
    else:
        reach = 3 if shape == UTF8 else 1
        offer(start, t.of_lost(start, i, first=i <= reach, last=n - i < reach), _LOST, 0)
    if shape == UTF8:
        _offer_utf8(t, d, i, places, offers)
    elif shape != _ONE and i >= 2:  # noqa: PLR2004 - a pair
        a = d[i - 2]
        character = reader.pairs[(a & 0x7F) << 8 | b] if a >= 0x80 else 0  # noqa: PLR2004 - ASCII
        if character:
            offer(places[i - 2], t.of(places[i - 2].before, character), character, 2)
        length = 3 if shape == TRIPLE_JIS else 4
        if shape != _TWO and i >= length and is_long(d[i - length : i], shape):
            offer(places[i - length], t.astral, _LOST, length)
    return min(offers, key=lambda place: place.price)


def is_long(code: bytes, shape: int) -> bool:
    """Tell whether bytes have the form of a character of three or four bytes."""
    if shape == QUAD_GB:
        return code[0] > 0x80 < code[2] and 0x30 <= code[1] <= 0x39 >= code[3] >= 0x30  # noqa: PLR2004 - GB 18030
    if shape == QUAD_CNS:
        return code[0] == 0x8E and 0xA1 <= code[1] <= 0xAF and min(code[2:]) > 0xA0  # noqa: PLR2004 - EUC-TW
    return code[0] == 0x8F and min(code[1:]) > 0xA0  # noqa: PLR2004 - EUC-JP


def _offer_utf8(t: Prices, d: bytes, i: int, places: list[Place], offers: list[Place]) -> None:
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
            offers.append(Place(origin.price + t.of(origin.before, value), value, 2))
        elif length == 3 and lead >> 4 == 0xE:  # noqa: PLR2004 - as above
            value |= (lead & 0xF) << 12
            if value >> 11 == 0x1B:  # noqa: PLR2004 - surrogates
                offers.append(Place(origin.price + (t.astral >> 1), _LOST, 3))
            elif value >= 0x800:  # noqa: PLR2004 - shorter forms are no UTF-8
                offers.append(Place(origin.price + t.of(origin.before, value), value, 3))
        elif length == 4 and 0xF0 <= lead <= 0xF4 and 0x10000 <= value | (lead & 7) << 18 < 0x110000:  # noqa: PLR2004
            offers.append(Place(origin.price + t.astral, _LOST, 4))
        return


def prices(data: bytes, evidence: Evidence, readers: list[tuple[Reader, int]], slack: int = -1) -> list[int]:
    """Return what ``data`` costs at the least with each (reader, language), in steps of the tables.

    slack: by how much a reader may be behind the first of all after each 32 bytes; one that is more is given up, and
    stays as far behind as it was; but for noise and random bytes, by which the others are measured.  Negative: none is.

    >>> numbers = {"pair_bits": 4, "letters": 1, "astral": 60, "damage": 70, "more": 50, "edge": 40}
    >>> numbers |= {"noise": 58, "random": 64, "run": 30}
    >>> evidence = Evidence(bytes([10]) * 128 * 128, bytes([20]) * 0x20000, bytes(64), numbers)
    >>> utf8, random = Reader(UTF8, b"", b""), Reader(_RANDOM, b"", b"")
    >>> prices("ab中".encode(), evidence, [(utf8, 0), (random, 0)])
    [60, 320]
    """
    tables = [Prices(evidence, language) for _, language in readers]
    places = [[Place(0, 0, 0)] for _ in readers]
    behind: dict[int, int] = {}
    at, least = 0, 0
    while True:
        stop = len(data) if slack < 0 or len(data) - at <= _ROUND + _ROUND // 2 else at + _ROUND
        going = [k for k in range(len(readers)) if k not in behind]
        for k in going:
            for i in range(at + 1, stop + 1):
                places[k].append(step(tables[k], readers[k][0], data, i, places[k]))
        at, least = stop, min((places[k][-1].price for k in going), default=0)
        if at >= len(data):
            return [least + behind[k] if k in behind else places[k][-1].price for k in range(len(readers))]
        texts = (k for k in going if readers[k][0].shape not in {_RANDOM, _NOISE})
        behind |= {k: lead for k in texts if (lead := places[k][-1].price - least) > slack}
