"""Which character has which first reading, and which characters the annotator is known to list."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from unicodedata import normalize

from textnorm.repair.gbk import code_pair

__all__ = [
    "READING",
    "TONED",
    "is_first_reading",
    "is_read_without_tone",
    "listed_before",
    "listed_depth",
    "trail_bytes_read_as",
]

#: The letters that carry a tone.
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONES = "\u0300\u0301\u0304\u030c"
#: A pattern for one toned syllable of pinyin (or the toneless ``de`` of 的), as annotators write it.
READING = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü]{0,2}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][aeiouü]?(?:ng|n|r)?|[ńňǹḿ]g?|de)"
)


def _table(name: str) -> list[str]:
    text = files("textnorm").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def _first_readings() -> frozenset[tuple[str, str]]:
    rows = (line.split("\t") for line in _table("readings.txt"))
    return frozenset((character, reading) for reading, first, _ in rows for character in first)


@cache
def _depths() -> dict[str, int]:
    return {character: depth for depth, line in enumerate(_table("annotator-table.txt")) for character in line}


@cache
def _trail_bytes() -> dict[tuple[int, str], dict[int, bool]]:
    found: dict[tuple[int, str], dict[int, bool]] = {}
    for reading, first, further in (line.split("\t") for line in _table("readings.txt")):
        for character in first + further:
            pair = code_pair(character)
            if pair:
                found.setdefault((pair[0], reading), {})[pair[1]] = character in first
    return found


def is_first_reading(character: str, reading: str) -> bool:
    """Tell whether a dictionary lists this reading first for the character or for its Simplified form.

    >>> is_first_reading("數", "shù"), is_first_reading("數", "shǔ"), is_first_reading("A", "a")
    (True, False, False)
    """
    return (character, reading) in _first_readings()


def is_read_without_tone(character: str, reading: str) -> bool:
    """Tell whether this is a reading of the character, but for its tone; ``v`` and ``u`` stand for ``ü`` too.

    >>> is_read_without_tone("數", "shu"), is_read_without_tone("綠", "lv"), is_read_without_tone("數", "hu")
    (True, True, False)
    """
    return (character, reading) in _without_tones()


@cache
def _without_tones() -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for reading, first, further in (line.split("\t") for line in _table("readings.txt")):
        plain = "".join(one for one in normalize("NFD", reading) if one not in _TONES)
        for letter in ("ü", "u", "v"):
            found.update((character, plain.replace("u\u0308", letter)) for character in first + further)
    return frozenset(found)


def listed_depth(character: str) -> int | None:
    """Return how deep in the annotator's table a character stands (0 is reached first), or None.

    >>> listed_depth("農"), listed_depth("农")
    (0, None)
    """
    return _depths().get(character)


def listed_before(depth: int) -> str:
    """Return the characters of the annotator's table that are reached before this depth.

    >>> "農" in listed_before(1), listed_before(0)
    (True, '')
    """
    return "".join(character for character, known in _depths().items() if known < depth)


def trail_bytes_read_as(lead: int, reading: str) -> dict[int, bool]:
    """Return the trail bytes that, after this lead byte, make a character with this reading.

    The value says whether it is the character's first reading.

    >>> {hex(byte): first for byte, first in trail_bytes_read_as(0x94, "shù").items()}
    {'0xb5': True}
    """
    return _trail_bytes().get((lead, reading), {})
