"""The texts that conversion is measured on, made of the sentences in fixtures/: the same every time."""

from __future__ import annotations

import random
import re
from pathlib import Path

__all__ = ["LONG", "documents", "fixture_text", "marked_text"]

ROOT = Path(__file__).resolve().parent.parent
LONG = 600_000  # code points
SHORT = 340  # code points, about 1 KB
SHORT_DOCUMENTS = 1000


def fixture_text(script: str) -> str:
    """Return a long text of the sentences in fixtures/, in an order that is the same every time."""
    from textnorm import convert  # noqa: PLC0415

    pages = sorted((ROOT / "fixtures").glob("*/good.txt"))
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    sentences = re.findall(r"[^。！？\n]+[。！？\n]+", convert(text, "t2s" if script == "s" else "s2t"))
    order, size, chosen = random.Random(1), 0, []  # noqa: S311 - repeatable, not secret
    while size < LONG:
        chosen.append(order.choice(sentences))
        size += len(chosen[-1])
    return "".join(chosen)[:LONG]


#: What stands between sentences on pages for readers who program.
MARKUP = (
    "详见 https://example.org/guide/install?lang=zh#step-2 ，",
    "（见[说明](../docs/intro.md)）",
    "用 `load(path, mode='r')` 打开。",
    "<b>注意</b>：",
    "修改 conf/settings.toml 后重启。",
    "\n```python\nfor name in names:\n    print(name.title())\n```\n",
    "写信到 team@example.org 。",
    "\n\n## 2.3 ",
)


def marked_text() -> str:
    """Return a long Simplified text with markup, addresses or code behind every third sentence."""
    sentences = re.findall(r"[^。！？\n]+[。！？\n]+", fixture_text("s"))
    marks = iter(random.Random(2).choices(MARKUP, k=len(sentences)))  # noqa: S311 - repeatable, not secret
    return "".join(each if at % 3 else each + next(marks) for at, each in enumerate(sentences))[:LONG]


def documents(text: str) -> list[str]:
    """Cut a text into documents of about 1 KB."""
    return [text[at : at + SHORT] for at in range(0, SHORT * SHORT_DOCUMENTS, SHORT) if text[at : at + SHORT]]
