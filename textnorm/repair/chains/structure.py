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
    >>> structure = Structure(shown)
    >>> [structure.expect(wrong_codec("gbk")) for _ in range(2)]
    [True, False]
    >>> structure.told(wrong_codec("gbk")).swallows, structure.told(wrong_codec("cp950")).swallows
    (True, None)
    """

    def __init__(self, text: str) -> None:
        """Take the text; it is looked at when somebody asks."""
        self._text = text
        self._told: dict[str, Told] = {}
        self._expected: set[str] = set()

    def expect(self, codec: WrongCodec) -> bool:
        """Note that a line was read with a codec: of others nothing is told.  Return whether this is the first time."""
        kind = _kind(codec)
        if not codec.double or kind in self._expected or "\n" not in self._text.strip():  # one line tells nothing
            return False
        self._expected.add(kind)
        return True

    def told(self, codec: WrongCodec) -> Told:
        """Return what is told by the places that are intact if UTF-8 was read with ``codec``."""
        if _kind(codec) not in self._expected:
            return UNKNOWN
        found = self._told.get(codec.family)
        if found is None:
            signs = Signs(self._text, codec)
            habit = signs.habit(self._text, codec)
            found = self._told[codec.family] = Told(signs, _settled(habit.pairs), _settled(habit.lines))
        return found


def _kind(codec: WrongCodec) -> str:
    """Return what a codec is called among those that are expected: the larger GBK is one of them where GBK is."""
    return "gbk" if codec.family == "gb18030" else codec.family


def _settled(bits: float) -> bool | None:
    return None if -_SETTLED <= bits <= _SETTLED else bits > 0
