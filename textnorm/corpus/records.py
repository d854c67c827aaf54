"""Normalizing one string in every record of a JSON Lines file, which otherwise stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from textnorm.corpus.jsonl import FieldError, RecordError, StringValue, Style, escape, find_strings, style_of
from textnorm.result import Result
from textnorm.rules import Rule, matches, register
from textnorm.trace import Edit, Refusal, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.pipeline import Normalizer

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


def normalize_records(text: str, field: str, normalizer: Normalizer) -> Result:
    r"""Return the result for a whole file: each edit is a change inside a raw string, as JSON writes it.

    Lines that cannot be read, and records without that string, are left alone and refused.

    >>> from textnorm.pipeline import Normalizer
    >>> line = '{"id": 1.0, "text": "\\u3000經(jīng)濟\\n"}\n'
    >>> print(normalize_records(line, "text", Normalizer()).text, end="")
    {"id": 1.0, "text": "\u3000經濟\n"}
    """
    edits: list[Edit] = []
    refused: list[Refusal] = []
    counts: Counter[str] = Counter()
    default = Style(ascii_only="\\u" in text and text.isascii())
    for line in _LINE.finditer(text):
        values: list[StringValue] = []
        try:
            values = _strings(line[0], field)
        except RecordError as error:
            rule = NO_TEXT if isinstance(error, FieldError) else UNREADABLE
            if not matches(rule.code, normalizer.config.ignore):
                start = line.start() + error.offset
                refused.append(Refusal(start, line.end(), text[start : line.end()], rule.code, error.reason))
        for value in values:
            result = normalizer.trace(value.text)
            if result.changed or result.refused:
                edits += _edits(line.start(), value, result, default)
                refused += _refusals(line.start(), value, result, default)
                counts += result.counts
    trace = Trace(text, edits)
    return Result(trace.target, trace, tuple(refused), counts)


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
