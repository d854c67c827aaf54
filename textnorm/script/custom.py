"""Configurations and dictionaries of a user's own, in the formats of OpenCC.

A configuration is OpenCC's JSON.  The dictionaries it names are looked for beside it and in folders that the caller
names, as text; a name ending in ``.ocd`` or ``.ocd2`` means the text file of that stem.  What is not there is taken
from OpenCC's own dictionaries.
A folder means one stage in which the longest key of all its ``*.txt`` dictionaries counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textnorm import kernel
from textnorm.dictionary import read_lines
from textnorm.errors import ConfigError
from textnorm.script.opencc import Conversion, without_tofu_risk
from textnorm.script.tables import defaults, short_circuit, union

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["find", "is_path", "load", "read_dictionary"]

_POLICIES = {"union": union, "short_circuit": short_circuit}


def is_path(config: str) -> bool:
    """Tell whether a configuration is meant as a path: it has a separator, or something of that name is there.

    >>> is_path("my/own.json"), is_path("s2t")
    (True, False)
    """
    return "/" in config or "\\" in config or Path(config).exists()


def find(config: str, folders: Sequence[str]) -> str | None:
    """Return the path of a configuration that is meant as one, or that a folder has, with or without ``.json``.

    >>> find("my/own.json", ()), find("s2t", ())
    ('my/own.json', None)
    """
    if is_path(config):
        return config
    names = (config, f"{config.removesuffix('.json')}.json")
    places = (Path(folder, name) for folder in folders for name in names)
    return next((str(place) for place in places if place.is_file()), None)


def load(path: str, folders: Sequence[str] = (), *, tofu_risk: bool = True) -> Conversion:
    r"""Return the conversion of a JSON configuration, or of a folder of text dictionaries.

    folders: where to look for its dictionaries, too.  tofu_risk: as for ``textnorm.script.opencc.conversion``.
    Raises ConfigError where a file is missing, unreadable or not in OpenCC's format, naming file and line.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "words.txt").write_text("软件\t軟體\n", encoding="utf-8")
    ...     load(folder).convert("软件很软")
    '軟體很软'
    """
    place = Path(path)
    if place.is_dir():
        names = sorted(place.glob("*.txt"))
        if not names:
            msg = f"{path}: a folder without a dictionary (*.txt)"
            raise ConfigError(msg)
        return _conversion([], None, [kernel.Dictionary(union(*map(read_dictionary, names)))])
    import json  # noqa: PLC0415 - only a configuration needs it

    try:
        configuration = json.loads(place.read_text(encoding="utf-8-sig"))
        if not tofu_risk:
            configuration = without_tofu_risk(configuration)
        words = configuration.get("segmentation")
        places = [place.parent, *map(Path, folders)]
        return _conversion(
            [_dictionary(step["dict"], places) for step in configuration.get("normalization", ())],
            _dictionary(words["dict"], places) if words else None,
            [_dictionary(step["dict"], places) for step in configuration["conversion_chain"]],
        )
    except OSError as error:
        msg = f"{path}: cannot be read: {(error.strerror or str(error)).lower()}"
        raise ConfigError(msg) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, ConfigError):
            raise
        msg = f"{path}: not an OpenCC configuration: {error}"
        raise ConfigError(msg) from error


def read_dictionary(path: Path) -> dict[str, str]:
    r"""Return the entries of a dictionary in OpenCC's text format, each with its first value.

    Raises ConfigError where it cannot be read or a line is not in the format, with the number of the line.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "words.txt")
    ...     _ = path.write_text("软件\t軟體 軟件\n", encoding="utf-8")
    ...     read_dictionary(path)
    {'软件': '軟體'}
    """
    return {key: value for _, key, value in read_lines(path)}


def _conversion(
    normalization: list[kernel.Dictionary], words: kernel.Dictionary | None, chain: list[kernel.Dictionary]
) -> Conversion:
    every = [*normalization, *([words] if words else []), *chain]
    return Conversion(kernel.Chain(normalization, words, chain), (key for each in every for key in each.entries))


def _dictionary(spec: Mapping[str, Any], folders: Sequence[Path]) -> kernel.Dictionary:
    return kernel.Dictionary(dict(_entries(spec, folders)))


def _entries(spec: Mapping[str, Any], folders: Sequence[Path]) -> Mapping[str, str]:
    if spec["type"] == "group":
        policy = spec.get("match_policy", "short_circuit")
        if policy not in _POLICIES:
            msg = f"unknown match_policy {policy!r}: use {' or '.join(_POLICIES)}"
            raise ConfigError(msg)
        return _POLICIES[policy](*(_entries(member, folders) for member in spec["dicts"]))
    file = Path(str(spec["file"]))
    places = [folder / file.with_suffix(".txt") for folder in folders]
    for place in places:
        if place.is_file():
            return read_dictionary(place)
    try:
        return defaults(file.stem)
    except FileNotFoundError:
        msg = f"{places[0]}: no such dictionary, and OpenCC has none of that name"
        raise ConfigError(msg) from None
