"""Read the dictionaries in ``textnorm/data`` and layer them; knows their format, not what they mean.

The format is OpenCC's text format: ``#`` lines as a header, an empty line, then one entry a line: the key, a tab,
and the candidates separated by spaces, of which the first is the default.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm import kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Layers", "candidates", "compiled", "defaults", "entries", "merged", "read", "short_circuit", "union"]

#: A dictionary by its name, or a group: ``"union"`` or ``"short_circuit"``, then its members.
Layers = str | tuple["Layers", ...]


def read(name: str) -> str:
    r"""Return the text of a data file without its header; FileNotFoundError when there is none.

    >>> "昇騰\t昇腾" in read("terms-t2s.txt")
    True
    """
    text = files("textnorm").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return text.partition("\n\n")[2]


def entries(name: str) -> dict[str, str]:
    """Return the entries of a data file, each with its default value.

    >>> entries("terms-t2s.txt")["昇騰"]
    '昇腾'
    """
    body = read(name).rstrip("\n")
    fields = body.replace("\n", "\t").split("\t")
    values = fields[1::2]
    if " " in body:
        values = [value.partition(" ")[0] if " " in value else value for value in values]
    return dict(zip(fields[::2], values, strict=True))


@cache
def defaults(name: str) -> Mapping[str, str]:
    """Return the entries of one OpenCC dictionary with the value that OpenCC uses; do not change them.

    >>> defaults("TSCharacters")["後"], len(defaults("STPhrases"))
    ('后', 49238)
    """
    return entries(f"opencc-{name}.txt")


def candidates(name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of one OpenCC dictionary with all their values, the default first.

    >>> candidates("STCharacters")["干"]
    ('幹', '乾', '干', '榦')
    """
    lines = read(f"opencc-{name}.txt").rstrip("\n").split("\n")
    return {key: tuple(values.split(" ")) for key, _, values in (line.partition("\t") for line in lines)}


def union(*layers: Mapping[str, str]) -> dict[str, str]:
    """Return one dictionary for layers of which the longest match counts, the earlier layer among equals.

    >>> union({"a": "1"}, {"a": "2", "ab": "3"})
    {'a': '1', 'ab': '3'}
    """
    merged: dict[str, str] = {}
    for layer in reversed(layers):
        merged.update(layer)
    return merged


def short_circuit(*layers: Mapping[str, str]) -> dict[str, str]:
    """Return one dictionary for layers of which the first that has any match counts.

    An entry can only win where no earlier layer matches, so it is left out when its key begins with one of
    theirs; among what remains the longest match is the right one.

    >>> short_circuit({"a": "1"}, {"ab": "2", "b": "3"})
    {'a': '1', 'b': '3'}
    """
    merged: dict[str, str] = {}
    for layer in layers:
        earlier = frozenset(merged)
        if not earlier:
            merged.update(layer)
            continue
        merged.update(
            (key, value)
            for key, value in layer.items()
            if not any(key[:end] in earlier for end in range(1, len(key) + 1))
        )
    return merged


_POLICIES = {"union": union, "short_circuit": short_circuit}


@cache
def compiled(layers: Layers) -> kernel.Dictionary:
    """Return OpenCC dictionaries layered and indexed for matching; equal layers share one.

    >>> len(compiled(("union", "STPhrases", "STPhrases_GeneratedFromRegionalPhrases")))
    49792
    """
    return kernel.Dictionary(merged(layers))


def merged(layers: Layers) -> Mapping[str, str]:
    """Return OpenCC dictionaries layered; do not change them.

    >>> merged(("union", "STPhrases", "STCharacters"))["头发"]
    '頭髮'
    """
    if isinstance(layers, str):
        return defaults(layers)
    policy, *members = layers
    return _POLICIES[str(policy)](*map(merged, members))
