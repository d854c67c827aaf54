"""Patterns of the user's own for what is to be left alone, searched with a limit of time.

The package ``regex`` searches them, because it can be told when to give up: a pattern that needs time without end
becomes an error that names it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from textnorm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.protect.spans import Span

__all__ = ["compiled", "pattern_spans"]

#: Seconds that one pattern may take for one text: so many at least, and so many more for a million code points.
_LEAST_TIME = 2.0
_TIME_FOR_A_MILLION = 4.0


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Any:  # noqa: ANN401 - regex has no types
    """Return a compiled pattern; raise ConfigError for one that is none.

    >>> compiled("[")
    Traceback (most recent call last):
    textnorm.errors.ConfigError: not a pattern to protect: '[': unterminated character set at position 1
    """
    import regex  # noqa: PLC0415 - slow to load, and needed only where there are patterns

    if not isinstance(pattern, str):
        msg = f"a pattern to protect is a string, not {pattern!r}"
        raise ConfigError(msg)
    try:
        return regex.compile(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        msg = f"not a pattern to protect: {pattern!r}: {error}"
        raise ConfigError(msg) from error


def pattern_spans(text: str, patterns: Sequence[str]) -> list[Span]:
    """Return what the patterns match, in code points; ascending, and joined where matches overlap or touch.

    Empty matches count for nothing.  Raises ConfigError for a pattern that takes too long.

    >>> pattern_spans("【甲】与【乙】", (r"【.*?】",))
    [(0, 3), (4, 7)]
    """
    spans: list[Span] = []
    for pattern in patterns:
        spans += _matches(text, pattern)
    if len(patterns) > 1:
        spans.sort()
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _matches(text: str, pattern: str) -> list[Span]:
    from time import monotonic  # noqa: PLC0415 - as for regex

    limit = _LEAST_TIME + _TIME_FOR_A_MILLION * len(text) / 1_000_000
    deadline = monotonic() + limit
    found: list[Span] = []
    try:
        for match in compiled(pattern).finditer(text, timeout=limit):
            if monotonic() > deadline:  # regex counts the time of each match anew
                raise TimeoutError  # noqa: TRY301 - the same error for the same reason
            if match.start() < match.end():
                found.append(match.span())
    except TimeoutError:
        msg = (
            f"the pattern to protect {pattern!r} takes more than {limit:.0f} s for {len(text)} characters: simplify it"
        )
        raise ConfigError(msg) from None
    return found
