"""Sentences of our own, from news, novels, recipes, talk, technology, law and medicine, with their right conversion.

Some fail, since the texts that the models learn from do not show the word; their number may not grow.  Spellings that
are both in use count as the same.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from textnorm.script import convert

FOLDER = Path(__file__).resolve().parent / "conversion"
#: Spellings of Taiwan that differ by habit: the first is taken for the second.
SAME = str.maketrans("檯颱臺纔嚐唸兇歎溼註彙樑佈週羣裏", "台台台才嘗念凶嘆濕注匯梁布周群裡")
#: File, how many of its lines may fail, and the settings.
FILES = [
    ("taiwan.tsv", 48, {"to": "zh-TW"}),
    ("taiwan-words.tsv", 16, {"to": "zh-TW", "vocabulary": True}),
    ("simplified.tsv", 4, {"to": "zh-Hans"}),
]


@pytest.mark.parametrize(("name", "most", "settings"), FILES)
def test_sentences(name: str, most: int, settings: dict[str, str | bool]) -> None:
    rows = [line.split("\t") for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    failed = []
    for text, wanted in rows:
        found = convert(text, to=str(settings["to"]), vocabulary=bool(settings.get("vocabulary")))
        assert convert(found, to=str(settings["to"]), vocabulary=bool(settings.get("vocabulary"))) == found
        right = [one.translate(SAME) for one in wanted.split("|")]
        read = found.translate(SAME)
        if not (any(one in read for one in right) if "vocabulary" in settings else read in right):
            failed.append((text, found, wanted))
    assert len(failed) <= most, failed
