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
from textnorm.repair.double_byte import code_tables
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "SIGNS",
    "half_width",
    "is_of_others",
    "is_strict_korean",
    "may_have_read",
    "native_bits",
    "strange",
    "widened",
]

_CODECS = {"cp949": Reading("cp949", KOREAN, 0.0), "cp932": Reading("cp932", JAPANESE, 0.0)}
_CHINESE = {"gb18030": Reading("gb18030", HANS, 0.0), "cp950": Reading("cp950", HANT, 0.0)}
#: What else bytes may be that a codec of these countries read by mistake: their own texts in their other codecs.
_RIVALS = (*_CODECS.values(), Reading("euc_jp", JAPANESE, 0.0))
#: UTF-8 in whatever language.
_UTF8 = Reading("utf-8", ANY, 0.0)
#: What is written in Korea only, and in old programs of Japan, first and last: every other character is that of what
#: these codecs read from pairs of bytes.
SIGNS = {"cp949": (0xAC00, 0xD7A3), "cp932": (0xFF61, 0xFF9F)}
_HANGUL, _HALF_WIDTH = (re.compile(f"[{chr(first)}-{chr(last)}]+") for first, last in SIGNS.values())
#: What ends a run, and how far it is looked at from a core.
_ASCII, _FAR = re.compile(r"[\x00-\x7f]"), 48
_SIGNS = {"cp949": _HANGUL, "cp932": _HALF_WIDTH}
#: How far from a core such a character is looked for.
_NEAR = 8
#: The katakana of half width may stand for either kana.
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}
#: Bits of a character that the codec of a language has not.
_FOREIGN = 20.0
#: Bits of a character up to which text is of its language.
_USUAL = 13.0
#: How far Chinese must be ahead of other languages, as a share of its own bits and in bits, and of kana of half width,
#: of which short words are many: of 8,641 words and 4,000 heaps of kana 2 and 31 read as Chinese with the first limit.
_AHEAD, _AHEAD_OF_KANA = (1.25, 6.0), (1.3, 18.0)


def may_have_read(line: str, core: tuple[int, int], codec: str, true: str) -> bool:
    """Tell whether a core has such characters near by as everything has that ``codec`` reads from Chinese.

    UTF-8 read as Shift-JIS has, but not everywhere.  Few characters of pairs may have none.

    >>> [may_have_read("大家都知道饕餮和梼杌", (5, 7), codec, "gb18030") for codec in ("cp949", "gbk")]
    [False, True]
    """
    if codec not in _SIGNS or (codec == "cp932" if true == "utf-8" else len(line) <= FEW):
        return True
    return _SIGNS[codec].search(line, max(0, core[0] - _NEAR), core[1] + _NEAR) is not None


def half_width(text: str) -> int:
    """Return how many kana of half width a text has.

    >>> half_width("ﾃﾞｰﾀ入力")
    4
    """
    return sum(len(run) for run in _HALF_WIDTH.findall(text))


def is_strict_korean(text: str) -> bool:
    """Tell whether a text has none of the syllables that CP949 has and EUC-KR lacks: of Big5 CP949 makes many.

    >>> is_strict_korean("漢�別�"), is_strict_korean("쩖ΝАボ�")
    (True, False)
    """
    codes = code_tables("euc_kr")[0]
    return not any(not codes[ord(char)] for run in _HANGUL.findall(text) for char in run)


def native_bits(seen: str, codec: str) -> float:
    """Return the bits of what ``codec`` read, as text in its own language; endless where it is of another country.

    >>> native_bits("한국 사람들이", "cp949") < 50 < native_bits("뎃瞳방뺍", "cp949")
    True
    >>> native_bits("ﾔﾏﾀﾞ ﾀﾛｳ", "cp932") < 80, native_bits("ﾔﾏﾀﾞ", "gbk")
    (True, inf)
    """
    if codec not in _CODECS:
        return inf
    return min(_price(one, codec) for one in _written(seen))


def is_of_others(seen: str, codec: str, true: str, *, followed: bool = False) -> bool:
    """Tell whether what ``codec`` read is likelier Korean or Japanese than Chinese in the codec ``true``.

    UTF-8 proves itself by its form and is never asked.  followed: whether text near by surely is Chinese read so.

    >>> texts = ("東京都庁".encode("euc_jp"), "北京市".encode("gbk"))
    >>> [is_of_others(data.decode("cp949"), "cp949", "gb18030") for data in texts]
    [True, False]
    """
    if codec not in _CODECS or true not in _CHINESE:
        return False
    data = seen.encode(codec, "ignore")
    chinese = price(data, _CHINESE[true])
    if followed:
        return not _SIGNS[codec].search(seen) or chinese > native_bits(seen, codec)
    if _is_ahead(chinese, weigh(data, _RIVALS)[0].bits):
        return not _is_ahead(chinese, native_bits(seen, codec), kana=_HALF_WIDTH.search(seen) is not None)
    return True


def _is_ahead(chinese: float, others: float, *, kana: bool = False) -> bool:
    """Tell whether the bits of Chinese are far enough ahead of those of other languages, or of kana as they stand."""
    each, ahead = _AHEAD_OF_KANA if kana else _AHEAD
    return chinese * each + ahead <= others


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


def widened(text: str, cores: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return suspect cores, those with Hangul as far as no ASCII stands there; they may be joined.

    What a codec of Korea makes of Chinese is every other time a character as usual as any.

    >>> widened("제목: 뎃瞳방뺍법넋", [(6, 8), (9, 10)]), widened("大家知道饕餮", [(4, 6)])
    ([(4, 10)], [(4, 6)])
    """
    cores = list(cores)
    if not _HANGUL.search("".join([text[start:end] for start, end in cores])):  # one search for all of them
        return cores
    found: list[tuple[int, int]] = []
    least = 0
    for start, end in cores:
        wide = start, end
        if _HANGUL.search(text, start, end):
            seen = text[start:end]
            before = _more(seen, text[max(0, start - _FAR) : start][::-1])
            wide = max(least, start - before), end + _more(seen[::-1], text[end : end + _FAR])
        if start < least:  # the run of the core before holds its beginning
            found[-1] = found[-1][0], max(least, wide[1])
        else:
            found.append(wide)
        least = found[-1][1]
    return found


def _more(seen: str, beside: str) -> int:
    """Return how far a run goes on ``beside`` what was ``seen`` of it, both read away from there, if it is Korean."""
    run, inside = _first_run(beside), _first_run(seen)
    return len(run) if _HANGUL.search(run) or _HANGUL.search(inside) else 0


def _first_run(text: str) -> str:
    ascii_one = _ASCII.search(text)
    return text[: ascii_one.start()] if ascii_one else text


def strange(text: str, cores: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    r"""Yield the suspect cores but those that are Korean, or Japanese in kana of half width.

    >>> list(strange("사람들이\n뎃瞳방뺍법넋\nﾃﾞｰﾀﾌｧｲﾙ", [(0, 4), (5, 11), (12, 19)]))
    [(5, 11)]
    """
    for core in cores:
        seen = text[slice(*core)]
        codec = "cp949" if _HANGUL.search(seen) else "cp932" if _HALF_WIDTH.search(seen) else ""
        bits = native_bits(seen, codec)
        if bits > _USUAL * (len(seen) - seen.count(LOST)) or _was_misread(seen.encode(codec, "ignore"), bits, codec):
            yield core


def _was_misread(data: bytes, bits: float, codec: str) -> bool:
    """Tell whether bytes are so much likelier UTF-8, or Chinese in pairs, than text that costs so many bits."""
    if price(data, _UTF8) + _AHEAD_OF_KANA[1] <= bits:
        return True
    return _is_ahead(weigh(data, tuple(_CHINESE.values()))[0].bits, bits, kana=codec == "cp932")
