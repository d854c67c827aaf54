"""Copy the code blocks of the English pages into their Chinese counterparts, in order.

    python tools/build_translations.py

Only the words are translated; commands, programs and what they print are the same in both, and come from the page
on which they are tested.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["PAIRS", "blocks", "translated"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: English pages with code blocks, and their Chinese counterparts.
PAIRS = {DOCS / f"{name}.md": DOCS / f"{name}.zh.md" for name in ("cli", "library")}

_BLOCK = re.compile(r"^```\w+\n.*?^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[str]:
    """Return the code blocks of a page that name a language, fences included."""
    return _BLOCK.findall(text)


def translated(english: str, chinese: str) -> str:
    """Return the Chinese page with the code blocks of the English one; ValueError where their numbers differ."""
    source = blocks(english)
    found = len(blocks(chinese))
    if found != len(source):
        msg = f"the English page has {len(source)} code blocks and the Chinese one {found}: add or remove the others"
        raise ValueError(msg)
    ready = iter(source)
    return _BLOCK.sub(lambda _: next(ready), chinese)


if __name__ == "__main__":
    for page, counterpart in PAIRS.items():
        text = translated(page.read_text(encoding="utf-8"), counterpart.read_text(encoding="utf-8"))
        counterpart.write_text(text, encoding="utf-8", newline="\n")
