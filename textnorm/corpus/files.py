"""Reading files, and writing one so that a crash leaves the old file or the new one, never a part."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.errors import TextnormError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["DocumentError", "explain", "is_regular", "open_file", "read_file", "write_file"]

_NEW_FILE_MODE = 0o666  # less the umask, as for every new file


class DocumentError(TextnormError):
    """A document that cannot be read or written, with its path and the reason.

    >>> str(DocumentError("a.txt", "permission denied"))
    'a.txt: permission denied'
    """

    def __init__(self, path: str, reason: str) -> None:
        """Keep both parts."""
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        """Join the path and the reason."""
        return f"{self.path}: {self.reason}"


def explain(error: OSError | ValueError) -> str:
    """Return the reason of a file system's error in plain words.

    >>> explain(FileNotFoundError(2, "No such file or directory"))
    'no such file or folder'
    """
    if isinstance(error, ValueError):
        return "no file can have this name"  # a NUL, or a lone surrogate
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, IsADirectoryError):
        return "a folder, not a file"
    reason = error.strerror or str(error)
    return reason[:1].lower() + reason[1:]


def is_regular(path: str) -> bool:
    """Tell whether a path names a regular file, or a link to one; a pipe or a device is none.

    >>> is_regular(__file__), is_regular("no such file")
    (True, False)
    """
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where access is denied


def read_file(path: str, most: int = -1) -> bytes:
    """Return all bytes of a file, pipe or device, or the first ``most``; raise DocumentError when it cannot be read.

    >>> len(read_file(__file__, 3))
    3
    >>> read_file("no such file")
    Traceback (most recent call last):
    textnorm.corpus.files.DocumentError: no such file: no such file or folder
    """
    if not path:  # which pathlib takes for the current folder
        raise DocumentError("''", "no such file or folder")
    try:
        with Path(path).open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        raise DocumentError(path, explain(error)) from error


@contextmanager
def open_file(path: str) -> Iterator[Callable[[int], bytes]]:
    """Open a file, pipe or device to read up to so many bytes at a time; raise DocumentError when it cannot be read.

    >>> with open_file(__file__) as read:
    ...     len(read(3))
    3
    """
    if not path:
        raise DocumentError("''", "no such file or folder")
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below, where reading it fails otherwise
    except (OSError, ValueError) as error:
        raise DocumentError(path, explain(error)) from error

    def read(size: int) -> bytes:
        try:
            return file.read(size)
        except OSError as error:
            raise DocumentError(path, explain(error)) from error

    with file:
        yield read


def write_file(path: str, data: bytes | Iterable[bytes]) -> None:
    """Write ``data`` atomically: to a temporary file beside the target, synced, then renamed over it.

    Data in pieces is written as it comes; where that fails, the target is untouched.

    The target keeps its mode and, where permitted, its owner.  A symbolic link stays and what it
    points to is written.  A pipe or device (``/dev/stdout``) is written directly, for nothing can
    replace it.  Raises DocumentError when it cannot be written; the old content is then untouched.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = f"{folder}/a.txt"
    ...     write_file(path, "中文".encode())
    ...     Path(path).read_text(encoding="utf-8")
    '中文'
    """
    try:
        _write(Path(path), (data,) if isinstance(data, bytes) else data)
    except (BrokenPipeError, TextnormError):
        raise
    except (OSError, ValueError) as error:
        raise DocumentError(path, f"cannot be written: {explain(error)}") from error


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        old = path.stat()
    except FileNotFoundError:
        old = None
    if old is None:
        _replace(path.resolve(), pieces, None)  # resolved, so that a dangling link stays a link too
    elif stat.S_ISREG(old.st_mode):
        if not os.access(path, os.W_OK):  # renaming over it would ignore that it is write-protected
            raise PermissionError(None, "permission denied")
        _replace(path.resolve(), pieces, old)
    else:
        with path.open("wb") as file:
            file.writelines(pieces)


def _replace(target: Path, pieces: Iterable[bytes], old: os.stat_result | None) -> None:
    temporary = target.with_name(f".textnorm-{os.getpid()}-{os.urandom(6).hex()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            with suppress(OSError, AttributeError):  # only root may give a file away, and Windows has no chown
                os.chown(temporary, old.st_uid, old.st_gid)
            temporary.chmod(stat.S_IMODE(old.st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
