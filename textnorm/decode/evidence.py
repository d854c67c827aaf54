"""How well a reading of some bytes looks like text: the bits a character model needs to write it down.

Every codec reads the same bytes, so the bits of two readings compare directly: the right one is the
cheapest.  The counts of Chinese characters and pairs are in ``data/decode-characters.txt`` (its header names
the sources); everything else costs by its class.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ASCII", "DAMAGE", "alphabet_bits", "bits"]

#: Bits of an ASCII character, about the same in every kind of text.
ASCII = 5.0

#: Bits of a byte that cannot be read: any of 256, and that damage happened at all.
DAMAGE = 11.0

_CONTROL = 14.0  # also what a damaged byte may become
_ALPHABET = 10.0  # most texts use none beside Latin, or one
_INSIDE = 9.0  # for one or two Chinese characters inside a Latin word: they are its accented letters, misread
_INSIDE_WORD = re.compile("[A-Za-z][^\x00-\x7f]{1,2}(?=[A-Za-z])")
_LETTERS = re.compile("[\u0250-\u1fff]")
_NUL_RUN = re.compile("\0{2,}")

#: (last code point, bits) of what the table of Chinese characters lacks, in a text taken to be Chinese.
_IN_CHINESE = (
    (0x00BF, 13.0),  # signs of Latin-1
    (0x024F, 14.0),  # pinyin letters
    (0x03FF, 14.5),  # Greek
    (0x0451, 16.0),  # Cyrillic
    (0x1FFF, 18.0),
    (0x206F, 12.0),  # dashes and quotation marks
    (0x24FF, 14.0),  # arrows, mathematics, enclosed numbers
    (0x25FF, 12.0),  # box drawing and geometric shapes, dear to bulletin boards
    (0x2FFF, 15.0),
    (0x303F, 11.0),  # ideographic punctuation
    (0x30FF, 17.0),  # kana, the mark of Japanese
    (0x33FF, 16.0),  # bopomofo, enclosed ideographs, units
    (0x4DBF, 19.5),  # extension A
    (0x9FFF, 19.0),
    (0xD7FF, 20.0),  # Yi, Hangul and others
    (0xDFFF, DAMAGE),
    (0xF8FF, 20.0),  # private use
    (0xFAFF, 19.0),  # compatibility ideographs
    (0xFEFF, 17.0),
    (0xFF5E, 11.0),  # full-width ASCII
    (0xFFFF, 18.0),  # half-width kana, noncharacters
    (0x10FFFF, 20.5),
)

#: The same in a text of any language; letters are cheap because each language uses one alphabet.
_IN_ANY_LANGUAGE = (
    (0x00BF, 11.0),
    (0x024F, 8.0),  # accented letters, one in ten
    (0x02FF, 14.0),
    (0x0DFF, 5.25),  # Greek, Cyrillic, Hebrew, Arabic and the other alphabets
    (0x0E7F, 6.0),  # Thai
    (0x1DFF, 5.25),
    (0x1EFF, 8.0),  # Vietnamese
    (0x1FFF, 9.0),
    (0x206F, 9.0),
    (0x2FFF, 13.0),
    (0x303F, 7.5),
    (0x30FF, 6.5),  # kana
    (0x33FF, 16.0),
    (0x4DBF, 20.0),
    (0x9FFF, 19.0),
    (0xABFF, 20.0),
    (0xD7FF, 18.0),  # Hangul that KS X 1001 lacks
    (0xDFFF, DAMAGE),
    (0xF8FF, 21.0),
    (0xFEFF, 17.0),
    (0xFF60, 11.0),
    (0xFF9F, 11.0),  # half-width kana
    (0xFFFF, 20.0),
    (0x10FFFF, 20.5),
)

_CAPITAL = 2.5
_KSX_HANGUL = 10.0
_ONE_SYLLABLE = 2  # bytes; what KS X 1001 lacks Python spells letter by letter
_JIS_KANJI = 14.5  # of the first level, but not known from Chinese
_JIS_FIRST_LEVEL = 0xCF  # its last row in EUC-JP


class _Costs(dict[str, float]):
    """Bits by character; what is missing is filled in by its class when it is first met."""

    def __init__(self, known: dict[str, float], classes: tuple[tuple[int, float], ...], *, foreign: bool) -> None:
        super().__init__(known)
        self._classes = classes
        self._foreign = foreign

    def __missing__(self, character: str) -> float:
        self[character] = cost = self.by_class(character)
        return cost

    def by_class(self, character: str) -> float:
        """Return what a character costs of which nothing but its class is known."""
        if character.isascii():
            return ASCII if character.isprintable() or character in "\t\n\r" else _CONTROL
        if character < "\xa0":
            return _CONTROL
        if self._foreign and "가" <= character <= "힣" and len(character.encode("euc_kr", "ignore")) == _ONE_SYLLABLE:
            return _KSX_HANGUL
        if self._foreign and "一" <= character <= "鿿":
            kanji = character.encode("euc_jp", "ignore")
            if kanji and kanji[0] <= _JIS_FIRST_LEVEL:
                return _JIS_KANJI
        cost = next(bits for last, bits in self._classes if ord(character) <= last)
        return cost + _CAPITAL if self._foreign and character.isupper() else cost


class _Model(NamedTuple):
    """The costs of characters, by kind of text, and what familiar pairs save."""

    chinese: _Costs
    any_language: _Costs
    pairs: dict[str, float]


@lru_cache(maxsize=1)
def _model() -> _Model:
    """Load the table, once."""
    from importlib.resources import files  # noqa: PLC0415 - takes 15 ms, and UTF-8 needs no table

    text = files("textnorm").joinpath("data/decode-characters.txt").read_text(encoding="utf-8")
    _, characters, pairs = re.split(r"^\[\w+\]\n", text, flags=re.MULTILINE)
    costs: dict[str, float] = {}
    for cost, members in _rows(characters):
        costs.update(dict.fromkeys(members, cost))
    savings: dict[str, float] = {}
    for saving, members in _rows(pairs):
        savings.update(dict.fromkeys(map(add, members[::2], members[1::2]), saving))
    others = {character for character in costs if not "一" <= character <= "鿿"}
    chinese = _Costs(costs, _IN_CHINESE, foreign=False)
    foreign = _Costs({c: cost for c, cost in costs.items() if c not in others}, _IN_ANY_LANGUAGE, foreign=True)
    for character in others:
        by_class = chinese.by_class(character)
        chinese[character] = max(costs[character], by_class) if _is_kana(character) else min(costs[character], by_class)
        if character >= "\u3000":
            foreign[character] = min(costs[character], foreign.by_class(character))
    return _Model(chinese, foreign, savings)


def _is_kana(character: str) -> bool:
    return "ぁ" <= character <= "ヾ" and character != "・"


def _rows(section: str) -> Iterator[tuple[float, str]]:
    """Yield the number and the characters of each line."""
    for line in section.splitlines():
        number, members = line.split("\t", 1)
        yield float(number), members


def bits(text: str, *, chinese: bool) -> float:
    """Return the bits that ``text`` costs as Chinese text, or as text of any language.

    A byte that was kept as a lone surrogate costs ``DAMAGE``, a run of NUL characters as much as one.

    >>> bits("中文编码", chinese=True) < bits("笢恅晤鎢", chinese=True)
    True
    """
    model = _model()
    text = _NUL_RUN.sub("\0", text)
    costs = model.chinese if chinese else model.any_language
    saved = map(model.pairs.get, map(add, text, text[1:]), repeat(0.0))
    inside = len(_INSIDE_WORD.findall(text)) if chinese else 0
    return sum(map(costs.__getitem__, text)) - sum(saved) + _INSIDE * inside


def alphabet_bits(text: str) -> float:
    """Return what it costs to name the alphabets that ``text`` uses, in an encoding that has all of them."""
    return _ALPHABET * len({ord(letter) >> 7 for letter in _LETTERS.findall(text)})
