"""Byte slips: find the damaged runs of a text and the likeliest text of their bytes.

``slip_scan`` says where a run may begin, ``slip_lattice`` what its bytes allow; the character model
chooses.  What becomes of the reading is for ``slip_verdict`` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords, search
from textnorm.repair.gbk import FIRST_LEAD, character_at, code_pair
from textnorm.repair.readings import READING, trail_bytes_read_as
from textnorm.repair.slip_choices import Channel, doubt, expected_mark
from textnorm.repair.slip_lattice import SlipLattice
from textnorm.repair.slip_pairs import UNREADABLE, straight_reading
from textnorm.repair.slip_scan import Start, starts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from textnorm.model.search import Filling

__all__ = ["Character", "Slip", "slips"]

_ANNOTATIONS = re.compile(rf"(?<=[^\x00-\x7f])\(({READING}) ?\)")
_RUN = re.compile(rf"(?:[^\x00-\x7f]|\({READING} ?\))*")
_HALF_WIDTH_MARK = re.compile("(?<=[\u3400-\u9fff])[,!;:]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_FOLDED = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
#: How many characters are looked at before a run is taken apart; the mean bits of one that is no Chinese, and by how
#: much a shifted one must be likelier.
_GLANCE, _UNLIKELY, _LIKELIER = 10, 10.0, 1.5
#: Bits by which all that survives of these characters must be likelier when shifted.
_EVIDENCE = 12.0
#: Bits of a character of which nothing is known.
_UNKNOWN = 10.0
#: Paths kept at a node: one lattice has hundreds of choices in some nodes.
_BEAM = 24
#: So many characters of a document, from its beginning, are remembered for their words and forms.
_REMEMBERED = 100_000
#: So many characters around a run are context for the model.
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Character:
    """One true character of a run: what of ``text[start:end]`` it replaces, and how sure that is.

    ``probability`` is the model's; ``alternatives`` are other characters with theirs; ``choices``
    counts what the bytes allow there; ``bits`` is its own cost, ``following_bits`` that of the next one.
    """

    start: int
    end: int
    character: str
    probability: float
    alternatives: tuple[tuple[str, float], ...]
    choices: int
    bits: float
    following_bits: float


@dataclass(frozen=True, slots=True)
class Slip:
    """A damaged run at ``[start:end]`` of the text and its likeliest reading.

    ``kind`` says how it began; ``characters`` is empty where the bytes allow no reading.
    ``bits`` are those of the reading, ``shown_bits`` those of the text as it stands.
    """

    start: int
    end: int
    kind: Start.Kind
    characters: tuple[Character, ...] = ()
    bits: float = 0.0
    shown_bits: float = 0.0

    @property
    def mean_bits(self) -> float:
        """The mean bits of a character of the reading."""
        return sum(one.bits for one in self.characters) / max(1, len(self.characters))

    @property
    def restored(self) -> str:
        """The likeliest reading."""
        return "".join(one.character for one in self.characters)


@dataclass(frozen=True, slots=True)
class Document:
    """What the readings of all runs of a text share: channels, the words of the text, whether its width was folded."""

    by_annotator: Channel
    by_bytes: Channel
    words: DocumentWords
    folded: bool

    @classmethod
    def of(cls, text: str, listed: Collection[str], begun: Sequence[Start]) -> Document:
        """Return what a text says where no run has ``begun``, of a long text its beginning."""
        model = load()
        drops = not _PRIVATE_USE.search(text)
        intact: list[str] = []
        at = 0
        for start in begun:
            if start.first >= at:
                intact.append(text[at : start.first])
                run = _RUN.match(text, start.behind)
                at = run.end() if run else start.behind
        clean = _ANNOTATIONS.sub("", "".join((*intact, text[at:]))[:_REMEMBERED])
        forms = model.forms.document(clean)
        folded = bool(_HALF_WIDTH_MARK.search(clean)) and not _FULL_WIDTH.search(clean)
        annotator = Channel(annotates=True, forms=forms, drops=drops, listed=listed)
        return cls(annotator, Channel(annotates=False, forms=forms, drops=drops), DocumentWords(model, clean), folded)


def slips(text: str, listed: Collection[str] = ()) -> Iterator[Slip]:
    """Yield the damaged runs of a text in ascending order.

    ``listed`` are characters that carry a reading wherever they stand in this text.
    """
    begun = [one for one in starts(text) if _has_evidence(text, one, annotated=bool(listed))]
    if not begun:
        return
    document = Document.of(text, listed, begun)
    at = 0
    for start in begun:
        if start.at < at:
            continue
        slip = _read(text, start, at, document)
        if slip:
            yield slip
            at = slip.end


def _read(text: str, start: Start, done: int, document: Document) -> Slip | None:
    """Read the run that begins at ``start``; None where there is none."""
    unmarked = start.kind in {Start.Kind.BYTE, Start.Kind.REPLACED}
    channel = document.by_bytes if unmarked else document.by_annotator
    first = max(start.first, done)
    lattice = SlipLattice(text, first, channel)
    if start.kind is Start.Kind.READING:
        lost = _lost_leads(start.before, start.reading)
        if not lost:
            return None
        lattice.begin_after_annotation(start.behind, lost)
    elif start.kind is Start.Kind.MARK:
        lattice.begin_after_mark(start.behind, start.mark)
    else:
        lattice.begin_anywhere(first, start.behind)
    built = lattice.build()
    if built is None:
        return Slip(first, start.behind, start.kind) if start.kind is Start.Kind.READING else None
    graph, end = built
    before, after = _context_before(text, first), _context_after(text, end)
    filling = search(load(), graph, before, after, beam=_BEAM, cache=document.words)
    if filling is None:
        return None
    choices: dict[tuple[int, int], int] = {}
    for span in zip(graph.starts, graph.ends, strict=True):
        choices[span] = choices.get(span, 0) + 1
    width = _FOLDED if document.folded and not unmarked else {}
    characters = _characters(lattice, filling, choices, before, after, width)
    shown_text = _ANNOTATIONS.sub("", text[first:end])
    shown_text += after[: load().order - 1] or "\n"
    shown = _survivors_bits(shown_text, 0, len(shown_text), load().bits_each(shown_text, before))
    return _trimmed(text, Slip(first, end, start.kind, characters, filling.bits, shown))


def _has_evidence(text: str, start: Start, *, annotated: bool) -> bool:
    """Tell whether something survives that shows a run to begin; question marks alone never do.

    In an ``annotated`` document that is also the quotation that is still open, and at the end of a
    line, where no pair is left, the tag that lost its bracket.
    """
    if start.kind is Start.Kind.READING:
        return True
    if start.kind is Start.Kind.REPLACED:
        return _reads_badly(text, start.at)
    if start.kind is Start.Kind.BYTE:
        return reads_better_shifted(text, start.at)
    if annotated and expected_mark(_context_before(text, start.at)):
        return True
    if text[start.behind] not in UNREADABLE:
        two = text[start.behind + 1 : start.behind + 2] > "\x7f"  # one character proves nothing
        return two and reads_better_shifted(text, start.behind)
    return text.startswith("/", start.behind + 1)


def _reads_badly(text: str, at: int) -> bool:
    """Tell whether the characters from ``at`` to U+FFFD are unlike Chinese; else another repair left that mark."""
    stop = text.index("\ufffd", at)
    shown = load().bits_each(text[at:stop], text[max(0, at - 3) : at])
    return sum(shown) > _UNLIKELY * len(shown)


def reads_better_shifted(text: str, at: int) -> bool:
    """Tell whether the next few characters make less sense as they are than shifted by one byte.

    It is asked wherever telltale characters crowd, so it is cheap: no pair is taken to be missing.
    Marks of lost bytes are no evidence: what survives must tell by itself.
    """
    stop = at
    while stop < len(text) and stop - at < _GLANCE and text[stop] >= "\x80":
        stop += 1
    shown = load().bits_each(text[at:stop], text[max(0, at - 3) : at])
    straight = load().bits_each("".join(straight_reading(text, at, stop)[0][1:]))
    mean = sum(shown) / max(1, len(shown))
    if mean <= _UNLIKELY or sum(straight) / max(1, len(straight)) >= mean - _LIKELIER:
        return False
    return _survivors_bits(text, at, stop, shown) > sum(straight) + _EVIDENCE


def _survivors_bits(text: str, start: int, stop: int, bits: Sequence[float]) -> float:
    """Return the bits of those characters of ``text[start:stop]`` that are no marks of lost bytes.

    U+FFFD stands for a character that nobody knows, a question mark for itself.
    """
    shown = zip(text[start:stop], bits, strict=True)
    return sum(_UNKNOWN if one == "\ufffd" else cost for one, cost in shown if one != "?")


def _lost_leads(before: str, reading: str) -> dict[int, float]:
    """Return the lead bytes that a bracket swallowed behind the character ``before``, with the bits against each."""
    pair = code_pair(before)
    if pair is None:
        return {}
    found = trail_bytes_read_as(pair[1], reading).items()
    return {lost: doubt(character_at(pair[1], lost), first=first) for lost, first in found if lost >= FIRST_LEAD}


def _characters(  # noqa: PLR0913, PLR0917 - called once, to keep _read short
    lattice: SlipLattice,
    filling: Filling,
    choices: dict[tuple[int, int], int],
    before: str,
    after: str,
    width: Mapping[int, int],
) -> tuple[Character, ...]:
    """Return the characters of a filling with their places in the text."""
    bits = load().bits_each(filling.text + (after[:1] or "\n"), before)
    return tuple(
        Character(
            lattice.places[span[0]].offset,
            lattice.places[span[1]].offset,
            character.translate(width),
            probability,
            alternatives,
            choices[span],
            cost,
            following,
        )
        for character, span, probability, alternatives, cost, following in zip(
            filling.text, filling.spans, filling.probabilities, filling.alternatives, bits, bits[1:], strict=False
        )
    )


def _trimmed(text: str, slip: Slip) -> Slip | None:
    """Return the slip without the characters at its ends that the text shows as they are; None where all are."""
    first, last = 0, len(slip.characters)
    while first < last and _as_shown(text, slip.characters[first]):
        first += 1
    while last > first and _as_shown(text, slip.characters[last - 1]):
        last -= 1
    if first == last:
        return None
    start = slip.characters[first].start if first else slip.start
    end = slip.characters[last].start if last < len(slip.characters) else slip.end
    return Slip(start, end, slip.kind, slip.characters[first:last], slip.bits, slip.shown_bits)


def _as_shown(text: str, one: Character) -> bool:
    return _ANNOTATIONS.sub("", text[one.start : one.end]) == one.character


def _context_before(text: str, start: int) -> str:
    """Return the end of the line before a run, without readings."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - 3 * _CONTEXT) : start]
    return _ANNOTATIONS.sub("", line)[-_CONTEXT:]


def _context_after(text: str, end: int) -> str:
    """Return the line behind a run, without readings."""
    line = text[end : end + 3 * _CONTEXT].split("\n", 1)[0]
    return _ANNOTATIONS.sub("", line)[:_CONTEXT]
