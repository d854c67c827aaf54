"""GBK code pairs: a character's lead byte and trail byte, and back.

The codec is Python's ``gb18030``, which unlike ``gbk`` round-trips the user-defined area.
"""

from __future__ import annotations

from functools import cache

__all__ = [
    "FIRST_LEAD",
    "FIRST_TRAIL",
    "HIGH_TRAILS",
    "LEADS",
    "TRAILS",
    "character_at",
    "code_pair",
    "dropped_pairs",
    "in_gb2312",
    "unpaired",
]

FIRST_LEAD = 0x81
FIRST_TRAIL = 0x40
_LAST = 0xFE
#: Every byte that can come first, every byte that can come second, and those of the latter that are not ASCII.
LEADS = bytes(range(FIRST_LEAD, _LAST + 1))
TRAILS = bytes(byte for byte in range(FIRST_TRAIL, _LAST + 1) if byte != 0x7F)  # noqa: PLR2004 - DEL
HIGH_TRAILS = TRAILS[0x3F:]


@cache
def code_pair(character: str) -> tuple[int, int] | None:
    """Return the lead and trail byte of a character, or None where GBK has no two bytes for it.

    >>> [hex(byte) for byte in code_pair("數")]
    ['0x94', '0xb5']
    """
    try:
        code = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (code[0], code[1]) if len(code) == 2 else None  # noqa: PLR2004 - a pair


@cache
def character_at(lead: int, trail: int) -> str | None:
    """Return the character with this code, or None in unassigned and user-defined places.

    >>> character_at(0x94, 0xB5), character_at(0xFE, 0xFE)
    ('數', None)
    """
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None


@cache
def dropped_pairs() -> tuple[tuple[bytes, bytes], ...]:
    """Return the pairs without a character in GBK, which most copies of a text have lost: (first bytes, second bytes).

    They are the user-defined areas, which come first, and the unassigned places.  Only second bytes
    that can be a lead byte are given: a dropped pair lies across two characters.

    >>> [(firsts.hex(), len(seconds)) for firsts, seconds in dropped_pairs()[:2]]
    [('aaabacadaeaff8f9fafbfcfdfe', 94), ('a1a2a3a4a5a6a7fe', 32)]
    """
    by_seconds: dict[bytes, list[int]] = {}
    for half in (LEADS[:0x20], LEADS[0x20:]):
        for first in LEADS:
            seconds = bytes(second for second in half if character_at(first, second) is None)
            if seconds:
                by_seconds.setdefault(seconds, []).append(first)
    pairs = ((bytes(firsts), seconds) for seconds, firsts in by_seconds.items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0]) * len(pair[1])))


@cache
def unpaired(second: int) -> bytes:
    """Return the lead bytes that make no character with this second byte.

    >>> unpaired(0xC4).hex()[:12]
    'a7a8aaabacad'
    """
    return bytes(first for first in LEADS if character_at(first, second) is None)


@cache
def in_gb2312(character: str) -> bool:
    """Tell whether GB2312 has the character; a Han character it lacks is Traditional or rare.

    >>> in_gb2312("数"), in_gb2312("數")
    (True, False)
    """
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
