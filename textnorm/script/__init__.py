"""Script: convert between Simplified and Traditional Chinese and their regions, and tell which a text is in."""

from __future__ import annotations

from textnorm.script.conversion import convert
from textnorm.script.identification import Identification, identify
from textnorm.script.opencc import CONFIGS

__all__ = ["CONFIGS", "Identification", "convert", "identify"]
