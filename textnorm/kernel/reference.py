"""Forward maximum matching over a dictionary, in plain Python: what every kernel must do.

The walk goes from left to right and takes, at each place, the longest key of the dictionary that
starts there; a code point where no key starts is passed over, and so is a complete ideographic
description sequence such as ⿰火丁, which stands for one character (as in OpenCC since 1.2).
A key is tried only by the lengths that exist for its first two code points, so a place costs a
bounded number of look-ups and a text costs time linear in its length.  Astral characters are code
points like any other.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "Classes",
    "Dictionary",
    "convert",
    "descriptions",
    "matches",
    "places",
    "segments",
    "spans",
    "table_of",
    "with_gaps",
]

#: The ideographic description characters that OpenCC knows, with the number of their operands.
_OPERANDS = {**dict.fromkeys("⿰⿱⿴⿵⿶⿷⿸⿹⿺⿻⿼⿽", 2), **dict.fromkeys("⿲⿳", 3), **dict.fromkeys("⿾⿿", 1)}
#: The ideographic description characters.
OPERATORS = frozenset(_OPERANDS)
#: How many sets ``Classes`` takes.
_MOST_CLASSES = 8
#: How deep descriptions may be nested; what is deeper is no description (OpenCC 1.4.2, measured).
_DEEPEST = 15


class Dictionary:
    """Keys and their values, indexed for matching; build it once, then only read it.

    Raises ValueError for an empty key, which would match everywhere.

    >>> Dictionary({"面": "面", "面条": "麵條"}).lengths
    {'面条': (2,)}
    """

    __slots__ = ("entries", "lengths", "starts")

    #: The values by key.
    entries: Mapping[str, str]
    #: The code points to stop at: those that a key or an ideographic description sequence starts with.
    starts: frozenset[str]
    #: The lengths of the longer keys by their first two code points, the longest first.
    lengths: dict[str, tuple[int, ...]]

    def __init__(self, entries: Mapping[str, str]) -> None:
        """Index ``entries``, which must not change afterwards."""
        if "" in entries:
            msg = "a dictionary cannot hold an empty key"
            raise ValueError(msg)
        sets: dict[str, int] = {}  # a set of lengths as the bits of a number: far cheaper than set objects
        for key in entries:
            length = len(key)
            if length > 1:
                pair = key[:2]
                sets[pair] = sets.get(pair, 0) | 1 << length
        descending = {bits: _descending(bits) for bits in set(sets.values())}
        self.entries = entries
        self.starts = frozenset({key[0] for key in entries}.union(_OPERANDS))
        self.lengths = {pair: descending[bits] for pair, bits in sets.items()}

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.entries)

    def __repr__(self) -> str:
        """Show the size, never the contents."""
        return f"<Dictionary: {len(self)} entries>"


def _descending(bits: int) -> tuple[int, ...]:
    return tuple(length for length in range(bits.bit_length() - 1, 0, -1) if bits >> length & 1)


class Classes:
    """Up to eight sets of code points, counted in one pass over a text.

    Raises ValueError for more sets.

    >>> Classes(["们这", "們這", "一"]).counts("他们这一次")
    (2, 0, 1)
    """

    __slots__ = ("_sets",)

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        """Take the sets, which may overlap."""
        self._sets = tuple(map(frozenset, sets))
        if len(self._sets) > _MOST_CLASSES:
            msg = f"at most {_MOST_CLASSES} classes can be counted at once, not {len(self._sets)}"
            raise ValueError(msg)

    def counts(self, text: str) -> tuple[int, ...]:
        """Return how many code points of ``text`` are in each set."""
        return tuple(sum(map(members.__contains__, text)) for members in self._sets)


def places(text: str, characters: str) -> Sequence[int]:
    """Return where one of some characters below U+3000 stands, in ascending order.

    >>> list(places("吃面条.", "./"))
    [3]
    """
    return array("q", (at for at, character in enumerate(text) if character in characters))


def table_of(characters: str) -> bytes:
    """Return a byte for each code point up to the last of ``characters``, 1 for those and 0 for others.

    >>> [at for at, marked in enumerate(table_of("!.")) if marked]
    [33, 46]
    """
    members = frozenset(characters)
    return bytes(chr(point) in members for point in range(1 + ord(max(characters))))


def matches(text: str, dictionary: Dictionary) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, value) of each match in ascending order, in code points of ``text``.

    >>> list(matches("吃面条", Dictionary({"面": "面", "面条": "麵條"})))
    [(1, 3, '麵條')]
    """
    entries, lengths, starts = dictionary.entries, dictionary.lengths, dictionary.starts
    sequences: dict[int, int] | None = None
    end = 0
    for at, character in enumerate(text):
        if character not in starts or at < end:
            continue
        for length in lengths.get(text[at : at + 2], ()):
            key = text[at : at + length]  # shorter at the end of the text, and then a shorter key
            if key in entries:
                end = at + len(key)
                yield at, end, entries[key]
                break
        else:
            if character in entries:
                end = at + 1
                yield at, end, entries[character]
            elif character in _OPERANDS:
                if sequences is None:
                    sequences = _descriptions(text)
                end = sequences.get(at, end)


def spans(text: str, dictionary: Dictionary) -> tuple[array[int], array[int]]:
    """Return where the matches start and where they end, in ascending order, in code points.

    >>> spans("吃面条", Dictionary({"面": "面", "面条": "麵條"}))
    (array('q', [1]), array('q', [3]))
    """
    starts, ends = array("q"), array("q")
    for start, end, _ in matches(text, dictionary):
        starts.append(start)
        ends.append(end)
    return starts, ends


def descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each complete ideographic description sequence that is not part of another.

    >>> list(descriptions("⿰火丁⿱⿰火丁木⿲火丁"))
    [(0, 3), (3, 8)]
    """
    if _OPERANDS.keys().isdisjoint(text):
        return
    end = 0
    for start, stop in sorted(_descriptions(text).items()):
        if start >= end:
            yield start, stop
            end = stop


def _descriptions(text: str) -> dict[int, int]:
    """Return where each complete ideographic description sequence ends, by where it starts.

    Any code point serves as an operand, and a sequence can be the operand of another.  Going backwards, the
    ends of the operands are known before they are needed, so that nesting costs nothing.
    """
    ends: dict[int, int] = {}
    depths: dict[int, int] = {}
    for at in range(len(text) - 1, -1, -1):
        operands = _OPERANDS.get(text[at], 0)
        end, depth = at + 1, 1
        for _ in range(operands):
            if end < len(text) and text[end] not in _OPERANDS:
                end += 1
            elif end in ends and depths[end] < _DEEPEST:
                end, depth = ends[end], max(depth, depths[end] + 1)
            else:
                break
        else:
            if operands:
                ends[at], depths[at] = end, depth
    return ends


def convert(text: str, dictionary: Dictionary) -> str:
    """Return ``text`` with every match replaced by its value.

    >>> convert("后面的面条", Dictionary({"后": "後", "后面": "後面", "面条": "麵條"}))
    '後面的麵條'
    """
    if dictionary.starts.isdisjoint(text):
        return text
    pieces: list[str] = []
    done = 0
    for start, end, value in matches(text, dictionary):
        pieces += (text[done:start], value)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def segments(text: str, dictionary: Dictionary) -> Iterator[tuple[int, int, bool]]:
    """Return (start, end, is_word) for the parts of ``text``: each match, and each stretch between matches.

    >>> list(segments("我吃面条了", Dictionary({"面条": "麵條"})))
    [(0, 2, False), (2, 4, True), (4, 5, False)]
    """
    return with_gaps(((start, end) for start, end, _ in matches(text, dictionary)), len(text))


def with_gaps(found: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, True) for ascending spans of a text of ``length`` code points, and what lies between (False).

    >>> list(with_gaps([(2, 4)], 5))
    [(0, 2, False), (2, 4, True), (4, 5, False)]
    """
    done = 0
    for start, end in found:
        if done < start:
            yield done, start, False
        yield start, end, True
        done = end
    if done < length:
        yield done, length, False
