"""What is chosen, and when some prices are reason enough to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.readings import NOISE, RANDOM, Price, Reading, high_bytes
from textnorm.decode.result import Candidate, family

if TYPE_CHECKING:
    from textnorm.decode.result import Segment

__all__ = ["CLEAR", "NO_TEXT", "SURE", "Choice", "bits_saved", "certain", "is_clear", "is_convincing", "probable"]

#: What text has to beat.
NO_TEXT = (NOISE, RANDOM)

#: Bits between the first and the second encoding from which no more bytes need to be read.
CLEAR = 40.0

#: The confidence in everything that evidence decides.
SURE = 0.99

_CONVINCING = 2.2  # bits that a reading saves on each byte above ASCII, at least, for no alphabet to come near it
_ENOUGH = 24.0  # bits saved altogether, for the same
_LEAST = 0.0001  # confidence of a candidate that is worth telling


class Choice(NamedTuple):
    """An encoding that was chosen, how sure, among which; the reading that told it, and a narrower name if known.

    wide: the parts of the document in UTF-16, where the rest of it is in ``encoding``.
    """

    encoding: str
    confidence: float
    candidates: tuple[Candidate, ...]
    reading: Reading | None = None
    label: str | None = None
    wide: tuple[Segment, ...] = ()


def certain(encoding: str, label: str | None = None) -> Choice:
    """Return the choice that needs no evidence.

    >>> certain("utf-8").encoding, certain("utf-8").confidence
    ('utf-8', 1.0)
    """
    return Choice(encoding, 1.0, (Candidate(encoding, 1.0),), None, label)


def probable(found: list[Price]) -> Choice:
    """Choose the cheapest reading and turn bits into probabilities: each bit more halves the chances.

    >>> from textnorm.decode.readings import MULTIBYTE, weigh
    >>> choice = probable(weigh("图书馆周末也开放".encode("gbk"), (*MULTIBYTE, *NO_TEXT)))
    >>> choice.encoding, choice.confidence
    ('gb18030', 0.99)
    """
    best: dict[str, Price] = {}
    for each in found:
        best.setdefault(family(each.reading.encoding), each)
    odds = {name: 2.0 ** min(0.0, found[0].bits - each.bits) for name, each in best.items()}
    total = sum(odds.values())
    candidates = tuple(
        Candidate(each.reading.encoding, round(min(SURE, odds[name] / total), 4))
        for name, each in best.items()
        if each.reading not in NO_TEXT and (odds[name] / total >= _LEAST or each is found[0])
    )
    return Choice(found[0].reading.encoding, candidates[0].confidence, candidates, found[0].reading)


def is_convincing(found: list[Price], evidence: bytes) -> bool:
    """Tell whether the first reading explains so much that no text in an alphabet is read so by chance.

    >>> from textnorm.decode.readings import MULTIBYTE, weigh
    >>> data = "图书馆周末也开放".encode("gbk")
    >>> is_convincing(weigh(data, (*MULTIBYTE, *NO_TEXT)), data)
    True
    """
    saved = bits_saved(found)
    return found[0].reading not in NO_TEXT and saved >= max(_CONVINCING * high_bytes(evidence), _ENOUGH)


def is_clear(found: list[Price]) -> bool:
    """Tell whether no other family comes near the first reading.

    >>> from textnorm.decode.readings import MULTIBYTE, weigh
    >>> is_clear(weigh("图书馆周末也开放，借书证可以在一楼办理。".encode("gbk"), (*MULTIBYTE, *NO_TEXT)))
    True
    """
    first = family(found[0].reading.encoding)
    second = next(each for each in found if family(each.reading.encoding) != first)
    return second.bits - found[0].bits >= CLEAR and bits_saved(found) >= CLEAR


def bits_saved(found: list[Price]) -> float:
    """Return the bits that the first reading saves over ASCII among bytes that mean nothing.

    >>> from textnorm.decode.readings import MULTIBYTE, weigh
    >>> bits_saved(weigh("图书馆".encode("gbk"), (*MULTIBYTE, *NO_TEXT))) > 10
    True
    """
    return next(each.bits for each in found if each.reading is NOISE) - NOISE.prior - found[0].bits
