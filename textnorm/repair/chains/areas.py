"""What programs read and Python's codecs leave out: user-defined areas, and some pairs of Big5 in browsers.

A program that keeps the user-defined areas as private-use characters loses nothing by them.  Those of GBK and
Shift-JIS are in Python's gb18030 and cp932.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["BESIDES", "user_defined"]

#: Pairs that browsers read as characters which have other bytes too.  Source: the table of Big5 in the Encoding
#: Standard, as encoding_rs and Go have it.
BESIDES = {
    b"\xc6\xcf": "廴",
    b"\xc6\xd3": "无",
    b"\xc6\xd5": "癶",
    b"\xc6\xd7": "隶",
    b"\xc6\xde": "〃",
    b"\xc6\xdf": "仝",
}
_HIGH_TRAILS = range(0xA1, 0xFF)


class _Area(NamedTuple):
    """The pairs from a first one to a last one, the private-use character that the first one is, and second bytes."""

    first: bytes
    last: bytes
    character: str
    trails: Sequence[int] = (*range(0x40, 0x7F), *_HIGH_TRAILS)


#: Source: the tables of Windows for code pages 950 and 949.  ICU, Java (MS950), PHP (CP950), Ruby and Perl number the
#: pairs of Big5 alike; all were asked.
_AREAS = {
    "cp950": (
        _Area(b"\xfa\x40", b"\xfe\xfe", "\ue000"),
        _Area(b"\x8e\x40", b"\xa0\xfe", "\ue311"),
        _Area(b"\x81\x40", b"\x8d\xfe", "\ueeb8"),
        _Area(b"\xc6\xa1", b"\xc8\xfe", "\uf6b1"),
    ),
    "cp949": (
        _Area(b"\xc9\xa1", b"\xc9\xfe", "\ue000", _HIGH_TRAILS),
        _Area(b"\xfe\xa1", b"\xfe\xfe", "\ue05e", _HIGH_TRAILS),
    ),
}


@cache
def user_defined(codec: str) -> dict[bytes, str]:
    r"""Return the private-use character of each user-defined pair of Big5 (``cp950``) or of Korean (``cp949``).

    >>> areas = user_defined("cp950")
    >>> areas[b"\x81\x40"], areas[b"\xc8\xfe"], len(areas), user_defined("cp949")[b"\xfe\xfe"]
    ('\ueeb8', '\uf848', 6217, '\ue0bb')
    """
    return {pair: char for area in _AREAS[codec] for pair, char in _numbered(area)}


def _numbered(area: _Area) -> Iterator[tuple[bytes, str]]:
    point = ord(area.character)
    for lead in range(area.first[0], area.last[0] + 1):
        for trail in area.trails:
            pair = bytes((lead, trail))
            if area.first <= pair <= area.last:
                yield pair, chr(point)
                point += 1
