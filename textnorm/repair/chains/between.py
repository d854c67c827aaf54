"""The text between two misreadings: what is left of it where the second one, of UTF-8, lost bytes.

UTF-8 finds its place again behind a lost byte, so every character of that text is known, or is what is left of the
bytes of one.  Each stands for one character here, U+FFFD where it is not known; so places in the text in between are
places among these.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textnorm import kernel
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.respelling import respelling_table
from textnorm.repair.chains.rules import CHAINS_OF_TWO
from textnorm.repair.chains.scan import suspect_columns, weights
from textnorm.repair.chains.true import true_codec
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.chains.codecs import WrongCodec

__all__ = ["Between", "above_ascii", "between", "between_scores", "gap_behind", "is_inside", "looks_misread"]

#: A lost byte among known ones.
_LOST = -1
_TRAIL, _LEAD = 0x80, 0xC0
_QUESTIONED = re.compile(r"\?(?=(.))", re.DOTALL)
_ABOVE_ASCII = bytes(range(0x80, 0xF5))
#: Bits of a character in between that was no character at all but a mark.
_MARKED = 6.0
#: What a character in between says about its surroundings: it looks misread; a codec of single bytes or the half-width
#: kana of Shift-JIS have it, it is of a user-defined area or a mark; or it is none of these.
_MISREAD, _WRITTEN, _CLEAN = 12, 8, -4
_ASCII_END = 0x80
#: Characters of East Asian codecs, which have two bytes.
_WIDE = re.compile("[^\0-\u2e7f\ufff0-\U0010ffff]")
#: From which byte on a signed one is below zero; the user-defined areas, as programs show them.
_NEGATIVE, _PRIVATE = 0x80, "".join(map(chr, range(0xE000, 0xF900)))


class Between(NamedTuple):
    r"""A text between two misreadings.

    tokens: its characters, and for one that is not known what is left of its bytes, lost ones as -1.
    text: the same with U+FFFD for each of the latter.

    >>> there = Between(("鏄", (227, -1)), "鏄\ufffd")
    >>> there.whole, there.known, there.telling
    (False, 1, 2)
    """

    tokens: Sequence[str | tuple[int, ...]]
    text: str

    @property
    def known(self) -> int:
        """How many of its characters above ASCII are known, but for marks of the first misreading."""
        return above_ascii(self.text) - self.text.count(LOST)

    @property
    def telling(self) -> int:
        """From how many bytes at least its known characters were read: two for one of East Asia, else one."""
        return self.known + len(_WIDE.findall(self.text))

    @property
    def whole(self) -> bool:
        """Whether every character is known."""
        return LOST not in self.text or all(isinstance(token, str) for token in self.tokens)


def above_ascii(text: str) -> int:
    """Count the characters of a text above ASCII.

    >>> above_ascii("GBK 编码")
    2
    """
    return len(text) - len(text.encode("ascii", "ignore"))


def between(seen: str, outer: WrongCodec) -> Between:
    r"""Return the text in between of which ``outer`` left ``seen``, which may be ``respelled``.

    >>> between("閺勩\ufffd", wrong_codec("gbk")).tokens
    ['鏄', (227, -1)]
    """
    codes = respelling_table(outer)
    if "?" in seen:
        # Before what is left of a character it stands for bytes of that, and is none of the text in between.
        seen = _QUESTIONED.sub(lambda found: LOST if is_inside(codes, found[1]) else "?", seen)
    tokens = kernel.characters_between(codes, seen)
    whole = [one if isinstance(one, str) else _whole(one) for one in tokens]
    return Between(
        [char or one for char, one in zip(whole, tokens, strict=True)], "".join([one or LOST for one in whole])
    )


@lru_cache(maxsize=1 << 12)
def _whole(left: tuple[int, ...]) -> str:
    """Return the character whose bytes are all there, whatever codec has it, or nothing."""
    return "" if _LOST in left else bytes(left).decode("utf-8", "ignore")


def is_inside(codes: kernel.Codes, char: str) -> bool:
    """Tell whether a character was read from bytes that begin none of UTF-8.

    >>> [is_inside(respelling_table(wrong_codec("cp932")), char) for char in "､闔"]
    [True, False]
    """
    return _TRAIL <= codes.encode(char, b"?")[0] < _LEAD


@cache
def between_scores() -> bytes:
    """Return what a character that was decoded from UTF-8 says for having been misread before, by its code point.

    >>> [between_scores()[ord(char)] for char in "鏄的"]  # 252 is -4
    [12, 252]
    """
    alone = {
        char
        for name in {chain.wrong for chain in CHAINS_OF_TWO}
        for char, codes in wrong_codec(name).codes.items()
        if len(codes[0]) == 1
    }
    by_weight = bytes((_MISREAD if 0 < byte < _NEGATIVE else _CLEAN) & 0xFF for byte in range(0x100))
    scores = bytearray(weights().translate(by_weight))
    scores.append(scores[-1])  # the last weight is that of all code points beyond
    for char in (*alone, *_PRIVATE, LOST):
        if scores[ord(char)] != _MISREAD:
            scores[ord(char)] = _WRITTEN
    scores[:_ASCII_END] = bytes(_ASCII_END)
    return bytes(scores)


def looks_misread(text: str) -> bool:
    """Tell whether most of a text looks misread, as of no text that is read as it was written.

    >>> looks_misread("鏄ュぉ鐨勮姳鍥\ufffd"), looks_misread("春天的花园")
    (True, False)
    """
    starts, ends = suspect_columns(text)
    return 2 * (sum(ends) - sum(starts)) >= len(text)


def gap_behind(group: tuple[int, ...], inner: WrongCodec, true: str) -> kernel.Gap | None:
    """Return the bytes that the first misreading can have read as what is left of a character, None for none.

    true: the codec that the text was written in.

    >>> gbk = wrong_codec("gbk")
    >>> gap_behind((0xE9, -1), gbk, "utf-8") is not None, gap_behind((0xF8,), gbk, "utf-8")
    (True, None)
    """
    return _gap(group, inner, true)


@cache
def _gap(group: tuple[int, ...], inner: WrongCodec, true: str) -> kernel.Gap | None:
    alphabet = true_codec(true)
    if group[0] == _LOST and set(group) == {_LOST}:
        pair = [(0, _ABOVE_ASCII, 1, 0.0), (1, _ABOVE_ASCII, 2, 0.0)]
        return kernel.Gap(alphabet, 2, pair) if inner.double else kernel.Gap(alphabet, 1, pair[:1])
    known = _by_first_byte(inner)
    rows = known.get(group[0], ()) if group[0] >= _LEAD else [row for some in known.values() for row in some]
    seconds: dict[int, list[int]] = {}
    alone: list[int] = []
    for written, code in rows:
        if _fits(group, written):
            if len(code) == 1:
                alone.append(code[0])
            else:
                seconds.setdefault(code[0], []).append(code[1])
    marked = inner.unreadable_before(None) if _fits(group, LOST.encode()) else b""
    last = len(seconds) + 1
    edges: list[tuple[int, bytes, int, float]] = []
    for node, (first, found) in enumerate(sorted(seconds.items()), 1):
        edges += [(0, bytes((first,)), node, 0.0), (node, bytes(sorted(found)), last, 0.0)]
    edges += [(0, bytes(sorted(alone)), last, 0.0)] if alone else []
    edges += [(0, marked, last, _MARKED)] if marked else []
    return kernel.Gap(alphabet, last, edges) if edges else None


@cache
def _by_first_byte(codec: WrongCodec) -> dict[int, list[tuple[bytes, bytes]]]:
    """Return the characters of a codec above ASCII as their bytes in UTF-8 and in the codec."""
    found: dict[int, list[tuple[bytes, bytes]]] = {}
    for char, codes in codec.codes.items():
        written = char.encode("utf-8", "surrogatepass")
        if len(written) > 1:
            found.setdefault(written[0], []).append((written, codes[0]))
    return found


def _fits(group: Sequence[int], written: bytes) -> bool:
    """Tell whether a character can have left what is there; where bytes left no mark it may have been any of them."""
    if len(group) == len(written):
        return all(one in (_LOST, byte) for one, byte in zip(group, written, strict=True))
    rest = iter(written)
    return len(group) < len(written) and all(one == _LOST or one in rest for one in group)
