"""Which of the places where a run may begin are worth taking apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.slips.evidence import has_evidence
from textnorm.repair.slips.look import places
from textnorm.repair.slips.pairs import SPLITTERS
from textnorm.repair.slips.scan import Start, starts
from textnorm.repair.slips.strains import with_strained

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["begun"]

#: What a program that annotates leaves where it split the text at bytes that lay across two characters.
_SPLIT = re.compile(rf"\?(?P<mark>[{''.join(SPLITTERS).replace('?', '')}])(?<!\?\?.)")


def begun(text: str, *, annotated: bool, guessing: bool = False) -> list[Start]:
    """Return the places where something shows that a run begins, in ascending order.

    In an ``annotated`` document the same program split the text at marks: each ``?`` before such a
    mark is a place to look at, and explains what crowds around it better than a byte lost elsewhere.

    >>> [start.at for start in begun("資料有異?！?", annotated=True)]
    [4]
    """
    found = list(starts(text, places(text)))
    annotated = annotated or any(one.kind is Start.Kind.READING for one in found)
    found = [one for one in found if has_evidence(text, one, annotated=annotated, guessing=guessing)]
    if not annotated:
        return with_strained(text, found) if guessing else found
    marked = {one.at: one for one in found if one.kind in {Start.Kind.READING, Start.Kind.MARK}}
    for one in _split(text):
        marked.setdefault(one.at, one)
    others = (one for one in found if marked.keys().isdisjoint(range(one.first, one.behind + 2)))
    return sorted((*marked.values(), *others), key=lambda one: one.at)


def _split(text: str) -> Iterator[Start]:
    for match in _SPLIT.finditer(text):
        yield Start(match.start(), Start.Kind.MARK, match.start(), match.end(), mark=match["mark"])
