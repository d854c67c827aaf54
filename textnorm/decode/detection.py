"""Which encoding a document is in: validity where it proves something, otherwise the cheapest reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from textnorm.decode.binary import has_signature, is_binary
from textnorm.decode.bom import find_bom
from textnorm.decode.evidence import LETTERS
from textnorm.decode.foreign import guess
from textnorm.decode.hints import NO_HINTS, Hints, declared
from textnorm.decode.readings import ALPHABETIC, MULTIBYTE, NOISE, RANDOM, WIDE, Price, Reading, high_bytes, weigh
from textnorm.decode.result import BINARY, Candidate, family
from textnorm.decode.sample import sample
from textnorm.decode.segments import mixture
from textnorm.decode.sevenbit import find_seven_bit
from textnorm.decode.wide import find_utf32, is_wide_text
from textnorm.kernel import is_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Choice", "choose"]

_CONVINCING = 2.2  # bits that a reading saves on each byte above ASCII, at least, for no alphabet to come near it
_ENOUGH = 24.0  # bits saved altogether, for the same
_CLEAR = 40.0  # bits between the first and the second encoding from which no more bytes need to be read
_FIRST_LOOK = 160  # bytes
_UTF8_MARGIN = 16.0  # bits: valid UTF-8 is hardly ever chance
_ASCII_REST = 8.0  # bits: the same, where nothing but ASCII and what a cut leaves is in the data
_FEW_PAGES = 4096  # bytes that mostly hold so many
_PROVES_UTF8 = 6  # characters of two bytes that leave no doubt, were they all that is not ASCII
_ASCII_MARGIN = 40.0  # bits by which UTF-16 has to explain plain ASCII better
_MOST_ASCII = 24  # bytes: a longer UTF-16 text shows a byte above ASCII
_WIDE_WINDOW = 256  # bytes at the beginning that tell UTF-16
_WIDE_GLIMPSE = 64  # and those that tell whether it is worth a look
_UNEXPLAINED = 0.2  # confidence in an encoding that nothing contradicts and nothing speaks for
_SURE = 0.99  # for everything that evidence decides
_LEAST = 0.0001  # confidence of a candidate that is worth telling
_ASK = 8.0  # bits within which another alphabet is as good: then chardet knows more languages
_SHOWS_BINARY = 200  # bytes: in fewer, one or two damaged bytes would look like many
_FALLBACK = "cp1252"
_MIXED = 4096  # bytes in which several encodings are looked for

_NO_TEXT = (NOISE, RANDOM)
_BYTES = (*MULTIBYTE, *_NO_TEXT)
_ALL_BUT_ALPHABETS = (*MULTIBYTE, *WIDE, *_NO_TEXT)
_UTF8 = MULTIBYTE[:1]
#: What a cut leaves of a character at either end of valid UTF-8.
_HIGH = re.compile(rb"[\x80-\xff]")
_HAN = re.compile("[\u3001-\u3002\u4e00-\u9fff]+")
_CUT_START = re.compile(rb"[\x80-\xbf]{1,3}")
_CUT_END = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
#: Encodings for which the evidence here counts for more than what chardet says.
_OURS = {family(each.encoding) for each in (*MULTIBYTE, *WIDE)} - {"utf-8"}


class Choice(NamedTuple):
    """An encoding that was chosen, how sure, among which, and the language it was read as."""

    encoding: str
    confidence: float
    candidates: tuple[Candidate, ...]
    reading: Reading | None = None
    label: str | None = None


def choose(data: bytes, hints: Hints = NO_HINTS) -> Choice:
    """Return the encoding of a document.

    A byte order mark decides, unless it stands before other bytes than it says; so do ASCII without escape
    sequences and UTF-8 with more than a few characters.  Everything else is weighed.

    >>> choose("编码识别".encode("gbk")).encoding
    'gb18030'
    """
    mark = find_bom(data)
    if mark:
        return _marked(data, *mark, hints)
    if has_signature(data):
        return _certain(BINARY)
    nul = b"\0" in data
    if data.isascii() and not nul:
        return _seven_bit(data)
    if not nul and _proves(data):
        return _certain("utf-8")
    return _weighed(data, hints, nul=nul)


def _marked(data: bytes, codec: str, mark: bytes, hints: Hints) -> Choice:
    """Believe a byte order mark, unless an editor put that of UTF-8 before text in another encoding."""
    if codec == "utf-8" and not is_utf8(data[len(mark) :]):
        choice = _weighed(data[len(mark) :], hints, nul=b"\0" in data)
        if choice.reading and choice.reading in MULTIBYTE:
            return choice
    rest = data[len(mark) : _WIDE_WINDOW]
    if codec.startswith("utf-16") and _is_random(rest):
        return _weighed(data, hints, nul=True)
    return _certain(codec)


def _is_random(data: bytes) -> bool:
    """Tell whether data after a mark of UTF-16 cannot be text in it."""
    first, second, *_ = weigh(data, (*WIDE, RANDOM))
    return first.reading is RANDOM and first.bits + _CLEAR < second.bits


def _certain(encoding: str, label: str | None = None) -> Choice:
    return Choice(encoding, 1.0, (Candidate(encoding, 1.0),), None, label)


def _seven_bit(data: bytes) -> Choice:
    """Return ASCII, or what its escape sequences announce."""
    found = find_seven_bit(data)
    if found:
        return _certain(*found)
    if 0 < len(data) <= _MOST_ASCII and len(data) % 2 == 0:
        best, *_, plain = sorted(weigh(data, (*WIDE, Reading("utf-8", LETTERS, 0.0))))
        if best.bits + _ASCII_MARGIN < plain.bits and _HAN.fullmatch(data.decode(best.reading.encoding, "replace")):
            return _probable([best, plain])
    return _certain("utf-8")


def _proves(data: bytes) -> bool:
    """Tell whether data is valid UTF-8, but for what a cut leaves at its ends, and can hardly be anything else."""
    if not is_utf8(data):
        data = _without_cuts(data)
        if not is_utf8(data):
            return False
    if high_bytes(data[:_FEW_PAGES]) > 4 * _PROVES_UTF8:
        return True
    high = high_bytes(data)
    return high > 4 * _PROVES_UTF8 or high > 2 * sum(0xC0 <= byte < 0xE0 for byte in data)


def _weighed(data: bytes, hints: Hints, *, nul: bool) -> Choice:
    """Return the cheapest reading of data that nothing proves to be in one encoding."""
    weights = declared(data, hints)
    if nul and (found := find_utf32(data)):
        return _certain(found)
    if len(data) <= _WIDE_WINDOW:
        found = _without_tables(data, _with_hints(weigh(data, _ALL_BUT_ALPHABETS), weights))
        evidence = data
    else:
        window = data[:_WIDE_WINDOW]
        if (nul or not window.isascii()) and weigh(data[:_WIDE_GLIMPSE], _ALL_BUT_ALPHABETS)[0].reading in WIDE:
            found = _without_tables(window, _with_hints(weigh(window, _ALL_BUT_ALPHABETS), weights))
            if found[0].reading in WIDE:
                return _probable(found)
        evidence = sample(data, _FIRST_LOOK)
        found = _with_hints(weigh(evidence, _BYTES), weights)
        if not _is_clear(found):
            evidence = sample(data)
            found = _with_hints(weigh(evidence, _BYTES), weights)
    valid = is_utf8(data)
    rest = data if valid else _without_cuts(data)
    if valid or is_utf8(rest):
        margin = _ASCII_REST if rest.isascii() else _UTF8_MARGIN
        found = sorted(each._replace(bits=each.bits - margin * (each.reading in _UTF8)) for each in found)
        if valid and not nul and not _is_convincing(found, evidence):
            return _certain("utf-8")
    elif not _is_convincing(found, evidence):
        several = _of_several(data)
        if several:
            return _probable([several._replace(bits=found[0].bits - _CLEAR), *found])
        found = sorted([*found, *_with_hints(weigh(evidence, ALPHABETIC), weights)])
    if found[0].reading in _NO_TEXT:
        return _unexplained(data, found, valid=valid)
    if found[0].reading in ALPHABETIC:
        return _alphabetic(data, evidence, found)
    if nul and found[0].reading not in WIDE and (valid or len(data) >= _SHOWS_BINARY) and is_binary(data):
        return _certain(BINARY)
    return _probable(found)


def _of_several(data: bytes) -> Price | None:
    """Return the main reading, if several encodings explain together what none explains alone."""
    first = _HIGH.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    window = data[start : start + _MIXED]
    window = window[: window.rfind(b"\n") + 1] or window
    several = mixture(window)
    return several if several and _is_convincing([several, *weigh(window, _NO_TEXT)], window) else None


def _without_cuts(data: bytes) -> bytes:
    """Return the data without what a cut at either end leaves of a character in UTF-8."""
    first, last = _CUT_START.match(data), _CUT_END.search(data, len(data) - 3)
    return data[first.end() if first else 0 : last.start() if last else len(data)]


def _with_hints(found: list[Price], weights: Mapping[str, float]) -> list[Price]:
    """Return the prices less what hints are worth; a hint speaks for all encodings of a family."""
    if not weights:
        return found
    families: dict[str, float] = {}
    for encoding, bits in weights.items():
        families[family(encoding)] = max(bits, families.get(family(encoding), 0.0))
    return sorted(each._replace(bits=each.bits - families.get(family(each.reading.encoding), 0.0)) for each in found)


def _without_tables(data: bytes, found: list[Price]) -> list[Price]:
    """Return the prices, without UTF-16 where it reads numbers rather than text."""
    if found[0].reading not in WIDE:
        return found
    random = next(each.bits for each in found if each.reading is RANDOM)
    kept = is_wide_text(data, found[0].reading, random - found[0].bits)
    return found if kept else [each for each in found if each.reading not in WIDE]


def _noise(found: list[Price]) -> float:
    return next(each.bits for each in found if each.reading is NOISE) - NOISE.prior


def _is_convincing(found: list[Price], evidence: bytes) -> bool:
    """Tell whether the first reading explains so much that no text in an alphabet is read so by chance."""
    saved = _noise(found) - found[0].bits
    return found[0].reading not in _NO_TEXT and saved >= max(_CONVINCING * high_bytes(evidence), _ENOUGH)


def _is_clear(found: list[Price]) -> bool:
    """Tell whether no other family comes near the first reading."""
    first = family(found[0].reading.encoding)
    second = next(each for each in found if family(each.reading.encoding) != first)
    return second.bits - found[0].bits >= _CLEAR and _noise(found) - found[0].bits >= _CLEAR


def _probable(found: list[Price]) -> Choice:
    """Choose the cheapest reading and turn bits into probabilities: each bit more halves the chances."""
    best: dict[str, Price] = {}
    for each in found:
        best.setdefault(family(each.reading.encoding), each)
    odds = {name: 2.0 ** min(0.0, found[0].bits - each.bits) for name, each in best.items()}
    total = sum(odds.values())
    candidates = tuple(
        Candidate(each.reading.encoding, round(min(_SURE, odds[name] / total), 4))
        for name, each in best.items()
        if each.reading not in _NO_TEXT and (odds[name] / total >= _LEAST or each is found[0])
    )
    return Choice(found[0].reading.encoding, candidates[0].confidence, candidates, found[0].reading)


def _alphabetic(data: bytes, evidence: bytes, found: list[Price]) -> Choice:
    """Choose among encodings of single bytes; chardet is asked where several make different text of the data."""
    near = [each for each in found if each.bits < found[0].bits + _ASK and each.reading in ALPHABETIC]
    texts = {evidence.decode(each.reading.encoding, "replace") for each in near}
    if len(texts) > 1:
        likely = guess(data)
        for each in near:
            if each.reading.encoding == likely:
                found = [each, *(other for other in found if other is not each)]
    return _probable(found)


def _unexplained(data: bytes, found: list[Price], *, valid: bool) -> Choice:
    """Return what to call data that reads well in no encoding."""
    if (valid or len(data) >= _SHOWS_BINARY) and is_binary(data):
        return _certain(BINARY)
    encoding = "utf-8" if valid else guess(data) or _FALLBACK
    if family(encoding) in _OURS or encoding.startswith("utf-") != valid:
        encoding = _FALLBACK
    likely = [each for each in found if each.reading not in _NO_TEXT]
    others = tuple(
        Candidate(each.encoding, min(_UNEXPLAINED / 2, each.confidence))
        for each in _probable(likely).candidates
        if each.encoding != encoding
    )
    return Choice(encoding, _UNEXPLAINED, (Candidate(encoding, _UNEXPLAINED), *others))


def choose_among(data: bytes, encodings: tuple[str, ...]) -> str:
    """Return the encoding out of a few in which ``data`` reads best.

    >>> choose_among("文本".encode("utf-16-be"), ("utf-16-le", "utf-16-be"))
    'utf-16-be'
    """
    readings = tuple(each for each in (*MULTIBYTE, *WIDE) if each.encoding in encodings)
    if not readings:
        return find_utf32(data) or encodings[0]
    window = data[:_WIDE_WINDOW] if readings[0] in WIDE else sample(data)
    return weigh(window, readings)[0].reading.encoding
