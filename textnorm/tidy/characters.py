"""Characters: canonical composition, characters encoded twice, and what cannot be seen.

Normalization Form C is used only as canonical composition of letters and marks.  The singletons among
the CJK compatibility ideographs have a rule of their own, because they are another kind of damage
(a character encoded twice, not an accent in two pieces) and some users must keep them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm.protect import protected_spans, uniform_line_ends
from textnorm.rules import Rule, register
from textnorm.tidy import invisible
from textnorm.tidy.classes import HAN
from textnorm.tidy.lines import LineTest
from textnorm.tidy.settle import Guard, settled
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textnorm.config import Config

__all__ = ["RULES", "find"]

DECOMPOSED = register(
    Rule(
        "UNI001",
        "decomposed-character",
        "A letter and its accent as two characters look like one, but do not compare, sort or search as one.",
        examples=(("cafe\u0301 与 한글", "café 与 한글"), ("か\u3099き", "がき")),
        negatives=("café 与 がき", "x\u0302 没有合成字符"),
    )
)
COMPATIBILITY_IDEOGRAPH = register(
    Rule(
        "UNI002",
        "compatibility-ideograph",
        "Compatibility ideographs are second copies of ordinary characters, kept for other standards' round trips.",
        examples=(("\uf90a錢與\uf9e3漿", "金錢與泥漿"),),
        negatives=("金錢與泥漿", "\ufa0e\ufa1f是真正的字"),
    )
)
RADICAL = register(
    Rule(
        "UNI003",
        "radical",
        "PDF files often hand out the radical of a dictionary in place of the character that looks the same.",
        examples=(("⼈⼯智能", "人工智能"), ("⻢上出发", "马上出发"), ("⽤⽔与⽤电", "用水与用电")),
        negatives=("⼀⼁⼂⼃⼄：康熙部首", "⽔、⽕、⽊", "人工智能"),
    )
)
RULES = (DECOMPOSED, COMPATIBILITY_IDEOGRAPH, RADICAL, *invisible.RULES)

_COMPATIBILITY = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_RADICALS = "\u2e80-\u2fd5"
_TRIGGER = re.compile(f"[{invisible.INVISIBLE}{_RADICALS}{_COMPATIBILITY}]")
_IDEOGRAPH = re.compile(f"[{_COMPATIBILITY}]")
_RADICAL = re.compile(f"[{_RADICALS}]")
_RADICAL_IN_WORD = re.compile(f"[{_RADICALS}][{_RADICALS}{HAN}]|[{HAN}][{_RADICALS}]")
_HAN = re.compile(f"[{HAN}]")

# The frozen Unicode 3.2 tables give the same answer under every Python.  Since then canonical compositions
# have only been added for scripts of a few thousand readers.
_FROZEN = unicodedata.ucd_3_2_0
# Letters that are no marks and yet may join the letter before them (NFC_Quick_Check=Maybe).
_JOINING = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2]"
)
_LONGEST_CLUSTER = 32  # Unicode's Stream-Safe Text Format allows 30 marks; more is a joke that costs quadratic time
_FEWEST_LISTED_RADICALS = 3


def find(text: str, config: Config) -> list[Change]:  # noqa: ARG001 - every step has this form
    r"""Return what to compose, replace or remove in ``text``, outside protected spans.

    >>> from textnorm.config import Config
    >>> find("数据\u200b库", Config())
    [Change(start=2, end=3, after='', rule='UNI004', confidence=1.0, reason='', candidates=(), certainty=1.0)]
    """
    return settled(_changes, text)


def _changes(text: str) -> list[Change]:
    has_triggers = _TRIGGER.search(text)
    if not has_triggers and unicodedata.is_normalized("NFC", text):
        return []
    guard = Guard(protected_spans(text))
    changes = list(_compositions(text, guard))
    if has_triggers:
        changes += invisible.invisible_changes(text, guard)
        changes += _ideographs(text, guard)
        changes += _radicals(text, guard)
    return _without_overlaps(changes)


def _without_overlaps(changes: list[Change]) -> list[Change]:
    """Leave what overlaps an earlier change to the next round."""
    changes.sort()
    kept: list[Change] = []
    for change in changes:
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def _compositions(text: str, guard: Guard) -> Iterator[Change]:
    """Compose each letter with the marks that follow it."""
    unstable = "".join(sorted(character for character in set(text) if _is_unstable(character)))
    if not unstable:
        return
    marks = f"[{re.escape(unstable)}]"
    for cluster in re.compile(f"[^{marks[1:-1]}]?{marks}+", re.DOTALL).finditer(text):
        before = cluster.group()
        if len(before) > _LONGEST_CLUSTER or guard.touches(*cluster.span()):
            continue
        kept = 1 if _IDEOGRAPH.match(before) else 0  # a compatibility ideograph is for its own rule
        after = before[:kept] + _FROZEN.normalize("NFC", before[kept:])
        if after != before:
            yield Change(*cluster.span(), after, DECOMPOSED.code)


def _is_unstable(character: str) -> bool:
    """Tell whether a character may change by composition with what stands before it, or alone."""
    if character <= "\u02ff" or _IDEOGRAPH.match(character):
        return False
    return bool(
        _FROZEN.combining(character) or _JOINING.match(character) or _FROZEN.normalize("NFC", character) != character
    )


def _ideographs(text: str, guard: Guard) -> Iterator[Change]:
    # The decomposition of these characters is fixed by Unicode's stability policy: any Python knows the same.
    for found in _IDEOGRAPH.finditer(text):
        unified = unicodedata.normalize("NFC", found.group())
        if unified != found.group() and not guard.covers(found.start()):
            yield Change(*found.span(), unified, COMPATIBILITY_IDEOGRAPH.code)


def _radicals(text: str, guard: Guard) -> Iterator[Change]:
    """Replace radicals that stand in for characters, not those of a line that lists radicals."""
    if not _RADICAL.search(text):
        return
    table = _radical_table()
    is_list = LineTest(uniform_line_ends(text), _lists_radicals)
    for found in _RADICAL.finditer(text):
        ideograph = table.get(found.group())
        if ideograph and not is_list(found.start()) and not guard.covers(found.start()):
            yield Change(*found.span(), ideograph, RADICAL.code)


def _lists_radicals(line: str) -> bool:
    """Tell a list of radicals, each by itself or in the order of dictionaries, from words made of them."""
    radicals = _RADICAL.findall(line)
    if len(radicals) < max(_FEWEST_LISTED_RADICALS, len(_HAN.findall(line))):
        return False
    return radicals == sorted(set(radicals)) or not _RADICAL_IN_WORD.search(line)


@lru_cache(maxsize=1)
def _radical_table() -> Mapping[str, str]:
    lines = files("textnorm").joinpath("data").joinpath("tidy-radicals.txt").read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1] for line in lines if not line.startswith("#")}
