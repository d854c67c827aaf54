"""Reading what stands behind text of a wrong codec that lost bytes: defined in plain Python.

What was lost is given as gaps, which say what bytes can have stood at a place; a channel puts them between what is
known, ``reference_spelling`` chooses the likeliest text.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from textnorm.kernel.reference_alignment import broken_places
from textnorm.kernel.reference_spelling import Codes, Gap, Spelt, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textnorm.kernel.reference_forms import DocumentForms, Forms
    from textnorm.kernel.reference_ngrams import Grams, Recent
    from textnorm.kernel.reference_spelling import Alphabet

__all__ = ["GapMaker", "LossyChannel", "Row"]

_MARKS = frozenset("?\ufffd")
_LOST = "\ufffd"
#: In place of the first byte of what follows: a mark.
_MARK = -1
#: Broken places with fewer characters between them are one.
_APART = 3
#: How much is read before a broken place, in how many pieces (brackets stay open for long), and how much behind it.
_BEFORE, _PIECES, _BEHIND = 64, 8, 8
#: Bits of a broken place that no text explains, and of each character that stands there.
_UNREADABLE, _EACH = 20.0, 12.0

#: Some characters [start:end] of what was seen, what is behind them, and where that was searched its bits and of each
#: character its probability and others that fit.
Row = tuple[int, int, str, "float | None", tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]
_Token = str | bytes | Gap


class GapMaker(Protocol):
    """What makes the gaps of a channel.

    following: the first byte of what follows, -1 for a mark, None where nothing is known of it.
    last: whether a line ends behind.
    signs: which may have been swallowed there, where that is told.
    """

    def behind_mark(self, mark: str, following: int | None, last: bool, signs: Any = ...) -> Gap:  # noqa: ANN401, FBT001 - a kernel's
        """Return what can have stood at a mark."""

    def behind_marks(self, marks: str, following: int | None) -> Gap:
        """Return what can have stood at several marks beside each other."""

    def dropped(self, following: int | None, last: bool, signs: Any = ...) -> Gap:  # noqa: ANN401, FBT001 - a kernel's
        """Return what can have stood where nothing is seen."""


class LossyChannel:
    r"""How text in one codec was read with another one that lost bytes.

    alphabet: of the true codec.  codes: of the wrong one.  maker: of the gaps; each that stands at one mark or at none
    is made when first met.  end: the end of a line, or nothing.  joined: marks beside each other are one gap.
    lean: by how many bits what was read is likelier Simplified than Traditional, before anything of it is known.

    >>> from textnorm.kernel.reference_forms import Forms
    >>> from textnorm.kernel.reference_spelling import Alphabet
    >>> from textnorm.model.ngrams import load
    >>> used = [(char, char.encode()) for char in "你好妈"]
    >>> alphabet = Alphabet(bytes(0xE0) + b"\3" * 16 + bytes(16), bytes(range(0x80, 0xC0)), used, None)
    >>> class OneByte:
    ...     def behind_mark(self, mark, following, last):
    ...         return Gap(alphabet, 1, [(0, bytes(range(0x80, 0xC0)), 1, 0.0)])
    >>> codes = Codes({char: [char.encode("cp1252")] for char in "ä½\xa0å¥"})
    >>> channel = LossyChannel(alphabet, codes, OneByte(), Gap(alphabet, 1, [(0, b"\n", 1, 0.0)]), joined=False)
    >>> grams = load().definition
    >>> forms = Forms(grams, [], [], []).document("")
    >>> channel.fill(grams, forms, ["ä½\xa0å¥?"], "", "", inserts=False, beam=8, margin=20.0).text
    '你好'
    """

    def __init__(  # noqa: PLR0913 - a channel is all of this
        self, alphabet: Alphabet, codes: Codes, maker: GapMaker, end: Gap, *, joined: bool, lean: float = 0.0
    ) -> None:
        """Take what decides about the ways to write a mark or a gap."""
        self._alphabet, self._codes, self._maker, self._end, self._joined, self._lean = (
            alphabet,
            codes,
            maker,
            end,
            joined,
            lean,
        )
        self._behind: dict[tuple[str, int | None, bool], Gap] = {}
        self._dropped: dict[tuple[int | None, bool], Gap] = {}

    def fill(  # noqa: PLR0913 - what a search needs
        self,
        grams: Grams,
        forms: DocumentForms,
        tokens: Sequence[_Token],
        before: str,
        after: str,
        *,
        inserts: bool,
        beam: int,
        margin: float,
        reach: float = math.inf,
        recent: Recent | None = None,
    ) -> Spelt | None:
        """Return the likeliest text behind characters, bytes and gaps; None where they spell none.

        A text is its characters, an empty one is a character that left nothing.  inserts: whether bytes may have been
        dropped between any two of them.  An ``after`` of "" is the end of a line.

        That a line ends tells that a full stop was lost.  Where the likeliest last character is a letter all the same,
        the line is a title, a cell or a string that was cut, and only the latter ends anywhere.  The bits remain those
        of a line.
        """
        single = [part for token in tokens for part in (token if isinstance(token, str) and token else (token,))]
        places = range(len(single) + 1) if inserts else range(0)
        size = {"beam": beam, "margin": margin, "reach": reach, "recent": recent}
        return self._filled(grams, forms, single, places, not after, before, after, size)

    def read(  # noqa: PLR0913, PLR0917 - what a search needs
        self,
        rare: Callable[[], LossyChannel],
        grams: Grams,
        forms: Forms,
        seen: str,
        before: str,
        after: str,
        *,
        questioned: bool,
        inserts: bool,
        beam: int,
        margin: float,
        reach: float = math.inf,
        recent: Recent | None = None,
        swallowed: Callable[[int, int], Any] | None = None,
    ) -> list[Row]:
        """Return what is behind a text that was UTF-8, piece by piece: what decodes, and what its broken places spell.

        rare: the channel for places that ``self`` cannot explain.  questioned: question marks alone are broken places.
        swallowed: what the maker of gaps is told of the signs that may have been swallowed at ``seen[start:end]``.
        The rest is as for ``fill``.
        """
        size = {"beam": beam, "margin": margin, "reach": reach, "recent": recent}
        text, windows = broken_places(self._codes, seen, questioned=questioned, apart=_APART)
        document = forms.document(text, self._lean)
        rows: list[Row] = []
        at = at_token = 0
        for start, end, first, skipped, last, taken in windows:
            if start > at:
                rows.append((at_token, first, text[at:start], None, (), ()))
            tokens, places = self._window(seen, first, skipped, last, taken)
            places = places if inserts else range(0)
            ends_line = end == len(text) and not after
            said = "".join(row[2] for row in rows[-_PIECES:])[-_BEFORE:] or before
            beside = text[end : end + _BEHIND] or after
            signs = partial(_moved, swallowed, first) if swallowed else None
            around = places, ends_line, said, beside, size, signs
            found = self._filled(grams, document, tokens, *around)
            if found is None:
                found = rare()._filled(grams, document, tokens, *around)  # noqa: SLF001 - its kind
            at, at_token = end, last + (taken > 0)
            if found:
                rows.append((first, at_token, *found))
            else:
                bits = max(_EACH * (at_token - first), grams.bits(seen[first:at_token], ""))
                rows.append((first, at_token, _LOST, _UNREADABLE + bits, (0.0,), ((),)))
        if at < len(text) or at_token < len(seen):
            rows.append((at_token, len(seen), text[at:], None, (), ()))
        return rows

    def _window(self, seen: str, first: int, skipped: int, last: int, taken: int) -> tuple[list[_Token], range]:
        """Return the characters of a broken place, and before which of them bytes can have been dropped.

        Of the first character some bytes are left out, of the last one some are taken: these are given as bytes.
        """
        tokens: list[_Token] = list(seen[first:last])
        if first == last:
            tokens.append(self._codes.encode(seen[first], b"\xff")[skipped:taken])
        else:
            if skipped:
                tokens[0] = self._codes.encode(seen[first], b"\xff")[skipped:]
            if taken:
                tokens.append(self._codes.encode(seen[last], b"\xff")[:taken])
        return tokens, range(1 if skipped else 0, len(tokens) + (not isinstance(tokens[-1], bytes)))

    def _filled(  # noqa: PLR0913, PLR0917 - what a search needs
        self,
        grams: Grams,
        forms: DocumentForms,
        tokens: Sequence[_Token],
        inserts: range,
        ends_line: bool,  # noqa: FBT001 - given by position, as all here
        before: str,
        after: str,
        size: Mapping[str, Any],
        swallowed: Callable[[int, int], Any] | None = None,
    ) -> Spelt | None:
        """Return what a search finds; a line that ends in a word may have been cut there."""
        parts = self._parts(tokens, inserts, swallowed, ends_line=ends_line)
        around = grams, self._alphabet, forms, self._codes
        found = spell(*around, parts, before, after, **size)
        if after or found is None or not found.text[-1:].isalnum():
            return found
        cut = spell(*around, [*parts, self._end], before, None, **size)
        if cut is None:
            return found
        n = len(cut.text.removesuffix("\n"))
        if not cut.text[:n][-1:].isalnum():
            return found
        return Spelt(cut.text[:n], found.bits, cut.probabilities[:n], cut.alternatives[:n])

    def _parts(
        self,
        tokens: Sequence[_Token],
        inserts: range,
        swallowed: Callable[[int, int], Any] | None,
        *,
        ends_line: bool,
    ) -> list[_Token]:
        """Return what was seen with a gap at each mark, and at each place where bytes may have been dropped."""
        found: list[_Token] = []
        behind = 0
        for i, token in enumerate(tokens):
            if i < behind:
                continue
            if i in inserts:
                found.append(self._dropped_before(self._first_byte(token), _signs(swallowed, i, i), last=False))
            if token not in _MARKS:
                found.append(token)
                continue
            behind = i + 1
            while self._joined and behind < len(tokens) and tokens[behind] in _MARKS:
                behind += 1
            following = self._first_byte(tokens[behind]) if behind < len(tokens) else None
            if behind > i + 1:
                found.append(self._maker.behind_marks("".join(map(str, tokens[i:behind])), following))
            else:
                signs = _signs(swallowed, i, behind)
                last = behind == len(tokens) and ends_line
                found.append(self._behind_mark(str(token), following, signs, last=last))
        if len(tokens) in inserts:
            found.append(self._dropped_before(None, _signs(swallowed, len(tokens), len(tokens)), last=ends_line))
        return found

    def _behind_mark(self, mark: str, following: int | None, signs: Any, *, last: bool) -> Gap:  # noqa: ANN401 - the maker's
        key = mark, following, last
        if signs is not None:
            return self._maker.behind_mark(*key, signs)
        return self._behind.get(key) or self._behind.setdefault(key, self._maker.behind_mark(*key))

    def _dropped_before(self, following: int | None, signs: Any, *, last: bool) -> Gap:  # noqa: ANN401 - the maker's
        key = following, last
        if signs is not None:
            return self._maker.dropped(*key, signs)
        return self._dropped.get(key) or self._dropped.setdefault(key, self._maker.dropped(*key))

    def _first_byte(self, following: _Token) -> int | None:
        """Return the first byte of what follows a place, -1 for a mark, None where nothing is known of it."""
        if isinstance(following, Gap):
            return None
        if following in _MARKS:
            return _MARK
        data = following if isinstance(following, bytes) else self._codes.encode(following, b"")
        return data[0] if data else None


def _moved(swallowed: Callable[[int, int], Any], by: int, start: int, end: int) -> Any:  # noqa: ANN401 - the maker's
    """Return what is told of a place that is given from ``by`` on."""
    return swallowed(start + by, end + by)


def _signs(swallowed: Callable[[int, int], Any] | None, start: int, end: int) -> Any:  # noqa: ANN401 - the maker's
    return None if swallowed is None else swallowed(start, end)
