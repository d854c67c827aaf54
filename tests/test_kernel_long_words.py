"""Which characters lie in listed words: the kernel against the plain Python definition."""

from __future__ import annotations

from array import array
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from textnorm import kernel
from textnorm.kernel import reference_long_words

_WORDS = ("出其不意", "出其不意地", "𠮷野家店", "aé\ud800\0", "意意意意意意意意")
_NUMBERS = array("I", sorted(crc32(word.encode("utf-16-le", "surrogatepass")) for word in _WORDS))
_PIECES = st.one_of(st.sampled_from(_WORDS), st.text("出其不意地𠮷a\ud800", max_size=5))


@given(st.lists(_PIECES, max_size=5).map("".join), st.integers(1, 5), st.integers(3, 9))
def test_the_engines_cover_the_same_characters(text: str, shortest: int, longest: int) -> None:
    """Words within words, beside each other and beyond the basic plane."""
    found = kernel.in_listed_words(text, _NUMBERS, shortest, longest)
    assert found == reference_long_words.in_listed_words(text, _NUMBERS, shortest, longest)


def test_a_word_covers_its_characters() -> None:
    assert list(kernel.in_listed_words("他出其不意地", _NUMBERS, 4, 4)) == [0, 1, 1, 1, 1, 0]
    assert kernel.in_listed_words("", _NUMBERS, 4, 8) == bytearray()
    assert kernel.in_listed_words("出其不意", array("I"), 4, 8) == bytearray(4)
