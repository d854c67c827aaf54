"""Damage the good texts of fixtures/ as their about.json says: writes damaged.* and checks nothing.

    python tools/make_fixtures.py [--check]

A fixture is a folder with

- ``about.json``: what it shows, the kinds of damage in order (``tools/damage.py``; ``codec:NAME`` encodes the
  result), the seed, the name of the damaged file, the arguments for ``textnorm fix``;
- ``good.txt``: the text before anything happened to it, written for this project;
- the damaged file, made from it;
- ``expected.txt``: what textnorm must make of the damaged file.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from damage import KINDS

__all__ = ["Fixture", "damaged", "fixtures"]

ROOT = Path(__file__).resolve().parent.parent / "fixtures"


@dataclass(frozen=True, slots=True)
class Fixture:
    """One folder of fixtures/."""

    folder: Path
    shows: str
    damage: tuple[str, ...]
    seed: int
    file: str
    arguments: tuple[str, ...]

    @property
    def damaged_file(self) -> Path:
        """Where the damaged text is."""
        return self.folder / self.file

    @property
    def expected_file(self) -> Path:
        """Where the text is that textnorm must make of it."""
        return self.folder / "expected.txt"


def fixtures() -> list[Fixture]:
    """Return all fixtures by name."""
    found = []
    for about in sorted(ROOT.glob("*/about.json")):
        fields = json.loads(about.read_text(encoding="utf-8"))
        found.append(
            Fixture(
                about.parent,
                fields["shows"],
                tuple(fields["damage"]),
                fields.get("seed", 0),
                fields.get("file", "damaged.txt"),
                tuple(fields.get("arguments", ())),
            )
        )
    return found


def damaged(fixture: Fixture) -> bytes:
    """Return the bytes of the damaged file."""
    text = (fixture.folder / "good.txt").read_bytes().decode()
    rng = random.Random(fixture.seed)
    for kind in fixture.damage:
        if kind.startswith("codec:"):
            return text.encode(kind.removeprefix("codec:"))
        text = KINDS[kind](text, rng)
    return text.encode("utf-8", "surrogatepass")


def main() -> None:
    """Write the damaged files, or compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing; status 1 when one differs")
    options = parser.parse_args()
    different = []
    for fixture in fixtures():
        data = damaged(fixture)
        if options.check:
            if fixture.damaged_file.read_bytes() != data:
                different.append(fixture.folder.name)
        else:
            fixture.damaged_file.write_bytes(data)
            if not fixture.expected_file.exists():
                fixture.expected_file.write_bytes((fixture.folder / "good.txt").read_bytes())
    if different:
        sys.exit(f"differ from what tools/damage.py makes now: {', '.join(different)}")


if __name__ == "__main__":
    main()
