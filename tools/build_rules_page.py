"""Write docs/rules.md from the registry of rules.

python tools/build_rules_page.py
"""

from __future__ import annotations

from pathlib import Path

from textnorm.cli.catalog import list_rules
from textnorm.rules import GROUPS, Rule

__all__ = ["PAGE", "page"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

HEAD = """\
# Rules

Each kind of damage or style has a code. `textnorm check` names it, `--select` and `--ignore` take it or its
beginning, `textnorm rule CODE` explains it. A *safe* fix is applied by default; an *unsafe* one loses information or
guesses, and is applied only with `--unsafe-fixes`. In the examples what cannot be seen is written as an escape.

This page is made from the code by `make docs`; every example and every "left alone" on it is a test.
"""

_REMARKS = {(True, True): " *Only reported.*", (False, True): "", (False, False): " *Unsafe.*"}
_BARE = {" ", "\u3000"}


def shown(text: str) -> str:
    """Return a text as inline code, with what cannot be seen written as escapes."""
    visible = "".join(c if c.isprintable() or c in _BARE else c.encode("unicode_escape").decode() for c in text)
    fence = "``" if "`" in visible else "`"
    space = " " if "`" in visible or visible != visible.strip() else ""
    return f"{fence}{space}{visible}{space}{fence}"


def section(rule: Rule) -> str:
    """Return the part of the page that is about one rule."""
    lines = [f"### {rule.code} {rule.name}", "", rule.why + _REMARKS[rule.reports_only, rule.safe], ""]
    for before, after in rule.examples:
        lines.append(
            f"- {shown(before)} → {shown(after)}" if before != after else f"- {shown(before)} is only reported"
        )
    if rule.negatives:
        lines.append("- left alone: " + ", ".join(map(shown, rule.negatives)))
    return "\n".join(lines).rstrip() + "\n"


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for group, title in GROUPS.items():
        rules = [rule for rule in list_rules() if rule.group == group]
        if rules:
            parts += [f"## {group}: {title}\n", *map(section, rules)]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
