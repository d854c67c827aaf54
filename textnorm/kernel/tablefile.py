"""A file of finished tables: chains of ``_kernel`` by name, mapped into memory and used where they lie.

The file starts with text: lines with ``#`` that say what it is, a line with the format and the size of the file, a
line for each table, chain and other part, and an empty line.  Sections follow, each at a multiple of 64 bytes; equal
ones are stored once.  All numbers are little-endian, so that elsewhere tables are built from dictionaries instead.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textnorm.kernel import _kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Part", "read", "read_parts", "write"]

#: Sections by name, and the numbers that go with them.
Part = tuple["Mapping[str, bytes | memoryview]", "Mapping[str, int | tuple[int, ...]]"]

_FORMAT = "textnorm-tables 1"
_ALIGNMENT = 64


def write(header: str, chains: Mapping[str, _kernel.Chain], parts: Mapping[str, Part] | None = None) -> bytes:
    r"""Return the file for chains by name, and other parts; ``header`` is lines that start with ``#``.

    Raises ValueError on a big-endian machine.

    >>> from textnorm.kernel.building import plain, table
    >>> chain = _kernel.Chain([table(plain({"面条": "麵條"}))])
    >>> data = write("# made by hand\n", {"noodles": chain})
    >>> read(memoryview(data))["noodles"].convert("吃面条")
    '吃麵條'
    """
    if sys.byteorder != "little":
        msg = "files of tables can only be made on a little-endian machine"
        raise ValueError(msg)
    lines: list[str] = []
    places: dict[bytes, int] = {}
    body = bytearray()
    for name, chain in chains.items():
        for number, table in enumerate(chain.tables):
            lines.append(_line("table", f"{name}.{number}", (table.sections, table.numbers), places, body))
        lines.append(f"chain {name} {int(chain.freezes)} {len(chain.tables)}")
    lines += [_line("part", name, part, places, body) for name, part in (parts or {}).items()]
    directory = "".join(f"{line}\n" for line in lines)
    size = len(f"{header}{_FORMAT} {0:012}\n{directory}\n".encode())
    start = size + -size % _ALIGNMENT
    text = f"{header}{_FORMAT} {start + len(body):012}\n{directory}\n".encode()
    return text + bytes(start - size) + body


def read(view: memoryview) -> dict[str, _kernel.Chain]:
    r"""Return the chains of a file by name, over ``view``, which is not copied.

    Raises ValueError when it is not such a file, of another version, incomplete, or when this machine is big-endian.

    >>> read(memoryview(b"# made by hand\n\n"))
    Traceback (most recent call last):
    ValueError: not a complete file of tables (textnorm-tables 1, little-endian)
    """
    lines, body = _opened(view)
    tables: dict[str, _kernel.Table] = {}
    chains: dict[str, _kernel.Chain] = {}
    for kind, name, rest in lines:
        if kind == "table":
            tables[name] = _kernel.Table(*_part(rest, body))
        elif kind == "chain":
            freezes, count = map(int, rest.split(" "))
            chains[name] = _kernel.Chain([tables[f"{name}.{number}"] for number in range(count)], freezes=bool(freezes))
    return chains


def read_parts(view: memoryview) -> dict[str, Part]:
    """Return the other parts of a file by name, over ``view``; raises ValueError as ``read``.

    >>> parts = read_parts(memoryview(write("", {}, {"demo": ({"bytes": b"ab"}, {"size": 2})})))
    >>> bytes(parts["demo"][0]["bytes"]), parts["demo"][1]
    (b'ab', {'size': 2})
    """
    lines, body = _opened(view)
    return {name: _part(rest, body) for kind, name, rest in lines if kind == "part"}


def _opened(view: memoryview) -> tuple[list[list[str]], memoryview]:
    """Return the lines of the directory, in three fields, and the sections."""
    head = bytes(view[: 1 << 16])
    text, empty, _ = head.partition(b"\n\n")
    lines = [line for line in text.decode("utf-8", "replace").split("\n") if not line.startswith("#")]
    if not empty or lines[:1] != [f"{_FORMAT} {len(view):012}"] or sys.byteorder != "little":
        msg = f"not a complete file of tables ({_FORMAT}, little-endian)"
        raise ValueError(msg)
    start = len(text) + 2
    return [line.split(" ", 2) for line in lines[1:]], view[start + -start % _ALIGNMENT :]


def _line(kind: str, name: str, part: Part, places: dict[bytes, int], body: bytearray) -> str:
    """Return a line of the directory; sections that are not yet in ``body`` are appended."""
    sections, numbers = part
    fields = [f"{key}={_listed(value)}" for key, value in sorted(numbers.items())]
    for section, content in sorted(sections.items()):
        stored = bytes(content)
        if stored not in places:
            places[stored] = len(body)
            body += stored + bytes(-len(stored) % _ALIGNMENT)
        fields.append(f"{section}@{places[stored]}+{len(stored)}")
    return " ".join((kind, name, *fields))


def _listed(value: object) -> str:
    return ",".join(map(str, map(int, value if isinstance(value, tuple) else (value,))))


def _part(line: str, body: memoryview) -> tuple[dict[str, memoryview], dict[str, int | tuple[int, ...]]]:
    """Return the sections and the numbers of a line."""
    numbers: dict[str, int | tuple[int, ...]] = {}
    sections: dict[str, memoryview] = {}
    for field in line.split(" "):
        name, at, place = field.partition("@")
        if at:
            offset, length = map(int, place.split("+"))
            sections[name] = body[offset : offset + length]
        else:
            name, _, value = field.partition("=")
            several = tuple(map(int, value.split(",")))
            numbers[name] = several if len(several) > 1 else several[0]
    return sections, numbers
