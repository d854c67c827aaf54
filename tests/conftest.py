"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

#: How many texts each property is tried on; a larger number now and then finds what a small one misses.
EXAMPLES = int(os.environ.get("TEXTNORM_EXAMPLES", "60"))
#: On a build server the same code must give the same verdict; new texts are looked for elsewhere.
REPEATABLE = os.environ.get("CI") == "true"
settings.register_profile(
    "textnorm",
    deadline=None,
    max_examples=EXAMPLES,
    derandomize=REPEATABLE,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("textnorm")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents, which is not part of the project; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the real documents in ../shared/data, which are not part of the project")
    return SHARED
