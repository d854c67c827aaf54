"""Words of four and more characters: four characters that make one are seldom there by chance.

The character model sees three characters at a time, so a long word is to it a chain of likely steps, and another
chain may be as likely.  That the whole is a word is evidence of its own.
"""

from __future__ import annotations

import sys
from array import array
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

from textnorm import kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HEADER_END", "LONGEST", "SHORTEST", "folded", "in_long_words", "number_of"]

#: Characters that a word of the table has.
SHORTEST, LONGEST = 4, 8
#: What ends the header of the table; the numbers follow, each in four bytes, the lowest first.
HEADER_END = b"\n\n"


def in_long_words(text: str) -> bytearray:
    """Return for each character of a text 1 if it lies in a word of four and more characters, else 0.

    >>> list(in_long_words("他們出其不意地來了"))
    [0, 0, 1, 1, 1, 1, 0, 0, 0]
    """
    return kernel.in_listed_words(folded(text), _numbers(), SHORTEST, LONGEST)


def folded(text: str) -> str:
    """Return a text in Simplified, one character at a time.

    >>> folded("摩爾定律")
    '摩尔定律'
    """
    return text.translate(_simplified())


def number_of(word: str) -> int:
    """Return the number that stands for a word in Simplified, of 32 bits."""
    return crc32(word.encode("utf-16-le", "surrogatepass"))


@cache
def _numbers() -> array[int]:
    """Return the numbers of the words, in ascending order."""
    data = files("textnorm").joinpath("data").joinpath("long-words.numbers").read_bytes()
    numbers = array("I", data[data.index(HEADER_END) + len(HEADER_END) :])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@cache
def _simplified() -> Mapping[int, str]:
    """Return OpenCC's first Simplified choice for every Traditional character."""
    table = files("textnorm").joinpath("data").joinpath("opencc-TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {ord(row[0]): row[1].split(" ")[0] for row in rows if len(row[0]) == 1}
