"""The registry of rules: one code for each kind of damage or style that textnorm knows.

A rule is declared beside the step that implements it and registers itself when that module is
imported.  This module knows no rule by name and imports nothing from textnorm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GROUPS", "Rule", "all_rules", "get_rule", "matches", "register"]

#: What the three letters of a code mean, in the order in which the pipeline meets them.
GROUPS = {
    "ENC": "decoding",
    "PIN": "pinyin pollution and GBK byte slips",
    "ESC": "escapes and markup left in text",
    "MOJ": "text read with the wrong codec",
    "UNI": "characters",
    "WID": "width",
    "PUN": "punctuation",
    "SPC": "spacing",
    "SCR": "script",
}

_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change textnorm can make, or of damage it can only report.

    ``examples`` are pairs (before, after) for this rule alone; where nothing is repaired, before and
    after are equal and the rule only reports.  ``negatives`` are texts in which the rule must find
    nothing.  Both are run as tests and printed in the documentation.  ``reports_only`` marks a rule that
    has no fix at all.

    >>> Rule("SPC900", "double-space", "Two spaces say no more than one.").safe
    True
    """

    code: str
    name: str
    why: str
    safe: bool = True
    reports_only: bool = False
    examples: tuple[tuple[str, str], ...] = ()
    negatives: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a malformed code early, where the rule is written."""
        if not _CODE.fullmatch(self.code) or self.code[:3] not in GROUPS:
            msg = f"rule code {self.code!r}: three letters of {', '.join(GROUPS)} and three digits are needed"
            raise ValueError(msg)

    @property
    def group(self) -> str:
        """The three letters of the code."""
        return self.code[:3]


_REGISTRY: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Add ``rule`` to the registry and return it.

    Raises ValueError when another rule has its code or its name.

    >>> from textnorm.repair.lost import RULES
    >>> register(RULES[0]) is RULES[0]  # the same rule once more is no other one
    True
    """
    for known in _REGISTRY.values():
        if known != rule and (known.code == rule.code or known.name == rule.name):
            msg = f"rule {rule.code} ({rule.name}) collides with {known.code} ({known.name})"
            raise ValueError(msg)
    _REGISTRY[rule.code] = rule
    return rule


def get_rule(code: str) -> Rule:
    """Return the rule with this code; KeyError when no imported step declares it.

    >>> from textnorm.repair.lost import RULES
    >>> get_rule("MOJ904").name
    'replacement-character'
    """
    return _REGISTRY[code]


def all_rules() -> tuple[Rule, ...]:
    """Return the registered rules by group, then by number; import the steps first.

    >>> from textnorm.repair.lost import RULES
    >>> set(RULES) <= set(all_rules())
    True
    """
    order = list(GROUPS)
    return tuple(sorted(_REGISTRY.values(), key=lambda rule: (order.index(rule.group), rule.code)))


def matches(code: str, selectors: Iterable[str]) -> bool:
    """Tell whether a selector names this code, its group or a prefix of it.

    >>> matches("PIN001", ["PIN"]), matches("PIN001", ["PIN00", "SPC"]), matches("PIN001", ["SPC"])
    (True, True, False)
    """
    return code.startswith(tuple(selectors))
