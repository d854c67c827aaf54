"""Find the likeliest text of a lattice, and how sure each of its characters is.

Viterbi search over the contexts of the n-gram model, a second look at the paths that stay as rows of words, and
forward-backward for the probabilities; the loops are the kernel's (``kernel/reference_search.py`` defines them).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.lattice import NOTHING

if TYPE_CHECKING:
    from textnorm.model.lattice import Lattice
    from textnorm.model.ngrams import NgramModel

__all__ = ["BEAM", "DocumentWords", "Filling", "search"]

#: States kept at a node.
BEAM = 48
#: Bits behind the best path to a node from which on a path is dropped; 16 to 30 restore the same lines, but 30 takes
#: twice as long as 16.
MARGIN = 20.0
#: Alternatives given for a character.
ALTERNATIVES = 5


class DocumentWords:
    r"""What a document says where it is intact: names and terms recur, so their n-grams become likelier.

    Give it only text that can be trusted; building takes time linear in its length.  With more ``caution`` what it
    lacks costs less.

    >>> from textnorm.model.lattice import Lattice
    >>> from textnorm.model.ngrams import load
    >>> lattice = Lattice(2)
    >>> lattice.extend(0, 1, "小")
    >>> lattice.extend(1, 2, "明铭")
    >>> said = DocumentWords(load(), "小铭来了，小铭走了。\n")
    >>> [search(load(), lattice, "今天", "又来了", cache=cache).text for cache in (None, said)]
    ['小明', '小铭']
    """

    __slots__ = ("counts",)

    def __init__(self, model: NgramModel, text: str, caution: int = 1) -> None:
        """Count the n-grams of ``text``, whose lines end with a line feed."""
        self.counts = kernel.Recent(model.grams, text, caution)

    @classmethod
    def over(cls, counts: kernel.Recent) -> DocumentWords:
        """Use n-grams that were counted before."""
        words = cls.__new__(cls)
        words.counts = counts
        return words


@dataclass(frozen=True, slots=True)
class Filling:
    """The likeliest text of a lattice; ``spans``, ``probabilities`` and ``alternatives`` go with its characters.

    ``bits`` is what the text costs under the n-grams and in the channel; ``all_bits`` is less by what the text has
    of all that the beam kept, words included.  A span is the nodes (start, end) of the edge that wrote the
    character, a probability that of this character at this span, an alternative another character
    at the same span with its probability, likeliest first.

    >>> Filling("好", 6.0, 5.0, ((0, 1),), (0.5,), ((("妈", 0.5),),)).probability
    0.5
    """

    text: str
    bits: float
    all_bits: float
    spans: tuple[tuple[int, int], ...]
    probabilities: tuple[float, ...]
    alternatives: tuple[tuple[tuple[str, float], ...], ...]

    @property
    def probability(self) -> float:
        """The probability of the whole text among all that the lattice allows."""
        return float(min(1.0, 2 ** (self.all_bits - self.bits)))


def search(  # noqa: PLR0913 - five of the nine are for those who tune
    model: NgramModel,
    lattice: Lattice,
    before: str = "",
    after: str | None = None,
    *,
    beam: int = BEAM,
    margin: float = MARGIN,
    reach: float = math.inf,
    spread: float = math.inf,
    cache: DocumentWords | None = None,
    joined: bool = False,
) -> Filling | None:
    """Return the likeliest text of ``lattice`` between its neighbours; None where no path leads through.

    ``before`` and ``after`` are the texts around, of which the model reads its last and first few
    characters; "" is the boundary of a line, and an ``after`` of None says nothing about what follows.
    A path more than ``margin`` bits behind the best one to its node is dropped, and so is, before the search, an edge
    through which all are more than ``reach`` behind by a rough estimate; ``spread`` is how far a path may be behind the
    best whole one, as searches with fewer paths tell it.  ``cache`` holds the document's own words.  Where
    probabilities are ``joined``, that of a character counts it wherever it begins, so long as it ends there.
    Time is linear in the edges and in ``beam``.
    Raises ValueError for a beam of less than one state.

    >>> from textnorm.model.lattice import Lattice
    >>> from textnorm.model.ngrams import load
    >>> lattice = Lattice(4)
    >>> for node, characters in enumerate(["取", "得", "成城", "工功"]):
    ...     lattice.extend(node, node + 1, characters)
    >>> filling = search(load(), lattice, "", "。")
    >>> filling.text, filling.spans[3], filling.alternatives[3][0][0]
    ('取得成功', (3, 4), '工')
    """
    if beam < 1:
        msg = f"a search needs a beam of at least one state, not {beam}"
        raise ValueError(msg)
    found = kernel.best_path(
        model.grams,
        (lattice.starts, lattice.ends, lattice.characters, lattice.bits),
        lattice.size,
        before,
        after,
        beam=beam,
        margin=margin,
        reach=reach,
        spread=spread,
        recent=cache.counts if cache else None,
        joined=joined,
    )
    if found is None:
        return None
    path, bits, all_bits, ranks = found
    points = lattice.characters
    written = [(edge, rank) for edge, rank in zip(path, ranks, strict=True) if points[edge] != NOTHING]
    return Filling(
        "".join(chr(points[edge]) for edge, _ in written),
        bits,
        all_bits,
        tuple((lattice.starts[edge], lattice.ends[edge]) for edge, _ in written),
        tuple(min(1.0, dict(rank)[points[edge]]) for edge, rank in written),
        tuple(_others(rank, points[edge]) for edge, rank in written),
    )


def _others(rank: list[tuple[int, float]], chosen: int) -> tuple[tuple[str, float], ...]:
    rest = [(chr(point), share) for point, share in rank[: ALTERNATIVES + 1] if point != chosen]
    return tuple(rest[:ALTERNATIVES])
