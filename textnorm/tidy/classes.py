"""Classes of code points that the tidy steps share, as the insides of regular expression sets.

They are ranges of Unicode blocks, written out because the answer must not depend on the Unicode
version of the running Python.
"""

from __future__ import annotations

from textnorm.protect.spans import HAN

__all__ = [
    "ANY_SPACE",
    "CLOSING",
    "COMPLEX",
    "HAN",
    "HANGUL",
    "KANA",
    "LATIN",
    "LINE_END",
    "OPENING",
    "PAUSE",
    "RTL",
    "SPACE",
]

KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
#: Letters and digits of the alphabets that stand between Chinese words: Latin, Greek, Cyrillic.
LATIN = (
    "0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af"
    "\u0370-\u052f\u1e00-\u1fff"
)

#: Chinese marks by where they stand: before a phrase, after one, and at a pause.
OPENING = "（《〈「『【〔〖“‘〝"
CLOSING = "）》〉」』】〕〗”’〞"
PAUSE = "，。、；：？！…—～·"

#: Spaces within a line that look like one; the ogham and the ideographic space have a form of their own.
SPACE = " \u00a0\u2000-\u200a\u202f\u205f"
ANY_SPACE = SPACE + "\t\u3000"
LINE_END = "\n\r\v\f\x85\u2028\u2029"

#: Letters written from right to left.
RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
#: Scripts in which invisible joiners and breaks carry meaning: right to left, Indic, South-East Asian, Mongolian.
COMPLEX = RTL + "\u0900-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uaaff\uabc0-\uabff\U00011000-\U00011fff"
