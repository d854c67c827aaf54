"""Damage inside documents: a field, a comment or an element by itself, beside clean text and signs of the format."""

from __future__ import annotations

import random
from functools import cache

import pytest

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.chains.borders import around, within_scripts

NORMALIZER = Normalizer(Config(profile="repair"))

SENTENCE, OTHER = "渔民们把网晾在码头上，等天黑了再出海。", "旧书店的老板每天中午都要睡一会儿。"
TRADITIONAL, NAME, WORD = "漁民們把網晾在碼頭上，等天黑了再出海。", "司馬光輝", "商品名称"

#: The kind of damage, a document in which what stands in « » is damaged, and no more.
ONE_FIELD = [
    ("gbk-as-latin1", f"1\t{NAME}\t«{SENTENCE}»\t3"),
    ("gbk-as-latin1", f"\u3000\u3000«{SENTENCE}»"),
    ("big5-as-latin1", f"<v {NAME}>«{TRADITIONAL}»"),
    ("big5-as-latin1", f'1,張偉,«{TRADITIONAL}»,"{TRADITIONAL}",12.50'),
    ("utf8-as-cp1251", f"1\t{NAME}\t«{SENTENCE}»"),
    ("utf8-as-latin1", f"\tfmt.Printf(`«{SENTENCE}» %v`, 3)"),
    ("utf8-as-cp1252", f"const t = {{ n: `«{WORD}» ${{x}}` }};"),
    ("utf8-as-cp1252", f'{{"a": "{WORD}", "b": "{SENTENCE * 5}", "c": "«{WORD}»"}}'),
    ("utf8-as-cp1252", f"\tfmt.Println(\"«{SENTENCE}»\", 'é') // «{OTHER}»"),
    ("utf8-as-gbk-browser", f"タイトル：«{SENTENCE}»"),
    ("utf8-as-gbk-browser", f'{{"a": "«{SENTENCE}»\\n«{OTHER}»\\t«{WORD}»", "b": 1}}'),
    ("utf8-as-gbk-browser", f'2,«{WORD}»,"他说""«{WORD}»""，«{SENTENCE}»",7.00'),
    ("utf8-as-gbk-browser", f"- **«{WORD}»**：«{OTHER}»"),
    ("utf8-as-gbk-browser", f"«{SENTENCE}» [图片] @«{WORD}» 👍"),
    ("utf8-as-gbk-browser", f"/* «{SENTENCE}» */"),
    ("utf8-as-gbk-browser", f"«{SENTENCE}»\\footnote{{{OTHER}}}"),
    ("utf8-as-gbk", f"  <para>«{SENTENCE}»</para>"),
    ("utf8-as-gbk", f"rem «{SENTENCE}»\r"),
    ("utf8-as-gbk", f'echo "<p>«{SENTENCE}»</p>"; # {WORD}'),
    ("utf8-as-gb18030-python", f'x = "{OTHER}" + "«{SENTENCE}»"'),
    ("utf8-as-shift-jis", f'1,孫悅,«{SENTENCE}»,"{OTHER}",12.50'),
    ("utf8-as-gbk-single-dropped", f"{OTHER} ; «{SENTENCE}» ; {OTHER}"),
    ("gbk-as-big5", f"1\t趙傑\t«{OTHER}»\t{WORD}"),
    ("gbk-as-big5", f"«{OTHER}»\t{NAME}"),
    ("utf16-swapped", f"[00:12.00]«{SENTENCE}»"),
    ("utf16-swapped", f"  title = {{«{SENTENCE}»}},"),
    ("utf16-swapped", f"\u3000\u3000«{SENTENCE}»"),
]
#: Of these kinds a character may be lost.
LOSSY = {"gbk-as-big5", "utf8-as-gbk", "utf8-as-shift-jis"}


def pieces(kind: str, document: str) -> list[tuple[str, bool]]:
    """Return the pieces of a document as the damage shows them, and whether each is damaged."""
    return [
        (damage.KINDS[kind](part, random.Random(0)) if number % 2 else part, bool(number % 2))
        for number, part in enumerate(document.replace("»", "«").split("«"))
    ]


@cache
def damaged(kind: str, document: str) -> str:
    return "".join(part for part, _ in pieces(kind, document))


@pytest.mark.parametrize(("kind", "document"), ONE_FIELD)
def test_what_is_damaged_comes_back_whatever_stands_beside_it(kind: str, document: str) -> None:
    original = document.replace("«", "").replace("»", "")
    result = NORMALIZER.trace(f"{OTHER}\n{damaged(kind, document)}\n{OTHER}").text
    expected = f"{OTHER}\n{original}\n{OTHER}"
    if kind in LOSSY:
        assert len(result) == len(expected)
        assert all(char in {right, "\ufffd"} for char, right in zip(result, expected, strict=True))
    else:
        assert result == expected


@pytest.mark.parametrize(("kind", "document"), ONE_FIELD)
def test_nothing_beside_the_damage_is_touched(kind: str, document: str) -> None:
    found, at = [], 0
    for part, touched in pieces(kind, document):
        found += [(at, at + len(part))] * touched
        at += len(part)
    for edit in NORMALIZER.trace(damaged(kind, document)).edits:
        before, after = edit.before, edit.after
        start = edit.start + next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
        assert any(first <= start < last for first, last in found), (before, after)


def test_two_kinds_of_damage_in_one_line_are_repaired_before_style_is() -> None:
    first, second = damage.KINDS["utf8-as-cp1252"], damage.KINDS["utf8-as-gbk-browser"]
    both = f"{first(SENTENCE, random.Random(0))} / {second(OTHER, random.Random(0))}"
    assert Normalizer().normalize(both) == f"{SENTENCE} / {OTHER}"


@pytest.mark.parametrize(
    ("line", "cores", "parts"),
    [
        ("史瑞克嗅了嗅", [(3, 6)], [(3, 6)]),
        ("µÈµÈ 等等", [(0, 4)], [(0, 4)]),
        ("孫悅,²Î²Ê¼Ó", [(0, 9)], [(3, 9)]),
        ("»¯¶®ÀR,孫悅,»¯¶®ÀR", [(0, 16)], [(0, 5), (10, 15)]),
        ("绯荤粺×寮傚父", [(0, 7)], [(0, 7)]),
        ("²Î²Ê¼Ó / 绯荤", [(0, 11)], [(0, 6), (9, 11)]),
    ],
)
def test_single_bytes_made_no_east_asian_text(
    line: str, cores: list[tuple[int, int]], parts: list[tuple[int, int]]
) -> None:
    assert within_scripts(line, cores, 14) == parts


@pytest.mark.parametrize(
    ("behind", "closed"),
    [
        *((end, True) for end in ('",', '"}', "</p>", " */", " -->", "]]>", "\\n", "\r", "\t", '";', "'),", " |")),
        *((open_, False) for open_ in ("", "，", " 3", "“", '"好', "<b>", "*/", "(")),
    ],
)
def test_what_closes_a_text_is_told_from_what_goes_on(behind: str, closed: bool) -> None:  # noqa: FBT001 - of a table
    line = f"正文{behind}"
    assert around(line, 0, 2).closed == closed
    assert around(line, 0, 2).after == ("" if closed else behind)
