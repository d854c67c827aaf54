"""Search at the end of a line, where what is read may be a whole sentence or a string that was cut out of one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.true import true_codec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textnorm.repair.chains.pieces import Around

__all__ = ["spelt_before"]

#: What ``kernel.spell`` returns: text, bits, and of each character its probability and others that fit.
_Spelt = tuple[str, float, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]
#: Bits of a line that ends where no line does.  Of strings of two to six characters cut out of sentences 80 % come
#: back whole with 5 to 8 bits, 78 % where every line must end as lines do; of whole phrases most do with 8 to 11.
_CUT = 8.0


def spelt_before(
    spell: Callable[..., _Spelt | None], parts: Sequence[str | bytes | kernel.Gap], true: str, around: Around
) -> _Spelt | None:
    r"""Return what a search finds between two texts; a line that ends in a word may have been cut there.

    That a line ends tells that a full stop was lost.  Where the likeliest last character is a letter all the same, the
    line is a title, a cell or a string that was cut, and only the latter ends anywhere.  The bits remain those of a
    line.

    spell: ``kernel.spell`` with all but the parts and the texts around them.

    >>> from textnorm.repair.chains.pieces import Around
    >>> def spell(parts, before, after):
    ...     return "动" if after == "" else "办\n", 9.0, (0.6, 1.0), ((), ())
    >>> spelt_before(spell, (), "utf-8", Around())[0]
    '办'
    """
    found = spell(parts, around.before, around.after)
    if around.after or found is None or not found[0][-1:].isalnum():
        return found
    cut = spell([*parts, _end(true)], around.before, None)
    if cut is None:
        return found
    text, _, probabilities, others = cut
    size = len(text.removesuffix("\n"))
    return (text[:size], found[1], probabilities[:size], others[:size]) if text[:size][-1:].isalnum() else found


@cache
def _end(true: str) -> kernel.Gap:
    """Return the end of a line, or nothing."""
    return kernel.Gap(true_codec(true), 1, [(0, b"\n", 1, 0.0), (0, b"", 1, _CUT)])
