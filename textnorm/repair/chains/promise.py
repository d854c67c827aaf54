"""Which chains are worth trying on a suspect stretch, told from what each makes of a sample of it.

Bytes that are lost are left out or filled with anything, so nothing is searched; the n-gram model tells what reads
best.  Of 1,147 damaged lines and stretches of two to six characters of held-out text, in all ways that leave something
to read, the right chain is the first one for 92 %, and always among those that are tried.
"""

from __future__ import annotations

import re
from codecs import utf_16_be_decode
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.chains.alignment import in_step
from textnorm.repair.chains.codecs import MARKS, is_marked, wrong_codec
from textnorm.repair.chains.graph import code_table, joined_table
from textnorm.repair.chains.lowered import LOWERED
from textnorm.repair.chains.named import STAND_INS
from textnorm.repair.chains.native import may_have_read
from textnorm.repair.chains.rules import CHAINS
from textnorm.repair.chains.spaces import SPACE
from textnorm.repair.chains.variants import variants_of
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence, Set  # noqa: PYI025

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.losses import Losses
    from textnorm.repair.chains.rules import Chain

__all__ = ["likely_losses", "likely_variants", "promising", "writers"]

#: Bits of a character that a chain may be behind the best one, and as many more as a short stretch leaves open.
_BEHIND, _SHORT = 5.0, 30.0
#: The same for what a mark stands for, in codecs that lose their step by it.
_BEHIND_LOSSES, _SHORT_LOSSES = 1.0, 60.0
#: Bits that a codec of a family is behind another one and has surely not written a stretch, whatever fills its gaps: of
#: 342 stretches that two may have written 246 are left to one, and all of these read best by it.
_SURELY_BEHIND = 16.0
#: Bits of a character of which bytes are lost.
_EACH_LOST = 16.0
#: How many characters of a stretch are looked at, and how many before its first mark.
_SAMPLE, _BEFORE = 160, 16
#: What stands for a mark that is one byte, and for one that is two: the lead byte of rare characters, a rare one.
_ONE_BYTE, _TWO_BYTES = b"\xe0", b"\xe0\xe0"
#: A byte that is in no character.
_NEVER = b"\xff"
#: How many characters tell whether a codec writes such ones.
_FIRST = 16
#: Bits of a number that counts up to so many, and its greatest value.
_FIELD = _FIRST.bit_length()
_FULL = (1 << _FIELD) - 1
#: So many characters of UTF-8 without a broken one are no chance, whatever they are: they may be misread again.
#: The ends of a sample may be cut inside characters, which leaves so many broken ones.
_WELL_FORMED, _CUT = 3, 3
#: What the bits of such text count: which of several is tried first.
_HARDLY = 0.01
#: So many of the broken places of a stretch, or this share, may speak against what was lost there.
_CHANCE, _FEW = 1, 0.25
_MARKS = re.compile(f"[{MARKS}]")
_BROKEN = re.compile("[\udc80-\udcff]+")


def promising(seen: str, chains: Sequence[Chain]) -> list[Chain]:
    """Return the chains that can have made a stretch, the likeliest first.

    >>> from textnorm.repair.chains.rules import CHAINS
    >>> [(chain.true, chain.wrong) for chain in promising("绯荤粺寮傚父", CHAINS)]
    [('utf-8', 'gbk')]
    """
    sample = seen[:_SAMPLE]
    written = writers(sample)
    whole = 0, len(sample)
    costs = [
        (_least(sample, chain), place)
        for place, chain in enumerate(chains)
        if chain.wrong in written and may_have_read(sample, whole, chain.wrong, chain.true)
    ]
    most = min(costs, default=(0.0, 0))[0] + _BEHIND + _SHORT / max(1, len(sample))
    return [chains[place] for cost, place in sorted(costs) if cost <= most]


def writers(seen: str) -> Set[str]:
    r"""Return the wrong codecs that write most of the first characters of a stretch.

    >>> ["cp1252" in writers(seen) for seen in ("盲录職", "ä½\xa0")]
    [False, True]
    """
    few = frozenset(_MARKS.sub("", seen[:_SAMPLE])[:_FIRST])
    total = sum(map(_counted, few))
    return {name for place, name in enumerate(_codecs()) if 2 * (total >> place * _FIELD & _FULL) >= len(few)}


@lru_cache(maxsize=1 << 14)
def _counted(char: str) -> int:
    """Return a number with a field for each codec, 1 for those that write a character: sums of them count it."""
    return sum(1 << place * _FIELD for place, name in enumerate(_codecs()) if _writes(wrong_codec(name), char))


def _writes(codec: WrongCodec, char: str) -> bool:
    return not codec.codes or char in codec.codes or char in STAND_INS or char == SPACE or char in LOWERED


@cache
def _codecs() -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.wrong for chain in CHAINS))


def likely_losses(seen: str, chain: Chain, losses: Sequence[Losses]) -> tuple[list[Losses], list[Losses]]:
    """Return the losses, the likeliest first, and those of them that go with what is left of a stretch.

    >>> from textnorm.repair.chains.losses import Losses
    >>> from textnorm.repair.chains.rules import CHAINS
    >>> ways = [Losses(dropped=True), Losses(pairs=True, dropped=True)]
    >>> [one.pairs for one in likely_losses("璇锋妸鏂囦欢鍙戠粰鐜嬭佸笀", CHAINS[0], ways)[0]]
    [False, True]
    """
    wrong = wrong_codec(chain.wrong)
    either = len({one.pairs for one in losses}) > 1 and wrong.double
    marked = is_marked(seen)
    if not either or not (marked or chain.true == "utf-8"):
        return list(losses), list(losses)
    if chain.true == "utf-8" and marked:
        ranked = in_step(seen, wrong, losses)
        return ranked, ranked
    if chain.true == "utf-8":
        against = _gaps_against(seen, chain)
        most = max(_CHANCE, _FEW * max(against))
    else:
        first = max(0, min(seen.find(mark) for mark in MARKS if mark in seen) - _BEFORE)
        sample = seen[first : first + _SAMPLE]
        against = [_cost(text) for text in _glimpses(sample, chain)]
        most = min(against) + _BEHIND_LOSSES + _SHORT_LOSSES / len(sample)
    ranked = sorted(losses, key=lambda one: (one.dropped, against[one.pairs]))
    return ranked, [one for one in ranked if against[one.pairs] <= most]


def likely_variants(seen: str, chain: Chain) -> Sequence[WrongCodec]:
    """Return the codecs of a chain's family that may have written a stretch; where one reads far better, it alone.

    >>> from textnorm.repair.chains.rules import CHAINS
    >>> gbk_as_big5 = next(chain for chain in CHAINS if (chain.true, chain.wrong) == ("gb18030", "cp950"))
    >>> [one.name for one in likely_variants("植涴爵厘ゴ軗", gbk_as_big5)]
    ['cp950, Hong Kong']
    """
    variants = variants_of(wrong_codec(chain.wrong), seen)
    if len(variants) == 1:
        return variants
    texts = [code_table(one).encode(seen, _NEVER).decode(chain.true, "replace") for one in variants]
    costs = [_cost(text) * len(text) for text in texts]
    return [one for one, cost in zip(variants, costs, strict=True) if cost <= min(costs) + _SURELY_BEHIND]


def _gaps_against(seen: str, chain: Chain) -> list[float]:
    """Return how many broken places of UTF-8 speak against a byte, and against a pair, that was lost without a mark.

    Between whole characters of three bytes the number of bytes is a multiple of three.
    """
    data = code_table(wrong_codec(chain.wrong)).encode(seen, _NEVER)
    left = [len(broken) % 3 for broken in _BROKEN.findall(data.decode("utf-8", "surrogateescape"))]
    return [float(left.count(1)), float(left.count(2))]


def _glimpses(seen: str, chain: Chain) -> list[str]:
    """Return what a chain makes of a stretch, a mark standing for a byte or, where that matters, for two."""
    if chain.true == "utf-16-be":
        return [utf_16_be_decode(seen.encode("utf-16-le", "surrogatepass"), "replace", True)[0]]  # noqa: FBT003 - final
    codes = joined_table(wrong_codec(chain.wrong))
    if chain.true == "utf-8":
        return [codes.encode(seen.replace("?", LOST), _NEVER).decode("utf-8", "replace")]
    parts = [codes.encode(part, _NEVER) for part in _MARKS.split(seen)]
    fillings = (_ONE_BYTE, _TWO_BYTES) if len(parts) > 1 else (b"",)
    found = [filling.join(parts) for filling in fillings]
    if not wrong_codec(chain.wrong).double:
        found.append(found[0][1:])  # a core may begin with the second byte of a pair
    return [data.decode(chain.true, "replace") for data in found]


def _least(seen: str, chain: Chain) -> float:
    texts = _glimpses(seen, chain)
    if chain.true == "utf-8" and len(texts[0]) < len(seen):
        whole = texts[0].strip(LOST)
        if LOST not in whole and len(whole) >= max(_WELL_FORMED, len(texts[0]) - _CUT):
            # Codecs of single bytes that are nearly alike all make some.
            return 0.0 if wrong_codec(chain.wrong).double else _HARDLY * _cost(whole)
    return min(map(_cost, texts))


def _cost(text: str) -> float:
    """Return the bits of a character, a broken one among them."""
    lost = text.count(LOST)
    return (load().bits(text.replace(LOST, "")) + _EACH_LOST * lost) / max(1, len(text))
