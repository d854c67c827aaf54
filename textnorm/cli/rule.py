"""``textnorm rule``: list the rules, or explain one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.cli.arguments import Parser
from textnorm.cli.streams import write
from textnorm.errors import TextnormError

if TYPE_CHECKING:
    from argparse import Namespace

    from textnorm.rules import Rule

__all__ = ["build_parser", "run"]

_DONE = 0
_LONGEST_EXAMPLE = 200  # code points

_MORE = """\
Without CODE, lists every rule; with the beginning of codes (PIN), those. 'textnorm fix' makes safe
fixes, and unsafe ones, which may lose something, only with --unsafe-fixes.

exit status: 0 done, 2 no such rule
"""


def build_parser() -> Parser:
    """Return the parser of the command's arguments."""
    return Parser("rule", "List the rules, or explain one.", paths="[CODE]", more=_MORE)


def run(arguments: Namespace) -> int:
    """Do the work and return the exit status."""
    from textnorm.cli.catalog import find_rules, list_rules  # noqa: PLC0415 - imports every step

    codes = arguments.paths
    if len(codes) > 1:
        msg = f"one rule at a time, not {len(codes)}: {', '.join(codes)}"
        raise TextnormError(msg)
    rules = find_rules(codes[0].upper()) if codes else list_rules()
    if codes and len(rules) == 1:
        write(_explanation(rules[0]))
    else:
        width = max(len(rule.name) for rule in rules)
        for rule in rules:
            write(f"{rule.code}  {_safety(rule):<6}  {rule.name:<{width}}  {rule.why}\n")
    return _DONE


def _safety(rule: Rule) -> str:
    if rule.reports_only:
        return "report"
    return "safe" if rule.safe else "unsafe"


def _explanation(rule: Rule) -> str:
    from textnorm.rules import GROUPS  # noqa: PLC0415 - for this alone

    fix = {"report": "none, only reported", "safe": "safe"}.get(_safety(rule), "unsafe, only made with --unsafe-fixes")
    lines = [f"{rule.code} {rule.name}", f"group: {GROUPS[rule.group]}", f"fixes: {fix}", "", rule.why]
    if rule.examples:
        lines += ["", "examples:", *(f"  {_example(before, after)}" for before, after in rule.examples)]
    if rule.negatives:
        lines += ["", "left alone:", *(f"  {_shown(text)}" for text in rule.negatives)]
    return "\n".join(lines) + "\n"


def _example(before: str, after: str) -> str:
    return f"{_shown(before)} is reported" if before == after else f"{_shown(before)} → {_shown(after)}"


def _shown(text: str) -> str:
    from textnorm.lint.quoting import quoted  # noqa: PLC0415 - for this alone

    return quoted(text, longest=_LONGEST_EXAMPLE)
