"""Where one byte was lost others were: what is looked at near a run that clearly is one, and reads badly itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.repair.chains.covered import Covered
from textnorm.repair.slips.scan import Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textnorm.repair.slips.runs import Slip

__all__ = ["clear_runs", "expected_near", "joined", "places_near"]

#: Bits by which a run must read better than the text as it stands for others to be looked for: of 1,064 damaged lines
#: as many come out right with 15; and how far around it.
_CLEAR, _NEAR = 30.0, 4000
#: What shows such a run: marks of an annotating program tell nothing of bytes lost elsewhere.
_LOST = frozenset((Start.Kind.BYTE, Start.Kind.REPLACED))


def clear_runs(runs: Iterable[Slip]) -> list[Slip]:
    """Return the runs that leave no doubt that the text lost bytes.

    >>> from textnorm.repair.slips.search import slips
    >>> [slip.restored for slip in clear_runs(slips("大家吨勒庵址椒梢越饩鑫侍狻?"))]
    ['都知道这种方法可以解决问题。']
    """
    return [slip for slip in runs if slip.kind in _LOST and slip.characters and slip.bits < slip.shown_bits - _CLEAR]


def places_near(clear: Iterable[Slip], runs: Iterable[Slip], places: Iterable[Start]) -> Iterator[Start]:
    """Yield the places near clear runs that no run explains, of those that were found, if it reads better.

    >>> from textnorm.repair.slips.search import slips
    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻?"
    >>> runs = list(slips(text))
    >>> places = [Start(at, Start.Kind.BYTE, at - 2, at + 2) for at in (6, 30)]
    >>> [start.at for start in places_near(runs, runs, places)]
    [30]
    """
    near = _around(clear)
    explained = Covered((slip.start, slip.end) for slip in runs if slip.bits < slip.shown_bits or not slip.characters)
    for one in places:
        if (
            one.kind is Start.Kind.BYTE
            and near.touches(one.at, one.at + 1)
            and not explained.touches(one.first, one.behind + 1)
        ):
            yield one


def expected_near(clear: Iterable[Slip], runs: Iterable[Slip]) -> list[Slip]:
    """Return runs, of which those near clear ones are to be expected where bytes determine a character of them.

    >>> from textnorm.repair.slips.search import slips
    >>> runs = list(slips("大家吨勒庵址椒梢越饩鑫侍狻?"))
    >>> [slip.expected for slip in expected_near(runs, runs)]
    [True]
    """
    near = _around(clear)

    def expects(slip: Slip) -> bool:
        return slip.kind in _LOST and slip.determined and near.touches(slip.start, slip.end)

    return [slip._replace(expected=True) if expects(slip) else slip for slip in runs]


def _around(clear: Iterable[Slip]) -> Covered:
    return Covered((slip.start - _NEAR, slip.end + _NEAR) for slip in clear)


def joined(runs: Sequence[Slip], more: Iterable[Slip]) -> list[Slip]:
    """Return runs and others that were found later, in ascending order; of two that overlap the one that reads better.

    >>> from textnorm.repair.slips.search import slips
    >>> runs = list(slips("大家吨勒庵址椒梢越饩鑫侍狻?"))
    >>> joined(runs, runs) == runs
    True
    """
    found: list[Slip] = []
    covered = Covered()
    for slip in sorted((*runs, *more), key=lambda slip: slip.bits - slip.shown_bits):
        if not covered.touches(slip.start, slip.end):
            covered.add(slip.start, slip.end)
            found.append(slip)
    return sorted(found, key=lambda slip: slip.start)
