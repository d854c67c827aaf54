"""Script: convert between Simplified and Traditional Chinese and their regions, and tell which a text is in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from textnorm.script.conversion import convert
from textnorm.script.converter import Converter
from textnorm.script.identification import Identification, identify
from textnorm.script.opencc import CONFIGS

if TYPE_CHECKING:
    from textnorm.script.uncertainty import Ambiguity, ambiguities

__all__ = ["CONFIGS", "Ambiguity", "Converter", "Identification", "ambiguities", "convert", "identify"]


def __getattr__(name: str) -> object:
    """Load what needs the models only when it is asked for."""
    if name in {"Ambiguity", "ambiguities"}:
        return getattr(import_module("textnorm.script.uncertainty"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
