"""Where the decisions of the Latin repair lie: cases on both sides of each limit, next to one another."""

from __future__ import annotations

import pytest

from textnorm.config import Config
from textnorm.repair import latin
from textnorm.trace import Change, Trace

CONFIG = Config(profile="repair")


def windows_1252(text: str) -> str:
    """Read UTF-8 as browsers read Windows-1252, where the five open places are C1 controls."""
    data = text.encode()
    return "".join(chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes((byte,)).decode("cp1252") for byte in data)


def changes(text: str) -> list[Change]:
    return list(latin.find(text, CONFIG))


def fix(text: str) -> str:
    return Trace(text, [change for change in changes(text) if change.after is not None]).target


#: What is damaged, and beside it what differs by little and is left alone.
LIMITS = [
    # one character is text where it is a common one: a rare one comes about by chance
    ("æ£’", "棒", "å··"),
    # three letters of another alphabet are a word, two are not
    ("ÐºÐ¾Ñ‚", "кот", "Ð¸Ñ‚"),
    # a private-use character beside four of Chinese text, and beside three
    (windows_1252("今天再约\ue001"), "今天再约\ue001", windows_1252("再约！\ue001")),
    # a sign of another codec's bytes beside a run: one for every ten characters is too many
    (windows_1252("山路上有一户人家") + " ½", "山路上有一户人家 ½", windows_1252("山路") + " ½"),
    ("It\x92s", "It’s", "É: It\x92s"),
    # a letter of European languages misread twice, and one of another alphabet, which may be chance
    ("ÃƒÂ©", "é", "Ã\x90Â¸"),
    # a letter by itself as a word of a Latin sentence, and one that is shown in Chinese text
    ("klarte ikke Ã¥ slippe", "klarte ikke å slippe", "字母表在这里，a Ã§ ha"),
    # Vietnamese, and the end of a quotation
    ("Má»™t", "Một", "disse «olá»–e saiu"),
    # a capital that ends a word, and a closing mark that is due
    ("“Sim”, disse o AVÃ” hoje", "“Sim”, disse o AVÔ hoje", "“MANHÃ” hoje"),
    # many runs are damage even in a line about encodings, one is what the line talks of
    (
        "Wrong encoding: cafÃ©, naÃ¯f, Ã©tÃ© et dÃ©jÃ\xa0 vu",
        "Wrong encoding: café, naïf, été et déjà vu",
        "The charset was wrong, so we saw cafÃ© there.",
    ),
]


@pytest.mark.parametrize(("damaged", "repaired", "left_alone"), LIMITS)
def test_a_little_less_evidence_and_nothing_is_changed(damaged: str, repaired: str, left_alone: str) -> None:
    assert fix(damaged) == repaired
    assert changes(left_alone) == []


def test_what_is_damaged_outside_of_code_is_repaired_inside_too() -> None:
    assert fix("`Ã¥r` er Ã¥rs") == "`år` er års"
    assert changes("`Ã¥r` er norsk") == []


def test_a_private_use_character_does_not_keep_the_rest_of_its_line_from_repair() -> None:
    assert fix(windows_1252("20 °C \ue001")) == "20 °C " + windows_1252("\ue001")


def test_a_line_may_show_damage_beside_its_repair() -> None:
    shown = "ä¸\xadæ–‡ = 中文"
    assert changes(shown) == []
    assert fix("ä¸\xadæ–‡ = æ–‡å\xad—") == "中文 = 文字"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("dzieÅ„ dobry", 1.0),  # a letter touches it
        ("klarte ikke Ã¥ slippe", 0.95),  # only its surroundings decide
        ("Ã„Â°stanbul", 1.0),  # a capital within a word was misread twice
    ],
)
def test_what_only_its_surroundings_decide_is_less_certain_and_written_all_the_same(
    text: str, confidence: float
) -> None:
    assert [change.confidence for change in changes(text)] == [confidence]
    assert confidence >= CONFIG.threshold
