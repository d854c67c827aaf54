"""The finished tables of conversion to a target, in ``data/targets.tables``, made by ``tools/build_targets.py``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from textnorm import kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TABLES", "finished"]

#: The file of the tables.
TABLES = "targets.tables"


@cache
def finished(to: str, *, words: bool = False) -> kernel.Script | None:
    """Return what converts to a target, with its words or without; None where ``definition`` has to serve.

    >>> finished("zh-TW") is finished("zh-TW")
    True
    """
    scripts = _scripts()
    return None if scripts is None else scripts[f"{to}+words" if words else to]


@cache
def _scripts() -> Mapping[str, kernel.Script] | None:
    return kernel.load_scripts(files("textnorm").joinpath("data").joinpath(TABLES))
