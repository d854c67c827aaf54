"""How a text came to its result: what was found, what had happened to it, what was weighed, what each step did."""

from __future__ import annotations

from textnorm.explanation.building import explain
from textnorm.explanation.page import as_data, as_text
from textnorm.explanation.records import Explanation, Found, Stage, Verdict

__all__ = ["Explanation", "Found", "Stage", "Verdict", "as_data", "as_text", "explain"]
