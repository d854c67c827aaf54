"""Every user page has a Chinese counterpart with the same code blocks and sections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from build_translations import PAIRS, blocks, translated

import textnorm
from textnorm.cli.catalog import list_rules
from textnorm.rules import GROUPS

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: Pages for those who work on textnorm.
INTERNAL = {"architecture.md", "benchmarks.md", "benchmarks-detect.md", "benchmarks-repair.md", "model.md"}
USER_PAGES = sorted(page for page in DOCS.glob("*.md") if not page.stem.endswith(".zh") and page.name not in INTERNAL)


@pytest.mark.parametrize("page", USER_PAGES, ids=lambda page: page.name)
def test_a_page_has_a_chinese_counterpart_and_both_name_each_other(page: Path) -> None:
    chinese = page.with_suffix(".zh.md")
    assert f"[English]({page.name})" in chinese.read_text(encoding="utf-8")
    if page.name != "rules.md":  # made from the code
        assert f"]({chinese.name})" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAIRS, ids=lambda page: page.name)
def test_both_languages_have_the_same_code_blocks_and_sections(page: Path) -> None:
    english, chinese = page.read_text(encoding="utf-8"), PAIRS[page].read_text(encoding="utf-8")
    assert blocks(chinese) == blocks(english), "run make docs"
    assert len(re.findall(r"^##+ ", chinese, re.MULTILINE)) == len(re.findall(r"^##+ ", english, re.MULTILINE))


def test_pages_with_other_numbers_of_blocks_are_told() -> None:
    with pytest.raises(ValueError, match="1 code blocks and the Chinese one 0"):
        translated("```python\n1\n```\n", "")


def test_the_summary_of_rules_names_every_group_and_no_rule_that_is_gone() -> None:
    summary = (DOCS / "rules.zh.md").read_text(encoding="utf-8")
    assert all(f"| `{group}` |" in summary for group in GROUPS)
    assert set(re.findall(r"[A-Z]{3}\d{3}", summary)) <= {rule.code for rule in list_rules()}


def test_the_examples_of_the_summary_are_true() -> None:
    summary = (DOCS / "rules.zh.md").read_text(encoding="utf-8")
    examples = re.findall(r"`([^`]+)` → `([^`]+)`", summary)
    assert len(examples) >= len(GROUPS)
    for before, after in examples:
        assert after in {textnorm.normalize(before), textnorm.normalize(before, to="zh-Hant")}
