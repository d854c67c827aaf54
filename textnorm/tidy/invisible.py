"""Characters that cannot be seen: which of them carry meaning, and which are left over.

Joiners belong to emoji and to scripts such as Arabic and Devanagari, direction marks to text that has
letters written from right to left, variation selectors to the character they follow.  What does none
of this is noise that breaks searching, comparing and word counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.protect import uniform_line_ends
from textnorm.rules import Rule, register
from textnorm.tidy.classes import COMPLEX, HAN, RTL
from textnorm.tidy.lines import LineTest
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.tidy.settle import Guard

__all__ = ["INVISIBLE", "RULES", "invisible_changes"]

ZERO_WIDTH = register(
    Rule(
        "UNI004",
        "zero-width",
        "Zero-width spaces and joiners cannot be seen, but a word that holds one is not found and not counted.",
        examples=(("数据\u200b清洗\ufeff流程", "数据清洗流程"), ("断\u2060字\u200d", "断字")),
        negatives=("👩\u200d🌾在田里", "می\u200cخواهم", "क्\u200dष", "ភាសា\u200bខ្មែរ"),
    )
)
BIDI_CONTROL = register(
    Rule(
        "UNI005",
        "bidi-control",
        "Direction marks say nothing in text that only runs from left to right, and they can hide what it says.",
        examples=(("订单\u200e号：\u202a2024\u202c", "订单号：2024"),),
        negatives=("书名是 \u2067כותרת\u2069 三个字",),
    )
)
CONTROL = register(
    Rule(
        "UNI006",
        "control-character",
        "Control characters and terminal colours belong to machines; many programs refuse text that holds them.",
        examples=(("第一\x00行\x07", "第一行"), ("\x1b[1;31m警告\x1b[0m", "警告")),
        negatives=("缩进\t与换行\n", "误读的字节ä¸\xadæ\x96\x87"),
    )
)
SOFT_HYPHEN = register(
    Rule(
        "UNI007",
        "soft-hyphen",
        "A soft hyphen only marks where a word may be broken; outside the page it came from it splits the word.",
        examples=(("正\u00ad文里的 co\u00adoperate", "正文里的 cooperate"),),
        negatives=("well-known 的连字符",),
    )
)
STRAY_SELECTOR = register(
    Rule(
        "UNI008",
        "stray-selector",
        "A variation selector or tag that follows nothing it could vary is left over from a deleted emoji.",
        examples=(("收到\ufe0f，谢谢", "收到，谢谢"),),
        negatives=(
            "葛\U000e0100城",
            "❤\ufe0f和1\ufe0f\u20e3",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
    )
)
RULES = (ZERO_WIDTH, BIDI_CONTROL, CONTROL, SOFT_HYPHEN, STRAY_SELECTOR)

_ZERO_WIDTH = "\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAG = "\U000e0001\U000e0020-\U000e007f"

#: Every character this module knows, as the inside of a set.
INVISIBLE = f"{_CONTROL}\u00ad{_ZERO_WIDTH}{_BIDI}{_SELECTOR}{_TAG}"

_RUN = re.compile(f"[{INVISIBLE}](?:[{INVISIBLE}]|(?<=\x1b)\\[[0-9;]*[A-Za-z])*")
_PIECE = re.compile(
    f"(?P<control>\x1b\\[[0-9;]*[A-Za-z]|[{_CONTROL}])|(?P<hyphen>\u00ad)|(?P<bidi>[{_BIDI}])|(?P<selector>[{_SELECTOR}])"
    f"|(?P<tag>[{_TAG}])|(?P<joiner>[{_ZERO_WIDTH}])"
)
_RULE = {
    "control": CONTROL,
    "hyphen": SOFT_HYPHEN,
    "bidi": BIDI_CONTROL,
    "selector": STRAY_SELECTOR,
    "tag": STRAY_SELECTOR,
    "joiner": ZERO_WIDTH,
}

_EMOJI = re.compile("[©®‼⁉™ℹ←-⇿⌀-⏿Ⓜ■-➿⤀-⥿⬀-⯿〰〽㊗㊙\U0001f000-\U0001faff\u20e3]")
_KEYCAP_BASE = frozenset("0123456789#*")
_WIDE_MARKS = frozenset("！，．：；？")  # of the wide forms only these have variants, in the corner or the middle
_IDEOGRAPH = re.compile(f"[{HAN}]")
_COMPLEX = re.compile(f"[{COMPLEX}]")
_RIGHT_TO_LEFT = re.compile(f"[{RTL}]")
_LATIN_1 = re.compile(
    "[\u00a1-\u00ac\u00ae-\u00ff]"
)  # among these a control or hyphen is a part of a misread character
_FLAG_BASE = "\U0001f3f4"
_FLAG_TAGS = re.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,16}\U000e007f")
_BYTE_ORDER_MARK, _JOINER = "\ufeff", "\u200d"
_TEXT_STYLE, _EMOJI_STYLE = "\ufe0e", "\ufe0f"


def invisible_changes(text: str, guard: Guard) -> Iterator[Change]:
    r"""Yield a removal for every invisible character of ``text`` that carries no meaning where it stands.

    >>> from textnorm.tidy.settle import Guard
    >>> [(one.start, one.rule) for one in invisible_changes("零\u200b宽", Guard([]))]
    [(1, 'UNI004')]
    """
    runs_right_to_left = LineTest(uniform_line_ends(text), lambda line: bool(_RIGHT_TO_LEFT.search(line)))
    for run in _RUN.finditer(text):
        left, right = text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
        last = left  # the character before, of those that stay
        at, end = run.start(), run.end()
        if left == _FLAG_BASE and (flag := _FLAG_TAGS.match(text, at)):
            at, last = flag.end(), "\U000e007f"
        for piece in _PIECE.finditer(text, at, end):
            kind, character = piece.lastgroup or "", piece.group()
            if runs_right_to_left(piece.start()) if kind == "bidi" else _is_needed(kind, character, left, last, right):
                last = character
            elif not guard.covers(piece.start()):
                yield Change(piece.start(), piece.end(), "", _RULE[kind].code)


def _is_needed(kind: str, character: str, left: str, last: str, right: str) -> bool:
    """Tell whether a character does something to the one it follows or to the visible ones beside it."""
    if kind == "selector":
        return _takes_selector(last, character)
    if kind == "control":
        return "\x80" <= character <= "\x9f" and bool(_LATIN_1.match(left) or _LATIN_1.match(right))
    if kind == "hyphen":
        return bool(_LATIN_1.match(left) and _LATIN_1.match(right))
    if kind != "joiner":
        return False
    if _COMPLEX.match(left) or _COMPLEX.match(right):
        return character != _BYTE_ORDER_MARK
    return character == _JOINER != last and bool(_EMOJI.match(left) and _EMOJI.match(right))


def _takes_selector(base: str, selector: str) -> bool:
    """Tell whether ``base`` can have the variant that ``selector`` asks for."""
    if base.isascii():
        return base in _KEYCAP_BASE and selector in {_TEXT_STYLE, _EMOJI_STYLE}
    if base.isspace() or _PIECE.match(base) or "\uff01" <= base <= "\uff9f":
        return base in _WIDE_MARKS
    return not (selector in {_TEXT_STYLE, _EMOJI_STYLE} and _IDEOGRAPH.match(base))
