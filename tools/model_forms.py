"""Count which form of a character Simplified and Traditional texts write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from textnorm.model.forms import SCALE
from textnorm.model.symbols import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model_texts import Symbols

__all__ = ["form_sections"]

#: Added to each count: a form that was never seen is not impossible.
_UNSEEN = 0.3
_PLANE = 0x10000
_MOST = 255


def form_sections(texts: Mapping[str, str], weights: Mapping[str, float], symbols: Symbols) -> dict[str, bytes]:
    """Return the columns of the file: code points that share a symbol, and their bits in either script."""
    counts = {"hans": np.zeros(_PLANE), "hant": np.zeros(_PLANE)}
    for name, text in texts.items():
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        seen = np.bincount(points[points < _PLANE], minlength=_PLANE)
        counts[name.partition("_")[0]] += weights[name] * seen
    sharing = np.bincount(symbols.map, minlength=symbols.count)[symbols.map] > 1
    points = np.flatnonzero(sharing & (symbols.map >= len(CLASSES)))
    sections = {"form_points": points.astype("<u2").tobytes()}
    for script, name in (("hans", "form_simplified"), ("hant", "form_traditional")):
        seen = counts[script] + _UNSEEN
        share = seen / np.bincount(symbols.map, seen, symbols.count)[symbols.map]
        bits = np.clip(np.rint(-np.log2(share[points]) * SCALE), 0, _MOST)
        sections[name] = bits.astype(np.uint8).tobytes()
    return sections
