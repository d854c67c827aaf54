"""Normalizing one string in every record of a JSON Lines file, which otherwise stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textnorm.corpus.jsonl import FieldError, RecordError, StringValue, Style, escape, find_strings, style_of
from textnorm.result import Result
from textnorm.rules import Rule, matches, register
from textnorm.trace import Edit, Refusal, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textnorm.pipeline import Normalizer

    #: Does the work for each part, in the order of the parts: here, or in other processes (``Workers.each``).
    Each = Callable[[Callable[[Normalizer, "Part"], "Done"], Iterable["Part"]], Iterable["Done"]]

__all__ = ["RULES", "normalize_records"]

UNREADABLE = register(
    Rule(
        "ENC201",
        "unreadable-record",
        "A line of a JSON Lines file that is not one JSON object in UTF-8 cannot be read, so it is left alone.",
        reports_only=True,
    )
)
NO_TEXT = register(
    Rule(
        "ENC202",
        "field-without-text",
        "A record whose field is missing, or does not hold a string, has no text that could be normalized.",
        reports_only=True,
    )
)
RULES = (UNREADABLE, NO_TEXT)

#: An undecodable byte, as ``textnorm.decode`` keeps it, and not half of a pair.
_UNDECODED = re.compile("(?<![\ud800-\udbff])[\udc00-\udcff]")

_LINE = re.compile(r"[^\n]+")
#: Whole lines of some 250,000 characters: what other processes are given at once.
_PART = re.compile(r"(?s).{1,250000}[^\n]*\n?")


class Part(NamedTuple):
    """Some lines of a file, and the offset at which they stand in it."""

    start: int
    text: str


class Done(NamedTuple):
    """What was done in a part, at the offsets of the file."""

    edits: list[Edit]
    refused: list[Refusal]
    counts: Counter[str]


def normalize_records(text: str, field: str, normalizer: Normalizer, each: Each | None = None) -> Result:
    r"""Return the result for a whole file: each edit is a change inside a raw string, as JSON writes it.

    Lines that cannot be read, and records without that string, are left alone and refused.
    each: does the work for parts of the file side by side; here without it.

    >>> from textnorm.pipeline import Normalizer
    >>> line = '{"id": 1.0, "text": "\\u3000經(jīng)濟\\n"}\n'
    >>> print(normalize_records(line, "text", Normalizer()).text, end="")
    {"id": 1.0, "text": "\u3000經濟\n"}
    """
    default = Style(ascii_only="\\u" in text and text.isascii())
    work = partial(_normalize_part, field=field, default=default)
    parts = (Part(match.start(), match[0]) for match in _PART.finditer(text))
    done = Done([], [], Counter())
    for edits, refused, counts in each(work, parts) if each else (work(normalizer, part) for part in parts):
        done.edits.extend(edits)
        done.refused.extend(refused)
        done.counts.update(counts)
    trace = Trace(text, done.edits)
    return Result(trace.target, trace, tuple(done.refused), done.counts)


def _normalize_part(normalizer: Normalizer, part: Part, *, field: str, default: Style) -> Done:
    """Normalize the records of a part."""
    done = Done([], [], Counter())
    for line in _LINE.finditer(part.text):
        base = part.start + line.start()
        values: list[StringValue] = []
        try:
            values = _strings(line[0], field)
        except RecordError as error:
            rule = NO_TEXT if isinstance(error, FieldError) else UNREADABLE
            if not matches(rule.code, normalizer.config.ignore):
                text, end = line[0][error.offset :], part.start + line.end()
                done.refused.append(Refusal(base + error.offset, end, text, rule.code, error.reason))
        for value in values:
            result = normalizer.trace(value.text)
            if result.changed or result.refused:
                done.edits.extend(_edits(base, value, result, default))
                done.refused.extend(_refusals(base, value, result, default))
                done.counts.update(result.counts)
    return done


def _strings(line: str, field: str) -> list[StringValue]:
    if not line.strip(" \t\r"):
        return []
    broken = _UNDECODED.search(line)
    if broken:
        raise RecordError(broken.start(), "bytes that cannot be decoded")
    return find_strings(line, field)


def _edits(base: int, value: StringValue, result: Result, default: Style) -> Iterator[Edit]:
    """Yield the edits of a string as edits of the file; the rest of the string keeps its escapes."""
    style = style_of(value.raw, default)
    places = value.offsets([offset for edit in result.edits for offset in (edit.start, edit.end)])
    for edit, start, end in zip(result.edits, places[::2], places[1::2], strict=True):
        before = value.raw[start - value.start : end - value.start]
        yield Edit(base + start, base + end, before, escape(edit.after, style), edit.rules, edit.confidence)


def _refusals(base: int, value: StringValue, result: Result, default: Style) -> Iterator[Refusal]:
    style = style_of(value.raw, default)
    places = value.offsets([offset for item in result.refused for offset in (item.start, item.end)])
    for item, start, end in zip(result.refused, places[::2], places[1::2], strict=True):
        before = value.raw[start - value.start : end - value.start]
        candidates = tuple(escape(candidate, style) for candidate in item.candidates)
        yield Refusal(base + start, base + end, before, item.rule, item.reason, candidates)
