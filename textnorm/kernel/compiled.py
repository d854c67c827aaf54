"""The functions of ``reference`` over the compiled kernel.

What the tables cannot hold (a key with an ideographic description character, two million different beginnings of
keys) is left to ``reference``, dictionary by dictionary.
"""

from __future__ import annotations

import mmap
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from textnorm.kernel import _kernel, building, reference, reference_chain, stages, tablefile
from textnorm.kernel.reference import OPERATORS

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from importlib.abc import Traversable

__all__ = [
    "Chain",
    "Classes",
    "Dictionary",
    "Script",
    "convert",
    "descriptions",
    "load",
    "load_scripts",
    "matches",
    "places",
    "segments",
    "spans",
    "table_of",
]

Script = _kernel.Script


class Dictionary:
    """Keys and their values; the table for matching is built when it is first needed.

    Raises ValueError for an empty key, which would match everywhere.

    >>> len(Dictionary({"面": "面", "面条": "麵條"}))
    2
    """

    __slots__ = ("_chain", "_fallback", "_lock", "entries")

    #: The values by key.
    entries: Mapping[str, str]

    def __init__(self, entries: Mapping[str, str]) -> None:
        """Take ``entries``, which must not change afterwards."""
        if "" in entries:
            msg = "a dictionary cannot hold an empty key"
            raise ValueError(msg)
        self.entries = entries
        self._lock = Lock()
        self._chain: _kernel.Chain | None = None
        self._fallback: reference.Dictionary | None = None

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.entries)

    def __repr__(self) -> str:
        """Show the size, never the contents."""
        return f"<Dictionary: {len(self)} entries>"

    @property
    def built(self) -> _kernel.Chain | reference.Dictionary:
        """What matches: a chain of one table, or a dictionary of the reference."""
        if self._chain is None and self._fallback is None:
            with self._lock:
                if self._chain is None and self._fallback is None:
                    self._build()
        return self._chain or self._fallback  # type: ignore[return-value]

    def _build(self) -> None:
        if OPERATORS.isdisjoint("".join(self.entries)):
            with suppress(_kernel.TooManyNodesError):
                self._chain = _kernel.Chain([building.table(building.plain(self.entries))])
                return
        self._fallback = reference.Dictionary(self.entries)


class Classes(reference.Classes):
    """Up to eight sets of code points, counted in one pass over a text; see ``reference.Classes``.

    >>> Classes(["们这", "們這", "一"]).counts("他们这一次")
    (2, 0, 1)
    """

    __slots__ = ("_masks",)

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        """Take the sets, which may overlap."""
        super().__init__(sets)
        masks = bytearray(1 + max((ord(max(members)) for members in self._sets if members), default=0))
        for number, members in enumerate(self._sets):
            for member in members:
                masks[ord(member)] |= 1 << number
        self._masks = bytes(masks)

    def counts(self, text: str) -> tuple[int, ...]:
        """Return how many code points of ``text`` are in each set."""
        found = [(mask, times) for mask, times in enumerate(_kernel.mask_counts(text, self._masks)) if times]
        return tuple(sum(times for mask, times in found if mask >> number & 1) for number in range(len(self._sets)))


def places(text: str, characters: str) -> Sequence[int]:
    """Return where one of some characters below U+3000 stands, in ascending order.

    >>> list(places("吃面条.", "./"))
    [3]
    """
    return _kernel.places(text, table_of(characters))


@cache
def table_of(characters: str) -> bytes:
    """Return a byte for each code point up to the last of ``characters``, 1 for those and 0 for others.

    >>> [at for at, marked in enumerate(table_of("!.")) if marked]
    [33, 46]
    """
    table = bytearray(max(map(ord, characters)) + 1)
    for character in characters:
        table[ord(character)] = 1
    return bytes(table)


def spans(text: str, dictionary: Dictionary) -> tuple[array[int], array[int]]:
    """Return where the matches start and where they end, in ascending order, in code points.

    >>> spans("吃面条", Dictionary({"面": "面", "面条": "麵條"}))
    (array('q', [1]), array('q', [3]))
    """
    built = dictionary.built
    if isinstance(built, reference.Dictionary):
        return reference.spans(text, built)
    return _kernel.spans(text, built.tables[0])


def matches(text: str, dictionary: Dictionary) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, value) of each match in ascending order, in code points of ``text``.

    >>> list(matches("吃面条", Dictionary({"面": "面", "面条": "麵條"})))
    [(1, 3, '麵條')]
    """
    entries = dictionary.entries
    for start, end in zip(*spans(text, dictionary), strict=True):
        yield start, end, entries[text[start:end]]


def descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each complete ideographic description sequence that is not part of another.

    >>> list(descriptions("⿰火丁⿱⿰火丁木⿲火丁"))
    [(0, 3), (3, 8)]
    """
    yield from zip(*_kernel.spans(text, None), strict=True)


def convert(text: str, dictionary: Dictionary) -> str:
    """Return ``text`` with every match replaced by its value.

    >>> convert("后面的面条", Dictionary({"后": "後", "后面": "後面", "面条": "麵條"}))
    '後面的麵條'
    """
    built = dictionary.built
    return reference.convert(text, built) if isinstance(built, reference.Dictionary) else built.convert(text)


def segments(text: str, dictionary: Dictionary) -> Iterator[tuple[int, int, bool]]:
    """Return (start, end, is_word) for the parts of ``text``: each match, and each stretch between matches.

    >>> list(segments("我吃面条了", Dictionary({"面条": "麵條"})))
    [(0, 2, False), (2, 4, True), (4, 5, False)]
    """
    return reference.with_gaps(zip(*spans(text, dictionary), strict=True), len(text))


class _Separate(reference_chain.Chain):
    """A chain whose dictionaries cannot be combined: each is a table of its own."""

    __slots__ = ()

    _convert = staticmethod(convert)  # type: ignore[assignment]
    _matches = staticmethod(matches)  # type: ignore[assignment]
    _segments = staticmethod(segments)  # type: ignore[assignment]


class Chain:
    """A configuration, arranged in as few tables as possible; see ``reference_chain.Chain``.

    >>> standard, taiwan = Dictionary({"软": "軟", "软件": "軟件"}), Dictionary({"軟件": "軟體"})
    >>> Chain((), Dictionary({"软件": "軟件"}), (standard, taiwan)).convert("软件")
    '軟體'
    """

    __slots__ = ("_chain", "convert")

    #: Returns the converted text; never raises.  An attribute rather than a method, since short texts notice a call.
    convert: Callable[[str], str]

    def __init__(
        self, normalization: Sequence[Dictionary], words: Dictionary | None, dictionaries: Sequence[Dictionary]
    ) -> None:
        """Take the dictionaries of a configuration; ``words`` is None where it does not cut the text."""
        self._chain: _kernel.Chain | _Separate = _Separate(normalization, words, dictionaries)  # type: ignore[arg-type]
        plans = stages.arrange(
            [dictionary.entries for dictionary in normalization],
            None if words is None else words.entries,
            [dictionary.entries for dictionary in dictionaries],
        )
        if plans is not None:
            with suppress(_kernel.TooManyNodesError):
                self._chain = stages.chain(plans)
        self.convert = self._chain.convert

    @classmethod
    def over(cls, chain: _kernel.Chain) -> Chain:
        """Return the chain over finished tables."""
        self = cls.__new__(cls)
        self._chain = chain
        self.convert = chain.convert
        return self

    def edits(self, text: str) -> tuple[str, tuple[array[int], array[int], array[int], array[int]]]:
        """Return the converted text and columns of the places that differ, as ``reference_chain.Chain.edits``."""
        return self._chain.edits(text)


def load(path: Traversable) -> Mapping[str, Chain]:
    """Return the chains of a file of finished tables by name; the file is mapped, not read.

    Raises ValueError when it is not such a file, and OSError.  On a big-endian machine there is nothing to use.

    >>> from importlib.resources import files
    >>> load(files("textnorm").joinpath("data", "configurations.tables"))["s2twp"].convert("软件里的内存")
    '軟體裡的記憶體'
    """
    if sys.byteorder != "little":
        return {}
    return {name: Chain.over(chain) for name, chain in tablefile.read(_mapped(path)).items()}


def load_scripts(path: Traversable) -> Mapping[str, Script] | None:
    """Return what brings a text to each target, by its name, over a file of finished tables.

    A name with ``+words`` stands for the target with its words.  None on a big-endian machine, and where there is no
    file; raises ValueError when it is not such a file.

    >>> from importlib.resources import files
    >>> sorted(load_scripts(files("textnorm").joinpath("data", "targets.tables")))
    ['zh-HK', 'zh-Hans', 'zh-Hans+words', 'zh-Hant', 'zh-TW', 'zh-TW+words']
    """
    if sys.byteorder != "little" or not path.is_file():
        return None
    content = _mapped(path)
    tables = {name: chain.tables[0] for name, chain in tablefile.read(content).items()}
    parts = tablefile.read_parts(content)
    scripts = {name: Script(*parts[name], tables[name]) for name in ("zh-Hans", "zh-Hans+words")}
    sections, numbers = parts["traditional"]
    for to in ("zh-Hant", "zh-TW", "zh-HK"):
        scripts[to] = Script(sections, numbers, None, tables.get(to))
        if f"{to}+words" in parts:
            own = {**sections, **parts[f"{to}+words"][0]}
            scripts[f"{to}+words"] = Script(own, numbers, None, tables[to], tables[f"{to}+words"])
    return scripts


def _mapped(path: Traversable) -> memoryview:
    if isinstance(path, Path):
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return memoryview(path.read_bytes())  # inside an archive
