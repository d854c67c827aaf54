"""What a repair tried on a text, in the terms in which ``textnorm explain`` tells it.

A step says what it would change; an attempt says how it came to that: what happened to the bytes,
which readings were weighed, and why one was taken or none.  It is made only when somebody asks, so a
repair need keep nothing for it while it runs.

To contribute, a module of this room offers ``attempts(text) -> Iterable[Attempt]`` and is named in
``PROVIDERS``.  It must not raise for any text.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["PROVIDERS", "Attempt", "Candidate", "Provider", "all_attempts"]

#: The modules that can tell how they came to a repair.
PROVIDERS: tuple[str, ...] = (
    "textnorm.repair.escaped.attempts",
    "textnorm.repair.strings_attempts",
    "textnorm.repair.latin_attempts",
    "textnorm.repair.chains.attempts",
    "textnorm.repair.slips.attempts",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a damaged span.

    text: what ``[start:end]`` of the attempt would become.
    probability: that it is the original, from 0 to 1; None where nobody calculated one.
    bits: the mean cost of a character under the character model, lower is likelier; None likewise.
    note: what else tells for or against it, a few words or nothing.
    """

    text: str
    probability: float | None = None
    bits: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried on ``[start:end]`` (code points) of a text.

    rule: the code of the rule that would make the change.
    happened: what was done to the text, in a few plain words ("a byte was lost before the bracket").
    chain: pairs of Python codec names (written, read) in the order in which the damage was done; empty
        where no codec was mistaken.  ``(("utf-8", "cp1252"), ("utf-8", "cp1252"))`` is the same mistake twice.
    data: the bytes as far as they are known, two hexadecimal digits each, ``??`` for a lost one; may be empty,
        and then follows from the chain.
    candidates: the readings, best first.
    shown_bits: the cost of the span as it stands, comparable with that of the candidates.
    reason: why the first candidate is taken, or why none is.
    seen: what stood there in the text it was tried on, which repairs may have changed before; "" until that is known.

    >>> Attempt(0, 6, "MOJ001", "UTF-8 was read as Windows-1252", (("utf-8", "cp1252"),)).chain[0][1]
    'cp1252'
    """

    start: int
    end: int
    rule: str
    happened: str
    chain: tuple[tuple[str, str], ...] = ()
    data: str = ""
    candidates: tuple[Candidate, ...] = ()
    shown_bits: float | None = None
    reason: str = ""
    seen: str = ""


class Provider(Protocol):
    """What a module named in ``PROVIDERS`` offers."""

    def attempts(self, text: str) -> Iterable[Attempt]:
        """Return what the module tries on a text, in ascending order, taken or not."""


def all_attempts(text: str) -> Iterator[Attempt]:
    """Yield what every provider tries on a text, one provider after the other.

    >>> [(one.rule, one.happened, one.candidates[0].text) for one in all_attempts("简介：cafÃ© 的意思")]
    [('MOJ001', 'UTF-8 was read as Windows-1252', 'é')]
    """
    for name in PROVIDERS:
        yield from cast("Provider", import_module(name)).attempts(text)
