"""The narrowest name of an encoding that still fits a document."""

from __future__ import annotations

import re

from textnorm.decode.lossless import ESCAPED

__all__ = ["narrow"]

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
        try:
            text.encode(codec)
        except UnicodeEncodeError:
            continue
        return name
    return _NAMES.get(encoding, encoding)
