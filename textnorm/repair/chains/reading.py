"""Read the bytes behind a misread stretch of text with the true codec, and fill what is lost.

UTF-8 brings itself back into step, so only the broken places are searched and the rest is decoded;
GBK and Big5 do not, so a whole stretch with a lost byte is one search.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.search import BEAM
from textnorm.repair.chains.codecs import MARKS, PRIVATE
from textnorm.repair.chains.ends import spelt_before
from textnorm.repair.chains.gaps import parts, reads_again
from textnorm.repair.chains.graph import code_table
from textnorm.repair.chains.pieces import Around, Piece, text_of
from textnorm.repair.chains.swapped import read_swapped
from textnorm.repair.chains.true import EASTERN, RARE, true_codec
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.model.forms import DocumentForms
    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses

__all__ = ["read"]

#: Broken places with fewer characters between them are one.
_APART = 3
_REACH = 8
#: How much is read before a broken place, and in how many pieces: brackets stay open for long.
_BEFORE, _PIECES = 64, 8
#: What text in a codec of one script is written in.
_SCRIPTS = {"gb18030": "这个时候们来说过还没对发现", "cp950": "這個時候們來說過還沒對發現"}
#: How far a search goes: the paths that it keeps, bits behind the best one from which on a path is dropped (14 restore
#: the same lines as 20), and bits behind the best of a rough estimate from which on an edge is not looked at (of 1,029
#: places none was filled otherwise).
_USUAL = BEAM, 14.0, 12.0
#: The same where most bytes are lost: 120 paths find as many characters in twice the time, 48 fewer that are certain.
_WIDE = 64, 14.0, 10.0
#: The same where characters may be missing anywhere, which is a choice of thousands at every place (of 50 lines none
#: was filled otherwise than without the last limit, in a quarter of the time).
_NARROW = 16, 10.0, 8.0
#: Bits of a broken place that no text explains, and of each character that stands there.
_UNREADABLE, _EACH = 20.0, 12.0


def read(  # noqa: PLR0913, PLR0917 - a chain is two codecs and a kind of loss, its place two texts
    model: NgramModel, seen: str, wrong: WrongCodec, true: str, losses: Losses, around: Around
) -> list[Piece] | None:
    r"""Return what is behind ``seen``, or None where these codecs cannot have made it.

    >>> from textnorm.model.ngrams import load
    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> pieces = read(load(), "绯荤粺寮傚父", wrong_codec("gbk"), "utf-8", Losses(), Around())
    >>> text_of(pieces)
    '系统异常'
    """
    if true == "utf-16-be":
        return read_swapped(model, seen, around)
    data = None if any(mark in seen for mark in "?\ufffd") else wrong.encode(seen)
    invisible = losses.dropped and (not wrong.double or (true != "utf-8" and not PRIVATE.search(seen)))
    if data is not None and not invisible:
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
    if data is not None and not invisible and all(len(wrong.codes[char]) == 1 for char in seen):
        return None  # nothing is open, and it is no text
    insert = range(len(seen) + 1) if invisible else ()
    again = reads_again(seen, losses)
    apart = wrong.double and losses.dropped
    place = parts([*seen], wrong, true, losses, ends_line=not around.after, insert=insert, apart=apart, again=again)
    size = _NARROW if apart else _USUAL
    piece = _filled(model, place, wrong, true, (0, len(seen)), around, model.forms.document(_SCRIPTS[true]), size)
    return None if piece is None else [piece]


def _read_utf8(model: NgramModel, seen: str, wrong: WrongCodec, losses: Losses, around: Around) -> list[Piece]:
    questioned = wrong.double and LOST not in seen
    text, windows = kernel.broken_places(code_table(wrong), seen, questioned=questioned, apart=_APART)
    forms = model.forms.document(text)
    apart = losses.dropped and losses.pairs and any(mark in seen for mark in MARKS)
    again = reads_again(seen, losses)
    size, usual = (_WIDE, "utf-8" + EASTERN) if wrong.name == "cp950" else (_USUAL, "utf-8")
    pieces: list[Piece] = []
    at = at_token = 0
    for start, end, first, skipped, last, taken in windows:
        if start > at:
            pieces.append(Piece(at_token, first, text[at:start]))
        tokens: list[str | bytes] = list(seen[first:last])
        if tokens and skipped:
            tokens[0] = _code(wrong, seen[first])[skipped:]
        cut = taken > 0
        if cut:
            tokens.append(_code(wrong, seen[last])[:taken])
            if first == last and skipped:
                tokens = [_code(wrong, seen[first])[skipped:taken]]
        insert = _places(tokens, cut=skipped > 0) if losses.dropped else ()
        at_end = end == len(text)
        ends_line = at_end and not around.after
        before = text_of(pieces[-_PIECES:])[-_BEFORE:] or around.before
        after = text[end : end + _REACH] or around.after
        beside = Around(before, after, around.words)
        found = None
        for true in (usual, "utf-8" + RARE):
            place = parts(tokens, wrong, true, losses, ends_line=ends_line, insert=insert, apart=apart, again=again)
            found = _filled(model, place, wrong, true, (first, last + cut), beside, forms, size)
            if found:
                break
        pieces.append(found or _unreadable(model, seen, first, last + cut))
        at, at_token = end, last + cut
    if at < len(text) or at_token < len(seen):
        pieces.append(Piece(at_token, len(seen), text[at:]))
    return pieces


def _unreadable(model: NgramModel, seen: str, first: int, last: int) -> Piece:
    """Return a piece that says that nothing is known."""
    bits = max(_EACH * (last - first), model.bits(seen[first:last]))
    return Piece(first, last, LOST, _UNREADABLE + bits, (0.0,), ((),))


def _code(wrong: WrongCodec, char: str) -> bytes:
    """Return the usual bytes of a character, one that is no UTF-8 for a mark."""
    return b"\xff" if char == LOST else wrong.codes[char][0]


def _places(tokens: Sequence[str | bytes], *, cut: bool) -> range:
    """Return where something may have been dropped: between the characters of the seen text."""
    return range(1 if cut else 0, len(tokens) + (not isinstance(tokens[-1], bytes)))


def _filled(  # noqa: PLR0913, PLR0917 - what is searched and where it stands
    model: NgramModel,
    place: Sequence[str | bytes | kernel.Gap],
    wrong: WrongCodec,
    true: str,
    span: tuple[int, int],
    around: Around,
    forms: DocumentForms,
    size: tuple[int, float, float],
) -> Piece | None:
    """Return what a search of a size finds."""
    spell = partial(
        kernel.spell,
        model.grams,
        true_codec(true),
        forms,
        code_table(wrong),
        beam=size[0],
        margin=size[1],
        reach=size[2],
        recent=around.words.counts if around.words else None,
    )
    found = spelt_before(spell, place, true, around)
    if found is None:
        return None
    text, bits, probabilities, alternatives = found
    return Piece(*span, text, bits, probabilities, alternatives)
