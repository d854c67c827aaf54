"""Exact mode on the tables of opencc-python-reimplemented 0.1.7: where its results differ, and why.

That package differs from OpenCC in what it does, not only in its older tables: it takes the longest key anywhere in a
stretch first, where OpenCC goes from left to right; it does not cut the text at words before the chain; it splits the
text at marks, which no key of its tables holds; and it knows no ideographic descriptions.  Every difference that real
text shows has one of these causes, and without the cause there is none.
"""

from __future__ import annotations

import io
import json
import re
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from textnorm import kernel
from textnorm.script import Converter
from textnorm.script.custom import read_dictionary
from textnorm.script.tables import union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

opencc = pytest.importorskip("opencc")
PACKAGE = Path(opencc.__file__).parent
if not (PACKAGE / "dictionary").is_dir():
    pytest.skip("the module opencc is not opencc-python-reimplemented", allow_module_level=True)

FROM_SIMPLIFIED = ("s2t", "s2tw", "s2twp", "s2hk")
FROM_TRADITIONAL = ("t2s", "tw2s", "tw2sp", "hk2s", "t2tw", "t2hk")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "script"


@cache
def textnorm_on_its_tables(name: str) -> Callable[[str], str]:
    return Converter(str(PACKAGE / "config" / f"{name}.json"), paths=[str(PACKAGE / "dictionary")]).convert


@cache
def reimplemented(name: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC(name).convert
    return convert


@cache
def stages(name: str) -> tuple[list[dict[str, str]] | None, list[list[dict[str, str]]]]:
    """Return the dictionaries that cut, and those of each stage."""
    configuration: dict[str, Any] = json.loads((PACKAGE / "config" / f"{name}.json").read_text(encoding="utf-8"))
    cuts = configuration.get("segmentation")
    return (
        list(_dictionaries(cuts["dict"])) if cuts else None,
        [list(_dictionaries(step["dict"])) for step in configuration["conversion_chain"]],
    )


def _dictionaries(spec: dict[str, Any]) -> Iterator[dict[str, str]]:
    if spec["type"] == "group":
        for member in spec["dicts"]:
            yield from _dictionaries(member)
    else:
        yield read_dictionary(PACKAGE / "dictionary" / spec["file"])


def longest_first(text: str, dictionaries: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yield the parts of ``text`` converted with the longest key anywhere first, then left and right of it."""
    open_parts: list[tuple[str, bool]] = [(text, False)]
    for dictionary in dictionaries:
        parts: list[tuple[str, bool]] = []
        longest = max(map(len, dictionary))
        for part, done in open_parts:
            parts += [(part, True)] if done else _split(part, dictionary, longest)
        open_parts = parts
    return (part for part, _ in open_parts)


def _split(part: str, dictionary: dict[str, str], longest: int) -> list[tuple[str, bool]]:
    for length in range(min(longest, len(part)), 0, -1):
        for start in range(len(part) - length + 1):
            value = dictionary.get(part[start : start + length])
            if value is not None:
                left, right = part[:start], part[start + length :]
                return [*_split(left, dictionary, length), (value, True), *_split(right, dictionary, length)]
    return [(part, False)] if part else []


def without_causes(text: str, name: str) -> str:
    """Return what OpenCC's chain makes of a text when it takes the longest key first and does not cut at words."""
    for dictionaries in stages(name)[1]:
        text = "".join(longest_first(text, dictionaries))
    return text


@cache
def from_left_to_right(name: str, number: int) -> kernel.Dictionary:
    """Return the dictionaries of a stage as OpenCC uses them."""
    return kernel.Dictionary(union(*stages(name)[1][number]))


def causes(text: str, name: str) -> set[str]:
    """Return why the two may differ for a text."""
    cuts, chains = stages(name)
    found = set()
    left_to_right = text
    for number in range(len(chains)):
        left_to_right = kernel.convert(left_to_right, from_left_to_right(name, number))
    if left_to_right != without_causes(text, name):
        found.add("longest first")
    if cuts is not None and left_to_right != textnorm_on_its_tables(name)(text):
        found.add("no cuts")
    return found


#: What stands alone between the marks at which the package splits.
MARKS = re.compile(r"[\s,.?!*，。、；：？！…“”‘’『』「」—－（）《》〈〉～．／＼【】\-]+")

OWN: list[tuple[str, str, str, str, set[str]]] = [
    ("s2t", "头发长了，后面的面条也好了。", "頭髮長了，後面的麪條也好了。", "頭髮長了，後面的麪條也好了。", set()),
    ("t2s", "頭髮長了，後面的麵條也好了。", "头发长了，后面的面条也好了。", "头发长了，后面的面条也好了。", set()),
    # from left to right, 体制 comes first; the longest key anywhere is 制造业
    ("s2t", "半导体制造业", "半導體制造業", "半導體製造業", {"longest first"}),
    # OpenCC cuts at the words 打 and 印出, and no word of Taiwan may reach across
    ("s2twp", "打印出错", "打印出錯", "列印出錯", {"no cuts"}),
    # a sequence that describes a character stays what it is
    ("s2t", "⿰火丁是什么", "⿰火丁是什麼", "⿰火丁是什麼", set()),
    ("t2s", "⿰訁舌是什麼", "⿰訁舌是什么", "⿰讠舌是什么", {"descriptions"}),
]


@pytest.mark.parametrize(("name", "text", "ours", "theirs", "why"), OWN)
def test_texts_of_our_own(name: str, text: str, ours: str, theirs: str, why: set[str]) -> None:
    assert textnorm_on_its_tables(name)(text) == ours
    assert reimplemented(name)(text) == theirs
    assert "descriptions" in why or causes(text, name) == why
    assert (ours == theirs) == (not why)


def compare(name: str, lines: Iterable[str]) -> tuple[int, int]:
    """Return how many of the lines were compared and how many differ; fail where one differs without a cause."""
    compared = differ = 0
    for line in lines:
        for stretch in filter(None, MARKS.split(line)):
            compared += 1
            ours, theirs = textnorm_on_its_tables(name)(stretch), reimplemented(name)(stretch)
            assert without_causes(stretch, name) == theirs or "⿰" in stretch
            if ours != theirs:
                differ += 1
                assert causes(stretch, name), (name, len(stretch))
    return compared, differ


@pytest.mark.parametrize("name", [*FROM_SIMPLIFIED, *FROM_TRADITIONAL])
def test_every_difference_on_real_text_has_a_cause(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs the shared data")
    rows = [line.split("\t") for line in (SHARED / "ud-gsd-dev.tsv").read_text(encoding="utf-8").splitlines()]
    lines = [row[2 if name in FROM_SIMPLIFIED else 1] for row in rows]
    if name in FROM_SIMPLIFIED:
        for probes in ("probes-s2t.tsv", "probes-s2twp.tsv"):
            text = (SHARED / probes).read_text(encoding="utf-8")
            lines += [line.partition("\t")[0] for line in text.splitlines() if not line.startswith("#")]
    compared, differ = compare(name, lines[::3])
    assert compared > 500
    assert differ <= compared // 50


@pytest.mark.parametrize(("name", "script"), [("s2twp", "hans"), ("tw2sp", "hant")])
def test_every_difference_on_the_corpus_has_a_cause(name: str, script: str) -> None:
    paths = sorted((SHARED.parent.parent / "corpus" / script).glob("*.txt.zst"))
    if not paths:
        pytest.skip("needs the corpus")
    zstandard = pytest.importorskip("zstandard")
    lines: list[str] = []
    for path in paths:
        with path.open("rb") as compressed:
            stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), encoding="utf-8")
            lines += list(islice(stream, 3, 400, 10))
    compare(name, lines)
