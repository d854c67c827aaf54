"""How often detection is right on windows of texts it has not counted, with floors below which it must not fall.

The texts are the held-out lines of ../shared/corpus, which is not part of the project.  Only the counts are held
out: the constants of ``evidence``, ``readings`` and ``detection`` were chosen with these lines in view, so that these
shares are floors for regressions and no estimate of accuracy on other texts.  Windows with fewer than four bytes
above ASCII are left out; for UTF-16 that spares the ones that look like ASCII, which are called utf-8.
"""

from __future__ import annotations

import io
import random
from pathlib import Path

import build_decode_characters
import pytest
import zstandard

from textnorm.decode import detect, family

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
TABLE = ROOT / "textnorm" / "data" / "decode-characters.txt"
WINDOWS = 30  # of each source

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="needs the texts in ../shared/corpus, which are not part of the project"
)


@pytest.fixture(scope="module")
def held_out() -> dict[str, list[list[str]]]:
    """The lines that the table was not counted from, of each source of a script."""
    return {
        script: [_held_out_lines(path) for path in sorted((CORPUS / script).glob("*.txt.zst"))]
        for script in ("hans", "hant")
    }


def _held_out_lines(path: Path) -> list[str]:
    with path.open("rb") as compressed:
        stream = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(compressed), encoding="utf-8")
        return [line for n, line in enumerate(stream) if n % 10 == build_decode_characters.HOLD_OUT]


def window(rng: random.Random, lines: list[str], encoding: str, size: int) -> bytes:
    """Return some bytes of text from a random place, beginning with a whole character."""
    at = rng.randrange(len(lines))
    text = "".join(lines[at : at + 40]) + "".join(lines[:200])
    start = rng.randrange(min(len(lines[at]), 200))
    return text[start : start + size + 8].encode(encoding, "ignore")[:size]


def five_bad_bytes(rng: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(5):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


WRITTEN = [("hans", "gb18030"), ("hant", "gb18030"), ("hant", "cp950"), ("hans", "utf-8"), ("hant", "utf-8")]
WIDE = [("hans", "utf-16-le"), ("hant", "utf-16-be")]


@pytest.mark.parametrize(("script", "encoding"), WRITTEN + WIDE)
@pytest.mark.parametrize(
    ("size", "damage", "floor", "wide_floor"),
    [
        (8, "", 0.985, 0.92),
        (20, "", 0.998, 0.99),
        (50, "", 0.998, 0.998),
        (1000, "", 0.998, 0.998),
        (21, "cut first byte", 0.99, 0.98),
        (21, "cut last byte", 0.99, 0.98),
        (50, "five bad bytes", 0.98, 0.92),
        (200, "five bad bytes", 0.995, 0.99),
    ],
)
def test_windows(  # noqa: PLR0913, PLR0917 - a table of cases
    held_out: dict[str, list[list[str]]],
    script: str,
    encoding: str,
    size: int,
    damage: str,
    floor: float,
    wide_floor: float,
) -> None:
    rng = random.Random(f"{script} {encoding} {size} {damage}")
    right = total = 0
    for lines in held_out[script]:
        for _ in range(WINDOWS):
            data = window(rng, lines, encoding, size)
            if damage == "five bad bytes":
                data = five_bad_bytes(rng, data)
            elif damage:
                data = data[1:] if "first" in damage else data[:-1]
            if sum(byte > 0x7F for byte in data) < 4:  # nothing to tell encodings apart by
                continue
            total += 1
            right += family(detect(data).encoding) == family(encoding)
    assert right / total >= (wide_floor if encoding.startswith("utf-16") else floor), f"{right} of {total}"


@pytest.mark.parametrize(("script", "encoding"), WRITTEN[:3])
@pytest.mark.parametrize(("count", "floor"), [(4, 0.97), (2, 0.92)])
def test_pages_with_a_few_characters(
    held_out: dict[str, list[list[str]]], script: str, encoding: str, count: int, floor: float
) -> None:
    rng = random.Random(f"{script} {encoding} {count}")
    right = total = 0
    for lines in held_out[script]:
        for _ in range(WINDOWS):
            line = lines[rng.randrange(len(lines))]
            han = [character for character in line if "一" <= character <= "鿿"]
            start = rng.randrange(max(1, len(han) - count))
            page = (
                f'<html lang="zh"><title>{"".join(han[start : start + count])}</title><a href="/x.asp">Home</a></html>'
            )
            if len(han) >= count:
                total += 1
                right += family(detect(page.encode(encoding, "ignore")).encoding) == family(encoding)
    assert right / total >= floor, f"{right} of {total}"


def test_the_table_is_what_its_tool_makes(capsys: pytest.CaptureFixture[str]) -> None:
    """Promise: the same texts give the same bytes."""
    assert build_decode_characters.build(CORPUS) == TABLE.read_text(encoding="utf-8")
    assert "weight" in capsys.readouterr().out
    assert TABLE.stat().st_size < 200_000
