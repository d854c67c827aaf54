"""The 16 configurations of OpenCC 1.4.2, to the letter: normalization, segmentation, conversion chain.

A configuration first normalizes CJK compatibility ideographs, then cuts the text at the words of its segmentation
dictionary, where it has one, and sends each part through the dictionaries of its chain, one after the other: a match
never reaches across a cut.  In a group of dictionaries, ``union`` takes the longest match of all and ``short_circuit``
the longest match of the first dictionary that has one (the policies of OpenCC's DictGroup and PrefixMatch).

The compiled kernel uses finished tables (``tools/build_tables.py``), elsewhere they come from the dictionaries.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from textnorm import kernel
from textnorm.errors import not_one_of
from textnorm.script.tables import compiled, read
from textnorm.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from textnorm.script.tables import Layers

__all__ = [
    "BREAKS",
    "CONFIGS",
    "TABLES",
    "Conversion",
    "Stages",
    "configurations",
    "conversion",
    "layers",
    "without_tofu_risk",
]

#: The file in ``textnorm/data`` with the finished tables of all configurations.
TABLES = "configurations.tables"

#: Characters that are in no key of OpenCC's dictionaries.
BREAKS = frozenset("\n !\"#$%&'()*+,./:;<=>?@[]_{|}~，。、；：？！「」（）")

#: The names of the configurations: from s(implified), t(raditional), tw, hk, jp to the other; p is "with phrases".
CONFIGS = (
    *("s2t", "s2tw", "s2twp", "s2hk", "s2hkp"),
    *("t2s", "tw2s", "tw2sp", "hk2s", "hk2sp"),
    *("t2tw", "tw2t", "t2hk", "hk2t", "t2jp", "jp2t"),
)


class Stages(NamedTuple):
    """The dictionaries of a configuration by what they are for."""

    normalization: tuple[Layers, ...]
    #: The words at which the text is cut, if it is.
    words: Layers | None
    dictionaries: tuple[Layers, ...]


class Conversion:
    """One configuration, ready to convert; immutable and safe to share between threads.

    >>> conversion("s2twp").convert("鼠标里面")
    '滑鼠裡面'
    """

    __slots__ = ("_chain", "breaks", "convert")

    #: Returns the converted text; never raises.
    convert: Callable[[str], str]

    #: Characters that are in no key: no match reaches across one, so that a text can be cut behind it.
    breaks: Collection[str]

    def __init__(self, chain: kernel.Chain, keys: Iterable[str] = ()) -> None:
        """Convert with a chain of dictionaries, whose keys are named where they are not OpenCC's own."""
        self._chain = chain
        self.convert = chain.convert
        self.breaks = BREAKS.difference(*keys)

    def trace(self, text: str, rule: str) -> Trace:
        """Return the converted text with its edits, which bear the code ``rule``; never raises.

        >>> [(edit.before, edit.after) for edit in conversion("s2twp").trace("用鼠标点内存里", "SCR002")]
        [('鼠标点', '滑鼠點'), ('内存', '記憶體'), ('里', '裡')]
        """
        target, columns = self._chain.edits(text)
        return Trace.from_columns(text, target, columns, rule)


@cache
def conversion(name: str, *, tofu_risk: bool = True) -> Conversion:
    """Return the configuration of this name, with or without ``.json``; ConfigError for an unknown one.

    tofu_risk: with the dictionaries that OpenCC marks because few fonts have what they write (TSCharactersExt).

    >>> conversion("t2s").convert("㗿"), conversion("t2s", tofu_risk=False).convert("㗿")
    ('𪡛', '㗿')
    >>> conversion("s2x")
    Traceback (most recent call last):
    textnorm.errors.ConfigError: unknown configuration 's2x': use s2t, s2tw, s2twp, s2hk, ... t2jp or jp2t
    """
    stem = name.removesuffix(".json")
    if stem != name:
        return conversion(stem) if tofu_risk else conversion(stem, tofu_risk=False)  # so that it is kept once
    if stem not in CONFIGS:
        raise not_one_of("configuration", name, CONFIGS)
    configuration = configurations()[stem]
    if not tofu_risk and (safe := without_tofu_risk(configuration)) != configuration:
        return Conversion(_built(safe))
    return Conversion(_finished().get(stem) or _built(configuration))


def without_tofu_risk(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration in OpenCC's JSON form without the dictionaries that it marks ``may_output_tofu``.

    >>> without_tofu_risk({"dicts": [{"file": "a.txt", "may_output_tofu": True}, {"file": "b.txt"}]})
    {'dicts': [{'file': 'b.txt'}]}
    """
    kept: dict[str, Any] = _kept(configuration)
    return kept


def _kept(spec: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(spec, list):
        return [_kept(each) for each in spec if not (isinstance(each, dict) and each.get("may_output_tofu"))]
    return {key: _kept(value) for key, value in spec.items()} if isinstance(spec, dict) else spec


@cache
def _finished() -> Mapping[str, kernel.Chain]:
    """Return the chains that lie finished beside the dictionaries; none where the kernel has no use for them."""
    return kernel.load(files("textnorm").joinpath("data").joinpath(TABLES))


def _built(configuration: Mapping[str, Any]) -> kernel.Chain:
    stages = layers(configuration)
    return kernel.Chain(
        [compiled(each) for each in stages.normalization],
        compiled(stages.words) if stages.words else None,
        [compiled(each) for each in stages.dictionaries],
    )


@cache
def configurations() -> Mapping[str, Any]:
    """Return the configurations in OpenCC's JSON form by name; do not change them.

    >>> sorted(configurations())[:3], configurations()["s2t"]["name"]
    (['hk2s', 'hk2sp', 'hk2t'], 'Simplified Chinese to Traditional Chinese (OpenCC Standard)')
    """
    import json  # noqa: PLC0415 - only a conversion needs it

    found: dict[str, Any] = json.loads(read("opencc-configs.txt"))
    return found


def layers(configuration: Mapping[str, Any]) -> Stages:
    """Return the dictionaries that a configuration in OpenCC's JSON form names.

    >>> layers(configurations()["t2jp"]).dictionaries
    ('JPShinjitaiCharactersRev',)
    """
    words = configuration.get("segmentation")
    return Stages(
        tuple(_layers(step["dict"]) for step in configuration.get("normalization", ())),
        _layers(words["dict"]) if words else None,
        tuple(_layers(step["dict"]) for step in configuration["conversion_chain"]),
    )


def _layers(spec: Mapping[str, Any]) -> Layers:
    """Reduce a dictionary of the JSON form to names and policies, so that equal ones are loaded once."""
    if spec["type"] == "group":
        return (spec.get("match_policy", "short_circuit"), *map(_layers, spec["dicts"]))
    return str(spec["file"]).removesuffix(".txt")
