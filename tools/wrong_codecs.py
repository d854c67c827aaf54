"""Every kind of damage that a wrong codec does, by name: who wrote, who read, and how carelessly."""

from __future__ import annotations

from html.entities import codepoint2name
from typing import TYPE_CHECKING

from misread_twice import MISREAD_TWICE
from misreading import Careless, as_browsers_do, misread

from textnorm.repair.chains.single_bytes import INTACT, SINGLE_BYTE

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["WRONG_CODECS"]

#: GBK as Windows reads it, and how the programs differ that mark, drop or keep what GBK does not have.
_WINDOWS = Careless("?", pairs=True, private="drop")
_READERS = {
    "": _WINDOWS,
    "-marked": Careless("\ufffd", pairs=True, private="drop"),
    "-dropped": Careless("", pairs=True, private="drop"),
    "-pairs": Careless("\ufffd", pairs=True),
    "-single": Careless("?"),
    "-single-marked": Careless(),
    "-single-dropped": Careless(""),
    "-euro": Careless("?", pairs=True, private="drop", euro=True),
    "-euro-marked": Careless("\ufffd", pairs=True, euro=True),
    "-browser": Careless("\ufffd", pairs=True, private="keep", euro=True, ascii=True),
    "-kept": Careless("\ufffd", pairs=True, private="keep", euro=True),  # PHP
    "-kept-questioned": Careless("?", pairs=True, private="keep", euro=True),  # Windows, PHP
    "-iconv": Careless("?", euro=True),  # a mark for each byte that glibc refuses, as vim and mutt write
    "-iconv-dropped": Careless("", formed=True, euro=True),  # iconv -c of glibc
    "-mysql": Careless("?", formed=True, alone="?"),  # MySQL, MariaDB
    "-ruby": Careless("?", formed=True, euro=True),
    "-go": Careless(formed=True, euro=True),  # Go, Ruby
}
#: Big5 as Windows and others read it, and what they and browsers (with the characters of Hong Kong) do with the rest.
_OWN_BIG5 = Careless("?", pairs=True, private="keep", alone="\x80")
_BIG5_READERS = {
    "-windows": ("cp950", _OWN_BIG5),
    "-icu": ("cp950", Careless("\ufffd", pairs=True, private="keep", ascii=True, alone="\x80")),
    "-browser": ("big5hkscs", Careless("\ufffd", pairs=True, ascii=True, alone="\ufffd")),
    "-mysql": ("big5", Careless("?", formed=True, alone="?")),
}
#: What is written in pairs, and how programs read that in Japan and in Korea: Python, Windows, browsers, strict ones.
#: All but the last keep the user-defined area of Shift-JIS; that of Korean is known to Windows alone.
_EASTERN_READERS = {
    "shift-jis": ("cp932", Careless(private="keep")),
    "shift-jis-windows": ("cp932", Careless("・", pairs=True, private="keep", alone="\x80")),
    "strict-shift-jis": ("shift_jis", Careless()),
    "cp949": ("cp949", Careless()),
    "cp949-windows": ("cp949", Careless("?", pairs=True, private="keep")),
    "cp949-browser": ("cp949", Careless(pairs=True, ascii=True)),
    "cp949-questioned": ("cp949", Careless("?")),
    "cp949-dropped": ("cp949", Careless("")),
    "euc-kr": ("euc_kr", Careless()),
}


def _wrong(written: str, read: str, how: Careless | None = None, times: int = 1) -> Callable[[str, random.Random], str]:
    def damage(text: str, _: random.Random) -> str:
        for _time in range(times):
            text = misread(text, written, read, how)
        return text

    return damage


def _named(written: str, read: str) -> Callable[[str, random.Random], str]:
    """Read as Python does with ``backslashreplace``, which names the bytes that it cannot read."""
    return lambda text, _: text.encode(written, "ignore").decode(read, "backslashreplace")


def _marked(text: str, codec: str) -> str:
    """Read UTF-8 as Python does, with U+FFFD for what it cannot read."""
    return text.encode().decode(codec, "replace")


def _doubled(how: Careless, read: str = "gbk") -> Callable[[str, random.Random], str]:
    """Read UTF-8 with a mark for what cannot be read, which the next program makes two."""
    return lambda text, _: misread(text, "utf-8", read, how).replace(how.lost, how.lost * 2)


def _shown_as(kind: str, mark: str, private: str = "") -> Callable[[str, random.Random], str]:
    """Do another kind of damage; its marks are copied from where they show as a sign, private use perhaps too."""

    def damage(text: str, rng: random.Random) -> str:
        shown = WRONG_CODECS[kind](text, rng).replace("\ufffd", mark)
        return "".join(private if private and "\ue000" <= char <= "\uf8ff" else char for char in shown)

    return damage


def _lowered(kind: str) -> Callable[[str, random.Random], str]:
    """Do another kind of damage and write it in small letters, but not what has capitals: nothing tells them."""
    return lambda text, rng: WRONG_CODECS[kind](text, rng).lower() if text == text.lower() else text


def _spaced(written: str, read: str) -> Callable[[str, random.Random], str]:
    """Read by a codec of single bytes, the no-break space as a space."""
    return lambda text, _: text.encode(written, "ignore").decode(read, "replace").replace("\xa0", " ")


def _referenced(codec: str, *, controls: bool, named: bool = False) -> Callable[[str, random.Random], str]:
    """Read UTF-8 by a codec of single bytes; of what comes out, all that Latin-1 lacks is saved as references.

    controls: those from 80 to 9F count as lacking, as ICU and strict programs have it.  named: letters and signs have
    their names in HTML, as old editors wrote them.
    """

    def saved(char: str) -> str:
        if named and char > "\x7f" and ord(char) in codepoint2name:
            return f"&{codepoint2name[ord(char)]};"
        lacks = ord(char) > 0xFF or (controls and "\x80" <= char < "\xa0")  # noqa: PLR2004 - the last of Latin-1
        return f"&#{ord(char)};" if lacks else char

    return lambda text, _: "".join(map(saved, misread(text, "utf-8", codec)))


WRONG_CODECS: dict[str, Callable[[str, random.Random], str]] = {
    **{f"utf8-as-gbk{style}": _wrong("utf-8", "gbk", how) for style, how in _READERS.items()},
    "utf8-as-gbk-doubled": _doubled(_WINDOWS),
    "utf8-as-gbk-euro-doubled": _doubled(_READERS["-euro"]),
    "utf8-as-gbk-single-doubled": _doubled(Careless("?")),
    "utf8-as-shift-jis-doubled": _doubled(Careless("?"), "cp932"),
    "utf8-as-gbk-pairs-blank": _shown_as("utf8-as-gbk-pairs", " "),
    "utf8-as-gbk-single-blank": _shown_as("utf8-as-gbk-single-marked", " "),
    "utf8-as-gbk-kept-boxed": _shown_as("utf8-as-gbk-kept", "□", "□"),
    "utf8-as-shift-jis-blank": _shown_as("utf8-as-shift-jis", " "),
    "utf8-as-shift-jis-boxed": _shown_as("utf8-as-shift-jis", "□"),
    "utf8-as-gb18030-python": lambda text, _: _marked(text, "gb18030"),
    "utf8-as-gb18030-python-questioned": lambda text, _: _marked(text, "gb18030").replace("\ufffd", "?"),
    "utf8-as-gb18030": _wrong("utf-8", "gb18030", Careless(euro=True)),
    "utf8-as-gbk-python-twice": lambda text, _: _marked(_marked(text, "gbk"), "gbk"),
    "utf8-as-gb18030-python-twice": lambda text, _: _marked(_marked(text, "gb18030"), "gb18030"),
    "utf8-as-gbk-dropped-twice": _wrong("utf-8", "gbk", Careless(""), 2),
    "utf8-as-gbk-questioned-twice": _wrong("utf-8", "gbk", Careless("?"), 2),
    "utf8-as-gb18030-twice": _wrong("utf-8", "gb18030", Careless(private="keep", euro=True), 2),
    **{
        f"utf8-as-{name}": _wrong("utf-8", codec)
        for name, codec in (
            *(("latin1", "latin-1"), ("big5", "cp950"), ("shift-jis", "cp932")),
            *((codec, codec) for codec in SINGLE_BYTE if codec not in INTACT),  # browsers read those, below
        )
    },
    "utf8-as-cp1252-marked": lambda text, _: text.encode().decode("cp1252", "replace"),
    "utf8-as-cp1252-questioned": lambda text, _: text.encode().decode("cp1252", "replace").replace("\ufffd", "?"),
    "utf8-as-cp1252-dropped": lambda text, _: text.encode().decode("cp1252", "ignore"),
    "utf8-as-cp1252-dropped-spaced": lambda text, _: text.encode().decode("cp1252", "ignore").replace("\xa0", " "),
    "utf8-as-cp1252-marked-spaced": lambda text, _: text.encode().decode("cp1252", "replace").replace("\xa0", " "),
    "utf8-as-latin1-referenced": _referenced("latin-1", controls=True),
    "utf8-as-cp1252-referenced": _referenced("cp1252", controls=False),
    "utf8-as-cp1252-entities": _referenced("cp1252", controls=False, named=True),
    "utf8-as-cp1252-lowered": _lowered("utf8-as-cp1252"),
    "utf8-as-cp1252-dropped-lowered": _lowered("utf8-as-cp1252-dropped"),
    "utf8-as-latin1-twice": _wrong("utf-8", "latin-1", times=2),
    "utf8-as-cp1252-twice": _wrong("utf-8", "cp1252", times=2),
    "utf8-as-big5-dropped": lambda text, _: text.encode().decode("cp950", "ignore"),
    "utf8-as-big5-boxed": _shown_as("utf8-as-big5", "□"),
    "utf8-as-big5-questioned": _wrong("utf-8", "cp950", Careless("?")),
    "utf8-as-big5-pairs": _wrong("utf-8", "cp950", Careless("?", pairs=True)),
    **{f"utf8-as-big5{style}": _wrong("utf-8", *how) for style, how in _BIG5_READERS.items()},
    "utf8-as-cp1251-browser": lambda text, _: as_browsers_do(text.encode(), "cp1251"),
    "utf8-as-cp1253-browser": lambda text, _: as_browsers_do(text.encode(), "cp1253"),
    "utf8-as-cp1257-browser": lambda text, _: as_browsers_do(text.encode(), "cp1257"),
    "utf8-as-cp1258-browser": lambda text, _: as_browsers_do(text.encode(), "cp1258"),
    "utf8-as-shift-jis-windows": _wrong("utf-8", "cp932", Careless("・", pairs=True, private="keep", alone="\x80")),
    "utf8-as-shift-jis-ruby": _wrong("utf-8", "shift_jis", Careless("?", formed=True, alone="?")),
    "utf8-as-shift-jis-questioned": _wrong("utf-8", "cp932", Careless("?")),
    "utf8-as-strict-shift-jis": _wrong("utf-8", "shift_jis"),
    "gbk-as-latin1": _wrong("gb18030", "latin-1"),
    "gbk-as-cp1252": _wrong("gb18030", "cp1252"),
    **{
        f"{true}-as-{codec}": _spaced(written, codec)
        for true, written in (("gbk", "gb18030"), ("big5", "cp950"))
        for codec in SINGLE_BYTE
        if codec != "cp1252"
    },
    "gbk-as-cp1252-questioned": lambda text, _: (
        text.encode("gb18030").decode("cp1252", "replace").replace("\ufffd", "?")
    ),
    "gbk-as-latin1-as-utf8-as-latin1": lambda text, _: misread(misread(text, "gb18030", "latin-1"), "utf-8", "latin-1"),
    "gbk-as-latin1-as-utf8-as-gbk": lambda text, _: misread(misread(text, "gb18030", "latin-1"), "utf-8", "gbk"),
    "utf8-as-latin1-as-utf8-as-gbk": lambda text, _: misread(misread(text, "utf-8", "latin-1"), "utf-8", "gbk"),
    "gbk-as-big5": _wrong("gb18030", "cp950"),
    "gbk-as-big5-questioned": _wrong("gb18030", "cp950", Careless("?")),
    "gbk-as-big5-pairs": _wrong("gb18030", "cp950", Careless("?", pairs=True)),
    **{f"gbk-as-big5{style}": _wrong("gb18030", *how) for style, how in _BIG5_READERS.items()},
    **{
        f"{true}-as-{kind}": _wrong(written, *how)
        for kind, how in _EASTERN_READERS.items()
        for true, written in (("gbk", "gb18030"), ("big5", "cp950"), *([("utf8", "utf-8")] if "cp949" in kind else []))
    },
    "gbk-as-utf8": _wrong("gb18030", "utf-8"),
    "gbk-as-utf8-questioned": lambda text, _: misread(text, "gb18030", "utf-8").replace("\ufffd", "?"),
    "gbk-as-utf8-dropped": lambda text, _: text.encode("gb18030").decode("utf-8", "ignore"),
    "gbk-as-utf8-as-gbk": lambda text, _: misread(misread(text, "gb18030", "utf-8"), "utf-8", "gbk", _WINDOWS),
    "big5-as-latin1": _wrong("cp950", "latin-1"),
    "big5-as-cp1252": _wrong("cp950", "cp1252"),
    "big5-as-latin1-as-utf8-as-latin1": lambda text, _: misread(misread(text, "cp950", "latin-1"), "utf-8", "latin-1"),
    "big5-as-gbk": _wrong("cp950", "gbk"),
    "big5-as-gbk-pairs": _wrong("cp950", "gbk", _WINDOWS),
    "big5-as-gbk-questioned": _wrong("cp950", "gbk", Careless("?")),
    "big5-as-gbk-kept": _wrong("cp950", "gbk", _READERS["-kept-questioned"]),
    "big5-as-gbk-ruby": _wrong("cp950", "gbk", _READERS["-ruby"]),
    "big5-as-gbk-go": _wrong("cp950", "gbk", _READERS["-go"]),
    "big5-as-gb18030": _wrong("cp950", "gb18030"),
    **{
        f"{true}-as-{wrong}-named": _named(written, read)
        for true, written, wrong, read in (
            *(("utf8", "utf-8", "gbk", "gbk"), ("utf8", "utf-8", "big5", "cp950"), ("gbk", "gb18030", "big5", "cp950")),
            *(("utf8", "utf-8", "shift-jis", "cp932"), ("utf8", "utf-8", "cp1252", "cp1252")),
            *(("gbk", "gb18030", "utf8", "utf-8"), ("big5", "cp950", "utf8", "utf-8"), ("big5", "cp950", "gbk", "gbk")),
        )
    },
    **MISREAD_TWICE,
}
