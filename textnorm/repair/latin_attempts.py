"""How the repair of UTF-8 read as Latin-1 or Windows-1252 came to what it did, for ``textnorm explain``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.attempts import Attempt, Candidate
from textnorm.repair.latin import LATIN, SPACED
from textnorm.repair.latin_bytes import TRIGGER, read_runs
from textnorm.repair.latin_evidence import Grade, grade, is_legacy, reading
from textnorm.repair.latin_judge import is_confirmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.repair.latin_bytes import Run

__all__ = ["attempts"]

_TIMES = ("not at all", "once", "twice", "three times")
#: Controls, which Latin-1 has and browsers read for what Windows-1252 leaves open; and signs that only this one has.
_CONTROLS, _SIGNS = re.compile("[\x80-\x9f]"), re.compile("[^\x00-\xff]")
_GRADES = {
    Grade.NONE: "it is text as its author may have written it",
    Grade.DOUBTFUL: "the bytes are UTF-8, but so are those of letters that stand together by chance",
    Grade.CERTAIN: "the bytes are UTF-8, and nothing else explains why these characters stand together",
}


def attempts(text: str) -> Iterator[Attempt]:
    """Yield what was tried on every run of ``text`` whose bytes are UTF-8, taken or not.

    >>> [(attempt.happened, attempt.candidates[0].text) for attempt in attempts("cafÃ©")]
    [('UTF-8 was read as Windows-1252', 'é')]
    """
    at = 0
    for line in text.split("\n") if TRIGGER.search(text) else ():
        runs = [reading(line, run) for run in read_runs(line)]
        legacy = all(map(is_legacy, runs))
        for i, run in enumerate(runs):
            sure = grade(line, run, legacy=legacy)
            reason = _GRADES[sure]
            if sure is Grade.DOUBTFUL and is_confirmed(line, runs, i):
                reason += "; the word around them agrees with the repair"
            yield _attempt(run, at, reason)
        at += len(line) + 1


def _attempt(run: Run, shift: int, reason: str) -> Attempt:
    latin = _CONTROLS.search(run.before) and not _SIGNS.search(run.before)
    codec, name = ("latin-1", "Latin-1") if latin else ("cp1252", "Windows-1252")
    times = f", {_times(run.depth)}" if run.depth > 1 else ""
    spaced = ", and a no-break space that was part of a character became a space" if run.spaced else ""
    readings = enumerate(run.readings, 1)
    others = (Candidate(text, note=f"undone {_times(i)}") for i, text in readings if text != run.after)
    return Attempt(
        run.start + shift,
        run.end + shift,
        SPACED if run.spaced else LATIN,
        f"UTF-8 was read as {name}{times}{spaced}",
        (("utf-8", codec),) * run.depth,
        candidates=(Candidate(run.after), *others),
        reason=reason,
    )


def _times(count: int) -> str:
    return _TIMES[count] if count < len(_TIMES) else f"{count} times"
