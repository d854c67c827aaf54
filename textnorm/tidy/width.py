"""Width: full-width letters, digits and symbols become ASCII, half-width kana and marks become wide.

Chinese punctuation is full-width by right and is not touched.  Neither is an ideographic space at the
start of a line, which is how Chinese indents a paragraph, nor anything in a Japanese or Korean line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from textnorm.protect import protected_spans, uniform_line_ends
from textnorm.rules import Rule, register
from textnorm.tidy.classes import ANY_SPACE, HAN, LINE_END
from textnorm.tidy.context import hidden
from textnorm.tidy.language import is_japanese_or_korean
from textnorm.tidy.lines import LineTest
from textnorm.tidy.settle import Guard, settled
from textnorm.tidy.structure import is_program
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.config import Config

__all__ = ["RULES", "find"]

LETTER = register(
    Rule(
        "WID001",
        "fullwidth-alphanumeric",
        "Full-width letters and digits are the same letters and digits with other codes, so that no search finds them.",
        examples=(("２０２４年的ＧＤＰ", "2024年的GDP"),),
        negatives=("2024年的GDP", "ＮＨＫの番組"),
    )
)
SPACE = register(
    Rule(
        "WID002",
        "ideographic-space",
        "Inside a line an ideographic space is a space; at its start it indents the paragraph and stays.",
        examples=(("第一章\u3000绪论", "第一章 绪论"),),
        negatives=("\u3000\u3000段落从这里开始。", "上一行\n\u3000\u3000下一段"),
    )
)
SYMBOL = register(
    Rule(
        "WID003",
        "fullwidth-symbol",
        "Between letters and digits a full-width sign is a sign of that formula, number or name.",
        examples=(("增长3．5％", "增长3.5%"), ("C＋＋与A／B测试", "C++与A/B测试")),
        negatives=("甲＋乙＝丙", "10～20人", "比分3：2", "他来了，我走了。"),
    )
)
HALF_WIDTH = register(
    Rule(
        "WID004",
        "halfwidth-form",
        "Half-width kana and marks were made for terminals of the 1980s; beside Chinese their full forms are meant.",
        examples=(("你好｡｢再见｣", "你好。「再见」"), ("品牌ｶﾞﾝﾀﾞﾑ模型", "品牌ガンダム模型")),
        negatives=("ヽ(ﾟ▽ﾟ)ノ", "ﾊﾟｿｺﾝ"),
    )
)
RULES = (LETTER, SPACE, SYMBOL, HALF_WIDTH)

_ALPHANUMERIC = "０-９Ａ-Ｚａ-ｚ"
_SYMBOLS = "％＋－＊／＝＆＠＃＿．"
# The lookbehind passes over the spaces that indent a paragraph.
_TRIGGER = re.compile(f"[{_ALPHANUMERIC}{_SYMBOLS}\u3000\uff61-\uff9f](?<![{LINE_END}{ANY_SPACE}]\u3000)")
_LETTERS = re.compile(f"[{_ALPHANUMERIC}]+(?![\u0300-\u036f])")  # what a combining mark belongs to stays with it
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

# Every pattern starts with a plain set, which is what makes re fast.
# Where the letters are folded: a sign with a letter or digit on both sides, a unit after its number, C++ and C#.
_SYMBOL = re.compile(
    f"[{_SYMBOLS}](?:(?<=[A-Za-z0-9%].)(?=[A-Za-z0-9])|(?<=[0-9]％)|(?<=[A-Za-z]＋)＋(?![＋A-Za-z0-9])|(?<=[A-Za-z]＃))"
)
# Where they are not: marks of a number that was typed full-width as a whole.
_NUMBER_MARK = re.compile("[，：](?:(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))|(?<=[０-９]：)(?=[０-９]{2}(?![０-９])))")
# Some set ．as their full stop, or between the parts of a name; there a dot between digits may be one too.
_FULL_STOP = re.compile(f"．(?<=[{HAN}）”]．)")

_IDEOGRAPHIC_SPACES = re.compile(f"\u3000[{ANY_SPACE}]*")
_SPACES = frozenset(" \t\u00a0\u3000")
_BEFORE_INDENT = ("\n", ">", "&gt;", "<![CDATA[")
_LONGEST_BEFORE_INDENT = 9
_HALF_WIDTH_RUN = re.compile("[\uff66-\uff9f]+(?![\uff66-\uff9f\u3099\u309a])|[\uff61-\uff64]")
_HALF_WIDTH_MARKS = "｡｢｣､"
_WIDE_MARKS = dict(zip(_HALF_WIDTH_MARKS, "。「」、", strict=True))
_VOICING = frozenset("ﾞﾟ")
_FEWEST_KANA = 2
_HAN = re.compile(f"[{HAN}]")
_WIDE_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")


def find(text: str, config: Config) -> list[Change]:  # noqa: ARG001 - every step has this form
    """Return what has another width than its neighbours ask for, outside protected spans.

    >>> from textnorm.config import Config
    >>> find("第３章", Config())
    [Change(start=1, end=2, after='3', rule='WID001', confidence=1.0, reason='', candidates=(), certainty=1.0)]
    """
    return settled(_changes, text) if _TRIGGER.search(text) else []


def _changes(text: str) -> list[Change]:
    plain = uniform_line_ends(text)
    spans = protected_spans(plain)
    if is_program(hidden(plain, spans)):
        return []
    guard = Guard(spans)
    changes = [*_wide_forms(plain), *_inner_spaces(plain)]
    is_foreign = LineTest(plain, is_japanese_or_korean)
    changes = [change for change in sorted(changes) if not is_foreign(change.start)]
    changes = sorted((*changes, *_half_width_forms(plain)))
    return [change for change in changes if not guard.touches(change.start, change.end)]


def _wide_forms(text: str) -> Iterator[Change]:
    for letters in _LETTERS.finditer(text):
        yield Change(*letters.span(), letters.group().translate(_FOLD), LETTER.code)
    for mark in _NUMBER_MARK.finditer(text):
        yield Change(*mark.span(), mark.group().translate(_FOLD), SYMBOL.code)
    dot_is_stop = bool(_FULL_STOP.search(text))
    folded = _LETTERS.sub(lambda letters: letters.group().translate(_FOLD), text)
    for symbol in _SYMBOL.finditer(folded):
        if symbol.group() != "．" or not dot_is_stop:
            yield Change(*symbol.span(), symbol.group().translate(_FOLD), SYMBOL.code)


def _inner_spaces(text: str) -> Iterator[Change]:
    """Yield the ideographic spaces that neither indent a line nor the paragraph of an element or a quotation."""
    for spaces in _IDEOGRAPHIC_SPACES.finditer(text):
        before = spaces.start()
        while before and text[before - 1] in _SPACES:
            before -= 1
        if before and not text[max(before - _LONGEST_BEFORE_INDENT, 0) : before].endswith(_BEFORE_INDENT):
            yield Change(*spaces.span(), spaces.group().replace("\u3000", " "), SPACE.code)


def _half_width_forms(text: str) -> Iterator[Change]:
    """Yield half-width marks and words beside an ideograph, but not where the text around them is Japanese."""
    is_japanese = LineTest(text, lambda line: bool(_WIDE_KANA.search(line)))
    for run in _HALF_WIDTH_RUN.finditer(text):
        before, form, after = text[max(run.start() - 1, 0) : run.start()], run.group(), text[run.end() : run.end() + 1]
        beside = before if form in "｡､｣" else after if form == "｢" else before + after
        if not _HAN.search(beside) or is_japanese(run.start()):
            continue
        if form in _HALF_WIDTH_MARKS:
            yield Change(*run.span(), _WIDE_MARKS[form], HALF_WIDTH.code)
        elif form[0] not in _VOICING and len(form) >= _FEWEST_KANA:
            yield Change(*run.span(), unicodedata.normalize("NFKC", form), HALF_WIDTH.code)
