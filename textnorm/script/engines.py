"""The alternative engine of the extra ``opencc``: whichever package provides the module ``opencc``.

Both opencc-python-reimplemented, which the extra installs, and the official OpenCC install a module of that name, and
the later one overwrites the earlier.  So textnorm never needs it; it is for comparing.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from textnorm.errors import MissingExtraError, not_one_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ENGINES", "opencc_convert"]

#: ``textnorm`` is this project's own engine; ``opencc`` the installed module of that name.
ENGINES = ("textnorm", "opencc")


class _Loaded(threading.local):
    """The converters that one thread has made: neither package says that threads may share them."""

    def __init__(self) -> None:
        self.by_config: dict[str, Callable[[str], str]] = {}


_loaded = _Loaded()


def opencc_convert(text: str, config: str) -> str:
    """Return what the installed module ``opencc`` makes of ``text``.

    Raises MissingExtraError when there is no such module, ConfigError when it lacks the configuration: the
    reimplementation has fewer of them, and older dictionaries.
    """
    name = config.removesuffix(".json")
    if name not in _loaded.by_config:
        _loaded.by_config[name] = _converter(name)
    return _loaded.by_config[name](text)


def _converter(config: str) -> Callable[[str], str]:
    try:
        import opencc  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise MissingExtraError("opencc") from error
    try:
        convert = opencc.OpenCC(config).convert
    except Exception as error:  # the two packages raise different ones
        what = f"configuration of the installed module {opencc.__name__}"
        raise not_one_of(what, config, ("one that it has",)) from error
    return cast("Callable[[str], str]", convert)
