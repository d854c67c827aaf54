"""ISO-2022-CN and its extension: ASCII, GB 2312 and CNS 11643 by escape sequences (RFC 1922)."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import cast

from textnorm.decode.codes import cns_planes

__all__ = ["decode", "encode"]

_NAME = "iso-2022-cn"
_HIGH = bytes(byte | 0x80 for byte in range(0x80)) * 2

#: Escape sequences that say what SO, SS2 and SS3 reach: GB 2312, or a plane of CNS 11643.
_SETS = {b"\x1b$)A": 0, b"\x1b$)G": 1, b"\x1b$*H": 2, **{b"\x1b$+" + bytes((0x49 + n,)): 3 + n for n in range(5)}}
_SHIFT_OUT = 0x0E
_SINGLE_2, _SINGLE_3 = b"\x1bN", b"\x1bO"
_TOKEN = re.compile(
    rb"(\x1b\$(?:\)[AG]|\*H|\+[I-M]))|(\x1b[NO][\x21-\x7e]{2})|([\x0e\x0f])|([\x21-\x7e]{2})|([\x00-\x7f])"
)
_UNKNOWN = "no code in this encoding"


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[int, bytes]]:
    """Return the plane and code of each character of CNS 11643; the lower plane counts."""
    found: dict[str, tuple[int, bytes]] = {}
    for (plane, code), character in sorted(cns_planes().items()):
        if plane <= 7:  # noqa: PLR2004 - the planes that the RFC knows
            found.setdefault(character, (plane, code))
    return found


def _character(charset: int, code: bytes) -> str | None:
    high = code.translate(_HIGH)
    return cns_planes().get((charset, high)) if charset else high.decode("gb2312", "ignore") or None


def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:  # noqa: C901 - one branch for each kind of token
    r"""Return the text and the number of bytes read; ``errors`` names an error handler.

    >>> decode(b"\x1b$)A\x0eVPND\x0f.")
    ('中文.', 11)
    """
    data = bytes(data)
    parts: list[str] = []
    out: int | None = None  # what SO reaches
    second = third = None  # what SS2 and SS3 reach
    shifted = False
    at = 0
    while at < len(data):
        token = _TOKEN.match(data, at)
        escape, single, shift, pair, other = token.groups() if token else (None,) * 5
        character: str | None = None
        length = len(token[0]) if token else 1
        if escape:
            charset = _SETS[escape]
            if charset <= 1:
                out = charset
            elif charset == 2:  # noqa: PLR2004 - the plane that SS2 reaches
                second = charset
            else:
                third = charset
            character = ""
        elif shift:
            shifted, character = shift[0] == _SHIFT_OUT, ""
        elif single:
            charset = second if single.startswith(_SINGLE_2) else third  # type: ignore[assignment]  # None is told below
            character = _character(charset, single[2:]) if charset is not None else None
        elif pair and shifted:
            character = _character(out, pair) if out is not None else None
        elif pair or (other and not (shifted and other > b" ")):
            length, character = 1, chr(data[at])
            if other == b"\n":  # designations and shifts end with the line
                out = second = third = None
                shifted = False
        if character is None:
            error = UnicodeDecodeError(_NAME, data, at, at + 1, "illegal multibyte sequence")
            replacement, at = codecs.lookup_error(errors)(error)
            parts.append(cast("str", replacement))
        else:
            parts.append(character)
            at += length
    return "".join(parts), len(data)


def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    r"""Return the bytes of a text and the number of characters written.

    >>> encode("中文.")[0]
    b'\x1b$)A\x0eVPND\x0f.'
    """
    parts: list[bytes] = []
    designated: dict[bytes, int] = {}  # what SO, SS2 and SS3 reach, by the last but one byte of the escape sequence
    shifted = False
    at = 0
    while at < len(text):
        character = text[at]
        if character < "\x80":
            parts.append((b"\x0f" if shifted else b"") + character.encode())
            shifted = False
            if character == "\n":
                designated.clear()
            at += 1
            continue
        found = _find(character)
        if found is None:
            error = UnicodeEncodeError(_NAME, text, at, at + 1, _UNKNOWN)
            replacement, at = codecs.lookup_error(errors)(error)
            parts.append(replacement if isinstance(replacement, bytes) else replacement.encode("ascii"))
            continue
        charset, code = found
        escape = next(sequence for sequence, number in _SETS.items() if number == charset)
        if designated.get(escape[2:3]) != charset:
            designated[escape[2:3]] = charset
            parts.append(escape)
        if charset > 1:
            parts.append((_SINGLE_2 if charset == 2 else _SINGLE_3) + code)  # noqa: PLR2004 - the plane of SS2
        else:
            parts.append(code if shifted else b"\x0e" + code)
            shifted = True
        at += 1
    return b"".join([*parts, b"\x0f" if shifted else b""]), len(text)


def _find(character: str) -> tuple[int, bytes] | None:
    """Return the character set and the seven-bit code of a character."""
    simplified = character.encode("gb2312", "ignore")
    if simplified:
        return 0, bytes(byte & 0x7F for byte in simplified)
    found = _codes().get(character)
    return found and (found[0], bytes(byte & 0x7F for byte in found[1]))
