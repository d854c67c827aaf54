"""Findings: what a result holds, with the place in the document and a message for a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.decode.findings import BOM, MIXED, NOT_UTF8, UNDECODABLE
from textnorm.decode.surrogates import BYTE
from textnorm.lint.positions import LineMap, Position
from textnorm.lint.quoting import change_in_words, quoted
from textnorm.rules import get_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textnorm.decode import Finding as Note
    from textnorm.result import Result
    from textnorm.trace import Edit, Refusal

__all__ = ["Finding", "findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a document.

    path: the document, as it was named.
    line, column: where it starts, from 1; the column in code points of the decoded document.
    end: the position just after it.
    code: the rule that found it.
    message: what was found and what it would become, or why it stays.
    fixable: whether ``textnorm fix`` with the same settings repairs it.
    """

    path: str
    line: int
    column: int
    end: Position
    code: str
    message: str
    fixable: bool


def findings(
    path: str, result: Result, notes: Iterable[Note] = (), *, read: Callable[[str], str] = str
) -> list[Finding]:
    r"""Return what ``result`` changed or left alone, by position.

    ``notes`` tell how the document was decoded.
    ``read`` turns a span of the file into the text it stands for, where the two differ (JSON escapes).

    >>> from textnorm.pipeline import UNSETTLED
    >>> from textnorm.result import Result
    >>> from textnorm.trace import Refusal, Trace
    >>> refusal = Refusal(3, 5, "乱码", UNSETTLED.code, "it keeps changing")
    >>> [found] = findings("a.txt", Result("一\n二乱码", Trace("一\n二乱码"), (refusal,)))
    >>> found.line, found.column, found.message
    (2, 2, "unsettled-text: '乱码': it keeps changing; not repairable")
    """
    found = sorted([*_notes(notes, result), *_edits(result, read), *_refusals(result, read)])
    lines = LineMap(result.edits.source if found else "")
    return [
        Finding(path, *lines.position(start), lines.position(end), code, message, fixable)
        for start, end, code, message, fixable in found
    ]


#: Start and end in code points, code, message, fixable: a finding before its lines are counted.
_Span = tuple[int, int, str, str, bool]


#: What ``textnorm fix`` makes of what a note tells.
_OUTLOOKS = {
    NOT_UTF8.code: "fix writes UTF-8",
    MIXED.code: "fix writes UTF-8",
    BOM.code: "fix removes it",
}


def _notes(notes: Iterable[Note], result: Result) -> Iterator[_Span]:
    sizes = iter(result.decoded.errors if result.decoded else ())
    for note in notes:
        size = len(next(sizes).raw) if note.rule == UNDECODABLE.code else 0
        outlook = _OUTLOOKS.get(note.rule, f"at byte {note.offset}; not repairable")
        message = f"{get_rule(note.rule).name}: {note.message}; {outlook}"
        yield note.position, note.position + size, note.rule, message, note.rule in _OUTLOOKS


def _edits(result: Result, read: Callable[[str], str]) -> Iterator[_Span]:
    for edit in result.edits:
        if edit.rules != (BYTE.code,):  # what stands for a byte is told by a note, with the byte
            yield edit.start, edit.end, edit.rule, _edit_message(edit, read), True


def _refusals(result: Result, read: Callable[[str], str]) -> Iterator[_Span]:
    for refusal in result.refused:
        yield refusal.start, refusal.end, refusal.rule, _refusal_message(refusal, read), False


def _edit_message(edit: Edit, read: Callable[[str], str]) -> str:
    message = f"{get_rule(edit.rule).name}: {change_in_words(read(edit.before), read(edit.after))}"
    return f"{message} (with {', '.join(edit.rules[1:])})" if len(edit.rules) > 1 else message


def _refusal_message(refusal: Refusal, read: Callable[[str], str]) -> str:
    subject = f" {quoted(read(refusal.text))}:" if refusal.text else ""
    reason = refusal.reason.rstrip(".")
    if refusal.candidates:
        outlook = f"--unsafe-fixes would write {quoted(read(refusal.candidates[0]))}"
    elif refusal.rule.startswith("SCR"):
        outlook = "left alone without --to"
    else:
        outlook = "not repairable"
    return f"{get_rule(refusal.rule).name}:{subject} {reason}; {outlook}"
