"""Is this document polluted with pinyin, or does it gloss words on purpose?

A glossary, a textbook or a children's page also writes 經(jīng).  What tells pollution apart is the
document: the same common characters annotated wherever they occur, in the middle of words, always
with the dictionary's first reading, by a list that holds no rare character anyone would look up.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.model.ngrams import load
from textnorm.repair.gbk import character_at, code_pair, in_gb2312
from textnorm.repair.readings import READING, TONED, is_first_reading, listed_before, listed_depth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ANNOTATION", "SIGNS_OF_READINGS", "Annotation", "Evidence", "find_annotations", "listed", "weigh"]

#: The syllables that dictionaries list first without a tone: 們 了 麼 子 嗎 呢 吧 啊.
_TONELESS = "men|le|me|zi|ma|ne|ba|a"

#: A Han character and its reading; or a Han character, the letter whose byte completed another one, and its reading.
ANNOTATION = re.compile(rf"(?P<han>[\u3400-\u9fff])(?P<letter>[@-~]?)\((?P<reading>{READING}|{_TONELESS})(?P<gap> ?)\)")

#: Its bracket: a search runs from sign to sign, as most text has few.
_BRACKET = re.compile(rf"\((?:{READING}|{_TONELESS}) ?\)")
#: How a reading ends in its bracket, or how one without a tone begins, as patterns of ``kernel.Triggers``.
SIGNS_OF_READINGS = (rf"[{TONED}][aeiouüngr ]*\)", "[\u3400-\u9fff][@-~]?\\([abdlmnz][aein )]")
_HAN = re.compile(r"[\u3400-\u9fff]")

#: Unigram costs in bits under which a character is so common that no one would gloss it: roughly
#: the 300 and the 1,500 commonest.
_COMMONEST, _COMMON = 9.6, 11.3
#: The score from which a document counts as polluted.  One listed character annotated inside a word reaches it.
_ENOUGH = 3.0
#: The share of a character's occurrences that carry a reading where its annotator misses none; slips hide a few.
_NEARLY = 0.8
#: A line with this many annotations, on this share of its Han characters, annotates on purpose.
_RUBY_LEAST, _RUBY_SHARE = 4, 0.6
#: What the random annotator is known by: how many, how many with the first reading, how thinly spread, how
#: many in front of another Han character.
_RANDOM_LEAST, _RANDOM_FIRST, _RANDOM_SHARE, _INTERRUPTING = 5, 0.95, 0.5, 0.4


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reading in brackets at ``[start:end]``, behind ``character``, on a line counted from 0.

    ``spaced`` means a space before the closing bracket, ``interrupts`` a Han character right behind
    it, ``embedded`` a Han character on either side.

    >>> found = find_annotations("價(jià)格")[0]
    >>> found.character, found.first, found.traditional, found.interrupts
    ('價', True, True, True)
    """

    start: int
    end: int
    character: str
    reading: str
    line: int
    spaced: bool
    interrupts: bool
    embedded: bool

    @property
    def first(self) -> bool:
        """Whether the reading is the one that the annotator would have put."""
        return is_first_reading(self.character, self.reading)

    @property
    def traditional(self) -> bool:
        """Whether GB2312 lacks the character, as it lacks all that the main annotator lists."""
        return not in_gb2312(self.character)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document's annotations say together.

    ``listing`` is the score for an annotator with a list of Traditional characters, ``random`` for
    one that annotates any character here and there; ``_ENOUGH`` is the score that proves one.

    >>> text = "產(chǎn)品的單價(jià)不(bù)高"
    >>> found = find_annotations(text)
    >>> [one.character for one in found if weigh(text, found).condemns(one)]
    ['產', '價']
    """

    listing: float = 0.0
    random: float = 0.0
    ruby_lines: frozenset[int] = frozenset()

    def condemns(self, annotation: Annotation) -> bool:
        """Tell whether this annotation is pollution, given the document."""
        if not annotation.first or annotation.line in self.ruby_lines:
            return False
        return self.random >= _ENOUGH or (self.listing >= _ENOUGH and annotation.traditional)

    def suspects(self, annotation: Annotation) -> bool:
        """Tell whether this annotation looks like pollution though the document does not prove it."""
        listed = listed_depth(annotation.character) is not None
        return annotation.first and listed and annotation.embedded and annotation.line not in self.ruby_lines


def find_annotations(text: str) -> list[Annotation]:
    """Return the characters of a text that carry a reading, in ascending order.

    >>> [(found.character, found.reading) for found in find_annotations("產(chǎn)品的單價(jià)")]
    [('產', 'chǎn'), ('價', 'jià')]
    """
    found: list[Annotation] = []
    line = at = 0
    for match in _matches(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        character = match["han"]
        if match["letter"]:
            pair = code_pair(character)
            character = (character_at(pair[1], ord(match["letter"])) if pair else None) or ""
            if listed_depth(character) is None:
                continue
        if match["reading"].isascii() and not is_first_reading(character, match["reading"]):
            continue  # (a) may be anything
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        found.append(
            Annotation(
                match.end("letter"),
                match.end(),
                character,
                match["reading"],
                line,
                spaced=bool(match["gap"]),
                interrupts=bool(_HAN.match(after)),
                embedded=bool(_HAN.match(after) or _HAN.match(before) or before == ")"),
            )
        )
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``ANNOTATION``, looked for around the brackets that hold a reading alone."""
    done = 0
    for bracket in _BRACKET.finditer(text):
        opening = bracket.start()
        match = ANNOTATION.match(text, max(done, opening - 2)) or ANNOTATION.match(text, max(done, opening - 1))
        if opening > done and match:
            done = match.end()
            yield match


def listed(text: str, found: Sequence[Annotation]) -> frozenset[str]:
    """Return the Traditional characters that would carry their first reading wherever they stood.

    They are those that do so here, or nearly, and what the annotator's table has before the deepest
    of them, where it does not stand here without a reading.

    >>> text = "產(chǎn)品的產(chǎn)地"
    >>> "產" in listed(text, find_annotations(text))
    True
    """
    uses = Counter(one.character for one in found if one.first and one.traditional)
    seen = {character for character, times in uses.items() if times > _NEARLY * text.count(character)}
    depth = max((known for known in map(listed_depth, seen) if known is not None), default=0)
    return frozenset(seen | {one for one in listed_before(depth) if one not in text})


def weigh(text: str, found: Sequence[Annotation], slips: int = 0) -> Evidence:
    """Weigh the annotations of a document; ``slips`` counts its byte slips, which no human hand makes.

    >>> text = "產(chǎn)品的單價(jià)"  # 產 and 價 are of a list that a program annotates
    >>> weigh(text, find_annotations(text)).listing
    5.0
    """
    ruby = _ruby_lines(text, found)
    counted = [one for one in found if one.line not in ruby]
    return Evidence(_listing(text, counted) + slips * _ENOUGH, _random(text, counted), ruby)


def _ruby_lines(text: str, found: Sequence[Annotation]) -> frozenset[int]:
    """Return the lines in which nearly every character is annotated, as in texts for children."""
    per_line = Counter(one.line for one in found)
    ordinary = {one.line for one in found if not (one.first and one.traditional)}
    lines = text.split("\n")
    return frozenset(
        line
        for line, count in per_line.items()
        if line in ordinary and count >= _RUBY_LEAST and count > _RUBY_SHARE * len(_HAN.findall(lines[line]))
    )


def _listing(text: str, found: Sequence[Annotation]) -> float:
    """Score an annotator that puts the first reading behind every occurrence of its Traditional characters."""
    suspects = [one for one in found if one.first and one.traditional]
    score = 0.0
    for character in dict.fromkeys(one.character for one in suspects):
        uses = [one for one in suspects if one.character == character]
        listed = listed_depth(character) is not None
        if listed or load().unigram_bits(character) < _COMMON:
            score += 2 if listed else 1
            score += any(one.interrupts for one in uses)
            score += 2 * any(one.spaced for one in uses)
        else:
            score -= 0.5
    score -= 2 * len({one.character for one in found if one.traditional and not one.first})
    bare = sum(text.count(character) for character in {one.character for one in suspects}) - len(suspects)
    return score if bare <= len(suspects) else score / 2


def _random(text: str, found: Sequence[Annotation]) -> float:
    """Score an annotator that puts the first reading behind any character, here and there."""
    first = [one for one in found if one.first]
    lines = text.split("\n")
    han = sum(len(_HAN.findall(lines[line])) for line in {one.line for one in found})
    scattered = len(found) <= _RANDOM_SHARE * han and sum(one.interrupts for one in first) >= _INTERRUPTING * len(first)
    if len(first) < _RANDOM_LEAST or len(first) < _RANDOM_FIRST * len(found) or not scattered:
        return 0.0
    return len({one.character for one in first if load().unigram_bits(one.character) < _COMMONEST})
