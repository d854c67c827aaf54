"""A first look at what the scan suspects: is it Chinese as it stands, merely rare?

Names, poems and lists hold characters that are commoner in misread text than in clean text; the character model
tells at once that they stand where they belong.  No chain is thought of before.
"""

from __future__ import annotations

from textnorm.model.ngrams import load

__all__ = ["is_unlikely"]

#: How much of the line around a stretch the model reads.
_BEFORE, _BEHIND = 8, 2
#: Mean bits of a character up to which Han characters are words; and those up to which characters among signs,
#: digits and letters are, whose damage takes more, since a sign that stands for a byte is unlikely there.
_RARE_WORDS, _AMONG_SIGNS, _FIRST_HAN = 11.0, 8.0, "\u3400"


def is_unlikely(text: str, start: int, end: int) -> bool:
    """Tell whether the stretch ``text[start:end]`` is too unlikely to be text as it stands.

    Of what the scan suspects in clean texts 98 in 100 are not; of damaged stretches hardly one.

    >>> text = "葡萄和莉莉·柯林斯，鐨勭粺"
    >>> is_unlikely(text, 0, 2), is_unlikely(text, 3, 5), is_unlikely(text, 10, 13)
    (False, False, True)
    """
    seen, after = text[start:end], text[end : end + _BEHIND]
    before = text[start - _BEFORE if start > _BEFORE else 0 : start]
    if "\n" in before:
        before = before.rpartition("\n")[2]
    if "\n" in after:
        after = after.partition("\n")[0]
    most = _RARE_WORDS if seen.isalpha() and min(seen) >= _FIRST_HAN else _AMONG_SIGNS
    return load().bits(seen, before, after) >= most * (end - start + 2)
