"""Make ``textnorm/data/mojibake.weights``: how much each character speaks for wrong-codec damage.

    python tools/build_mojibake_weights.py FOLDER_OF_TEXTS

A weight is the log-likelihood ratio, in half bits, of the character in damaged text (by the chain in which it
is most frequent) and in clean text (of the language in which it is most frequent).  The damage is done by
tools/damage.py to a sample of the texts; lines whose number modulo 10 is 3 are left out.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import unicodedata
import zlib
from array import array
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

from damage import KINDS
from textnorm.decode.evidence import EVIDENCE_MAGIC, JAPANESE, KOREAN, STEP
from textnorm.model.container import pack, unpack
from textnorm.repair.chains.scan import MAGIC

_TARGET = Path(__file__).parents[1] / "textnorm" / "data" / "mojibake.weights"
#: Chains by the texts that are damaged so.
_CHAINS = {
    "hans hant": (
        *("utf8-as-gbk", "utf8-as-gbk-single", "utf8-as-gbk-kept", "utf8-as-big5", "utf8-as-shift-jis"),
        *("utf8-as-gb18030-twice", "utf8-as-cp1250", "utf8-as-cp1251", "utf8-as-cp1252", "utf8-as-cp1254"),
        *("utf8-as-ptcp154", "utf8-as-koi8-r", "utf8-as-cp437", "utf8-as-mac-roman", "gbk-as-cp1252"),
        *("gbk-as-utf8", "utf16-swapped", "utf8-as-cp949"),
    ),
    "hans": ("gbk-as-big5", "gbk-as-shift-jis", "gbk-as-cp949"),
    "hant": ("big5-as-gbk", "big5-as-cp1252", "big5-as-shift-jis", "big5-as-cp949"),
}
#: Of what these leave every second character is of half width or Hangul, which tells; the others, rare Han characters
#: of clean texts too, count neither for nor against damage.
_HAN, _USED = 1.0, 13.0
_EASTERN = re.compile("(gbk|big5)-as-shift-jis|cp949")
_LINES_OF_EACH = 2500
_BASIC = 0x10000
#: Lines whose number has this remainder are held out.
_HELD_OUT = (10, 3)
#: The likelihood of what was never seen in damaged text, and of a Han character never seen in clean text, in bits.
_NEVER, _RARE_HAN = 24.0, 17.5
#: In the languages that use them, letters of other scripts cost about so much: blocks by their last code point.
_BLOCKS = (
    *((0x7F, 5.0), (0x9F, 20.0), (0xBF, 9.0), (0xFF, 7.0), (0x24F, 8.0), (0x2AF, 9.0), (0x36F, 10.0), (0x3FF, 6.0)),
    *(
        (0x45F, 6.0),
        (0x52F, 9.0),
        (0x1FFF, 7.0),
        (0x206F, 7.0),
        (0x2BFF, 10.0),
        (0x2E7F, 14.0),
        (0x2FFF, 14.0),
        (0x303F, 9.0),
    ),
    *((0x30FF, 7.0), (0x312F, 8.0), (0x33FF, 13.0), (0x4DBF, 18.0), (0x9FFF, _RARE_HAN), (0xA4CF, 10.0)),
    *((0xABFF, 11.0), (0xD7A3, 11.0), (0xDFFF, 22.0), (0xF8FF, 20.0), (0xFAFF, 18.0), (0xFEFF, 12.0)),
    *((0xFF5F, 9.0), (0xFF9F, 7.0), (0xFFFF, 13.0)),
)
#: Scripts that hardly any text is written in, and their bits; of the syllables of Korean those that KS X 1001 has are
#: enough for nearly all of it, and the others, four in five, cost as much as rare Han characters.
_RARE_SCRIPTS, _RARE_LETTER = ((0x0700, 0x08FF), (0x13A0, 0x177F), (0x18B0, 0x1DFF)), 12.0
_RARE_SYLLABLE, _ANY_SYLLABLE = _RARE_HAN, 15.0
_SYLLABLES, _KOREAN = range(0xAC00, 0xD7A4), "euc_kr"
#: Kana of half width, and how far hiragana stand before katakana.
_HALF_WIDTH, _HIRAGANA = range(0xFF61, 0xFFA0), 0x60
#: Letters that some languages write all the time, and signs that hardly any does.
_FREQUENT = dict.fromkeys("áàâãäåæçéèêëíìîïñóòôõöøúùûüßşğıăâđêôơưąćęłńóśźżčďěňřšťůžőű’“”–—…«»·°", 6.0)
_SELDOM = dict.fromkeys("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ×÷¡¢£¤¥¦§¨©ª¬®¯±²³´µ¶¸¹º»¼½¾¿ÿýþð€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ", 10.5)


def _is_han(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK ")


def _clean_bits(counts: Counter[str]) -> dict[str, float]:
    total = counts.total()
    return {char: -math.log2(times / total) for char, times in counts.items()}


@cache
def _spoken(language: int) -> list[float]:
    """Return the bits of each character of the basic plane in a language, as ``data/decode.evidence`` has them."""
    data = files("textnorm").joinpath("data/decode.evidence").read_bytes()
    tables = zlib.decompress(unpack(data, EVIDENCE_MAGIC, 3)[1][1])
    first = 2 * language * _BASIC
    return [STEP * level for level in tables[first : first + _BASIC]]


def _language_bits(point: int) -> float:
    char = chr(point)
    if point in _HALF_WIDTH:  # any word of Japanese may be written so, those with hiragana, too
        wide = ord(unicodedata.normalize("NFKC", char).strip())
        return min(_spoken(JAPANESE)[wide], _spoken(JAPANESE)[wide - _HIRAGANA])
    if char in _FREQUENT:
        return _FREQUENT[char]
    if char in _SELDOM:
        return _SELDOM[char]
    if point in _SYLLABLES and len(char.encode(_KOREAN)) > 2:  # noqa: PLR2004 - composed of its letters there
        return _RARE_SYLLABLE
    if point in _SYLLABLES:
        return min(_ANY_SYLLABLE, _spoken(KOREAN)[point])
    rare = any(first <= point <= last for first, last in _RARE_SCRIPTS)
    bits = _RARE_LETTER if rare else next(bits for last, bits in _BLOCKS if point <= last)
    return bits if unicodedata.category(char) not in {"Cn", "Cc", "Co", "Cs"} or point in {9, 10, 13} else 20.0


def weights(folder: Path) -> bytes:
    """Return the table: a signed byte for each code point of the basic plane."""
    rng = random.Random(11)
    clean: dict[str, Counter[str]] = {"hans": Counter(), "hant": Counter()}
    damaged: dict[str, Counter[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        script = path.name.partition("_")[0]
        lines = [
            line
            for i, line in enumerate(path.read_text(encoding="utf-8").split("\n"))
            if i % _HELD_OUT[0] != _HELD_OUT[1]
        ]
        sample = rng.sample(lines, min(_LINES_OF_EACH, len(lines)))
        for line in sample:
            clean[script].update(line)
        for scripts, kinds in _CHAINS.items():
            for kind in kinds if script in scripts else ():
                for line in sample[::5]:
                    damaged.setdefault(kind, Counter()).update(
                        char for char in KINDS[kind](line, rng) if char > "\x7f" and char != "\ufffd"
                    )
    spoken = [_clean_bits(counts) for counts in clean.values()]
    ruined = {kind: _clean_bits(counts) for kind, counts in damaged.items()}
    table = array("b")
    for point in range(_BASIC):
        char = chr(point)
        good = min(_language_bits(point), *(bits.get(char, _NEVER) for bits in spoken))
        bad = min(bits.get(char, _NEVER) for kind, bits in ruined.items() if not _EASTERN.search(kind))
        eastern = min(bits.get(char, _NEVER) for kind, bits in ruined.items() if _EASTERN.search(kind))
        if good > _USED or point in _SYLLABLES or point in _HALF_WIDTH:
            bad = min(bad, eastern if not _is_han(char) else max(eastern, good - _HAN))
        if char.isascii():
            weight = -1.0 if char in " \t" or not char.isalnum() else -0.5
            weight = -8.0 if char == "\n" else weight
        elif char == "\ufffd":
            weight = 0.0
        else:
            weight = good - bad
        table.append(max(-20, min(20, round(2 * weight))))
    return table.tobytes()


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where hans_*.txt and hant_*.txt lie")
    header = (
        "How much each character of the basic plane speaks for text read with a wrong codec: a signed byte for each, "
        "in half bits.\nCounts of single characters, no text.  Sources: those of the character models, in NOTICE.\n"
        "Used by textnorm.repair.chains.scan.  Made by tools/build_mojibake_weights.py.\n"
    )
    packed = zlib.compress(weights(parser.parse_args().folder), 9)
    _TARGET.write_bytes(pack(MAGIC, header, [packed]))


if __name__ == "__main__":
    main()
