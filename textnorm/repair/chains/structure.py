"""What the structure of a document tells about what was lost in it, before any of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textnorm.repair.chains.signs import Signs, anywhere

if TYPE_CHECKING:
    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["UNKNOWN", "Structure", "Told"]

#: Bits from which on it is taken as settled whether a program swallows signs, and line feeds; no one place tells.
_SETTLED = 4.0


class Told(NamedTuple):
    """The signs of a document, and whether its program swallowed ASCII and line feeds; None where that is open.

    >>> UNKNOWN.swallows is None
    True
    """

    signs: Signs
    swallows: bool | None = None
    feeds: bool | None = None


#: What is told where nothing is known.
UNKNOWN = Told(anywhere())


class Structure:
    r"""A text that was misread, of which each codec tells other places to be intact.

    >>> from textnorm.repair.chains.codecs import wrong_codec
    >>> shown = "# 璁剧疆\n# 瀛?a = 1\n# 鏂?b = 2\n# 璁剧疆\nc = 3\n"  # 设置, 字, 文, 设置
    >>> Structure(shown).told(wrong_codec("gbk")).swallows, Structure(shown).told(wrong_codec("cp1252")).swallows
    (True, None)
    """

    def __init__(self, text: str) -> None:
        """Take the text; it is looked at when somebody asks."""
        self._text = text
        self._told: dict[str, Told] = {}

    def told(self, codec: WrongCodec) -> Told:
        """Return what is told by the places that are intact if UTF-8 was read with ``codec``."""
        if not codec.double or "\n" not in self._text.strip():
            return UNKNOWN  # one line has no structure that tells
        found = self._told.get(codec.family)
        if found is None:
            signs = Signs(self._text, codec)
            habit = signs.habit(self._text, codec)
            found = self._told[codec.family] = Told(signs, _settled(habit.pairs), _settled(habit.lines))
        return found


def _settled(bits: float) -> bool | None:
    return None if -_SETTLED <= bits <= _SETTLED else bits > 0
