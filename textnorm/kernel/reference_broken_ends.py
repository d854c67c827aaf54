"""What a character of UTF-8 leaves at the ends of a misread stretch where its other bytes are lost: in plain Python.

Where the wrong codec reads pairs, what is left of a character is another one, read from its first bytes, or from bytes
inside it.  Where it reads single bytes, each byte that is left is a character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textnorm.kernel.reference_spelling import Codes

__all__ = ["Seen", "with_broken_ends", "with_broken_sequences"]

#: What decoders write for bytes that they cannot read.
_LOST, _MARKS = "\ufffd", "?\ufffd"
#: How many characters at an end may be all that is left of one, what they weigh, and how they begin.
_MOST_BROKEN, _SUSPECT = 4, 4
#: What is left of a character that lost its end behind a word or number.
_BEHIND_ASCII = re.compile(r"[ -~]{1,24}([^\x00-\x7f])(?=[\ufffd -~]|\Z)")
#: Characters of UTF-8 that lost bytes, one byte each, and how far to look for them.
_SEQUENCES_BEFORE, _SEQUENCES_BEHIND, _NEAR = re.compile("(?:L[TM]{0,2})+$"), re.compile("(?:L[TM]{0,2})+"), 12
#: What is left of a character that lost its end before a word or number.
_BEFORE_ASCII = re.compile(r"([^\x00-\x7f])[?\ufffd]?[ -~]{1,8}\Z")
_HIGH, _LEAD = 0x80, 0xC0
_LEADS = frozenset(bytes((byte,)) for byte in range(0xE2, 0xF0))
_BASIC_END = 0xFFFF


class Seen(NamedTuple):
    r"""A run of characters, the codec that wrote them, and what each speaks for damage, as a signed byte.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({char: [char.encode("gbk")] for char in "浣犲ソ"})  # 你好 in UTF-8, read as GBK
    >>> seen = Seen("浣犲ソ", codes, b"\x05" * 0x10000)  # each character speaks for damage
    >>> seen.weight(0), seen.begins_utf8(0), seen.begins_utf8(1)
    (5, True, False)
    """

    text: str
    codes: Codes
    weights: bytes

    def weight(self, at: int) -> int:
        """Return what a character speaks for damage."""
        weight = self.weights[min(ord(self.text[at]), _BASIC_END)]
        return weight - 0x100 if weight >= _HIGH else weight

    def begins_utf8(self, at: int) -> bool:
        """Tell whether a suspect character was read from the first bytes of a Chinese one."""
        code = self.codes.encode(self.text[at], b"")
        suspect = not self.text[at].isascii() and self.weight(at) > _SUSPECT
        return suspect and code[:1] in _LEADS and (code[1:2] or b"\x80") >= b"\x80"

    def is_inside_another(self, at: int) -> bool:
        """Tell whether a character was read from bytes inside another one, whose first bytes were lost before it."""
        inside = all(_HIGH <= byte < _LEAD for byte in self.codes.encode(self.text[at], b"?"))
        before = max(0, at - 2) + len(self.text[max(0, at - 2) : at].rstrip(_MARKS))
        lost = before > max(0, at - 2) and self.begins_utf8(before - 1)
        return inside and at > 0 and (self.text[at - 1] == _LOST or lost)


def with_broken_ends(seen: Seen, left: int, right: int) -> tuple[int, int]:
    r"""Take in what a character leaves of which the other bytes are lost: at most two characters, and all marks.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({char: [char.encode("gbk")] for char in "浣犲ソ锛"})  # 你好， whose last byte became a mark
    >>> seen = Seen("浣犲ソ锛?ok", codes, b"\x05" * 0x10000)
    >>> with_broken_ends(seen, 0, 3)
    (0, 5)
    """
    text = seen.text
    left = _broken_start(seen, left)
    taken = 0
    while right < len(text):
        if text[right] not in _MARKS:
            if taken > _MOST_BROKEN:
                break
            marked = text[right + 1 : right + 2] in {*_MARKS} and not text[right].isascii()
            behind = _BEHIND_ASCII.match(text, right)
            if behind and seen.begins_utf8(behind.start(1)):
                right = behind.start(1)
            elif not marked and not seen.is_inside_another(right) and seen.weight(right) <= 0:
                break
            taken += 1
        right += 1
    while left < right and text[left].isascii():
        left += 1
    while left < right and text[right - 1].isascii() and text[right - 1] != "?":
        right -= 1
    return left, right


def _broken_start(seen: Seen, left: int) -> int:
    text = seen.text
    taken = 0
    while left and taken <= _MOST_BROKEN:
        marked = text[left - 1] == _LOST or (text[left - 1] == "?" and left > 1 and seen.begins_utf8(left - 2))
        between = None if marked else _BEFORE_ASCII.search(text, max(0, left - _NEAR), left)
        if between and seen.begins_utf8(between.start(1)):
            left = between.end(1)
        elif not marked and not seen.begins_utf8(left - 1) and not seen.is_inside_another(left - 1):
            break
        taken += not marked
        left -= 1
    return left


def with_broken_sequences(seen: Seen, left: int, right: int) -> tuple[int, int]:
    r"""Take in the characters beside that lost some bytes, where each byte left is a character of the seen text.

    >>> from textnorm.kernel.reference_spelling import Codes
    >>> codes = Codes({char: [char.encode("cp1252")] for char in "ä½å¥"})  # 你好 in UTF-8, two bytes of which are lost
    >>> seen = Seen("ok: ä½å¥!", codes, b"\x05" * 0x10000)
    >>> with_broken_sequences(seen, 5, 6)
    (4, 8)
    """
    before = _SEQUENCES_BEFORE.search(_kinds(seen, max(0, left - _NEAR), left))
    behind = _SEQUENCES_BEHIND.match(_kinds(seen, right, right + _NEAR))
    return left - (len(before[0]) if before else 0), right + (behind.end() if behind else 0)


def _kinds(seen: Seen, start: int, end: int) -> str:
    """Return for each character of a text whether it is a lead byte, a trail byte, a mark or anything else."""
    kinds = []
    for char in seen.text[start:end]:
        code = seen.codes.encode(char, b"")
        trail = len(code) == 1 and _HIGH <= code[0] < _LEAD
        kinds.append("M" if char in _MARKS else "L" if code in _LEADS else "T" if trail else "-")
    return "".join(kinds)
