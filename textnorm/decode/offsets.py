"""From bytes of a document to code points of its text and back."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textnorm.decode.lossless import write

if TYPE_CHECKING:
    from textnorm.decode.result import Decoded

__all__ = ["OffsetMap"]

_STEP = 1024  # code points between two places whose bytes are known


class OffsetMap:
    r"""Where each code point of a decoded text lies in the document, in bytes.

    Building it takes one pass over the text; a question takes time that does not depend on the length.  Bytes that
    the text does not show, such as a byte order mark or an escape sequence, belong to the code point after them.

    >>> from textnorm.decode import decode
    >>> offsets = OffsetMap(decode("见图\n".encode("gbk")))
    >>> offsets.byte(1), offsets.position(3)
    (2, 1)
    """

    __slots__ = ("_bytes", "_decoded", "_encodings", "_positions", "_total")

    def __init__(self, decoded: Decoded) -> None:
        """Go through the text once."""
        self._decoded = decoded
        self._positions: list[int] = []  # in code points, ascending
        self._bytes: list[int] = []  # the bytes written up to each
        self._encodings: list[str] = []
        at = written = 0
        for text, encoding in decoded.pieces():
            for start in range(0, len(text), _STEP):
                block = text[start : start + _STEP]
                self._positions.append(at)
                self._bytes.append(written)
                self._encodings.append(encoding)
                at += len(block)
                written += len(write(block, encoding))
        self._total = written

    def byte(self, position: int) -> int:
        """Return the offset in bytes of the code point at ``position``; of the end, for the length of the text.

        Raises IndexError for a position outside the text.
        """
        text = self._decoded.text
        if not 0 <= position <= len(text):
            msg = f"position {position} is outside a text of {len(text)} code points"
            raise IndexError(msg)
        if not text:
            return self._in_document(0)
        block = bisect_right(self._positions, position) - 1
        start = self._positions[block]
        return self._in_document(self._bytes[block] + len(write(text[start:position], self._encodings[block])))

    def position(self, byte: int) -> int:
        """Return the code point, by its position, that the byte at offset ``byte`` is part of."""
        low, high = 0, len(self._decoded.text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.byte(middle) <= byte:
                low = middle
            else:
                high = middle - 1
        return low

    def _in_document(self, written: int) -> int:
        """Return the offset in the document of an offset in what the codecs would write."""
        grown = 0  # by how much the document is longer than what would be written
        for change in self._decoded.respelled:
            if change.length is None:
                return round(written * len(change.raw) / max(1, self._total))
            if change.offset - grown > written:
                break
            inside = written - (change.offset - grown)
            if inside < change.length:
                return change.offset + min(inside, len(change.raw))
            grown += len(change.raw) - change.length
        return written + grown
