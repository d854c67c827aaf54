"""The errors textnorm raises on purpose; each message names what is wrong and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ConfigError", "MissingExtraError", "TextnormError", "UnsupportedEncodingError", "not_one_of"]


class TextnormError(Exception):
    """The base of every error that textnorm raises on purpose."""


class ConfigError(TextnormError, ValueError):
    """A setting has a value that textnorm does not know."""


class MissingExtraError(TextnormError, ImportError):
    """Something was asked for that an extra of the package provides, and the extra is not installed.

    >>> str(MissingExtraError("opencc"))
    "this needs an extra: pip install 'textnorm-zh[opencc]'"
    """

    def __init__(self, extra: str) -> None:
        """Say how to install the extra."""
        super().__init__(f"this needs an extra: pip install 'textnorm-zh[{extra}]'")


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
