"""Conversion of a text that comes in pieces and may be larger than memory; the result is that of the whole text.

The pieces are joined to parts that can be converted one by one.  For a configuration, a part ends behind a character
that no dictionary knows, and outside of ideographic description sequences.  For a target, it ends behind a line where
nothing is open that a later line may close (``textnorm.protect.parts``), and each part is converted by the evidence of
the whole document, because sentences that speak for neither script follow the document.  So every pass counts first and
converts then, and what it needs twice waits in a temporary file.

A part that goes on for 16 million code points, in a comment that is never closed for example, ends there nevertheless.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from contextlib import ExitStack
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.kernel.reference import OPERATORS
from textnorm.protect.parts import last_cut
from textnorm.script import target, userwords
from textnorm.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from textnorm.config import Config
    from textnorm.script.opencc import Conversion

__all__ = ["PART", "by_configuration", "parts", "to_target"]

#: About how many code points are converted at once.
PART = 1 << 20
#: How long a part may become before it is ended anywhere.
_LONGEST = 1 << 24
#: Bytes that wait in memory before they go to a file.
_IN_MEMORY = 1 << 24

_OPERATOR = re.compile(f"[{''.join(sorted(OPERATORS))}]")


def by_configuration(pieces: Iterable[str], conversion: Conversion, part: int = PART) -> Iterator[str]:
    """Yield what a configuration makes of a text, part by part."""
    breaks = conversion.breaks
    for text in parts(pieces, lambda held: _last_break(held, breaks), part):
        yield conversion.convert(text)


def to_target(pieces: Iterable[str], settings: Config, part: int = PART) -> Iterator[str]:
    """Yield what a conversion to a target makes of a text, part by part.

    Raises ValueError for patterns of the user's own, which may look as far as they like.
    """
    if settings.protect:
        msg = "a text with patterns to protect is not converted in parts"
        raise ValueError(msg)
    coming = parts(pieces, _last_line, part)
    first, second = next(coming, ""), next(coming, None)
    if second is None:
        changes = userwords.changes(first, settings.to or "", vocabulary=settings.vocabulary, dictionary=settings.words)
        yield Trace(first, changes).target
        return
    repeats = settings.words is not None
    with ExitStack() as kept:
        came = document = _Document(chain((first, second), coming), part)
        kept.callback(came.close)
        for _ in range(userwords.ROUNDS if repeats else 1 + target.LOOKS):
            result, changed, shows_target = _converted(document, settings)
            kept.callback(result.close)
            if not changed:
                break
            if document is not came:
                document.close()
            document = result
            if shows_target and not repeats:
                break
        else:
            document = came if repeats else document  # words that write each other for ever
        yield from document.pieces()


def parts(pieces: Iterable[str], last: Callable[[str], int], part: int = PART) -> Iterator[str]:
    r"""Yield a text again in parts that end where ``last`` finds the last place to cut, or 0 for none.

    >>> list(parts(["甲\n", "乙", "丙\n丁"], lambda held: held.rfind("\n") + 1, 1))
    ['甲\n', '乙丙\n', '丁']
    """
    waiting: list[str] = []
    size, wanted = 0, part
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size < wanted:
            continue
        held = "".join(waiting)
        cut = last(held) or (size if size >= _LONGEST else 0)
        if cut:
            yield held[:cut]
        size -= cut
        waiting = [held[cut:]]
        wanted = size + part if cut else min(2 * size, max(_LONGEST, size + part))  # not to look again too often
    rest = "".join(waiting)
    if rest:
        yield rest


class _Document:
    """A text in a temporary file, to be read more than once."""

    def __init__(self, pieces: Iterable[str], part: int) -> None:
        """Keep all pieces of a text."""
        self.part = part
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it lives as long as the document
        self._sizes = array("q")
        for piece in pieces:
            self._sizes.append(self._file.write(piece.encode("utf-8", "surrogatepass")))

    def close(self) -> None:
        """Give up the file; doing so twice is no fault."""
        self._file.close()

    def pieces(self) -> Iterator[str]:
        """Yield the text as it was kept."""
        self._file.seek(0)
        for size in self._sizes:
            yield self._file.read(size).decode("utf-8", "surrogatepass")

    def parts(self) -> Iterator[str]:
        """Yield the text in parts that can be converted one by one."""
        return parts(self.pieces(), _last_line, self.part)


def _converted(document: _Document, settings: Config) -> tuple[_Document, bool, bool]:
    """Return what one pass makes of a document, whether it changed anything, and wrote anything only the target has."""
    to = settings.to or ""
    counts = [target.evidence(text, to) for text in document.parts()]
    evidence = (sum(theirs for theirs, _ in counts), sum(ours for _, ours in counts))
    changed = shows_target = False

    def converted() -> Iterator[str]:
        nonlocal changed, shows_target
        for text in document.parts():
            changes = userwords.one_round(
                text, to, vocabulary=settings.vocabulary, dictionary=settings.words, evidence=evidence, looks=0
            )
            changed = changed or bool(changes)
            shows_target = shows_target or target.shows_target((change.after or "" for change in changes), to)
            yield Trace(text, changes).target

    result = _Document(converted(), document.part)
    return result, changed, shows_target


def _last_break(text: str, breaks: Collection[str]) -> int:
    """Return the last offset behind one of the characters ``breaks`` and outside of descriptions; 0 for none."""
    return _outside_descriptions(
        text, lambda limit: max((text.rfind(each, 0, limit) for each in breaks), default=-1) + 1
    )


def _last_line(text: str) -> int:
    """Return the last offset at which a text to be converted to a target can be cut; 0 for none."""
    return _outside_descriptions(text, lambda limit: last_cut(text[:limit]))


def _outside_descriptions(text: str, last: Callable[[int], int]) -> int:
    """Return the last of the offsets that ``last`` finds below a limit that cuts no description, present or to come."""
    spans = list(kernel.descriptions(text))
    ends = [end for _, end in spans]
    limit = len(text)
    for operator in _OPERATOR.finditer(text):
        holder = bisect_right(ends, operator.start())
        if holder == len(spans) or spans[holder][0] > operator.start():
            limit = operator.start()
            break
    while cut := last(limit):
        holder = bisect_right(ends, cut)
        if holder == len(spans) or spans[holder][0] >= cut:
            return cut
        limit = spans[holder][0]
    return 0
