"""``textnorm detect``: tell the encoding of documents, and on request the script and region of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.cli.arguments import Parser
from textnorm.cli.streams import printable_path, read_input, report, write
from textnorm.errors import not_one_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from textnorm.corpus import Source
    from textnorm.decode import Detection
    from textnorm.script import Identification

__all__ = ["build_parser", "run"]

_DONE, _ERROR = 0, 2

_FORMATS = ("text", "json")
_HELD = 1 << 20  # bytes of a file that are held; the encoding of a longer one is told from the file itself

_MORE = """\
The table has a line for each document: the encoding that decodes all of it (several with + between them where it
changes), the narrower name of what is written, how sure that is (0 to 1), how many bytes could not be decoded, and
the path; with --script also Hans, Hant, mixed or undetermined, and CN, TW, HK or -.  With --output-format json it is
an array of objects, with the candidates, segments and errors too; with --script also the probability of each region
and the spans of each script, in code points of the decoded text.

exit status: 0 done, 2 something could not be read
"""


class _Column(NamedTuple):
    """A column of the table: its head, its width, and what stands in it."""

    head: str
    width: int
    cell: Callable[[Detection], str]


def _encodings(found: Detection) -> str:
    names = dict.fromkeys([found.encoding, *(segment.encoding for segment in found.segments)])
    return "+".join(names)


def _damage(found: Detection) -> str:
    return str(sum(len(error.raw) for error in found.errors) or "-")


_COLUMNS = (
    _Column("encoding", 12, _encodings),
    _Column("label", 12, lambda found: found.label),
    _Column("sure", 5, lambda found: f"{found.confidence:.2f}"),
    _Column("bad", 5, _damage),
)


class _ScriptColumn(NamedTuple):
    """A column of the table about the script of the text."""

    head: str
    width: int
    cell: Callable[[Identification], str]


_SCRIPT_COLUMNS = (
    _ScriptColumn("script", 12, lambda script: script.script),
    _ScriptColumn("region", 6, lambda script: script.region or "-"),
)


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("detect", "Tell the encoding of files.", paths="PATH ...", more=_MORE)
    parser.add_argument("--output-format", default="text", metavar="NAME", help="text (default) or json")
    parser.add_argument("--script", action="store_true", help="also tell the script and the region of the text")
    return parser


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    from textnorm.cli.documents import named_paths  # noqa: PLC0415 - --help needs none of the rest
    from textnorm.corpus import DocumentError, Walk, read_sources  # noqa: PLC0415 - as above

    if arguments.output_format not in _FORMATS:
        what = "output format"
        raise not_one_of(what, arguments.output_format, _FORMATS)
    as_json = arguments.output_format == "json"
    status, first = _DONE, True
    for item in read_sources(named_paths(arguments.paths), Walk(any_text=True, links=True, most=_HELD), read_input):
        try:
            if isinstance(item, DocumentError):
                raise item
            found = _detect(item)
            script = _script(found, item) if arguments.script else None
        except DocumentError as error:
            report(str(error))
            status = _ERROR
            continue
        path = printable_path(item.path)
        if as_json:
            write(("[\n" if first else ",\n") + _record(path, found, script))
        else:
            if first:
                heads = [*map(_head, _COLUMNS), *(map(_head, _SCRIPT_COLUMNS) if script else ())]
                write(_line(heads, "path"))
            cells = [column.cell(found).ljust(column.width) for column in _COLUMNS]
            if script:
                cells += [column.cell(script).ljust(column.width) for column in _SCRIPT_COLUMNS]
            write(_line(cells, path))
        first = False
    if as_json:
        write("[]\n" if first else "\n]\n")
    return status


def _detect(source: Source) -> Detection:
    """Return the encoding of a document; one that is long is read again, by blocks if it is very long."""
    from textnorm.corpus.files import DocumentError, explain  # noqa: PLC0415 - --help needs none of the rest
    from textnorm.decode import BINARY, Candidate, Detection, Hints, detect, is_binary  # noqa: PLC0415 - as above

    hints = Hints(filename=source.path)
    binary = None
    if is_binary(source.data):
        binary = Detection(BINARY, 1.0, (Candidate(BINARY, 1.0),), BINARY)
        if source.is_cut:
            return binary
    try:
        found = detect(source.path if source.is_cut else source.data, hints=hints)
    except OSError as error:  # of a long file, which is read again
        raise DocumentError(source.path, explain(error)) from error
    return binary or found


def _script(found: Detection, source: Source) -> Identification:
    """Return the script of a document; of a binary one that of no text."""
    from textnorm.corpus import read_file  # noqa: PLC0415 - only script needs the text
    from textnorm.decode import BINARY, Hints, decode  # noqa: PLC0415 - as above
    from textnorm.script import identify  # noqa: PLC0415 - as above

    if found.encoding == BINARY:
        return identify("")
    data = read_file(source.path) if source.is_cut else source.data
    return identify(decode(data, hints=Hints(filename=source.path)).text)


def _head(column: _Column | _ScriptColumn) -> str:
    return column.head.ljust(column.width)


def _line(cells: list[str], path: str) -> str:
    return "  ".join([*cells, path]) + "\n"


def _record(path: str, found: Detection, script: Identification | None) -> str:
    """Return a detection as a JSON object on one line."""
    import json  # noqa: PLC0415 - only for who asks for it

    fields = {
        "path": path,
        "encoding": found.encoding,
        "label": found.label,
        "confidence": found.confidence,
        "candidates": [candidate._asdict() for candidate in found.candidates],
        "segments": [segment._asdict() for segment in found.segments],
        "errors": [{"offset": e.offset, "bytes": e.raw.hex(), "reason": e.reason} for e in found.errors],
    }
    if script is not None:
        fields |= {
            "script": script.script,
            "script_confidence": round(script.confidence, 4),
            "region": script.region,
            "regions": {region: round(share, 4) for region, share in script.regions},
            "spans": [{"start": span.start, "end": span.end, "script": span.script} for span in script.spans],
        }
    return json.dumps(fields, ensure_ascii=False)
