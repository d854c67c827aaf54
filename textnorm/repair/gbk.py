"""GBK code pairs: a character's lead byte and trail byte, and back.

The codec is Python's ``gb18030``, which unlike ``gbk`` round-trips the user-defined area.
"""

from __future__ import annotations

from functools import cache

__all__ = ["FIRST_LEAD", "FIRST_TRAIL", "character_at", "code_pair", "in_gb2312", "leads", "trails"]

FIRST_LEAD = 0x81
FIRST_TRAIL = 0x40
_LAST = 0xFE


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
    """Return the character with this code, or None in unassigned and user-defined places."""
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None


@cache
def leads(trail: int) -> tuple[int, ...]:
    """Return the lead bytes that make a character with this trail byte."""
    return tuple(lead for lead in range(FIRST_LEAD, _LAST + 1) if character_at(lead, trail))


@cache
def trails(lead: int) -> tuple[int, ...]:
    """Return the trail bytes that make a character with this lead byte."""
    return tuple(trail for trail in range(FIRST_TRAIL, _LAST + 1) if character_at(lead, trail))


@cache
def in_gb2312(character: str) -> bool:
    """Tell whether GB2312 has the character; a Han character it lacks is Traditional or rare."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
