"""Undo wrong-codec chains: text that was written with one codec and read with another, once or twice.

One scan finds stretches that are unlike clean text; only they reach the character model, which
chooses among the chains that could have made them.  What the bytes leave open is filled from the
context where that is all but certain, and otherwise becomes U+FFFD and is listed with its candidates.

Turn it off (``ignore=("MOJ",)``) for texts about mojibake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.crowds import suspects_and_crowds, weights_of_signs
from textnorm.repair.chains.feasible import is_mostly_utf8, was_lost_before
from textnorm.repair.chains.glance import unlikely
from textnorm.repair.chains.look import may_be_made
from textnorm.repair.chains.named import are_named, with_bytes
from textnorm.repair.chains.native import strange, widened
from textnorm.repair.chains.rules import RULES
from textnorm.repair.chains.scan import FEW, LOW, THRESHOLD, least_weight
from textnorm.repair.slips.look import plain_runs
from textnorm.step import Signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.config import Config
    from textnorm.trace import Change

__all__ = ["RULES", "find", "signs"]


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: a stretch that is unlike clean text, or a crowd of letters read as GBK."""
    return Signs(weights=weights_of_signs(), threshold=THRESHOLD, few=FEW, threshold_of_few=LOW)


def find(text: str, config: Config) -> Iterator[Change]:
    """Yield the repair of every misread stretch, in ascending order.

    >>> from textnorm.config import Config
    >>> [(change.start, change.after) for change in find("名称：绯荤粺寮傚父", Config())]
    [(3, '系统异常')]
    """
    spans = _unlike_text(text)
    if not are_named(text, spans):
        yield from _found(text, spans, config)
        return
    named = with_bytes(text)
    for change in _found(named.text, _unlike_text(named.text), config):
        yield change._replace(start=named.place(change.start), end=named.place(change.end))


def _unlike_text(text: str) -> list[tuple[int, int]]:
    """Return the stretches that are suspect, and too unlikely to be text as they stand."""
    return unlikely(text, widened(text, suspects_and_crowds(text, least_weight(text))))


def _found(text: str, spans: Sequence[tuple[int, int]], config: Config) -> Iterator[Change]:
    """Yield the repairs of a text in which a character stands for each byte that was named, and of suspect spans."""
    cores = may_be_made(text, [*strange(text, spans)])
    cores = list(_unshifted(text, [core for core in cores if not was_lost_before(text[slice(*core)])]))
    if cores:
        from textnorm.repair.chains.document import read_document  # noqa: PLC0415 - only suspect text pays
        from textnorm.repair.chains.left_over import left_over  # noqa: PLC0415 - as above
        from textnorm.repair.chains.unexplained import with_unexplained  # noqa: PLC0415 - as above
        from textnorm.repair.chains.verdict import changes_of  # noqa: PLC0415 - as above

        found = read_document(text, cores)
        changes = list(with_unexplained(text, cores, list(changes_of(found, config.threshold))))
        yield from sorted((*changes, *left_over(text, spans, found, changes)), key=lambda change: change.start)


def _unshifted(text: str, cores: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the cores but those of plainly shifted pairs, which another step re-pairs; both ascend."""
    wrong = wrong_codec("gbk")
    runs: list[tuple[int, int]] = []
    at = end = 0
    for core in cores:
        if is_mostly_utf8(text[slice(*core)], wrong):
            yield core
            continue
        if core[1] > end:  # another line
            begin, end = text.rfind("\n", 0, core[0]) + 1, text.find("\n", core[1])
            end = end if end >= 0 else len(text)
            at, runs = 0, [(begin + start, begin + stop) for start, stop in plain_runs(text[begin:end])]
        while at < len(runs) and runs[at][1] <= core[0]:
            at += 1
        if at == len(runs) or runs[at][0] >= core[1]:
            yield core
