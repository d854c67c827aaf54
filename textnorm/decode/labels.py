"""The narrowest name of an encoding that still fits a document."""

from __future__ import annotations

import re

from textnorm.decode.lossless import ESCAPED

__all__ = ["class_of", "label_of", "narrow"]

#: The narrower encodings in which a text may turn out to be written, by the codec that reads all of them.
_NARROWER = {
    "gb18030": (("gb2312", "gb2312"), ("gbk", "gbk")),
    "cp950": (("big5", "big5"),),
    "cp932": (("shift_jis", "shift_jis"),),
    "cp949": (("euc_kr", "euc_kr"),),
    "cp1252": (("latin_1", "iso8859-1"),),
    "cp1253": (("iso8859_7", "iso8859-7"),),
    "cp1254": (("latin_1", "iso8859-1"), ("iso8859_9", "iso8859-9")),
    "cp874": (("tis_620", "tis-620"),),
}
_NAMES = {"big5hkscs": "big5-hkscs"}
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def narrow(text: str, encoding: str, *, bom: bool, damaged: bool = False) -> str:
    r"""Return the name for a text that ``encoding`` read, undecodable bytes left out of account.

    >>> [narrow(text, "gb18030", bom=False) for text in ("简体", "朱镕基", "㐂")]
    ['gb2312', 'gbk', 'gb18030']
    """
    if encoding == "utf-8":
        if bom:
            return "utf-8-sig"
        if text.isascii():
            return "ascii"
        return "cesu-8" if _SURROGATE_PAIR.search(text) else "utf-8"
    if damaged:
        text = ESCAPED.sub("", text)
    for codec, name in _NARROWER.get(encoding, ()):
        if _writes(codec, text):
            return name
    return _NAMES.get(encoding, encoding)


def _writes(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def class_of(text: str, encoding: str) -> int:
    """Return a number with a bit set for each narrower encoding, in order, that cannot write a text.

    >>> [class_of(text, "gb18030") for text in ("简体", "朱镕基", "㐂")]
    [0, 1, 3]
    """
    narrower = enumerate(_NARROWER.get(encoding, ()))
    return sum(1 << bit for bit, (codec, _) in narrower if not _writes(codec, text))


def label_of(classes: int, encoding: str) -> str:
    """Return the narrowest name for characters of these classes.

    >>> [label_of(class_of(text, "gb18030"), "gb18030") for text in ("简体", "朱镕基", "㐂")]
    ['gb2312', 'gbk', 'gb18030']
    """
    names = (name for bit, (_, name) in enumerate(_NARROWER.get(encoding, ())) if not classes >> bit & 1)
    return next(names, _NAMES.get(encoding, encoding))
