"""``textnorm fix``: normalize documents and write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser, add_normalizing_options
from textnorm.cli.streams import printable_path, talk, write, write_bytes
from textnorm.errors import TextnormError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from textnorm.corpus import Document

__all__ = ["build_parser", "run"]

_DONE, _WOULD_CHANGE, _ERROR = 0, 1, 2

_MORE = """\
Files are changed in place, and only those that need it; standard input (-) goes to standard output.
Folders are walked for text files. What is damaged but not repaired is counted on standard error and
listed by 'textnorm check'.

exit status: 0 done, 1 --diff found changes, 2 something could not be read or written
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("fix", "Repair and tidy Chinese text.", paths="[PATH ...]", more=_MORE)
    add_normalizing_options(parser)
    parser.add_argument("--diff", action="store_true", help="print what would change as a unified diff, write nothing")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="write here instead: a file (- is standard output) for one document, a folder for several or for a folder",
    )
    return parser


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    from textnorm.cli.documents import Documents, named_paths  # noqa: PLC0415 - --help needs none of the rest
    from textnorm.corpus import DocumentError  # noqa: PLC0415 - as above
    from textnorm.lint import summarize  # noqa: PLC0415 - as above

    if arguments.diff and arguments.output is not None:
        msg = "--diff writes nothing, so it cannot go with --output"
        raise TextnormError(msg)
    paths = named_paths(arguments.paths)
    documents = Documents(arguments, paths, links=arguments.diff or arguments.output is not None)
    put = _show if arguments.diff else _put_in_place if arguments.output is None else _put_into(paths, arguments.output)
    done = "would fix" if arguments.diff else "fixed"
    changed = False
    for path, document in documents:
        try:
            put(path, document)
        except DocumentError as error:
            documents.fail(error)
            continue
        changed = changed or document.changed
        summary = summarize(document.result, document.notes, done=done)
        if summary:
            talk(f"{printable_path(path)}: {summary}")
    if documents.failed:
        return _ERROR
    return _WOULD_CHANGE if arguments.diff and changed else _DONE


def _show(path: str, document: Document) -> None:
    """Print what would change."""
    from textnorm.lint import unified_diff  # noqa: PLC0415 - as in run

    name = printable_path(path)
    for line in unified_diff(document.result.edits, name, name):
        write(line)


def _put_in_place(path: str, document: Document) -> None:
    """Write a document over itself; one that needs no change is not touched."""
    from textnorm.corpus import STANDARD_INPUT, DocumentError, is_regular, write_file  # noqa: PLC0415 - as in run

    if path == STANDARD_INPUT:
        write_bytes(document.output)
    elif document.changed:
        if not is_regular(path):
            raise DocumentError(path, "a pipe or a device, which cannot be changed in place: use -o")
        write_file(path, document.output)


def _put_into(paths: Sequence[str], output: str) -> Callable[[str, Document], None]:
    """Return what writes each document to its place at ``output``, changed or not."""
    from textnorm.corpus import Targets, write_file  # noqa: PLC0415 - as in run

    if output == "-":
        return lambda _, document: write_bytes(document.output)
    targets = Targets(paths, output)

    def put(path: str, document: Document) -> None:
        place = targets.place(path)
        targets.prepare(place)
        write_file(place, document.output)

    return put
