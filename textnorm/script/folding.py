"""Traditional text of any region read as Simplified, one code point for one: what models and segmentation see."""

from __future__ import annotations

from functools import cache

from textnorm.script import tables

__all__ = ["fold", "folded_forms"]


def fold(text: str) -> str:
    """Return ``text`` with Traditional characters of any region as Simplified, one code point for one.

    >>> fold("裡裏")
    '里里'
    """
    return text if text.isascii() else text.translate(_folding())


def folded_forms() -> dict[str, str]:
    """Return the Simplified character for each character that ``fold`` changes.

    >>> folded_forms()["裡"], folded_forms()["裏"]
    ('里', '里')
    """
    return {chr(point): value for point, value in _folding().items() if chr(point) != value}


@cache
def _folding() -> dict[int, str]:
    """Return the Simplified character for each Traditional one; never for an ambiguous Simplified one."""
    simplified = {key: value for key, value in tables.defaults("TSCharacters").items() if len(key) == len(value) == 1}
    for region in ("TW", "HK"):
        for form, standard in tables.defaults(f"{region}VariantsRev").items():
            if form not in simplified and len(form) == len(standard) == 1:
                simplified[form] = simplified.get(standard, standard)
    return {ord(key): simplified.get(value, value) for key, value in simplified.items()}
