"""From the paths of a call to documents: folders walked, files read, each problem in its place.

A problem is an item of the sequence, not an exception, so that one bad path stops no other.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.corpus.files import DocumentError, explain, is_regular, read_file
from textnorm.corpus.formats import is_json_lines, is_prose
from textnorm.decode import is_binary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["STANDARD_INPUT", "Source", "Walk", "is_folder", "read_sources"]

#: The path that means standard input.
STANDARD_INPUT = "-"

#: Folders in which version control keeps its own files; the hidden ones are never walked anyway.
_VERSION_CONTROL = frozenset({"CVS", "RCS", "SCCS", "_darcs"})


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read: its path as named or found, and its bytes.

    is_cut: whether ``data`` is only the beginning, as ``Walk.most`` asks for.
    """

    path: str
    data: bytes
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """What to take from folders, besides prose in files that are not hidden.

    json_lines: take ``.jsonl`` files too.
    any_text: take all text, data and programs too.
    links: take links to files; without it, nothing outside the folder can be meant.
    leave_out: a folder that is not entered, such as the one that is written to.
    most: of longer files, read only so many bytes; -1 for all.
    """

    json_lines: bool = False
    any_text: bool = False
    links: bool = False
    leave_out: str | None = None
    most: int = -1


def read_sources(
    paths: Sequence[str], walk: Walk, standard_input: Callable[[], bytes]
) -> Iterator[Source | DocumentError]:
    """Yield the documents that ``paths`` name, in their order and each once, and what is wrong with the others.

    Folders are walked in the order of names.  Hidden files and folders, those of version control,
    links to folders and binary files are passed over; a folder in which no text is left is a problem.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"text")
    ...     _ = Path(folder, "b.py").write_bytes(b"x = 1")
    ...     [source.data for source in read_sources([folder], Walk(), bytes)]
    [b'text']
    """
    seen: set[Path] = set()
    for path in paths:
        items = _read_folder(path, walk) if is_folder(path) else _read_named(path, walk, standard_input)
        for item in items:
            key = Path(item.path).absolute()
            if isinstance(item, DocumentError) or key not in seen:
                seen.add(key)
                yield item


def is_folder(path: str) -> bool:
    """Tell whether a path names a folder; standard input and what cannot be looked at are none.

    >>> is_folder("."), is_folder("-"), is_folder("no such folder")
    (True, False, False)
    """
    return path != STANDARD_INPUT and os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where access is denied


def _read_named(path: str, walk: Walk, standard_input: Callable[[], bytes]) -> Iterator[Source | DocumentError]:
    try:
        source = Source(path, standard_input()) if path == STANDARD_INPUT else _read(path, walk)
    except DocumentError as error:
        yield error
        return
    yield source


def _read(path: str, walk: Walk) -> Source:
    """Return a document, or the beginning of a long one if that is asked for; a pipe can be read only once."""
    if walk.most < 0 or not is_regular(path):
        return Source(path, read_file(path))
    data = read_file(path, walk.most + 1)
    return Source(path, data[: walk.most], is_cut=len(data) > walk.most)


def _read_folder(folder: str, walk: Walk) -> Iterator[Source | DocumentError]:
    passed_over: set[str] = set()
    found = False
    for path in _files(folder, walk):
        if isinstance(path, DocumentError):
            item: Source | DocumentError | None = path
        elif walk.any_text or is_prose(path) or (walk.json_lines and is_json_lines(path)):
            item = _read_found(path, walk)
        else:
            passed_over.add(Path(path).suffix or Path(path).name)
            continue
        if item is not None:
            found = True
            yield item
    if not found:
        reason = "no text file in this folder"
        if passed_over:
            reason += f"; {', '.join(sorted(passed_over))}: data or source code, which must be named to be normalized"
        yield DocumentError(folder, reason)


def _read_found(path: str, walk: Walk) -> Source | DocumentError | None:
    """Return the document, or None for what turns out not to be text."""
    try:
        source = _read(path, walk)
    except DocumentError as error:
        return error
    script = source.data.startswith(b"#!") and not walk.any_text
    return None if script or is_binary(source.data) else source


def _files(folder: str, walk: Walk) -> Iterator[str | DocumentError]:
    """Yield the files below a folder that are not hidden, and the folders that cannot be listed."""
    problems: list[OSError] = []
    out = walk.leave_out and Path(walk.leave_out).absolute()
    for parent, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _VERSION_CONTROL and Path(parent, name).absolute() != out
        )
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and is_regular(str(path)) and (walk.links or not path.is_symlink()):
                yield str(path)
    for problem in problems:
        yield DocumentError(str(problem.filename), explain(problem))
