"""Build the tables of the compiled kernel, in memory: of one dictionary, or of several stages at once."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from textnorm.kernel import _kernel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = ["Plan", "plain", "table", "written_keys"]

_BASIC_PLANE = 0x10000
#: Values that the map cannot hold, and what stands for all astral code points: they are looked up.
_LOOKED_UP = ("\0", "\uffff")


class Plan(NamedTuple):
    """What one table is to do; ``_kernel`` says what hard and soft keys are."""

    #: Keys of two or more code points, and their values.
    hard: Mapping[str, str]
    #: Keys of one code point, and their values.
    singles: Mapping[str, str]
    #: Keys of two or more code points that match between hard ones, and their values.
    soft: Mapping[str, str] = {}
    #: For a code point of a hard (or soft) key, those that are read as it; others are read as themselves.
    hard_sources: Mapping[str, str] = {}
    soft_sources: Mapping[str, str] = {}


def plain(entries: Mapping[str, str]) -> Plan:
    """Return the plan of a dictionary without more.

    >>> plain({"面": "面", "面条": "麵條"})[:2]
    ({'面条': '麵條'}, {'面': '面'})
    """
    return Plan(
        {key: value for key, value in entries.items() if len(key) > 1},
        {key: value for key, value in entries.items() if len(key) == 1},
    )


def table(plan: Plan, written: Collection[str] = ()) -> _kernel.Table:
    """Return the table of a plan; the hard keys in ``written`` get a value of their own even where the map covers them.

    Raises ValueError for a dictionary whose keys have more than two million different beginnings.

    >>> _kernel.Chain([table(plain({"后": "後", "面条": "麵條"}))]).convert("后面的面条")
    '後面的麵條'
    """
    special, mapped = _mapped(plan)
    tries: dict[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
        "hard": ({**plan.hard, **special}, plan.hard_sources)
    }
    if plan.soft:
        tries["soft"] = (plan.soft, plan.soft_sources)
    pool, offsets = array("H"), dict[str, int]()
    sections: dict[str, bytes] = {"map": mapped.tobytes(), "singles": _bits(plan.singles)}
    numbers: dict[str, int | tuple[int, ...]] = {"latin": any(max(key) < "\u0100" for key in _keys(plan))}
    pairs: list[tuple[int, int]] = []
    groups = []
    for name, (entries, sources) in tries.items():
        also = {*written, *special, *_risky(entries, sources, special)}
        read_as = {ord(key): [*map(ord, sources[key])] for key in sources}
        slots, bounds, order, found = _kernel.trie(list(entries), list(entries.values()), mapped, also, read_as)
        sections[name], numbers[name] = slots, bounds
        sections[f"{name}_values"] = array("I", [_pooled(entries[key], offsets, pool) for key in order]).tobytes()
        pairs += found
        groups.append(([key for key in entries if len(key) > 1], read_as))
    for name, members in {"": pairs, "soft_": found if plan.soft else []}.items():
        if plan.soft or not name:
            size = numbers[f"{name}bits"] = _filter_size(len(members))
            sections[f"{name}filter"] = _kernel.pair_filter(members, size)
    size = numbers["second_bits"] = _filter_size(sum(len(keys) for keys, _ in groups))
    sections["second_filter"] = _kernel.second_filter(groups, size)
    sections["pool"] = pool.tobytes()
    return _kernel.Table(sections, numbers)


def written_keys(plan: Plan, written: Collection[str] = ()) -> list[str]:
    """Return the hard keys of a table, made with the same arguments, that have values of their own, in their order.

    >>> plan = plain({"后": "後", "后面": "後面", "面条": "麵條"})
    >>> written_keys(plan), written_keys(plan, {"后面"})
    (['面条'], ['后面', '面条'])
    """
    special, mapped = _mapped(plan)
    entries = {**plan.hard, **special}
    return _kernel.trie(list(entries), list(entries.values()), mapped, {*written, *special}, {})[2]


def _mapped(plan: Plan) -> tuple[dict[str, str], array[int]]:
    """Return the keys of one code point that the map cannot hold with their values, and the map."""
    special = {key: value for key, value in plan.singles.items() if _is_special(key, value)}
    mapped = array("H", range(_BASIC_PLANE))
    for key, value in plan.singles.items():
        if key not in special:
            mapped[ord(key)] = ord(value)
    for key in (*_LOOKED_UP, *special):
        if key < "\U00010000":
            mapped[ord(key)] = 0
    return special, mapped


def _keys(plan: Plan) -> Iterator[str]:
    return chain(plan.hard, plan.soft, plan.singles)


def _is_special(key: str, value: str) -> bool:
    return key > "\ufffe" or len(value) != 1 or value > "\uffff" or value == "\0" or key == "\0"


def _risky(entries: Iterable[str], sources: Mapping[str, str], special: Mapping[str, str]) -> Iterable[str]:
    """Yield the keys of which a code point is read from one that the map cannot hold."""
    unheld = {key for key, others in sources.items() if any(other > "\ufffe" or other in special for other in others)}
    return (key for key in entries if not unheld.isdisjoint(key)) if unheld else ()


def _pooled(value: str, offsets: dict[str, int], pool: array[int]) -> int:
    """Return where a value lies in the pool, with bit 31 when it is wide; put it there once."""
    if value not in offsets:
        wide = max(value, default="") > "\uffff"
        offsets[value] = len(pool) | wide << 31
        pool.extend((len(value) & 0xFFFF, len(value) >> 16))
        for point in map(ord, value):
            pool.extend((point & 0xFFFF, point >> 16) if wide else (point,))
    return offsets[value]


def _filter_size(pairs: int) -> int:
    """Return the logarithm of the size of a filter with 16 bits or more for each pair, within limits."""
    return min(20, max(10, (16 * pairs).bit_length()))


def _bits(keys: Iterable[str]) -> bytes:
    """Return the set of code points of the basic plane among keys."""
    bits = bytearray(_BASIC_PLANE // 8)
    for key in keys:
        if key < "\U00010000":
            bits[ord(key) >> 3] |= 1 << (ord(key) & 7)
    return bytes(bits)
