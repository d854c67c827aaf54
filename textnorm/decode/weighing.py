"""Weighing readings: which encoding data is in that nothing proves to be in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.decode.binary import is_binary
from textnorm.decode.choice import CLEAR, NO_TEXT, Choice, bits_saved, certain, is_clear, is_convincing, probable
from textnorm.decode.foreign import guess
from textnorm.decode.hints import Hints, declared
from textnorm.decode.hz import hz_bits
from textnorm.decode.readings import ALPHABETIC, MULTIBYTE, RANDOM, WIDE, Price, high_bytes, weigh
from textnorm.decode.result import BINARY, Candidate, family
from textnorm.decode.sample import sample
from textnorm.decode.segments import mixture
from textnorm.decode.validity import bits_for_utf8, whole_characters
from textnorm.decode.wide import find_utf32, is_wide_text, may_be_wide

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WIDE_WINDOW", "weighed"]

#: Bytes at the beginning that tell UTF-16.
WIDE_WINDOW = 256

_WIDE_GLIMPSE = 40  # bytes that tell whether UTF-16 is worth a look
_FIRST_LOOK = 120  # bytes of a long document; more are read where they leave a doubt
_BEHIND = 2 * CLEAR  # bits behind the best reading at which the first look gives another up
_UNEXPLAINED = 0.2  # confidence in an encoding that nothing contradicts and nothing speaks for
_ASK = 8.0  # bits within which another alphabet is as good: then chardet knows more languages
_SHOWS_BINARY = 200  # bytes: in fewer, one or two damaged bytes would look like many
_HIGH_IN_HZ = 8.0  # bits by which a byte above ASCII is dearer than noise where only damage explains it
_PAGE = 4096  # bytes in which a mark of HZ is looked for of which only half is left
_FEW_ABOVE_ASCII = 4  # one byte in so many may be above ASCII where a document is HZ with damage
_SEVERAL = 1.2  # bits that several encodings together have to save on each byte above ASCII
_MIXED = 4096  # bytes in which several encodings are looked for
_FALLBACK = "cp1252"

_BYTES = (*MULTIBYTE, *NO_TEXT)
_ALL_BUT_ALPHABETS = (*MULTIBYTE, *WIDE, *NO_TEXT)
_UTF8 = MULTIBYTE[:1]

_HIGH = re.compile(rb"[\x80-\xff]")

#: Encodings for which the evidence here counts for more than what chardet says.
_OURS = {family(each.encoding) for each in (*MULTIBYTE, *WIDE)} - {"utf-8"}


def weighed(data: bytes, hints: Hints, *, nul: bool) -> Choice:
    """Return the cheapest reading of ``data``, after what it and the hints declare; ``nul``: it has a NUL byte.

    >>> weighed("图书馆周末也开放".encode("gbk"), Hints(), nul=False).encoding
    'gb18030'
    """
    wide = find_utf32(data) if nul else None
    if wide:
        return certain(wide)
    weights = declared(data, hints)
    if len(data) > WIDE_WINDOW:
        evidence, found = _sampled(data, weights)
        doubtful = nul or not is_clear(found) or not is_convincing(found, evidence) or may_be_wide(data[:WIDE_WINDOW])
        wider = _as_utf16(data, weights, nul=nul) if doubtful else []
        if wider:
            return probable(wider)
    else:
        evidence = data
        found = _without_tables(data, _with_hints(weigh(data, _ALL_BUT_ALPHABETS), weights))
    if _may_be_hz(data) and not is_convincing(found, evidence):
        needed = bits_saved(found) + _HIGH_IN_HZ * high_bytes(data)
        if hz_bits(data, needed) > needed:
            return certain("hz", "hz")
    rest = whole_characters(data)
    valid = rest is not None and len(rest) == len(data)
    if rest is not None:
        speaks = bits_for_utf8(data, rest)
        found = sorted(each._replace(bits=each.bits - speaks * (each.reading in _UTF8)) for each in found)
        if valid and not nul and not is_convincing(found, evidence):
            return certain("utf-8")
    elif not is_convincing(found, evidence):
        several = _of_several(data)
        if several:
            return probable([several._replace(bits=found[0].bits - CLEAR), *found])
        found = sorted([*found, *_with_hints(weigh(evidence, ALPHABETIC), weights)])
    return _decided(data, evidence, found, valid=valid, nul=nul)


def _may_be_hz(data: bytes) -> bool:
    """Tell whether there is a mark of HZ, or a half, and few enough bytes above ASCII to be damage."""
    page = data[:_PAGE]
    return high_bytes(page) * _FEW_ABOVE_ASCII < len(page) and (b"~" in data or b"{" in page)


def _decided(data: bytes, evidence: bytes, found: list[Price], *, valid: bool, nul: bool) -> Choice:
    """Return what the prices say, if the first of them says anything."""
    first = found[0].reading
    if first in NO_TEXT:
        return _unexplained(data, found, valid=valid)
    if first in ALPHABETIC:
        return _alphabetic(data, evidence, found)
    if nul and first not in WIDE and (valid or len(data) >= _SHOWS_BINARY) and is_binary(data):
        return certain(BINARY)
    return probable(found)


def _as_utf16(data: bytes, weights: Mapping[str, float], *, nul: bool) -> list[Price]:
    """Return the prices of the beginning of a document that reads best as UTF-16, nothing for others."""
    window = data[:WIDE_WINDOW]
    if not nul and window.isascii():
        return []
    if weigh(data[:_WIDE_GLIMPSE], _ALL_BUT_ALPHABETS)[0].reading not in WIDE:
        return []
    found = _without_tables(window, _with_hints(weigh(window, _ALL_BUT_ALPHABETS), weights))
    return found if found[0].reading in WIDE else []


def _sampled(data: bytes, weights: Mapping[str, float]) -> tuple[bytes, list[Price]]:
    """Return some bytes of a long document, more where few leave a doubt, and their prices."""
    evidence = sample(data, _FIRST_LOOK)
    found = _with_hints(weigh(evidence, _BYTES, _BEHIND), weights)
    if not is_clear(found):
        evidence = sample(data)
        found = _with_hints(weigh(evidence, _BYTES), weights)
    return evidence, found


def _of_several(data: bytes) -> Price | None:
    """Return the main reading, if several encodings explain together what none explains alone."""
    first = _HIGH.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    window = data[start : start + _MIXED]
    window = window[: window.rfind(b"\n") + 1] or window
    several = mixture(window)
    if several is None or several.bits + _SEVERAL * high_bytes(window) >= weigh(window, NO_TEXT)[0].bits:
        return None
    return several if several.bits + CLEAR < weigh(window, ALPHABETIC)[0].bits else None


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


def _alphabetic(data: bytes, evidence: bytes, found: list[Price]) -> Choice:
    """Choose among encodings of single bytes; chardet is asked where several make different text of the data."""
    near = [each for each in found if each.bits < found[0].bits + _ASK and each.reading in ALPHABETIC]
    texts = {evidence.decode(each.reading.encoding, "replace") for each in near}
    if len(texts) > 1:
        likely = guess(data)
        for each in near:
            if each.reading.encoding == likely:
                found = [each, *(other for other in found if other is not each)]
    return probable(found)


def _unexplained(data: bytes, found: list[Price], *, valid: bool) -> Choice:
    """Return what to call data that reads well in no encoding."""
    if (valid or len(data) >= _SHOWS_BINARY) and is_binary(data):
        return certain(BINARY)
    encoding = "utf-8" if valid else guess(data) or _FALLBACK
    if family(encoding) in _OURS or encoding.startswith("utf-") != valid:
        encoding = _FALLBACK
    likely = [each for each in found if each.reading not in NO_TEXT]
    others = tuple(
        Candidate(each.encoding, min(_UNEXPLAINED / 2, each.confidence))
        for each in probable(likely).candidates
        if each.encoding != encoding
    )
    return Choice(encoding, _UNEXPLAINED, (Candidate(encoding, _UNEXPLAINED), *others))
