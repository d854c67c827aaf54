"""Decoding a document that may be larger than memory: its beginning tells the encoding, the rest is read in chunks.

Chunks end where no character can be cut in two: behind a byte below 0x30, which is no part of a longer character in any
encoding that Chinese documents are in but UTF-16 and UTF-32; those are cut between code units.  So each chunk is
decoded as the whole would be, and undecodable bytes are kept as ``textnorm.decode.lossless`` keeps them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.decode.decoding import decode
from textnorm.decode.hints import NO_HINTS, Hints
from textnorm.decode.lossless import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SAMPLE", "TextReader"]

#: Bytes at the beginning that tell the encoding, and bytes that are read at once.
SAMPLE = 1 << 20

#: Codecs of which a byte below 0x30 is always a character.
_CUT_BEHIND_ASCII = re.compile(
    r"utf-8|ascii|gb18030|gbk|gb2312|big5|big5hkscs|cp950|euc_jp|euc_kr|cp949|cp932|shift_jis|latin-1|iso8859-\d+"
    r"|cp125\d|cp874|koi8_[ru]|mac_\w+|hkscs"
)
_UNITS = re.compile(r"utf-(16|32)-([lb]e)")
_TO_LAST_ASCII = re.compile(rb".*[\x00-\x2f]", re.DOTALL)
#: Bytes that begin a character of UTF-8, but for 0xED, which may begin the second half of one (CESU-8).
_BEGINS_UTF8 = re.compile(rb"[\x00-\x7f\xc2-\xec\xee-\xf4]")
_LONGEST_SEARCH = 1 << 12


class TextReader:
    r"""The text of a document in pieces, and how it was decoded.

    >>> import io
    >>> reader = TextReader(io.BytesIO("一行\n二行".encode("gb18030")).read)
    >>> list(reader), reader.encoding, reader.undecodable
    (['一行\n二行'], 'gb18030', 0)
    """

    def __init__(
        self,
        source: Callable[[int], bytes],
        encoding: str | None = None,
        sample: int = SAMPLE,
        *,
        hints: Hints = NO_HINTS,
    ) -> None:
        """Read the beginning from ``source``, which returns up to so many bytes, and none at the end.

        encoding: the one to decode with; None to tell it from the first ``sample`` bytes beyond plain ASCII, and from
            ``hints``.
        Raises UnsupportedEncodingError for an encoding that no codec here knows.
        """
        decode(b"", encoding)
        self._source, self._sample, self._asked, self._hints = source, sample, encoding, hints
        #: The first bytes.
        self.head, self._ended = self._filled(b"")
        #: The codec, once the text has been read.
        self.encoding = encoding or "utf-8"
        #: How many bytes could not be decoded so far.
        self.undecodable = 0

    def __iter__(self) -> Iterator[str]:
        """Yield the text; once only, for the bytes are gone then."""
        data, ended, encoding = self.head, self._ended, self._asked
        while encoding is None and not ended and data.isascii() and b"\0" not in data:
            yield data.decode("ascii")  # which says nothing of the encoding
            data, ended = self._filled(b"")
        cut = len(data) if ended else _last_cut(data, "utf-16-le" if b"\0" in data else "utf-8")
        begun = decode(data[:cut], encoding, hints=self._hints)
        codec = self.encoding = begun.encoding
        if not ended and not _is_cuttable(codec):
            while not ended:
                more, ended = self._filled(b"")
                data += more
            begun, cut = decode(data, encoding, hints=self._hints), len(data)
            codec = self.encoding = begun.encoding
        elif not ended and (again := _last_cut(data, codec)) != cut:
            begun, cut = decode(data[:again], codec), again
        self.undecodable += sum(len(error.raw) for error in begun.errors)
        yield begun.text
        data = data[cut:]
        while not ended:
            data, ended = self._filled(data)
            cut = len(data) if ended else _last_cut(data, codec)
            text, errors, _ = read(data[:cut], codec)
            self.undecodable += sum(end - start for start, end, _ in errors)
            yield text
            data = data[cut:]

    def _filled(self, data: bytes) -> tuple[bytes, bool]:
        """Return ``data`` with a sample more, and whether the document ended in it."""
        pieces = [data]
        missing = self._sample
        while missing > 0:
            piece = self._source(missing)
            if not piece:
                return b"".join(pieces), True
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces), False


def _is_cuttable(codec: str) -> bool:
    return bool(_CUT_BEHIND_ASCII.fullmatch(codec) or _UNITS.fullmatch(codec))


def _last_cut(data: bytes, codec: str) -> int:
    """Return the last offset at which no character of a codec is cut; 0 where there may be none."""
    units = _UNITS.fullmatch(codec)
    if units:
        width = int(units[1]) // 8
        cut = len(data) - len(data) % width
        high = data[cut - 1 : cut] if units[2] == "le" else data[cut - 2 : cut - 1]
        pair_begins = width == 2 and high and 0xD8 <= high[0] <= 0xDB  # noqa: PLR2004 - UTF-16, a high surrogate
        return cut - width if pair_begins else cut
    last = _TO_LAST_ASCII.match(data)
    if last:
        return last.end()
    if codec == "utf-8":
        for first in range(len(data) - 1, max(0, len(data) - _LONGEST_SEARCH), -1):
            if _BEGINS_UTF8.match(data, first):
                return first
    return 0
