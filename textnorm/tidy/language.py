"""Which lines are Chinese: only there may marks and widths follow Chinese typography."""

from __future__ import annotations

import re

from textnorm.tidy.classes import HAN, HANGUL, KANA

__all__ = ["is_chinese", "is_japanese_or_korean"]

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_WORD = re.compile("[A-Za-zÀ-ɏ]{2,}")

#: In Japanese prose every second or third character is kana; one in this many is a quotation in Chinese.
_QUOTED_SHARE = 16


def is_japanese_or_korean(line: str) -> bool:
    """Tell whether a line with ideographs in it is written in Japanese or Korean.

    Chinese that quotes a word of these languages counts as theirs too, unless it is long: to leave such
    a line alone costs less than to change it wrongly.

    >>> is_japanese_or_korean("東京の天気"), is_japanese_or_korean("东京的天气")
    (True, False)
    """
    foreign = len(_KANA.findall(line)) + len(_HANGUL.findall(line))
    return foreign > 0 and foreign * _QUOTED_SHARE > len(_HAN.findall(line))


def is_chinese(line: str) -> bool:
    """Tell whether a line is Chinese prose, with fewer foreign words in it than ideographs.

    >>> is_chinese("用 GPU 训练模型"), is_chinese("The word 道 (way) is hard to translate")
    (True, False)
    """
    han = len(_HAN.findall(line))
    return han > 0 and len(_WORD.findall(line)) <= han and not is_japanese_or_korean(line)
