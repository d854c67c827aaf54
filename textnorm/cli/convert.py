"""``textnorm convert``: convert the script of one document, with OpenCC's options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser
from textnorm.cli.streams import printable_path, read_input, talk, write_bytes
from textnorm.errors import ConfigError

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["build_parser", "run"]

_DONE = 0

_MORE = """\
Reads standard input and writes standard output unless told otherwise. Whatever the encoding of the
input, the output is UTF-8.

exit status: 0 done, 2 something could not be read or written
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("convert", "Convert between Simplified and Traditional Chinese.", more=_MORE)
    add = parser.add_argument
    add(
        "-c", "--config", metavar="NAME", help="an OpenCC configuration (s2t, t2s, s2twp ...): exactly what OpenCC does"
    )
    add("--to", metavar="TARGET", help="instead of -c: zh-Hans, zh-Hant, zh-TW or zh-HK")
    add("--vocabulary", action="store_true", help="with --to zh-TW or zh-Hans: use its regional words too")
    add("--encoding", metavar="NAME", help="read the input in this encoding instead of detecting it")
    add("-i", "--input", metavar="FILE", default="-", help="read this file")
    add("-o", "--output", metavar="FILE", default="-", help="write this file")
    return parser


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    from textnorm.config import TARGETS  # noqa: PLC0415 - --help needs none of these
    from textnorm.corpus import STANDARD_INPUT, DocumentError, read_file, write_file  # noqa: PLC0415 - as above
    from textnorm.decode import decode, is_binary  # noqa: PLC0415 - as above
    from textnorm.decode.lossless import write as encode  # noqa: PLC0415 - as above
    from textnorm.script import CONFIGS, convert  # noqa: PLC0415 - as above

    config, to, source = arguments.config, arguments.to, arguments.input
    if config is None and to is None:
        msg = f"name what to convert to: -c with {', '.join(CONFIGS)}; or --to with {', '.join(TARGETS)}"
        raise ConfigError(msg)
    convert(
        "", config, to=to, vocabulary=arguments.vocabulary
    )  # what is wrong with the options, before anything is read
    data = read_input() if source == STANDARD_INPUT else read_file(source)
    if is_binary(data):
        raise DocumentError(source, "a binary file, not text")
    decoded = decode(data, arguments.encoding)
    converted = convert(decoded.text, config, to=to, vocabulary=arguments.vocabulary)
    output = encode(converted, "utf-8")
    if arguments.output == "-":
        write_bytes(output)
    else:
        write_file(arguments.output, output)
    if decoded.errors:
        size = sum(len(error.raw) for error in decoded.errors)
        talk(f"{printable_path(source)}: undecodable bytes as {decoded.encoding}, kept as they are: {size}")
    return _DONE
