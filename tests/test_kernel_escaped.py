"""The bytes that a text writes out, in the kernel against the plain Python definition: nothing tells them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.kernel import reference_escaped

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

_PARTS = ["%E4", "%25E4", "%e", "%%", "\\xb8", "\\x", "\\344", "\\444", "\\39", "a", "G", "8", "\n", "@", "\0"]
_SIGNS = [("%", 16), ("%25", 16), ("\\x", 16), ("\\", 8), ("=", 16)]


@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join), st.sampled_from(_SIGNS), st.data())
def test_bytes_agree(text: str, sign: tuple[str, int], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert kernel.octets(text, start, end, *sign) == reference_escaped.octets(text, start, end, *sign)


@pytest.mark.parametrize("room", [kernel, reference_escaped])
def test_what_is_no_byte_is_refused(room: object) -> None:
    octets = room.octets  # type: ignore[attr-defined]
    assert octets("中%E4", 1, 4, "%", 16) == (b"\xe4", [1], [4])
    with pytest.raises(ValueError, match=r"unlike U\+4E2D"):
        octets("中%E4", 0, 4, "%", 16)
    with pytest.raises(ValueError, match="no span from 2 to 1"):
        octets("ab", 2, 1, "%", 16)
    with pytest.raises(ValueError, match="a base of 8 or 16"):
        octets("ab", 0, 2, "%", 10)
