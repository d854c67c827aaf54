"""A chain of dictionaries in plain Python: what every kernel must make of a whole configuration.

The text is normalized, cut at the words of a dictionary where there is one, and each word and each stretch between
words goes through the dictionaries one after the other: a match never reaches across a cut.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from textnorm.kernel import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textnorm.kernel.reference import Dictionary

    #: (start, end, start in the result, end in the result)
    Row = tuple[int, int, int, int]

__all__ = ["Chain", "Script", "load", "load_scripts"]


class Script:
    """What brings a text to a target; here that is ``textnorm.script.definition``, and there are no finished tables."""


def load_scripts(_path: object) -> Mapping[str, Script] | None:
    """Return None: the definition serves.

    >>> load_scripts("targets.tables") is None
    True
    """
    return None


def load(path: object) -> Mapping[str, Chain]:
    """Return no chain: this engine has no use for finished tables.

    >>> load("configurations.tables")
    {}
    """
    del path
    return {}


class Chain:
    """A configuration: normalization, the words to cut at, the dictionaries of the conversion.

    >>> standard = reference.Dictionary({"软": "軟", "软件": "軟件"})
    >>> taiwan = reference.Dictionary({"軟件": "軟體"})
    >>> Chain((), reference.Dictionary({"软件": "軟件"}), (standard, taiwan)).convert("软件")
    '軟體'
    """

    __slots__ = ("_converted_words", "_dictionaries", "_normalization", "_words")

    _convert = staticmethod(reference.convert)
    _matches = staticmethod(reference.matches)
    _segments = staticmethod(reference.segments)

    def __init__(
        self, normalization: Sequence[Dictionary], words: Dictionary | None, dictionaries: Sequence[Dictionary]
    ) -> None:
        """Take the dictionaries of a configuration; ``words`` is None where it does not cut the text."""
        self._normalization, self._words, self._dictionaries = tuple(normalization), words, tuple(dictionaries)
        self._converted_words: dict[str, str] = {}

    def convert(self, text: str) -> str:
        """Return the converted text; never raises."""
        for dictionary in self._normalization:
            text = self._convert(text, dictionary)
        if self._words is None:
            return self._through(text)
        return "".join(
            self._word(text[start:end]) if is_word else self._through(text[start:end])
            for start, end, is_word in self._segments(text, self._words)
        )

    def edits(self, text: str) -> tuple[str, tuple[array[int], array[int], array[int], array[int]]]:
        """Return the converted text and columns of the places that differ, in ascending order.

        The columns are the start and end of each place in ``text`` and in the result, in code points.  A match that
        has another length than its key (a word, where the text is cut, as a whole) is one place, without what stays
        the same at its ends; elsewhere each run of code points that differ is one.

        >>> chain = Chain((), None, [reference.Dictionary({"内存": "記憶體", "们": "們"})])
        >>> chain.edits("他们的内存")[1]
        (array('q', [1, 3]), array('q', [2, 5]), array('q', [1, 3]), array('q', [2, 6]))
        """
        result, rows = self._traced(text, self._normalization)
        if self._words is None:
            result, later = self._traced(result, self._dictionaries)
        else:
            result, later = self._cut(result, self._words)
        columns = (array("q"), array("q"), array("q"), array("q"))
        for row in _differences(text, result, _composed(rows, later)):
            for column, offset in zip(columns, row, strict=True):
                column.append(offset)
        return result, columns

    def _through(self, part: str) -> str:
        for dictionary in self._dictionaries:
            part = self._convert(part, dictionary)
        return part

    def _word(self, word: str) -> str:
        """Convert a word of the segmentation dictionary, each once."""
        converted = self._converted_words.get(word)
        if converted is None:
            converted = self._converted_words[word] = self._through(word)
        return converted

    def _traced(self, text: str, dictionaries: Sequence[Dictionary]) -> tuple[str, list[Row]]:
        """Convert without cutting; return also what changed its length."""
        rows: list[Row] = []
        for dictionary in dictionaries:
            pieces: list[str] = []
            later: list[Row] = []
            done = shift = 0
            for start, end, value in self._matches(text, dictionary):
                pieces += (text[done:start], value)
                done = end
                if len(value) != end - start:
                    later.append((start, end, start + shift, start + shift + len(value)))
                    shift += len(value) - (end - start)
            pieces.append(text[done:])
            text = "".join(pieces)
            rows = _composed(rows, later)
        return text, rows

    def _cut(self, text: str, words: Dictionary) -> tuple[str, list[Row]]:
        pieces: list[str] = []
        rows: list[Row] = []
        size = 0
        for start, end, is_word in self._segments(text, words):
            if is_word:
                piece = self._word(text[start:end])
                if len(piece) != end - start:
                    rows.append((start, end, size, size + len(piece)))
            else:
                piece, inside = self._traced(text[start:end], self._dictionaries)
                rows += ((a + start, b + start, c + size, d + size) for a, b, c, d in inside)
            pieces.append(piece)
            size += len(piece)
        return "".join(pieces), rows


def _composed(first: list[Row], second: list[Row]) -> list[Row]:
    """Return the rows of two conversions one after the other, those that overlap as one."""
    if not first or not second:
        return first or second
    both: list[Row] = []
    i = j = source_shift = target_shift = 0
    while i < len(first) or j < len(second):
        low = first[i][2] if j == len(second) or (i < len(first) and first[i][2] <= second[j][0]) else second[j][0]
        high, fresh = low, True
        start, begin = low + source_shift, low + target_shift
        while True:
            if i < len(first) and (first[i][2] < high or (fresh and first[i][2] == low)):
                _, end, _, middle = first[i]
                high, source_shift, i = max(high, middle), end - middle, i + 1
            elif j < len(second) and (second[j][0] < high or (fresh and second[j][0] == low)):
                _, middle, _, end = second[j]
                high, target_shift, j = max(high, middle), end - middle, j + 1
            else:
                break
            fresh = False
        both.append((start, high + source_shift, begin, high + target_shift))
    return both


def _differences(source: str, target: str, rows: list[Row]) -> Iterator[Row]:
    """Yield the rows, trimmed, and between them each run of code points that differ."""
    at = to = 0
    for start, end, begin, finish in (*rows, (len(source), len(source), len(target), len(target))):
        yield from _runs(source, target, at, start, to - at)
        yield from _trimmed(source, target, (start, end, begin, finish))
        at, to = end, finish


def _runs(source: str, target: str, at: int, stop: int, shift: int) -> Iterator[Row]:
    """Yield the runs of code points in ``source[at:stop]`` that differ from the target, which is ``shift`` further."""
    first = at
    for place in range(at, stop):
        if source[place] == target[place + shift]:
            if first < place:
                yield first, place, first + shift, place + shift
            first = place + 1
    if first < stop:
        yield first, stop, first + shift, stop + shift


def _trimmed(source: str, target: str, row: Row) -> Iterator[Row]:
    """Yield a row without what stays the same at its ends, if anything is left."""
    start, end, begin, finish = row
    while start < end and begin < finish and source[start] == target[begin]:
        start, begin = start + 1, begin + 1
    while start < end and begin < finish and source[end - 1] == target[finish - 1]:
        end, finish = end - 1, finish - 1
    if start < end or begin < finish:
        yield start, end, begin, finish
