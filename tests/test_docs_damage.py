"""The pages about damage say what the forward models do and what textnorm makes of it, in both languages alike."""

from __future__ import annotations

import re

import build_damage_page
import pytest
from build_damage_page import PAGES, cells, examples
from damage_kinds import KINDS_SHOWN, LABELS, NAMES

import damage
from textnorm import Config, Normalizer

_BYTES = re.compile(r"^\| (\S) \| `(.+?)` \| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", re.MULTILINE)
#: A row of the table of what extraction leaves: what one sees, and the rules that mend it.
_LEFT = re.compile(r"^\| (`.+?`) \| [^|]+ \| [^|]*[(（](`[A-Z]{3}\d{3}`.*?)[)）] \|$", re.MULTILINE)
_ANCHOR = re.compile(r"\]\(#([^)]+)\)")


def slug(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_models_make_now(language: str) -> None:
    assert PAGES[language].read_text(encoding="utf-8") == build_damage_page.page(language), "run make docs"


def test_both_pages_show_the_same_examples_and_tables_of_bytes() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in PAGES.values())
    assert examples(english) == examples(chinese)
    assert len(examples(english)) > 25
    assert _BYTES.findall(english) == _BYTES.findall(chinese)
    assert english.count("\n## ") == chinese.count("\n## ")
    assert re.findall(r"MOJ\d+", english) == re.findall(r"MOJ\d+", chinese)


def test_the_table_of_codecs_is_right() -> None:
    found = _BYTES.findall(PAGES["en"].read_text(encoding="utf-8"))
    assert len(found) == 4
    for character, *columns in found:
        for codec, shown in zip(("utf-8", "gb18030", "cp950", "utf-16-be"), columns, strict=True):
            assert character.encode(codec).hex(" ").upper() == shown


@pytest.mark.parametrize("language", PAGES)
def test_every_row_of_the_table_leads_to_a_section(language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    headings = {slug(heading) for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    assert set(_ANCHOR.findall(text)) <= headings
    titled = [kind for kind in KINDS_SHOWN.values() if kind.title]
    assert len(_ANCHOR.findall(text)) == len(titled)


def test_what_the_first_bytes_of_characters_show() -> None:
    for shown, character in zip("锛銆鐨涓鏄鈥", "，。的一是“", strict=True):
        assert character.encode()[:2].decode("gbk") == shown
    assert "中文".encode("gbk").decode("cp950") == "笢恅"
    assert "中文不是".encode("cp950").decode("gbk") == "いゅぃ琌"
    assert b"\xf2\x8c".decode("gbk") == "驅"
    assert "或將".encode("gbk") == bytes.fromhex("BB F2 8C A2")


@pytest.mark.parametrize("kind", [kind for kind, facts in KINDS_SHOWN.items() if facts.chain])
@pytest.mark.parametrize("text", ["春天来了，大家都很高兴。", "會議改到3點", "a中b"])
def test_the_cells_are_what_the_forward_model_reads(kind: str, text: str) -> None:
    shown = text
    for written, read in KINDS_SHOWN[kind].chain:
        data = shown.encode(written, "ignore")
        shown = damage.misread(shown, written, read)
        found = cells(data, read, shown)
        assert b"".join(cell.data for cell in found) == data
        assert re.sub("[∅\ue000-\uf8ff]", "", "".join(cell.character for cell in found)) == re.sub(
            "[\ue000-\uf8ff]", "", shown
        )


@pytest.mark.parametrize("language", PAGES)
def test_what_extraction_leaves_is_mended_by_the_rules_named(language: str) -> None:
    rows = _LEFT.findall(PAGES[language].read_text(encoding="utf-8"))
    assert len(rows) == 5
    for samples, codes in rows:
        applied: set[str] = set()
        for sample in re.findall(r"`(.+?)`", samples):
            result = Normalizer().trace(re.sub(r"\\(?:u00|u|x)([0-9a-f]+)", lambda code: chr(int(code[1], 16)), sample))
            applied |= result.counts.keys()
        assert applied == set(re.findall(r"[A-Z]{3}\d{3}", codes))


def test_labels_and_names_are_complete() -> None:
    assert LABELS["en"].keys() == LABELS["zh"].keys()
    used = {codec for kind in KINDS_SHOWN.values() for pair in kind.chain for codec in pair}
    assert used <= NAMES.keys()
    assert KINDS_SHOWN.keys() <= damage.KINDS.keys()


@pytest.mark.parametrize("language", PAGES)
def test_a_damaged_record_comes_back_as_the_page_says(language: str) -> None:
    records = re.findall(r"^\{.+\}$", PAGES[language].read_text(encoding="utf-8"), re.MULTILINE)
    assert len(records) == 4
    for before, after in zip(records[::2], records[1::2], strict=True):
        assert Normalizer(Config(profile="repair")).normalize(before) == after
