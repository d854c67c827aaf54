"""Build textnorm/data/company.model: which characters keep company with those some places away.

    python tools/build_company.py CORPUS [--output FILE]

CORPUS is the folder of texts that ``build_model.py`` takes, of which the same lines are left out; each text counts as
much as there.  The n-gram model sees two characters before each one, so what stands nearer than three places is left to
it.  Needs what the extra ``tables`` installs, and two to three minutes.  The same texts give the same bytes with the
same build of NumPy.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from build_model import WEIGHTS, counted_lines
from company_training import BOUNDARY_ROW, RARE_ROW, Vectors, train

from textnorm.model import company_file
from textnorm.model.ngrams import load
from textnorm.model.symbols import BOUNDARY

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "company.model"
#: Numbers of a vector, the places that count, how often the texts are read.
_SIZE, _REACH, _TIMES = 48, (3, 20), 1.2
#: How often a symbol must occur to have a row.
_ENOUGH = 40
#: The largest number of a signed byte.
_LARGEST = 127
_BITS_OF_NAT = 1 / np.log(2)

HEADER = """\
# textnorm company of characters: vectors of numbers, no text.  Learnt from the texts that ngrams.model names, with
# their licences and weights, lines whose number modulo 10 is 3 left out.  Made by tools/build_company.py.
"""


def weighted_text(corpus: Path) -> str:
    """Return the lines of all texts in an order of chance, each as often as its text counts, behind a line feed."""
    rng = random.Random(1)
    lines: list[str] = []
    for name, some in counted_lines(corpus):
        weight = WEIGHTS.get(name.partition("_")[2], 1.0)
        for line in filter(None, some):
            lines += [line] * (int(weight) + (rng.random() < weight % 1))
    rng.shuffle(lines)
    return "\n" + "\n".join(lines)


def rows_of(text: str) -> tuple[NDArray[np.int64], str]:
    """Return the row of each character, and a character for each row from the third one on, the commonest first."""
    symbol = load().symbol
    of_point = np.array([symbol(point) for point in range(0x10000)], np.int64)
    points = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), 0xFFFF)
    symbols = of_point[points]
    counts = np.bincount(symbols, minlength=of_point.max() + 1)
    common = [one for one in np.argsort(-counts, kind="stable") if counts[one] >= _ENOUGH and one != BOUNDARY]
    rows = np.full(len(counts), RARE_ROW, np.int64)
    rows[BOUNDARY] = BOUNDARY_ROW
    rows[common] = np.arange(2, len(common) + 2)
    often = np.bincount(points, minlength=0x10000)
    example = {int(of_point[point]): chr(point) for point in np.argsort(often, kind="stable") if often[point]}
    return rows[symbols], "".join(example[int(one)] for one in common)


def packed(vectors: Vectors, characters: str) -> bytes:
    """Return the bytes of the file: each part of the vectors as signed bytes, scaled to the largest number in it."""
    parts, scale = [], float(_BITS_OF_NAT)
    for one in (vectors.neighbours, vectors.places, vectors.written):
        unit = float(np.abs(one).max()) / _LARGEST
        parts.append(np.rint(one / unit).astype(np.int8).tobytes())
        scale *= unit
    biases = np.rint(vectors.biases * _BITS_OF_NAT / scale).astype("<i4").tobytes()
    size = vectors.places.shape[1]
    return company_file.write(HEADER, characters, size, _REACH, parts, biases, scale)


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the folder with hans/ and hant/")
    parser.add_argument("--output", type=Path, default=_TARGET)
    options = parser.parse_args()
    rows, characters = rows_of(weighted_text(options.corpus))
    counts = np.bincount(rows, minlength=len(characters) + 2).astype(np.float64)
    options.output.write_bytes(packed(train(rows, counts, _SIZE, _REACH, _TIMES), characters))


if __name__ == "__main__":
    main()
