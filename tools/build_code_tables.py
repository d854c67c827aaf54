"""Build the tables of codes: textnorm/data/big5-uao.txt, cns11643.txt and decode.codes.

    python tools/build_code_tables.py

Big5-UAO 2.50 comes from the package uao 0.2.0 (MIT); the planes of CNS 11643 are what ``iconv`` of the GNU C library
(2.36) makes of each code of EUC-TW; decode.codes has the characters of all pairs of bytes, in these and in Python's
own codecs, ready for the kernel: finding them out at run time would take longer than most documents.  The same
sources give the same bytes.
"""

from __future__ import annotations

import subprocess
import sys
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from textnorm.decode.codes import CODES_MAGIC, PAIRED, pairs
from textnorm.decode.labels import class_of
from textnorm.model.container import pack

if TYPE_CHECKING:
    from array import array

DATA = Path(__file__).parent.parent / "textnorm" / "data"
NOTHING = "\ufffd"
TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
CELLS = range(0xA1, 0xFF)

UAO_HEADER = """\
# Big5-UAO 2.50 (Unicode-At-On), the extension of Big5 that Taiwanese bulletin boards use.
# Format: lead byte, tab, the characters of the trail bytes 40 to 7E and A1 to FE in order; U+FFFD for none.
# Source: package uao {version}, https://github.com/eight04/pyUAO, MIT License, Copyright (c) 2018 eight.
# Used by textnorm.decode.codes.  Made by tools/build_code_tables.py.
"""
CNS_HEADER = """\
# CNS 11643, the character set of EUC-TW and ISO-2022-CN: planes 1 to 7 and 15.
# Format: plane, row (first byte, A1 to FE), tab, the characters of the second bytes A1 to FE; U+FFFD for none.
# Source: the mapping by which iconv of the GNU C library 2.36 decodes EUC-TW (facts of the standard).
# Used by textnorm.decode.codes.  Made by tools/build_code_tables.py.
"""

CODES_HEADER = """\
The characters of pairs of bytes in the encodings of several bytes: 32,768 numbers of two bytes each, by lead byte
less 128, times 256, plus trail byte; 0 for none, 65,535 for what one code unit cannot hold.  After each encoding the
classes of its pairs, a byte each: bit n for a character that is not in its n-th narrower encoding (gb2312 and gbk for
gb18030, big5 for cp950 and so on).  Compressed by zlib.
Source: the codecs of Python, with GB 18030-2022 where it differs, and big5-uao.txt and cns11643.txt beside this file.
Used by textnorm.decode.codes.  Made by tools/build_code_tables.py.
"""


def uao() -> str:
    """Return the table of Big5-UAO."""
    from uao.b2u import b2u_table  # noqa: PLC0415 - only who rebuilds the table has it

    lines = []
    for lead in range(0x81, 0xFF):
        row = "".join(b2u_table.get(lead << 8 | trail, NOTHING) for trail in TRAILS)
        if row.strip(NOTHING):
            lines.append(f"{lead:02X}\t{row}\n")
    return UAO_HEADER.format(version=version("uao")) + "".join(lines)


def cns() -> str:
    """Return the planes of CNS 11643."""
    lines = []
    for plane in (1, 2, 3, 4, 5, 6, 7, 15):
        codes = [
            bytes((first, second)) if plane == 1 else bytes((0x8E, 0xA0 + plane, first, second))
            for first in CELLS
            for second in CELLS
        ]
        characters = decoded(codes)
        for number, first in enumerate(CELLS):
            row = "".join(characters[number * len(CELLS) : (number + 1) * len(CELLS)])
            if row.strip(NOTHING):
                lines.append(f"{plane} {first:02X}\t{row}\n")
    return CNS_HEADER + "".join(lines)


def decoded(codes: list[bytes]) -> list[str]:
    """Return the character of each code; -c leaves out what iconv does not know."""
    done = subprocess.run(
        ["iconv", "-c", "-f", "EUC-TW", "-t", "UTF-8"],  # noqa: S607 - wherever it is installed
        input=b"\n".join(codes) + b"\n",
        capture_output=True,
        check=False,  # -c still tells by its status that something was left out
    )
    lines = done.stdout.decode().split("\n")[:-1]
    if len(lines) != len(codes):
        msg = f"{len(codes)} codes went in, {len(lines)} lines came out"
        raise SystemExit(msg)
    return [line if len(line) == 1 else NOTHING for line in lines]


def codes() -> bytes:
    """Return the pairs of all multibyte encodings, and their classes."""
    sections: list[bytes] = []
    for encoding in PAIRED:
        table = pairs(encoding)
        classes = bytes(class_of(chr(code), encoding) if code else 0 for code in table)
        sections += (zlib.compress(in_file_order(table), 9), zlib.compress(classes, 9))
    return pack(CODES_MAGIC, CODES_HEADER, sections)


def in_file_order(table: array[int]) -> bytes:
    """Return the bytes of an array, the low one of each pair first."""
    if sys.byteorder == "big":
        table.byteswap()
    return table.tobytes()


def main() -> None:
    """Write the tables."""
    (DATA / "big5-uao.txt").write_text(uao(), encoding="utf-8", newline="\n")
    (DATA / "cns11643.txt").write_text(cns(), encoding="utf-8", newline="\n")
    (DATA / "decode.codes").write_bytes(codes())


if __name__ == "__main__":
    main()
