"""What the damaging programs did to a text besides shifting pairs."""

from __future__ import annotations

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

    ``annotates``: they put readings behind characters and split at marks; ``drops``: private-use
    characters are gone from the text; ``listed``: characters that would carry a reading; ``forms``
    are the forms of characters that the document writes.
    """

    annotates: bool
    forms: DocumentForms = field(repr=False)
    drops: bool = True
    listed: Collection[str] = frozenset()

    @cached_property
    def reader(self) -> kernel.SlipReader | DefinedReader:
        """What grows the lattices of this channel."""
        if kernel.ENGINE == "reference":
            return DefinedReader(self)
        return compiled_reader(self.forms, annotates=self.annotates, drops=self.drops, listed=self.listed)
