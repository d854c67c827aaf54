"""Which characters keep company: how well one fits to those some places away, where the n-grams do not reach."""

from __future__ import annotations

from array import array
from functools import cache
from importlib.resources import files

from textnorm import kernel
from textnorm.model import company_file
from textnorm.model.ngrams import load as load_ngrams

__all__ = ["AROUND", "KNOWN", "SURE", "load"]

#: How much of a line before and behind a character is looked at, in code points: as far as its company goes.
AROUND = 20
#: The least probability of a character that counts as a neighbour.
KNOWN = 0.5
#: Above this probability a character stays and is written, whatever its company.
SURE = 0.9998

#: How many symbols the n-gram model may have, and the rows of the boundary of a line and of rare symbols.
_SYMBOLS, _BOUNDARY_ROW, _RARE_ROW = 1 << 14, 0, 1


@cache
def load() -> kernel.Company:
    """Return the table that ships with textnorm, built over the n-gram model once.

    >>> text = "爷爷每天早上都去河里撒网捕_"
    >>> fish, lake = load().bits(text, bytes([1] * len(text)), len(text) - 1, "鱼胡")
    >>> fish > lake
    True
    """
    model = load_ngrams()
    parts = company_file.read(files("textnorm").joinpath("data").joinpath("company.model").read_bytes())
    rows = array("H", [_RARE_ROW]) * _SYMBOLS
    for row, char in enumerate(parts.characters, _RARE_ROW + 1):
        rows[model.symbol(ord(char))] = row
    rows[model.symbol(ord("\n"))] = _BOUNDARY_ROW
    return kernel.Company(
        model.grams,
        rows,
        parts.size,
        parts.near,
        parts.far,
        parts.neighbours,
        parts.places,
        parts.written,
        parts.biases,
        parts.scale,
    )
