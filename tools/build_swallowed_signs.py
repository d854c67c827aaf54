"""Count which ASCII sign stands between Chinese and what follows, in programs and pages: data/swallowed-signs.txt.

    python tools/build_swallowed_signs.py FOLDER...

The folders are those of packages; of each kind of files as much counts, of one file no more than ``_MOST_OF_A_FILE``.
Only counts ship, of signs and kinds of signs.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from textnorm.repair.chains.surroundings import tokens

_PLACE = re.compile("([\u3000-\u303f\uff00-\uff5e\u3400-\u9fff])([\\t\\n\\r -~])")
_OUT = Path(__file__).parent.parent / "textnorm" / "data" / "swallowed-signs.txt"
_KINDS: tuple[tuple[str, ...], ...] = (
    (".py",),
    (".js", ".ts", ".vue", ".java"),
    (".md", ".rst"),
    (".json", ".yaml", ".yml", ".toml", ".sql", ".csv"),
    (".html", ".css", ".scss"),
)
_MOST_OF_A_FILE, _OF_A_KIND, _LARGEST, _LEAST = 60, 10_000, 400_000, 3
_HEAD = """\
# Which ASCII sign stands between Chinese (H; P: a mark of it) and what follows: counts, by up to two tokens behind it.
# Columns: the side before, the code of the sign in hexadecimal (61: a letter, 30: a digit), the tokens ($: the end of a
# line, _2: two spaces, ^1: a tabulator, a: letters, 00: two digits, 0000: four and more, z: from nought on, H:
# Chinese), how often.  Used by textnorm.repair.chains.sign_counts.
# Source: programs and pages in the packages akshare 1.19.5, cnchar 3.2.6, egg 4.0.10, funasr 1.4.16, itchat 1.3.10,
# layui 2.13.6, mescroll-uni 1.3.7, nonebot2 2.5.0, pyecharts 2.1.0, uview-ui 2.0.38, vant 4.10.2, vnpy 4.5.0, wxpy
# 0.3.9.8 (MIT), jionlp 1.5.31, paddleocr 3.7.0, uni-ui 1.5.12 (Apache-2.0) and tushare 1.4.29 (BSD);
# none of their text.
# Made by tools/build_swallowed_signs.py; do not edit.
"""

_Key = tuple[str, str, tuple[str, ...]]
_Counts = defaultdict[_Key, float]


def _counts_of(text: str) -> Counter[_Key]:
    """Return how often each sign stands before each row of tokens."""
    found: Counter[_Key] = Counter()
    for place in _PLACE.finditer(text.replace("\r\n", "\n")):
        left = "H" if "\u3400" <= place[1] <= "\u9fff" else "P"
        behind = tokens(place.string, place.end(), 2, over=True)
        found.update(
            (left, "0" if place[2].isdigit() else "a" if place[2].isalpha() else place[2], behind[:n])
            for n in range(len(behind) + 1)
        )
    return found


def main() -> None:
    """Count, and write the table."""
    kinds: dict[tuple[str, ...], _Counts] = {kind: defaultdict(float) for kind in _KINDS}
    paths = [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    for path in paths:
        kind = next((one for one in _KINDS if path.suffix in one), None)
        if kind is None or path.stat().st_size > _LARGEST:
            continue
        own = _counts_of(path.read_text(encoding="utf-8", errors="ignore"))
        part = min(1.0, _MOST_OF_A_FILE / max(1, sum(count for key, count in own.items() if not key[2])))
        for key, count in own.items():
            kinds[kind][key] += count * part
    counts: _Counts = defaultdict(float)
    for found in kinds.values():
        in_all = sum(count for key, count in found.items() if not key[2])
        for key, much in found.items():
            counts[key] += much * _OF_A_KIND / max(in_all, 1000)
    rows = (
        (left, f"{ord(sign):02x}", " ".join(one.replace(" ", "_").replace("\t", "^") for one in behind), f"{count:.0f}")
        for (left, sign, behind), count in sorted(counts.items(), key=lambda one: (len(one[0][2]), one[0]))
        if count >= _LEAST
    )
    _OUT.write_text(_HEAD + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
