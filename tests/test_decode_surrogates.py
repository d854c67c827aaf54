"""The step that makes any text encodable as UTF-8, and what decoding reports of a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.config import Config
from textnorm.decode import Finding, decode, findings
from textnorm.decode.findings import RULES as FINDING_RULES
from textnorm.decode.surrogates import RULES, find
from textnorm.rules import Rule, all_rules
from textnorm.trace import Trace

surrogate_texts = st.text(st.one_of(st.characters(), st.characters(categories=["Cs"])), max_size=30)


def repaired(text: str) -> str:
    return Trace(text, find(text, Config())).target


@given(surrogate_texts)
def test_the_result_is_valid_utf8_and_stays(text: str) -> None:
    """Promise: output encodes to valid UTF-8, and the step finds nothing more in it."""
    result = repaired(text)
    result.encode()
    assert not list(find(result, Config()))


@given(st.text())
def test_text_without_surrogates_is_left_alone(text: str) -> None:
    assert not list(find(text, Config()))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples(rule: Rule) -> None:
    for before, after in rule.examples:
        changes = list(find(before, Config()))
        assert ascii(Trace(before, changes).target) == ascii(after)
        assert {change.rule for change in changes} == {rule.code}
    for text in rule.negatives:
        assert rule.code not in {change.rule for change in find(text, Config())}


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("中\udce4文", "ENC102", "the byte 0xE4 could not be decoded"),
        ("\udc80", "ENC102", "the byte 0x80 could not be decoded"),
        ("\udc7f", "ENC103", "lone surrogate U+DC7F"),
        ("\udd00", "ENC103", "lone surrogate U+DD00"),
        ("\ud800\ud800", "ENC103", "lone surrogate U+D800"),
    ],
)
def test_reasons_name_what_was_found(text: str, code: str, reason: str) -> None:
    change = next(iter(find(text, Config())))
    assert (change.rule, change.reason, change.after) == (code, reason, "\ufffd")


def test_a_file_with_cesu8_gets_its_characters_back() -> None:
    assert repaired(decode("表情😀".encode("utf-16", "surrogatepass")[2:], "utf-16-le").text) == "表情😀"
    assert repaired(decode(b"\xe5\xad\x97\xed\xa0\xbd\xed\xb8\x80").text) == "字😀"


#: Bytes, and what is reported: byte offset, position in code points, rule, message.
FINDINGS: list[tuple[bytes, list[Finding]]] = [
    (b"", []),
    ("全部正常".encode(), []),
    ("不是统一码".encode("gbk"), [Finding(0, 0, "ENC001", "the file is in gb18030, not in utf-8")]),
    (
        "\ufeff有标记".encode("utf-16-le"),
        [
            Finding(0, 0, "ENC001", "the file is in utf-16-le, not in utf-8"),
            Finding(0, 0, "ENC002", "byte order mark"),
        ],
    ),
    (
        b"\xe4\xb8\xad\n\xff\xe6\x96\x87\xe6\x96",
        [
            Finding(4, 2, "ENC003", "1 undecodable byte as utf-8: 0xFF (invalid start byte)"),
            Finding(8, 4, "ENC003", "2 undecodable bytes as utf-8: 0xE6 0x96 (unexpected end of data)"),
        ],
    ),
    (
        "文本".encode() + b"\xff" * 10 + "有一处坏了".encode(),
        [
            Finding(
                6,
                2,
                "ENC003",
                "10 undecodable bytes as utf-8: 0xFF 0xFF 0xFF 0xFF 0xFF 0xFF 0xFF 0xFF … (invalid start byte)",
            )
        ],
    ),
]


@pytest.mark.parametrize(("data", "expected"), FINDINGS)
def test_findings(data: bytes, expected: list[Finding]) -> None:
    assert findings(decode(data)) == expected


def test_every_rule_is_registered() -> None:
    assert {*RULES, *FINDING_RULES} <= set(all_rules())
