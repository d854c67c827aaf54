"""Search at the end of a line, where what is read may be a whole sentence or a string that was cut out of one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.true import true_codec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Spelt", "spelt_before"]

#: What ``kernel.spell`` returns: text, bits, and of each character its probability and others that fit.
Spelt = tuple[str, float, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]
#: Bits of a line that ends where no line does.  Of strings of two to six characters cut out of sentences 80 % come
#: back whole with 5 to 8 bits, 78 % where every line must end as lines do; of whole phrases most do with 8 to 11.
_CUT = 8.0


def spelt_before(
    after: str, true: str, spell: Callable[[Sequence[kernel.Gap], str | None], Spelt | None]
) -> Spelt | None:
    r"""Return what a search finds before ``after``; a line that ends in a word may have been cut there.

    That a line ends tells that a full stop was lost.  Where the likeliest last character is a letter all the same, the
    line is a title, a cell or a string that was cut, and only the latter ends anywhere.  The bits remain those of a
    line.

    spell: searches with more parts behind the others, before a text or before anything (None).

    >>> spelt_before("", "utf-8", lambda more, after: ("办\n" if more else "动", 9.0, (0.6, 1.0), ((), ())))[0]
    '办'
    """
    found = spell((), after)
    if after or found is None or not found[0][-1:].isalnum():
        return found
    cut = spell((_end(true),), None)
    if cut is None:
        return found
    text, _, probabilities, others = cut
    size = len(text.removesuffix("\n"))
    return (text[:size], found[1], probabilities[:size], others[:size]) if text[:size][-1:].isalnum() else found


@cache
def _end(true: str) -> kernel.Gap:
    """Return the end of a line, or nothing."""
    return kernel.Gap(true_codec(true), 1, [(0, b"\n", 1, 0.0), (0, b"", 1, _CUT)])
