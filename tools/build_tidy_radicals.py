"""Make textnorm/data/tidy-radicals.txt: which ideograph a radical character stands for.

The mapping is Unicode's property Equivalent_Unified_Ideograph, read through Perl's Unicode::UCD, which
carries the Unicode Character Database; with another Unicode version than the table has, nothing is written.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "textnorm" / "data" / "tidy-radicals.txt"

UNICODE_VERSION = "14.0.0"

QUERY = """
use Unicode::UCD qw(prop_invmap);
print Unicode::UCD::UnicodeVersion(), "\\n";
my ($starts, $values, $format, $default) = prop_invmap("Equivalent_Unified_Ideograph");
for my $i (0 .. $#$starts) {
    next if $values->[$i] eq $default;
    print "$_ $values->[$i]\\n" for $starts->[$i] .. $starts->[$i + 1] - 1;
}
"""

#: Shapes that only occur as a part of a character: the ideograph Unicode names for them looks different.
COMPONENTS = "⺁⺄⺆⺈⺊⺌⺍⺎⺏⺐⺓⺕⺗⺜⺝⺧⺩⺫⺬⺴⺶⺻⺼⻏⻗"

HEADER = f"""\
# The ideograph that a character of the blocks CJK Radicals Supplement and Kangxi Radicals stands for.
# Format: lines of a radical and its ideograph.
# Source: Unicode Character Database {UNICODE_VERSION}, property Equivalent_Unified_Ideograph (Unicode License v3),
# without strokes and without component shapes that differ from the ideograph.
# Used by textnorm.tidy.characters.  Made by tools/build_tidy_radicals.py.
"""


def table() -> str:
    """Return the file; raise OSError without Perl, ValueError where its Unicode version is another one."""
    output = subprocess.run(["perl", "-e", QUERY], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607 - our own query, the Perl on PATH
    version, *lines = output.splitlines()
    if version != UNICODE_VERSION:
        message = f"Perl knows Unicode {version}, the table is made from {UNICODE_VERSION}"
        raise ValueError(message)
    pairs = [(chr(int(source)), chr(int(target))) for source, target in map(str.split, lines)]
    rows = [f"{radical}{ideograph}\n" for radical, ideograph in pairs if is_certain(radical)]
    return HEADER + "".join(rows)


def is_certain(radical: str) -> bool:
    """Tell whether the radical and its ideograph are one shape."""
    return "\u2e80" <= radical <= "\u2fd5" and radical not in COMPONENTS


def main() -> None:
    """Write the table, or say why it stays as it is."""
    try:
        text = table()
    except (OSError, ValueError) as error:
        print(f"{TABLE.name} stays as it is: {error}")
        return
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {sum(not line.startswith('#') for line in text.splitlines())} radicals")


if __name__ == "__main__":
    main()
