"""Going through the documents of a call: read, normalized, and each problem reported where it occurs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textnorm.cli.arguments import config_from
from textnorm.cli.streams import read_input, report
from textnorm.corpus import DocumentError, Walk, is_json_lines, normalize_document, read_sources
from textnorm.corpus.reading import STANDARD_INPUT, is_folder
from textnorm.decode import decode, is_binary
from textnorm.errors import ConfigError, TextnormError
from textnorm.pipeline import Normalizer

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from textnorm.corpus import Document, Source

__all__ = ["Documents", "named_paths"]


def named_paths(paths: Sequence[str]) -> list[str]:
    """Return the paths, standard input if there are none; raise TextnormError rather than wait for someone to type."""
    if not paths and sys.stdin.isatty():
        msg = "name a file or a folder, or - for standard input"
        raise TextnormError(msg)
    return list(paths) or [STANDARD_INPUT]


class Documents:
    """The documents of one call, normalized one after the other.

    What cannot be read is reported and passed over; ``failed`` then tells that it happened.
    """

    def __init__(self, arguments: Namespace, paths: Sequence[str], *, links: bool) -> None:
        """Check all settings; raise ConfigError or UnsupportedEncodingError for one that cannot apply.

        links: take links to files from folders too.
        """
        self._field, self._encoding = arguments.field, arguments.encoding
        self._strict = arguments.errors == "strict"
        if self._field is not None and not any(map(_may_have_records, paths)):
            msg = "--field is for .jsonl files (or standard input), and none is named"
            raise ConfigError(msg)
        if self._encoding is not None:
            decode(b"", self._encoding)
        self._normalizer = Normalizer(config_from(arguments))
        output = getattr(arguments, "output", None)
        self._sources = read_sources(
            paths, Walk(json_lines=self._field is not None, links=links, leave_out=output), read_input
        )
        self.failed = False

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        """Yield the path and the document."""
        for source in self._sources:
            if isinstance(source, DocumentError):
                self.fail(source)
            elif problem := self._why_not(source):
                self.fail(problem)
            else:
                document = self._normalize(source)
                if self._strict and (problem := _undecodable(source.path, document)):
                    self.fail(problem)
                else:
                    yield source.path, document

    def fail(self, error: DocumentError) -> None:
        """Report what could not be read or written; the next document follows."""
        report(str(error))
        self.failed = True

    def _why_not(self, source: Source) -> DocumentError | None:
        """Return what stands against normalizing a document that could be read."""
        if is_binary(source.data):
            return DocumentError(source.path, "a binary file, not text")
        if self._has_records(source) and self._field is None:
            reason = "JSON Lines: name the string to normalize in every record with --field NAME"
            return DocumentError(source.path, reason)
        return None

    def _has_records(self, source: Source) -> bool:
        return is_json_lines(source.path) or (self._field is not None and source.path == STANDARD_INPUT)

    def _normalize(self, source: Source) -> Document:
        field = self._field if self._has_records(source) else None
        return normalize_document(
            source.data, self._normalizer, field=field, encoding=self._encoding, filename=source.path
        )


def _undecodable(path: str, document: Document) -> DocumentError | None:
    """Return what --errors strict says of a document."""
    decoded = document.result.decoded
    if not decoded or not decoded.errors:
        return None
    first = decoded.errors[0]
    count = sum(len(error.raw) for error in decoded.errors)
    bytes_ = "1 undecodable byte" if count == 1 else f"{count} undecodable bytes, the first"
    return DocumentError(path, f"{bytes_} at offset {first.offset} as {decoded.encoding} ({first.reason})")


def _may_have_records(path: str) -> bool:
    return path == STANDARD_INPUT or is_json_lines(path) or is_folder(path)
