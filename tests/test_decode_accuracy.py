"""How often detection is right on windows of texts it has not counted, with floors below which it must not fall.

The texts are the held-out lines of ../shared/corpus, which is not part of the project.  Only the counts are held
out: the constants of ``readings`` and ``detection`` were chosen with some of these lines in view, so that these
shares are floors for regressions and no estimate of accuracy on other texts.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import detect_windows
from detect_windows import CASES, Case, Sources
from textnorm.decode import decode, detect, family

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
DATA = ROOT / "textnorm" / "data"
WINDOWS = 150

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="needs the texts in ../shared/corpus, which are not part of the project"
)


@pytest.fixture(scope="module")
def texts() -> dict[str, Sources]:
    return detect_windows.chinese(CORPUS)


def is_right(data: bytes, case: Case, *, whole: bool) -> bool:
    """Tell whether the encoding is right, or as good: nothing is damaged and the text comes out the same."""
    found = detect(data).encoding
    if family(found) == family(case.encoding):
        return True
    return whole and found != "binary" and data.decode(found, "ignore") == data.decode(case.encoding, "ignore")


@needs_corpus
@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize(
    ("size", "damage", "floor"),
    [
        (8, "", 0.955),
        (20, "", 0.99),
        (50, "", 0.99),
        (1000, "", 1.0),
        (21, "first", 0.97),
        (21, "last", 0.98),
        (50, "five", 0.93),
        (200, "five", 0.99),
    ],
)
def test_windows(texts: dict[str, Sources], case: Case, size: int, damage: str, floor: float) -> None:
    """Of so few windows a share has room for chance; benchmarks/bench_detect.py measures more of them."""
    if case.encoding == "hz" and damage in {"first", "five"}:
        pytest.skip("without its first bytes HZ is ASCII, and random bytes are not HZ")
    rng = random.Random(f"{case} {size} {damage}")
    right = total = 0
    while total < WINDOWS:
        data = detect_windows.damaged(rng, detect_windows.window(rng, texts[case.language], case, size), damage)
        if len(data) >= size - 4 and detect_windows.shows_anything(data, case):
            total += 1
            right += is_right(data, case, whole=not damage)
    assert right / total >= floor, f"{right} of {total}"


@needs_corpus
@pytest.mark.parametrize("encoding", ["gb18030", "cp950", "utf-8"])
@pytest.mark.parametrize(("count", "floor"), [(4, 0.98), (2, 0.9)])
def test_pages_with_a_few_characters(texts: dict[str, Sources], encoding: str, count: int, floor: float) -> None:
    rng = random.Random(f"{encoding} {count}")
    pages: list[bytes] = []
    while len(pages) < WINDOWS:
        page = detect_windows.page(rng, texts["hant" if encoding == "cp950" else "hans"], encoding, count)
        pages += [page] if page else []
    right = sum(family(detect(page).encoding) == family(encoding) for page in pages)
    assert right / WINDOWS >= floor, f"{right} of {WINDOWS}"


@needs_corpus
@pytest.mark.parametrize("plan", ["block", "one", "line"])
def test_mixed_files(texts: dict[str, Sources], plan: str) -> None:
    rng = random.Random(plan)
    exact = 0
    for _ in range(60):
        made = detect_windows.mixed(rng, texts, plan, 40)
        decoded = decode(made.data)
        assert decoded.original() == made.data
        found = decoded.segments or ((0, len(made.data), decoded.encoding),)
        named = tuple((start, end, "cp950" if family(name) == "big5" else name) for start, end, name in found)
        exact += named == made.segments and decoded.text == made.text
    assert exact >= 57


def test_random_bytes_are_not_chinese() -> None:
    rng = random.Random(3)
    for size in (20, 50, 200, 1000):
        found = {family(detect(rng.randbytes(size)).encoding) for _ in range(400)}
        assert found.isdisjoint(
            {"gb18030", "big5", "euc-tw", "hz", "utf-16-le", "utf-16-be", "cp932", "cp949", "euc_jp"}
        )


@needs_corpus
def test_the_table_is_what_its_tool_makes() -> None:
    """The header tells all that the tool reads; the other languages are not here, so the bytes cannot be compared."""
    import build_decode_evidence  # noqa: PLC0415 - needs zstandard

    header = build_decode_evidence.HEADER.encode()
    assert header in (DATA / "decode.evidence").read_bytes()
    for source in (path.name.removesuffix(".txt.zst") for path in CORPUS.glob("*/*.zst")):
        assert source in build_decode_evidence.HEADER, source


def test_the_codes_are_what_their_tool_makes() -> None:
    import build_code_tables  # noqa: PLC0415 - needs what builds tables

    assert (DATA / "decode.codes").read_bytes() == build_code_tables.codes()
