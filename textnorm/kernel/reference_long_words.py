"""Which characters of a text lie in words of a list of checksums, defined in plain Python."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from array import array

__all__ = ["in_listed_words"]


def in_listed_words(text: str, numbers: array[int], shortest: int, longest: int) -> bytearray:
    """Return for each character of a text 1 if it lies in a word whose number is listed, else 0.

    ``numbers`` are CRC-32 of words in UTF-16-LE, ascending; words have ``shortest`` to ``longest`` characters.
    """
    found = bytearray(len(text))
    for start in range(len(text) - shortest + 1):
        for size in range(shortest, min(longest, len(text) - start) + 1):
            number = crc32(text[start : start + size].encode("utf-16-le", "surrogatepass"))
            at = bisect_left(numbers, number)
            if at < len(numbers) and numbers[at] == number:
                found[start : start + size] = b"\1" * size
    return found
