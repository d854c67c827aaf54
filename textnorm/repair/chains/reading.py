"""Read the bytes behind a misread stretch of text with the true codec, and fill what is lost.

UTF-8 brings itself back into step, so only the broken places are searched and the rest is decoded;
GBK and Big5 do not, so a whole stretch with a lost byte is one search.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from textnorm.model.search import BEAM
from textnorm.repair.chains.codecs import MARKS, PRIVATE, is_marked
from textnorm.repair.chains.gaps import channel, reads_again
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.pieces import Around, Piece
from textnorm.repair.chains.structure import UNKNOWN
from textnorm.repair.chains.swapped import read_swapped
from textnorm.repair.chains.true import EASTERN, RARE
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from textnorm import kernel
    from textnorm.kernel import DocumentForms
    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.signs import Signs
    from textnorm.repair.chains.swallowed import Swallowed

__all__ = ["read"]

#: Characters that tell each script.
_SIMPLIFIED, _TRADITIONAL = "这个时候们来说过还没对发现", "這個時候們來說過還沒對發現"
_EVEN = 0.5
#: Bits for Simplified text of a character of GBK that Big5 reads, against it of marks beside each other: of held-out
#: lines 3 to 4 % of the Simplified and 19 to 21 % of the Traditional ones are such marks.
_KEPT, _UNREAD = 0.27, 2.5
_READ, _UNREADS = re.compile(f"[^\0-\x7f{MARKS}]"), re.compile(f"[{MARKS}]+")
#: How far a search goes: the paths that it keeps, bits behind the best one from which on a path is dropped (14 restore
#: the same lines as 20), and bits behind the best of a rough estimate from which on an edge is not looked at (of 1,029
#: places none was filled otherwise).
_USUAL = BEAM, 14.0, 12.0
#: The same where most bytes are lost: 120 paths find as many characters in twice the time, 48 fewer that are certain.
_WIDE = 64, 14.0, 10.0
#: The same for Traditional text in GBK that was read as Big5: a lost byte leaves thousands of characters, and the next
#: ones tell.  Of 180 held-out lines 61 come back instead of 59, of GSD 50 instead of 45; twice as many paths find none.
_MANY = 96, 14.0, 12.0
#: The same where characters may be missing anywhere, which is a choice of thousands at every place (of 50 lines none
#: was filled otherwise than without the last limit, in a quarter of the time).
_NARROW = 16, 10.0, 8.0

#: Makes a piece of a row of the kernel, which may be of tuples and not of any sequence.
_AS_PIECE: Callable[[tuple[object, ...]], Piece] = partial(tuple.__new__, Piece)


def read(  # noqa: PLR0913, PLR0917 - a chain is two codecs and a kind of loss, its place two texts
    model: NgramModel, seen: str, wrong: WrongCodec, true: str, losses: Losses, around: Around
) -> list[Piece] | None:
    r"""Return what is behind ``seen``, or None where these codecs cannot have made it.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> pieces = read(load(), "绯荤粺寮傚父", wrong_codec("gbk"), "utf-8", Losses(), Around())
    >>> "".join(piece.text for piece in pieces)
    '系统异常'
    """
    if true == "utf-16-be":
        return read_swapped(model, seen, around)
    data = None if is_marked(seen) else code_table(wrong).encode(seen)
    invisible = losses.dropped and (not wrong.double or (true != "utf-8" and not PRIVATE.search(seen)))
    several = true != "utf-8" and (not wrong.double or wrong.repeats) and _has_several(seen, wrong)
    if data is not None and not (invisible or several):
        try:
            text = data.decode(true)
        except UnicodeDecodeError:
            pass
        else:
            if true != "utf-8" and PRIVATE.search(text):
                return None  # what UTF-8 was read as may have such characters, and be misread again
            return [Piece(0, len(seen), text)]
    if true == "utf-8":
        return _read_utf8(model, seen, wrong, losses, around)
    if data is not None and not invisible and not _has_several(seen, wrong):
        return None  # nothing is open, and it is no text
    apart = wrong.double and losses.dropped
    typical = _typical(model, seen, wrong, true)
    many = wrong.double and true == "gb18030" and typical is _TRADITIONAL
    beam, margin, reach = _NARROW if apart else _MANY if many else _USUAL
    found = channel(wrong, true, losses, apart=apart, again=reads_again(seen, losses, wrong)).fill(
        model.grams,
        _forms_of(model, typical),
        [seen],
        around.before,
        around.after,
        inserts=invisible,
        beam=beam,
        margin=margin,
        reach=reach,
        recent=around.words.recent if around.words else None,
    )
    return [Piece(0, len(seen), *found)] if found else None


def _has_several(seen: str, wrong: WrongCodec) -> bool:
    """Tell whether a character was read from one of several sequences of bytes."""
    return not wrong.several.isdisjoint(seen)


def _typical(model: NgramModel, seen: str, wrong: WrongCodec, true: str) -> str:
    """Return characters typical of the script behind ``seen``: Big5 has one, the characters of GBK tell which.

    Only the script is taken from them, since the ends of what stands between two marks mean nothing.  Big5 cannot read
    most Traditional characters of GBK, but nearly all Simplified ones: so each mark tells as well.
    """
    if true == "gb18030":
        lean = 0.0
        if wrong.double:
            lean = _KEPT * len(_READ.findall(seen)) - _UNREAD * len(_UNREADS.findall(seen))
        rough = "".join(_in_step(model, part, wrong, true) for part in _UNREADS.split(seen))
        if model.forms.tables.document(rough, lean).simplified < _EVEN:
            return _TRADITIONAL
        return _SIMPLIFIED
    return _TRADITIONAL


@cache
def _forms_of(model: NgramModel, script: str) -> DocumentForms:
    """Return what forms cost in a document of a script; for most lines it is the same."""
    return model.forms.document(script)


def _in_step(model: NgramModel, part: str, wrong: WrongCodec, true: str) -> str:
    """Return what is behind characters beside each other: their first byte may be the last one of a pair."""
    data = code_table(wrong).encode(part, b" ")
    found = (data[first:].decode(true, "ignore") for first in (0, 1))
    return min(found, key=lambda text: model.bits(text, LOST) / max(1, len(text)))


def _read_utf8(model: NgramModel, seen: str, wrong: WrongCodec, losses: Losses, around: Around) -> list[Piece]:
    apart = losses.dropped and losses.pairs and is_marked(seen)
    told = around.words.structure.told(wrong) if around.words and around.words.structure else UNKNOWN
    keeps = bool(around.words and around.words.keeps_line_feeds)
    feeds = told.feeds if told.feeds is not None else bool(told.swallows) or not keeps
    again = reads_again(seen, losses, wrong) or told.swallows is False
    usual, rare, (beam, margin, reach) = _utf8_channels(
        wrong, losses, apart, again, feeds, around.closed, told.swallows, told.feeds
    )
    rows = usual.read(
        rare,
        model.grams,
        model.forms.tables,
        seen,
        around.before,
        around.after,
        questioned=wrong.double and LOST not in seen,
        inserts=losses.dropped,
        beam=beam,
        margin=margin,
        reach=reach,
        recent=around.words.recent if around.words else None,
        swallowed=_swallowed(seen, wrong, around, told.signs) if wrong.double and losses.pairs else None,
    )
    return [*map(_AS_PIECE, rows)]


def _swallowed(seen: str, wrong: WrongCodec, around: Around, signs: Signs) -> Callable[[int, int], Swallowed]:
    """Return what tells which signs may have been swallowed at a place of ``seen``."""
    return signs.of_line(*((around.line, around.start) if around.line else (seen, 0)), wrong)


@cache
def _utf8_channels(  # noqa: PLR0913, PLR0917 - a key of the cache
    wrong: WrongCodec,
    losses: Losses,
    apart: bool,  # noqa: FBT001 - a key of the cache, as the other ones
    again: bool,  # noqa: FBT001
    feeds: bool,  # noqa: FBT001
    closed: bool,  # noqa: FBT001
    swallows: bool | None,  # noqa: FBT001
    fed: bool | None,  # noqa: FBT001
) -> tuple[kernel.LossyChannel, Callable[[], kernel.LossyChannel], tuple[int, float, float]]:
    """Return how a codec read UTF-8, the same with rare characters, and how far a search goes."""
    size, usual = (_WIDE, "utf-8" + EASTERN) if wrong.family == "cp950" else (_USUAL, "utf-8")
    how = {"apart": apart, "again": again, "feeds": feeds, "closed": closed, "swallows": swallows, "fed": fed}
    rare = partial(channel, wrong, "utf-8" + RARE, losses, **how)
    return channel(wrong, usual, losses, **how), rare, size
