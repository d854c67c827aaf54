"""The characters that lost bytes leave to choose from, and what speaks against each, in bits."""

from __future__ import annotations

import math
from array import array
from functools import cache
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.gbk import HIGH_TRAILS, LEADS, TRAILS, character_at, dropped_pairs, in_gb2312, unpaired
from textnorm.repair.readings import listed_depth
from textnorm.repair.slips.costs import MISPLACED
from textnorm.repair.slips.pairs import SELDOM

if TYPE_CHECKING:
    from textnorm.model.forms import DocumentForms

__all__ = [
    "CLOSING",
    "FINAL",
    "MOST",
    "RAREST",
    "choices",
    "doubt",
    "ended",
    "expected_mark",
    "given_up",
    "led_by",
    "lost_byte",
    "lost_pair",
    "misplaced",
    "prices",
    "remnants",
    "trailed_by",
    "unended",
]

#: A character rarer than this is no choice where many are: the model knows it by name only.
RAREST = 17.0
#: More than so many choices, the likeliest of them, are not told apart.
MOST = 1000
#: Bits against a reading whose annotated character is not known to be listed, is not even Traditional,
#: or has the reading only as a further one.
_UNLISTED, _SIMPLIFIED, _FURTHER_READING = 3.0, 10.0, 6.0
#: The marks that open and close quotations and brackets, and the bits against one that closes nothing.
CLOSING = dict(zip("“‘「『《〈（【〔［", "”’」』》〉）】〕］", strict=True))
_CLOSERS = frozenset(CLOSING.values())
#: What a line of prose ends in.
FINAL = _CLOSERS | frozenset("。！？；：…—\"')!?;:.\ufffd")


@cache
def choices(leads: bytes, trails: bytes, rarest: float = RAREST) -> str:
    """Return the characters with one of these lead bytes and one of these trail bytes.

    Where the bytes leave a choice, characters rarer than ``rarest`` bits are not part of it.

    >>> choices(bytes((0xC8, 0xC9)), bytes((0xCB,)))
    '人伤'
    """
    allowed = [found for lead in leads for trail in trails if (found := character_at(lead, trail))]
    if len(leads) == len(trails) == 1:
        return "".join(allowed)
    bits = load().unigram_bits
    likely = sorted((bits(character), character) for character in allowed)[:MOST]
    return "".join(character for cost, character in likely if cost <= rarest and not SELDOM.match(character))


def trailed_by(leads: bytes) -> str:
    r"""Return the characters with one of these lead bytes whose trail byte is unreadable, so not ASCII.

    >>> "知" in trailed_by("知".encode("gbk")[:1]), "知" in trailed_by(b"\x81")
    (True, False)
    """
    return choices(leads, HIGH_TRAILS)


def led_by(leads: bytes, trail: int) -> str:
    """Return the characters with this trail byte whose lead byte was lost.

    >>> "知" in led_by(LEADS, "知".encode("gbk")[1])
    True
    """
    return choices(leads, bytes((trail,)))


def lost_byte(first: int) -> str:
    """Return the characters of which one byte is left, ``first``, because the other one was lost.

    >>> first, second = "知".encode("gbk")
    >>> "知" in lost_byte(first), "知" in lost_byte(second)
    (True, True)
    """
    return led_by(LEADS, first) + choices(bytes((first,)), TRAILS)


def lost_pair(which: int) -> str:
    """Return the characters of which one byte is left, the first one of a dropped pair (of ``dropped_pairs``).

    >>> first = dropped_pairs()[0][0][:1]  # the first byte of a user-defined pair was the trail byte of a character
    >>> any(one.encode("gbk").endswith(first) for one in lost_pair(0))
    True
    """
    firsts = dropped_pairs()[which][0]
    return choices(LEADS, firsts) + choices(firsts, TRAILS)


def remnants(first: int) -> str:
    """Return the characters of which one byte is left, one that makes no pair with the byte ``first``, 0 for any.

    >>> first = "造".encode("gbk")[0]
    >>> "营" in remnants(first), "的" in remnants(first)
    (True, False)
    """
    left = unpaired(first) if first else LEADS
    return choices(LEADS, left) + choices(left, TRAILS)


def given_up(leads: bytes, second: int) -> str:
    """Return the characters with one of these lead bytes whose trail byte makes no pair with the byte ``second``.

    They are few enough to keep the rarest too.

    >>> leads, second = "这".encode("gbk")[:1], 0x20
    >>> "这" in given_up(leads, second)
    True
    """
    return choices(leads, unpaired(second), math.inf)


def doubt(character: str | None, *, first: bool) -> float:
    """Return the bits against this character being one that the annotator lists under this reading.

    >>> doubt("農", first=True), doubt("農", first=False), doubt("农", first=True)
    (0.0, 6.0, 10.0)
    """
    against = 0.0 if first else _FURTHER_READING
    if character is None or in_gb2312(character):
        return against + _SIMPLIFIED
    return against if listed_depth(character) is not None else against + _UNLISTED


def prices(characters: str, bits: float, forms: DocumentForms) -> array[float]:
    """Return the costs of edges for these characters: ``bits``, and what their form costs in the document.

    >>> from textnorm.model.ngrams import load
    >>> simplified, traditional = prices("议議", 2.0, load().forms.document("这个问题我们会议后再说"))
    >>> 2.0 < simplified < traditional
    True
    """
    return array("f", [bits + form for form in forms.bits(characters)])


def expected_mark(line: str) -> str:
    """Return the mark that closes the innermost quotation or bracket that is open at the end of ``line``, or "".

    >>> expected_mark("他說：“請看《家》和‘春")
    '’'
    """
    awaited: list[str] = []
    for mark in line:
        if mark in CLOSING:
            awaited.append(CLOSING[mark])
        elif awaited and mark == awaited[-1]:
            awaited.pop()
    return awaited[-1] if awaited else ""


def ended(character: str) -> bool:
    r"""Tell whether a line of prose may end in this character, U+FFFD for one that nobody knows.

    >>> [ended(character) for character in "。”的\ufffd"]
    [True, True, False, True]
    """
    return character in FINAL


def unended(characters: str, bits: float) -> array[float]:
    """Return the bits against each character where a line of prose ends in it.

    >>> list(unended("。的", 3.0))
    [0.0, 3.0]
    """
    return array("f", [0.0 if ended(one) else bits for one in characters])


def misplaced(characters: str, expected: str, *, last: bool) -> array[float]:
    """Return the bits against each character where ``expected`` is the closing mark that is due, "" for none.

    A closing mark that closes nothing is unlikely, and where the line ends so is whatever leaves a
    quotation open; ``last`` tells that it ends behind this character.

    >>> list(misplaced("”）的", "”", last=False)) == [0.0, MISPLACED, 0.0]
    True
    """
    left_open = MISPLACED if last and expected else 0.0
    return array(
        "f",
        [0.0 if one == expected else MISPLACED if one in _CLOSERS else left_open for one in characters],
    )
