"""``textnorm detect``: tell the encoding of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser
from textnorm.cli.streams import printable_path, read_input, report, write

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["build_parser", "run"]

_DONE, _ERROR = 0, 2

_MORE = """\
Each document is a line on standard output: path, encoding and confidence (0 to 1) between tabs.

exit status: 0 done, 2 something could not be read
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    return Parser("detect", "Tell the encoding of files.", paths="PATH ...", more=_MORE)


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    from textnorm.cli.documents import named_paths  # noqa: PLC0415 - --help needs none of the rest
    from textnorm.corpus import DocumentError, Walk, read_sources  # noqa: PLC0415 - as above
    from textnorm.decode import BINARY, Detection, detect, is_binary  # noqa: PLC0415 - as above

    status = _DONE
    walk = Walk(any_text=True, links=True)
    for item in read_sources(named_paths(arguments.paths), walk, read_input):
        if isinstance(item, DocumentError):
            report(str(item))
            status = _ERROR
            continue
        found = Detection(BINARY, 1.0) if is_binary(item.data) else detect(item.data)
        write(f"{printable_path(item.path)}\t{found.encoding}\t{found.confidence:.2f}\n")
    return status
