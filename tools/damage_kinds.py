"""What the pages about damage show of each kind: its chain of codecs, what it is called, where it is described."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS_SHOWN", "LABELS", "NAMES", "Kind"]

NAMES = {
    "utf-8": "UTF-8",
    "gbk": "GBK",
    "gb18030": "GBK",
    "cp950": "Big5",
    "latin-1": "Latin-1",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp932": "Shift-JIS",
    "cp949": "CP949",
    "utf-16-be": "UTF-16 BE",
    "utf-16-le": "UTF-16 LE",
}

LABELS = {
    "en": {
        "good": "text",
        "written": "as {}",
        "read": "read as {}",
        "lost": "without {}",
        "damaged": "result",
        "restored": "{}  (restored)",
        "partly": "{}  (in part)",
        "reported": "left alone and reported: {}",
        "unseen": "left alone",
        "see": "You see",
        "happened": "What happened",
        "does": "textnorm",
        "restores": "restores it",
        "restores part": "restores part of it",
        "reports": "reports it",
        "passes": "leaves it alone",
    },
    "zh": {
        "good": "原文",
        "written": "写成 {}",
        "read": "当作 {} 读",
        "lost": "丢了 {}",
        "damaged": "结果",
        "restored": "{}（已还原）",
        "partly": "{}（还原了一部分）",
        "reported": "原样保留并报告：{}",
        "unseen": "原样保留",
        "see": "看到的样子",
        "happened": "发生了什么",
        "does": "textnorm 怎么做",
        "restores": "还原",
        "restores part": "还原一部分",
        "reports": "报告",
        "passes": "原样保留",
    },
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of damage on the pages.

    chain: the codecs (written, read) in the order of the damage, where codecs were mistaken.
    title, anchor: by language, its row in the table of recognition; without a title it has none.
    sample: the text of that row, where the common one does not serve.
    kept: what can come back of a text, where the damage cannot keep all of it.
    """

    chain: tuple[tuple[str, str], ...] = ()
    title: dict[str, str] = field(default_factory=dict)
    anchor: dict[str, str] = field(default_factory=dict)
    sample: str = ""
    kept: Callable[[str], str] = str


def _big5(text: str) -> str:
    return text.encode("cp950", "ignore").decode("cp950")


def _row(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


_GBK = _row("utf-8-read-as-gbk", "utf-8-被当作-gbk")
_LATIN = _row("utf-8-read-as-a-western-codec", "utf-8-被当作西文编码")
_LEGACY = _row("gbk-or-big5-read-as-a-western-codec", "gbkbig5-被当作西文编码")
_SHIFT_JIS = _row("utf-8-read-as-shift-jis", "utf-8-被当作-shift-jis")
_EACH_OTHER = _row("gbk-and-big5-read-as-each-other", "gbk-与-big5-互相误读")
_EASTERN = _row("gbk-or-big5-read-in-japan-or-korea", "gbkbig5-被当作日文韩文编码")
_ESCAPES = _row("escapes", "转义残留")
_MAIL = _row("e-mail", "邮件编码残留")

#: Every kind that the pages show, in the order of the table of recognition.
KINDS_SHOWN: dict[str, Kind] = {
    "utf8-as-gbk": Kind((("utf-8", "gbk"),), _row("UTF-8 read as GBK", "UTF-8 被当作 GBK"), _GBK),
    "utf8-as-gbk-marked": Kind((("utf-8", "gbk"),)),
    "utf8-as-gbk-dropped": Kind((("utf-8", "gbk"),)),
    "utf8-as-gb18030-python-twice": Kind(
        (("utf-8", "gb18030"), ("utf-8", "gb18030")),
        _row("the same twice", "同样的错误连犯两次"),
        _GBK,
    ),
    "utf8-as-gbk-as-utf8-as-cp1252": Kind(
        (("utf-8", "gbk"), ("utf-8", "cp1252")),
        _row("UTF-8 read as GBK, then as Windows-1252", "UTF-8 被当作 GBK，再当作 Windows-1252"),
        _GBK,
    ),
    "utf8-as-big5": Kind(
        (("utf-8", "cp950"),),
        _row("UTF-8 read as Big5", "UTF-8 被当作 Big5"),
        _row("utf-8-read-as-big5", "utf-8-被当作-big5"),
    ),
    "utf8-as-cp1252": Kind(
        (("utf-8", "cp1252"),), _row("UTF-8 read as Windows-1252", "UTF-8 被当作 Windows-1252"), _LATIN
    ),
    "utf8-as-cp1252-twice": Kind(
        (("utf-8", "cp1252"), ("utf-8", "cp1252")),
        _row("the same twice", "同样的错误连犯两次"),
        _LATIN,
        sample="渔民们",
    ),
    "utf8-as-latin1": Kind((("utf-8", "latin-1"),)),
    "utf8-as-latin1-as-utf8-as-gbk": Kind(
        (("utf-8", "latin-1"), ("utf-8", "gbk")),
        _row("UTF-8 read as Latin-1, then as GBK", "UTF-8 被当作 Latin-1，再当作 GBK"),
        _LATIN,
        sample="渔民们",
    ),
    "utf8-as-cp1251": Kind(
        (("utf-8", "cp1251"),), _row("UTF-8 read as Windows-1251", "UTF-8 被当作 Windows-1251"), _LATIN
    ),
    "utf8-as-cp1251-twice": Kind(
        (("utf-8", "cp1251"), ("utf-8", "cp1251")),
        _row("the same twice", "同样的错误连犯两次"),
        _LATIN,
    ),
    "utf8-as-shift-jis": Kind(
        (("utf-8", "cp932"),), _row("UTF-8 read as Shift-JIS", "UTF-8 被当作 Shift-JIS"), _SHIFT_JIS
    ),
    "utf8-as-shift-jis-twice": Kind(
        (("utf-8", "cp932"), ("utf-8", "cp932")), _row("the same twice", "同样的错误连犯两次"), _SHIFT_JIS
    ),
    "gbk-as-latin1": Kind((("gb18030", "latin-1"),), _row("GBK read as Latin-1", "GBK 被当作 Latin-1"), _LEGACY),
    "gbk-as-latin1-as-utf8-as-latin1": Kind((("gb18030", "latin-1"), ("utf-8", "latin-1"))),
    "big5-as-latin1": Kind(
        (("cp950", "latin-1"),), _row("Big5 read as Latin-1", "Big5 被当作 Latin-1"), _LEGACY, kept=_big5
    ),
    "gbk-as-big5": Kind(
        (("gb18030", "cp950"),),
        _row("GBK read as Big5", "GBK 被当作 Big5"),
        _EACH_OTHER,
        sample="渔民们把网晾在码头上。",
    ),
    "big5-as-gbk": Kind((("cp950", "gbk"),), _row("Big5 read as GBK", "Big5 被当作 GBK"), _EACH_OTHER, kept=_big5),
    "gbk-as-shift-jis": Kind((("gb18030", "cp932"),), _row("GBK read as Shift-JIS", "GBK 被当作 Shift-JIS"), _EASTERN),
    "big5-as-shift-jis": Kind(
        (("cp950", "cp932"),), _row("Big5 read as Shift-JIS", "Big5 被当作 Shift-JIS"), _EASTERN, kept=_big5
    ),
    "gbk-as-cp949": Kind(
        (("gb18030", "cp949"),), _row("GBK read as Korean (CP949)", "GBK 被当作韩文编码（CP949）"), _EASTERN
    ),
    "gbk-as-utf8-as-gbk": Kind(
        (("gb18030", "utf-8"), ("utf-8", "gbk")),
        _row("GBK read as UTF-8, then as GBK", "GBK 被当作 UTF-8，再当作 GBK"),
        _row("锟斤拷-gbk-read-as-utf-8", "锟斤拷gbk-被当作-utf-8"),
    ),
    "utf16-swapped": Kind(
        (("utf-16-be", "utf-16-le"),),
        _row("UTF-16 with its bytes swapped", "UTF-16 字节序颠倒"),
        _row("utf-16-with-its-bytes-swapped", "utf-16-字节序颠倒"),
    ),
    "gbk-byte-lost": Kind(
        title=_row("a byte of GBK was lost", "GBK 丢了一个字节"),
        anchor=_row("a-byte-lost-from-gbk", "gbk-丢了一个字节"),
    ),
    "pinyin": Kind(
        title=_row("a program put pinyin between the characters", "程序在字里行间塞进了拼音"),
        anchor=_row("pinyin-pollution", "拼音污染"),
        sample="經濟學者認為或將使得AI更便宜。",
    ),
    "pinyin-folded": Kind(),
    "entities": Kind(title=_row("entities of HTML", "HTML 实体"), anchor=_ESCAPES, sample="渔民们"),
    "entities-twice": Kind(),
    "references-unended": Kind(),
    "unicode-escapes": Kind(title=_row("escapes of a program", "程序里的转义"), anchor=_ESCAPES, sample="渔民们"),
    "percent-utf8": Kind(title=_row("bytes of a link", "链接里的字节"), anchor=_ESCAPES, sample="渔民"),
    "percent-gbk": Kind(),
    "percent-big5": Kind(kept=_big5),
    "byte-escapes": Kind(title=_row("bytes of a program", "程序打印的字节"), anchor=_ESCAPES, sample="渔民"),
    "octal": Kind(title=_row("bytes as git prints them", "git 打印的字节"), anchor=_ESCAPES, sample="渔民"),
    "quoted-printable": Kind(title=_row("the text of an e-mail", "邮件正文的编码"), anchor=_MAIL, sample="渔民们"),
    "quoted-printable-gbk": Kind(),
    "encoded-words": Kind(title=_row("the header of an e-mail", "邮件标题的编码"), anchor=_MAIL, sample="渔民们"),
    "encoded-words-q": Kind(),
    "encoded-words-gbk": Kind(),
    "fold-width": Kind(),
    "gbk-as-utf8": Kind(
        (("gb18030", "utf-8"),),
        _row("a program could not read some bytes", "程序读不懂某些字节"),
        _row("ufffd", "ufffd"),
    ),
    "uninitialised-memory": Kind(
        title=_row("memory nobody wrote to", "没人写过的内存"),
        anchor=_row("烫烫烫-memory-nobody-wrote-to", "烫烫烫没人写过的内存"),
    ),
    "question-marks": Kind(
        title=_row("saved in a codec without Chinese", "用没有汉字的编码保存"),
        anchor=_row("question-marks", "满是问号"),
        sample="渔民们 12 人，把网晾在码头上。",
    ),
}
