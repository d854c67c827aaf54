"""What repairs of mojibake look like that are right, and that are not: held-out lines, damaged on purpose and read."""

from __future__ import annotations

import json
import random
import re
import tarfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from model_sources import held_out, read_lines
from model_speech import held_out_speech

from damage import KINDS
from textnorm.model.ngrams import load
from textnorm.repair.chains.certainty import character_terms, is_given, kind_of
from textnorm.repair.chains.choice import Memory, best_readings
from textnorm.repair.chains.company import weighed
from textnorm.repair.chains.document import is_elsewhere
from textnorm.repair.chains.glance import unlikely
from textnorm.repair.chains.marks import as_lost
from textnorm.repair.chains.scan import least_weight, suspects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textnorm.repair.chains.found import Reading

__all__ = ["Read", "learn"]

#: The damage to learn from: not what leaves nothing to read, nor what another step undoes, or
#: what becomes another kind before it is read.
_TRADITIONAL = "big5-as"
_DAMAGE = re.compile(
    r"(utf8|gbk|big5)-as-(?!utf8|big5-dropped|latin1-twice|cp1252-twice|.*-(named|referenced|entities|doubled|blank|boxed|lowered))|utf16-swapped"
)
_LINES_OF_EACH, _SHORTEST, _LONGEST, _POEMS = {"hans": 32, "hant": 64}, 9, 160, 3000
#: How many names, words and phrases, each a text by itself, are taken of all texts, and of poems.
_PHRASES, _VERSES = 3000, 3000
#: Of every so many Traditional lines one is damaged in the ways that both scripts are.
_OTHERS = 2
#: Bits of a character from which on a line is as strange to the model as everyday text, and how many are looked at.
_STRANGE, _LOOKED_AT = 6.5, 4000
#: How many lines a process damages at once.
_AT_ONCE = 30
#: Damage that loses most bytes has more lost characters in a line than other damage in twenty, and takes as long; what
#: a codec of single bytes reads whole has none; there are 30 ways to misread a text twice.  Of every so many lines one
#: is damaged so.
_FEWER_LINES = (
    (re.compile(".*(twice|-as-.*-as-)"), 4),
    (re.compile("utf8-as-big5"), 4),
    (re.compile("(gbk|big5)-as-(latin1|cp1252)|utf8-as-(latin1|cp1250|koi8-r|cp437|mac-roman|cp1252$)"), 4),
)
_HAN = re.compile("[一-鿿]{6,}")
_PHRASE = re.compile("(?<![㐀-鿿])[㐀-鿿]{2,8}(?![㐀-鿿])")
#: How many short stretches of a line are damaged by themselves: there is little text in each.
_STRETCHES = 6
#: The share of a reading from which on its chain is the right one.
_RIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading teaches: about its chain, and about each of its characters whose bytes were lost.

    strange: whether it was made of a line as strange to the model as everyday text.
    """

    true: str
    evidence: tuple[float, ...] | None
    right: bool
    kind: str = ""
    length: int = 0
    strange: bool = False
    characters: tuple[tuple[tuple[float, ...], bool], ...] = ()


def damaged_readings(job: tuple[str, list[str]]) -> list[Read]:
    """Damage lines in one way, read them and tell what was right."""
    kind, lines = job
    rng = random.Random(kind)
    found: list[Read] = []
    for line in lines:
        strange = is_strange(line)
        stretches = []
        for match in _HAN.finditer(line):
            at = rng.randrange(len(match[0]) - 5)
            stretches.append(match[0][at : at + rng.randint(2, 6)])
        for text in (line, *stretches[:_STRETCHES]):
            shown = KINDS[kind](text, rng)
            if shown != text:
                found += _judged(shown, text, strange=strange)
    return found


def _judged(shown: str, text: str, *, strange: bool) -> Iterator[Read]:
    """Read a damaged line and compare with the text that it was."""
    shown = as_lost(shown)
    found = [one for one in best_readings(shown, Memory()) if not is_elsewhere(one)]
    readings = [weighed(one, shown[: one.start], shown[one.end :]) for one in found]
    parts, places, at = [], [], 0
    for reading in readings:
        parts.append(shown[at : reading.start])
        places.append(sum(map(len, parts)))
        parts.append(reading.text)
        at = reading.end
    result = "".join((*parts, shown[at:]))
    right = bytearray(len(result))
    for block in SequenceMatcher(None, result, text, autojunk=False).get_matching_blocks():
        right[block.a : block.a + block.size] = b"\1" * block.size
    for reading, place in zip(readings, places, strict=True):
        yield _read(reading, right[place : place + len(reading.text)], strange=strange)


def _read(reading: Reading, right: bytearray, *, strange: bool) -> Read:
    line_bits = reading.bits / max(1, len(reading.text))
    rows: list[tuple[tuple[float, ...], bool]] = []
    kind = kind_of(reading.chains, reading.losses, reading.seen, reading.text)
    at = 0
    for piece, terms in zip(reading.pieces, character_terms(reading.pieces, line_bits), strict=True):
        here = zip(terms, right[at : at + len(piece.text)], piece.probabilities, strict=False)
        rows += [(one, bool(is_right)) for one, is_right, chance in here if not is_given(chance, kind)]
        at += len(piece.text)
    is_right = sum(right) >= _RIGHT * len(right)
    return Read(reading.chains[-1].true, reading.evidence, is_right, kind, len(right), strange, tuple(rows))


def clean_readings(lines: list[str]) -> list[Read]:
    """Return what chains make of clean lines."""
    readings = ((line, one) for line in lines for one in best_readings(line, Memory()) if not is_elsewhere(one))
    return [Read(one.chains[-1].true, one.evidence, right=False, length=len(line)) for line, one in readings]


def suspect_lines(corpus: Path, poetry: Path | None) -> list[str]:
    """Return the clean lines, and phrases that stand alone, in which the scan suspects something."""
    found: list[str] = []
    phrases: set[str] = set()
    rng = random.Random(1)
    for path in sorted(corpus.glob("han[st]/*.txt.zst")):
        lines = (*read_lines(path), *held_out(path))
        found += [line for line in lines if len(line) < 20 * _LONGEST and next(suspects(line), None)]
        phrases.update(phrase for line in lines for phrase in _PHRASE.findall(line))
    if poetry:
        every = [*poem_lines(poetry)]
        poems = [line for line in every if next(suspects(line), None)]
        found += rng.sample(poems, min(_POEMS, len(poems)))
        found += _suspect_phrases({phrase for line in every for phrase in _PHRASE.findall(line)}, _VERSES)
    return found + _suspect_phrases(phrases, _PHRASES)


def _suspect_phrases(phrases: set[str], most: int) -> list[str]:
    """Return some phrases that the scan would suspect if they stood alone, and the model does not know."""
    found = [phrase for phrase in sorted(phrases) if unlikely(phrase, suspects(phrase, least_weight(phrase)))]
    return random.Random(1).sample(found, min(most, len(found)))


def poem_lines(poetry: Path) -> Iterator[str]:
    """Yield the lines of poems that are mostly Han characters, not patterns of tones."""
    with tarfile.open(poetry) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            file = archive.extractfile(member) if member.name.endswith(".json") and "rank" not in member.name else None
            if file:
                for text in _strings(json.loads(file.read() or b"0")):
                    yield from (line for line in text.split("\n") if 2 * len(re.findall("[一-鿿]", line)) > len(line))


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for one in data.values():
            yield from _strings(one)
    elif isinstance(data, list):
        for one in data:
            yield from _strings(one)


def sample(corpus: Path, script: str) -> list[str]:
    """Return held-out lines of each text, every second of those that there are.

    Two thirds of them, where there are so many, are as strange to the model as everyday text.
    """
    lines = []
    for path in sorted(corpus.glob(f"{script}/*.txt.zst")):
        fitting = [line for line in held_out(path)[::2] if _SHORTEST <= len(line) <= _LONGEST]
        random.Random(path.name).shuffle(fitting)
        most = _LINES_OF_EACH[script]
        strange = [line for line in fitting[:_LOOKED_AT] if is_strange(line)][: 2 * most // 3]
        taken = set(strange)
        lines += strange + [line for line in fitting if line not in taken][: most - len(strange)]
    return lines + _spoken(_LINES_OF_EACH[script]) if script == "hant" else lines


def _spoken(most: int) -> list[str]:
    """Return held-out utterances in Cantonese, every second of those that there are."""
    fitting = [line for line in held_out_speech()[::2] if _SHORTEST <= len(line) <= _LONGEST]
    return random.Random(1).sample(fitting, min(most, len(fitting)))


def is_strange(line: str) -> bool:
    """Tell whether a line costs as many bits a character as everyday text does."""
    return load().bits(line, "", "") > _STRANGE * len(line)


def learn(corpus: Path, poetry: Path | None) -> tuple[list[Read], list[Read]]:
    """Return what damaged and what clean lines teach."""
    lines = {script: sample(corpus, script) for script in ("hans", "hant")}
    jobs: list[tuple[str, list[str]]] = []
    for kind in filter(_DAMAGE.match, KINDS):
        every = next((many for pattern, many in _FEWER_LINES if pattern.match(kind)), 1)
        some = lines["hant"] if kind.startswith(_TRADITIONAL) else lines["hans"] + lines["hant"][::_OTHERS]
        some = some[::every]
        if kind.startswith(_TRADITIONAL):
            some = [line for line in some if line.encode("cp950", "ignore").decode("cp950") == line]
        jobs += [(kind, some[i : i + _AT_ONCE]) for i in range(0, len(some), _AT_ONCE)]
    damaged: list[Read] = []
    clean: list[Read] = []
    with ProcessPoolExecutor() as executor:
        suspect = executor.submit(suspect_lines, corpus, poetry)
        for of_damaged in executor.map(damaged_readings, jobs):
            damaged += of_damaged
        lines_of_all = suspect.result()
        for of_clean in executor.map(
            clean_readings, [lines_of_all[i : i + 200] for i in range(0, len(lines_of_all), 200)]
        ):
            clean += of_clean
    return damaged, clean
