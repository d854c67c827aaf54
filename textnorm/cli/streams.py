"""Standard input, output and error: data in UTF-8 whatever the locale, talk that never raises."""

from __future__ import annotations

import os
import re
import sys

__all__ = [
    "discard_output",
    "finish_output",
    "printable_path",
    "read_input",
    "read_some",
    "report",
    "report_crash",
    "talk",
    "write",
    "write_bytes",
]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def read_input() -> bytes:
    """Return all of standard input."""
    return sys.stdin.buffer.read()


def read_some(size: int) -> bytes:
    """Return up to so many bytes of standard input; none at its end."""
    return sys.stdin.buffer.read(size)


def write(text: str) -> None:
    """Write data to standard output as UTF-8; what stands for an undecodable byte is written as that byte."""
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "backslashreplace")
    write_bytes(data)


def write_bytes(data: bytes) -> None:
    """Write data to standard output as it is."""
    sys.stdout.buffer.write(data)


def finish_output() -> None:
    """Send on what was written; raise OSError where that fails."""
    sys.stdout.flush()


def discard_output() -> None:
    """Give up standard output after an error, so that the flush when Python exits does not fail once more."""
    _discard(sys.stdout.fileno())


def talk(line: str) -> None:
    """Say one line to the person at the terminal; work goes on when nobody listens."""
    try:
        print(line.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)
    except BrokenPipeError:
        _discard(sys.stderr.fileno())


def report(message: str) -> None:
    """Say what is wrong, as one line."""
    talk(f"textnorm: {_CONTROL.sub(_escaped, message)}")


def report_crash() -> None:
    """Show the exception that is being handled: it is a fault of textnorm, and whoever mends it needs the traceback."""
    import platform  # noqa: PLC0415 - needed after a crash only
    import traceback  # noqa: PLC0415 - as above

    from textnorm import __version__  # noqa: PLC0415 - as above

    for line in traceback.format_exc().splitlines():
        talk(line)
    report(f"this is a bug: please report it with the lines above (textnorm {__version__}, {platform.platform()})")


def printable_path(path: str) -> str:
    r"""Return a path that stays on one line.

    >>> printable_path("two\nlines.txt")
    'two\\nlines.txt'
    """
    return _CONTROL.sub(_escaped, path)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _discard(descriptor: int) -> None:
    """Let later writes, and the flush when Python exits, go nowhere instead of failing again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
