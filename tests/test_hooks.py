"""The hooks, run by the real pre-commit on a git repository with several files."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = [".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "textnorm"]
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]

POLLUTED = "我們計(jì)劃在這個(gè)學(xué)期結(jié)束以前，請每個(gè)學(xué)生寫一篇短文。\n"
REPAIRED = "我們計劃在這個學期結束以前，請每個學生寫一篇短文。\n"
FILES = {
    "notes/a.txt": POLLUTED,
    "notes/b.md": f"# 作業\n\n{POLLUTED}",
    "notes/clean.txt": REPAIRED,
    "tool.py": f"# {POLLUTED}",
    "data.json": f'["{POLLUTED.strip()}"]\n',
    "corpus.jsonl": f'{{"text": "{POLLUTED.strip()}"}}\n',
}

pytestmark = [
    pytest.mark.skipif(find_spec("pre_commit") is None, reason="needs pre-commit"),
    pytest.mark.skipif(shutil.which("git") is None, reason="needs git"),
]


def run(*command: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "PYTHONPATH": "",
        "PYTHONUTF8": "1",
        **more,
    }
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)


def commit(folder: Path) -> str:
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        assert run("git", *arguments, cwd=folder).returncode == 0
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with prose, data and source code."""
    folder = tmp_path / "project"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    commit(folder)
    return folder


def contents(project: Path) -> dict[str, str]:
    return {name: (project / name).read_bytes().decode() for name in FILES}


def configure(project: Path, repository: dict[str, object]) -> None:
    """Write a configuration; JSON is YAML."""
    (project / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [repository]}), encoding="utf-8")
    assert run("git", "add", ".pre-commit-config.yaml", cwd=project).returncode == 0


def hook(name: str, *arguments: str, **more: object) -> dict[str, object]:
    return {"id": name, "args": ["--profile", "repair", *arguments], **more}


def check_both_hooks(project: Path, home: Path, python_path: str = "") -> None:
    """Commit is stopped by what is found, then by what was changed, and then it is not."""

    def pre_commit(name: str) -> subprocess.CompletedProcess[str]:
        return run(
            *PRE_COMMIT, "run", name, "--all-files", cwd=project, PRE_COMMIT_HOME=str(home), PYTHONPATH=python_path
        )

    checked = pre_commit("textnorm-check")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "notes/a.txt:1:4: PIN001 " in checked.stdout
    assert "notes/b.md:3:4: PIN001 " in checked.stdout
    assert "clean.txt" not in checked.stdout
    assert "tool.py" not in checked.stdout
    assert contents(project) == FILES

    fixed = pre_commit("textnorm-fix")
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert "files were modified by this hook" in fixed.stdout
    expected = FILES | {"notes/a.txt": REPAIRED, "notes/b.md": f"# 作業\n\n{REPAIRED}"}
    assert contents(project) == expected

    for name in ("textnorm-fix", "textnorm-check"):
        again = pre_commit(name)
        assert again.returncode == 0, again.stdout + again.stderr
    assert contents(project) == expected


def manifest() -> list[dict[str, object]]:
    hooks = import_module("yaml").safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(hooks, list)
    return hooks


def test_the_manifest_is_valid() -> None:
    checked = run(*PRE_COMMIT, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), cwd=ROOT)
    assert checked.returncode == 0, checked.stdout
    assert [one["id"] for one in manifest()] == ["textnorm-check", "textnorm-fix"]


def test_the_hooks_stop_a_commit(project: Path, tmp_path: Path) -> None:
    """With the textnorm of this checkout instead of an installed one, which takes no network."""
    here = f"{shlex.quote(sys.executable)} -m"
    hooks = [
        {**one, **hook(str(one["id"])), "language": "system", "entry": f"{here} {one['entry']}"} for one in manifest()
    ]
    configure(project, {"repo": "local", "hooks": hooks})
    check_both_hooks(project, tmp_path / "home", str(ROOT))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This checkout as the repository that others name in their configuration, and its commit."""
    folder = tmp_path_factory.mktemp("published")
    for name in PACKAGE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder, commit(folder)


@pytest.fixture(scope="module")
def home(published: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit has installed textnorm from that repository, with everything that it needs; takes long."""
    folder = tmp_path_factory.mktemp("installing")
    home = tmp_path_factory.mktemp("home")
    run("git", "init", "-q", cwd=folder)
    configure(folder, {"repo": str(published[0]), "rev": published[1], "hooks": [{"id": "textnorm-check"}]})
    installed = run(*PRE_COMMIT, "install-hooks", cwd=folder, PRE_COMMIT_HOME=str(home))
    if "(from versions: none)" in installed.stdout:
        pytest.skip("pip cannot reach a package index")
    assert installed.returncode == 0, installed.stdout
    return home


def test_the_published_hooks_stop_a_commit(project: Path, published: tuple[Path, str], home: Path) -> None:
    hooks = [hook("textnorm-check"), hook("textnorm-fix")]
    configure(project, {"repo": str(published[0]), "rev": published[1], "hooks": hooks})
    check_both_hooks(project, home)


def test_json_lines_with_a_field(project: Path, published: tuple[Path, str], home: Path) -> None:
    fix = hook("textnorm-fix", "--field", "text", files=r"\.jsonl$", types_or=["text"])
    configure(project, {"repo": str(published[0]), "rev": published[1], "hooks": [fix]})
    fixed = run(*PRE_COMMIT, "run", "--all-files", cwd=project, PRE_COMMIT_HOME=str(home))
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert contents(project) == FILES | {"corpus.jsonl": f'{{"text": "{REPAIRED.strip()}"}}\n'}


def test_try_repo(project: Path, published: tuple[Path, str], home: Path) -> None:
    tried = run(
        *PRE_COMMIT,
        "try-repo",
        str(published[0]),
        "textnorm-check",
        "--all-files",
        cwd=project,
        PRE_COMMIT_HOME=str(home),
    )
    assert tried.returncode == 1, tried.stdout + tried.stderr
    assert "notes/a.txt:1:4: PIN001 " in tried.stdout
