"""Telling files that are no text at all: programs, pictures, archives."""

from __future__ import annotations

from textnorm.decode.bom import find_bom
from textnorm.decode.readings import RANDOM, WIDE, weigh
from textnorm.decode.wide import find_utf32
from textnorm.decode.wideparts import gaps, wide_parts

__all__ = ["has_signature", "is_binary"]

#: The first bytes of formats whose beginning may look like text.  Source: the formats' own specifications.
_SIGNATURES = (
    b"\x7fELF",  # programs
    b"MZ\x90\x00",
    b"\xca\xfe\xba\xbe",
    b"\x89PNG\r\n\x1a\n",  # pictures
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"PK\x03\x04",  # archives
    b"\x1f\x8b\x08",
    b"BZh91AY&SY",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"%PDF-",  # documents
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"SQLite format 3\x00",
)

_SAMPLE = 65536  # bytes
_WINDOW = 1024  # bytes at the beginning that show UTF-16 or UTF-32
_CONTROLS = bytes([*range(0x08), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_MOST_CONTROLS = 0.03  # as a share of all bytes; random bytes have 0.11


def has_signature(data: bytes) -> bool:
    r"""Tell whether ``data`` begins as files of a common binary format do.

    >>> has_signature(b"\x89PNG\r\n\x1a\n"), has_signature("图".encode())
    (True, False)
    """
    return data.startswith(_SIGNATURES)


def is_binary(data: bytes) -> bool:
    r"""Tell whether ``data`` is a binary file and not text in any encoding.

    Looked for are the first bytes of common formats, and more control characters (NUL among them) than damaged
    text has.  UTF-16 and UTF-32 are text although they are full of NUL, as parts of a document too; so is text padded
    with NUL at its end.

    >>> is_binary(b"\x7fELF\x02\x01\x01"), is_binary("中文".encode("utf-16")), is_binary("文本".encode() + bytes(9))
    (True, False, False)
    """
    if find_bom(data):
        return False
    if has_signature(data):
        return True
    sample = data[:_SAMPLE].rstrip(b"\0")
    if not sample:
        return bool(data)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls <= len(sample) * _MOST_CONTROLS:
        return False
    window = data[:_WINDOW]
    if find_utf32(data) or weigh(window, (*WIDE, RANDOM))[0].reading is not RANDOM:
        return False
    parts = wide_parts(sample, "")
    rest = b"".join([sample[start:end] for start, end in gaps(len(sample), parts)])
    return not parts or len(rest) - len(rest.translate(None, _CONTROLS)) > len(rest) * _MOST_CONTROLS
