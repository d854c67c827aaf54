"""Which characters tell that pairs may be shifted: they crowd there, and hardly in Chinese.

A byte lost without a trace leaves pairs of a trail byte and a lead byte.  They fall evenly on all rows of
GBK, so rare characters follow each other closely; ``data/slip-characters.txt`` lists those that are
much more frequent in such a run than in Chinese text.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STUMBLE", "doubtful_signs", "places", "telltale_characters"]

#: A letter or a sign alone between ideographs: what is left where a trail byte below 0x80 ends a run.
_ENDED = "[\u3400-\u9fff][@-}][\u3001-\u9fff]"
#: Bits of a character where a text stumbles over a rare telltale one, that need not crowd then.
STUMBLE = 12.5


def places(text: str) -> list[int]:
    """Return where telltale characters crowd or stand out, in ascending order.

    >>> places("大家吨勒庵址椒梢越饩鑫侍狻?")[:2]
    [2, 4]
    """
    return sorted({*_crowds(text), *_stumbles(text)})


def _crowds(text: str) -> Iterator[int]:
    """Yield where telltale characters crowd, in ascending order."""
    if text.isascii():
        return
    last = -1
    crowding = _telltale()
    for end in _triggers().ends(text):
        for at in (end - 3, end - 2):
            if at > last and crowding.match(text, at):
                yield at
                last = at


def _stumbles(text: str) -> list[int]:
    """Return where a rare telltale character stands among others that do not go with it."""
    return kernel.stumbles(load().grams, text, _rare(), STUMBLE)


def doubtful_signs() -> tuple[str, ...]:
    """Return the patterns of ``kernel.Triggers`` without which a text has none of ``places``.

    Every third clean text of 1 KB has one of them.

    >>> [re.search(sign, "大家吨勒庵址椒梢越饩鑫侍狻") is not None for sign in doubtful_signs()[:2]]
    [True, True]
    """
    return (f"[{telltale_characters()[0]}]", *_signs_of_crowds())


def _signs_of_crowds() -> tuple[str, ...]:
    """Return patterns of two and three characters that hold all of ``_telltale``."""
    member = f"[{_members()}]"
    crowding = (member, "[?\ufffd]", f"[^\x00-\x7f]{member}", "[^\x00-\x7f][?\ufffd]", "[@-~]")
    return (*(member + other for other in crowding), "[^\x00-\x7f\ufffd]\ufffd", _ENDED)


@cache
def _triggers() -> kernel.Triggers:
    return kernel.Triggers([_signs_of_crowds()])


@cache
def telltale_characters() -> tuple[str, str]:
    """Return the telltale characters that are rare by themselves, and the others.

    >>> [len(group) > 100 for group in telltale_characters()]
    [True, True]
    """
    text = files("textnorm").joinpath("data").joinpath("slip-characters.txt").read_text(encoding="utf-8")
    rare, _, others = "\n".join(line for line in text.split("\n") if not line.startswith("#")).partition("\n\n")
    return rare.replace("\n", ""), others.replace("\n", "")


def _members() -> str:
    return "".join(telltale_characters())


@cache
def _rare() -> bytes:
    """Return a byte for each code point of the basic plane: 1 for a rare telltale character."""
    marks = bytearray(0x10000)
    for one in telltale_characters()[0]:
        marks[ord(one)] = 1
    return bytes(marks)


@cache
def _telltale() -> re.Pattern[str]:
    crowding = f"[^\x00-\x7f]?[{_members()}]|[^\x00-\x7f]?[?\ufffd](?![?\ufffd])|[@-~]"
    return re.compile(f"[{_members()}](?:{crowding})|[^\x00-\x7f\ufffd]\ufffd(?!\ufffd)|{_ENDED}")
