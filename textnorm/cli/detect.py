"""``textnorm detect``: tell the encoding of documents, and on request the script and region of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser
from textnorm.cli.streams import printable_path, read_input, report, write

if TYPE_CHECKING:
    from argparse import Namespace

    from textnorm.decode import Detection

__all__ = ["build_parser", "run"]

_DONE, _ERROR = 0, 2

_MORE = """\
Each document is a line on standard output: path, encoding and confidence (0 to 1) between tabs; with --script also
Hans, Hant, mixed or undetermined, and CN, TW, HK or -. With --json it is an object, with the probability of each
region and the spans of each script, in code points of the decoded text.

exit status: 0 done, 2 something could not be read
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    parser = Parser("detect", "Tell the encoding of files.", paths="PATH ...", more=_MORE)
    parser.add_argument("--script", action="store_true", help="also tell the script and the region of the text")
    parser.add_argument("--json", action="store_true", help="print a JSON object for each file, with script and spans")
    return parser


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
        path = printable_path(item.path)
        if arguments.json:
            write(_object(path, found, item.data))
        elif arguments.script:
            script, region = _script_columns(found, item.data)
            write(f"{path}\t{found.encoding}\t{found.confidence:.2f}\t{script}\t{region}\n")
        else:
            write(f"{path}\t{found.encoding}\t{found.confidence:.2f}\n")
    return status


def _script_columns(found: Detection, data: bytes) -> tuple[str, str]:
    from textnorm.script import identify  # noqa: PLC0415 - only --script needs it

    identified = identify(_text(found, data))
    return identified.script, identified.region or "-"


def _object(path: str, found: Detection, data: bytes) -> str:
    """Return the line of JSON for a document."""
    import json  # noqa: PLC0415 - only --json needs it

    from textnorm.script import identify  # noqa: PLC0415 - as above

    identified = identify(_text(found, data))
    line = {
        "path": path,
        "encoding": found.encoding,
        "confidence": round(found.confidence, 4),
        "script": identified.script,
        "script_confidence": round(identified.confidence, 4),
        "region": identified.region,
        "regions": {region: round(share, 4) for region, share in identified.regions},
        "spans": [{"start": span.start, "end": span.end, "script": span.script} for span in identified.spans],
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def _text(found: Detection, data: bytes) -> str:
    """Return the text of a document; nothing for a binary one."""
    from textnorm.decode import BINARY, decode  # noqa: PLC0415 - only script needs the text

    return "" if found.encoding == BINARY else decode(data, found.encoding).text
