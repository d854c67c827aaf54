"""Counting function calls: work that grows with the text shows in them, while seconds are noise."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def calls(function: Callable[[str], object], text: str) -> int:
    """Return how many calls ``function(text)`` makes, its own and those of all it calls."""
    count = 0

    def count_call(_frame: object, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(count_call)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return count
