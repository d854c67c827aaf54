"""Where a run of shifted pairs may begin: cheap signs that clean text hardly has.

They are marks that lost bytes left, and characters that crowd where pairs are shifted (``slips.telltale``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from heapq import merge
from typing import TYPE_CHECKING

from textnorm.repair.readings import READING
from textnorm.repair.slips.pairs import SPLITTERS, TAG_WITHOUT_BRACKET
from textnorm.repair.slips.telltale import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "BEFORE",
    "BEHIND",
    "REPLACED",
    "Start",
    "is_riddled",
    "is_stretch",
    "marked_at",
    "signs_of_starts",
    "starts",
    "stretch_end",
]

#: A character whose two bytes survive; without one, question marks are what they seem, or nothing is left to restore.
_SURVIVES = "[^\x00-\x7f\ufffd\ue000-\uf8ff]"
#: A last byte that swallowed the bracket of a tag, or the end of the line.
_LAST = rf"[?\ufffd](?:{TAG_WITHOUT_BRACKET.pattern}|\n|$)"
_MARKED = re.compile(
    rf"\?(?:(?P<reading>{READING}) ?\)"
    rf"|(?<![?\s'\"<(].)(?P<mark>[{''.join(SPLITTERS)}])(?={_SURVIVES}|[@-~]\(|{_LAST}))"
)
_SHOWS = re.compile(rf"\?(?:(?P<reading>{READING}) ?\)|(?P<mark>[{''.join(SPLITTERS)}]))")
_ANNOTATED = re.compile(rf"([^\x00-\x7f])\({READING} ?\)$")
#: How the same marks begin or end, as patterns of ``kernel.Triggers``; a reading also shows itself by its bracket.
_SIGNS_OF_MARKS = (
    r"\?de[ )]",
    *(rf"\?[{''.join(SPLITTERS)}]{rest}" for rest in ("[^\x00-\x7f]", r"[@-~]\(", "[?\ufffd][/\n]")),
)
#: A character with its reading has ten code points at most, (zhuāng ) in brackets.
_LONGEST_ANNOTATION = 12
#: How far before the first telltale character a byte may have been lost, and how far behind it: of 2,907 lines of the
#: corpus that lost a byte it stood at most 6 behind the loss, in two lines 3 before it.
BEFORE, BEHIND = 8, 2
#: How far around a place marks of lost bytes are counted; how many of them, and one in how many characters, are many;
#: how many are where they are half of all.  On lines that chains damaged the search takes a sixth of the time then,
#: and as much comes back of all kinds of damage.
_AROUND, _MANY, _MARK_SHARE, _SOME = 40, 5, 6, 2
#: How often a stretch without ASCII is searched: of 1,189 lines that lost a byte the first place had it in 1,165, the
#: second in 4.
_TRIES = 3
#: Some characters and U+FFFD behind them.
REPLACED = re.compile("[^\x00-\x7f\ufffd]{1,12}\ufffd(?!\ufffd)")
_STRETCH = re.compile("[^\x00-\x7f]*")
#: Of the UTF-8 of U+FFFD, read as GBK or as Big5.
_REREAD = re.compile("锟斤|斤拷|[锟拷][^\x00-\x7f]{0,4}[锟拷]|嚙踝|踝蕭|嚙[^\x00-\x7f]{0,4}嚙")


@dataclass(frozen=True, slots=True)
class Start:
    """A place where a run may begin, at ``at``.

    ``READING``: ``?reading)`` ends at ``behind``, and ``before`` is the character that lost its bracket;
    ``MARK``: ``?`` and a splitting ``mark`` end at ``behind``; ``BYTE``: a byte was lost or gained somewhere
    from ``first`` to ``behind``; ``REPLACED``: so, and U+FFFD behind the character at ``at`` says that one was.
    ``signed`` tells that a sign shows it, and not only that the text reads badly there.
    """

    class Kind(Enum):
        """What shows that a run begins."""

        READING = "reading"
        MARK = "mark"
        BYTE = "byte"
        REPLACED = "replaced"
        __hash__ = object.__hash__  # that of Enum is a function of Python, and tables ask for it for each run

    at: int
    kind: Kind
    first: int
    behind: int
    before: str = ""
    reading: str = ""
    mark: str = ""
    signed: bool = True


def starts(text: str, unmarked_places: Sequence[int] | None = None) -> Iterator[Start]:
    """Yield the places where a run may begin, in ascending order.

    ``unmarked_places`` are those of ``telltale.places`` that are to be considered; all of them where none are given.

    >>> [(start.kind.value, start.at) for start in starts("學者認為或?qū)⑹沟肁I更便宜。")]
    [('reading', 5), ('byte', 11)]
    """
    marked = list(_marked(text)) if "?" in text else []
    unmarked = _unmarked(text, places(text) if unmarked_places is None else unmarked_places)
    yield from merge(marked, unmarked, key=lambda start: start.at) if marked else unmarked


def _marked(text: str) -> Iterator[Start]:
    """Yield the places where a lost byte left a mark and the reading or the punctuation behind it."""
    for match in _MARKED.finditer(text):
        at, behind = match.span()
        if match["mark"]:
            yield Start(at, Start.Kind.MARK, at, behind, mark=match["mark"])
        elif before := _character_before(text, at):
            yield Start(at, Start.Kind.READING, at, behind, before, match["reading"])


def marked_at(text: str, at: int) -> Start | None:
    """Return the run that the question mark at ``at`` of an annotated text shows to begin, if any.

    >>> marked_at("學者認為或?qū)⑹沟", 5).reading, marked_at("真的?嗎", 2)
    ('qū', None)
    """
    match = _SHOWS.match(text, at)
    if match is None:
        return None
    if match["mark"]:
        return Start(at, Start.Kind.MARK, at, match.end(), mark=match["mark"])
    before = _character_before(text, at)
    return Start(at, Start.Kind.READING, at, match.end(), before, match["reading"]) if before else None


def _character_before(text: str, at: int) -> str:
    """Return the character that ends at ``at``, or that carries the reading that ends there; "" for ASCII."""
    if text[at - 1 : at] > "\x7f":
        return text[at - 1]
    annotated = _ANNOTATED.search(text, max(0, at - _LONGEST_ANNOTATION), at)
    return annotated[1] if annotated else ""


def is_stretch(text: str, start: int, stop: int) -> bool:
    """Tell whether no ASCII stands between two places.

    >>> is_stretch("一二三", 0, 2), is_stretch("一2三", 0, 2)
    (True, False)
    """
    found = _STRETCH.match(text, start, stop)
    return found is not None and found.end() == stop


def stretch_end(text: str, at: int) -> int:
    """Return where the stretch without ASCII around a place ends, one character further on at least.

    >>> stretch_end("一二3四", 0), stretch_end("一二3四", 2)
    (2, 3)
    """
    found = _STRETCH.match(text, at)
    return max(found.end() if found else 0, at + 1)


def _unmarked(text: str, among: Sequence[int]) -> Iterator[Start]:
    """Yield, of some places where telltale characters crowd or stand out, a few in each stretch without ASCII."""
    end = opened = tries = behind = 0
    for at in among:
        if at < behind:
            continue
        if at >= end:
            opened = _opening(text, at)
            stretch = _STRETCH.match(text, at)
            end, tries = stretch.end() if stretch else at + 1, 0
            if _REREAD.search(text, at, end):
                tries = _TRIES  # another channel explains that stretch, and its bytes are gone
        if tries == _TRIES:
            behind = end
            continue
        if is_riddled(text, at):
            continue
        tries += 1
        kind = Start.Kind.REPLACED if REPLACED.match(text, at) else Start.Kind.BYTE
        yield Start(at, kind, max(opened, at - BEFORE), at + BEHIND)
        behind = at + BEHIND + 1


def is_riddled(text: str, at: int) -> bool:
    """Tell whether so many marks stand around a place that bytes were lost all over: one slip leaves a mark or two.

    >>> is_riddled("锘挎?鑳?鐨?灏?鏈?", 3), is_riddled("大家吨勒庵址椒梢越饩鑫侍狻?", 2)
    (True, False)
    """
    around = text[max(0, at - _AROUND) : at + _AROUND]
    marks = around.count("\ufffd") + around.count("?")
    if marks < _SOME:
        return False
    others = len(around) - len(around.encode("ascii", "ignore"))
    return (marks >= _MANY and marks * _MARK_SHARE > others) or marks * 2 >= others


def _opening(text: str, at: int) -> int:
    """Return where the stretch without ASCII around ``at`` begins, no further back than matters."""
    first = at
    while first > 0 and at - first < BEFORE and text[first - 1] >= "\x80":
        first -= 1
    return first


def signs_of_starts() -> tuple[str, ...]:
    """Return the patterns of ``kernel.Triggers`` that a text has where a mark says that a run may begin.

    >>> len(signs_of_starts())
    4
    """
    return _SIGNS_OF_MARKS
