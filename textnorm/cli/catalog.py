"""All rules that textnorm has, wherever they are declared."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from textnorm.errors import ConfigError
from textnorm.pipeline import STEPS
from textnorm.rules import all_rules, matches

if TYPE_CHECKING:
    from textnorm.rules import Rule

__all__ = ["find_rules", "list_rules"]

#: Modules that declare rules and are not steps.
_OTHER_HOMES = ("textnorm.decode", "textnorm.corpus.records")


def list_rules() -> tuple[Rule, ...]:
    """Return every rule, by group and number."""
    for name in (*STEPS, *_OTHER_HOMES):
        import_module(name)
    return all_rules()


def find_rules(code: str) -> tuple[Rule, ...]:
    """Return the rules whose code begins with ``code``; raise ConfigError when there is none."""
    found = tuple(rule for rule in list_rules() if matches(rule.code, (code,)))
    if not code or not found:
        groups = ", ".join(dict.fromkeys(rule.group for rule in all_rules()))
        msg = f"unknown rule {code!r}: use a code that 'textnorm rule' lists, or the beginning of one ({groups})"
        raise ConfigError(msg)
    return found
