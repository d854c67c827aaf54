"""Byte slips: find the damaged runs of a text and the likeliest text of their bytes.

``slips.scan`` says where a run may begin, ``slips.lattice`` what its bytes allow (grown by the kernel); the character
model chooses.  What becomes of the reading is for ``slips.verdict`` to say.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import cache
from itertools import dropwhile
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.slips.beginnings import Beginning, beginning_at
from textnorm.repair.slips.channel import Channel
from textnorm.repair.slips.choices import ended
from textnorm.repair.slips.costs import LONGEST, LOSSES
from textnorm.repair.slips.document import Document, context_after, context_before, without_annotations
from textnorm.repair.slips.marks import begun
from textnorm.repair.slips.neighbours import clear_runs, expected_near, joined, places_near
from textnorm.repair.slips.runs import Slip, run_read
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.shifted import survivors_bits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from textnorm.kernel import SlipLattice
    from textnorm.repair.slips.definition import DefinedLattice

__all__ = ["ENOUGH", "UNMARKED", "slips"]

_FOLDED = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
#: Paths kept at a node: one lattice has hundreds of choices in some nodes, and with 24 paths the true text is often
#: dropped; 160 restore no more lines than 64.
_BEAM = 64
#: Bits by which a path may be behind the best one to the same node: of 468 damaged lines as many come out right as with
#: 20.
_MARGIN = 16.0
#: Bits by which a whole path may be behind the best one that fewer paths find: 620 damaged lines come out the same with
#: 16, and as many right with 12, which takes a third to four fifths of the time.
_SPREAD = 12.0
#: Paths, and characters behind the place, that show whether a run is worth reading with all paths; and how many bits
#: the text as it stands may be ahead there: of 257 damaged runs that convinced in the end the least was 0 behind.
_FEW, _GLANCE, _AHEAD = 12, 40, 3.0
#: By so many bits the rough estimate of another reading, which is mostly too high, is ahead where no search need ask.
_CLEARLY = 10.0
#: Bits by which a path may be behind by a rough estimate, and characters behind the place, where nothing of the
#: document is known yet: none of 884 damaged runs that convinced in the end seems to stand; with 2 paths 3 do.
_NEAR, _BRIEFLY = 8.0, 16
#: Ideographs, or trail bytes that show as letters, that are shifted at least where nothing else shows a run: signs are
#: rare for the model and not for people, and one common character has another reading by chance; rare ones count twice.
ENOUGH = 2
#: What shows a run to begin by its characters alone.
UNMARKED = frozenset((Start.Kind.BYTE, Start.Kind.REPLACED))


def slips(
    text: str,
    listed: Collection[str] = (),
    refused: Sequence[tuple[int, int]] = (),
    *,
    guessing: bool = False,
) -> Iterator[Slip]:
    """Yield the damaged runs of a text in ascending order.

    ``listed`` are characters that carry a reading wherever they stand in this text; ``refused`` are spans of other
    damage, in ascending order, in which bytes lost without a trace are not looked for; ``guessing`` asks what stood
    where U+FFFD is all that is left of a character.

    >>> [(slip.start, slip.restored) for slip in slips("大家吨勒庵址椒梢越饩鑫侍狻?")]
    [(2, '都知道这种方法可以解决问题。')]
    """
    found = begun(text, annotated=bool(listed), guessing=guessing)
    unexplained = (one for one in found if not _is_explained(one, refused))
    places = list(unexplained if guessing else dropwhile(lambda one: _stands(text, one), unexplained))
    if not places:
        return
    document = Document.of(text, listed, places)
    runs = list(_runs(text, places, document, guessing=guessing))
    clear = () if guessing else [slip for slip in clear_runs(runs) if document.is_without_mark(text, slip.start)]
    if clear:
        # The words of the text are gathered again without what reads badly, which would speak for itself.
        found = [one for one in begun(text, annotated=bool(listed), guessing=True) if not _is_explained(one, refused)]
        document = Document.of(text, listed, found)
        near = [one for one in places_near(clear, runs, found) if document.is_without_mark(text, one.first)]
        runs = expected_near(clear, joined(runs, _runs(text, near, document, guessing=False)))
    yield from runs


def _runs(text: str, places: Iterable[Start], document: Document, *, guessing: bool) -> Iterator[Slip]:
    """Yield the runs that begin at some places, in ascending order."""
    at = 0
    for start in places:
        if start.at < at:
            continue
        slip = _read(text, start, at, document, guessing=guessing)
        if slip:
            yield slip
            at = slip.end


def _is_explained(start: Start, refused: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a place where only the characters look like a slip lies in other damage."""
    at = bisect_left(refused, (start.behind, 0))
    return start.kind in UNMARKED and at > 0 and start.at < refused[at - 1][1]


def _stands(text: str, start: Start) -> bool:
    """Tell whether the text at a place is likelier than any other reading, for one who knows nothing of the document.

    It spares clean text that its words and habits are gathered.  The run may end anywhere, so what was lost further on
    need not be asked.
    """
    if start.kind not in UNMARKED:
        return False
    base = max(0, start.first - LONGEST)
    near = text[base : start.behind + _BRIEFLY]
    first = start.first - base
    lattice = _unknown().reader.lattice(near, first, slips=(first, start.behind - base))
    if lattice is None:
        return True
    before = context_before(near, first)
    glance = lattice.likeliest(before, "", beam=_FEW, margin=_MARGIN, reach=_NEAR, spread=_SPREAD)
    return glance is None or glance[0] == without_annotations(near[first : lattice.end])


@cache
def _unknown() -> Channel:
    """Return the channel of a document of which nothing is known, whose decoder gives up single bytes."""
    return Channel(annotates=False, forms=load().forms.document(""), missing=math.inf, skipped=LOSSES[""][1])


def _read(text: str, start: Start, done: int, document: Document, *, guessing: bool) -> Slip | None:
    """Read the run that begins at ``start``; None where there is none."""
    unmarked = start.kind in UNMARKED
    first = max(start.first, done)
    channel = document.channel_from(text, first) if unmarked else document.by_annotator
    beginning = beginning_at(start, first, text)
    if beginning is None:
        return None
    short = unmarked and _ends_soon(text, start)
    if unmarked and not short and not _is_worth(text, beginning, document, channel, guessing=guessing):
        return None
    unended = document.unended_from(text, first)
    lattice = _lattice(text, first, beginning, channel, unended)
    if lattice is None:
        return Slip(first, start.behind, start.kind) if start.kind is Start.Kind.READING else None
    end = lattice.end
    before, after = context_before(text, first), context_after(text, end)
    said = document.words.counts
    filled = lattice.fill(before, after, beam=_BEAM, margin=_MARGIN, reach=channel.reach, spread=_SPREAD, recent=said)
    if filled is None:
        return None
    shown_text = without_annotations(text[first:end]) + (after[: load().order - 1] or "\n")
    mixed = start.mark > "\x7f"
    expected = document.annotated and mixed
    if expected:  # nobody else wrote a question mark of half width between marks of full width
        shown_bits = sum(load().bits_each(shown_text, before)) + sum(channel.forms.bits(shown_text))
    else:
        shown_bits = _shown_bits(shown_text, before)
    if not after and not ended(text[end - 1]):
        shown_bits += unended
    if short and not guessing and filled[1] >= shown_bits + _AHEAD:
        return None
    width = _FOLDED if document.folded and not unmarked else {}
    whole = run_read(start, text, filled, (before, after), shown_bits, width, expected=expected)
    return whole if whole and (start.signed or whole.shifted >= ENOUGH) else None


def _lattice(
    text: str, first: int, beginning: Beginning, channel: Channel, unended: float
) -> SlipLattice | DefinedLattice | None:
    begin, lost, opened, slips = beginning
    return channel.reader.lattice(text, first, begin=begin, lost=lost, opened=opened, slips=slips, unended=unended)


def _ends_soon(text: str, start: Start) -> bool:
    """Tell whether so little of the line is left that one search is no more work than a glance before it."""
    end = start.behind + _GLANCE
    return len(text) <= end or text.find("\n", start.behind, end) >= 0


def _is_worth(text: str, beginning: Beginning, document: Document, channel: Channel, *, guessing: bool) -> bool:
    """Tell whether another reading than the text as it stands may be likelier, where a byte was lost without a trace.

    Whoever asks for guesses is told of any other reading.
    """
    first, last = beginning.slips or (0, 0)
    base = max(0, first - LONGEST)  # as far back as a lattice looks: no more of a long text is copied
    near = text[base : last + _GLANCE]
    lattice = channel.reader.lattice(near, first - base, slips=(first - base, last - base))
    if lattice is None:
        return False
    before = context_before(near, first - base)
    shown = near[first - base : lattice.end]
    shown_bits = _shown_bits(without_annotations(shown), before)
    said = document.words.counts
    if lattice.rough_bits(before, said) < shown_bits - _CLEARLY:
        return True
    glance = lattice.likeliest(before, "", beam=_FEW, margin=_MARGIN, reach=channel.reach, spread=_SPREAD, recent=said)
    if glance is None or glance[0] == shown:
        return False
    return guessing or glance[1] < shown_bits + _AHEAD


def _shown_bits(shown: str, before: str) -> float:
    return survivors_bits(shown, 0, len(shown), load().bits_each(shown, before))
