"""What ``textnorm convert --ambiguities`` prints: the places whose form is not sure, with what they may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.lint.positions import LineMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.script import Ambiguity

__all__ = ["json_listing", "text_listing"]


def text_listing(path: str, text: str, places: Iterable[Ambiguity]) -> Iterator[str]:
    r"""Yield a line for each place: path:line:column, what stands there, the choice, and the probability of each form.

    >>> from textnorm.script import ambiguities
    >>> text = "我们姓范。"
    >>> next(text_listing("a.txt", text, ambiguities(text, "zh-TW", below=1.0))).partition(" (")[0]
    'a.txt:1:4: 范 → 范'
    """
    lines = LineMap(text)
    for place in places:
        line, column = lines.position(place.start)
        forms = ", ".join(f"{form} {odds:.2f}" for form, odds in place.candidates)
        yield f"{path}:{line}:{column}: {text[place.start : place.end]} → {place.choice} ({forms})\n"


def json_listing(path: str, text: str, places: Iterable[Ambiguity]) -> Iterator[str]:
    """Yield the same as one JSON array; ``start`` and ``end`` count code points from 0, lines and columns from 1.

    >>> from textnorm.script import ambiguities
    >>> import json
    >>> text = "我们姓范。"
    >>> listing = "".join(json_listing("a.txt", text, ambiguities(text, "zh-TW", below=1.0)))
    >>> [(place["column"], place["choice"]) for place in json.loads(listing)]
    [(4, '范')]
    """
    import json  # noqa: PLC0415 - for this format alone

    lines = LineMap(text)
    mark = "["
    for place in places:
        line, column = lines.position(place.start)
        entry = {
            "path": path,
            "line": line,
            "column": column,
            "start": place.start,
            "end": place.end,
            "text": text[place.start : place.end],
            "choice": place.choice,
            "candidates": [{"text": form, "probability": round(odds, 4)} for form, odds in place.candidates],
        }
        yield f"{mark}\n  {json.dumps(entry, ensure_ascii=False)}"
        mark = ","
    yield "[]\n" if mark == "[" else "\n]\n"
