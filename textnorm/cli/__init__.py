"""The command ``textnorm``: which command was asked for, and with which exit status it ends.

Nothing heavy is imported here; a command's module is imported when that command runs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from textnorm import __version__
from textnorm.cli.streams import discard_output, finish_output, report, report_crash, write
from textnorm.errors import TextnormError, not_one_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from textnorm.cli.arguments import Parser

__all__ = ["COMMANDS", "main"]

#: The commands and what each does; the module ``textnorm.cli.<command>`` has the rest.
COMMANDS = {
    "fix": "repair and tidy files in place, or standard input to standard output",
    "check": "report what fix would change; write nothing",
    "detect": "tell the encoding of files",
    "convert": "convert between Simplified and Traditional Chinese, as OpenCC does",
    "explain": "tell what was found in one text, what had happened to it and what was weighed",
    "rule": "list the rules, or explain one",
}

_CLEAN, _ERROR, _INTERRUPTED, _PIPE_CLOSED = 0, 2, 130, 141


class Command(Protocol):
    """What the module of a command offers."""

    def build_parser(self) -> Parser:
        """Return the parser of the command's arguments."""

    def run(self, arguments: Namespace) -> int:
        """Do the work and return the exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``textnorm`` with these arguments (default: those of the process) and return its exit status.

    0: clean or done. 1: findings. 2: wrong usage, or something could not be read or written.
    130: interrupted. 141: whoever read the output closed it.
    """
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        finish_output()
    except TextnormError as error:
        report(str(error))
        return _ERROR
    except BrokenPipeError:
        discard_output()
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:  # standard output itself, on a full disk for example
        discard_output()
        report(f"cannot write the output: {error.strerror}")
        return _ERROR
    except Exception:  # noqa: BLE001 - Python would end with status 1, which means findings here
        report_crash()
        return _ERROR
    return status


def _run(argv: list[str]) -> int:
    first = argv[0] if argv else None
    if first in COMMANDS:
        command = cast("Command", import_module(f"textnorm.cli.{first}"))
        parser = command.build_parser()
        arguments = parser.read(argv[1:])
        return _CLEAN if arguments is None else command.run(arguments)
    if first in {"-V", "--version"}:
        write(f"textnorm {__version__}\n")
        if "--verbose" in argv:
            from textnorm.kernel import ENGINE  # noqa: PLC0415 - only this asks, and loading it takes time

            write(f"kernel: {ENGINE}\nPython {sys.version.split()[0]}\n")
        return _CLEAN
    if first in {"-h", "--help"}:
        write(_help())
        return _CLEAN
    if first is None:
        msg = f"name a command: {', '.join(COMMANDS)} ('textnorm --help' tells what they do)"
        raise TextnormError(msg)
    if first.startswith("-"):
        raise not_one_of("option", first, ("--help", "--version", "a command before its options"))
    raise not_one_of("command", first, COMMANDS)


def _help() -> str:
    commands = "\n".join(f"  {name:<8}  {does}" for name, does in COMMANDS.items())
    return (
        "usage: textnorm COMMAND [OPTIONS] [PATH ...]\n\n"
        "Normalize real-world Chinese text: repair damage, tidy, convert the script.\n\n"
        f"commands:\n{commands}\n\n"
        "options:\n"
        "  -h, --help     show this help; after a command, the help of that command\n"
        "  -V, --version  show the version; with --verbose, also whether the kernel is compiled\n\n"
        "exit status: 0 clean or done, 1 findings, 2 an error\n"
    )
