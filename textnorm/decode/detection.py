"""Which encoding a document is in: validity where it proves something, otherwise the most legible reading."""

from __future__ import annotations

import re
from typing import NamedTuple

from textnorm.decode.binary import has_signature, is_binary
from textnorm.decode.bom import find_bom
from textnorm.decode.evidence import bits
from textnorm.decode.foreign import guess
from textnorm.decode.lossless import read
from textnorm.decode.readings import (
    CHINESE,
    DOUBLE_BYTE,
    Reading,
    aligned,
    cut_start,
    high_bytes,
    noise,
    readings,
)
from textnorm.decode.result import BINARY, Candidate, Detection, family
from textnorm.decode.sample import sample
from textnorm.decode.wide import WIDE, WINDOW, wide_readings

__all__ = ["Choice", "big5_member", "choose", "detect"]

_CONVINCING = 2.6  # bits that Chinese text saves on each byte above ASCII, at least, to need no second opinion
_LEGIBLE = 0.6  # bits below which a Chinese reading is chance
_ENOUGH = 16.0  # bits saved altogether, for the shortest strings
_UNEXPLAINED = 0.2  # confidence in an encoding that nothing contradicts and nothing speaks for
_SURE = 0.99  # for everything that evidence decides
_FALLBACK = "cp1252"
_SHOWS_BINARY = 200  # bytes: in fewer, one or two damaged bytes would look like many
_MOST_DOUBTFUL = 2048  # bytes to look at closely

#: Encodings for which the evidence here counts for more than what chardet says.
_OURS = {"utf-8", "utf-16", "utf-32", "gb18030", "big5", *WIDE}

#: Kana has the same codes in GB 2312 as in EUC-JP, and Chinese text hardly any of it.
_KANA = re.compile("[ぁ-ヶ]")
_SOME_KANA = 2
_JAPANESE = ("cp932", "euc_jp")

#: What rows C6A1 to C7FC hold in Python's cp950.  Every Big5 in use (ETEN, HKSCS) has them in another order.
_ETEN_ROWS = re.compile("[\u3041-\u30fe\u0401-\u0451\u2460-\u247d]")


class Choice(NamedTuple):
    """A detection, and how many bytes to leave out first because a cut went through a character."""

    detection: Detection
    skip: int = 0


_NO_TEXT = Choice(Detection(BINARY, _SURE, (Candidate(BINARY, _SURE),)))


def detect(data: bytes) -> Detection:
    """Tell the encoding of a document.

    A byte order mark, ASCII and valid UTF-8 decide by themselves.  Other bytes are read as GB 18030, Big5, damaged
    UTF-8 and UTF-16, and the reading that looks most like Chinese text wins; where none does, chardet is asked.

    >>> detect("繁體中文也認得".encode("big5")).encoding
    'cp950'
    """
    return choose(data).detection


def choose(data: bytes) -> Choice:
    """Do as ``detect``, and tell where reading should begin."""
    mark = find_bom(data)
    if mark:
        return _marked(data, *mark)
    if has_signature(data):
        return _NO_TEXT
    valid = _is_utf8(data)
    if valid and b"\0" not in data:
        return _certain("utf-8")
    choice = _wide_choice(data)
    if choice is None and (valid or len(data) >= _SHOWS_BINARY) and is_binary(data):
        choice = _NO_TEXT
    return choice or (_certain("utf-8") if valid else _best_reading(data))


def _marked(data: bytes, codec: str, mark: bytes) -> Choice:
    """Believe a byte order mark, unless an editor put that of UTF-8 before text in another encoding."""
    if codec == "utf-8" and not _is_utf8(data[len(mark) :]):
        choice = _best_reading(data[len(mark) :])
        if family(choice.detection.encoding) in {"gb18030", "big5"}:
            return choice
    return _certain(codec)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _certain(encoding: str) -> Choice:
    return Choice(Detection(encoding, 1.0, (Candidate(encoding, 1.0),)))


def _wide_choice(data: bytes) -> Choice | None:
    """Return UTF-16 or UTF-32 without a mark, if the beginning reads best so."""
    found = wide_readings(data)
    if not found:
        return None
    window = data[:WINDOW]
    others = [*readings(window, CHINESE), *readings(window, DOUBLE_BYTE, skip=1)]
    return _weighed([*found, *others], window) if found[0] < min(others) else None


def _best_reading(data: bytes) -> Choice:
    """Return the most legible reading of a document that is neither UTF-8 nor UTF-16."""
    evidence = sample(data)
    found = readings(evidence, (*CHINESE, "euc_jp") if _kana(evidence, "gb18030") else CHINESE)
    saved = noise(evidence) - found[0].cost
    if saved < max(_CONVINCING * high_bytes(evidence), _ENOUGH):
        choice = _second_opinion(data, evidence[:_MOST_DOUBTFUL])
    else:
        choice = _weighed(found, evidence)
    encoding = choice.detection.encoding
    if family(encoding) not in {"gb18030", "big5"}:
        return choice
    skip = cut_start(data, encoding)
    return Choice(_named(choice.detection, big5_member(data[skip:]) if encoding == "big5hkscs" else encoding), skip)


def _second_opinion(data: bytes, evidence: bytes) -> Choice:
    """Weigh Chinese readings, damage allowed for, against the languages that chardet knows."""
    silence = noise(evidence)
    found = [*readings(evidence, CHINESE), *readings(evidence, DOUBLE_BYTE, skip=1)]
    least = _LEGIBLE * high_bytes(evidence)
    found = [reading for reading in (aligned(r, evidence) for r in found) if silence - reading.cost >= least]
    likely = guess(data)
    japanese = [codec for codec in _JAPANESE if _kana(evidence, codec)]
    foreign = dict.fromkeys([*japanese, likely or _FALLBACK])
    found += readings(evidence, [codec for codec in foreign if family(codec) not in _OURS])
    if found and min(found).cost < silence:
        return _weighed(found, evidence)
    encoding = BINARY if is_binary(data) or not found else min(found).encoding
    return Choice(Detection(encoding, _UNEXPLAINED, (Candidate(encoding, _UNEXPLAINED),)))


def _kana(data: bytes, codec: str) -> bool:
    return len(_KANA.findall(read(data, codec)[0])) >= _SOME_KANA


def _weighed(found: list[Reading], evidence: bytes) -> Choice:
    """Choose the cheapest reading and turn bits into probabilities: each bit more halves the chances."""
    best: dict[str, Reading] = {}
    for reading in sorted(found):
        best.setdefault(reading.encoding, reading)
    lowest = min(reading.cost for reading in best.values())
    odds = {encoding: 2.0 ** (lowest - reading.cost) for encoding, reading in best.items()}
    total = sum(odds.values()) + 2.0 ** min(0.0, lowest - noise(evidence))
    candidates = tuple(Candidate(name, round(min(_SURE, chance / total), 4)) for name, chance in odds.items())
    encoding, confidence = candidates[0]
    return Choice(Detection(encoding, confidence, candidates), best[encoding].skip)


def _named(detection: Detection, encoding: str) -> Detection:
    """Return the detection with its first candidate under another name."""
    candidates = (Candidate(encoding, detection.confidence), *detection.candidates[1:])
    return Detection(encoding, detection.confidence, candidates)


def big5_member(data: bytes) -> str:
    r"""Return the codec of the Big5 family that leaves the fewest bytes undecoded.

    >>> big5_member(b"\xa4\xa4\xa4\xe5"), big5_member(b"\xa4\xa4\xfa\x40")
    ('cp950', 'big5hkscs')
    """
    text, errors, _ = read(data, "cp950")
    rows = [found.start() for found in _ETEN_ROWS.finditer(text)]
    if not errors and not rows:
        return "cp950"
    other_text, other_errors, _ = read(data, "big5hkscs")
    if len(errors) != len(other_errors) or len(text) != len(other_text):
        return "cp950" if len(errors) < len(other_errors) else "big5hkscs"
    python, eten = ("".join([reading[at] for at in rows]) for reading in (text, other_text))
    return "cp950" if bits(python, chinese=True) < bits(eten, chinese=True) or not rows else "big5hkscs"
