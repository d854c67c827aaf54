"""Arrows point down only: which room may import which, and that start-up stays light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import textnorm
from textnorm.pipeline import STEPS

PACKAGE = Path(textnorm.__file__).parent

#: What each room may import, besides itself; see docs/architecture.md.
BASE = {"errors", "rules", "trace", "composition", "config", "dictionary", "step"}
MAY_IMPORT = {
    "__init__": {"config", "decode", "errors", "explanation", "pipeline", "result", "rules", "script", "trace"},
    "__main__": {"cli"},
    "cli": {"__init__", "corpus", "decode", "explanation", "kernel", "lint", "pipeline", "result", "script", *BASE},
    "explanation": {"lint", "pipeline", "repair", "result", *BASE},
    "lint": {"decode", "result", *BASE},
    "corpus": {"decode", "pipeline", "result", *BASE},
    "pipeline": {"decode", "gate", "protect", "result", "tidy", *BASE},
    "gate": {"config", "kernel", "step"},
    "result": {"decode", "rules", "trace"},
    "decode": {"model", "kernel", *BASE},
    "repair": {"decode", "model", "kernel", "protect", *BASE},
    "tidy": {"model", "protect", *BASE},
    "script": {"kernel", "model", "protect", *BASE},
    "protect": {"errors", "kernel"},
    "model": {"kernel"},
    "kernel": set(),
    "trace": set(),
    "composition": {"trace"},
    "rules": set(),
    "config": {"dictionary", "errors", "protect"},
    "dictionary": {"errors"},
    "step": {"config", "rules", "trace"},
    "errors": set(),
}


def room(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "textnorm":
            parts = node.module.split(".")
            rooms |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("textnorm.")}
    return {"__init__" if name.startswith("__") else name for name in rooms}


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_point_down_only(path: Path) -> None:
    here = room(path)
    assert imported_rooms(path) - {here} <= MAY_IMPORT[here]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_page_about_the_design_lists_the_steps_in_their_order() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    stages = re.findall(r"^\| (decode|repair|tidy|script) \|.*\| (`.*`) \|$", page, re.MULTILINE)
    listed = [f"textnorm.{stage}.{step}" for stage, steps in stages for step in re.findall("`(.*?)`", steps)]
    assert tuple(listed) == tuple(STEPS)


@pytest.mark.parametrize(("name", "group"), STEPS.items())
def test_the_rules_of_a_step_are_of_its_group(name: str, group: str) -> None:
    assert {rule.group for rule in import_module(name).RULES} == {group}


def test_the_page_about_the_design_draws_the_rooms_as_they_are() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("\n## Rooms\n")[2].partition("\n## ")[0]
    below = set(MAY_IMPORT) - {"__main__"}
    for named, _, imports in re.findall(r"^\| (`.*?`) \| (.*?) \| ([^`]*?) \|$", table, re.MULTILINE):
        rooms = {name.removesuffix("/").removesuffix(".py") for name in re.findall("`(.*?)`", named)}
        if rooms <= set(MAY_IMPORT):
            below -= rooms
            # The version stands in __init__, and what is common to all below the table.
            allowed = set().union(*(MAY_IMPORT[room] for room in rooms)) - BASE - {"__init__"}
            if imports != "everything below":
                assert {name for name in imports.split(", ") if name != "–"} == allowed, named
            assert allowed <= below, named
    assert below == set()


HEAVY = (
    "ftfy",
    "chardet",
    "regex",
    "json",
    "difflib",
    "opencc",
    "textnorm.pipeline",
    "textnorm.decode",
    "textnorm.repair",
)


@pytest.mark.parametrize(
    "statement",
    ["import textnorm", "import textnorm.cli; textnorm.cli.main(['--version'])"],
)
def test_start_up_imports_nothing_heavy(statement: str) -> None:
    code = f"import sys\nbare = set(sys.modules)\n{statement}\nprint(*(set(sys.modules) - bare), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert loaded.isdisjoint(HEAVY)


def test_the_public_names_exist_and_are_all() -> None:
    assert dir(textnorm) == sorted(textnorm.__all__)
    for name in textnorm.__all__:
        assert getattr(textnorm, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = textnorm.nothing


#: Files and modules as the page names them: ``repair/slips/scan.py``, ``kernel/slip_*.pxi``, ``chains.gaps``.
_FILES = re.compile(r"`((?:[\w*]+/)*[\w*]+\.(?:py|pyx|pxi|txt|model|tables|weights|evidence))`")
_MODULES = re.compile(r"`((?:chains|slips|escaped|model|kernel|decode|script|protect)(?:[./]\w+)+)(?:\(.*?\))?`")


def test_the_page_about_the_design_names_what_exists() -> None:
    root = PACKAGE.parent
    page = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    files = [path for top in ("textnorm", "tools", "tests") for path in (root / top).rglob("*") if path.is_file()]
    missing = [name for name in _FILES.findall(page) if not any(path.match(name) for path in files)]
    assert missing == []
    names = _MODULES.findall(page)
    assert len(names) > 20
    for name in names:
        first, second, *_ = re.split(r"[./]", name)
        found = [path for path in PACKAGE.rglob(first) if path.is_dir()]
        source = "".join(path.read_text(encoding="utf-8") for folder in found for path in folder.glob("*.py*"))
        assert any((folder / f"{second}.py").exists() for folder in found) or re.search(rf"\b{second}\b", source), name
