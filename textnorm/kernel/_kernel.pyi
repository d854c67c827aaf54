from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, overload

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
    def convert(self, text: str) -> str | None: ...
    def bring(
        self,
        text: str,
        held: Sequence[tuple[int, int, str | None]] = (),
        columns: Sequence[array[int]] | None = None,
        evidence: tuple[int, int] | None = None,
    ) -> tuple[str, bool, bool]: ...
    def telling(self, text: str) -> tuple[array[int], array[int]]: ...
    def weigh(
        self, text: str, sentences: Sequence[tuple[int, int]], doubtful: bool = False, least: float = 0
    ) -> list[array[int]]: ...
    def count(self, text: str, held: Sequence[tuple[int, int, str | None]] = ()) -> tuple[int, int]: ...

def spans(text: str, table: Table | None) -> tuple[array[int], array[int]]: ...
def protected_spans(text: str) -> list[tuple[int, int]]: ...
def places(text: str, table: bytes) -> Sequence[int]: ...
def suspects(text: str, weights: bytes, threshold: int) -> tuple[array[int], array[int]]: ...
def weigh(text: str, weights: bytes) -> int: ...
def chain_counts(seen: str, text: str, weights: bytes, most: int) -> tuple[int, int, int, int, int]: ...

class Triggers:
    def __init__(
        self,
        classes: bytes,
        allowed: bytes,
        first: Sequence[int],
        repeats: Sequence[int],
        last: bytes,
        weights: bytes,
        threshold: int,
        few: int = 0,
        threshold_of_few: int = 0,
    ) -> None: ...
    def seen(self, text: str) -> int: ...
    def ends(self, text: str) -> array[int]: ...
    def lines(self, text: str) -> tuple[array[int], array[int]]: ...

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
    def bits(self, text: str, before: str) -> float: ...
    def bits_each(self, text: str, before: str) -> array[float]: ...

def octets(text: str, start: int, end: int, sign: str, base: int) -> tuple[bytes, list[int], list[int]]: ...

class OctetPairs:
    def __init__(
        self, firsts: Sequence[float], seconds: Sequence[float], trails: bytes, ascii_bits: float, alone_bits: float
    ) -> None: ...
    def divide(
        self, places: Iterable[Sequence[tuple[tuple[int, ...], bool, float]]]
    ) -> tuple[list[tuple[int, int, bool, float]], float] | None: ...

class Recent:
    def __init__(self, grams: Grams, text: str, caution: int = 1) -> None: ...

def best_path(
    grams: Grams,
    columns: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[float]],
    size: int,
    before: str,
    after: str | None,
    *,
    beam: int,
    margin: float,
    reach: float = ...,
    spread: float = ...,
    recent: Recent | None = None,
    joined: bool = False,
) -> tuple[list[int], float, float, list[list[tuple[int, float]]]] | None: ...
def unlikely(
    grams: Grams,
    text: str,
    spans: Iterable[tuple[int, int]],
    before: int,
    behind: int,
    words: float,
    signs: float,
) -> list[tuple[int, int]]: ...
def highest_mean(grams: Grams, text: str, start: int, stop: int, context: int, least: int) -> float: ...

_Row: TypeAlias = tuple[int, int, str, float | None, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]

def piece_bits(
    grams: Grams, known: bytes, pieces: Sequence[_Row], before: str, after: str, foreign: float
) -> float: ...
def certainties(
    grams: Grams, pieces: Sequence[_Row], weights: Sequence[float], line_bits: float, gives: bool, sure: float
) -> list[tuple[float, ...]]: ...
def written(
    pieces: Sequence[_Row], chances: Sequence[tuple[float, ...]], least: float
) -> list[tuple[str, float, tuple[str, ...]]] | None: ...

class Company:
    def __init__(
        self,
        grams: Grams,
        rows: Sequence[int],
        size: int,
        near: int,
        far: int,
        neighbours: bytes,
        places: bytes,
        written: bytes,
        biases: Sequence[int],
        scale: float,
    ) -> None: ...
    def bits(self, text: str, known: bytes, at: int, candidates: str) -> array[float] | None: ...
    def weighed(
        self, pieces: Sequence[_Row], before: str, after: str, least: float, sure: float, weight: float
    ) -> list[_Row]: ...

class Forms:
    def __init__(
        self, grams: Grams, points: Sequence[int], simplified: Sequence[float], traditional: Sequence[float]
    ) -> None: ...
    def document(self, text: str, lean: float = 0.0) -> DocumentForms: ...

class DocumentForms:
    simplified: float
    def __init__(self, forms: Forms, text: str, lean: float = 0.0) -> None: ...
    def bits(self, characters: str | Iterable[int]) -> array[float]: ...

class _GapMaker(Protocol):
    def behind_mark(self, mark: str, following: int | None, last: bool, signs: Any = ...) -> Gap: ...  # noqa: ANN401
    def behind_marks(self, marks: str, following: int | None) -> Gap: ...
    def dropped(self, following: int | None, last: bool, signs: Any = ...) -> Gap: ...  # noqa: ANN401

class Alphabet:
    def __init__(
        self, lengths: bytes, trails: bytes, used: Sequence[tuple[str, bytes]], pairs: Sequence[int] | None
    ) -> None: ...

class Gap:
    def __init__(self, alphabet: Alphabet, size: int, edges: Sequence[tuple[int, bytes, int, float]]) -> None: ...

class Codes:
    def __init__(self, codes: Mapping[str, Sequence[bytes]]) -> None: ...
    @overload
    def encode(self, text: str, lost: bytes) -> bytes: ...
    @overload
    def encode(self, text: str) -> bytes | None: ...

class LossyChannel:
    def __init__(
        self, alphabet: Alphabet, codes: Codes, maker: _GapMaker, end: Gap, *, joined: bool, lean: float = 0.0
    ) -> None: ...
    def fill(
        self,
        grams: Grams,
        forms: DocumentForms,
        tokens: Sequence[str | bytes | Gap],
        before: str,
        after: str,
        *,
        inserts: bool,
        beam: int,
        margin: float,
        reach: float = ...,
        recent: Recent | None = None,
    ) -> tuple[str, float, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]] | None: ...
    def read(
        self,
        rare: Callable[[], LossyChannel],
        grams: Grams,
        forms: Forms,
        seen: str,
        before: str,
        after: str,
        *,
        questioned: bool,
        inserts: bool,
        beam: int,
        margin: float,
        reach: float = ...,
        recent: Recent | None = None,
        swallowed: Callable[[int, int], object] | None = None,
    ) -> list[tuple[int, int, str, float | None, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]]: ...

def fill_marks(
    grams: Grams,
    forms: DocumentForms,
    marks: str,
    lost: str,
    literal: str,
    before: str,
    after: str,
    *,
    beam: int,
    margin: float,
    reach: float = ...,
    recent: Recent | None = None,
) -> tuple[str, float, tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]] | None: ...
def stretches(codes: Codes, text: str, scores: bytes, *, broken: int, low: int) -> list[tuple[int, int]]: ...
def utf8_cores(codes: Codes, line: str, cores: Sequence[tuple[int, int]], east: bytes) -> list[tuple[int, int]]: ...
def eastern_share(codes: Codes, text: str, east: bytes) -> tuple[int, int]: ...
def regions(
    codes: Codes, line: str, cores: Sequence[tuple[int, int]], shape: int, weights: bytes, scores: bytes
) -> list[tuple[int, int]]: ...
def characters_between(codes: Codes, seen: str) -> list[str | tuple[int, ...]]: ...
def misfits(codes: Codes, seen: str, *, pairs: bool) -> int: ...
def broken_places(
    codes: Codes, text: str, *, questioned: bool, apart: int
) -> tuple[str, list[tuple[int, int, int, int, int, int]]]: ...
def strains(grams: Grams, text: str, least: float) -> list[int]: ...
def stumbles(grams: Grams, text: str, telltale: bytes, least: float) -> list[int]: ...

class ChainLook:
    def __init__(
        self,
        grams: Grams,
        utf8_by: Sequence[tuple[Sequence[int], tuple[int, int]]],
        pairs: Sequence[tuple[Sequence[int], Sequence[int], tuple[int, int]]],
        kinds: bytes,
        limits: Mapping[str, float],
    ) -> None: ...
    def made(self, text: str, cores: Sequence[tuple[int, int]]) -> list[bool]: ...

class SlipCodes:
    def __init__(
        self, grams: Grams, pairs: Sequence[int], characters: Sequence[int], tables: Mapping[str, object]
    ) -> None: ...

class SlipLattice:
    end: int
    def rough_bits(self, before: str, recent: Recent | None = None) -> float: ...
    def columns(
        self, before: str | None = None, *, reach: float = 0.0, recent: Recent | None = None
    ) -> tuple[array[int], array[int], array[int], array[float]]: ...
    def fill(
        self,
        before: str,
        after: str | None,
        *,
        beam: int,
        margin: float,
        reach: float,
        spread: float = ...,
        recent: Recent | None = None,
    ) -> tuple[str, float, list[int], list[float], list[tuple[tuple[str, float], ...]], list[int]] | None: ...
    def likeliest(
        self,
        before: str,
        after: str | None,
        *,
        beam: int,
        margin: float,
        reach: float,
        spread: float = ...,
        recent: Recent | None = None,
    ) -> tuple[str, float] | None: ...

class SlipLook:
    TELLTALE: int
    RARE: int
    LOST_MARK: int
    ENDING: int
    TRAILING: int
    IDEOGRAPH: int
    EAST_ASIAN: int
    def __init__(
        self,
        grams: Grams,
        pairs: Sequence[int],
        characters: Sequence[int],
        kinds: bytes,
        limits: Mapping[str, float],
    ) -> None: ...
    def places(self, text: str) -> list[int]: ...
    def is_better_shifted(self, text: str, at: int) -> bool: ...
    def is_plainly_shifted(self, text: str, at: int) -> bool: ...
    def is_short_run(self, text: str, at: int) -> bool: ...

class SlipReader:
    def __init__(
        self,
        codes: SlipCodes,
        forms: DocumentForms,
        readings: object,
        *,
        annotates: bool,
        missing: float,
        most_dropped: int,
        skipped: float,
        unspaced: float,
        listed: Collection[str],
    ) -> None: ...
    def lattice(
        self,
        text: str,
        start: int,
        *,
        begin: int = -1,
        lost: Sequence[tuple[int, float]] = (),
        opened: Sequence[tuple[int, str, float]] = (),
        slips: tuple[int, int] | None = None,
        unended: float = 0.0,
    ) -> SlipLattice | None: ...

class Evidence:
    def __init__(self, ascii_pairs: bytes, characters: bytes, pairs: bytes, numbers: dict[str, int]) -> None: ...

class Reader:
    def __init__(self, shape: int, singles: bytes, pairs: bytes, classes: bytes = b"") -> None: ...

def prices(data: bytes, evidence: Evidence, readers: list[tuple[Reader, int]], slack: int = -1) -> list[int]: ...
def path(
    data: bytes,
    evidence: Evidence,
    readers: list[tuple[Reader, int]],
    first: int,
    edges: int,
    lost: int,
    line: int,
    anywhere: int,
) -> tuple[list[tuple[int, int, int]], list[int]]: ...
def doubts(
    data: bytes, evidence: Evidence, reader: Reader, language: int, usual: int, limit: int, longest: int
) -> tuple[list[tuple[int, int, int, int]], int]: ...
def survey(data: bytes, start: int = 0, stop: int = -1, plainly: bool = False) -> int: ...
def is_utf8(data: bytes) -> bool: ...
def holds_between(text: str, low: str, high: str) -> bool: ...
