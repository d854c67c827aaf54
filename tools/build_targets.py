"""Write the tables of the targets of conversion, from the dictionaries and the models in textnorm/data.

    python tools/build_targets.py          writes textnorm/data/targets.tables
    python tools/build_targets.py --check  exits with 1 when the file differs from what would be written

The same dictionaries and models give the same bytes.  Run it after tools/build_opencc.py and
tools/build_script_model.py; it needs the compiled kernel.  The layout of the sections is that of the structures in
textnorm/kernel: ``Character``, ``Other``, ``Place``.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import target_weights

from textnorm.kernel import _kernel, building, tablefile
from textnorm.script import context, context_places, dictionaries, folding
from textnorm.script.characters import characters
from textnorm.script.finished import TABLES
from textnorm.script.words import lattice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

DATA = Path(__file__).resolve().parent.parent / "textnorm" / "data"
NAME = TABLES

HEADER = """\
# What brings a text to zh-Hans, zh-Hant, zh-TW or zh-HK, as tables of the compiled kernel.
# Source: the dictionaries opencc-*.txt, script-words.txt and script-context.model beside this file.
# Licence: Apache-2.0 and MIT; weights of features and frequencies only; see NOTICE.
# Format: described in textnorm/kernel/tablefile.py and segmentation.pxi, context.pxi, target.pxi; little-endian.
# Used by textnorm.script.target.  Made by tools/build_targets.py; do not edit.
"""
THEIRS, OURS, LEANING, REGIONAL, ENDING, AMBIGUOUS, STRANGE, CHANGING = (1 << bit for bit in range(8))
_BASIC_PLANE = 0x10000
_NO_FORM = -1

Section = dict[str, bytes]
Numbers = dict[str, "int | tuple[int, ...]"]


def content(*, settled: Mapping[str, str] | None = None, frequent: Iterable[str] | None = None) -> bytes:
    """Return the file; ``settled`` and ``frequent`` instead of the words and stretches of script-settled.txt."""
    if settled is None or frequent is None:
        learnt, often = context_places.settled()
        settled, frequent = learnt if settled is None else settled, often if frequent is None else frequent
    shared, numbers = _learnt(settled, frequent)
    traditional = _characters(
        _marks_towards_traditional(), context_places.plain(), {place: n for n, place in enumerate(_places(), 1)}
    )
    tables: dict[str, _kernel.Table] = {}
    parts: dict[str, tuple[Section, Numbers]] = {"traditional": (shared | traditional, numbers)}
    for words in (False, True):
        dictionary = dictionaries.to_simplified(words=words).entries
        name = "zh-Hans" + "+words" * words
        tables[name] = _table(dictionary) if words else building.table(building.plain(dictionary))
        simplified = _characters(_marks_towards_simplified(dictionary), {}, {})
        named = dictionaries.mainland_words() if words else {}
        flags = {"senses": array("H", (key in named for key in _written(dictionary))).tobytes()} if words else {}
        parts[name] = (simplified | flags, {})
    numbered = {place: n for n, place in enumerate(_places() + _words(), 1) if len(place) > 1}
    tables |= {to: building.table(building.plain(dictionaries.regional_forms(to).entries)) for to in ("zh-TW", "zh-HK")}
    entries = dictionaries.regional_words("zh-TW").entries
    tables["zh-TW+words"] = _table(entries)
    senses = array("H", (numbered.get(folding.fold(key), 0) for key in _written(entries)))
    parts["zh-TW+words"] = ({"senses": senses.tobytes()}, {})
    return tablefile.write(HEADER, {name: _kernel.Chain([table]) for name, table in tables.items()}, parts)


def _table(entries: Mapping[str, str]) -> _kernel.Table:
    return building.table(building.plain(entries), _changing(entries))


def _written(entries: Mapping[str, str]) -> list[str]:
    """Return the keys with a value of their own, in the order of the values."""
    return building.written_keys(building.plain(entries), _changing(entries))


def _changing(entries: Mapping[str, str]) -> set[str]:
    return {key for key, value in entries.items() if len(key) > 1 and key != value}


def _places() -> list[str]:
    return [place for place in context.load().forms if len(place) == 1]


def _words() -> list[str]:
    return [place for place in context.load().forms if len(place) > 1]


def _marks_towards_traditional() -> Callable[[str], int]:
    known, plain, places = characters(), context_places.plain(), frozenset(_places())
    return lambda c: (
        (c in known.simplified) * THEIRS
        | (c in known.traditional) * OURS
        | (c in known.leans_simplified) * LEANING
        | (c in known.regional) * REGIONAL
        | (c in places) * AMBIGUOUS
        | (c in places or c in plain) * CHANGING
    )


def _marks_towards_simplified(dictionary: Iterable[str]) -> Callable[[str], int]:
    known, in_keys = characters(), frozenset("".join(dictionary))
    return lambda c: (
        (c in known.traditional) * THEIRS
        | (c in known.simplified) * OURS
        | (c in known.leans_traditional) * LEANING
        | (c in in_keys) * CHANGING
    )


def _characters(marks: Callable[[str], int], plain: Mapping[str, str], places: Mapping[str, int]) -> Section:
    """Return what is known of each code point: ``Character`` for the basic plane, ``Other`` for the strange ones."""
    costs, rows, others = lattice().costs, [], []
    for point in range(_BASIC_PLANE):
        character = chr(point)
        own, value = marks(character), plain.get(character, character)
        if character in "。！？!?;；\n":
            own |= ENDING
        symbol = ord(context.symbols(folding.fold(character)))
        if value > "\uffff" or point == _BASIC_PLANE - 1:
            own |= STRANGE
            others.append((point, ord(value), 0, symbol, own, 0, 0))
        low = ord(value) if value <= "\uffff" else 0
        rows.append((low, symbol, own, costs.get(chr(symbol), 0), places.get(character, 0)))
    for point in range(_BASIC_PLANE, sys.maxunicode + 1):
        character = chr(point)
        symbol = ord(context.symbols(folding.fold(character)))
        own, value = marks(character), plain.get(character, character)
        if own or value != character or symbol != rows[-1][1]:
            others.append((point, ord(value), 0, symbol, own | STRANGE, 0, 0))
    return {
        "characters": b"".join(struct.pack("<HHBBH", *row) for row in rows),
        "others": b"".join(struct.pack("<IIHHBBH", *row) for row in others),
    }


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield the stretches of Chinese that no word reaches into or out of, with their starts."""
    joined = _joined()
    for match in re.finditer("[\u3400-\u9fff]+", text):
        start, run = 0, match[0]
        for at in range(1, len(run) + 1):
            if at == len(run) or run[at - 1 : at + 1] not in joined:
                yield match.start() + start, run[start:at]
                start = at


@cache
def _joined() -> frozenset[str]:
    """Return the pairs of neighbours inside words."""
    return frozenset(a + b for word in lattice().costs for a, b in pairwise(word))


def _learnt(settled: Mapping[str, str], frequent: Iterable[str]) -> tuple[Section, Numbers]:
    """Return the lattice and the context model."""
    model, costs = context.load(), lattice().costs
    pairs = [(ord(pair[0]), ord(pair[1])) for pair in _joined()]
    pair_bits = 21
    numbered = {place: n for n, place in enumerate(_places(), 1)}
    records = array("h", [0])
    blocks: dict[tuple[int, ...], int] = {}
    words = [word for word in costs if len(word) > 1]
    word_blocks = {word: _stored(_word_block(word, numbered, settled), records, blocks) for word in words}
    mapped = array("H", bytes(2 * _BASIC_PLANE))
    slots, bounds, order, _ = _kernel.trie(words, words, mapped, set(words), {})
    values = array("I", (costs[word] << 24 | word_blocks[word] for word in order))
    forms, rows = array("I"), [(0, 0, *_advanced(0), 0, 0)]
    for place in _places() + _words():
        own = model.forms[place]
        single = len(place) == 1
        block = _stored(
            _record(place, 0, context_places.forms_of(place)[0], settled) if single else _sense(place), records, blocks
        )
        learnt = not single or len({*map(context_places.spelling, own)}) > 1
        rows.append((len(forms), len(own), *_advanced(context.place_key(place)), block, learnt))
        if single:
            forms.extend(map(ord, own))
    weights, weight_bits = target_weights.sections(model)
    feature_bits = 21
    known, known_bits = _known(settled, frequent)
    sections = {
        "pairs": _kernel.pair_filter(pairs, pair_bits),
        "trie": slots,
        "trie_values": values.tobytes(),
        "records": records.tobytes(),
        "places": b"".join(struct.pack("<7I", *row) for row in rows),
        "forms": forms.tobytes(),
        **weights,
        "features": target_weights.seen(model, feature_bits),
        "known": known,
        "bytes": array("I", (_contribution(d, byte) for d in range(7) for byte in range(256))).tobytes(),
    }
    sizes = {"pairs": pair_bits, "weights": weight_bits, "features": feature_bits, "known": known_bits}
    return sections, {**sizes, "trie": (bounds[0], *bounds[1:])}


def _contribution(distance: int, byte: int) -> int:
    """Return what a byte so far from the end of a message gives to its CRC-32."""
    return crc32(bytes([byte]) + bytes(distance)) ^ crc32(bytes(distance + 1))


def _advanced(key: int) -> tuple[int, int, int]:
    return crc32(bytes(3), key), crc32(bytes(5), key), crc32(bytes(7), key)


def _stored(block: tuple[int, ...], records: array[int], blocks: dict[tuple[int, ...], int]) -> int:
    if not block:
        return 0
    if block not in blocks:
        blocks[block] = len(records)
        records.extend(block)
    return blocks[block]


def _word_block(word: str, numbered: Mapping[str, int], settled: Mapping[str, str]) -> tuple[int, ...]:
    """Return where the record of each ambiguous character of a word is in the block, then the records."""
    if numbered.keys().isdisjoint(word):
        return ()
    at = [0] * len(word)
    found: list[int] = []
    for offset, (character, opinion) in enumerate(zip(word, context_places.forms_of(word), strict=True)):
        if character in numbered:
            at[offset] = len(word) + len(found)
            found += _record(word, offset, opinion, settled)
    return (*at, *found)


def _record(word: str, offset: int, opinion: tuple[str, int], settled: Mapping[str, str]) -> tuple[int, ...]:
    """Return the form by default, what is known of it, the forms as good, and a base for each score.

    What is known: 1, it is settled; 2, the dictionary changes the character.
    """
    model, place = context.load(), word[offset]
    forms, (form, kind) = model.forms[place], opinion
    numbers = context.word_features(word, offset)
    base = [context_places.PARTS * score for score in model.scores(numbers, len(forms))]
    same = 0
    if form in forms:
        base[forms.index(form)] += context_places.bias(kind)
        same = sum(
            1 << n for n, own in enumerate(forms) if context_places.spelling(own) == context_places.spelling(form)
        )
    default = forms.index(form) if form in forms else _NO_FORM
    if word in settled:
        return (forms.index(settled[word][offset]), 1 + 2 * (form != place), same, *base)
    return (default, 2 * (form != place), same, *base)


def _known(settled: Mapping[str, str], frequent: Iterable[str]) -> tuple[bytes, int]:
    """Return a hash table of stretches of up to four all of whose words are settled, and what becomes of them.

    Slots of two numbers of 64 bits, a code point in each 16; 0 is an empty slot.
    """
    ambiguous, found = frozenset(_places()), {}
    for stretch in sorted({*settled, *frequent}):
        written, done = "", 0
        if len(stretch) > 4 or ambiguous.isdisjoint(stretch) or [*stretches(stretch)] != [(0, stretch)]:  # noqa: PLR2004
            continue
        for end in lattice().ends(stretch):
            word = stretch[done:end]
            written += word if ambiguous.isdisjoint(word) else settled.get(word, "")
            done = end
        if len(written) == len(stretch) and max(written) <= "\uffff":
            found[_packed(stretch)] = _packed(written)
    bits = max(4, (2 * len(found)).bit_length())
    slots = array("Q", bytes(16 << bits))
    for key, value in found.items():
        at = (key * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> (64 - bits)
        while slots[2 * at]:
            at = (at + 1) % (1 << bits)
        slots[2 * at], slots[2 * at + 1] = key, value
    return slots.tobytes(), bits


def _packed(stretch: str) -> int:
    return sum(ord(character) << 16 * at for at, character in enumerate(stretch))


def _sense(place: str) -> tuple[int, ...]:
    model = context.load()
    return tuple(model.scores(context.word_features(place, 0, len(place)), 2))


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; return the exit status."""
    made, path = content(), DATA / NAME
    stale = not path.is_file() or path.read_bytes() != made
    if stale and "--check" not in arguments:
        fresh = path.with_suffix(".new")
        fresh.write_bytes(made)
        fresh.replace(path)  # what has mapped the old file keeps it
    print(f"{NAME}: {len(made):,} bytes" if stale else f"{NAME} is up to date")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
