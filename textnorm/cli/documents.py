"""Going through the documents of a call: read, normalized, and each problem reported where it occurs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from textnorm.cli.arguments import config_from, jobs_from
from textnorm.cli.catalog import list_rules
from textnorm.cli.streams import read_input, report
from textnorm.corpus import DocumentError, Source, Walk, Workers, is_json_lines, normalize_document, read_sources
from textnorm.corpus.reading import STANDARD_INPUT, is_folder
from textnorm.decode import decode, is_binary
from textnorm.errors import ConfigError, TextnormError
from textnorm.pipeline import Normalizer

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from textnorm.corpus import Document
    from textnorm.corpus.records import Each

__all__ = ["Documents", "named_paths"]

#: From so many bytes on the records of a document are normalized side by side, rather than documents.
_MANY = 1_000_000


def named_paths(paths: Sequence[str]) -> list[str]:
    """Return the paths, standard input if there are none; raise TextnormError rather than wait for someone to type."""
    if not paths and sys.stdin.isatty():
        msg = "name a file or a folder, or - for standard input"
        raise TextnormError(msg)
    return list(paths) or [STANDARD_INPUT]


class Documents:
    """The documents of one call, in their order; with ``--jobs`` several are normalized at once.

    What cannot be read is reported and passed over; ``failed`` then tells that it happened.
    """

    def __init__(self, arguments: Namespace, paths: Sequence[str], *, links: bool) -> None:
        """Check all settings; raise ConfigError or UnsupportedEncodingError for one that cannot apply.

        links: take links to files from folders too.
        """
        field, encoding = arguments.field, arguments.encoding
        if field is not None and not any(map(_may_have_records, paths)):
            msg = "--field is for .jsonl files (or standard input), and none is named"
            raise ConfigError(msg)
        if encoding is not None:
            decode(b"", encoding)
        self._reading = Reading(field, encoding, strict=arguments.errors == "strict")
        self._normalizer = Normalizer(config_from(arguments))
        jobs = jobs_from(arguments)
        if jobs > 1:
            list_rules()  # of what other processes find this one has to tell
        self._workers = Workers(self._normalizer, jobs)
        output = getattr(arguments, "output", None)
        self._sources = read_sources(
            paths, Walk(json_lines=field is not None, links=links, leave_out=output), read_input
        )
        self.failed = False

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        """Yield the path and the document."""
        with self._workers:
            for item in self._normalized():
                if isinstance(item, DocumentError):
                    self.fail(item)
                else:
                    yield item

    def fail(self, error: DocumentError) -> None:
        """Report what could not be read or written; the next document follows."""
        report(str(error))
        self.failed = True

    def _normalized(self) -> Iterator[tuple[str, Document] | DocumentError]:
        """Normalize one document beside the other, or of one with many records these."""
        for many, sources in groupby(self._sources, self._reading.has_many_records):
            if many:
                yield from (self._reading.document(self._normalizer, one, self._workers.each) for one in sources)
            else:
                yield from self._workers.each(self._reading.document, sources)


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: the string of each record that is meant, the encoding if it is known.

    strict: a document with undecodable bytes is an error.
    """

    field: str | None
    encoding: str | None
    strict: bool

    def document(
        self, normalizer: Normalizer, source: Source | DocumentError, each: Each | None = None
    ) -> tuple[str, Document] | DocumentError:
        """Return a path with its document, or what stands against normalizing it."""
        if isinstance(source, DocumentError):
            return source
        if problem := self._why_not(source):
            return problem
        document = normalize_document(
            source.data,
            normalizer,
            field=self.field if self._has_records(source) else None,
            encoding=self.encoding,
            filename=source.path,
            each=each,
        )
        return (self.strict and _undecodable(source.path, document)) or (source.path, document)

    def has_many_records(self, source: Source | DocumentError) -> bool:
        """Tell whether a document is worth dividing."""
        return isinstance(source, Source) and len(source.data) > _MANY and self._has_records(source)

    def _why_not(self, source: Source) -> DocumentError | None:
        """Return what stands against normalizing a document that could be read."""
        if is_binary(source.data):
            return DocumentError(source.path, "a binary file, not text")
        if self._has_records(source) and self.field is None:
            reason = "JSON Lines: name the string to normalize in every record with --field NAME"
            return DocumentError(source.path, reason)
        return None

    def _has_records(self, source: Source) -> bool:
        return is_json_lines(source.path) or (self.field is not None and source.path == STANDARD_INPUT)


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
