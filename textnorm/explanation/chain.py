"""A chain of wrong codecs as a person reads it: text, bytes and codec names, with arrows in the order of the damage."""

from __future__ import annotations

from itertools import chain as joined
from typing import TYPE_CHECKING

from textnorm.repair.chains.single_bytes import SINGLE_BYTE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["codec_name", "links", "told"]

_NAMES = {
    "utf-8": "UTF-8",
    "latin-1": "Latin-1",
    **SINGLE_BYTE,
    "gbk": "GBK",
    "gb18030": "GBK",
    "cp950": "Big5",
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp932": "Shift-JIS",
    "cp949": "Korean (CP949)",
    "shift_jis": "Shift-JIS",
    "utf-16-le": "UTF-16 little-endian",
    "utf-16-be": "UTF-16 big-endian",
}
#: How many characters of a text a link shows.
_SHOWN = 8


def codec_name(codec: str) -> str:
    """Return the name of a codec as people write it.

    >>> codec_name("cp1252"), codec_name("cp866"), codec_name("utf-7")
    ('Windows-1252', 'code page 866', 'utf-7')
    """
    return _NAMES.get(codec, codec)


def links(chain: tuple[tuple[str, str], ...], text: str) -> Iterator[str]:
    r"""Yield the links of a chain that starts from ``text``: text, codec, bytes, codec, text and so on.

    >>> list(links((("utf-8", "cp1252"),), "é"))
    ['é', 'UTF-8', 'C3 A9', 'Windows-1252', 'Ã©']
    """
    shown = text[:_SHOWN]
    cut = len(shown) < len(text)
    yield _ended(shown, cut=cut)
    for written, read in chain:
        data = shown.encode(written, "replace")
        shown = _decoded(data, read)
        yield from (codec_name(written), _ended(_hexadecimal(data), cut=cut), codec_name(read), _ended(shown, cut=cut))


def told(chain: tuple[tuple[str, str], ...], text: str, seen: str = "") -> str:
    """Return the links on one line.

    seen: what stands there, where it is known: programs differ in what they write for bytes that they cannot read.

    >>> told((("utf-8", "cp1252"),), "é")
    'é → UTF-8 → C3 A9 → Windows-1252 → Ã©'
    >>> told((("utf-8", "gbk"),), "线", "绾?")
    '线 → UTF-8 → E7 BA BF → GBK → 绾?'
    """
    found = list(links(chain, text))
    if seen:
        found[-1] = seen if len(text) <= _SHOWN else _ended(seen[: len(found[-1].removesuffix(" …"))], cut=True)
    return " → ".join(found)


def _hexadecimal(data: bytes) -> str:
    return data.hex(" ").upper()


def _ended(text: str, *, cut: bool) -> str:
    return f"{text} …" if cut else text


def _decoded(data: bytes, codec: str) -> str:
    """Decode as programs do: what a one-byte codec has no character for becomes a control, U+FFFD elsewhere."""
    text = data.decode(codec, "replace")
    if len(text) != len(data) or "\ufffd" not in text:
        return text
    return "".join(
        joined.from_iterable(chr(byte) if char == "\ufffd" else char for byte, char in zip(data, text, strict=True))
    )
