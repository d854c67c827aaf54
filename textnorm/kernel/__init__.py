"""The hot loops, behind one door: whichever engine is installed, with the functions of ``reference``.

``ENGINE`` names the engine in use.
"""

from __future__ import annotations

from textnorm.kernel.reference import Dictionary, convert, descriptions, matches, segments

__all__ = ["ENGINE", "Dictionary", "convert", "descriptions", "matches", "segments"]

#: The engine behind the functions of this module.
ENGINE = "reference"
