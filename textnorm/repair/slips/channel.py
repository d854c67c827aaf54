"""What the damaging programs did to a text besides shifting pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.slips.codes import compiled_reader
from textnorm.repair.slips.definition import DefinedReader

if TYPE_CHECKING:
    from collections.abc import Collection

    from textnorm.model.forms import DocumentForms

__all__ = ["Channel"]


@dataclass(frozen=True)
class Channel:
    """What the damaging programs did besides shifting pairs.

    ``annotates``: they put readings behind characters and split at marks; ``missing``: bits against a pair that is
    gone from the text, a private-use character, infinite where none can be; ``skipped``: bits against a byte that the
    decoder gave up without a mark; ``unspaced``: bits against a space beside a number; ``listed``: characters that
    would carry a reading; ``forms`` are the forms of characters that the document writes.
    """

    annotates: bool
    forms: DocumentForms = field(repr=False)
    missing: float = 0.0
    skipped: float = math.inf
    unspaced: float = 0.0
    listed: Collection[str] = frozenset()

    @cached_property
    def reader(self) -> kernel.SlipReader | DefinedReader:
        """What grows the lattices of this channel."""
        if kernel.ENGINE == "reference":
            return DefinedReader(self)
        return compiled_reader(
            self.forms,
            annotates=self.annotates,
            missing=self.missing,
            skipped=self.skipped,
            unspaced=self.unspaced,
            listed=self.listed,
        )
