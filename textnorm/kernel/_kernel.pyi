from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

_Section: TypeAlias = bytes | memoryview

class TooManyNodesError(ValueError): ...

class Table:
    sections: Mapping[str, _Section]
    numbers: Mapping[str, int | tuple[int, ...]]
    def __init__(self, sections: Mapping[str, _Section], numbers: Mapping[str, int | tuple[int, ...]]) -> None: ...

class Chain:
    tables: tuple[Table, ...]
    freezes: bool
    def __init__(self, tables: Sequence[Table], freezes: bool = False) -> None: ...
    def convert(self, text: str) -> str: ...
    def edits(self, text: str) -> tuple[str, tuple[array[int], array[int], array[int], array[int]]]: ...

class Script:
    sections: Mapping[str, _Section]
    def __init__(
        self,
        sections: Mapping[str, _Section],
        numbers: Mapping[str, int | tuple[int, ...]],
        simplify: Table | None = None,
        region: Table | None = None,
        words: Table | None = None,
    ) -> None: ...
    def bring_plain(self, text: str, unread: bytes) -> tuple[str, bool, bool] | array[int]: ...
    def bring(
        self,
        text: str,
        held: Sequence[tuple[int, int, str | None]] = (),
        columns: Sequence[array[int]] | None = None,
        evidence: tuple[int, int] | None = None,
    ) -> tuple[str, bool, bool]: ...
    def count(self, text: str, held: Sequence[tuple[int, int, str | None]] = ()) -> tuple[int, int]: ...

def spans(text: str, table: Table | None) -> tuple[array[int], array[int]]: ...
def places(text: str, table: bytes) -> Sequence[int]: ...
def mask_counts(text: str, masks: bytes) -> list[int]: ...
def trie(
    keys: list[str], values: list[str], mapped: array[int], written: set[str], sources: dict[int, list[int]]
) -> tuple[bytes, tuple[int, ...], list[str], list[tuple[int, int]]]: ...
def pair_filter(pairs: Iterable[tuple[int, int]], size: int) -> bytes: ...
def second_filter(groups: list[tuple[list[str], dict[int, list[int]]]], size: int) -> bytes: ...

class Grams:
    order: int
    def __init__(self, sections: Mapping[str, _Section], numbers: Mapping[str, int]) -> None: ...
    def symbol(self, point: int) -> int: ...
    def unigram(self, point: int) -> float: ...
    def bits_each(self, text: str, before: str) -> array[float]: ...

class Recent:
    def __init__(self, grams: Grams, text: str) -> None: ...

def best_path(
    grams: Grams,
    columns: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[float]],
    size: int,
    before: str,
    after: str | None,
    *,
    beam: int,
    margin: float,
    recent: Recent | None = None,
) -> tuple[list[int], float, float, list[list[tuple[int, float]]]] | None: ...
