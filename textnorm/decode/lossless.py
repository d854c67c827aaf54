"""Reading bytes with one codec so that nothing is lost, and writing them back.

A byte that the codec cannot read is kept in the text as the lone surrogate U+DC00 plus its value.  That
is PEP 383 (Python's ``surrogateescape``) extended to bytes below 0x80, which a broken UTF-16 or UTF-32
code unit may hold.  No other lone surrogate is ever produced, so that writing needs no further record.
"""

from __future__ import annotations

import codecs
import re
import threading
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.codes import GB18030_2022
from textnorm.decode.tablecodecs import register
from textnorm.kernel import holds_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ESCAPED", "Respelling", "escape", "joined", "read", "respell", "respellings", "unescape", "write"]

#: A character that UTF-8 spells as two surrogates (CESU-8), or one undecodable byte.
ESCAPED = re.compile("([\ud800-\udbff][\udc00-\udfff])|[\udc00-\udcff]")

#: Codecs that write every text they read with the same bytes again.  For GB 18030 only the euro differs.
_FAITHFUL = re.compile(r"utf-8|utf-(?:16|32)-[lb]e|gb18030")

#: Codecs of lead and trail bytes, with the trail bytes that are not ASCII.
_TRAILS = {
    "cp950": range(0xA1, 0xFF),
    "big5": range(0xA1, 0xFF),
    "big5hkscs": range(0xA1, 0xFF),
    "cp949": range(0x81, 0xFF),
    "euc_kr": range(0xA1, 0xFF),
    "euc_jp": range(0xA1, 0xFF),
    "cp932": range(0x80, 0xFD),
    "shift_jis": range(0x80, 0xFD),
    "big5-uao": range(0xA1, 0xFF),
}
_AHEAD = 16  # bytes that show whether reading goes on well after an undecodable pair

_CESU_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_CUT_SEQUENCE = re.compile(rb"[\x81-\xfe][\x30-\x39][\x81-\xfe]?\Z|[\x80-\xff]+\Z")

#: Characters of GB 18030-2022 that Python's codec, which follows the edition of 2000, has in the private use area.
_PRIVATE = (min(GB18030_2022), max(GB18030_2022))
_FROM_PRIVATE = str.maketrans(GB18030_2022)
_TO_PRIVATE = str.maketrans({after: before for before, after in GB18030_2022.items()})
_EURO_LENGTH = 2  # bytes of the euro in GB 18030
_CHUNK = 4096


class Respelling(NamedTuple):
    """Bytes of the input, at ``offset``, where the codec would write ``length`` others; None: in place of all."""

    offset: int
    raw: bytes
    length: int | None


class _Kept(threading.local):
    """What the error handler meets while one thread reads one document."""

    def __init__(self) -> None:
        self.errors: list[tuple[int, int, str]] = []
        self.euros: list[int] = []


_kept = _Kept()


def escape(raw: bytes) -> str:
    r"""Return one lone surrogate for each byte.

    >>> ascii(escape(b"\xff0"))
    "'\\udcff\\udc30'"
    """
    return "".join([chr(0xDC00 + byte) for byte in raw])


def unescape(text: str) -> bytes:
    r"""Return the bytes that ``escape`` made ``text`` of.

    >>> unescape(escape(b"\xff0"))
    b'\xff0'
    """
    return bytes([ord(character) - 0xDC00 for character in text])


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Keep what a codec cannot read: the error handler behind ``read``."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, start = error.object, error.start
    if error.encoding == "gb18030" and data[start] == 0x80:  # noqa: PLR2004 - Windows puts the euro here in its GBK
        _kept.euros.append(start)
        return "€", start + 1
    if error.encoding == "utf-8" and _CESU_PAIR.match(data, start):
        return data[start : start + 6].decode("utf-8", "surrogatepass"), start + 6
    end = _end_of_damage(error, data, start)
    _kept.errors.append((start, end, error.reason))
    return escape(data[start:end]), end


def _end_of_damage(error: UnicodeDecodeError, data: bytes, start: int) -> int:
    """Return where reading goes on: ASCII after a bad lead byte is never swallowed with it."""
    trails = _TRAILS.get(error.encoding)
    if trails and start + 1 < len(data) and data[start + 1] in trails and data[start] > 0x80:  # noqa: PLR2004 - ASCII
        one, two = (
            data[at : start + _AHEAD].decode(error.encoding, "replace").count("\ufffd") for at in (start + 1, start + 2)
        )
        return start + 1 if one < two else start + 2
    if "incomplete" in error.reason:
        return error.end if _CUT_SEQUENCE.match(data, start) else start + 1
    return error.end


codecs.register_error("textnorm.keep", _keep)
register()


def read(data: bytes, codec: str) -> tuple[str, list[tuple[int, int, str]], list[Respelling]]:
    r"""Return the text, the undecodable spans (start, end, reason) in bytes, and the respelled bytes met.

    ``codec`` is the name of a Python codec.  Never raises for the codecs of documents.

    >>> read(b"\xd6\xd0\xff\x80", "gb18030")
    ('中\udcff€', [(2, 3, 'illegal multibyte sequence')], [Respelling(offset=3, raw=b'\x80', length=2)])
    """
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        pass
    else:
        return _modern(text) if codec == "gb18030" else text, [], []
    _kept.errors, _kept.euros = [], []
    text = data.decode(codec, "textnorm.keep")
    if codec == "gb18030":
        text = _modern(text)
    errors = list(joined(_kept.errors))
    euros = [Respelling(offset, b"\x80", _EURO_LENGTH) for offset in _kept.euros]
    _kept.errors, _kept.euros = [], []
    return text, errors, euros


def _modern(text: str) -> str:
    """Return what GB 18030-2022 makes of the codes that Python's codec reads as the edition of 2000."""
    return text.translate(_FROM_PRIVATE) if holds_between(text, *_PRIVATE) else text


def _has_standard(text: str) -> bool:
    """Tell whether a text has characters that GB 18030-2022 moved; all but one are in two short ranges."""
    return holds_between(text, "\u9fb4", "\u9fbb") or holds_between(text, "\ufe10", "\ufe19") or "\u1e3f" in text


def joined(errors: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Join spans that touch: a stretch of damage is one finding.

    >>> list(joined([(0, 1, "first"), (1, 2, "second"), (5, 6, "third")]))
    [(0, 2, 'first'), (5, 6, 'third')]
    """
    at = 0
    while at < len(errors):
        start, end, reason = errors[at]
        at += 1
        while at < len(errors) and errors[at][0] == end:
            end = errors[at][1]
            at += 1
        yield start, end, reason


def write(text: str, codec: str) -> bytes:
    r"""Return the bytes of a text made by ``read``.

    Raises UnicodeEncodeError for other text that ``codec`` cannot hold.

    >>> write("中\udcff", "gb18030")
    b'\xd6\xd0\xff'
    """
    if codec == "gb18030" and _has_standard(text):
        text = text.translate(_TO_PRIVATE)
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        pass
    pieces: list[bytes] = []
    at = 0
    for kept in ESCAPED.finditer(text):
        pieces.append(text[at : kept.start()].encode(codec))
        pieces.append(kept[0].encode("utf-8", "surrogatepass") if kept[1] else unescape(kept[0]))
        at = kept.end()
    return b"".join([*pieces, text[at:].encode(codec)])


def respellings(data: bytes, text: str, codec: str) -> list[Respelling]:
    r"""Return where ``write(text, codec)`` would differ from ``data``, which ``text`` was read from.

    Big5 has a few characters twice, and stateful codecs may switch more often than needed.

    >>> respellings(b"\xa2\xcc", "十", "cp950")
    [Respelling(offset=0, raw=b'\xa2\xcc', length=2)]
    """
    if _FAITHFUL.fullmatch(codec) and not (codec == "gb18030" and _has_standard(text)):
        return []
    try:
        written = write(text, codec)
    except UnicodeError:
        return [Respelling(0, data, None)]
    if written == data:
        return []
    if len(written) == len(data):
        return list(_differences(data, written))
    start = _agreement(data, written)
    tail = _agreement(data[start:][::-1], written[start:][::-1])
    return [Respelling(start, data[start : len(data) - tail], len(written) - tail - start)]


def respell(written: bytes, changes: Iterable[Respelling]) -> bytes:
    r"""Return ``written`` with the bytes that the input had in those places.

    >>> respell(b"\xa4\x51", [Respelling(0, b"\xa2\xcc", 2)])
    b'\xa2\xcc'
    """
    pieces: list[bytes] = []
    at = made = 0  # how much of ``written`` is used, and how long the result has become
    for change in changes:
        pieces += (written[at : at + change.offset - made], change.raw)
        at += change.offset - made + (change.length or 0)
        made = change.offset + len(change.raw)
    return b"".join([*pieces, written[at:]])


def _differences(data: bytes, written: bytes) -> Iterator[Respelling]:
    """Yield the runs of bytes in which two strings of the same length differ."""
    for chunk in range(0, len(data), _CHUNK):
        ours, theirs = data[chunk : chunk + _CHUNK], written[chunk : chunk + _CHUNK]
        if ours == theirs:
            continue
        unequal = [at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
        while unequal:
            run = 1
            while run < len(unequal) and unequal[run] == unequal[0] + run:
                run += 1
            start = unequal[0]
            yield Respelling(chunk + start, ours[start : start + run], run)
            del unequal[:run]


def _agreement(one: bytes, other: bytes) -> int:
    """Return how many bytes two strings have in common at the start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
