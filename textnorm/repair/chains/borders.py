"""Where misread text borders on clean text: what is clean stays as it is, and what closes a text tells where it ends.

A field of a table, a value of JSON, a comment or an element of a page is damaged by itself; beside it stand names,
other fields and the signs of the format, which no wrong codec made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.chains.codecs import is_marked
from textnorm.repair.chains.found import REACH
from textnorm.repair.chains.judge import are_words
from textnorm.repair.chains.pieces import Around
from textnorm.repair.chains.scan import THRESHOLD, weigh, weight
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.found import Reading
    from textnorm.repair.chains.words import DocumentSays

__all__ = ["CLOSED", "around", "within_scripts", "without_clean_ends"]

#: What closes a string, an element, a comment or a cell, and what stands behind a value of JSON or a program.
CLOSED = (
    r"\r|\t|\\[A-Za-z\"']|<(?:/|br\b)|\]\]>|[\"']{3}|[ ](?:\*/|-->|\|)|[\]}]"
    r"|[\"'`](?=\Z|\s?[,;:)\]}>/]|\s*\Z|\r)|\\?[\"']\s*[,;)\]}]"
)
_CLOSED = re.compile(CLOSED)
#: Characters of East Asian texts, which no codec of single bytes writes; and others above ASCII.  The first are told by
#: what they are not, as in other patterns of many: Python goes through each code point of a class to make it.
_WIDE, _NARROW = re.compile("[^\0-\u2e7f]+"), re.compile("[\x80-\u2e7f]")
#: From one character above ASCII to another, of one of these kinds.
_OF_ONE_SCRIPT = re.compile(
    "[\x80-\u2e7f](?:[\x00-\u2e7f]*[\x80-\u2e7f])?|[^\0-\u2e7f](?:[^\x80-\u2e7f]*[^\0-\u2e7f])?"
)
_ABOVE_ASCII = re.compile("[^\x00-\x7f]")
#: Signs of ASCII that are no second byte of a pair: a decoder that reaches one whole is in step behind it.
_SIGN = re.compile(r"""[\t !"#$%&'()*+,./:;<=>-]|\\[nrt]""")
#: The same, to divide a text at them and keep them.
_FIELDS = re.compile(f"({_SIGN.pattern})")
#: Blanks that indent; U+2000 is a space whose bytes were swapped.
_BLANK = frozenset(" \t\u3000")
_MARKS = re.compile("[?\ufffd]+")
#: The letters of a word that no codec changes, behind a place and before it.
_LETTERS, _LETTERS_BEFORE = re.compile("[A-Za-z]+"), re.compile(r"[A-Za-z]+\Z")
#: How many characters beside a unit are read with it.
_UNITS = 2
#: Bits up to which a field that stands there is as good as what the same bytes are otherwise: of 2,000 names and 800
#: words and phrases 2 are then taken for damage, and of as many damaged ones 1 in 100 is not.
_AS_GOOD = 2.0
#: Bits of a sign of a format at a border, where the model, which knows prose, would give twice as many; and by which
#: any other character reads better than what swapping it gives.
_SIGN_BITS = 10.0


def around(line: str, start: int, end: int, words: DocumentSays | None = None) -> Around:
    r"""Return what stands around ``line[start:end]``; what closes a string or an element ends a text like a line.

    >>> around('{"a": "abc", "b": 1}', 7, 10)[:4]
    ('{"a": "', '', None, True)
    >>> around("abc def", 0, 3).after
    ' def'
    """
    before, after = line[max(0, start - REACH) : start], line[end : end + REACH]
    closed = _CLOSED.match(after) is not None
    return Around(before, "" if closed else after, words, closed, line, start)


def within_scripts(line: str, cores: Sequence[tuple[int, int]], least: int) -> list[tuple[int, int]]:
    """Return suspect cores that single bytes made apart from the East Asian text that is suspect beside them.

    least: what the characters of a core weigh together, in half bits.

    >>> within_scripts("孫悅,²Î²Ê¼Ó", [(0, 9)], 18)
    [(3, 9)]
    >>> within_scripts("绯荤粺×寮傚父", [(0, 7)], 18)
    [(0, 7)]
    """
    if not (cores and _NARROW.search(line) and _WIDE.search(line)):
        return list(cores)
    found: list[tuple[int, int]] = []
    for core in cores:
        seen = line[slice(*core)]
        wide = sum(len(run) for run in _WIDE.findall(seen))
        if not wide or len(_NARROW.findall(seen)) < wide:
            found.append(core)
            continue
        parts = ((core[0] + part.start(), core[0] + part.end()) for part in _OF_ONE_SCRIPT.finditer(seen))
        found += (part for part in parts if weigh(line[slice(*part)]) >= least)
    return found


def without_clean_ends(line: str, reading: Reading) -> tuple[int, int] | None:
    """Return where a reading should begin and end, without what is clean as it stands; None where it is right.

    Fields and signs that read better than what the chain makes of them stood beside the damage, and so did what reads
    well and would be lost.

    >>> from textnorm.repair.chains.choice import Memory, best_readings
    >>> (reading,) = best_readings("名称：绯荤粺寮傚父", Memory())
    >>> without_clean_ends("名称：绯荤粺寮傚父", reading) is None
    True
    """
    if len(reading.chains) > 1:
        return None
    start, end, true = reading.start, reading.end, reading.chains[0].true
    clean = _clean_losses if true == "utf-8" else _clean_units if true == "utf-16-be" else _clean_fields
    if clean is not _clean_fields or _SIGN.search(line, start, end):
        start, end = start + clean(line, reading, 1), end - clean(line, reading, -1)
    while start < end and (line[start] in _BLANK or (true == "utf-8" and line[start].isascii() and line[start] != "?")):
        start += 1  # neither a blank nor, but for a mark, a byte of ASCII begins a character
    if (start, end) == (reading.start, reading.end) or not _ABOVE_ASCII.search(line, start, end):
        return None
    return start, end


def _clean_losses(line: str, reading: Reading, step: int) -> int:
    """Return how many characters at one end of UTF-8 would be lost, although they read well as they stand."""
    clean = 0
    for start, end, text, bits, *_ in reading.pieces[::step]:
        seen = reading.seen[start:end]
        if bits is None or LOST not in text:
            break
        if is_marked(seen):
            beside = _MARKS.split(seen)[::-step][0]
            return clean + len(beside) * (weigh(beside) < 0)
        at = reading.start + start
        if load().bits(seen, line[max(0, at - REACH) : at], "") >= bits:
            break
        clean += end - start
    return clean


def _clean_fields(line: str, reading: Reading, step: int) -> int:
    """Return how many characters at one end are fields that read better as they stand, the signs behind included.

    A decoder of pairs reaches each sign in step, so that what stands beyond it is of other bytes.  The model knows no
    language of accents: of ``Änderung`` a Chinese character and letters are no better.
    """
    seen = _FIELDS.split(reading.seen)[::step]
    if weigh(seen[0]) >= THRESHOLD:
        return 0  # it is damaged
    made = _FIELDS.split(reading.text)[::step]
    if seen[1::2] != made[1::2]:
        return 0  # a sign was swallowed
    model = load()
    clean = at = 0
    before = line[max(0, reading.start - REACH) : reading.start] if step > 0 else ""
    for shown, text in zip(seen, made, strict=True):
        if shown != text:
            better = model.bits(shown, before, "") < model.bits(text, before, "") + _AS_GOOD
            better = better or _is_word(shown, text, "" if at else _letters_beside(line, reading, step), step)
            if not better or shown.isascii() or is_marked(shown):
                break
            clean = at + len(shown)
        at += len(shown)
        before = shown or before
    return clean


def _letters_beside(line: str, reading: Reading, step: int) -> str:
    """Return the ASCII letters that touch a reading at one end."""
    begin = max(0, reading.start - REACH)
    found = _LETTERS_BEFORE.search(line, begin, reading.start) if step > 0 else _LETTERS.match(line, reading.end)
    return found[0] if found else ""


def _is_word(shown: str, text: str, beside: str, step: int) -> bool:
    """Tell whether a field and the letters beside it are words with accents, of which some letters would stay."""
    return _LETTERS.search(text + beside) is not None and are_words(beside + shown if step > 0 else shown + beside)


def _clean_units(line: str, reading: Reading, step: int) -> int:
    """Return how many characters at one end of swapped UTF-16, each one unit, read better as they stand."""
    clean = 0
    seen, text = reading.seen[::step], reading.text[::step]
    beside = line[: reading.start] if step > 0 else line[reading.end :][::-1]
    for shown, made in zip(seen, text, strict=False):
        if (weight(shown) > 0 and shown not in _BLANK) or is_marked(shown):
            break
        behind = text[clean + 1 : clean + 1 + _UNITS]
        sign = shown in _BLANK or (shown.isascii() and not shown.isalpha())
        as_it_stands = _bits(behind, "", step) if sign else _bits(shown + behind, beside, step)
        if as_it_stands + _SIGN_BITS >= _bits(made + behind, beside, step):
            break
        clean += 1
        beside += shown
    return clean


def _bits(text: str, beside: str, step: int) -> float:
    """Return the bits of a text that goes on from its border; step: 1 as it is written, -1 backwards."""
    near = beside[-_UNITS:][::step]
    return load().bits(text[::step], *(near, None) if step > 0 else ("", near))
