"""Which files are prose, judged by name: in the others a comma, a quote or an entity is syntax.

Walking a folder takes prose only, so that normalizing a project's texts cannot break its code and
data.  A file that is named is always taken.
"""

from __future__ import annotations

from pathlib import PurePath

__all__ = ["is_json_lines", "is_prose"]

_JSON_LINES = frozenset({".jsonl", ".ndjson"})

_DATA = """
    .arb .atom .bib .cfg .conf .csv .desktop .diff .env .eml .eps .geojson .gpx .graphql .hcl .htm .html .ics .ini
    .ipynb .json .json5 .jsonc .kml .lock .map .mbox .n3 .nt .opml .owl .patch .plist .po .pot .properties .proto
    .ps .psv .rdf .resx .rss .rtf .sql .strings .svg .tf .tmx .toml .tsv .ttl .vcf .xhtml .xlf .xliff .xml .xsd
    .xsl .xslt .yaml .yml
"""
_SOURCE = """
    .asm .awk .bash .bat .c .cc .cjs .clj .cljs .cmake .cmd .cpp .cs .css .cu .cxx .d .dart .el .erl .ex .exs .f
    .f90 .fish .for .fs .fsx .glsl .go .gradle .groovy .h .hh .hpp .hs .hxx .java .jl .js .jsx .kt .kts .less
    .lisp .lua .m .make .mjs .mk .ml .mli .mm .nim .nix .pas .php .pl .pm .ps1 .pxd .py .pyi .pyx .r .rb .rkt .rs
    .s .sass .scala .scm .scss .sed .sh .sol .svelte .swift .tcl .ts .tsx .v .vb .vbs .vim .vue .wat .zig .zsh
"""
_SOURCE_NAMES = """
    brewfile cmakelists.txt dockerfile gemfile gnumakefile jenkinsfile justfile makefile rakefile vagrantfile
"""
_NOT_PROSE_SUFFIXES = _JSON_LINES.union(_DATA.split(), _SOURCE.split())
_NOT_PROSE_NAMES = frozenset(_SOURCE_NAMES.split())


def is_json_lines(path: str) -> bool:
    """Tell whether a file holds one JSON record per line.

    >>> is_json_lines("corpus/part-0.JSONL"), is_json_lines("corpus/part-0.json")
    (True, False)
    """
    return PurePath(path).suffix.lower() in _JSON_LINES


def is_prose(path: str) -> bool:
    """Tell whether the name of a text file promises text for people, and neither data nor a program.

    >>> is_prose("page.zh"), is_prose("notes"), is_prose("table.csv"), is_prose("src/CMakeLists.txt")
    (True, True, False, False)
    """
    name = PurePath(path.lower())
    return name.suffix not in _NOT_PROSE_SUFFIXES and name.name not in _NOT_PROSE_NAMES
