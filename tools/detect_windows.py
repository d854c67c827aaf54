"""Pieces of documents whose encoding is known, to measure detection with: windows, damage, pages, mixed files.

The texts are the held-out lines (number modulo 10 is 3) of the corpus that the tables were made from, and of the
folder that tools/read_translations.py writes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import zstandard

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

HOLD_OUT = 3
WIDE = ("utf-16-le", "utf-16-be")
FOUR_BYTES = "".join(map(chr, range(0x3400, 0x3500)))  # characters that GB 18030 writes with four bytes
SHARE_OF_FOUR = 0.15

#: Lines of one source; sources of one language.
Lines = list[str]
Sources = list[Lines]


class Case(NamedTuple):
    """Text of a language in an encoding; ``four``: with characters of four bytes mixed in."""

    language: str
    encoding: str
    four: bool = False

    def __str__(self) -> str:
        """Name the case for a table."""
        return f"{self.encoding}{' with four-byte characters' if self.four else ''}, {self.language}"


CASES = (
    Case("hans", "utf-8"),
    Case("hant", "utf-8"),
    Case("hans", "gb2312"),
    Case("hans", "gbk"),
    Case("hant", "gbk"),
    Case("hans", "gb18030", four=True),
    Case("hant", "big5"),
    Case("hant", "big5hkscs"),
    Case("hans", "hz"),
    Case("hans", "utf-16-le"),
    Case("hant", "utf-16-be"),
)
DISTRACTORS = (Case("ja", "shift_jis"), Case("ja", "euc_jp"), Case("ko", "euc_kr"))


def held_out(path: Path) -> Lines:
    """Return the lines of a text, zstd-compressed or not, that no table was counted from."""
    with path.open("rb") as file:
        raw = zstandard.ZstdDecompressor().stream_reader(file) if path.suffix == ".zst" else file
        return [n for i, n in enumerate(io.TextIOWrapper(raw, encoding="utf-8")) if i % 10 == HOLD_OUT]


def chinese(corpus: Path) -> dict[str, Sources]:
    """Return the held-out lines of each source of both scripts."""
    return {script: [held_out(path) for path in sorted((corpus / script).glob("*.zst"))] for script in ("hans", "hant")}


def window(rng: random.Random, sources: Sources, case: Case, size: int) -> bytes:
    """Return up to ``size`` bytes of text from a random place, whole characters only."""
    lines = rng.choice(sources)
    at = rng.randrange(len(lines))
    text = "".join(lines[at : at + 40])
    start = rng.randrange(max(1, min(len(lines[at]), 200)))
    piece = text[start : start + size + 8]
    if case.four:
        piece = "".join(c if rng.random() > SHARE_OF_FOUR else rng.choice(FOUR_BYTES) for c in piece)
    return piece.encode(case.encoding, "ignore")[:size].decode(case.encoding, "ignore").encode(case.encoding)[:size]


def damaged(rng: random.Random, data: bytes, damage: str) -> bytes:
    """Return the data without its first or last byte, or with five bytes overwritten at random."""
    if damage == "first":
        return data[1:]
    if damage == "last":
        return data[:-1]
    changed = bytearray(data)
    if damage == "five" and data:
        for _ in range(5):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def shows_anything(data: bytes, case: Case) -> bool:
    """Tell whether there is anything in the data that could tell its encoding."""
    return bool(data) and (case.encoding in WIDE or b"~{" in data or not data.isascii())


def page(rng: random.Random, sources: Sources, encoding: str, count: int) -> bytes | None:
    """Return an HTML page with ``count`` Han characters in it, None if the line drawn has not as many."""
    line = rng.choice(rng.choice(sources))
    han = [c for c in line if "一" <= c <= "鿿" and c.encode(encoding, "ignore")]
    if len(han) < count:
        return None
    start = rng.randrange(len(han) - count + 1)
    title = "".join(han[start : start + count])
    return (
        f'<html><head><title>{title}</title></head>\n<body class="x"><a href="/index.html">Home</a></body></html>\n'
    ).encode(encoding)


class Mixed(NamedTuple):
    """A file of several encodings, its text, and where each encoding begins and ends."""

    data: bytes
    text: str
    segments: tuple[tuple[int, int, str], ...]


def mixed(rng: random.Random, texts: dict[str, Sources], plan: str, longest: int) -> Mixed:
    """Return lines in two encodings: in two blocks, with one odd line, or changing from line to line.

    plan: ``block``, ``one`` or ``line``; longest: code points of a line.
    """
    choices = [("gb18030", "hans"), ("cp950", "hant"), ("utf-8", "hans"), ("utf-8", "hant")]
    first, second = rng.sample(choices, 2)
    if first[0] == second[0]:
        second = choices[0]
    if plan == "block":
        order = [first] * rng.randrange(3, 30) + [second] * rng.randrange(3, 30)
    elif plan == "one":
        order = [first] * rng.randrange(8, 40)
        order[rng.randrange(len(order))] = second
    else:
        order = [rng.choice((first, second)) for _ in range(rng.randrange(4, 30))]
    data, text = b"", ""
    segments: list[tuple[int, int, str]] = []
    for encoding, language in order:
        line = _line(rng, texts[language], longest).encode(encoding, "ignore") + b"\n"
        start = segments.pop()[0] if segments and segments[-1][2] == encoding else len(data)
        data += line
        text += line.decode(encoding)
        segments.append((start, len(data), encoding))
    return Mixed(data, text, tuple(segments))


def _line(rng: random.Random, sources: Sequence[Lines], longest: int) -> str:
    """Return part of a line with at least four Han characters."""
    while True:
        line = rng.choice(rng.choice(sources)).strip()
        start = rng.randrange(max(1, len(line) - 6))
        piece = line[start : start + rng.randrange(6, longest)]
        if sum("一" <= c <= "鿿" for c in piece) >= 4:  # noqa: PLR2004 - fewer prove nothing
            return piece
