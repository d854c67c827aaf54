"""Korean and Japanese as they stand: what codecs of these countries write is mostly what they were made for.

The character model knows Chinese alone; to it Hangul and kana are as unlikely as what a wrong codec made of Chinese.
So such text is priced as its own language, by the statistics that tell encodings apart.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING
from unicodedata import normalize

from textnorm.decode.evidence import ANY, HANS, HANT, JAPANESE, KOREAN
from textnorm.decode.readings import Reading, price, weigh

from textnorm.repair.chains.scan import FEW
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["SIGNS", "half_width", "is_of_others", "may_have_read", "native_bits", "strange", "widened"]

_CODECS = {"cp949": Reading("cp949", KOREAN, 0.0), "cp932": Reading("cp932", JAPANESE, 0.0)}
_CHINESE = {"gb18030": Reading("gb18030", HANS, 0.0), "cp950": Reading("cp950", HANT, 0.0)}
#: What else bytes may be that a codec of these countries read by mistake: their own texts in their other codecs.
_RIVALS = (*_CODECS.values(), Reading("euc_jp", JAPANESE, 0.0))
#: What may have been misread as one of them.
_MISREAD = (*_CHINESE.values(), Reading("utf-8", ANY, 0.0))
#: What is written in Korea only, and in old programs of Japan, first and last: every other character is that of what
#: these codecs read from pairs of bytes.
SIGNS = {"cp949": (0xAC00, 0xD7A3), "cp932": (0xFF61, 0xFF9F)}
_HANGUL, _HALF_WIDTH = (re.compile(f"[{chr(first)}-{chr(last)}]+") for first, last in SIGNS.values())
_EASTERN = re.compile(f"{_HANGUL.pattern}|{_HALF_WIDTH.pattern}")
#: Characters above ASCII beside each other, and how far that goes.
_BEFORE, _RUN, _FAR = re.compile(r"[^\x00-\x7f]*\Z"), re.compile(r"[^\x00-\x7f]*"), 48
_SIGNS = {"cp949": _HANGUL, "cp932": _HALF_WIDTH}
#: How far from a core such a character is looked for.
_NEAR = 8
#: The katakana of half width may stand for either kana.
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}
#: Bits of a character that the codec of a language has not.
_FOREIGN = 20.0
#: Bits of a character up to which text is of its language.
_USUAL = 13.0
#: How far Chinese must be ahead of other languages: in bits, and as a share of its own.
_AHEAD, _EACH = 6.0, 1.25


def may_have_read(line: str, core: tuple[int, int], codec: str, true: str) -> bool:
    """Tell whether a core has such characters near by as everything has that ``codec`` reads from Chinese.

    UTF-8 read as Shift-JIS has, but not everywhere.  Few characters may have none.

    >>> [may_have_read("大家都知道饕餮和梼杌", (5, 7), codec, "gb18030") for codec in ("cp949", "gbk")]
    [False, True]
    """
    if codec not in _SIGNS or (true == "utf-8" and codec == "cp932") or len(line) <= FEW:
        return True
    return _SIGNS[codec].search(line, max(0, core[0] - _NEAR), core[1] + _NEAR) is not None


def half_width(text: str) -> int:
    """Return how many kana of half width a text has.

    >>> half_width("ﾃﾞｰﾀ入力")
    4
    """
    return sum(len(run) for run in _HALF_WIDTH.findall(text))


def native_bits(seen: str, codec: str) -> float:
    """Return the bits of what ``codec`` read, as text in its own language; endless where it is of another country.

    >>> native_bits("한국 사람들이", "cp949") < 40 < native_bits("뎃瞳방뺍", "cp949")
    True
    >>> native_bits("ﾔﾏﾀﾞ ﾀﾛｳ", "cp932") < 60, native_bits("ﾔﾏﾀﾞ", "gbk")
    (True, inf)
    """
    if codec not in _CODECS:
        return inf
    return min(_price(one, codec) for one in _written(seen))


def is_of_others(seen: str, codec: str, true: str) -> bool:
    """Tell whether what ``codec`` read is likelier Korean or Japanese than Chinese in the codec ``true``.

    UTF-8 proves itself by its form and is never asked.

    >>> japanese, chinese = (text.encode(code).decode("cp949") for text, code in (("東京都庁", "euc_jp"), ("北京市", "gbk")))
    >>> is_of_others(japanese, "cp949", "gb18030"), is_of_others(chinese, "cp949", "gb18030")
    (True, False)
    """
    if codec not in _CODECS or true not in _CHINESE:
        return False
    data = seen.encode(codec, "ignore")
    others = min(native_bits(seen, codec), weigh(data, _RIVALS)[0].bits)
    return not _is_behind(others, price(data, _CHINESE[true]))


def _is_behind(others: float, chinese: float) -> bool:
    """Tell whether the bits of other languages are far enough behind those of Chinese."""
    return others >= chinese * _EACH + _AHEAD


def _price(text: str, codec: str) -> float:
    data = text.encode(codec, "ignore")
    others = len(text) - text.count(LOST) - len(data.decode(codec))
    return price(data, _CODECS[codec]) + _FOREIGN * others


def _written(text: str) -> Iterator[str]:
    """Yield a text as it stands, and with the kana that half width may stand for."""
    yield text
    if _HALF_WIDTH.search(text):
        wide = _HALF_WIDTH.sub(lambda run: normalize("NFKC", run[0]), text)
        yield wide
        yield wide.translate(_HIRAGANA)


def widened(text: str, cores: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return suspect cores, those with Hangul or kana of half width as far as there is no ASCII; they may be joined.

    What a codec of these countries makes of Chinese is every other time a character as usual as any.

    >>> widened("제목: 뎃瞳방뺍법넋", [(6, 8), (9, 10)]), widened("大家知道饕餮", [(4, 6)])
    ([(4, 10)], [(4, 6)])
    """
    found: list[tuple[int, int]] = []
    for start, end in cores:
        if found and start < found[-1][1]:
            continue
        if _EASTERN.search(text, start, end):
            least = max(start - _FAR, found[-1][1] if found else 0)
            start -= len(_BEFORE.search(text[least:start])[0])
            end = _RUN.match(text, end, end + _FAR).end()
        found.append((start, end))
    return found


def strange(text: str, cores: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the suspect cores but those that are Korean, or Japanese in kana of half width.

    >>> list(strange("사람들이\n뎃瞳방뺍법넋\nﾃﾞｰﾀﾌｧｲﾙ", [(0, 4), (5, 11), (12, 19)]))
    [(5, 11)]
    """
    for core in cores:
        seen = text[slice(*core)]
        codec = "cp949" if _HANGUL.search(seen) else "cp932" if _HALF_WIDTH.search(seen) else ""
        bits = native_bits(seen, codec)
        if bits > _USUAL * (len(seen) - seen.count(LOST)) or _is_behind(bits, weigh(seen.encode(codec, "ignore"), _MISREAD)[0].bits):
            yield core
