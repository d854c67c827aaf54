"""What a punctuation rule sees of a line: its characters, what stands around an offset, and of which kind it is.

Protected spans are hidden behind a placeholder that counts as a word; tags and emphasis marks are
transparent, so that the neighbours of a mark are those that a reader sees.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from textnorm.protect import protected_spans
from textnorm.tidy.classes import CLOSING, HAN, HANGUL, KANA, LATIN, OPENING, PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CHINESE_AFTER",
    "CHINESE_BEFORE",
    "EDGE",
    "INTERVAL",
    "Side",
    "hidden",
    "is_mention",
    "kind_of",
    "left_of",
    "prefix_end",
    "right_of",
]

#: Noncharacters: no text has them for a purpose of its own.
OPAQUE, TRANSPARENT, EDGE = "\ufdd0", "\ufdd1", "\ufdd2"

_SKIPPED = frozenset(f"*_~{TRANSPARENT}")
_SPACES = frozenset(" \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t\u3000")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(f"[{LATIN}０-９Ａ-Ｚａ-ｚ]")
_FOREIGN = re.compile(f"[{KANA}{HANGUL}]")

_KINDS = {
    "": "edge",
    "\n": "edge",
    "|": "edge",
    EDGE: "edge",
    OPAQUE: "word",
    **dict.fromkeys(OPENING, "open"),
    **dict.fromkeys(CLOSING, "close"),
    **dict.fromkeys(PAUSE + "．", "pause"),
    **dict.fromkeys("%％‰℃°", "word"),
}

#: Kinds after which, and before which, a mark belongs to Chinese.
CHINESE_BEFORE = frozenset({"han", "close"})
CHINESE_AFTER = frozenset({"han", "open"})

#: Half-open intervals, whose brackets do not match: [a, b) and (a, b].
INTERVAL = re.compile(r"\[[^\[\]()，]{1,24},[^\[\]()，]{1,24}\)|\([^\[\]()，]{1,24},[^\[\]()，]{1,24}\]")

# Words that speak of a mark: 用 , 分隔. 按 ? 键.
_MENTION_BEFORE = re.compile("[用以按为為是和或与與及、键鍵号號符点點]$|输入$|輸入$|加上$|满足$|滿足$")
_MENTION_AFTER = re.compile(
    "分[隔割开開]|隔[开開]|开头|開頭|[来來即或和与與、键鍵号號的]|字符|字元|符[号號]|表示|作为|作為|代表|之?[后後前]|运算|運算|进入|進入"
)

_PREFIX = re.compile(r"[ \t\u3000]*(?:[>#\-*+|•·●○■□◆◇►▶★☆※→][ \t\u3000]*)*(?:[0-9]{1,3}[.)、][ \t]*)?")
_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w\-]*(?::[A-Za-z][\w\-]*)?)(?=[\s/>])[^<]*>\Z")
_VERBATIM = frozenset({"script", "style", "pre", "code", "kbd", "samp", "math"})
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "button",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)


class Side(NamedTuple):
    """The nearest visible character on one side, its kind, and whether spaces lie between.

    Kinds: han, open, close, pause (Chinese marks), word (letters, digits, hidden spans), foreign (kana,
    Hangul), mark (other ASCII) and edge (the end of the line or cell).
    """

    character: str
    kind: str
    gap: bool
    at: int


def hidden(text: str, spans: Iterable[tuple[int, int]] | None = None) -> str:
    """Return ``text``, whose line ends are uniform, with its protected spans hidden; offsets stay the same.

    Inline tags cannot be seen by a reader, block tags end a line, all else looks like a word.

    >>> hidden("看<b>这</b>`x,y`").replace(OPAQUE, "?").replace(TRANSPARENT, "-")
    '看---这----?????'
    """
    pieces: list[str] = []
    at = 0
    for start, end in protected_spans(text) if spans is None else spans:
        content = text[start:end]
        pieces += (text[at:start], _placeholder(content))
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def _placeholder(content: str) -> str:
    tag = _TAG.match(content) if content[0] == "<" else None
    name = tag["name"].lower() if tag else ""
    mark = OPAQUE if not tag or name in _VERBATIM else EDGE if name in _BLOCK else TRANSPARENT
    return "\n".join(mark * len(line) for line in content.split("\n"))


def kind_of(character: str) -> str:
    """Return of which kind a character is; see ``Side``.

    >>> [kind_of(character) for character in "中（，a,"]
    ['han', 'open', 'pause', 'word', 'mark']
    """
    kind = _KINDS.get(character)
    if kind:
        return kind
    if _HAN.match(character):
        return "han"
    if _LATIN.match(character):
        return "word"
    if _FOREIGN.match(character):
        return "foreign"
    return "mark" if character.isascii() or "\uff01" <= character <= "\uff5e" else "word"


def left_of(line: str, at: int, floor: int = 0) -> Side:
    """Return what stands before ``line[at]``, not looking beyond ``floor``.

    >>> left_of("天晴 , 走", 3).kind, left_of("天晴 , 走", 3).gap, left_of(", 走", 0).kind
    ('han', True, 'edge')
    """
    gap = False
    at -= 1
    while at >= floor:
        character = line[at]
        if character in _SPACES:
            gap = True
        elif character not in _SKIPPED:
            return Side(character, kind_of(character), gap, at)
        at -= 1
    return Side("", "edge", gap, floor - 1)


def right_of(line: str, at: int) -> Side:
    """Return what stands from ``line[at]`` on.

    >>> right_of("天晴 , 走", 4).character, right_of("天晴 ,", 4).kind
    ('走', 'edge')
    """
    gap = False
    while at < len(line):
        character = line[at]
        if character in _SPACES:
            gap = True
        elif character not in _SKIPPED:
            return Side(character, kind_of(character), gap, at)
        at += 1
    return Side("", "edge", gap, at)


def is_mention(line: str, left: Side, right: Side) -> bool:
    """Tell whether the words on both sides of a mark speak of the mark itself.

    >>> line = "项目之间用 , 分隔"
    >>> is_mention(line, left_of(line, 6), right_of(line, 7))
    True
    """
    before = line[max(0, left.at - 1) : left.at + 1]
    return bool(_MENTION_BEFORE.search(before) or _MENTION_AFTER.match(line, right.at))


def prefix_end(line: str) -> int:
    """Return where the content of a line starts, after list markers, heading signs and quotation signs.

    >>> prefix_end("> 1. 甲")
    5
    """
    found = _PREFIX.match(line)
    return found.end() if found else 0
