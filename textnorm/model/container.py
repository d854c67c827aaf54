"""The file format of the models: a magic line, the sizes of the parts, a header to read, the parts."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["pack", "unpack"]


def pack(magic: bytes, header: str, sections: Sequence[bytes]) -> bytes:
    r"""Return the bytes of a file; ``unpack`` gives header and sections back.

    >>> unpack(pack(b"demo 1\n", "made by hand", [b"ab", b""]), b"demo 1\n", 2)
    ('made by hand', [b'ab', b''])
    """
    encoded = header.encode()
    sizes = struct.pack(f"<{len(sections) + 1}I", len(encoded), *map(len, sections))
    return b"".join([magic, sizes, encoded, *sections])


def unpack(data: bytes, magic: bytes, count: int) -> tuple[str, list[bytes]]:
    r"""Return the header and the ``count`` sections of a file; ValueError when it has another magic line.

    >>> unpack(pack(b"demo 1\n", "", [b"ab"]), b"other 1\n", 1)
    Traceback (most recent call last):
    ValueError: not a file of other 1
    """
    if not data.startswith(magic):
        msg = f"not a file of {magic.decode().strip()}"
        raise ValueError(msg)
    at = len(magic)
    sizes = struct.unpack_from(f"<{count + 1}I", data, at)
    at += 4 * (count + 1)
    parts = []
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    return parts[0].decode(), parts[1:]
