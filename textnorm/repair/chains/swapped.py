r"""UTF-16 whose two bytes were swapped: \u4e2d shows as \u2d4e.

Only a unit whose low byte is D8 to DF can be lost, because swapped it is half of a surrogate pair.
"""

from __future__ import annotations

import re
from codecs import utf_16_be_decode
from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.pieces import Piece
from textnorm.repair.chains.true import used_characters

if TYPE_CHECKING:
    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.pieces import Around

__all__ = ["read_swapped"]

_GAPS = re.compile("[?\ufffd]+")
#: What a question mark of the text itself is.
_MARK = "\u3f00"
#: How many characters beside a gap the search is told, as for other chains (``found.REACH``).
_REACH = 8
#: States kept in a search: of the two hundred characters that can be lost, the right one may be among the rarest.
_BEAM = 400
#: Bits behind the best path from which on a path is dropped: with 20 the same lines come out, in twice the time.
_MARGIN = 14.0
#: The same for a character together with the one behind it: of 400 lines all come out as without this limit.
_FAR = 14.0


def read_swapped(model: NgramModel, seen: str, around: Around) -> list[Piece] | None:
    """Return what is behind ``seen``, or None where swapping its bytes gives no text.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.pieces import Around
    >>> [piece.text for piece in read_swapped(load(), "\u2d4e\u8765", Around())]
    ['\u4e2d\u6587']
    """
    gaps = [*_GAPS.finditer(seen)]
    if not gaps:
        text = swap(seen)
        return None if text is None else [Piece(0, len(seen), text)][: len(text)]
    read = [swap(part) for part in _GAPS.split(seen)]
    if "" in read[1:-1] or any(part is None for part in read):
        return None
    known = "".join(filter(None, read))
    if model.bits(known) > model.bits("".join(_GAPS.split(seen))):
        return None  # whatever was lost, it stands better as it is
    forms = model.forms.document(known)
    pieces: list[Piece] = []
    text = read[0] or ""
    if text:
        pieces.append(Piece(0, gaps[0].start(), text))
    for i, gap in enumerate(gaps):
        behind = read[i + 1] or ""
        filling = kernel.fill_marks(
            model.grams,
            forms,
            gap[0],
            _lost_characters(),
            _MARK,
            text[-_REACH:] or around.before,
            behind[:_REACH] or around.after,
            beam=_BEAM,
            margin=_MARGIN,
            reach=_FAR,
            recent=around.words.recent if around.words else None,
        )
        if filling is None:
            return None
        start, end = gap.span()
        pieces.append(Piece(start, end, *filling))
        if behind:
            pieces.append(Piece(end, gaps[i + 1].start() if i + 1 < len(gaps) else len(seen), behind))
        text = filling[0] + behind
    return pieces


def swap(text: str) -> str | None:
    """Return a text with the two bytes of each code unit swapped; None where that gives half a surrogate pair."""
    try:
        return utf_16_be_decode(text.encode("utf-16-le", "surrogatepass"), "strict", True)[0]  # noqa: FBT003 - final
    except UnicodeDecodeError:
        return None


@cache
def _lost_characters() -> str:
    return "".join(char for char in used_characters() if 0xD8 <= ord(char) & 0xFF <= 0xDF and char > "\u00ff")  # noqa: PLR2004
