"""Documents larger than memory: decoded block by block, each ending where a line does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.decoding import decode_as
from textnorm.decode.detection import choose, with_wide_parts
from textnorm.decode.hints import NO_HINTS, Hints
from textnorm.kernel import is_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textnorm.decode.choice import Choice
    from textnorm.decode.result import Decoded

__all__ = ["Block", "decode_blocks"]

_SIZE = 1 << 22  # bytes
_LONGEST_LINE = 8  # blocks: a longer line is cut where no character can be
_UNITS = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
#: Encodings whose later lines depend on earlier ones, so that they are read as a whole.
_STATEFUL = ("hz", "iso")


class Block(NamedTuple):
    """A part of a document: where it begins, in bytes, what was chosen for it, and its text.

    Offsets inside ``decoded`` count from the beginning of the block.
    """

    offset: int
    choice: Choice
    decoded: Decoded


def decode_blocks(read: Callable[[int], bytes], *, hints: Hints = NO_HINTS, size: int = _SIZE) -> Iterator[Block]:
    r"""Yield a document in blocks of about ``size`` bytes; ``read(n)`` returns up to n more bytes, none at its end.

    The texts of the blocks make up the text of the document, and their ``original()`` its bytes.  The encoding of the
    first block that is not all ASCII holds for the following ones too, as far as they do not show another.

    >>> import io
    >>> file = io.BytesIO("第一行\n第二行\n".encode("gbk"))
    >>> [block.decoded.text for block in decode_blocks(file.read, size=8)]
    ['第一行\n', '第二行\n']
    """
    offset = 0
    choice: Choice | None = None
    before = ""  # the encoding in which the last block ended
    rest = b""
    while True:
        more = _fill(read, size)
        data = rest + more
        if not data:
            return
        if choice is None or _says_nothing(choice, data):
            choice = choose(data, hints if choice is None else Hints(encoding=choice.encoding))
        else:
            choice = with_wide_parts(data, choice._replace(wide=()), before=before)
        if choice.encoding.startswith(_STATEFUL):
            data += b"".join(iter(lambda: read(size), b""))
            more = b""
        cut = _cut(data, choice, size) if more else len(data)
        if cut:
            yield Block(offset, choice, decode_as(data[:cut], _up_to(cut, choice), first=offset == 0))
            before = _at_end(cut, choice)
            offset += cut
        rest = data[cut:]
        if not more:
            return


def _fill(read: Callable[[int], bytes], size: int) -> bytes:
    """Read until there are ``size`` bytes or no more: pipes give fewer at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _says_nothing(choice: Choice, data: bytes) -> bool:
    """Tell whether a choice that rests on validity does not hold for the data that follow."""
    return choice.encoding == "utf-8" and choice.reading is None and not is_utf8(data[: data.rfind(b"\n") + 1] or data)


def _cut(data: bytes, choice: Choice, size: int) -> int:
    """Return where a block ends, as ``_last_end`` does, for documents with parts in UTF-16 too."""
    if not choice.wide:
        return _last_end(data, choice.encoding, size)
    part = choice.wide[-1]
    behind = _last_end(data[part.end :], choice.encoding, size)
    if behind or part.end < len(data):
        return part.end + behind
    return part.start + (_last_line_end(data[part.start :], part.encoding) or len(data) - part.start)


def _last_line_end(data: bytes, encoding: str) -> int:
    """Return where the last line of UTF-16 ends, or its last unit where there is no line; 0 in the first one."""
    line_end = "\n".encode(encoding)
    at = data.rfind(line_end)
    while at & 1 and at > 0:
        at = data.rfind(line_end, 0, at + 1)
    return at + 2 if at >= 0 and not at & 1 else _last_end(data, encoding, 0)


def _up_to(cut: int, choice: Choice) -> Choice:
    """Return a choice for a block that ends at ``cut``."""
    parts = [part._replace(end=min(part.end, cut)) for part in choice.wide]
    return choice._replace(wide=tuple(part for part in parts if part.start < part.end))


def _at_end(cut: int, choice: Choice) -> str:
    """Return the encoding of what comes before ``cut``."""
    parts = (part.encoding for part in choice.wide if part.start < cut <= part.end)
    return next(parts, choice.encoding)


def _last_end(data: bytes, encoding: str, size: int) -> int:
    """Return where the last whole line of the data ends, 0 where more must be read first."""
    unit = _UNITS.get(encoding)
    if unit:
        end = len(data) - len(data) % unit
        high = data[end - 1 if encoding == "utf-16-le" else end - 2] if unit == 2 and end else 0  # noqa: PLR2004 - bytes
        return end - unit if 0xD8 <= high < 0xDC else end  # noqa: PLR2004 - the first half of a surrogate pair
    end = data.rfind(b"\n") + 1
    while end and b"\0" in data[max(0, end - 2) : end + 1]:  # of UTF-16, too little to be told from what is before
        end = data.rfind(b"\n", 0, end - 1) + 1
    if end or len(data) < _LONGEST_LINE * size:
        return end
    return max(map(data.rfind, (b" ", b",", b".", b"\t"))) + 1 or len(data)
