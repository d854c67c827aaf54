r"""Which ASCII sign a waiting first byte has swallowed, as the structure of the text tells it.

Where bytes of UTF-8 are read as pairs, the last byte of an odd run of Chinese waits for another one, and takes the
sign behind it along.  Every other run is intact: so a document shows by itself what stands between its Chinese and
what follows, as a table of programs and pages does for all of them (``data/swallowed-signs.txt``).  Brackets and
quotes that are open around the place tell the rest.  The n-gram model knows prose: what it says of signs in general is
taken back, what it says of the word before them stays.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.ngrams import load
from textnorm.repair.chains.sign_counts import KINDS, SIGNS, Counts, kind_of, table, usual
from textnorm.repair.chains.surroundings import brackets, is_structured, opens, quotes, tokens
from textnorm.repair.chains.swallowed import BEFORE, left_by, left_of, swallowed
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from textnorm.repair.chains.codecs import WrongCodec
    from textnorm.repair.chains.swallowed import Swallowed

__all__ = ["Habit", "Signs", "anywhere"]

_PLACE = re.compile("[^\x00-\x7f\ufffd]([\\t\\n\\r ->@-~])")
#: So many places tell: of more a megabyte of clean text would take a tenth of a second to be told apart.
_ENOUGH = 600
#: How many places of the document what is usual counts as: for tokens, and for signs.
_OF_OWN, _OF_SIGNS = 2.0, 20.0
#: Bits of a quote and of a bracket that is left without a counterpart, and of a quote whose counterpart may be lost.
_QUOTE, _BRACKET, _ELSEWHERE = 9.0, 5.0, 1.0
#: No sign has more bits; they are rounded, so that few gaps differ.
_MOST_BITS = 14.0
#: The probability of a place that no text is like.
_SELDOM = 2.0**-9
#: Bits that one place says at most of how a program loses what it cannot read; so few say nothing: lines of prose that
#: all end in the same mark, or in dates, would add up to an answer.
_ONE_PLACE, _LITTLE = 4.0, 1.0
#: How often each digit is the first one of a number (by Benford), and before a decimal point.
_DIGITS = (0.03, 0.29, 0.17, 0.12, 0.095, 0.08, 0.066, 0.055, 0.05, 0.044)
_DECIMALS = (0.4, 0.17, 0.1, 0.08, 0.06, 0.05, 0.04, 0.035, 0.035, 0.03)
#: What mostly goes on a number, and bits of its doing so where the document does not show it: the table is of programs.
_SHORT_NUMBERS, _NO_DIGIT = frozenset(("0", "00", "z", "z0")), 4.0
#: Characters of tokens that are named otherwise.
_EXAMPLES = {"H": "中", **{f"{blank}{n}": blank * min(n, 3) for blank in " \t" for n in range(81)}}
#: A character that stands for those before a sign.
_TYPICAL = {"H": "的", "P": "。"}
#: The signs that open, close or divide.
_STRUCTURAL = frozenset("\"'()<>[]{}`")

#: Places behind Chinese where a mark stands, or none, and the first two bytes of a character of three.
_MARKED_PLACE = re.compile("([^\x00-\x7f\ufffd])[?\ufffd](?=[\x00->@-\x7f])")
_UNMARKED_PLACE = re.compile("([^\x00-\x7f\ufffd])(?=[\x00->@-\x7f])")
_TWO_OF_THREE = re.compile(b"[\xe0-\xef][\x80-\xbf]")


class Habit(NamedTuple):
    """How a program lost what it could not read, in bits.

    pairs: by how many more probable it is that signs were swallowed than that they were read by themselves.
    lines: the same of line feeds.
    """

    pairs: float = 0.0
    lines: float = 0.0


class Signs:
    r"""What a document has between Chinese and what follows, where nothing is lost.

    >>> signs = Signs("甲,乙\n丙,丁\n戊,己\n庚,辛\n"), anywhere()
    >>> found = [each.at("壬?癸", 1, 2, "H").groups for each in signs]
    >>> bits = [dict((one, bits) for some, bits in groups for one in some) for groups in found]
    >>> bits[0][ord(",")] < bits[1][ord(",")]
    True
    """

    def __init__(self, text: str = "", codec: WrongCodec | None = None) -> None:
        """Count the signs behind the runs of a text that are intact; codec: the one that it was read with."""
        self._own = Counts.none()
        for place in islice(_PLACE.finditer(text), _ENOUGH):
            if codec and _TWO_OF_THREE.fullmatch(codec.codes.get(text[place.start()], (b"",))[0]):
                continue  # something was lost here without a mark
            left = left_of(text, place.start() + 1, codec)
            behind = tokens(text, place.end(), over=True)
            for n in range(len(behind) + 1):
                self._own.note(left, place[1], behind[:n])
        self._known: dict[tuple[object, ...], Swallowed] = {}
        self._own_bits: dict[tuple[str, tuple[str, ...]], dict[str, float]] = {}
        self._before_han: dict[str, Swallowed] = {}
        self._chances: dict[tuple[str, str | None, tuple[str, ...]], float] = {}

    def at(self, line: str, start: int, end: int, left: str) -> Swallowed:
        """Return the signs that may have stood at ``line[start:end]``, the likelier ones with fewer bits.

        left: "H" behind a character of Han, "P" behind a mark.
        """
        behind = tokens(line, end)
        around = opens(line, start, end)
        key = left, behind, around
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._swallowed(left, behind, around)
        return found

    def of_line(self, line: str, offset: int, codec: WrongCodec) -> Callable[[int, int], Swallowed]:
        """Return what tells the same of places counted from ``offset`` on, in a line that was read with ``codec``."""
        left, plain = left_by(codec), not is_structured(line)

        def at(start: int, end: int) -> Swallowed:
            start, end = start + offset, end + offset
            before = left(line[max(0, start - BEFORE) : start])
            behind = line[end : end + 1]
            if plain and behind > "\x7f" and behind != LOST:  # as nearly everywhere in prose
                return self._before_han.get(before) or self._of_prose(before)
            return self.at(line, start, end, before)

        return at

    def _of_prose(self, left: str) -> Swallowed:
        found = self._before_han[left] = self.at(_TYPICAL["H"], 0, 0, left)
        return found

    def habit(self, text: str, codec: WrongCodec) -> Habit:
        """Return by how many bits it explains the damaged places better that signs were swallowed, and line feeds."""
        pairs = lines = 0.0
        marked = ("?" in text or LOST in text) and _MARKED_PLACE.search(text)
        damaged = _MARKED_PLACE if marked else _UNMARKED_PLACE
        for place in islice(damaged.finditer(text), _ENOUGH):
            if not _TWO_OF_THREE.fullmatch(codec.codes.get(place[1], (b"",))[0]):
                continue
            left = left_of(text, place.start() + 1, codec)
            behind = tokens(text, place.end(), over=True)
            number = behind and behind[0][0] in "0z"
            if not behind or behind[0] == "H" or (number and (behind[-1] == "H" or not self._own.of["", behind[:2]])):
                continue  # a number stands behind Chinese as well as behind a sign, in dates above all
            kept = _SELDOM + self._chance(left, _read(text, place.end()), tokens(text, place.end() + 1, over=True))
            gone = _SELDOM + self._chance(left, None, behind)
            fed = self._chance(left, "\n", behind)
            by_line = kept + gone - fed if behind[0] == "$" else gone - fed
            pairs += _bounded(math.log2(gone / kept))
            lines += _bounded(math.log2(gone / max(by_line, _SELDOM)))
        return Habit(pairs, lines)

    def _chance(self, left: str, sign: str | None, behind: tuple[str, ...]) -> float:
        """Return how probable the kind of a sign, or any, and what follows are behind Chinese, by up to two tokens."""
        key = left, sign, behind[:2]
        found = self._chances.get(key)
        if found is None:
            # of a kind, as tokens are: a number may begin with any digit
            kinds = [kind for kind in KINDS if kind <= "?"] if sign is None else [kind_of(sign)]
            chances = (2.0 ** -self._bits(left, kind, behind[:2]) * len(KINDS[kind]) for kind in kinds)
            found = self._chances[key] = sum(chances)
        return found

    def _swallowed(self, left: str, behind: tuple[str, ...], around: tuple[str, str, int]) -> Swallowed:
        before, beyond, others = around
        own = self._own_bits.get((left, behind))
        if own is None:
            near = _in_general(left, _like(behind))
            own = {kind: self._bits(left, kind, behind) - near[kind] for kind in KINDS}
            if not self._own.of["\r", ()]:
                del own["\r"]
            if behind[:1] and behind[0] in _SHORT_NUMBERS:
                own = {kind: bits + _NO_DIGIT * self._is_strange(kind, behind[0]) for kind, bits in own.items()}
            self._own_bits[left, behind] = own
        if before or beyond:
            usual = _left_alone(quotes(before + beyond), brackets(before + beyond), others)
            own = {kind: bits + usual for kind, bits in own.items()}
            for sign in _STRUCTURAL:
                whole = before + sign + beyond
                own[sign] += _left_alone(quotes(whole), brackets(whole), others) - usual
            apart = quotes(before) + quotes(beyond), brackets(before) + brackets(beyond)
            own["\n"] += _left_alone(*apart, others) - usual
        least = min(own.values())
        total = -math.log2(sum(2.0 ** (least - bits) * len(KINDS[kind]) for kind, bits in own.items()))
        rounded: dict[float, bytes] = {}
        for kind, bits in own.items():
            signs = KINDS[kind] if kind != "0" else b""
            shares = [(bits, signs)]
            if kind == "0":
                digits = _DECIMALS if behind[:1] == (".",) else _DIGITS
                shares = [(bits - math.log2(10 * one), str(digit).encode()) for digit, one in enumerate(digits)]
            for much, some in shares:
                step = min(_MOST_BITS, float(round(much - least - total)))
                rounded[step] = rounded.get(step, b"") + some
        return swallowed(tuple((some, bits) for bits, some in sorted(rounded.items())))

    def _is_strange(self, kind: str, number: str) -> bool:
        """Tell whether a sign that is no digit never stands before such a number in the document."""
        return kind != "0" and not self._own.of[kind, (number,)]

    def _bits(self, left: str, kind: str, behind: tuple[str, ...]) -> float:
        """Return the bits of a sign of a kind and of what stands behind it."""
        counted, own = table().of, self._own.of
        alone = (counted[left + kind, ()] + 1) / (counted[left, ()] + len(SIGNS))
        chance = (own[left + kind, ()] + _OF_SIGNS * alone) / (own[left, ()] + _OF_SIGNS) / len(KINDS[kind])
        for n in range(1, len(behind) + 1):
            row = behind[:n]
            chance *= (own[kind, row] + _OF_OWN * usual(kind, row)) / (own[kind, row[:-1]] + _OF_OWN)
        return -math.log2(chance)


@cache
def anywhere() -> Signs:
    r"""Return what is known of signs where nothing is known of a document.

    >>> b"\n" in anywhere().at("", 0, 0, "P").groups[0][0]
    True
    """
    return Signs()


def _read(text: str, at: int) -> str:
    """Return the sign that stands there; the end of a text counts as one of a line."""
    sign = text[at : at + 1]
    return sign if sign in SIGNS and sign != "\r" else "\n"


def _like(behind: tuple[str, ...]) -> str:
    """Return the beginning of a text of such tokens as these."""
    return "".join(_EXAMPLES.get(one) or one.replace("z", "0") for one in behind if one != "$")[:3]


def _left_alone(quoted: int, bracketed: int, others: int) -> float:
    """Return the bits of quotes and brackets without a counterpart, of which some others may have been lost."""
    lost = min(others, quoted)
    return _QUOTE * (quoted - lost) + _BRACKET * max(0, bracketed - others + lost) + _ELSEWHERE * lost


def _bounded(bits: float) -> float:
    """Return what one place tells: nothing where that is little, for there are many places alike."""
    return min(max(bits, -_ONE_PLACE), _ONE_PLACE) if abs(bits) >= _LITTLE else 0.0


@lru_cache(maxsize=4096)
def _in_general(left: str, near: str) -> dict[str, float]:
    """Return the bits of a sign of each kind, and of what stands behind it, for the n-gram model."""
    model = load()
    return {kind: model.bits(chr(signs[0]) + near, _TYPICAL[left], "") for kind, signs in KINDS.items()}
