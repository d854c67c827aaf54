"""Findings: where they stand, what they say."""

from __future__ import annotations

import pytest
from hypothesis import given

from strategies import texts
from textnorm.config import Config
from textnorm.corpus import normalize_document
from textnorm.lint import Finding, findings, summarize, text_line
from textnorm.lint.positions import LineMap, Position
from textnorm.lint.quoting import change_in_words, quoted
from textnorm.pipeline import UNSETTLED, Normalizer
from textnorm.result import Result
from textnorm.trace import Change, Refusal, Trace

REPAIR = Normalizer(Config(profile="repair"))


def found(data: bytes, normalizer: Normalizer = REPAIR) -> list[Finding]:
    document = normalize_document(data, normalizer)
    return findings("a.txt", document.result, document.notes)


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("一二", 1, (1, 2)),
        ("一\n二", 1, (1, 2)),
        ("一\n二", 2, (2, 1)),
        ("一\r\n二", 3, (2, 1)),
        ("一\r二", 2, (2, 1)),
        ("一\r\r\n二", 4, (3, 1)),
        ("一\u2028二", 2, (1, 3)),
        ("\U00020000二", 1, (1, 2)),
        ("一\n", 2, (2, 1)),
    ],
)
def test_position(text: str, offset: int, position: tuple[int, int]) -> None:
    assert LineMap(text).position(offset) == position


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("中文", "'中文'"),
        ("it's", '"it\'s"'),
        ("\u3000", r"'\u3000'"),
        ("a\u200bb\x07", r"'a\u200bb\x07'"),
        ("\ufe0f\U000e0100", r"'\ufe0f\U000e0100'"),
        ("\ud800\ue000", r"'\ud800\ue000'"),
        ("\u0301e", r"'\u0301e'"),
        ("e\u0301", "'e\u0301'"),
        ("\n", r"'\n'"),
        ("", "''"),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(texts)
def test_a_quotation_is_short_printable_and_on_one_line(text: str) -> None:
    assert quoted(text * 3).isprintable()
    assert len(quoted(text * 100)) < 500


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("(jīng)", "", "remove '(jīng)'"),
        ("", "\n", r"insert '\n'"),
        (",", "，", "',' → '，' (U+002C → U+FF0C)"),
        ("⼀", "一", "'⼀' → '一' (U+2F00 → U+4E00)"),
        ("电脑", "電腦", "'电脑' → '電腦'"),
    ],
)
def test_a_change_is_told_in_words(before: str, after: str, words: str) -> None:
    assert change_in_words(before, after) == words


def test_findings_come_in_order_of_place_and_say_whether_fix_repairs_them() -> None:
    refusal = Refusal(0, 1, "乱", UNSETTLED.code, "It keeps changing.", ("亂",))
    trace = Trace("乱\n二三", [Change(2, 3, "", "ENC101"), Change(3, 4, "叁", "ENC101")])
    result = Result(trace.target, trace, (refusal,))
    shown = [(f.line, f.column, f.end, f.fixable, f.message) for f in findings("a.txt", result)]
    assert shown == [
        (1, 1, Position(1, 2), False, "unsettled-text: '乱': It keeps changing; --unsafe-fixes would write '亂'"),
        (2, 1, Position(2, 2), True, "surrogate-pair: remove '二'"),
        (2, 2, Position(2, 3), True, "surrogate-pair: '三' → '叁'"),
    ]


def test_rules_that_met_in_one_place_are_all_named() -> None:
    first = Trace("甲乙", [Change(0, 1, "a", "ENC101")])
    second = Trace("a乙", [Change(0, 2, "b", "ENC103")])
    from textnorm.composition import compose  # noqa: PLC0415 - for this test alone

    [finding] = findings("a.txt", Result("b", compose(first, second)))
    assert text_line(finding) == "a.txt:1:1: ENC101 surrogate-pair: '甲乙' → 'b' (with ENC103)"


def test_undecodable_bytes_are_one_finding_with_their_place_in_the_file() -> None:
    [finding] = found("好文章，坏字节：".encode() + b"\xff\xfe" + "。后面没有问题。".encode())
    assert (finding.code, finding.line, finding.column, finding.fixable) == ("ENC003", 1, 9, False)
    assert "0xFF 0xFE" in finding.message
    assert "at byte 24" in finding.message


def test_an_undecodable_byte_is_hidden_only_by_name() -> None:
    data = "好文章，坏字节：".encode() + b"\xff" + "。后面没有问题。".encode()
    assert [one.code for one in found(data, Normalizer(Config(select=("PIN",))))] == ["ENC003"]
    assert found(data, Normalizer(Config(profile="repair", ignore=("ENC",)))) == []


def test_a_byte_order_mark_shifts_no_position() -> None:
    plain = [(one.line, one.column) for one in found("學(xué)問(wèn)經(jīng)濟\n".encode())]
    marked = [(one.line, one.column) for one in found(b"\xef\xbb\xbf" + "學(xué)問(wèn)經(jīng)濟\n".encode())]
    assert marked == [(1, 1), *plain]


def test_clean_text_has_nothing_to_tell() -> None:
    document = normalize_document("没有毛病。\n".encode(), REPAIR)
    assert findings("a.txt", document.result, document.notes) == []
    assert summarize(document.result, document.notes) == ""
    assert not document.changed


@given(texts)
def test_fix_leaves_nothing_that_check_would_fix(text: str) -> None:
    data = text.encode("utf-8", "replace")
    for normalizer in (REPAIR, Normalizer()):
        first = normalize_document(data, normalizer)
        second = normalize_document(first.output, normalizer)
        assert second.output == first.output
        assert not [one for one in findings("a", second.result, second.notes) if one.fixable]
        assert bool(findings("a", first.result, first.notes)) >= first.changed
