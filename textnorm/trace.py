"""Edits: what was changed, where, by which rule, and how offsets move across the change.

A trace is columnar, because converting a script makes millions of edits: offsets and rule numbers
are kept in arrays and ``Edit`` objects are views made on demand.  Offsets are in code points.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LOST", "Change", "Edit", "Refusal", "Trace"]

#: What stands in a repaired text for a character that cannot be told.
LOST = "\N{REPLACEMENT CHARACTER}"


class Change(NamedTuple):
    r"""What a step proposes for ``text[start:end]`` of its input.

    ``after`` is the replacement, or None where damage was found that nothing can repair yet.
    ``candidates`` are readings that were considered, best first; the first is what ``unsafe_fixes``
    writes when ``after`` is None or ``partial``.
    ``confidence`` is the probability that this damage was done here, which decides whether the change is applied;
    ``certainty`` that of the least certain character that it writes.

    >>> Change(0, 2, "今\ufffd", "MOJ101", candidates=("今天",)).partial, Change(0, 2, "今天", "MOJ101").partial
    (True, False)
    """

    start: int
    end: int
    after: str | None
    rule: str
    confidence: float = 1.0
    reason: str = ""
    candidates: tuple[str, ...] = ()
    certainty: float = 1.0

    @property
    def partial(self) -> bool:
        """Whether ``after`` has U+FFFD for characters that ``candidates`` only guess.

        Such a change is applied and listed as refused too, so that the reader learns of the candidates.
        """
        return bool(self.candidates) and self.after is not None and LOST in self.after


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: ``before`` at ``[start:end]`` of the source became ``after``.

    ``confidence`` is the probability that all of ``after`` is right: some characters that are less certain than
    ``Config.threshold`` may be written, as long as few of a document are wrong.
    ``rules`` has more than one code where changes of several steps met in the same place;
    ``confidence`` is then the lowest of theirs.  Offsets are in code points.

    >>> edit = Trace("經(jīng)濟", [Change(1, 7, "", "PIN001")])[0]
    >>> edit.start, edit.before, edit.after, edit.rule
    (1, '(jīng)', '', 'PIN001')
    """

    start: int
    end: int
    before: str
    after: str
    rules: tuple[str, ...]
    confidence: float = 1.0

    @property
    def rule(self) -> str:
        """The code of the first rule that changed this place."""
        return self.rules[0]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Damage that was found at ``[start:end]`` of the source (in code points) and left alone.

    text: what stands there.
    rule: the code of the rule that found it.
    reason: why it was left alone, in words for a person.
    candidates: what it may have been, the likeliest first; none where nothing can be told.
    """

    start: int
    end: int
    text: str
    rule: str
    reason: str
    candidates: tuple[str, ...] = ()


Side = Literal["left", "right"]


class Columns(NamedTuple):
    """Where each edit begins and ends in the source and in the target."""

    starts: array[int]
    ends: array[int]
    target_starts: array[int]
    target_ends: array[int]

    def reversed(self) -> Columns:
        """Return the columns of the way back."""
        return Columns(self.target_starts, self.target_ends, self.starts, self.ends)


class Trace:
    """The edits that lead from ``source`` to ``target``, in ascending order, none overlapping.

    >>> trace = Trace("經(jīng)濟", [Change(1, 7, "", "PIN001")])
    >>> trace.target, trace[0].before, trace.to_target(7), trace.to_source(1, side="right")
    ('經濟', '(jīng)', 1, 7)
    """

    __slots__ = ("columns", "confidence", "rule_names", "rule_numbers", "source", "target")

    def __init__(self, source: str, changes: Iterable[Change | Edit] = ()) -> None:
        """Record ``changes``; raise ValueError where they overlap, run backwards or leave ``source``."""
        starts: list[int] = []
        ends: list[int] = []
        target_starts: list[int] = []
        target_ends: list[int] = []
        rule_numbers: list[int] = []
        confidences: list[float] = []
        numbers: dict[tuple[str, ...], int] = {}
        after: str | None
        number = 0
        code: str | None = None  # what ``number`` stands for: of many changes in a row the rule is the same
        pieces: list[str] = []
        at = shift = 0
        for change in changes:
            if isinstance(change, Edit):
                start, end, after, confidence = change.start, change.end, change.after, change.confidence
                number, code = numbers.setdefault(change.rules, len(numbers)), None
            else:
                start, end, after, rule, confidence, _, _, certainty = change
                if certainty < confidence:  # noqa: PLR1730 - scripts make millions, and a call costs more than this
                    confidence = certainty
                if rule != code:
                    number, code = numbers.setdefault((rule,), len(numbers)), rule
            if after is None or not at <= start <= end <= len(source):
                msg = f"a trace needs ascending edits with a replacement, not {change!r} after offset {at}"
                raise ValueError(msg)
            pieces.append(source[at:start])
            pieces.append(after)
            starts.append(start)
            ends.append(end)
            target_starts.append(start + shift)
            shift += len(after) - (end - start)
            target_ends.append(end + shift)
            confidences.append(confidence)
            rule_numbers.append(number)
            at = end
        self.columns = Columns(*(array("q", column) for column in (starts, ends, target_starts, target_ends)))
        self.rule_numbers, self.confidence = array("H", rule_numbers), array("d", confidences)
        self.rule_names = list(numbers)
        self.source = source
        self.target = "".join((*pieces, source[at:])) if pieces else source

    @classmethod
    def from_columns(cls, source: str, target: str, columns: Iterable[array[int]], rule: str) -> Trace:
        """Return the trace of edits whose offsets are known, all by one rule, with confidence 1.

        columns: starts, ends, target starts and target ends (arrays of ``q``), ascending; they are taken as true.

        >>> columns = (array("q", [0]), array("q", [1]), array("q", [0]), array("q", [1]))
        >>> Trace.from_columns("汉", "漢", columns, "SCR002")[0].after
        '漢'
        """
        self = cls.__new__(cls)
        self.source, self.target, self.columns = source, target, Columns(*columns)
        self.rule_names = [(rule,)]
        self.rule_numbers = array("H", bytes(2 * len(self.columns.starts)))
        self.confidence = array("d", [1.0]) * len(self.columns.starts)
        return self

    def __len__(self) -> int:
        """Return the number of edits."""
        return len(self.columns.starts)

    def __repr__(self) -> str:
        """Show the size, never the text: a document may be long."""
        return f"<Trace: {len(self)} edits over {len(self.source)} code points>"

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Edit]: ...
    def __getitem__(self, index: int | slice) -> Edit | list[Edit]:
        """Return one edit, or a list of them."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start, end, target_start, target_end = (column[index] for column in self.columns)
        return Edit(
            start,
            end,
            self.source[start:end],
            self.target[target_start:target_end],
            self.rule_names[self.rule_numbers[index]],
            self.confidence[index],
        )

    def __iter__(self) -> Iterator[Edit]:
        """Yield the edits in ascending order."""
        return (self[i] for i in range(len(self)))

    def is_idle(self, index: int) -> bool:
        """Tell whether an edit writes what stood there."""
        start, end, target_start, target_end = (column[index] for column in self.columns)
        return end - start == target_end - target_start and self.source.startswith(
            self.target[target_start:target_end], start
        )

    def to_target(self, offset: int, *, side: Side = "left") -> int:
        """Return where an offset of the source lies in the target.

        ``side`` decides where one offset has two places: before or after text that was inserted
        there, at the left or right end of a replacement that has another length.

        >>> Trace("ab", [Change(1, 1, "-", "SPC001")]).to_target(1, side="right")
        2
        """
        return _carry(offset, self.columns, empty=side, inside=side)

    def to_source(self, offset: int, *, side: Side = "left") -> int:
        """Return where an offset of the target lies in the source; ``side`` as in ``to_target``."""
        return _carry(offset, self.columns.reversed(), empty=side, inside=side)

    def span_to_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the target that a labelled span of the source became.

        The span grows to cover a replacement it cuts into, and leaves out what was inserted at its ends.
        """
        return _carry_span(start, end, self.columns)

    def span_to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that a span of the target came from.

        >>> Trace("經(jīng)濟", [Change(1, 7, "", "PIN001")]).span_to_source(1, 2)
        (7, 8)
        """
        return _carry_span(start, end, self.columns.reversed())


def _carry(offset: int, columns: Columns, *, empty: Side, inside: Side) -> int:
    """Carry an offset across the edits; ``empty`` and ``inside`` choose among two possible places."""
    starts, ends, to_starts, to_ends = columns
    passed = bisect_right(ends, offset)
    if empty == "left":
        while passed and starts[passed - 1] == offset:
            passed -= 1
    if passed < len(starts) and starts[passed] < offset:
        if ends[passed] - starts[passed] == to_ends[passed] - to_starts[passed]:
            return to_starts[passed] + offset - starts[passed]
        return to_starts[passed] if inside == "left" else to_ends[passed]
    return offset + (to_ends[passed - 1] - ends[passed - 1] if passed else 0)


def _carry_span(start: int, end: int, columns: Columns) -> tuple[int, int]:
    left = _carry(start, columns, empty="right", inside="left")
    return left, max(left, _carry(end, columns, empty="left", inside="right"))
