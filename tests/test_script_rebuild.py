"""What script conversion has learnt can be learnt again, from nothing and to the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPUS = Path(os.environ.get("TEXTNORM_SHARED", ROOT.parent / "shared")) / "corpus"
#: What the tools write, in the order in which they run: each needs what those before it made.
MADE = {
    "build_script_model.py": ("script-words.txt", "script-context.model"),
    "build_settled.py": ("script-habits.txt", "script-settled.txt"),
    "build_targets.py": ("targets.tables",),
}


@pytest.mark.skipif("TEXTNORM_REBUILD" not in os.environ, reason="takes minutes; set TEXTNORM_REBUILD")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the texts of ../shared (or TEXTNORM_SHARED)")
def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    """In a copy without the results; the order of sets, which is another in each process, must not matter."""
    for folder in ("textnorm", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    data = tmp_path / "textnorm" / "data"
    for name in (name for names in MADE.values() for name in names):
        (data / name).unlink()
    for seed, tool in enumerate(MADE):
        environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONHASHSEED": str(seed + 1)}
        arguments = [] if tool == "build_targets.py" else [str(CORPUS)]
        command = [sys.executable, str(tmp_path / "tools" / tool), *arguments]
        subprocess.run(command, check=True, env=environment)
    for name in (name for names in MADE.values() for name in names):
        assert (data / name).read_bytes() == (ROOT / "textnorm" / "data" / name).read_bytes(), name
