"""Undo wrong-codec chains: text that was written with one codec and read with another, once or twice.

One scan finds stretches that are unlike clean text; only they reach the character model, which
chooses among the chains that could have made them.  What the bytes leave open is filled from the
context where that is all but certain, and otherwise becomes U+FFFD and is listed with its candidates.

Turn it off (``ignore=("MOJ",)``) for texts about mojibake.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textnorm.repair.mojibake_glance import is_unlikely
from textnorm.repair.mojibake_rules import RULES
from textnorm.repair.mojibake_scan import THRESHOLD, suspects, weights
from textnorm.step import Signs
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.config import Config
    from textnorm.repair.mojibake_found import Reading
    from textnorm.repair.mojibake_pieces import Piece

__all__ = ["RULES", "find", "signs"]

#: Under this probability a chain is not even worth offering.
_LEAST = 0.2
#: The probability of a character whose bytes are all there, whatever else was lost.
_CLEAR = 0.99
_CANDIDATES = 3


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: a stretch that is unlike clean text."""
    return Signs(weights=weights(), threshold=THRESHOLD)


def find(text: str, config: Config) -> Iterator[Change]:
    """Yield the repair of every misread stretch, in ascending order.

    >>> from textnorm.config import Config
    >>> [(change.start, change.after) for change in find("名称：绯荤粺寮傚父", Config())]
    [(3, '系统异常')]
    """
    at = 0
    memory = None
    for start, stop in suspects(text):
        if start < at or not is_unlikely(text, start, stop):
            continue
        if memory is None:
            from textnorm.repair.mojibake_chains import Memory, best_readings  # noqa: PLC0415 - only suspect text pays

            memory = Memory()
        begin = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        at = len(text) if end < 0 else end
        line = text[begin:at]
        for reading in best_readings(line, memory):
            if is_elsewhere(reading):
                continue
            for change in _changes(reading, config):
                yield change._replace(start=change.start + begin, end=change.end + begin)


def is_elsewhere(reading: Reading) -> bool:
    """Tell whether the step for Latin undoes this: it is UTF-8, byte for byte, read as a codec of the West.

    Where bytes are lost it is undone here, as far as what is left is Chinese.
    """
    for codec in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return len(reading.seen.encode(codec).decode("utf-8")) < len(reading.seen)
    if not reading.chains[0].latin:
        return False
    if not any(piece.probabilities for piece in reading.pieces):
        return True
    from textnorm.repair.mojibake_feasible import EAST  # noqa: PLC0415 - only suspect text pays

    return not any(EAST.match(char) and one >= _CLEAR for piece in reading.pieces for char, one in piece.each)


def _changes(reading: Reading, config: Config) -> Iterator[Change]:
    rule = reading.chains[0].rule
    sure = reading.probability
    if sure < _LEAST:
        return
    if sure < config.threshold:
        reason = "another codec may have made this, but what comes out is too little or too unlike text to tell"
        yield Change(reading.start, reading.end, None, rule, sure, reason, (reading.text,))
        return
    from textnorm.repair.mojibake_judge import sure_from  # noqa: PLC0415 - as above

    few = len(reading.chains) > 1 or (reading.chains[0].true, reading.chains[0].wrong) == ("utf-8", "cp950")
    least = sure_from(pairs=reading.losses.pairs, dropped=reading.losses.dropped, few=few)
    for piece in reading.pieces:
        yield _change(piece, reading.start, rule, sure, least)


def _change(piece: Piece, offset: int, rule: str, sure: float, least: float) -> Change:
    start, end = piece.start + offset, piece.end + offset
    if all(one >= least for one in piece.probabilities):
        return Change(start, end, piece.text, rule, sure)
    after = "".join(char if one >= least else LOST for char, one in zip(piece.text, piece.probabilities, strict=True))
    lost = after.count(LOST)
    reason = f"the bytes of {lost} character{'s' * (lost > 1)} were lost; the candidates are guesses"
    return Change(start, end, after, rule, sure, reason, tuple(_guesses(piece)))


def _guesses(piece: Piece) -> Iterator[str]:
    """Yield the best guess for a piece, then others for the character that is least sure."""
    yield piece.text
    weakest = min(range(len(piece.text)), key=piece.probabilities.__getitem__)
    for char, _ in piece.alternatives[weakest][:_CANDIDATES]:
        yield piece.text[:weakest] + char + piece.text[weakest + 1 :]
