"""Conversion to a target of a text that comes in pieces and may be larger than memory; the result is that of the whole.

A part ends behind a line where nothing is open that a later line may close (``textnorm.protect.parts``), and is
converted by the evidence of the whole document, because sentences that speak for neither script follow the document.
So every pass counts first and converts then, and what it needs twice waits in a temporary file.  Where a comment, for
example, is never closed, a part ends after 16 million code points nevertheless.
"""

from __future__ import annotations

from array import array
from contextlib import ExitStack
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from textnorm.protect.parts import last_cut
from textnorm.script import target, userwords
from textnorm.script.streaming import PART, outside_descriptions, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.config import Config

__all__ = ["to_target"]

#: Bytes that wait in memory before they go to a file.
_IN_MEMORY = 1 << 24


def to_target(pieces: Iterable[str], settings: Config, part: int = PART) -> Iterator[str]:
    r"""Yield what a conversion to a target makes of a text, part by part.

    Raises ValueError for patterns of the user's own, which may look as far as they like.

    >>> from textnorm.config import Config
    >>> "".join(to_target(["他们的头", "发\n", "他們來了\n"], Config(to="zh-Hant")))
    '他們的頭髮\n他們來了\n'
    """
    if settings.protect:
        msg = "a text with patterns to protect is not converted in parts"
        raise ValueError(msg)
    coming = parts(pieces, _last_line, part)
    first, second = next(coming, ""), next(coming, None)
    if second is None:
        yield userwords.converted(first, settings.to or "", vocabulary=settings.vocabulary, dictionary=settings.words)
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
    counts = [target.evidence(text, to, userwords.held_by(text, settings.words)) for text in document.parts()]
    evidence = (sum(theirs for theirs, _ in counts), sum(ours for _, ours in counts))
    changed = shows_target = False

    def converted() -> Iterator[str]:
        nonlocal changed, shows_target
        for text in document.parts():
            held = userwords.held_by(text, settings.words)
            after, wrote, shows = target.look(text, to, vocabulary=settings.vocabulary, held=held, evidence=evidence)
            changed, shows_target = changed or wrote, shows_target or shows
            yield after

    result = _Document(converted(), document.part)
    return result, changed, shows_target


def _last_line(text: str) -> int:
    """Return the last offset at which a text to be converted to a target can be cut; 0 for none."""
    return outside_descriptions(text, lambda limit: last_cut(text[:limit]))
