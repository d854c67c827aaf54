"""Reading arguments: one clear line for what is wrong, and the options that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, NoReturn

from textnorm.cli.streams import write
from textnorm.errors import TextnormError, not_one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textnorm.config import Config

__all__ = [
    "ERRORS",
    "Parser",
    "add_config_options",
    "add_normalizing_options",
    "add_user_options",
    "config_from",
    "jobs_from",
]

#: What may become of undecodable bytes.
ERRORS = ("replace", "keep", "strict")


class Parser(ArgumentParser):
    """The parser of one command: options and paths in any order, and TextnormError for what is wrong.

    argparse itself takes paths in one run only, so they are not declared to it: what it leaves over is a path.
    """

    def __init__(self, command: str, description: str, *, paths: str = "", more: str = "") -> None:
        """Name the command, what it does, what paths it takes (none if empty) and more to tell below the options."""
        super().__init__(
            prog=f"textnorm {command}",
            usage=f"textnorm {command} [OPTIONS] {paths}".rstrip(),
            description=description,
            epilog=more,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,  # so that an option added later breaks no script
            add_help=False,
        )
        self._takes_paths = bool(paths)
        self.add_argument("-h", "--help", action="store_true", help="show this help")

    def read(self, argv: Sequence[str]) -> Namespace | None:
        """Return the options, and the other words as ``paths``; None when only the help was asked for."""
        cut = argv.index("--") if "--" in argv else len(argv)
        if not {"-h", "--help"}.isdisjoint(argv[:cut]):
            write(self.format_help())
            return None
        arguments, words = self.parse_known_args(argv[:cut])
        for word in words:
            if word.startswith("-") and word != "-":
                from pathlib import Path  # noqa: PLC0415 - only for what is wrong

                if self._takes_paths and Path(word).exists():
                    msg = f"{word}: taken for an option; write './{word}', or '--' before the paths"
                    raise TextnormError(msg)
                options = [name for name in self._option_string_actions if name.startswith("--")]
                raise not_one_of("option", word.partition("=")[0], options)
        arguments.paths = [*words, *argv[cut + 1 :]]
        if arguments.paths and not self._takes_paths:
            msg = f"unexpected argument {arguments.paths[0]!r}: '{self.prog}' takes options only (see --help)"
            raise TextnormError(msg)
        return arguments

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving."""
        msg = f"{message} ('{self.prog} --help' tells more)"
        raise TextnormError(msg)


def add_config_options(parser: Parser) -> None:
    """Add the options that say how to normalize, the same for every command that does."""
    add = parser.add_argument
    add("--profile", default="standard", metavar="NAME", help="repair: only undo damage; standard (default): also tidy")
    add("--to", metavar="TARGET", help="convert to zh-Hans, zh-Hant, zh-TW or zh-HK")
    add("--vocabulary", action="store_true", help="with --to zh-TW or zh-Hans: use its regional words too")
    add_user_options(parser)
    add("--unsafe-fixes", action="store_true", help="also apply guesses, which are otherwise left alone and reported")
    add(
        "--select", action="append", default=[], metavar="CODES", help="use only these rules: codes or their beginnings"
    )
    add("--ignore", action="append", default=[], metavar="CODES", help="leave out these rules")


def add_normalizing_options(parser: Parser) -> None:
    """Add the options that say how to normalize, and how to read what is normalized."""
    add_config_options(parser)
    add = parser.add_argument
    add("--encoding", metavar="NAME", help="read files in this encoding instead of detecting it")
    add("--errors", default="replace", metavar="HOW", help="undecodable bytes: replace (default, U+FFFD), keep, strict")
    add("--field", metavar="NAME", help="the string to normalize in every record of .jsonl files")
    add("-j", "--jobs", default="1", metavar="N", help="work on N documents at once (default 1), 0: one for each core")


def add_user_options(parser: Parser) -> None:
    """Add the options for what users bring to a conversion."""
    parser.add_argument(
        "--dict",
        action="append",
        default=[],
        metavar="FILE",
        dest="dictionaries",
        help="with --to: words with what they become, before all else, in OpenCC's text format",
    )
    parser.add_argument(
        "--protect", action="append", default=[], metavar="REGEX", help="leave alone whatever this pattern matches"
    )


def config_from(arguments: Namespace) -> Config:
    """Return the settings that the options ask for; raise ConfigError for a value that does not exist."""
    from textnorm.config import Config  # noqa: PLC0415 - dataclasses cost more than all else at start-up

    return Config(
        profile=arguments.profile,
        to=arguments.to,
        vocabulary=arguments.vocabulary,
        unsafe_fixes=arguments.unsafe_fixes,
        select=_rule_codes(arguments.select),
        ignore=(*_rule_codes(arguments.ignore), *_kept_bytes(getattr(arguments, "errors", ERRORS[0]))),
        dictionaries=tuple(arguments.dictionaries),
        protect=tuple(arguments.protect),
    )


def jobs_from(arguments: Namespace) -> int:
    """Return how many processes to use; raise ConfigError for what is no number."""
    from textnorm.corpus import cores  # noqa: PLC0415 - only for who normalizes documents

    if not arguments.jobs.isdecimal():
        what = "value of --jobs"
        raise not_one_of(what, arguments.jobs, ("a number of processes", "0 for one on each core"))
    return int(arguments.jobs) or cores()


def _kept_bytes(errors: str) -> tuple[str, ...]:
    """Return the rule that is left out where undecodable bytes are to stay as they are."""
    if errors not in ERRORS:
        what = "value of --errors"
        raise not_one_of(what, errors, ERRORS)
    if errors != "keep":
        return ()
    from textnorm.decode.surrogates import BYTE  # noqa: PLC0415 - only for who asks for it

    return (BYTE.code,)


def _rule_codes(values: Iterable[str]) -> tuple[str, ...]:
    """Split ``PIN,WID001`` and check that each part begins a code that exists."""
    codes = tuple(code.strip() for value in values for code in value.split(","))
    if codes:
        from textnorm.cli.catalog import find_rules  # noqa: PLC0415 - imports every step

        for code in codes:
            find_rules(code)
    return codes
