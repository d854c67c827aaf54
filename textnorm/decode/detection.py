"""Which encoding a document is in: validity where it proves something, otherwise the cheapest reading."""

from __future__ import annotations

import re

from textnorm.decode.binary import has_signature
from textnorm.decode.bom import find_bom
from textnorm.decode.choice import CLEAR, Choice, certain, probable
from textnorm.decode.evidence import LETTERS
from textnorm.decode.hints import NO_HINTS, Hints
from textnorm.decode.readings import MULTIBYTE, RANDOM, WIDE, Reading, weigh
from textnorm.decode.result import BINARY
from textnorm.decode.sample import sample
from textnorm.decode.sevenbit import find_seven_bit
from textnorm.decode.validity import proves_utf8, whole_characters
from textnorm.decode.weighing import WIDE_WINDOW, weighed
from textnorm.decode.wide import find_utf32
from textnorm.decode.wideparts import gaps, is_wide, may_have_wide_parts, wide_parts
from textnorm.kernel import survey

__all__ = ["choose", "choose_among", "with_wide_parts"]

_ABOVE_ASCII, _HAS_NUL = 2, 4  # bits of what ``survey`` finds
_ASCII_MARGIN = 40.0  # bits by which UTF-16 has to explain plain ASCII better
_MOST_ASCII = 24  # bytes: a longer UTF-16 text shows a byte above ASCII
_ASCII = Reading("utf-8", LETTERS, 0.0)
_TEXT = 0.5  # confidence in what is between parts in UTF-16, at least
_HAN = re.compile("[\u3001-\u3002\u4e00-\u9fff]+")


def choose(data: bytes, hints: Hints = NO_HINTS) -> Choice:
    """Return the encoding of a document.

    A byte order mark decides, unless it stands before other bytes than it says; so do ASCII without escape
    sequences and UTF-8 with more than a few characters.  Everything else is weighed, parts in UTF-16 by themselves.

    >>> choose("编码识别".encode("gbk")).encoding
    'gb18030'
    """
    mark = find_bom(data)
    if mark:
        return with_wide_parts(data, _marked(data, *mark, hints), hints)
    if has_signature(data):
        return certain(BINARY)
    kind = survey(data)
    nul = bool(kind & _HAS_NUL) if kind else b"\0" in data
    if kind and not nul:
        if not kind & _ABOVE_ASCII:
            return _seven_bit(data)
        if proves_utf8(data):
            return certain("utf-8", "utf-8")
    elif not nul:
        rest = whole_characters(data)
        if rest is not None and proves_utf8(rest):
            return certain("utf-8")
    return with_wide_parts(data, weighed(data, hints, nul=nul), hints)


def with_wide_parts(data: bytes, choice: Choice, hints: Hints = NO_HINTS, before: str | None = None) -> Choice:
    r"""Return a choice with the parts of a document that are in UTF-16, if only parts of it are.

    before: the encoding of what came right before ``data``, in a document for which the choice was right so far; None
        at the beginning.

    >>> log = "第一行日志\n".encode("gbk") + "追加的一行\r\n".encode("utf-16-le")
    >>> found = with_wide_parts(log, certain("utf-8"))
    >>> found.encoding, [tuple(part) for part in found.wide]
    ('gb18030', [(11, 25, 'utf-16-le')])
    """
    if choice.encoding.startswith("utf-32") or not may_have_wide_parts(data):
        return choice
    parts = wide_parts(data, choice.encoding, before)
    between = gaps(len(data), parts)
    settled = before is not None and not is_wide(choice.encoding)
    if not parts or (len(parts) == 1 and not between and not settled):
        return choice
    if settled:
        return choice._replace(wide=parts)
    rest = choose(b"".join([data[start:end] for start, end in between]), hints)
    if rest.wide or is_wide(rest.encoding) or rest.confidence < _TEXT or rest.encoding == BINARY:
        return choice
    return rest._replace(wide=parts)


def _marked(data: bytes, codec: str, mark: bytes, hints: Hints) -> Choice:
    """Believe a byte order mark, unless an editor put that of UTF-8 before text in another encoding."""
    if codec == "utf-8" and not survey(data, len(mark)):
        choice = weighed(data[len(mark) :], hints, nul=b"\0" in data)
        if choice.reading and choice.reading in MULTIBYTE:
            return choice
    rest = data[len(mark) : WIDE_WINDOW]
    if codec.startswith("utf-16") and _is_random(rest):
        return weighed(data, hints, nul=True)
    return certain(codec)


def _is_random(data: bytes) -> bool:
    """Tell whether data after a mark of UTF-16 cannot be text in it."""
    first, second, *_ = weigh(data, (*WIDE, RANDOM))
    return first.reading is RANDOM and first.bits + CLEAR < second.bits


def _seven_bit(data: bytes) -> Choice:
    """Return ASCII, or what its escape sequences announce."""
    found = find_seven_bit(data)
    if found:
        return certain(*found)
    if 0 < len(data) <= _MOST_ASCII and len(data) % 2 == 0:
        best, *_, plain = sorted(weigh(data, (*WIDE, _ASCII)))
        if best.bits + _ASCII_MARGIN < plain.bits and _HAN.fullmatch(data.decode(best.reading.encoding, "replace")):
            return probable([best, plain])
    return certain("utf-8", "ascii")


def choose_among(data: bytes, encodings: tuple[str, ...]) -> str:
    """Return the encoding out of a few in which ``data`` reads best.

    >>> choose_among("文本".encode("utf-16-be"), ("utf-16-le", "utf-16-be"))
    'utf-16-be'
    """
    readings = tuple(each for each in (*MULTIBYTE, *WIDE) if each.encoding in encodings)
    if not readings:
        return find_utf32(data) or encodings[0]
    window = data[:WIDE_WINDOW] if readings[0] in WIDE else sample(data)
    return weigh(window, readings)[0].reading.encoding
