"""Commas, stops and other single marks: which of a Chinese line are Chinese, by their neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.tidy.classes import HAN
from textnorm.tidy.context import INTERVAL
from textnorm.tidy.place import WINDOW, ChineseLine, Habits, Place
from textnorm.tidy.settle import Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textnorm.tidy.context import Side

__all__ = ["chinese_marks"]

# Not between two letters or digits, where no rule applies.
_MARK = re.compile(
    r"[.?!,:;・･\-](?:(?<![0-9A-Za-z].)|(?![0-9A-Za-z]))(?:(?<=\.)\.*|(?<=-)-*|(?<=[?!])[?!]*|(?<=[,:;・･]))"
)
_HAN = re.compile(f"[{HAN}]")

_QUESTION = re.compile(
    "[吗嗎呢么麼吧嘛乎哉耶欤歟]$|[谁誰哪怎几幾何啥咋岂豈]|什么|什麼|甚麼|多少|是否|能否|可否|与否|與否|难道|難道|莫非|有没有|有沒有"
    "|多[大久长長远遠高]|(.)[不没沒](?=\\1)"
)
# A label of a menu or button, whose dots belong to it: 「另存为...」
_LABEL = re.compile("[「『“【《‘][^，。；：！？、「『“【《‘]{0,12}$")
_DIGITS = re.compile(r"[0-9.,\s]*")
# :smile: and :D
_SHORTCODE = re.compile(r"[a-z0-9_+\-]{2,30}:|[DPp](?![A-Za-z0-9])")
_ENTITY = re.compile("&#?[A-Za-z0-9]{1,31}$")
_WORD_ENDS = frozenset(")]\"'+#")
_SYNTAX = frozenset(",.:;")
# Characters that foreign names are spelt with: 约翰.史密斯 is a name, not the end of a sentence.
_TRANSLITERATION = frozenset(
    "阿埃艾爱愛安昂奥奧巴拜班邦保鲍鮑贝貝本比彼毕畢宾賓波伯勃博布查昌达達戴丹当當道德登邓鄧狄迪蒂帝丁顿頓多朵恩尔爾法凡菲费費芬丰豐佛"
    "夫弗芙福富盖蓋冈岡高戈格葛根古哈海汉漢翰豪赫黑亨洪胡华華怀懷惠霍基吉加贾賈简簡姜杰傑金京久卡凯凱坎康考柯科克肯孔库庫拉莱萊赖賴兰蘭"
    "朗劳勞勒雷蕾黎里理利莉莲蓮列林琳刘劉龙龍卢盧鲁魯路露伦倫罗羅洛吕呂马馬玛瑪麦麥迈邁曼芒毛梅门門蒙孟米密蜜明摩莫默姆木穆那娜纳納奈"
    "南内內尼妮年宁寧纽紐努诺諾欧歐帕派潘庞龐佩彭皮平珀普奇契恰乔喬切钦欽琼瓊丘让讓热熱日荣榮瑞萨薩塞赛賽桑森沙莎山尚舍圣聖施什史士思"
    "丝絲斯松苏蘇索塔泰坦汤湯唐特藤提田廷图圖托瓦万萬旺威韦韋维維魏温溫沃翁乌烏吾伍武西希锡錫夏香肖谢謝辛欣休修许許雪亚亞扬揚耶叶葉伊因"
    "英永尤于约約泽澤曾詹珍芝朱卓茨兹茲佐治"
)
# Kinds of neighbours that a Chinese mark may precede.
_MAY_FOLLOW = frozenset({"han", "open", "edge", "word"})
_BRACKET = re.compile(r"[()\[\]{}]")
_CLOSER = {"(": ")", "[": "]", "{": "}"}
_INDEX = re.compile(r"[A-Za-z0-9_)\]]\[|.?\[[A-Za-z0-9_\-'\"+.]", re.DOTALL)
_FORMS = str.maketrans(",?!:;・･", "，？！：；··")
_ELLIPSIS = range(3, 7)  # in full stops; longer rows lead to a page number
_DASH = "--"
_FEWEST_HAN = 8
_SENTENCE_HAN = 2


def chinese_marks(text: str, habits: Habits) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and Chinese form of the marks of a Chinese line that belong to Chinese.

    >>> list(chinese_marks("天晴了,2,500人出门.", Habits(False, True)))
    [(3, 4, '，'), (12, 13, '。')]
    """
    line = ChineseLine(text, habits)
    if line.is_reference:
        return
    arguments, intervals = Guard(_bracketed(text)), Guard(found.span() for found in INTERVAL.finditer(text))
    for found in _MARK.finditer(text):
        start, end = found.span()
        mark = found.group()
        is_prefix = start < line.floor and mark != ","
        is_syntax = mark in _SYNTAX and (arguments.covers(start) or intervals.covers(start))
        if not is_prefix and not is_syntax:
            is_chinese, form = _RULES[mark[0]]
            if is_chinese(Place(line, start, end)):
                yield start, end, form(mark)


def _bracketed(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between ASCII brackets that hold arguments, indexes or sets, whose marks are syntax."""
    start = 0
    expected: list[str] = []
    for found in _BRACKET.finditer(line):
        bracket, at = found.group(), found.start()
        if bracket in _CLOSER:
            if bracket != "[" or _INDEX.match(line, max(at - 1, 0)):
                start = at if not expected else start
                expected.append(_CLOSER[bracket])
        elif expected and bracket == expected[-1]:
            expected.pop()
            if not expected:
                yield start, at + 1


def _comma(place: Place) -> bool:
    if place.is_isolated and place.is_mention:
        return False
    if not place.follows_chinese:
        return _joins_word_to_chinese(place)
    if place.right.kind == "word" and place.left.gap and not place.right.gap:
        return False  # 格式 ,1
    return place.right.kind in _MAY_FOLLOW


def _joins_word_to_chinese(place: Place) -> bool:
    """Tell whether a foreign word or number ends a Chinese clause here and Chinese goes on."""
    left, right = place.left, place.right
    if not place.precedes_chinese or left.gap or not _ends_a_word(left):
        return False
    if place.is_in_chinese_clause:
        return True
    if right.gap or _DIGITS.fullmatch(place.line.text, 0, place.start):
        return False
    return len(_HAN.findall(place.line.text, place.end, place.end + WINDOW)) >= _FEWEST_HAN


def _ends_a_word(left: Side) -> bool:
    if left.kind == "mark":
        return left.character in _WORD_ENDS
    return left.kind == "word" or (left.kind == "pause" and left.character in "…—～")


def _stop(place: Place) -> bool:
    if len(place.mark) > 1 or place.left.gap or not place.follows_chinese or place.is_after_number:
        return False
    length = len(_HAN.findall(place.sentence()))
    if length < _SENTENCE_HAN:
        return False
    if place.right.gap and not place.is_last:
        return place.right.kind in _MAY_FOLLOW and length > _SENTENCE_HAN  # 李航. 统计学习
    return place.is_last or place.right.kind == "close" or (place.precedes_chinese and _parts_sentences(place))


def _parts_sentences(place: Place) -> bool:
    """Tell whether a dot between two ideographs is a full stop: only where the document has no other."""
    if place.line.habits.has_ideographic_stop or not place.line.habits.has_ascii_stop:
        return False
    return not (place.left.character in _TRANSLITERATION and place.right.character in _TRANSLITERATION)


def _stop_or_ellipsis(place: Place) -> bool:
    return _ellipsis(place) if len(place.mark) in _ELLIPSIS else _stop(place)


def _ellipsis(place: Place) -> bool:
    left, right = place.left, place.right
    if left.gap:
        return False
    if place.follows_chinese:
        if right.kind == "close":
            return not _LABEL.search(place.before())
        return right.kind in _MAY_FOLLOW or right.kind == "pause"
    if right.kind != "han" or right.gap:
        return False
    return left.kind in {"edge", "open"} or (left.kind == "word" and place.is_in_chinese_clause)


def _question_or_exclamation(place: Place) -> bool:
    left, right = place.left, place.right
    if place.is_isolated or (right.kind == "mark" and right.character not in "\"')"):
        return False
    if place.follows_chinese:
        # Between two ideographs a question mark may stand for a character that was lost.
        is_clear = "?" not in place.mark or right.gap or right.kind not in {"han", "word"}
        return is_clear or bool(_QUESTION.search(place.sentence()))
    is_question = left.kind == "word" and not left.gap and "?" in place.mark and place.is_in_chinese_clause
    return is_question and bool(_QUESTION.search(place.sentence()))


def _colon(place: Place) -> bool:
    right = place.right
    if not place.follows_chinese or (place.is_isolated and not (right.gap and place.is_after_title)):
        return False
    if right.kind == "mark":
        return _is_value(place)
    is_shortcode = _SHORTCODE.match(place.line.text, place.end, place.end + WINDOW)
    return right.kind in _MAY_FOLLOW and not is_shortcode


def _is_value(place: Place) -> bool:
    """Tell whether an ASCII mark behind a colon starts what the colon announces, and is no half of a face."""
    text, right = place.line.text, place.right
    if right.character in "\"'":
        return True
    if right.character == "(":
        return text.find(")", right.at, right.at + WINDOW) > 0
    return right.character in "[<`#@$+-&" and (right.gap or text[right.at + 1 : right.at + 2].isalnum())


def _semicolon(place: Place) -> bool:
    if place.is_isolated or (place.left.kind in {"word", "mark"} and place.right.gap):
        return False
    if place.follows_chinese:
        return place.right.kind in _MAY_FOLLOW
    return not _ENTITY.search(place.before()) and _joins_word_to_chinese(place)


def _dash(place: Place) -> bool:
    is_tight = not place.left.gap and not place.right.gap
    return place.mark == _DASH and is_tight and place.follows_chinese and place.precedes_chinese


def _middle_dot(place: Place) -> bool:
    kinds = {place.left.kind, place.right.kind}
    is_tight = not place.left.gap and not place.right.gap
    return is_tight and "han" in kinds and kinds <= {"han", "word", "open", "close"}


def _one_for_one(mark: str) -> str:
    return mark.translate(_FORMS)


#: By its first character, whether a mark is Chinese where it stands, and which form it then has.
_RULES: dict[str, tuple[Callable[[Place], bool], Callable[[str], str]]] = {
    ",": (_comma, _one_for_one),
    ".": (_stop_or_ellipsis, lambda mark: "。" if mark == "." else "……"),
    "?": (_question_or_exclamation, _one_for_one),
    "!": (_question_or_exclamation, _one_for_one),
    ":": (_colon, _one_for_one),
    ";": (_semicolon, _one_for_one),
    "-": (_dash, lambda _mark: "——"),
    "・": (_middle_dot, _one_for_one),
    "･": (_middle_dot, _one_for_one),
}
