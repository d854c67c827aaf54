"""The file of the n-gram model: lines to read, then arrays that are used where they lie.

The file starts with text: lines with ``#`` that say what it is, the format and the size, a line of numbers, a line of
places, an empty line.  Arrays follow, each at a multiple of 64 bytes, little-endian.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read", "write"]

_FORMAT = "textnorm-ngrams 3"
_ALIGNMENT = 64
_LONGEST_HEADER = 1 << 14


def write(header: str, numbers: Mapping[str, int], sections: Mapping[str, bytes]) -> bytes:
    r"""Return the file; ``header`` is lines that start with ``#``.

    >>> read(memoryview(write("# by hand\n", {"order": 2}, {"map": b"ab"})))[:2]
    ('# by hand\n', {'order': 2})
    """
    body = bytearray()
    places = []
    for name, content in sections.items():
        places.append(f"{name}@{len(body)}+{len(content)}")
        body += content + bytes(-len(content) % _ALIGNMENT)
    listed = " ".join(f"{name}={value}" for name, value in numbers.items())
    text = f"{header}{_FORMAT} {len(body):012}\n{listed}\n{' '.join(places)}\n\n".encode()
    return text + bytes(-len(text) % _ALIGNMENT) + body


def read(view: memoryview) -> tuple[str, dict[str, int], dict[str, memoryview]]:
    r"""Return the header, the numbers and the arrays of a file, which is not copied.

    Raises ValueError when it is not such a file, of another version, or incomplete.

    >>> numbers, sections = read(memoryview(write("# by hand\n", {"order": 2}, {"map": b"ab"})))[1:]
    >>> numbers["order"], bytes(sections["map"])
    (2, b'ab')
    >>> read(memoryview(b"# by hand\n\n"))
    Traceback (most recent call last):
    ValueError: not a complete file of n-grams (textnorm-ngrams 3)
    """
    text, empty, _ = bytes(view[:_LONGEST_HEADER]).partition(b"\n\n")
    lines = text.decode("utf-8", "replace").split("\n")
    header = [line for line in lines if line.startswith("#")]
    start = len(text) + 2
    start += -start % _ALIGNMENT
    if not empty or lines[len(header) : len(header) + 1] != [f"{_FORMAT} {len(view) - start:012}"]:
        msg = f"not a complete file of n-grams ({_FORMAT})"
        raise ValueError(msg)
    numbers = {name: int(value) for name, _, value in (pair.partition("=") for pair in lines[-2].split(" "))}
    sections = {}
    for name, _, place in (field.partition("@") for field in lines[-1].split(" ")):
        offset, length = map(int, place.split("+"))
        sections[name] = view[start + offset : start + offset + length]
    return "".join(f"{line}\n" for line in header), numbers, sections
