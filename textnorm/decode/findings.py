"""What decoding itself has to report about a document, as diagnostics with byte offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.rules import Rule, register

if TYPE_CHECKING:
    from textnorm.decode.result import Decoded

__all__ = ["BOM", "MIXED", "NOT_UTF8", "RULES", "UNDECODABLE", "Finding", "findings"]

NOT_UTF8 = register(
    Rule(
        "ENC001",
        "not-utf-8",
        "The file is in another encoding; every tool has to guess which one, and many guess wrong.",
    )
)
BOM = register(
    Rule(
        "ENC002",
        "byte-order-mark",
        "The file begins with a byte order mark, which UTF-8 does not need and which many tools take for text.",
    )
)
UNDECODABLE = register(
    Rule(
        "ENC003",
        "undecodable-bytes",
        "Bytes that mean nothing in the encoding of the file: a character was cut, overwritten or is from elsewhere.",
    )
)
MIXED = register(
    Rule(
        "ENC004",
        "mixed-encodings",
        "Parts of the file are in different encodings; a tool that reads it in one of them shows the rest as mojibake.",
    )
)
RULES: tuple[Rule, ...] = (NOT_UTF8, BOM, UNDECODABLE, MIXED)

_SHOWN = 8  # bytes of a long stretch of damage
_LISTED = 6  # parts of a file that changes its encoding more often


class Finding(NamedTuple):
    """One diagnostic: where, which rule and what to tell.

    offset: in bytes from the start of the document.
    position: the same place in code points of ``Decoded.text``, for a line and a column.
    """

    offset: int
    position: int
    rule: str
    message: str


def findings(decoded: Decoded) -> list[Finding]:
    r"""Return what there is to report about how a document was decoded, in order of place.

    >>> from textnorm.decode import decode
    >>> for found in findings(decode(b"\xef\xbb\xbf\xe4\xb8\xad\xff")):
    ...     print(found.offset, found.position, found.rule, found.message)
    0 0 ENC002 byte order mark
    6 1 ENC003 1 undecodable byte as utf-8: 0xFF (invalid start byte)
    """
    found = []
    if decoded.encoding != "utf-8":
        found.append(Finding(0, 0, NOT_UTF8.code, f"the file is in {decoded.encoding}, not in utf-8"))
    if decoded.segments:
        found.append(Finding(decoded.segments[1].start, decoded.starts[1], MIXED.code, _parts(decoded)))
    if decoded.bom:
        found.append(Finding(0, 0, BOM.code, "byte order mark"))
    for error, position in zip(decoded.errors, decoded.code_point_offsets(), strict=True):
        count = f"{len(error.raw)} undecodable byte{'s' if len(error.raw) > 1 else ''}"
        shown = " ".join(f"0x{byte:02X}" for byte in error.raw[:_SHOWN]) + (" …" if len(error.raw) > _SHOWN else "")
        message = f"{count} as {_encoding_at(decoded, error.offset)}: {shown} ({error.reason})"
        found.append(Finding(error.offset, position, UNDECODABLE.code, message))
    return sorted(found, key=lambda each: each.offset)


def _encoding_at(decoded: Decoded, offset: int) -> str:
    """Return the encoding of the part in which a byte lies."""
    return next((each.encoding for each in decoded.segments if offset < each.end), decoded.encoding)


def _parts(decoded: Decoded) -> str:
    """Tell the parts of a document and their encodings."""
    parts = [f"bytes {each.start}-{each.end} {each.encoding}" for each in decoded.segments]
    more = f" and {len(parts) - _LISTED} more" if len(parts) > _LISTED else ""
    return f"{len(parts)} parts in different encodings: {', '.join(parts[:_LISTED])}{more}"
