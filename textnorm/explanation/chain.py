"""A chain of wrong codecs as a person reads it: text, bytes and codec names, with arrows in the order of the damage."""

from __future__ import annotations

from itertools import chain as joined
from typing import TYPE_CHECKING

from textnorm.repair.chains.codec_names import display_name

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["links", "told"]

#: How many characters of a text a link shows.
_SHOWN = 8


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
        bytes_ = _ended(_hexadecimal(data), cut=cut)
        yield from (display_name(written), bytes_, display_name(read), _ended(shown, cut=cut))


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
