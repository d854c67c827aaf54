"""Fill in the examples of docs/damage.md and docs/damage.zh.md: what the forward models do to a text, byte by byte.

    python tools/build_damage_page.py

An example is a comment ``<!-- example KIND TEXT -->`` and what stands behind it up to ``<!-- end -->``; a table of
recognition is ``<!-- recognition -->`` and what follows.  Both are made by ``tools/damage.py`` and by textnorm
itself, so that the pages cannot say what is not so.
"""

from __future__ import annotations

import random
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from damage_kinds import KINDS_SHOWN, LABELS, NAMES

import damage
from textnorm import Config, Normalizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["PAGES", "cells", "examples", "page"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: The pages by language.
PAGES = {"en": DOCS / "damage.md", "zh": DOCS / "damage.zh.md"}

_EXAMPLE = re.compile(r"(<!-- example (\S+) (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)
_TABLE = re.compile(r"(<!-- recognition -->\n).*?(<!-- end -->)", re.DOTALL)
_SAMPLE = "渔民们把网晾在码头上。"
_TRADITIONAL = "漁民們把網晾在碼頭上。"
#: What programs write for bytes they cannot read, how the page shows that they write nothing, and how many bytes a
#: character takes at most.
_MARKS, _NOTHING, _LONGEST = frozenset("?\ufffd"), "∅", 4
#: How many code points of the damaged text the table shows.
_SEEN = 34
_REPAIR = Normalizer(Config(profile="repair"))


class Cell(NamedTuple):
    """A character and the bytes that are it."""

    character: str
    data: bytes


def cells(data: bytes, codec: str, shown: str) -> list[Cell]:
    r"""Return the characters of ``shown``, which a program read from bytes, each with its bytes.

    Programs differ in what they make of bytes that their codec does not have: one mark for one byte or for two, or
    nothing.  So the bytes are laid out as ``shown`` says.  Raises ValueError where that is no reading of them.

    >>> [(cell.character, cell.data.hex()) for cell in cells(b"\xe6\x96\x87\xe3", "gbk", "鏂?")]
    [('鏂', 'e696'), ('?', '87e3')]
    """

    @cache
    def rest(at: int, to: int) -> tuple[Cell, ...] | None:
        if at == len(data):
            return () if to == len(shown) else None
        for character, size in _options(data[at : at + _LONGEST], codec, shown[to : to + 1]):
            used = len(character) if shown.startswith(character, to) else 0
            behind = rest(at + size, to + used) if used or _may_vanish(character) else None
            if behind is not None:
                return (Cell(character if used else character or _NOTHING, data[at : at + size]), *behind)
        return None

    found = rest(0, 0)
    if found is None:
        msg = f"{shown!r} is no reading of {data.hex(' ')} in {codec}"
        raise ValueError(msg)
    return list(found)


def _options(data: bytes, codec: str, shown: str) -> Iterator[tuple[str, int]]:
    """Yield what the first bytes may be, with their number: a character, a mark for what is lost, or nothing."""
    for size in range(1, len(data) + 1):
        for name in ("gb18030",) if codec == "gbk" else (codec,):
            with suppress(UnicodeDecodeError):
                character = data[:size].decode(name)
                if len(character) == 1:
                    yield character, size
    if codec in {"cp1252", "latin-1"}:  # as browsers do
        yield chr(data[0]), 1
    if shown in _MARKS:
        yield from ((shown, size) for size in (2, 1, 3) if size <= len(data))
    yield from (("", size) for size in (2, 1) if size <= len(data))


def _may_vanish(character: str) -> bool:
    """Tell whether programs drop this: a private-use character, or what they cannot read."""
    return not character or "\ue000" <= character <= "\uf8ff"


def damaged(kind: str, text: str) -> str:
    """Return the text after this kind of damage."""
    return damage.KINDS[kind](text, random.Random(0))


def visible(text: str) -> str:
    """Return a text with what cannot be seen written as escapes."""
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text
    )


def example(kind: str, text: str, language: str) -> str:
    """Return the block of one example."""
    label = LABELS[language]
    rows = [(label["good"], text)]
    shown = text
    bad = damaged(kind, text)
    chain = KINDS_SHOWN[kind].chain
    for i, (written, read) in enumerate(chain, 1):
        data = shown.encode(written, "ignore")
        rows.append((label["written"].format(NAMES[written]), _spelled(_characters(shown, written))))
        shown = bad if i == len(chain) else damage.misread(shown, written, read)
        rows.append((label["read"].format(NAMES[read]), _spelled(cells(data, read, shown))))
    if kind == "gbk-byte-lost":
        rows += _lost_byte(text, bad, language)
    rows.append((label["damaged"], visible(bad)))
    rows.append(("textnorm", _outcome(kind, text, bad, language)))
    width = max(_columns(name) for name, _ in rows)
    lines = [f"{name}{' ' * (width - _columns(name))}  {_indented(line, width + 2)}" for name, line in rows]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def _lost_byte(text: str, bad: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the bytes of a text, and how they are read without the one whose loss makes ``bad``."""
    label, data = LABELS[language], text.encode("gbk")
    yield label["written"].format("GBK"), _spelled(_characters(text, "gbk"))
    for i in range(len(data)):
        rest = data[:i] + data[i + 1 :]
        if damage.read_as_gbk(rest) == bad:
            yield label["lost"].format(f"{data[i]:02X}"), _spelled(cells(rest, "gbk", bad))
            return


def _indented(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a label takes."""
    return sum(1 + (char > "\u2e7f") for char in text)


def _characters(text: str, codec: str) -> Iterator[Cell]:
    return (Cell(char, char.encode(codec, "ignore")) for char in text)


def _spelled(found: Iterable[Cell]) -> str:
    return " · ".join(f"{visible(cell.character)} {cell.data.hex(' ').upper()}" for cell in found)


def _outcome(kind: str, good: str, bad: str, language: str) -> str:
    label = LABELS[language]
    result = _REPAIR.trace(bad)
    known = KINDS_SHOWN[kind].kept(good)
    if result.text == known:
        return label["restored"].format(visible(known))
    refused = ", ".join(dict.fromkeys(one.rule for one in result.refused))
    if result.changed:
        return label["partly"].format(visible(result.text))
    return label["reported"].format(refused) if refused else label["unseen"]


def table(language: str) -> str:
    """Return the table of recognition: what one sees, what happened, what becomes of it."""
    label = LABELS[language]
    rows = [f"| {label['see']} | {label['happened']} | {label['does']} |", "| --- | --- | --- |"]
    for kind, facts in KINDS_SHOWN.items():
        if not facts.title:
            continue
        good = facts.sample or (_TRADITIONAL if "big5" in kind else _SAMPLE)
        bad = damaged(kind, good)
        title, anchor = facts.title[language], facts.anchor[language]
        rows.append(f"| `{visible(bad)[:_SEEN]}` | [{title}](#{anchor}) | {_verdict(kind, good, bad, language)} |")
    return "\n".join(rows) + "\n"


def _verdict(kind: str, good: str, bad: str, language: str) -> str:
    label = LABELS[language]
    result = _REPAIR.trace(bad)
    if result.text == KINDS_SHOWN[kind].kept(good):
        return label["restores"]
    if result.changed:
        return label["restores part"]
    return label["reports"] if result.refused else label["passes"]


def examples(text: str) -> list[tuple[str, str]]:
    """Return kind and text of every example of a page, in order."""
    return [(found[2], found[3]) for found in _EXAMPLE.finditer(text)]


def page(language: str) -> str:
    """Return a page with its examples and its table as they are now."""
    text = PAGES[language].read_text(encoding="utf-8")
    text = _TABLE.sub(lambda found: f"{found[1]}\n{table(language)}\n{found[2]}", text)
    return _EXAMPLE.sub(lambda found: f"{found[1]}\n{example(found[2], found[3], language)}\n{found[4]}", text)


if __name__ == "__main__":
    for name, path in PAGES.items():
        path.write_text(page(name), encoding="utf-8", newline="\n")
