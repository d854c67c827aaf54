"""LaTeX formulas, where they clearly are some: a dollar sign may be money, a backslash an escape or a path."""

from __future__ import annotations

import re

from textnorm.protect.addresses import windows_path
from textnorm.protect.spans import ALPHANUMERIC, HAN, Barren, Found, find_closer, one_span

__all__ = ["MATHS_LIMIT", "backslash", "dollar"]

_DOLLAR_MATHS = re.compile(r"\$(?![\s$])([^$\n]*)(?<![\s\\])\$(?![0-9０-９$])")
MATHS_LIMIT = 2_000  # code points; an unclosed formula must not cost a scan of the whole text
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_MATHS_SIGN = re.compile(r"\\[A-Za-z]|[_^=]")
_PROSE_SIGN = re.compile("[，。；：！？、]")
_COMMAND = re.compile(r"\\[A-Za-z]")
_ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|align|gather|multline|eqnarray|array|[bpvBV]?matrix|cases|split|verbatim|lstlisting|math"
    r"|displaymath|tikzpicture)\*?)\}"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ESCAPED = frozenset("`$<~]@./\\")


def backslash(text: str, centre: int, floor: int, barren: Barren) -> Found:
    r"""Windows paths, and formulas between \( \) or \[ \] or in an environment.

    >>> backslash(r"其中 \(x^2\) 是平方", 3, 0, {})
    ([(3, 10)], 10)
    """
    if path := windows_path(text, centre, floor):
        return one_span(*path)
    following = text[centre + 1 : centre + 2]
    if following in {"(", "["}:
        end = find_closer(text, "\\)" if following == "(" else "\\]", centre + 2, barren, MATHS_LIMIT)
        return one_span(centre, end) if end and _is_maths(text[centre + 2 : end - 2]) else ([], centre + 2)
    if environment := _ENVIRONMENT.match(text, centre):
        end = find_closer(text, f"\\end{{{environment[1]}}}", environment.end(), barren)
        return one_span(centre, end or environment.end())
    return [], centre + 2 if following in _ESCAPED else centre + 1


def dollar(text: str, centre: int, _floor: int, barren: Barren) -> Found:
    """Formulas between single or double dollar signs.

    >>> dollar("其中 $x^2$ 是平方", 3, 0, {}), dollar("从$5到$9元", 1, 0, {})
    (([(3, 8)], 8), ([], 2))
    """
    if text.startswith("$$", centre):
        end = find_closer(text, "$$", centre + 2, barren, MATHS_LIMIT)
        return one_span(centre, end) if end and _is_maths(text[centre + 2 : end - 2]) else ([], centre + 2)
    before = text[centre - 1 : centre]
    formula = None if ALPHANUMERIC.match(before) else _DOLLAR_MATHS.match(text, centre)
    return one_span(centre, formula.end()) if formula and _is_maths(formula[1]) else ([], centre + 1)


def _is_maths(content: str) -> bool:
    """Tell whether what stands between the marks is a formula, not prose between two amounts of money."""
    if _BLANK_LINE.search(content) or not content.strip():
        return False
    if _PROSE_SIGN.search(content):
        return bool(_COMMAND.search(content))
    return not _HAN_CHARACTER.search(content) or bool(_MATHS_SIGN.search(content))
