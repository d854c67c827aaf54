"""Written-out bytes and the places of the characters that they are, against a decoder that is given byte by byte."""

from __future__ import annotations

from codecs import getincrementaldecoder

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.repair.escaped.alignment import Aligned, Octets, decode

_TEXTS = st.text("中文字aé1€𠮷\n一㐀ᠠ\ue000", max_size=8)
_SOFT_BREAK = -1


def one_by_one(units: list[tuple[int, int, int]], codec: str) -> list[Aligned] | None:
    """Decode one byte after the other; a place without a byte counts between characters alone."""
    decoder = getincrementaldecoder(codec)()
    found: list[Aligned] = []
    start: int | None = None
    try:
        for byte, begins, ends in units:
            if byte == _SOFT_BREAK:
                found += [("", begins, ends)] * (start is None)
                continue
            start = begins if start is None else start
            characters = decoder.decode(bytes((byte,)))
            if characters:
                found.append((characters, start, ends))
                start = None
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return found


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950", "big5hkscs"])
@given(
    data=st.one_of(
        st.binary(max_size=8),
        st.tuples(_TEXTS, st.sampled_from(["utf-8", "gb18030", "cp950", "big5hkscs"])).map(
            lambda pair: pair[0].encode(pair[1], "ignore")
        ),
        st.lists(st.sampled_from([b"\x88\x62", b"\x88\xa3", b"\xa4\xa4", b"a", b"\x81\x30\x81\x30"])).map(b"".join),
    ),
    breaks=st.lists(st.integers(0, 8), max_size=3),
)
def test_characters_stand_where_their_bytes_do(codec: str, data: bytes, breaks: list[int]) -> None:
    """Valid bytes or not, with soft breaks between and inside characters."""
    bytes_read = list(data)
    for at in sorted(breaks, reverse=True):
        bytes_read.insert(at, _SOFT_BREAK)
    units = [(byte, 3 * k, 3 * k + 3) for k, byte in enumerate(bytes_read)]
    octets = Octets()
    for byte, start, end in units:
        if byte == _SOFT_BREAK:
            octets.skip(start, end)
        else:
            octets.write(bytes((byte,)), start, 3)
    assert decode(octets, codec) == one_by_one(units, codec)
