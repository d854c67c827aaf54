"""``convert``: the one door to both kinds of conversion, to the letter of OpenCC and to a target."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm.script.converter import Converter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textnorm.dictionary import Source

__all__ = ["convert"]


def convert(  # noqa: PLR0913 - the settings of Converter, by keyword only
    text: str,
    config: str | None = None,
    *,
    to: str | None = None,
    vocabulary: bool = False,
    dictionaries: Source | Sequence[Source] = (),
    protect: Sequence[str] = (),
    engine: str = "textnorm",
) -> str:
    """Return ``text`` in another script, by an OpenCC configuration or to a target.

    The settings are those of ``Converter``, which serves better for many texts with dictionaries of one's own.
    Raises ConfigError for an unknown name and for settings that exclude each other, MissingExtraError for an
    engine that is not installed.

    >>> convert("鼠标里的软件", "s2twp"), convert("鼠标里的软件", to="zh-TW")
    ('滑鼠裡的軟體', '鼠標裡的軟件')
    >>> convert("这个網站是繁體的。皇后在這裡。", to="zh-Hant")
    '這個網站是繁體的。皇后在這裡。'
    """
    if not dictionaries and not protect:
        return _prepared(config, to, vocabulary, engine)(text)
    converter = Converter(
        config, to=to, vocabulary=vocabulary, dictionaries=dictionaries, protect=protect, engine=engine
    )
    return converter.convert(text)


@cache
def _prepared(config: str | None, to: str | None, vocabulary: bool, engine: str) -> Callable[[str], str]:  # noqa: FBT001 - as it is called for each short text
    return Converter(config, to=to, vocabulary=vocabulary, engine=engine).convert
