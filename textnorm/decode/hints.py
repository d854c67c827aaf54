"""What is said about the encoding of a document, by itself or by others: evidence, never the truth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.decode.foreign import codec_name

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_HINTS", "Hints", "declared"]

_WITHIN = 1024  # bytes in which a document declares its encoding (HTML Standard, "prescan a byte stream")

#: An XML declaration; in HTML ``<meta charset=...>`` or the older http-equiv; in CSS, Python, Emacs and Vim theirs.
_DECLARATIONS = re.compile(
    rb"<\?xml[^>]{1,99}?encoding\s*=\s*[\"']?([\w.:-]+)"
    rb"|<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|^@charset\s+[\"']([\w.:-]+)"
    rb"|^[ \t\f]*#.{0,40}?coding[:=][ \t]*([\w.-]+)"
    rb"|vim?:.{0,40}?(?:fileencoding|fenc)=([\w-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
#: Parts of a file name between marks, such as ``news.gb`` or ``readme_big5.txt``.
_NAME_PART = re.compile(r"[^\W_]+(?:-\d+)?")
_IN_NAMES = {
    "gb": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "hz": "hz",
    "big5": "cp950",
    "b5": "cp950",
    "hkscs": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "utf16": "utf-16-le",
    "utf-16": "utf-16-le",
    "sjis": "cp932",
    "eucjp": "euc_jp",
    "euckr": "cp949",
    "euctw": "euc-tw",
    "koi8": "koi8-r",
}
_OUTSIDE_TEXT = 7.0  # bits that a header or a declaration is worth: about one in a hundred is wrong
_NAME = 4.0


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows about a document besides its bytes.

    content_type: the HTTP header of this name, or the MIME type of a message; its charset counts.
    filename: the name of the file; ``.big5`` or ``_gb2312`` in it counts.
    encoding: a name that something else declares, such as a catalogue or the document before it.
    """

    content_type: str | None = None
    filename: str | None = None
    encoding: str | None = None

    def weights(self) -> dict[str, float]:
        """Return the bits that speak for an encoding.

        >>> Hints(content_type="text/html; charset=Big5", filename="index.big5.html").weights()
        {'cp950': 11.0}
        """
        weights: dict[str, float] = {}
        found = _CHARSET.search(self.content_type or "")
        for label in (found[1] if found else None, self.encoding):
            _add(weights, codec_name(label) if label else None, _OUTSIDE_TEXT)
        if self.filename:
            name = self.filename.replace("\\", "/").rsplit("/", 1)[-1].lower()
            for part in dict.fromkeys(_NAME_PART.findall(name)):
                _add(weights, _IN_NAMES.get(part), _NAME)
        return weights


NO_HINTS = Hints()


def _add(weights: dict[str, float], codec: str | None, bits: float) -> None:
    if codec:
        weights[codec] = weights.get(codec, 0.0) + bits


def declared(data: bytes, hints: Hints = NO_HINTS) -> Mapping[str, float]:
    r"""Return the bits that the beginning of a document and ``hints`` speak for each encoding.

    >>> declared(b'<?xml version="1.0" encoding="GB2312"?>')
    {'gb18030': 7.0}
    """
    weights = {} if hints is NO_HINTS else hints.weights()
    head = data[:_WITHIN]
    if b"cod" not in (lower := head.lower()) and b"charset" not in lower and b"fenc" not in lower:
        return weights
    for found in _DECLARATIONS.finditer(head):
        label = next(group for group in found.groups() if group)
        _add(weights, codec_name(label.decode("ascii", "ignore")), _OUTSIDE_TEXT)
    return weights
