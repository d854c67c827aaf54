"""``textnorm explain``: tell how one text comes to its result."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser, add_config_options, config_from
from textnorm.cli.streams import read_input, talk, write
from textnorm.errors import TextnormError, not_one_of

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["build_parser", "run"]

_DONE = 0
_FORMATS = ("text", "json")
_WITH_LINE = re.compile(r"(?P<path>.+):(?P<line>[1-9][0-9]*)", re.DOTALL)
#: What stands for an undecodable byte; JSON is UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")

_MORE = """\
Shows what was found in TEXT, what had happened to it, which readings were weighed, what became of each
place and why, and what every step did. '-' reads the text from standard input.

exit status: 0 done, 2 something could not be read
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("explain", "Tell how one text comes to its result.", paths="TEXT", more=_MORE)
    add_config_options(parser)
    parser.add_argument("--file", metavar="PATH[:LINE]", help="explain this file, or one line of it, instead of TEXT")
    parser.add_argument("--encoding", metavar="NAME", help="read the input in this encoding instead of detecting it")
    parser.add_argument("--output-format", default="text", metavar="NAME", help="text (default) or json")
    return parser


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    if arguments.output_format not in _FORMATS:
        raise not_one_of("format", arguments.output_format, _FORMATS)
    config = config_from(arguments)
    from textnorm.explanation import as_data, as_text, explain  # noqa: PLC0415 - imports every step

    explanation = explain(_text(arguments), config)
    if arguments.output_format == "json":
        data = json.dumps(as_data(explanation), ensure_ascii=False, indent=2)
        write(_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", data) + "\n")
    else:
        write(as_text(explanation) + "\n")
    return _DONE


def _text(arguments: Namespace) -> str:
    """Return the text that is named, without the line feed at its end."""
    words = arguments.paths
    if len(words) != (not arguments.file):
        msg = f"explain takes one TEXT, '-' or --file PATH[:LINE], not {len(words) + bool(arguments.file)} of them"
        if not words and not arguments.file:
            msg = "name the text to explain: TEXT, '-' for standard input, or --file PATH[:LINE]"
        raise TextnormError(msg)
    if arguments.file:
        return _from_file(arguments.file, arguments.encoding)
    return _decoded(read_input(), arguments.encoding) if words[0] == "-" else str(words[0])


def _from_file(name: str, encoding: str | None) -> str:
    from pathlib import Path  # noqa: PLC0415 - for this option alone

    from textnorm.corpus import DocumentError, read_file  # noqa: PLC0415 - as above

    found = _WITH_LINE.fullmatch(name)
    if found is None or Path(name).exists():
        return _decoded(read_file(name), encoding, name)
    lines = _decoded(read_file(found["path"]), encoding, found["path"]).split("\n")
    number = int(found["line"])
    if number > len(lines):
        raise DocumentError(found["path"], f"it has no line {number}, only {len(lines)}")
    return lines[number - 1].removesuffix("\r")


def _decoded(data: bytes, encoding: str | None, filename: str | None = None) -> str:
    from textnorm.decode import Hints, decode  # noqa: PLC0415 - a TEXT needs no decoder

    decoded = decode(data, encoding, hints=Hints(filename=filename))
    if decoded.encoding != "utf-8":
        talk(f"read as {decoded.encoding}")
    return decoded.text.removesuffix("\n").removesuffix("\r")
