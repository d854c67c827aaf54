"""Text that was misread, saved as UTF-8 and misread again: the pairs of programs that really meet.

A server, a database or an editor makes the first mistake, the next program the second one; each loses bytes in its
own way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from misreading import Careless, misread

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["MISREAD_TWICE"]

#: A mistake: the codec that was written, the one that was read, and what the program did with bytes it could not read.
_Mistake = tuple[str, str, Careless | None]

_WINDOWS = Careless("?", pairs=True, private="drop")
_BROWSER = Careless(pairs=True, private="keep", euro=True, ascii=True)
#: UTF-8 read as one codec by one program after the other.
_GBK: _Mistake = ("utf-8", "gbk", _WINDOWS)
_GB18030: _Mistake = ("utf-8", "gbk", _BROWSER)
_BIG5: _Mistake = ("utf-8", "cp950", None)
_SHIFT_JIS: _Mistake = ("utf-8", "cp932", None)
_LATIN: _Mistake = ("utf-8", "latin-1", None)
_WESTERN: _Mistake = ("utf-8", "cp1252", None)
_PAIRS: dict[str, tuple[_Mistake, _Mistake]] = {
    "utf8-as-gbk-windows-twice": (_GBK, _GBK),
    "utf8-as-gbk-browser-twice": (_GB18030, _GB18030),
    "utf8-as-big5-twice": (_BIG5, _BIG5),
    "utf8-as-shift-jis-twice": (_SHIFT_JIS, _SHIFT_JIS),
    "utf8-as-shift-jis-questioned-twice": (("utf-8", "cp932", Careless("?")),) * 2,
    "utf8-as-cp1250-twice": (("utf-8", "cp1250", None),) * 2,
    "utf8-as-cp1251-twice": (("utf-8", "cp1251", None),) * 2,
    "utf8-as-cp1254-twice": (("utf-8", "cp1254", None),) * 2,
    "utf8-as-koi8-r-twice": (("utf-8", "koi8-r", None),) * 2,
    "utf8-as-gbk-as-utf8-as-latin1": (_GBK, _LATIN),
    "utf8-as-gbk-as-utf8-as-cp1252": (_GB18030, _WESTERN),
    "utf8-as-big5-as-utf8-as-cp1252": (_BIG5, _WESTERN),
    "utf8-as-shift-jis-as-utf8-as-cp1252": (_SHIFT_JIS, _WESTERN),
    "utf8-as-shift-jis-as-utf8-as-gbk": (_SHIFT_JIS, _GB18030),
    "utf8-as-latin1-as-utf8-as-cp1252": (_LATIN, _WESTERN),
    "utf8-as-cp1251-as-utf8-as-cp1252": (("utf-8", "cp1251", None), _WESTERN),
    "utf8-as-cp1252-as-utf8-as-gbk": (_WESTERN, _GB18030),
    "utf8-as-cp1251-as-utf8-as-gbk": (("utf-8", "cp1251", None), _GB18030),
    "utf8-as-cp1252-as-utf8-as-shift-jis": (_WESTERN, _SHIFT_JIS),
    "utf8-as-cp1252-as-utf8-as-big5": (_WESTERN, _BIG5),
    "gbk-as-big5-as-utf8-as-gbk": (("gb18030", "cp950", None), _GB18030),
    "gbk-as-big5-as-utf8-as-latin1": (("gb18030", "cp950", None), _LATIN),
    "big5-as-latin1-as-utf8-as-gbk": (("cp950", "latin-1", None), _GB18030),
    "big5-as-gbk-as-utf8-as-gbk": (("cp950", "gb18030", None), _GB18030),
    "big5-as-gbk-as-utf8-as-latin1": (("cp950", "gb18030", None), _LATIN),
}


def _after(pair: tuple[_Mistake, _Mistake]) -> Callable[[str, random.Random], str]:
    def damage(text: str, _: random.Random) -> str:
        for mistake in pair:
            text = misread(text, *mistake)
        return text

    return damage


def _python(codec: str, errors: str) -> Callable[[str, random.Random], str]:
    """Read UTF-8 twice as Python does with an error handler."""

    def damage(text: str, _: random.Random) -> str:
        for _time in range(2):
            text = text.encode().decode(codec, errors)
        return text

    return damage


MISREAD_TWICE: dict[str, Callable[[str, random.Random], str]] = {
    **{kind: _after(pair) for kind, pair in _PAIRS.items()},
    "utf8-as-cp1252-marked-twice": _python("cp1252", "replace"),
    "utf8-as-cp1252-dropped-twice": _python("cp1252", "ignore"),
    "utf8-as-shift-jis-dropped-twice": _python("cp932", "ignore"),
    "utf8-as-cp1250-dropped-twice": _python("cp1250", "ignore"),
}
