"""What the damaging programs did to a text besides shifting pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.repair.slips import costs
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

    >>> from textnorm.model.ngrams import load
    >>> channel = Channel(annotates=False, forms=load().forms.document(""), missing=math.inf, skipped=8.0)
    >>> lattice = channel.reader.lattice("吨勒庵址椒ā", 0, slips=(0, 0))  # a byte is missing at the first character
    >>> lattice.fill("大家", "", beam=12, margin=20.0, reach=30.0)[0]
    '投掷这种方法。'
    """

    annotates: bool
    forms: DocumentForms = field(repr=False)
    missing: float = 0.0
    skipped: float = math.inf
    unspaced: float = 0.0
    listed: Collection[str] = frozenset()

    @property
    def drops_pairs(self) -> bool:
        """Whether pairs are missing wherever they would be private-use characters."""
        return self.missing == 0

    @property
    def most_dropped(self) -> int:
        """How many pairs may be missing in a row."""
        return costs.MOST_DROPPED if self.drops_pairs else costs.SELDOM_DROPPED

    @property
    def reach(self) -> float:
        """How many bits behind the best one, by a rough estimate, a path may be."""
        return costs.REACH if self.drops_pairs else costs.REACH_WITHOUT_GAPS

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
            most_dropped=self.most_dropped,
            listed=self.listed,
        )
