"""The errors textnorm raises on purpose; each message names what is wrong and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ConfigError", "TextnormError", "UnsupportedEncodingError", "not_one_of"]


class TextnormError(Exception):
    """The base of every error that textnorm raises on purpose."""


class ConfigError(TextnormError, ValueError):
    """A setting has a value that textnorm does not know."""


class UnsupportedEncodingError(TextnormError, LookupError):
    """An encoding name that no decoder here understands."""


def not_one_of(what: str, value: object, allowed: Iterable[str]) -> ConfigError:
    """Build the error for a value outside a closed set.

    >>> str(not_one_of("profile", "strict", ["repair", "standard"]))
    "unknown profile 'strict': use repair or standard"
    """
    names = list(allowed)
    listing = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return ConfigError(f"unknown {what} {value!r}: use {listing}")
