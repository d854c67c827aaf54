"""Readings without a tone and with a space behind the bracket, 關(guan) 於(yu): the pollution of another program.

It has a short list of Traditional characters, puts a reading behind each, and shifts no bytes.  People put
such readings in brackets too, so only a document that has several of them, and hardly any other, is polluted.
"""

from __future__ import annotations

import re

from textnorm.repair.gbk import in_gb2312
from textnorm.repair.readings import is_read_without_tone

__all__ = ["SIGN", "toneless"]

#: What a text must hold, as a pattern of ``kernel.Triggers``; code has such brackets as well.
SIGN = "[\u3400-\u9fff]\\([@-~]+\\) "
_FOUND = re.compile("\\(([a-zü]{1,6})\\) (?=(.?))")
_HAN = re.compile("[\u3400-\u9fff]")
#: How many different Traditional characters prove the program; which share of all such brackets holds a reading, is
#: behind a Traditional character (於 is in GB2312 too), and stands in front of another ideograph, where no one would
#: explain a word.
_LEAST, _SHARE, _TRADITIONAL, _INTERRUPTING = 3, 0.9, 0.7, 0.5


def toneless(text: str) -> list[tuple[int, int]]:
    """Return where readings without a tone stand that a program put there, in ascending order.

    Offsets are in code points, and the space behind the bracket is part of it.  Nothing where the document does not
    prove that a program did.

    >>> toneless("關(guan) 於(yu) 企業(ye) 會(hui) 的規定"), toneless("函數(func) 的值")
    ([(1, 8), (9, 14), (16, 21), (22, 28)], [])
    """
    found = [(text[one.start() - 1], one) for one in _FOUND.finditer(text) if _HAN.match(text, one.start() - 1)]
    if len({character for character, _ in found if not in_gb2312(character)}) < _LEAST:
        return []
    own = [(character, one) for character, one in found if is_read_without_tone(character, one[1])]
    traditional = [character for character, _ in own if not in_gb2312(character)]
    interrupting = sum(bool(_HAN.match(one[2])) for _, one in own)
    if len(set(traditional)) < _LEAST or len(own) < _SHARE * len(found):
        return []
    if len(traditional) < _TRADITIONAL * len(own) or interrupting < _INTERRUPTING * len(own):
        return []
    return [one.span() for _, one in own]
