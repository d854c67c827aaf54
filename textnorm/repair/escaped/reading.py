"""Does a decoded escape give text, and does that text read as Chinese?

Structure proves most decodings (well-formed UTF-8 does not come about by chance); the character
model is asked where two codecs would both do.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "CHINESE",
    "HAN",
    "ascii_length",
    "chinese_length",
    "has_chinese",
    "is_chinese_text",
    "is_text",
    "reads_as_chinese",
    "total_bits",
]

#: Han characters, for use inside ``[...]`` of a pattern: the blocks with ideographs of every plane, 々 and 〇.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: What Chinese text is made of and other text is not: Han, its punctuation, full-width forms, kana, bopomofo.
CHINESE = HAN + "\u3001-\u3004\u3006\u3008-\u303d\u3041-\u312f\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffe6"

_HAN_RUN = re.compile(f"[{HAN}]+")
_CHINESE = re.compile(f"[{CHINESE}]")
_CHINESE_RUN = re.compile(f"[{CHINESE}]+")

#: Categories that no decoded text holds: controls, surrogates, private use, unassigned.  Format characters
#: (``Cf``) are left in, because zero-width joiners and soft hyphens do get escaped.
_NEVER_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})
_WHITE = "\t\n\r"
#: Chinese text of this many characters may hold one that is private or not yet assigned.
_ODD_SHARE = 4

#: Bits of a Han character in the model up to which text of so many of them reads as Chinese.  Measured on 4,000
#: held-out strings of the corpus and as many of random characters of GB2312's frequent half: 13.5 lets 95 % of the real
#: pairs pass and 10 % of the random ones, 12.5 99 % and 2 % of three characters, 12.0 99.9 % and 0.3 % of six.
_BITS = ((2, 13.5), (3, 12.5), (6, 12.0))


def is_text(characters: str) -> bool:
    r"""Tell whether every code point is an assigned character that stands in text.

    >>> is_text("中—\u00a0"), is_text("\ue000"), is_text("\x85")
    (True, False, False)
    """
    return characters.isprintable() or not _odd(characters)


def _odd(characters: str) -> int:
    """Count the code points that stand in no text."""
    # What Python prints as it is belongs to text; the rest, blanks and format characters too, is looked at.
    rest = [char for char in characters if not char.isprintable() and char not in _WHITE]
    return sum([unicodedata.category(char) in _NEVER_TEXT for char in rest])


def is_chinese_text(characters: str) -> bool:
    r"""Tell whether this is text, and where it is Chinese and long enough, but for a private or unassigned character.

    >>> is_chinese_text("中\ue000"), is_chinese_text("春天来了\ue000，好")
    (False, True)
    """
    odd = 0 if characters.isprintable() else _odd(characters)
    return not odd or odd * _ODD_SHARE <= chinese_length(characters)


def chinese_length(text: str) -> int:
    """Count the Han characters and other marks of Chinese text.

    >>> chinese_length("共3章。")
    3
    """
    if len(text) == 1:
        return 1 if "\u4e00" <= text <= "\u9fff" or _CHINESE.match(text) else 0
    return sum(map(len, _CHINESE_RUN.findall(text)))


def ascii_length(text: str) -> int:
    """Count the characters of ASCII.

    >>> ascii_length("共3章。")
    1
    """
    return len(text.encode("ascii", "ignore"))


def has_chinese(text: str) -> bool:
    """Tell whether a text has a Han character or another mark of Chinese text.

    >>> has_chinese("第3章"), has_chinese("3."), has_chinese("。")
    (True, False, True)
    """
    return bool(_CHINESE.search(text))


def reads_as_chinese(text: str) -> bool:
    """Tell whether the Han characters of ``text`` are likely where they stand; of one alone nobody can tell.

    >>> reads_as_chinese("下载地址"), reads_as_chinese("锘胯繖鍎"), reads_as_chinese("茅")
    (True, False, False)
    """
    from textnorm.model.ngrams import load  # noqa: PLC0415 - only doubtful text has to pay for the model

    costs = load().bits_each(text)
    bits: list[float] = []
    for run in _HAN_RUN.finditer(text):
        bits += costs[run.start() : run.end()]
    limit = min([limit for length, limit in _BITS if len(bits) >= length], default=0.0)
    return bool(bits) and sum(bits) <= len(bits) * limit


def total_bits(text: str) -> float:
    """Return what a text costs under the character model, to compare two readings of the same bytes.

    >>> total_bits("下载") < total_bits("狟婥")
    True
    """
    from textnorm.model.ngrams import load  # noqa: PLC0415 - as above

    return load().bits(text)
