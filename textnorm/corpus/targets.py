"""Where ``-o OUT`` puts each document: into one file, or into a folder that keeps the relative paths."""

# ruff: noqa: PTH100, PTH118, PTH120 - lexical work on paths that need not exist, which pathlib does not do

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.corpus.files import DocumentError, explain
from textnorm.corpus.reading import STANDARD_INPUT, is_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Targets"]


class Targets:
    """The places that the documents of one call are written to.

    One document goes to the file ``out``, or into it where it is a folder.  Several documents, or
    those of a folder, go into the folder ``out`` under their paths relative to the folder named, or
    to the nearest one that holds everything named.

    >>> Targets(["texts/a.txt", "texts/more/b.txt"], "clean").place("texts/more/b.txt")
    'clean/more/b.txt'

    Raises DocumentError when ``out`` is a file where a folder is needed.
    """

    def __init__(self, paths: Sequence[str], out: str) -> None:
        """Look at the paths as they were named, before any is read."""
        folders = [path for path in paths if is_folder(path)]
        files = [path for path in paths if path != STANDARD_INPUT and path not in folders]
        named = out.endswith(("/", os.sep)) or is_folder(out)
        self.is_folder = named or len(paths) > 1 or bool(folders)
        if self.is_folder and not named and os.path.lexists(out):
            raise DocumentError(out, "must be a folder to take several documents, and is a file")
        self._out = out
        roots = [*map(os.path.abspath, folders), *(os.path.dirname(os.path.abspath(path)) for path in files)]
        self._root = os.path.commonpath(roots) if self.is_folder and roots else ""

    def place(self, path: str) -> str:
        """Return where the document at ``path`` is written; raise DocumentError where it has no place."""
        if not self.is_folder:
            return self._out
        if path == STANDARD_INPUT:
            raise DocumentError(path, f"standard input has no name under which it could be written into {self._out}")
        return os.path.join(self._out, os.path.relpath(path, self._root))

    def prepare(self, place: str) -> None:
        """Make the folders for a document, but not the one that ``out`` should be in: it may be a slip of the pen."""
        if self.is_folder:
            try:
                Path(self._out).mkdir(exist_ok=True)
                Path(place).parent.mkdir(parents=True, exist_ok=True)
            except (OSError, ValueError) as error:
                raise DocumentError(place, f"cannot be written: {explain(error)}") from error
