r"""Undo mojibake that a program escaped: ``"\u00e7\u008e\u008b"`` is 王 in UTF-8, read as Latin-1 and saved as JSON.

The chats that people download from Facebook and Instagram are such, and what ``json.dumps`` writes of misread text.
Where an escape is meant, as in JSON and in programs, the repair is escaped as the damage was, so that the file stays
what it is; of plain text the step behind this one undoes the escapes.  Each character is read where its escape
stands, by the same steps as damage that nobody escaped.

Turn it off (``ignore=("MOJ107",)``) for programs that test repairs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from textnorm.repair import latin, mojibake
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.named import standing
from textnorm.repair.escaped.lines import UNIT
from textnorm.repair.escaped.reading import chinese_length
from textnorm.rules import Rule, register
from textnorm.step import Signs
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.config import Config
    from textnorm.repair.chains.named import Named
    from textnorm.trace import Change

__all__ = ["ESCAPED", "RULES", "find", "signs", "unescaped"]

ESCAPED = "MOJ107"

RULES = (
    register(
        Rule(
            ESCAPED,
            "escaped-mojibake",
            r"Text was read with a wrong codec, and a program then wrote its characters as \uXXXX.",
            examples=(
                (r'{"a": "\u00e7\u008e\u008b\u00e5\u00b0\u008f\u00e6\u0098\u008e"}', r'{"a": "\u738b\u5c0f\u660e"}'),
                (r'title="\u7EEF\u8364\u7CBA\u5BEE\u509A\u7236"', r'title="\u7CFB\u7EDF\u5F02\u5E38"'),
            ),
            negatives=(r'{"name": "\u738b\u5c0f\u660e"}', r"/[\u00c0-\u00ff\u4e00-\u9fa5]+/", r'"caf\u00e9"'),
        )
    ),
)

#: What is one character of a string (an escape with its code units, another one), what begins or ends a string, and
#: what nobody escaped, which is for the steps before this one.
_TOKEN = re.compile(r"\\u[Dd][89ABab]..\\u[Dd][C-Fc-f]..|\\u[0-9A-Fa-f]{4}|\\.|[\"']|[^\x00-\x7f]+")
_UNIT = re.compile(r"\\u([0-9A-Fa-f]{4})")
#: Escapes other than code units, and what they stand for; whatever else has a backslash is no text.
_ESCAPES = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "'": "'", "\\": "\\", "/": "/"}
_QUOTES = frozenset("\"'")
_WRITTEN = {"\n": r"\n", "\t": r"\t", '"': r"\"", "\\": r"\\"}
#: What a line of the text that is read ends with: text does not go on from string to string, nor across such a place.
_END = "\n"
_UPPER, _LOWER = re.compile("[A-F]"), re.compile("[a-f]")
#: So many Chinese characters at least show that a document has escaped mojibake: programs list letters of all scripts.
_LEAST = 2


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: the beginning of an escaped character."""
    return Signs((UNIT,))


def find(text: str, config: Config) -> Iterator[Change]:
    r"""Yield the repair of every misread stretch of escaped characters, in ascending order; rule MOJ107.

    >>> from textnorm.config import Config
    >>> [(change.start, change.after) for change in find(r'["\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd"]', Config())]
    [(2, '\\u4f60\\u597d')]
    """
    if not _found(_glance(text), config):
        return
    seen = unescaped(text)
    changes = _found(seen.text, config)
    if sum(chinese_length(one.after or "") for one in changes) >= _LEAST:
        for one in changes:
            start, end = seen.place(one.start), seen.place(one.end)
            before = text[start:end]
            after = None if one.after is None else _escaped(one.after, before)
            guesses = tuple(_escaped(each, before) for each in one.candidates)
            yield one._replace(start=start, end=end, after=after, rule=ESCAPED, candidates=guesses)


def _glance(text: str) -> str:
    """Return the lines that have escapes with their characters in place: enough to tell that nothing was misread.

    This is Python's codec for its own sources, some fifty times as fast as telling where each character comes from.
    """
    lines = "\n".join(text[begin:end] for begin, end in _lines(text)).replace('"', _END)
    return lines.encode("ascii", "replace").decode("raw_unicode_escape", "replace")


def unescaped(text: str) -> Named:
    r"""Return what is written in the strings of a text, each on a line of its own, without what nobody escaped.

    >>> seen = unescaped(r'{"a": "\u4f60\n\u597d", "好": 1}')
    >>> seen.text.split(), seen.place(seen.text.index("好"))
    (['a', '你', '好'], 15)
    """
    return standing(text, _places(text))


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what stands for a character, and for which: each escape, and a line feed for all between two strings."""
    gap = 0
    for begin, end in _lines(text):
        tokens = list(_TOKEN.finditer(text, begin, end))
        bare = _is_bare(tokens)
        if bare and gap < begin:
            yield gap, begin, _END
        quote = ""
        for token in tokens:
            sign = token[0]
            if sign not in _QUOTES:
                if bare or quote:
                    yield *token.span(), _character(sign)
            elif quote in {"", sign}:
                if bare or not quote:
                    yield token.start() if bare else gap, token.end(), _END
                gap, quote = token.start(), "" if quote else sign
        gap = end if bare or quote else gap
    if gap < len(text):
        yield gap, len(text), _END


def _is_bare(tokens: Sequence[re.Match[str]]) -> bool:
    """Tell whether a line has escaped characters outside of its strings, so that all of it is text."""
    quote = ""
    for token in tokens:
        sign = token[0]
        if sign in _QUOTES:
            quote = sign if not quote else "" if quote == sign else quote
        elif not quote and sign.startswith(r"\u"):
            return True
    return False


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines that may have escapes."""
    end = 0
    while (at := text.find(r"\u", end)) >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        yield begin, end


def _found(text: str, config: Config) -> list[Change]:
    """Return what the steps for mojibake find in the text that was escaped, the first of them first."""
    if text.isascii():
        return []
    found = list(mojibake.find(text, config))
    covered = Covered((one.start, one.end) for one in found)
    found += [one for one in latin.find(text, config) if not covered.touches(one.start, one.end)]
    return sorted(found, key=lambda change: change.start)


@lru_cache(maxsize=1 << 14)
def _character(escape: str) -> str:
    """Return the character of an escape; a line feed for what is none, such as half of a surrogate pair."""
    units = _UNIT.findall(escape)
    if not units:
        return _ESCAPES.get(escape[1:], _END)
    char = bytes.fromhex("".join(units)).decode("utf-16-be", "surrogatepass")
    return char if char >= " " and not "\ud800" <= char <= "\udfff" else _END


def _escaped(text: str, before: str) -> str:
    """Return a text as programs escape it, in place of what stood there; marks of loss are for a reader to see."""
    upper = bool(_UPPER.search(before)) and not _LOWER.search(before.replace(r"\u", ""))
    return "".join(_written(char, before, upper=upper) for char in text)


def _written(char: str, before: str, *, upper: bool) -> str:
    if char == LOST or (" " <= char <= "~" and char not in "\"'\\") or (char == "'" and char in before):
        return char
    if char in _WRITTEN:
        return _WRITTEN[char]
    units = char.encode("utf-16-be", "surrogatepass").hex()
    units = units.upper() if upper else units
    return "".join(rf"\u{units[at : at + 4]}" for at in range(0, len(units), 4))
