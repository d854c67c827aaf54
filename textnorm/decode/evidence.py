"""What characters cost in bits, by language: loaded once, when bytes need judging.

The statistics are in ``data/decode.evidence`` (its header names the sources): for each language a bigram model of the
characters above ASCII, and one table of ASCII pairs for all.  Every encoding reads the same bytes, so that the
prices of two readings compare directly: the right one is the cheapest.
"""

from __future__ import annotations

from functools import lru_cache

from textnorm.kernel import Evidence

__all__ = [
    "ANY",
    "EVIDENCE_MAGIC",
    "HANS",
    "HANT",
    "JAPANESE",
    "KOREAN",
    "LETTERS",
    "PAIR_BITS",
    "STEP",
    "UNKNOWN",
    "evidence",
    "pair_key",
]

#: The languages by their number in the tables; LETTERS are all those written in alphabets, ANY is all together.
HANS, HANT, JAPANESE, KOREAN, LETTERS, ANY = range(6)

EVIDENCE_MAGIC = b"textnorm evidence 1\n"
STEP = 0.125  # bits
PAIR_BITS = 18  # the table of pairs has two to the power of this many slots
UNKNOWN = 240  # steps: 30 bits, for what no text holds

_ASTRAL = 18.0  # bits of a character beyond the tables: rare, but the shape of its four bytes is rarer still
_DAMAGE = 15.0  # bits of a byte that cannot be read: which one, and that damage happened at all
_MORE = 10.0  # the same right after another one
_EDGE = 10.0  # the same at either end, where a cut explains it

_RUN = 8.0  # bits, at most, of a symbol, an alphabet's letter or the same character once more, after its like
_NOISE = 7.25  # bits of a byte of which nothing is known but whether it is ASCII
_RANDOM = 7.5  # bits of a byte of which nothing is known at all, a little less than 8, to be safe

_KEY = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


def pair_key(language: int, before: int, character: int) -> tuple[int, int]:
    """Return the slot at which the search for a pair of code points begins, and what marks the pair there.

    The key is multiplied by the golden ratio (Fibonacci hashing, Knuth, TAOCP 3, section 6.4).

    >>> pair_key(HANS, ord("中"), ord("文")) != pair_key(HANT, ord("中"), ord("文"))
    True
    """
    key = (language << 32 | before << 16 | character) * _KEY & _WORD
    return key >> (64 - PAIR_BITS), key >> 8 & 0xFFFFFF | 1


@lru_cache(maxsize=1)
def evidence() -> Evidence:
    """Return the tables; the first call takes some milliseconds.

    >>> evidence() is evidence()  # read once
    True
    """
    import sys  # noqa: PLC0415 - with the two below, only for the first call
    import zlib  # noqa: PLC0415 - as above
    from importlib.resources import files  # noqa: PLC0415 - takes 15 ms, and UTF-8 needs no table

    from textnorm.model.container import unpack  # noqa: PLC0415 - as above

    data = files("textnorm").joinpath("data/decode.evidence").read_bytes()
    _, (ascii_pairs, packed, pairs) = unpack(data, EVIDENCE_MAGIC, 3)
    if sys.byteorder == "big":
        from array import array  # noqa: PLC0415 - as above

        swapped = array("I", pairs)
        swapped.byteswap()
        pairs = swapped.tobytes()
    numbers = {
        "pair_bits": PAIR_BITS,
        "letters": LETTERS,
        "astral": round(_ASTRAL / STEP),
        "damage": round(_DAMAGE / STEP),
        "more": round(_MORE / STEP),
        "edge": round(_EDGE / STEP),
        "noise": round(_NOISE / STEP),
        "random": round(_RANDOM / STEP),
        "run": round(_RUN / STEP),
    }
    return Evidence(ascii_pairs, zlib.decompress(packed), pairs, numbers)
