"""The 16 configurations of OpenCC 1.4.2, to the letter: normalization, segmentation, conversion chain.

A configuration first normalizes CJK compatibility ideographs, then cuts the text at the words of its segmentation
dictionary, where it has one, and sends each part through the dictionaries of its chain, one after the other: a match
never reaches across a cut.  In a group of dictionaries, ``union`` takes the longest match of all and ``short_circuit``
the longest match of the first dictionary that has one (the policies of OpenCC's DictGroup and PrefixMatch).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from textnorm import kernel
from textnorm.errors import not_one_of
from textnorm.script.tables import compiled, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textnorm.script.tables import Layers

__all__ = ["CONFIGS", "Conversion", "conversion"]

#: The names of the configurations: from s(implified), t(raditional), tw, hk, jp to the other; p is "with phrases".
CONFIGS = (
    *("s2t", "s2tw", "s2twp", "s2hk", "s2hkp"),
    *("t2s", "tw2s", "tw2sp", "hk2s", "hk2sp"),
    *("t2tw", "tw2t", "t2hk", "hk2t", "t2jp", "jp2t"),
)


class Conversion:
    """One configuration, ready to convert; immutable and safe to share between threads.

    >>> conversion("s2twp").convert("鼠标里面")
    '滑鼠裡面'
    """

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        """Load the dictionaries of a configuration in OpenCC's JSON form."""
        self._normalization = [compiled(_layers(step["dict"])) for step in configuration.get("normalization", ())]
        self._chain = [compiled(_layers(step["dict"])) for step in configuration["conversion_chain"]]
        words = configuration.get("segmentation")
        self._words = compiled(_layers(words["dict"])) if words else None
        self._converted_words: dict[str, str] = {}

    def convert(self, text: str) -> str:
        """Return the converted text; never raises."""
        for dictionary in self._normalization:
            text = kernel.convert(text, dictionary)
        if self._words is None:
            return self._through_chain(text)
        return "".join(
            self._word(text[start:end]) if is_word else self._through_chain(text[start:end])
            for start, end, is_word in kernel.segments(text, self._words)
        )

    def _through_chain(self, part: str) -> str:
        for dictionary in self._chain:
            part = kernel.convert(part, dictionary)
        return part

    def _word(self, word: str) -> str:
        """Convert a word of the segmentation dictionary, each once."""
        converted = self._converted_words.get(word)
        if converted is None:
            converted = self._converted_words[word] = self._through_chain(word)
        return converted


@cache
def conversion(name: str) -> Conversion:
    """Return the configuration of this name, with or without ``.json``; ConfigError for an unknown one.

    >>> conversion("s2x")
    Traceback (most recent call last):
    textnorm.errors.ConfigError: unknown configuration 's2x': use s2t, s2tw, s2twp, s2hk, ... t2jp or jp2t
    """
    stem = name.removesuffix(".json")
    if stem != name:
        return conversion(stem)
    if stem not in CONFIGS:
        raise not_one_of("configuration", name, CONFIGS)
    return Conversion(_configurations()[stem])


@cache
def _configurations() -> Mapping[str, Any]:
    import json  # noqa: PLC0415 - only a conversion needs it

    configurations: dict[str, Any] = json.loads(read("opencc-configs.txt"))
    return configurations


def _layers(spec: Mapping[str, Any]) -> Layers:
    """Reduce a dictionary of the JSON form to names and policies, so that equal ones are loaded once."""
    if spec["type"] == "group":
        return (spec.get("match_policy", "short_circuit"), *map(_layers, spec["dicts"]))
    return str(spec["file"]).removesuffix(".txt")
