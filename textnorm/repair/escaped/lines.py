r"""The escapes of one line that stand where they may be damage: in no link, code span, string literal or setting."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textnorm.kernel import Triggers
from textnorm.protect import protected_spans
from textnorm.repair.escaped.codes import read_unicode
from textnorm.repair.escaped.context import Spans, code_spans, is_code_line, is_git_path, literals, without_codes
from textnorm.repair.escaped.entities import read_entities
from textnorm.repair.escaped.octets import read_octets, read_percent
from textnorm.repair.escaped.rules import BYTES, PERCENT, UNICODE
from textnorm.repair.escaped.tokens import Escape, see_neighbours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CODES", "ENTITY", "ESCAPE", "MANY", "SIGNS_OF_ESCAPES", "UNIT", "lines_with_escapes", "read_line"]

#: What a text must hold to be looked at: a reference, a code unit or byte, either.
ENTITY = re.compile(r"&(?:#[xX]?[0-9A-Fa-f]|[A-Za-z]{2,8};|nbsp)")
CODES = re.compile(
    r"\\u[0-9A-Fa-f]{4}|\\U000|\\x[89A-Fa-f][0-9A-Fa-f]|\\[23][0-7]{2}|%(?:25)*[89A-Fa-f][0-9A-Fa-f](?=[%@-~])|%u[0-9A-Fa-f]{4}"
)
ESCAPE = re.compile(f"{ENTITY.pattern}|{CODES.pattern}")
#: How the same begins, as patterns of ``kernel.Triggers``; and a code unit alone.
UNIT = r"[%\\][uU][0-9A-Fa-f]"
SIGNS_OF_ESCAPES = (
    *("&#[xX0-9A-Fa-f]", "&[A-Za-z]+;", "&nb"),
    *(UNIT, r"\\x[89A-Fa-f][0-9A-Fa-f]", r"\\[23][0-7][0-7]"),
    *("%[89A-Fa-f][0-9A-Fa-f][%@-~]", "%25"),
)
#: A setting needs its escapes; behind a colon and a blank a whole sentence is text all the same.
_SETTING = re.compile(r"\s*[\w.$-]+\s*(?:=|:(?!//|\s(?:[^文]*文){8}))", re.ASCII)
#: From this many decoded characters on a line is damaged, whatever it is about.
MANY = 8


def lines_with_escapes(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the lines that may hold escapes, and where they begin.

    >>> list(lines_with_escapes("春天\n春&middot;夏\n秋天"))
    [(3, '春&middot;夏')]
    """
    for start, end in zip(*_look().lines(text), strict=True):
        if ESCAPE.search(text, start, end):
            yield start, text[start:end]


@cache
def _look() -> Triggers:
    return Triggers([SIGNS_OF_ESCAPES])


def read_line(line: str) -> list[Escape]:
    """Return the escapes of a line that stand in no link, code span or string literal.

    >>> [(escape.start, escape.end, escape.after) for escape in read_line("春&middot;夏，`&nbsp;`")]
    [(1, 9, '·')]
    """
    escapes = list(read_entities(line))
    if CODES.search(line) and not _needs_codes(line):
        escapes = sorted([*escapes, *_code_escapes(line)], key=lambda escape: escape.start)
    if not escapes:
        return []
    shown = _same_length(line, escapes)  # the trail byte of an escaped character may be a backtick or a quote
    strings, codes, links = Spans(literals(shown)), Spans(code_spans(shown)), Spans(protected_spans(shown))
    # In a sentence that was escaped as a whole, quotes and braces mean no program.
    outside = sum(escape.chinese for escape in escapes if not strings.covers(escape.start))
    sentence = outside >= MANY and not is_code_line(line)
    git_path = is_git_path(line)

    def is_meant(escape: Escape) -> bool:
        at = escape.start
        if codes.covers(at) or (strings.covers(at) and not sentence and not (git_path and escape.rule == BYTES)):
            return True
        # Links and paths look like escaped bytes and code units; those have their own idea of what is one.
        reference = escape.rule not in {UNICODE, PERCENT, BYTES}
        return reference and links.covers(at) and not (sentence and escape.chinese)

    escapes = [escape for escape in escapes if not is_meant(escape)]
    see_neighbours(line, escapes)
    return escapes


def _needs_codes(line: str) -> bool:
    """Tell whether a line is code or a setting, in which code units and bytes are meant."""
    return not is_git_path(line) and (is_code_line(line) or bool(_SETTING.match(without_codes(line))))


def _code_escapes(line: str) -> Iterator[Escape]:
    r"""Yield code units and bytes; where ``\xe4`` can be read as either, it is a byte if that gives Chinese text."""
    octets = list(read_octets(line))
    taken = Spans((octet.start, octet.end) for octet in octets)
    units = [escape for escape in read_unicode(line) if not taken.covers(escape.start)]
    mixed = Spans((unit.start, unit.end) for unit in units)
    yield from (octet for octet in octets if not mixed.covers(octet.start))
    yield from units
    yield from read_percent(line)


def _same_length(line: str, escapes: Sequence[Escape]) -> str:
    """Return the line with a Chinese character in every place of an escape that decodes to some."""
    pieces: list[str] = []
    at = 0
    for escape in escapes:
        if escape.chinese:
            pieces += (line[at : escape.start], "文" * (escape.end - escape.start))
            at = escape.end
    return "".join((*pieces, line[at:]))
