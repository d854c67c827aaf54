"""Codecs for the encodings that Python lacks: Big5-UAO, EUC-TW and ISO-2022-CN.

They are registered with ``codecs`` when ``textnorm.decode`` is imported, so that ``bytes.decode("big5-uao")`` and
``str.encode`` know them, error handlers included.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from textnorm.decode.codes import cns_planes, uao_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["register"]

_Decoding = tuple[str, int]
_ILLEGAL = "illegal multibyte sequence"
_INCOMPLETE = "incomplete multibyte sequence"
_UNKNOWN = "no code in this encoding"


class _Table(NamedTuple):
    """The characters of an encoding by their bytes, the bytes by character, and what a code looks like."""

    name: str
    characters: Mapping[bytes, str]
    code: re.Pattern[bytes]
    cut: re.Pattern[bytes]

    def codes(self) -> dict[str, bytes]:
        """Return the bytes of each character; the shorter and then the lower code counts."""
        found: dict[str, bytes] = {}
        for code, character in sorted(self.characters.items(), key=lambda item: (len(item[0]), item[0])):
            found.setdefault(character, code)
        return found


@lru_cache(maxsize=1)
def _uao() -> _Table:
    return _Table("big5-uao", uao_characters(), re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]"), re.compile(rb"."))


@lru_cache(maxsize=1)
def _euc_tw() -> _Table:
    characters = {
        (code if plane == 1 else bytes((0x8E, 0xA0 + plane)) + code): character
        for (plane, code), character in cns_planes().items()
    }
    characters.update(
        {b"\x8e\xa1" + code: character for (plane, code), character in cns_planes().items() if plane == 1}
    )
    pattern = re.compile(rb"\x8e[\xa1-\xaf][\xa1-\xfe]{2}|[\xa1-\xfe]{2}")
    return _Table("euc-tw", characters, pattern, re.compile(rb"\x8e(?:[\xa1-\xaf][\xa1-\xfe]?)?|[\xa1-\xfe]"))


_ASCII = re.compile(rb"[\x00-\x7f]+")


def _decode(table: _Table, data: bytes, errors: str) -> _Decoding:
    """Decode ASCII and the codes of a table; an error handler gets what is neither."""
    characters, match = table.characters, table.code.match
    parts: list[str] = []
    at, end = 0, len(data)
    while at < end:
        plain = _ASCII.match(data, at)
        if plain:
            parts.append(plain[0].decode("ascii"))
            at = plain.end()
            continue
        code = match(data, at)
        character = characters.get(code[0]) if code else None
        if code and character:
            parts.append(character)
            at = code.end()
            continue
        incomplete = table.cut.fullmatch(data, at)
        error = UnicodeDecodeError(
            table.name, data, at, end if incomplete else at + 1, _INCOMPLETE if incomplete else _ILLEGAL
        )
        replacement, at = codecs.lookup_error(errors)(error)
        parts.append(cast("str", replacement))
    return "".join(parts), end


@lru_cache(maxsize=4)
def _codes(table: Callable[[], _Table]) -> dict[str, bytes]:
    return table().codes()


def _encode(table: Callable[[], _Table], text: str, errors: str) -> tuple[bytes, int]:
    codes = _codes(table)
    parts: list[bytes] = []
    at = 0
    while at < len(text):
        character = text[at]
        code = character.encode() if character < "\x80" else codes.get(character)
        if code is not None:
            parts.append(code)
            at += 1
            continue
        error = UnicodeEncodeError(table().name, text, at, at + 1, _UNKNOWN)
        replacement, at = codecs.lookup_error(errors)(error)
        parts.append(replacement if isinstance(replacement, bytes) else replacement.encode("ascii"))
    return b"".join(parts), len(text)


def _info(table: Callable[[], _Table], name: str) -> codecs.CodecInfo:
    return codecs.CodecInfo(
        name=name,
        encode=lambda text, errors="strict": _encode(table, text, errors),
        decode=lambda data, errors="strict": _decode(table(), bytes(data), errors),
    )


def _search(name: str) -> codecs.CodecInfo | None:
    """Return the codec of a name, normalized as ``codecs`` does."""
    from textnorm.decode import iso2022cn  # noqa: PLC0415 - for who needs it

    if name in {"big5_uao", "big5uao", "uao"}:
        return _info(_uao, "big5-uao")
    if name in {"euc_tw", "euctw"}:
        return _info(_euc_tw, "euc-tw")
    if name in {"iso_2022_cn", "iso2022_cn", "iso_2022_cn_ext"}:
        return codecs.CodecInfo(
            name="iso-2022-cn",
            encode=iso2022cn.encode,
            decode=lambda data, errors="strict": iso2022cn.decode(bytes(data), errors),
        )
    return None


@lru_cache(maxsize=1)
def register() -> None:
    r"""Make the codecs known to Python, once.

    >>> register()
    >>> "中文".encode("big5-uao")
    b'\xa4\xa4\xa4\xe5'
    """
    codecs.register(_search)
