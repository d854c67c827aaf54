"""Whether a word of Taiwan was written by a person there, or put for a word of the Mainland by a conversion.

A log-linear model over the neighbours of the word.  Its classes are the word itself, as texts of Taiwan have it, and
each word of the Mainland that OpenCC's tables write it for, as texts of Taiwan and general texts of the Mainland have
those.  All are read as the Mainland would write them: with its words, folded to Simplified.

The weights and the pairs are in ``data/script-origins.model``, made by ``tools/build_script_origins.py``.
"""

from __future__ import annotations

import sys
from array import array
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from textnorm import kernel
from textnorm.model.container import unpack
from textnorm.script import folding, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["MAGIC", "SCALE", "Match", "Origins", "features", "load", "mainland_text", "matches", "put_back"]

MAGIC = b"textnorm script origins 1\n"
#: Steps of a weight for each unit of natural log odds.
SCALE = 16
#: How far what stands near is read, in code points.
NEAR = 8

_SECTIONS = 4


class Match(NamedTuple):
    """A word of Taiwan at [start:end] and the words of the Mainland that it may stand for."""

    start: int
    end: int
    mainland: tuple[str, ...]


class Origins(NamedTuple):
    """The loaded model; use ``load``, which keeps one for the process.

    >>> model = load()
    >>> model.pairs["滑鼠"], len(model.scores(features("用鼠标", 1, 3, "滑鼠"), 2))
    (('鼠標',), 2)
    """

    #: Where the weights of each feature begin, and how many classes they are for.
    first: Mapping[int, int]
    keys: array[int]
    slots: bytes
    weights: array[int]
    #: For each word of Taiwan the words of the Mainland, in the order of the classes after the first.
    pairs: Mapping[str, tuple[str, ...]]
    #: Both words of each pair: Taiwan's with itself as value, the Mainland's with nothing.
    words: kernel.Dictionary

    def scores(self, found: Iterable[int], classes: int) -> list[float]:
        """Return the summed weights of each class, in natural log odds."""
        total = [0] * classes
        size = len(self.keys)
        for number in found:
            at = self.first.get(number, size)
            while at < size and self.keys[at] == number:
                if self.slots[at] < classes:  # else another feature with the same number
                    total[self.slots[at]] += self.weights[at]
                at += 1
        return [steps / SCALE for steps in total]


def features(text: str, start: int, end: int, word: str) -> list[int]:
    """Return the numbers of the features around ``text[start:end]``, where ``word`` of Taiwan may stand.

    text: the symbols (``context.symbols``) of a sentence of the Mainland, folded.

    >>> len(features("用鼠标画图", 1, 3, "滑鼠")) > 9
    True
    """
    key = crc32(word.encode())
    left, right = ("BBB" + text[max(0, start - 3) : start])[-3:], (text[end : end + 3] + "BBB")[:3]
    around = (
        left[2:],
        left[1:],
        left,
        right[:1],
        right[:2],
        right,
        left[2] + right[0],
        left[1:] + right[0],
        left[2] + right[:2],
    )
    found = [crc32(b"%d" % kind + seen.encode("utf-16-le"), key) for kind, seen in enumerate(around)]
    for side in (text[max(0, start - NEAR) : start], text[end : end + NEAR]):
        found += [
            crc32(b"n" + side[at : at + 2].encode("utf-16-le"), key)
            for at in range(len(side) - 1)
            if side[at] >= "㐀" and side[at + 1] >= "㐀"
        ]
    return found


def matches(written: str) -> tuple[list[Match], int]:
    """Return the words of Taiwan in a text in OpenCC's standard characters, and how many of the Mainland there are.

    >>> found, mainland = matches("程序裏的對象用迴圈處理")
    >>> [(match.start, match.mainland) for match in found], mainland
    ([(7, ('循環',))], 1)
    """
    model = load()
    found = list(kernel.matches(written, model.words))
    own = [Match(start, end, model.pairs[value]) for start, end, value in found if value]
    return own, len(found) - len(own)


def put_back(written: str, own: Sequence[Match]) -> tuple[str, list[int]]:
    """Return a text with the first word of the Mainland for each word of Taiwan, folded, and where these begin.

    >>> put_back("用滑鼠", [Match(1, 3, ("鼠標",))])
    ('用鼠标', [1])
    """
    pieces: list[str] = []
    starts: list[int] = []
    done = shift = 0
    for start, end, mainland in own:
        word = mainland[0]
        starts.append(start + shift)
        shift += len(word) + start - end
        pieces += (written[done:start], word)
        done = end
    return kernel.convert("".join((*pieces, written[done:])), _folding()), starts


@cache
def _folding() -> kernel.Dictionary:
    """Return what ``folding.fold`` does, for long texts."""
    return kernel.Dictionary(folding.folded_forms())


def mainland_text(sentence: str, own: Sequence[Match], number: int, word: str) -> tuple[str, int]:
    """Return a sentence with the words of the Mainland, folded to Simplified, and where one of them begins.

    ``own`` are the words of Taiwan in the sentence; ``word`` is put for the one with this number, the first word of the
    Mainland for each other.

    >>> mainland_text("用滑鼠畫圖", [Match(1, 3, ("鼠標",))], 0, "鼠標")
    ('用鼠标画图', 1)
    """
    pieces: list[str] = []
    done = length = at = 0
    for other, match in enumerate(own):
        put = word if other == number else match.mainland[0]
        before = sentence[done : match.start]
        if other == number:
            at = length + len(before)
        pieces += (before, put)
        length += len(before) + len(put)
        done = match.end
    return folding.fold("".join((*pieces, sentence[done:]))), at


def _telling(pairs: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the words of the Mainland that no converted text has.

    Not those that only earlier tables change (通過), nor those that the tables write for others (文件 for 文檔).
    """
    table = tables.defaults("TWPhrases")
    written = frozenset(table.values())
    return {word for words in pairs.values() for word in words if word in table and word not in written}


@cache
def load() -> Origins:
    """Return the model that ships with textnorm, read once.

    >>> load() is load(), load().pairs["滑鼠"]
    (True, ('鼠標',))
    """
    data = files("textnorm").joinpath("data").joinpath("script-origins.model").read_bytes()
    _, sections = unpack(data, MAGIC, _SECTIONS)
    keys = array("I", sections[0])
    if sys.byteorder == "big":
        keys.byteswap()
    first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
    pairs = {}
    for line in sections[3].decode().splitlines():
        own, _, mainland = line.partition("\t")
        pairs[own] = tuple(mainland.split(" "))
    both = dict.fromkeys(_telling(pairs), "") | {own: own for own in pairs}
    return Origins(first, keys, sections[1], array("b", sections[2]), pairs, kernel.Dictionary(both))
