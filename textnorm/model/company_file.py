"""The file of the company of characters: a line of JSON about its parts, and the parts themselves."""

from __future__ import annotations

import json
import sys
from array import array
from typing import TYPE_CHECKING, NamedTuple

from textnorm.model.container import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CompanyParts", "read", "write"]

_MAGIC = b"textnorm company 1\n"
_COUNT = 6


class CompanyParts(NamedTuple):
    """The parts of a file, as ``kernel.Company`` takes them.

    characters: one for each row of the vectors from the third one on.
    """

    header: str
    characters: str
    size: int
    near: int
    far: int
    neighbours: bytes
    places: bytes
    written: bytes
    biases: Sequence[int]
    scale: float


def write(  # noqa: PLR0913, PLR0917 - the parts of a file
    header: str,
    characters: str,
    size: int,
    reach: tuple[int, int],
    vectors: Sequence[bytes],
    biases: bytes,
    scale: float,
) -> bytes:
    """Return the bytes of a file; ``read`` gives the parts back.

    vectors: of neighbours, of places, of what is written.  biases: numbers of four bytes, the lowest first.

    >>> data = write("made by hand", "中", 1, (3, 3), [bytes(3), bytes(2), bytes(3)], bytes(12), 0.5)
    >>> read(data).characters, list(read(data).biases)
    ('中', [0, 0, 0])
    """
    numbers = json.dumps({"size": size, "near": reach[0], "far": reach[1], "scale": scale})
    return pack(_MAGIC, header, [numbers.encode(), characters.encode(), *vectors, biases])


def read(data: bytes) -> CompanyParts:
    r"""Return the parts of a file; ValueError when it is none.

    >>> read(b"textnorm company 0\n")
    Traceback (most recent call last):
    ValueError: not a file of textnorm company 1
    """
    header, (numbers, characters, neighbours, places, written, biases) = unpack(data, _MAGIC, _COUNT)
    known = json.loads(numbers)
    whole = array("i", biases)
    if sys.byteorder == "big":
        whole.byteswap()
    return CompanyParts(
        header,
        characters.decode(),
        known["size"],
        known["near"],
        known["far"],
        neighbours,
        places,
        written,
        whole,
        known["scale"],
    )
