"""Damage good Chinese text the way the world does: the forward model of every kind textnorm knows.

    python tools/damage.py KIND [--seed N] < good.txt > damaged.txt

Fixtures and round-trip tests are made with it.  Each kind is a function from a text and a random
number generator to a damaged text; ``KINDS`` lists them.  The pinyin channel is described in
docs/architecture.md; it is tested against spans observed on real pages.
"""

from __future__ import annotations

import argparse
import html
import quopri
import random
import sys
from email.charset import BASE64, QP, Charset
from email.header import Header
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from misreading import Careless, misread, read_double_byte
from wrong_codecs import WRONG_CODECS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "annotate", "fold_width", "listed_characters", "misread", "read_as_gbk"]

#: The marks at whose bytes the annotating program splits, one after the other.
SPLITTERS = "！？；、。，"
#: The first byte that a character of GBK can begin with.
_FIRST_LEAD = 0x81
_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_TO_HALF_WIDTH = {full: half for half, full in _TO_FULL_WIDTH.items()}


def _data(name: str) -> list[str]:
    text = files("textnorm").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def listed_characters(depth: int | None = None) -> str:
    """Return the annotator's table down to a depth, all that is known of it by default."""
    return "".join(_data("annotator-table.txt"))[:depth]


def first_readings() -> dict[str, str]:
    """Return the reading that an annotator puts behind each character."""
    readings: dict[str, str] = {}
    for reading, first, _ in (line.split("\t") for line in _data("readings.txt")):
        for character in first:
            readings.setdefault(character, reading)
    return readings


def read_as_gbk(data: bytes, *, lost: str = "?", keep_private_use: bool = False) -> str:
    """Decode GBK as a careless program does.

    A lead byte without a valid trail byte swallows the next byte and both become ``lost``; characters
    of the user-defined area vanish unless they are to be kept.
    """
    how = Careless(lost, pairs=True, private="keep" if keep_private_use else "drop")
    return read_double_byte(data, "gbk", how)


def annotate(text: str, table: str, *, keep_private_use: bool = False) -> str:
    """Put pinyin behind the listed characters on GBK bytes, across character boundaries too.

    One listed character after the other is replaced in the bytes of the whole text, then the bytes
    are split at those of one mark after the other, and each piece is decoded by itself.
    """
    readings = first_readings()
    data = text.encode("gb18030")
    for character in table:
        code = character.encode("gbk")
        data = data.replace(code, code + f"({readings[character]})".encode("gbk"))
    pieces = [data]
    for code in (mark.encode("gbk") for mark in SPLITTERS):
        marks = {mark.encode("gbk") for mark in SPLITTERS}
        split: list[bytes] = []
        for piece in pieces:
            if piece in marks:
                split.append(piece)
                continue
            for i, part in enumerate(piece.split(code)):
                split += [code, part] if i else [part]
        pieces = split
    return "".join(read_as_gbk(piece, keep_private_use=keep_private_use) for piece in pieces)


def fold_width(text: str) -> str:
    """Fold full-width ASCII to half width, as NFKC does to punctuation.

    >>> fold_width("取勝？！")
    '取勝?!'
    """
    return text.translate(_TO_HALF_WIDTH)


def _in_bytes(
    change: Callable[[bytearray, random.Random], None], read: Callable[[bytes], str]
) -> Callable[[str, random.Random], str]:
    """Return a damage that changes the GBK stream of every line before ``read`` decodes it."""

    def damage(text: str, rng: random.Random) -> str:
        lines = []
        for line in text.split("\n"):
            data = bytearray(line.encode("gb18030"))
            if data:
                change(data, rng)
            lines.append(read(bytes(data)))
        return "\n".join(lines)

    return damage


def _lose(data: bytearray, rng: random.Random) -> None:
    """Drop one byte."""
    del data[rng.randrange(len(data))]


def _gain(data: bytearray, rng: random.Random) -> None:
    """Put a byte in: one of a character said twice, or any that a character can begin with."""
    at = rng.randrange(len(data))
    twice = data[at] >= _FIRST_LEAD and rng.random() < 0.5  # noqa: PLR2004 - as often as not
    data.insert(at, data[at] if twice else rng.randrange(_FIRST_LEAD, 0xFF))


def _entities(text: str, rng: random.Random) -> str:
    styles = (lambda c: f"&#{ord(c)};", lambda c: f"&#x{ord(c):x};")
    return "".join(c if c.isascii() else rng.choice(styles)(c) for c in html.escape(text))


def _unicode_escapes(text: str, _: random.Random) -> str:
    units = text.encode("utf-16-be")
    return "".join(
        chr(unit) if unit < 0x80 else f"\\u{unit:04x}"  # noqa: PLR2004 - ASCII stays
        for unit in (int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2))
    )


def _unended_references(text: str, _: random.Random) -> str:
    """Write references without the semicolon, as careless programs do."""
    return "".join(f"&#x{ord(c):x}" if "\u3001" <= c <= "\u9fff" else c for c in text)


def _octal(text: str, _: random.Random) -> str:
    """Write the bytes above ASCII as git writes those of a path."""
    return "".join(chr(byte) if byte < 0x80 else f"\\{byte:03o}" for byte in text.encode())  # noqa: PLR2004 - ASCII


def _quoted_printable(text: str, codec: str) -> str:
    """Encode as RFC 2045 says, with soft line breaks."""
    return quopri.encodestring(text.encode(codec, "ignore")).decode()


def _encoded_words(text: str, codec: str, kind: str) -> str:
    """Encode every line that is not ASCII as the value of a mail header, folded as RFC 2047 says."""
    charset = Charset(codec)
    charset.header_encoding = BASE64 if kind == "B" else QP
    lines = text.encode(codec, "ignore").decode(codec).split("\n")
    return "\n".join(line if line.isascii() else Header(line, charset).encode() for line in lines)


def _scatter(text: str, rng: random.Random, inserted: str, share: float = 0.1) -> str:
    """Put invisible characters behind some of the Han characters."""
    return "".join(c + rng.choice(inserted) if "\u3400" <= c <= "\u9fff" and rng.random() < share else c for c in text)


def _radicals(text: str, _: random.Random) -> str:
    """Replace ideographs by the Kangxi radicals that look the same, as PDF extraction does."""
    import unicodedata  # noqa: PLC0415 - only this kind needs it

    radicals = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    return "".join(radicals.get(c, c) for c in text)


def _half_width_marks(text: str, _: random.Random) -> str:
    return text.translate(str.maketrans("，。？！：；（）", ",.?!:;()"))


def _full_width_letters(text: str, _: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def _spaced_marks(text: str, _: random.Random) -> str:
    return "".join(f" {c} " if c in "，。？！：；" else c for c in text)


def _orphan_tags(text: str, rng: random.Random) -> str:
    """Leave a closing tag at the end of some paragraphs, as careless extraction does."""
    tags = ("</p>", "</strong>", "<br>", "")
    return "\n".join(line + rng.choice(tags) if line else line for line in text.split("\n"))


def _swapped_utf16(text: str, _: random.Random) -> str:
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-le", "replace")


def _annotated(text: str, rng: random.Random) -> str:
    table = listed_characters()
    return annotate(text, table[: rng.randint(len(table) // 3, len(table))])


def _mixed_width_annotated(text: str, rng: random.Random) -> str:
    return fold_width(_annotated(text, rng))


#: Every kind of damage by name.
KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "pinyin": _annotated,
    "pinyin-folded": _mixed_width_annotated,
    "gbk-byte-lost": _in_bytes(_lose, read_as_gbk),
    "gbk-byte-lost-kept": _in_bytes(_lose, lambda data: data.decode("gb18030", "replace")),
    "gbk-byte-lost-marked": _in_bytes(_lose, lambda data: data.decode("gbk", "replace")),
    "gbk-byte-lost-ignored": _in_bytes(_lose, lambda data: data.decode("gbk", "ignore")),
    "gbk-byte-gained-kept": _in_bytes(_gain, lambda data: data.decode("gb18030", "replace")),
    "gbk-byte-gained-marked": _in_bytes(_gain, lambda data: data.decode("gbk", "replace")),
    "gbk-byte-gained-ignored": _in_bytes(_gain, lambda data: data.decode("gbk", "ignore")),
    **WRONG_CODECS,
    "utf16-swapped": _swapped_utf16,
    "entities": _entities,
    "entities-twice": lambda text, rng: html.escape(_entities(text, rng)),
    "unicode-escapes": _unicode_escapes,
    "percent-utf8": lambda text, _: quote(text, safe=" \n!?,.:;()"),
    "percent-gbk": lambda text, _: quote(text.encode("gb18030"), safe=" \n!?,.:;()"),
    "percent-big5": lambda text, _: quote(text.encode("cp950", "ignore"), safe=" \n!?,.:;()"),
    "references-unended": _unended_references,
    "byte-escapes": lambda text, _: text.encode().decode("ascii", "backslashreplace"),
    "byte-escapes-gbk": lambda text, _: text.encode("gb18030").decode("ascii", "backslashreplace"),
    "octal": _octal,
    "quoted-printable": lambda text, _: _quoted_printable(text, "utf-8"),
    "quoted-printable-gbk": lambda text, _: _quoted_printable(text, "gb18030"),
    "quoted-printable-big5": lambda text, _: _quoted_printable(text, "cp950"),
    "encoded-words": lambda text, _: _encoded_words(text, "utf-8", "B"),
    "encoded-words-q": lambda text, _: _encoded_words(text, "utf-8", "Q"),
    "encoded-words-gbk": lambda text, _: _encoded_words(text, "gb18030", "B"),
    "encoded-words-big5": lambda text, _: _encoded_words(text, "big5", "B"),
    "gbk-as-utf8": lambda text, _: misread(text, "gb18030", "utf-8"),
    "uninitialised-memory": lambda text, _: (b"\xcc\xcc" * len(text)).decode("gbk"),
    "question-marks": lambda text, _: text.encode("latin-1", "replace").decode("latin-1"),
    "zero-width": lambda text, rng: _scatter(text, rng, "\u200b\u200c\ufeff\u2060"),
    "soft-hyphen": lambda text, rng: _scatter(text, rng, "\u00ad"),
    "radicals": _radicals,
    "half-width-marks": _half_width_marks,
    "full-width-letters": _full_width_letters,
    "spaced-marks": _spaced_marks,
    "fold-width": lambda text, _: fold_width(text),
    "orphan-tags": _orphan_tags,
    "crlf": lambda text, _: text.replace("\n", "\r\n"),
}


def main() -> None:
    """Damage standard input."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--seed", type=int, default=0, help="of the random choices, where a kind makes any")
    options = parser.parse_args()
    damaged = KINDS[options.kind](sys.stdin.buffer.read().decode(), random.Random(options.seed))
    sys.stdout.buffer.write(damaged.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
