"""``textnorm convert``: convert the script of one document, with the options of the command ``opencc``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser, add_user_options
from textnorm.cli.streams import finish_output, printable_path, read_some, talk, write, write_bytes
from textnorm.errors import ConfigError, not_one_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from textnorm.decode.streaming import TextReader
    from textnorm.script import Converter

__all__ = ["build_parser", "run"]

_DONE = 0

_SWITCH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}

#: Options of the command ``opencc`` that are about its own inside.
_OF_OPENCC_ONLY = {
    "segmentation": "it shows how OpenCC cuts a text",
    "inspect": "it shows how OpenCC cuts a text",
    "measured_result": "it writes how long OpenCC took",
    "resource_zip": "OpenCC's dictionaries are part of textnorm; for your own use --path",
}

_MORE = """\
Reads standard input and writes standard output unless told otherwise. Whatever the encoding of the
input, the output is UTF-8. Documents may be larger than memory.

exit status: 0 done, 2 something could not be read or written
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("convert", "Convert between Simplified and Traditional Chinese.", more=_MORE)
    add = parser.add_argument
    add(
        "-c",
        "--config",
        metavar="NAME",
        help="an OpenCC configuration (s2t, t2s, s2twp ...), by name or path; without this and --to: s2t",
    )
    add("--to", metavar="TARGET", help="instead of -c: zh-Hans, zh-Hant, zh-TW or zh-HK")
    add("--vocabulary", action="store_true", help="with --to zh-TW or zh-Hans: use its regional words too")
    add_user_options(parser)
    add("--ambiguities", action="store_true", help="with --to: list the places that are not sure instead of converting")
    add("--output-format", metavar="FORMAT", default="text", help="of --ambiguities: text (default) or json")
    add("--encoding", metavar="NAME", help="read the input in this encoding instead of detecting it")
    add("-i", "--input", metavar="FILE", default="-", help="read this file")
    add("-o", "--output", metavar="FILE", default="-", help="write this file; it may be the one that is read")
    add("--path", metavar="FOLDER", action="append", default=[], help="look for configurations and dictionaries here")
    add(
        "--include-tofu-risk-dictionaries",
        action="store_true",
        help="with -c: write characters that few fonts have, too",
    )
    add("--noflush", metavar="BOOL", nargs="?", const="1", default="0", help="do not send on what is converted at once")
    add("--in-place", action="store_true", help="as in OpenCC; not needed, for files are replaced as a whole")
    add("-V", "--version", action="store_true", help="show the version")
    for name in _OF_OPENCC_ONLY:
        add(f"--{name.replace('_zip', '-zip')}", nargs="?", const="1", help=_hidden())
    return parser


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    if arguments.version:
        from textnorm import __version__  # noqa: PLC0415 - few ask

        write(f"textnorm {__version__}, with the dictionaries of OpenCC 1.4.2\n")
        return _DONE
    from textnorm.corpus import STANDARD_INPUT, open_file  # noqa: PLC0415 - --help needs none of these

    flushes = not _switch(arguments.noflush)
    converter = _converter(arguments)
    if arguments.input == STANDARD_INPUT:
        _convert(arguments, converter, read_some, flushes=flushes)
    else:
        with open_file(arguments.input) as read:
            _convert(arguments, converter, read, flushes=flushes)
    return _DONE


def _converter(arguments: Namespace) -> Converter:
    """Return the conversion that is asked for; what is wrong with the options is said before anything is read."""
    from textnorm.script import Converter  # noqa: PLC0415 - as in run

    for name, why in _OF_OPENCC_ONLY.items():
        if getattr(arguments, name) is not None:
            msg = f"--{name.replace('_zip', '-zip')} is an option of OpenCC that textnorm has not: {why}"
            raise ConfigError(msg)
    if arguments.output_format not in {"text", "json"}:
        raise not_one_of("output-format", arguments.output_format, ("text", "json"))
    if arguments.ambiguities and arguments.to is None:
        msg = "--ambiguities needs --to: a configuration takes the first value of its dictionary"
        raise ConfigError(msg)
    return Converter(
        arguments.config,
        to=arguments.to,
        vocabulary=arguments.vocabulary,
        dictionaries=arguments.dictionaries,
        protect=arguments.protect,
        paths=arguments.path,
        tofu_risk=arguments.include_tofu_risk_dictionaries,
    )


def _convert(arguments: Namespace, converter: Converter, read: Callable[[int], bytes], *, flushes: bool) -> None:
    from textnorm.corpus import DocumentError, write_file  # noqa: PLC0415 - as in run
    from textnorm.decode import Hints, is_binary  # noqa: PLC0415 - as above
    from textnorm.decode.streaming import TextReader  # noqa: PLC0415 - as above

    reader = TextReader(read, arguments.encoding, hints=Hints(filename=arguments.input))
    if is_binary(reader.head):
        raise DocumentError(arguments.input, "a binary file, not text")
    pieces = _listing(arguments, converter, reader) if arguments.ambiguities else converter.stream(reader)
    encoded = map(_encoded, pieces)
    if arguments.output == "-":
        for data in encoded:
            write_bytes(data)
            if flushes:
                finish_output()
    else:
        write_file(arguments.output, encoded)
    if reader.undecodable:
        source = printable_path(arguments.input)
        talk(f"{source}: undecodable bytes as {reader.encoding}, kept as they are: {reader.undecodable}")


def _listing(arguments: Namespace, converter: Converter, reader: TextReader) -> Iterator[str]:
    from textnorm.cli.ambiguities import json_listing, text_listing  # noqa: PLC0415 - few ask

    form = json_listing if arguments.output_format == "json" else text_listing
    text = "".join(reader)
    return form(printable_path(arguments.input), text, converter.ambiguities(text))


def _encoded(text: str) -> bytes:
    from textnorm.decode.lossless import write as encode  # noqa: PLC0415 - as in run

    return encode(text, "utf-8")


def _switch(value: str) -> bool:
    if value.lower() not in _SWITCH:
        raise not_one_of("noflush", value, _SWITCH)
    return _SWITCH[value.lower()]


def _hidden() -> str:
    from argparse import SUPPRESS  # noqa: PLC0415 - loaded already by the parser

    return SUPPRESS
