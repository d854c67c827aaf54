"""``textnorm check``: report what ``fix`` would change, and write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser, add_normalizing_options
from textnorm.cli.streams import printable_path, talk, write

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["build_parser", "run"]

_CLEAN, _FINDINGS, _ERROR = 0, 1, 2

_MORE = """\
Each finding is a line path:line:column: CODE message on standard output; 'textnorm rule CODE' tells why
it matters. Columns count code points.

exit status: 0 nothing found, 1 findings, 2 something could not be read
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("check", "Report what 'textnorm fix' would change; write nothing.", paths="[PATH ...]", more=_MORE)
    add_normalizing_options(parser)
    return parser


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    from textnorm.cli.documents import Documents, named_paths  # noqa: PLC0415 - --help needs none of the rest
    from textnorm.lint import findings, text_line  # noqa: PLC0415 - as above

    documents = Documents(arguments, named_paths(arguments.paths), links=True)
    total = fixable = files = 0
    for path, document in documents:
        found = findings(printable_path(path), document.result, document.notes, read=document.read)
        for finding in found:
            write(f"{text_line(finding)}\n")
        total += len(found)
        fixable += sum(finding.fixable for finding in found)
        files += bool(found)
    if total:
        documents_named = "1 document" if files == 1 else f"{files} documents"
        talk(f"textnorm: findings: {total} in {documents_named}; 'textnorm fix' repairs {fixable}")
    if documents.failed:
        return _ERROR
    return _FINDINGS if total else _CLEAN
