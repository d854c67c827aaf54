"""UTF-32 without a byte order mark, which its many NUL bytes and its validity prove."""

from __future__ import annotations

__all__ = ["find_utf32"]

_WINDOW = 1024  # bytes
_LEAST_NUL = 0.25  # of all bytes: the highest one of each code unit
_SURROGATES_AND_CONTROLS = frozenset([*map(chr, range(9)), *map(chr, range(0x0E, 0x1B)), "\x7f", "\ufffe", "\uffff"])


def find_utf32(data: bytes) -> str | None:
    r"""Return ``utf-32-le`` or ``utf-32-be`` if the beginning of ``data`` is text in it.

    >>> find_utf32("UTF-32 文本".encode("utf-32-be")), find_utf32("文本".encode("utf-16-be"))
    ('utf-32-be', None)
    """
    window = data[: min(_WINDOW, len(data) - len(data) % 4)]
    if not window or window.count(0) < _LEAST_NUL * len(window):
        return None
    for codec in ("utf-32-le", "utf-32-be"):
        try:
            text = window.decode(codec)
        except UnicodeDecodeError:
            continue
        text = text.rstrip("\0")
        if text and _SURROGATES_AND_CONTROLS.isdisjoint(text) and "\0" not in text:
            return codec
    return None
