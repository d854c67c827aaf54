"""The documentation says what is true: pages made from code are current, fixtures are what they claim."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import build_rules_page
import pytest
from make_fixtures import Fixture, damaged, fixtures

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def test_the_page_of_rules_is_current() -> None:
    assert build_rules_page.PAGE.read_text(encoding="utf-8") == build_rules_page.page(), "run make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`+[^`]*`+", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.folder.name)
def test_a_fixture_is_damaged_as_it_says(fixture: Fixture) -> None:
    assert fixture.damaged_file.read_bytes() == damaged(fixture), "run tools/make_fixtures.py"


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.folder.name)
def test_a_fixture_is_repaired_as_expected(fixture: Fixture, tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    command = [
        sys.executable,
        "-m",
        "textnorm",
        "fix",
        str(fixture.damaged_file),
        *fixture.arguments,
        "-o",
        str(output),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert output.read_bytes().decode() == fixture.expected_file.read_bytes().decode()


def test_the_two_readmes_show_the_same_examples() -> None:
    def examples(name: str) -> list[str]:
        return re.findall(r"^>>> (?!\[\(refusal|\[refusal).*", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)

    assert examples("README.md") == examples("README.zh.md")
