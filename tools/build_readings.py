"""Build textnorm/data/readings.txt: the pinyin readings of every Han character in GBK.

    python tools/build_readings.py [--output FILE]

The readings are those of the package pypinyin (MIT), which takes them from Unihan and pinyin-data (MIT).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from model_sources import simplified_forms
from pypinyin.constants import PINYIN_DICT

HEADER = """\
# Pinyin readings of the Han characters of GBK: a reading, a tab, the characters that it is listed first for,
# a tab, the characters that have it as a further reading.  A Traditional character is also listed under the first
# reading of its Simplified form (OpenCC's TSCharacters.txt, Apache-2.0): annotators follow it (績 is jì to them).
# Source: pypinyin 0.55.0 (MIT), https://github.com/mozillazg/python-pinyin, from Unihan and pinyin-data (MIT).
# Used by textnorm.repair.readings.  Made by tools/build_readings.py.
"""


def build() -> str:
    """Return the text of the table."""
    simplified = simplified_forms()
    first: dict[str, list[str]] = defaultdict(list)
    further: dict[str, list[str]] = defaultdict(list)
    for code_point in range(0x3400, 0xA000):
        character = chr(code_point)
        if len(character.encode("gbk", "ignore")) == 2 and code_point in PINYIN_DICT:  # noqa: PLR2004 - two bytes
            readings = PINYIN_DICT[code_point].split(",")
            usual = PINYIN_DICT.get(ord(simplified.get(character, character)), PINYIN_DICT[code_point]).split(",")[0]
            for reading in dict.fromkeys((usual, *readings)):
                (first if reading in {usual, readings[0]} else further)[reading].append(character)
    rows = (
        f"{reading}\t{''.join(first[reading])}\t{''.join(further[reading])}\n" for reading in sorted(first | further)
    )
    return HEADER + "".join(rows)


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(__file__).parent.parent / "textnorm" / "data" / "readings.txt"
    parser.add_argument("--output", type=Path, default=default)
    parser.parse_args().output.write_text(build(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
