"""Which of several forms fits a place of a text: a log-linear model over the neighbours.

A *place* is a character of Simplified text with several Traditional forms, or a Mainland word that Taiwan has another
word for in one of its senses.  The weight of a form is the sum of the weights of the features seen around the place:
neighbours up to three away, alone and in sequence, across or inside the word, the word itself, and what else stands
near.  Everything is read folded to Simplified, one code point for one, so that a converted text is judged as it was
before.  The weights are in ``data/script-context.model``, made by ``tools/build_script_model.py``.

Source of the learning: McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013 (FTRL-Proximal).
"""

from __future__ import annotations

import math
import sys
from array import array
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

from textnorm.model.container import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "MAGIC",
    "SCALE",
    "ContextModel",
    "Features",
    "features",
    "load",
    "parted",
    "place_key",
    "probabilities",
    "symbols",
    "topic",
    "word_features",
]

MAGIC = b"textnorm script context 1\n"
#: Steps of a weight for each unit of natural log odds.
SCALE = 16
#: What stands before and after a sentence.
EDGES = "BBB"
#: How far features of what stands near reach, in code points.
NEAR = 6

_SECTIONS = 4
_CODING = "utf-16-le"  # every symbol has two bytes

#: Marks that are symbols of their own; their half-width forms count as the same.
_MARKS = "。，、；：？！“”‘’《》（）—…·"
_HALF_WIDTH = str.maketrans(",;:?!().", "，；：？！（）。")

Features = list[int]


@cache
def _symbol(character: str) -> str:
    """Return what features see of a character: itself, or D for a digit, L for a letter, O for all else."""
    if "\u3400" <= character <= "\u9fff" or character in _MARKS:
        return character
    if character.isascii():
        if character.isalpha():
            return "L"
        if character.isdigit():
            return "D"
        mark = character.translate(_HALF_WIDTH)
        return mark if mark != character else "O"
    return "O"


def place_key(form: str) -> int:
    """Return the number of a place by the Simplified character or word that stands there.

    >>> place_key("发") == place_key("发"), place_key("发") == place_key("面")
    (True, False)
    """
    return crc32(form.encode(_CODING))


def symbols(folded: str) -> str:
    """Return one symbol for each code point: itself for Han and for common marks, a class for others.

    >>> symbols("他发了3封e-mail，")
    '他发了D封LOLLLL，'
    """
    return "".join(map(_symbol, folded))


def features(text: str, start: int, end: int, word: tuple[int, int], *, closed: bool = False) -> Features:
    """Return the numbers of the features around ``text[start:end]``, a place in a sentence of ``symbols``.

    word: where the word of the segmentation that holds the place starts and ends.
    closed: what stands beyond the text is not an edge but unknown (a word of a list, when learning).

    >>> text = symbols("他的头发很长")
    >>> here, there = (features(text, 3, 4, (2, 4)), features(symbols("他发现了"), 1, 2, (1, 3)))
    >>> len(here) > 10, here == there
    (True, False)
    """
    key = place_key(text[start:end])
    edge = "" if closed else EDGES
    left = (edge + text[max(0, start - 3) : start])[-3:].encode(_CODING)
    right = (text[end : end + 3] + edge)[:3].encode(_CODING)
    found = word_features(text[word[0] : word[1]], start - word[0], end - start)
    if left:
        found.append(crc32((b"\1" if word[0] < start else b"\2") + left[-2:], key))
    if right:
        found.append(crc32((b"\3" if word[1] > end else b"\4") + right[:2], key))
    if left and right:
        found.append(crc32(b"\6" + left[-2:] + right[:2], key))
    found += _sequences(left, right, key)
    for kind, side in ((b"\x10", text[max(0, start - NEAR) : start]), (b"\x11", text[end : end + NEAR])):
        found += [crc32(kind + character.encode(_CODING), key) for character in side if character >= "㐀"]
    if end - start > 1:
        found += topic(text, start, end, key)
    return found


def word_features(word: str, at: int, length: int = 1) -> Features:
    """Return the features of a place at an offset of its word, without what stands around.

    >>> len(word_features("头发", 1)), len(word_features("发", 0))
    (2, 1)
    """
    key = place_key(word[at : at + length])
    found = [crc32(b"\0", key)]
    if len(word) > length:
        found.append(crc32(b"\5%d" % at + word.encode(_CODING), key))
    return found


def _sequences(left: bytes, right: bytes, key: int) -> Iterator[int]:
    """Yield the features of the neighbours two and three away, as far as they are known."""
    if len(left) >= 4:  # noqa: PLR2004 - two symbols of two bytes, below three
        yield crc32(b"\7" + left[-4:-2], key)
        yield crc32(b"\x08" + left[-4:], key)
        if right:
            yield crc32(b"\x09" + left[-4:] + right[:2], key)
        if len(left) == 6:  # noqa: PLR2004
            yield crc32(b"\x0a" + left, key)
    if len(right) >= 4:  # noqa: PLR2004
        yield crc32(b"\x0b" + right[2:4], key)
        yield crc32(b"\x0c" + right[:4], key)
        if left:
            yield crc32(b"\x0d" + left[-2:] + right[:4], key)
        if len(right) == 6:  # noqa: PLR2004
            yield crc32(b"\x0e" + right, key)


def parted(word: str) -> Features:
    """Return the features of the first character of a word of two whose parts stand apart (干了一杯 for 干杯).

    >>> len(parted("干杯"))
    2
    """
    key = place_key(word[0])
    return [crc32(b"\0", key), crc32(b"\x11" + word[1].encode(_CODING), key)]


def topic(text: str, start: int, end: int, key: int = 0) -> Features:
    """Return the pairs that stand near a word: its sense hangs on the subject more than on the neighbours.

    key: the word, or 0 for the subject itself, whatever the word.

    >>> len(topic(symbols("程序里的对象"), 4, 6))
    3
    """
    reach = 4 * NEAR
    sides = (text[max(0, start - reach) : start], text[end : end + reach])
    return [
        crc32(b"\x12" + side[at : at + 2].encode(_CODING), key)
        for side in sides
        for at in range(len(side) - 1)
        if side[at] >= "㐀"
    ]


class ContextModel:
    """The loaded weights; use ``load``, which keeps one for the process.

    >>> load().forms["发"]
    ('發', '髮')
    >>> found = features(symbols("他的头发很长"), 3, 4, (2, 4))
    >>> scores = load().scores(found, 2)
    >>> load().forms["发"][scores.index(max(scores))]
    '髮'
    """

    def __init__(self, data: bytes) -> None:
        """Unpack the weights; ValueError when the bytes are no model."""
        self.header, sections = unpack(data, MAGIC, _SECTIONS)
        keys = array("I", sections[0])
        if sys.byteorder == "big":
            keys.byteswap()
        #: Where the entries of each feature begin; those of one feature stand together.
        self._first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
        self._keys = keys
        self._slots = sections[1]
        self._weights = array("b", sections[2])
        #: The forms of each place, in the order of the slots.
        self.forms: dict[str, tuple[str, ...]] = {}
        for line in sections[3].decode().splitlines():
            place, _, forms = line.partition("\t")
            self.forms[place] = tuple(forms.split(" "))

    def entries(self) -> Iterator[tuple[int, int, int]]:
        """Yield (feature, slot, weight), those of one feature together."""
        yield from zip(self._keys, self._slots, self._weights, strict=True)

    def scores(self, found: Sequence[int], forms: int) -> list[int]:
        """Return the summed weights of each form, in ``SCALE`` steps."""
        first, keys, slots, weights, size = self._first.get, self._keys, self._slots, self._weights, len(self._keys)
        total = [0] * forms
        for number in found:
            at = first(number, size)
            while at < size and keys[at] == number:
                if slots[at] < forms:  # else another feature with the same number
                    total[slots[at]] += weights[at]
                at += 1
        return total


def probabilities(scores: Sequence[float]) -> list[float]:
    """Return the probability of each form for its score, in ``SCALE`` steps.

    >>> probabilities([0, 0])
    [0.5, 0.5]
    """
    top = max(scores)
    parts = [math.exp((score - top) / SCALE) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


@cache
def load() -> ContextModel:
    """Return the model that ships with textnorm, read once.

    >>> load() is load(), "发" in load().forms
    (True, True)
    """
    return ContextModel(files("textnorm").joinpath("data").joinpath("script-context.model").read_bytes())
