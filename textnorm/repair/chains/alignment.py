"""Whether a mark stands for one byte or for two, told from the step of UTF-8 before anything is searched.

Every byte of UTF-8 says whether it begins a character.  So the bytes that are left fix where each character begins,
and an assumption that gives a mark too many bytes or too few soon falls out of step with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.chains.codecs import MARKS
from textnorm.repair.chains.graph import code_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses

__all__ = ["in_step", "misfits"]


def in_step(seen: str, wrong: WrongCodec, losses: Sequence[Losses]) -> list[Losses]:
    """Return the losses under which ``seen`` falls out of step least often; those that leave no mark are not told.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> from textnorm.repair.chains.losses import Losses
    >>> in_step("��亙予�����勗�剝��敺�摰����", wrong_codec("cp950"), (Losses(), Losses(pairs=True)))
    [Losses(pairs=False, dropped=False)]
    """
    marked = sum(map(seen.count, MARKS))
    if len(losses) < 2 or not marked:  # noqa: PLR2004 - there is nothing to choose
        return list(losses)
    counts = {one: misfits(seen, wrong, pairs=one.pairs) for one in losses if not one.dropped}
    least = min(counts.values(), default=0)
    return [one for one in losses if counts.get(one, least) == least]


def misfits(seen: str, wrong: WrongCodec, *, pairs: bool) -> int:
    """Return how often ``seen`` falls out of the step of UTF-8 if a mark is one byte, or with ``pairs`` two.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> seen = "请把文件发给王老师".encode().decode("gbk", "replace")  # one byte became U+FFFD
    >>> [misfits(seen, wrong_codec("gbk"), pairs=pairs) for pairs in (False, True)]
    [0, 1]
    """
    return kernel.misfits(code_table(wrong), seen, pairs=pairs)
