"""UTF-8 that was read as GBK twice, with bytes lost either time: both readings are undone in one search.

The text in between was written in UTF-8 too, so that its characters stand out: one whose bytes are all there is known,
one that lost some can have been several, and each gives two bytes of the first reading.  What the first reading lost
stands in between as U+FFFD or a question mark.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.search import BEAM
from textnorm.repair.chains.gaps import channel
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.pieces import Piece, is_whole, text_of
from textnorm.repair.chains.scan import suspect_columns
from textnorm.repair.chains.true import true_codec
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.pieces import Around

__all__ = ["looks_misread", "read_twice"]

#: A lost byte among known ones.
_LOST = -1
_LEAD = 0xC0
_ABOVE_ASCII = bytes(range(0x80, 0xF5))
#: Bits behind the best path from which on a path is dropped, and behind the best of a rough estimate from which on an
#: edge is not looked at: of 604 lines none came out otherwise than without the latter, in half the time.
_MARGIN, _REACH = 20.0, 14.0
#: Bits of a character in between that was no character at all but a mark.
_MARKED = 6.0


def read_twice(model: NgramModel, seen: str, wrong: WrongCodec, losses: Losses, around: Around) -> list[Piece] | None:
    """Return what is behind ``seen`` if UTF-8 was read as ``wrong`` twice, or None where that gives no text.

    losses: what both readings did with single bytes.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> from textnorm.repair.chains.pieces import Around
    >>> gbk = wrong_codec("gbk")
    >>> [piece.text for piece in read_twice(load(), "閺勩儱銇夐惃鍕�濮抽崶锟�", gbk, Losses(), Around())]
    ['春天的花园']
    """
    between = kernel.characters_between(code_table(wrong), seen)
    tokens = [one if isinstance(one, str) else _gap(one, wrong) for one in between]
    found = channel(wrong, "utf-8", losses).fill(
        model.grams,
        model.forms.document("".join(one for one in seen if one.isascii())),
        tokens,
        around.before,
        around.after,
        inserts=losses.dropped,
        beam=BEAM,
        margin=_MARGIN,
        reach=_REACH,
    )
    return [Piece(0, len(seen), *found)] if found else None


def looks_misread(once: Sequence[Piece]) -> bool:
    """Tell whether what one misreading leaves looks misread itself, and has lost bytes.

    >>> looks_misread([Piece(0, 4, "鏄ュぉ鐨勮姳鍥", None), Piece(4, 5, "\ufffd", 20.0, (0.0,))])
    True
    """
    text = text_of(once)
    if is_whole(once) and LOST not in text:
        return False
    starts, ends = suspect_columns(text)
    return 2 * (sum(ends) - sum(starts)) >= len(text)


@cache
def _by_first_byte(wrong: WrongCodec) -> dict[int, list[tuple[bytes, bytes]]]:
    """Return the characters of a codec as their bytes in UTF-8 and in the codec."""
    found: dict[int, list[tuple[bytes, bytes]]] = {}
    for char, codes in wrong.codes.items():
        written = char.encode("utf-8", "surrogatepass")
        if len(written) > 1:
            found.setdefault(written[0], []).append((written, codes[0]))
    return found


@cache
def _gap(group: tuple[int, ...], wrong: WrongCodec) -> kernel.Gap:
    """Return the bytes of the first reading behind what is left of a character."""
    if group[0] == _LOST and set(group) == {_LOST}:
        return kernel.Gap(true_codec("utf-8"), 2, [(0, _ABOVE_ASCII, 1, 0.0), (1, _ABOVE_ASCII, 2, 0.0)])
    known = _by_first_byte(wrong)
    rows = known.get(group[0], ()) if group[0] >= _LEAD else [row for some in known.values() for row in some]
    seconds: dict[int, list[int]] = {}
    for written, code in rows:
        if len(code) == 2 and _fits(group, written):  # noqa: PLR2004 - a pair
            seconds.setdefault(code[0], []).append(code[1])
    edges: list[tuple[int, bytes, int, float]] = []
    for node, (first, found) in enumerate(sorted(seconds.items()), 1):
        edges += [(0, bytes((first,)), node, 0.0), (node, bytes(sorted(found)), len(seconds) + 1, 0.0)]
    edges.append((0, wrong.unreadable_before(None), len(seconds) + 1, _MARKED))
    return kernel.Gap(true_codec("utf-8"), len(seconds) + 1, edges)


def _fits(group: Sequence[int], written: bytes) -> bool:
    """Tell whether a character can have left what is there; where bytes left no mark it may have been any of them."""
    if len(group) == len(written):
        return all(one in (_LOST, byte) for one, byte in zip(group, written, strict=True))
    rest = iter(written)
    return len(group) < len(written) and all(one == _LOST or one in rest for one in group)
