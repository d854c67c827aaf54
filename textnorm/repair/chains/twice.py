"""Undo the first of two misreadings where the second one lost bytes.

What is left of a character in between can be several, and each gives other bytes of the first reading: one search
reads both.  Text that was written in UTF-8 needs it only at broken places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.model.search import BEAM
from textnorm.repair.chains.between import gap_behind
from textnorm.repair.chains.codecs import MARKS, wrong_codec
from textnorm.repair.chains.gaps import channel
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.pieces import Piece
from textnorm.repair.chains.reading import read
from textnorm.repair.chains.variants import variant_of
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.kernel import DocumentForms
    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.between import Between
    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Around
    from textnorm.repair.chains.rules import Chain

__all__ = ["read_between"]

#: Bits behind the best path from which on a path is dropped, and behind the best of a rough estimate from which on an
#: edge is not looked at: of 604 lines none came out otherwise than without the latter, in half the time.
_MARGIN, _REACH = 20.0, 14.0
#: Broken places with fewer characters between them are one.
_APART = 3
#: How much is read before a broken place, since brackets stay open for long, and how much behind it.
_BEFORE, _BEHIND = 64, 8
#: Bits of a broken place that no text explains, and of each character that stands there.
_UNREADABLE, _EACH = 20.0, 12.0
_NEVER = b"\xff"


def read_between(there: Between, inner: Chain, losses: Losses, around: Around) -> list[Piece] | None:
    r"""Return what is behind a text in between that ``inner`` left, or None where that gives no text.

    The places of the pieces are those of the characters in between.

    >>> from textnorm.repair.chains.between import between
    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> from textnorm.repair.chains.pieces import Around, text_of
    >>> from textnorm.repair.chains.rules import CHAINS
    >>> there = between("閺勩儱銇夐惃鍕\ufffd濮抽崶锟\ufffd", wrong_codec("gbk"))
    >>> text_of(read_between(there, CHAINS[0], Losses(), Around()))
    '春天的花园'
    """
    wrong = variant_of(wrong_codec(inner.wrong), there.text)
    if there.whole or not wrong.codes:
        return read(load(), there.text, wrong, inner.true, losses, around)
    tokens: list[str | kernel.Gap] = []
    for token in there.tokens:
        if isinstance(token, str) and (token in wrong.codes or token in MARKS):
            tokens.append(token)
        else:
            left = tuple(token.encode()) if isinstance(token, str) else token
            tokens.append(gap_behind(left, wrong, inner.true) or LOST)
    search = _Search(load(), wrong, inner.true, losses, around)
    if inner.true == "utf-8":
        return list(search.pieces(there.text, tokens))
    known = code_table(wrong).encode(there.text, b" ").decode(inner.true, "ignore")
    found = search.found(tokens, load().forms.document(known), around.before, around.after)
    return [found._replace(end=len(tokens))] if found else None


class _Search:
    """What is looked for behind a text in between: by which codecs, losses and neighbours."""

    def __init__(self, model: NgramModel, wrong: WrongCodec, true: str, losses: Losses, around: Around) -> None:
        self._model, self._wrong, self._losses, self._around = model, wrong, losses, around
        self._channel = channel(wrong, true, losses)

    def found(self, tokens: Sequence[str | kernel.Gap], forms: DocumentForms, before: str, after: str) -> Piece | None:
        """Return the likeliest text behind some characters and gaps, None where they spell none.

        forms: what forms cost, by what is known of the text.
        """
        found = self._channel.fill(
            self._model.grams,
            forms,
            tokens,
            before,
            after,
            inserts=self._losses.dropped,
            beam=BEAM,
            margin=_MARGIN,
            reach=_REACH,
        )
        return Piece(0, 0, *found) if found else None

    def pieces(self, seen: str, tokens: Sequence[str | kernel.Gap]) -> Iterator[Piece]:
        """Yield what decodes of UTF-8, and what its broken places spell."""
        text, windows = self._windows(seen)
        forms = self._model.forms.document(text.encode("utf-8", "ignore").decode())
        said, at, place = self._around.before, 0, 0
        for start, end, first, last in windows:
            if start > at:
                yield Piece(place, first, text[at:start])
                said = (said + text[at:start])[-_BEFORE:]
            piece = self.found(tokens[first:last], forms, said, text[end : end + _BEHIND] or self._around.after)
            if piece is None:
                bits = max(_EACH * (last - first), self._model.bits(seen[first:last]))
                piece = Piece(0, 0, LOST, _UNREADABLE + bits, (0.0,), ((),))
            yield piece._replace(start=first, end=last)
            said = (said + piece.text)[-_BEFORE:]
            at, place = end, last
        if at < len(text):
            yield Piece(place, len(seen), text[at:])

    def _windows(self, seen: str) -> tuple[str, list[tuple[int, int, int, int]]]:
        """Return what decodes, and the spans of its broken places there and in what was seen.

        They are widened to where a character of either begins.
        """
        codes, questioned = code_table(self._wrong), self._wrong.double and LOST not in seen
        text, places = kernel.broken_places(codes, seen, questioned=questioned, apart=_APART)
        windows: list[tuple[int, int, int, int]] = []
        for start, end, first, skipped, last, taken in places:
            begin, from_ = _back(codes, text, seen, (start, first), skipped)
            stop, to = _on(codes, text, seen, (end, last), taken)
            if windows and begin < windows[-1][1]:
                begin, _, from_, _ = windows.pop()
            windows.append((begin, stop, from_, to))
        return text, windows


def _back(codes: kernel.Codes, text: str, seen: str, at: tuple[int, int], skipped: int) -> tuple[int, int]:
    """Return the last place before one, in what decodes and in what was seen, where a character of both begins.

    skipped: how many bytes of a character that was seen are before the place.
    """
    place, token = at
    while skipped:
        place -= 1
        skipped -= _size(text[place])
        while skipped < 0:
            token -= 1
            skipped += len(codes.encode(seen[token], _NEVER))
    return place, token


def _on(codes: kernel.Codes, text: str, seen: str, at: tuple[int, int], taken: int) -> tuple[int, int]:
    """Return the first place behind one, as above."""
    place, token = at
    while taken:
        taken += _size(text[place])
        place += 1
        while taken and taken >= (size := len(codes.encode(seen[token], _NEVER))):
            taken -= size
            token += 1
    return place, token


def _size(char: str) -> int:
    """Return how many bytes a decoded character has, one of them if it is a byte that is in none."""
    return len(char.encode("utf-8", "surrogateescape"))
