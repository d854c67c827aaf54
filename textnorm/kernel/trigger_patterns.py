"""Small patterns, and the automaton that looks for all of them at once.

A pattern is a row of characters and classes in the notation of ``re``, each with ``?``, ``+`` or ``*`` behind
it where it may be absent or repeated; there are no groups, and ``.``, ``^`` and ``$`` are not used.

Each position of each pattern is one bit of a state, so that a step over one character is a shift, an AND with the
bits that allow this character, and nothing else (Baeza-Yates and Gonnet, "A new approach to text searching",
CACM 35, 1992; repeated positions after Navarro and Raffinot, "Flexible pattern matching in strings", 2002).
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CODES", "Automaton", "Position", "automaton", "rows"]

#: Code points that have a place of their own in the tables; the last place is that of all others.
CODES = 0x10000
#: Bits of a word, and how many words a state has.
_BITS, _WORDS = 64, 2
_CLASSES = 256
_LAST = 0x10FFFF

#: A class or a character, behind a backslash where it is a sign of the notation, and how often it may stand there.
_PART = re.compile(
    r"(?:\[(?P<others>\^?)(?P<members>(?:\\[^0-9A-Za-z]|[^\\\[\]])+)\]|(?P<one>\\[^0-9A-Za-z]|[^\\.^$*+?{}()|\[\]]))"
    r"(?P<times>[?+*]?)",
    re.DOTALL,
)
#: A member of a class, or a range of them.
_RANGE = re.compile(r"(\\?.)(?:-(\\?.))?", re.DOTALL)

_Ranges = tuple[tuple[int, int], ...]


class Position(NamedTuple):
    """The code points that may stand at a place, as ranges with both ends, and whether more than one may."""

    ranges: _Ranges
    repeats: bool = False


class Automaton(NamedTuple):
    """Patterns as tables.

    classes: a byte for each code point below ``CODES``, the last one for all others: which class it is in.
    allowed: for each of 256 classes, two words (``Q``) with the bits of the positions that allow it.
    first, repeats: two words each, the bits where a pattern begins and those that may be repeated.
    last: for each group of patterns, two words with the bits where one of them ends.
    """

    classes: bytes
    allowed: bytes
    first: tuple[int, ...]
    repeats: tuple[int, ...]
    last: bytes


def rows(pattern: str) -> list[list[Position]]:
    r"""Return the rows of positions that a pattern stands for: several, where something may be absent.

    Raises ValueError for what is not of the small notation, or may be empty.

    >>> [[position.ranges for position in row] for row in rows("=a?")]
    [[((61, 61),)], [((61, 61),), ((97, 97),)]]
    """
    choices: list[list[list[Position]]] = []
    at = 0
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:
            msg = f"pattern {pattern!r}: what stands at {at} is not of the small notation; signs need a backslash"
            raise ValueError(msg)
        ranges = _class(part["members"], others=bool(part["others"])) if part["members"] else _class(part["one"])
        choices.append([[]] if part["times"] in {"?", "*"} else [])
        choices[-1].append([Position(ranges, part["times"] in {"+", "*"})])
        at = part.end()
    found = [[position for part in parts for position in part] for parts in product(*choices)]
    if not all(found):
        msg = f"the pattern {pattern!r} matches nothing at all"
        raise ValueError(msg)
    return found


@lru_cache(maxsize=32)  # a long class stands in several patterns
def _class(members: str, *, others: bool = False) -> _Ranges:
    """Return the ranges of the code points that ``members`` names, or of all others."""
    ranges: list[tuple[int, int]] = []
    for low, high in _RANGE.findall(members):
        ranges.append((ord(low[-1]), ord((high or low)[-1])))
        if ranges[-1][0] > ranges[-1][1]:
            msg = f"the range from {low!r} to {high!r} runs backwards"
            raise ValueError(msg)
    return tuple(_others(ranges) if others else _joined(ranges))


def _joined(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield ranges in ascending order, those that touch as one."""
    low, high = min(ranges)
    for start, end in sorted(ranges):
        if start > high + 1:
            yield low, high
            low, high = start, end
        high = max(high, end)
    yield low, high


def _others(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of all other code points."""
    at = 0
    for low, high in _joined(ranges):
        if low > at:
            yield at, low - 1
        at = high + 1
    if at <= _LAST:
        yield at, _LAST


def automaton(groups: Sequence[Sequence[str]]) -> Automaton:
    """Return the automaton for groups of patterns; code points from ``CODES`` on count as one.

    What several groups look for has one place in it.
    Raises ValueError for more positions or classes than there is room for.

    >>> automaton([["ab", "c+"]]).first
    (5, 0)
    """
    bits = [0] * _WORDS
    first, repeats = [0] * _WORDS, [0] * _WORDS
    last = array("Q")
    members: dict[_Ranges, int] = {}
    known: dict[tuple[Position, ...], tuple[int, int]] = {}
    for group in groups:
        ends = [0] * _WORDS
        for row in (tuple(row) for pattern in group for row in rows(pattern)):
            if row in known:
                ends[known[row][0]] |= known[row][1]
                continue
            word = next((word for word in range(_WORDS) if bits[word] + len(row) <= _BITS), None)
            if word is None:
                msg = f"these patterns have more than {_WORDS} times {_BITS} positions"
                raise ValueError(msg)
            first[word] |= 1 << bits[word]
            for position in row:
                bit = 1 << bits[word]
                repeats[word] |= bit * position.repeats
                members[position.ranges] = members.get(position.ranges, 0) | bit << _BITS * word
                bits[word] += 1
            known[row] = word, 1 << bits[word] - 1
            ends[word] |= 1 << bits[word] - 1
        last.extend(ends)
    classes, masks = _classes(members)
    allowed = array("Q", (mask >> _BITS * word & (1 << _BITS) - 1 for mask in masks for word in range(_WORDS)))
    return Automaton(classes, allowed.tobytes(), tuple(first), tuple(repeats), last.tobytes())


def _classes(members: dict[_Ranges, int]) -> tuple[bytes, list[int]]:
    """Return the class of each code point, and the bits of the positions that allow each of 256 classes."""
    table = bytearray(CODES)
    masks = [0]
    for ranges, bits in members.items():
        within = [(low, min(high, CODES - 1)) for low, high in ranges if low < CODES]
        found = {old for low, high in within for old in table[low : high + 1]}
        if len(masks) + len(found) > _CLASSES:
            table, masks = _without_empty(table, masks)
            found = {old for low, high in within for old in table[low : high + 1]}
        if len(masks) + len(found) > _CLASSES:
            msg = f"these patterns tell more than {_CLASSES} classes of code points apart"
            raise ValueError(msg)
        moves = bytearray(range(_CLASSES))
        for old in found:
            moves[old] = len(masks)
            masks.append(masks[old] | bits)
        for low, high in within:
            table[low : high + 1] = table[low : high + 1].translate(moves)
    return bytes(table), masks + [0] * (_CLASSES - len(masks))


def _without_empty(table: bytearray, masks: list[int]) -> tuple[bytearray, list[int]]:
    """Return the classes without those that have no code point any more, since all of it moved to others."""
    used = sorted(set(table))
    moves = bytearray(_CLASSES)
    for new, old in enumerate(used):
        moves[old] = new
    return table.translate(moves), [masks[old] for old in used]
