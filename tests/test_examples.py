"""Every public function and class shows with an example what it does; the examples run as tests."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import textnorm

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(textnorm.__file__).parent

#: What cannot have an example in its docstring, ``module:name`` with wildcards, and why.
EXCUSED = {
    "cli/*.py:run": "a command is shown as it is typed, with all that it writes, in tests/cli and docs/cli.md",
    "cli/*.py:build_parser": "as above; --help is one of these cases",
    "cli/__init__.py:main": "as above",
    "cli/arguments.py:*": "options are shown as they are typed",
    "cli/documents.py:*": "files and folders are shown as they are named",
    "cli/streams.py:*": "it reads and writes the streams of the process",
    "cli/catalog.py:*": "it prints what `textnorm rule` shows",
    "repair/slips/codes.py:compiled_reader": "only the compiled engine has it; slips.Channel shows what it makes",
    "script/engines.py:opencc_convert": "it needs a module that is not installed with textnorm",
    "*:signs": "Signs says what signs are; tests/test_gate.py holds those of each step against what the step finds",
}


def _public(module: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield the functions and classes that a module offers, but records and protocols, whose fields are told."""
    lists = [node.value for node in module.body if isinstance(node, ast.Assign) and _names(node) == ["__all__"]]
    offered = {name for names in lists for name in ast.literal_eval(names)}
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name in offered:
            yield node
        elif isinstance(node, ast.ClassDef) and node.name in offered:
            protocol = any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
            if not protocol and any(not method.name.startswith("_") for method in _methods(node)):
                yield node


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [method for method in node.body if isinstance(method, ast.FunctionDef)]


def _has_example(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Tell whether a function, or a class or one of its methods, has an example."""
    told = [node, *(_methods(node) if isinstance(node, ast.ClassDef) else ())]
    return any(">>> " in (ast.get_docstring(one) or "") for one in told)


def _without_example() -> Iterator[tuple[str, str]]:
    """Yield the module and the name of all that is public and has no example."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in _public(ast.parse(path.read_text(encoding="utf-8"))):
            if not _has_example(node):
                yield path.relative_to(PACKAGE).as_posix(), node.name


def test_what_is_public_has_an_example() -> None:
    missing = [f"{module}:{name}" for module, name in _without_example()]
    assert [one for one in missing if not any(fnmatch(one, pattern) for pattern in EXCUSED)] == []


def test_only_what_has_no_example_is_excused() -> None:
    missing = [f"{module}:{name}" for module, name in _without_example()]
    for pattern in EXCUSED:
        assert any(fnmatch(one, pattern) for one in missing), f"{pattern} needs no excuse any more"
