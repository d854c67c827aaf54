"""The dictionaries of ``convert(text, to=…)``: OpenCC's tables, arranged for text of any origin.

They differ from the configurations of OpenCC in four ways.  Characters whose Simplified form hardly any font has
(TSCharactersExt) stay as they are: the standard of 2013 does not simplify them either.  Regional forms that the table
to Simplified does not know (衞, 著 in 看著) go by way of their OpenCC standard form.  ``terms-t2s.txt`` comes first.
And no regional phrase may bring a Simplified-only character into Traditional text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.script import tables
from textnorm.script.characters import characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "ST_WORDS",
    "TO_STANDARD",
    "mainland_words",
    "regional_forms",
    "regional_words",
    "to_simplified",
    "to_traditional",
]

#: The words that cut Simplified text for OpenCC.
ST_WORDS: tables.Layers = ("union", "STPhrases", "STPhrases_GeneratedFromRegionalPhrases")
#: Simplified to Traditional in OpenCC's standard.
TO_STANDARD: tables.Layers = ("short_circuit", ST_WORDS, "STCharacters")
_TO_SIMPLIFIED: tables.Layers = ("short_circuit", "TSPhrases", "TSCharacters")


def to_traditional() -> kernel.Dictionary:
    """Return the dictionary from Simplified to Traditional, OpenCC standard; every value is as long as its key.

    >>> kernel.convert("头发", to_traditional())
    '頭髮'
    """
    return tables.compiled(TO_STANDARD)


@cache
def to_simplified(*, words: bool = False) -> kernel.Dictionary:
    """Return the dictionary from Traditional of any region to Simplified, with Mainland ``words`` if asked.

    >>> kernel.convert("看著原著裡的衞星", to_simplified())
    '看着原著里的卫星'
    """
    layers = [tables.entries("terms-t2s.txt"), _variants(), tables.compiled(_TO_SIMPLIFIED).entries]
    if words:
        layers.insert(1, mainland_words())
    return kernel.Dictionary(tables.union(*layers))


def mainland_words() -> dict[str, str]:
    """Return Taiwan's words with the Mainland's in Simplified.

    >>> mainland_words()["滑鼠"]
    '鼠标'
    """
    plain = to_simplified()
    return {word: kernel.convert(value, plain) for word, value in tables.defaults("TWPhrasesRev").items()}


@cache
def regional_forms(to: str) -> kernel.Dictionary:
    """Return the dictionary from OpenCC's standard to the forms of ``zh-TW`` or ``zh-HK``, of equal length.

    A form that the texts of Taiwan hardly write (汙 for 污) is a habit of some, and is not imposed on the others.

    >>> kernel.convert("羣衆喫麪", regional_forms("zh-TW")), kernel.convert("溫泉", regional_forms("zh-HK"))
    ('群眾吃麵', '温泉')
    """
    region = to.removeprefix("zh-")
    layers = (_traditional_only(tables.defaults(f"{region}Variants{kind}")) for kind in ("Phrases", ""))
    kept = tables.entries("script-habits.txt") if to == "zh-TW" else {}
    forms = tables.short_circuit(*layers)
    return kernel.Dictionary({key: value for key, value in forms.items() if kept.get(key) != value})


@cache
def regional_words(to: str) -> kernel.Dictionary:
    """Return the words of ``zh-TW`` by those of the Mainland, both in Traditional.

    >>> kernel.convert("軟件", regional_words("zh-TW"))
    '軟體'
    """
    region = to.removeprefix("zh-")
    return kernel.Dictionary(_traditional_only(tables.defaults(f"{region}Phrases")))


def _traditional_only(entries: Mapping[str, str]) -> dict[str, str]:
    """Leave out the entries that write a Simplified-only character (郭偉强): it would be converted again."""
    simplified = characters().simplified
    return {key: value for key, value in entries.items() if simplified.isdisjoint(value)}


def _variants() -> dict[str, str]:
    """Return the regional forms, alone and in phrases, that OpenCC's table to Simplified leaves as they are."""
    plain, simplified = tables.compiled(_TO_SIMPLIFIED), tables.defaults("STCharacters")
    found: dict[str, str] = {}
    for region in ("TW", "HK"):
        forms = {
            form: kernel.convert(standard, plain)
            for form, standard in tables.defaults(f"{region}VariantsRev").items()
            if form not in plain.entries and form not in simplified
        }
        for phrase, standard in tables.defaults(f"{region}VariantsRevPhrases").items():
            if not forms.keys().isdisjoint(phrase):
                found.setdefault(phrase, kernel.convert(standard, plain))
        for key, value in tables.defaults("TSPhrases").items():
            for variant in _respelled(key, region, forms):
                found.setdefault(variant, value)
        found.update((form, value) for form, value in forms.items() if form != value)
    return found


def _respelled(phrase: str, region: str, forms: Mapping[str, str]) -> Iterator[str]:
    """Yield a phrase of OpenCC's standard as the region writes it, where one of ``forms`` is in it."""
    regional = tables.defaults(f"{region}Variants")
    written = "".join(regional.get(character, character) for character in phrase)
    if written != phrase and not forms.keys().isdisjoint(written):
        yield written
