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
    def bring(
        self, text: str, held: Sequence[tuple[int, int, str | None]] = (), columns: Sequence[array[int]] | None = None
    ) -> tuple[str, bool, bool]: ...

def spans(text: str, table: Table | None) -> tuple[array[int], array[int]]: ...
def mask_counts(text: str, masks: bytes) -> list[int]: ...
def trie(
    keys: list[str], values: list[str], mapped: array[int], written: set[str], sources: dict[int, list[int]]
) -> tuple[bytes, tuple[int, ...], list[str], list[tuple[int, int]]]: ...
def pair_filter(pairs: Iterable[tuple[int, int]], size: int) -> bytes: ...
def second_filter(groups: list[tuple[list[str], dict[int, list[int]]]], size: int) -> bytes: ...
