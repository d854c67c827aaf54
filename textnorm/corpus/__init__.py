"""Corpora on disk: which documents are meant, how they are read, normalized and written."""

from __future__ import annotations

from textnorm.corpus.documents import Document, normalize_document
from textnorm.corpus.files import DocumentError, is_regular, open_file, read_file, write_file
from textnorm.corpus.formats import is_json_lines
from textnorm.corpus.parallel import Workers, cores
from textnorm.corpus.reading import STANDARD_INPUT, Source, Walk, read_sources
from textnorm.corpus.targets import Targets

__all__ = [
    "STANDARD_INPUT",
    "Document",
    "DocumentError",
    "Source",
    "Targets",
    "Walk",
    "Workers",
    "cores",
    "is_json_lines",
    "is_regular",
    "normalize_document",
    "open_file",
    "read_file",
    "read_sources",
    "write_file",
]
