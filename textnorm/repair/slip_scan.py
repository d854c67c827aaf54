"""Where a run of shifted pairs may begin: cheap signs that clean text hardly has.

A byte lost without a trace leaves pairs of a trail byte and a lead byte.  They fall evenly on all rows of
GBK, so rare characters follow each other closely; ``data/slip-characters.txt`` lists those that are
much more frequent in such a run than in Chinese text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from heapq import merge
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm.repair.readings import READING
from textnorm.repair.slip_pairs import SPLITTERS, TAG_WITHOUT_BRACKET

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Start", "starts"]

#: A character whose two bytes survive; without one, question marks are what they seem, or nothing is left to restore.
_SURVIVES = "[^\x00-\x7f\ufffd\ue000-\uf8ff]"
#: A last byte that swallowed the bracket of a tag, or the end of the line.
_LAST = rf"[?\ufffd](?:{TAG_WITHOUT_BRACKET.pattern}|\n|$)"
_MARKED = re.compile(
    rf"\?(?:(?P<reading>{READING}) ?\)"
    rf"|(?<![?\s'\"<(].)(?P<mark>[{''.join(SPLITTERS)}])(?={_SURVIVES}|[@-~]\(|{_LAST}))"
)
_ANNOTATED = re.compile(rf"([^\x00-\x7f])\({READING} ?\)$")
_LONGEST_ANNOTATION = 12
#: How far before the first telltale character a byte may have been lost, and how far behind it.
_BEFORE, _BEHIND = 8, 2
#: How often a stretch without ASCII is searched.
_TRIES = 3
#: Some characters and U+FFFD behind them.
_REPLACED = re.compile("[^\x00-\x7f\ufffd]{1,12}\ufffd(?!\ufffd)")
_STRETCH = re.compile("[^\x00-\x7f]*")
#: Of the UTF-8 of U+FFFD, read as GBK.
_REREAD = re.compile("锟斤|斤拷")


@dataclass(frozen=True, slots=True)
class Start:
    """A place where a run may begin, at ``at``.

    ``READING``: ``?reading)`` ends at ``behind``, and ``before`` is the character that lost its bracket;
    ``MARK``: ``?`` and a splitting ``mark`` end at ``behind``; ``BYTE``: a byte was lost or gained somewhere
    from ``first`` to ``behind``; ``REPLACED``: so, and U+FFFD behind the character at ``at`` says that one was.
    """

    class Kind(Enum):
        """What shows that a run begins."""

        READING = "reading"
        MARK = "mark"
        BYTE = "byte"
        REPLACED = "replaced"

    at: int
    kind: Kind
    first: int
    behind: int
    before: str = ""
    reading: str = ""
    mark: str = ""


def starts(text: str) -> Iterator[Start]:
    """Yield the places where a run may begin, in ascending order.

    >>> [(start.kind.value, start.at) for start in starts("學者認為或?qū)⑹沟肁I更便宜。")]
    [('reading', 5)]
    """
    yield from merge(_marked(text), _unmarked(text), key=lambda start: start.at)


def _marked(text: str) -> Iterator[Start]:
    """Yield the places where a lost byte left a mark and the reading or the punctuation behind it."""
    for match in _MARKED.finditer(text):
        at, behind = match.span()
        if match["mark"]:
            yield Start(at, Start.Kind.MARK, at, behind, mark=match["mark"])
        elif before := _character_before(text, at):
            yield Start(at, Start.Kind.READING, at, behind, before, match["reading"])


def _character_before(text: str, at: int) -> str:
    """Return the character that ends at ``at``, or that carries the reading that ends there; "" for ASCII."""
    if text[at - 1 : at] > "\x7f":
        return text[at - 1]
    annotated = _ANNOTATED.search(text, max(0, at - _LONGEST_ANNOTATION), at)
    return annotated[1] if annotated else ""


def _unmarked(text: str) -> Iterator[Start]:
    """Yield places where telltale characters crowd, a few in each stretch without ASCII."""
    end = tries = at = 0
    while match := _telltale().search(text, at):
        at = match.start() + 1
        if match.start() >= end:
            opened = _opening(text, match.start())
            stretch = _STRETCH.match(text, match.start())
            end, tries = stretch.end() if stretch else match.end(), 0
            if _REREAD.search(text, match.start(), end):
                tries = _TRIES  # another channel explains that stretch, and its bytes are gone
        if tries == _TRIES:
            at = end
            continue
        tries += 1
        first = max(opened, match.start() - _BEFORE)
        kind = Start.Kind.REPLACED if _REPLACED.match(text, match.start()) else Start.Kind.BYTE
        yield Start(match.start(), kind, first, match.start() + _BEHIND)
        at = match.start() + _BEHIND + 1


def _opening(text: str, at: int) -> int:
    """Return where the stretch without ASCII around ``at`` begins, no further back than matters."""
    first = at
    while first > 0 and at - first < _BEFORE and text[first - 1] >= "\x80":
        first -= 1
    return first


@cache
def _telltale() -> re.Pattern[str]:
    text = files("textnorm").joinpath("data").joinpath("slip-characters.txt").read_text(encoding="utf-8")
    members = "".join(line for line in text.splitlines() if not line.startswith("#"))
    crowding = f"[^\x00-\x7f]?[{members}]|[^\x00-\x7f]?[?\ufffd](?![?\ufffd])|[@-~]"
    return re.compile(f"[{members}](?:{crowding})|[^\x00-\x7f\ufffd]\ufffd(?!\ufffd)")
