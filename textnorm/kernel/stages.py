"""Arrange a chain of dictionaries in as few tables as possible, so that a text goes through few loops.

A chain of OpenCC normalizes single code points, cuts the text at the words of a dictionary, and sends each word and
each stretch between words through its dictionaries.  What becomes of a word does not depend on the text, so it is
computed here; and a dictionary that, between words, only replaces one code point by another needs no loop of its own:
the keys of the next one are read through it instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.kernel import _kernel
from textnorm.kernel.building import Plan, plain, table
from textnorm.kernel.reference import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Plans", "arrange", "chain"]


class Plans(NamedTuple):
    """The plans of the tables that do the work of a chain."""

    plans: tuple[Plan, ...]
    #: The hard matches of the first table are not for the others.
    freezes: bool


def chain(plans: Plans) -> _kernel.Chain:
    """Build the tables of a chain; raise ValueError where they would grow too large.

    >>> chain(arrange([], None, [{"软": "軟", "软件": "軟件"}, {"軟件": "軟體"}])).convert("软件很软")
    '軟體很軟'
    """
    return _kernel.Chain(list(map(table, plans.plans)), freezes=plans.freezes)


def arrange(
    normalization: Sequence[Mapping[str, str]],
    words: Mapping[str, str] | None,
    dictionaries: Sequence[Mapping[str, str]],
) -> Plans | None:
    """Return plans for a chain, or None for one that tables cannot do to the letter.

    That is one with a normalization of more than single code points, with words of one code point, or with an
    ideographic description character in a key.

    >>> plans = arrange([], {"软件": ""}, [{"软": "軟"}, {"軟件": "軟體"}])
    >>> len(plans.plans), dict(plans.plans[0].hard)
    (1, {'软件': '軟體'})
    >>> arrange([{"甲乙": "丙"}], None, [{"软": "軟"}]) is None
    True
    """
    every = (key for entries in (*normalization, words or {}, *dictionaries) for key in entries)
    if any(not OPERATORS.isdisjoint(key) for key in every) or not dictionaries:
        return None
    read_as: dict[str, str] = {}
    for entries in normalization:
        if not _is_character_map(entries):
            return None
        read_as = _then(read_as, entries)
    rest = list(dictionaries)
    if words is None:
        first, *later = rest
        hard = {key: value for key, value in first.items() if len(key) > 1}
        plan = Plan(hard, _then(read_as, first), hard_sources=_sources(read_as))
        return Plans((plan, *map(plain, later)), freezes=False)
    if min(map(len, words), default=2) < 2:  # noqa: PLR2004 - a word of one code point
        return None
    converted, normalized = _through(list(words), rest), read_as
    while rest and _is_character_map({key: rest[0][key] for key in rest[0].keys() - words.keys()}):
        read_as = _then(read_as, rest.pop(0))
        words = {}  # the words no longer stand in what the next dictionary reads
    soft = {key: value for key, value in rest[0].items() if len(key) > 1} if rest else {}
    singles = _then(read_as, rest.pop(0)) if rest else read_as
    plan = Plan(converted, singles, soft, _sources(normalized), _sources(read_as))
    return Plans((plan, *map(plain, rest)), freezes=bool(rest))


def _is_character_map(entries: Mapping[str, str]) -> bool:
    return all(len(key) == len(value) == 1 and value not in OPERATORS for key, value in entries.items())


def _then(read_as: Mapping[str, str], entries: Mapping[str, str]) -> dict[str, str]:
    """Return what becomes of single code points that are first read as others."""
    singles = {key: value for key, value in entries.items() if len(key) == 1 and key not in read_as}
    return singles | {key: entries.get(value, value) for key, value in read_as.items()}


def _sources(read_as: Mapping[str, str]) -> dict[str, str]:
    """Return for each code point that is not read as itself alone the code points that are read as it."""
    found = dict.fromkeys(sorted(read_as), "")
    for key, value in sorted(read_as.items()):
        found[value] = found.get(value, value) + key if value != key else found.get(key, "") + key
    return found


def _through(words: Sequence[str], dictionaries: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return what the dictionaries make of each word."""
    chains = [_kernel.Chain([table(plain(entries))]) for entries in dictionaries]
    converted = list(words)
    for each in chains:
        converted = list(map(each.convert, converted))
    return dict(zip(words, converted, strict=True))
