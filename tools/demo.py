"""Run the command ``textnorm fix`` on every fixture and show the text before and after.

Ends with status 1 when a result is not the expected one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from make_fixtures import Fixture, fixtures

_LINES = 2
_RED, _GREEN, _BOLD, _PLAIN = ("\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("",) * 4


def shown(data: bytes) -> list[str]:
    """Return the first lines of a file as a person without this project would see them."""
    return data.decode("utf-8", "backslashreplace").split("\n")[:_LINES]


def run(fixture: Fixture, folder: Path) -> bool:
    """Repair one fixture into a folder and print what happened; tell whether it is what was expected."""
    output = folder / f"{fixture.folder.name}.txt"
    arguments = ["fix", str(fixture.damaged_file.relative_to(Path.cwd())), *fixture.arguments, "-o", str(output)]
    command = [sys.executable, "-m", "textnorm", *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own command
    repaired = output.read_bytes() if output.exists() else b""
    expected = repaired == fixture.expected_file.read_bytes()
    print(f"{_BOLD}{fixture.folder.name}{_PLAIN}: {fixture.shows}")
    print(f"  $ textnorm {' '.join(arguments[:-1])} …")
    for before, after in zip(shown(fixture.damaged_file.read_bytes()), shown(repaired), strict=False):
        print(f"  {_RED}- {before}{_PLAIN}\n  {_GREEN}+ {after}{_PLAIN}")
    print("  " + done.stderr.decode().strip().replace("\n", "\n  "))
    if not expected:
        print(f"  NOT what {fixture.expected_file} says")
    print()
    return expected


def main() -> None:
    """Run all fixtures."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # stdout is a text stream here
    with tempfile.TemporaryDirectory() as folder:
        results = [run(fixture, Path(folder)) for fixture in fixtures()]
    print(f"{sum(results)} of {len(results)} fixtures are repaired as expected")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
