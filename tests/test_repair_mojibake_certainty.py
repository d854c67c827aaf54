"""What the safe mode asserts: the probability of a chain, of a lost character, and the budget of a document."""

from __future__ import annotations

import random

import pytest

from damage import KINDS
from textnorm import Config, Normalizer
from textnorm.repair.chains.certainty import certainties, is_given, kind_of
from textnorm.repair.chains.judge import evidence, probability
from textnorm.repair.chains.losses import Losses
from textnorm.repair.chains.pieces import Piece
from textnorm.repair.chains.rules import Chain
from textnorm.trace import LOST

SENTENCE = "下午我们先去图书馆还书，然后沿着河边慢慢走回家，路上买一些水果和面包。"
CHAINS = [
    ("utf-8", "gbk", Losses()),
    ("utf-8", "gbk", Losses(pairs=True, dropped=True)),
    ("utf-8", "cp950", Losses()),
    ("utf-8", "cp1251", Losses()),
    ("gb18030", "cp950", Losses()),
    ("cp950", "gbk", Losses()),
    ("utf-16-be", "utf-16-le", Losses()),
]


def chain_of(true: str, wrong: str) -> Chain:
    return Chain(true, wrong, "MOJ101", (Losses(),))


@pytest.mark.parametrize(("true", "wrong", "losses"), CHAINS)
def test_what_the_search_is_surer_of_is_more_certain(true: str, wrong: str, losses: Losses) -> None:
    chances = (0.2, 0.5, 0.8, 0.9, 0.99, 0.999, 0.99999)
    kind = kind_of([chain_of(true, wrong)], losses, "", "书")
    found = [certainties([Piece(0, 1, "书", 8.0, (one,), ((),))], kind, 8.0)[0][0] for one in chances]
    assert found == sorted(found)
    assert found[0] < 0.9
    assert found[-1] > 0.9


@pytest.mark.parametrize(
    ("chance", "losses", "times", "seen", "given"),
    [
        (1.0, Losses(), 1, "", True),
        (0.999, Losses(), 1, "", False),
        (1.0, Losses(dropped=True), 2, "", False),
        (1.0, Losses(dropped=True), 2, "?", False),
    ],
)
def test_where_bytes_were_dropped_twice_no_search_knows_all_that_is_possible(
    chance: float, losses: Losses, times: int, seen: str, *, given: bool
) -> None:
    assert is_given(chance, kind_of([chain_of("utf-8", "gbk")] * times, losses, seen, "书")) is given


@pytest.mark.parametrize(
    ("true", "wrong", "text", "kind"),
    [
        ("gb18030", "cp950", "這些書", "gb18030 cp950 traditional"),
        ("gb18030", "cp950", "这些书", "gb18030 cp950"),
        ("gb18030", "cp950", "山水", "gb18030 cp950"),
        ("utf-8", "gbk", "這些書", "utf-8 gbk"),
    ],
)
def test_traditional_text_in_gbk_is_a_kind_of_its_own_where_big5_read_it(
    true: str, wrong: str, text: str, kind: str
) -> None:
    assert kind_of([chain_of(true, wrong)], Losses(), "", text) == kind


def test_a_piece_that_was_not_searched_has_no_doubts() -> None:
    assert certainties([Piece(0, 3, "图书馆")], "utf-8 gbk", 8.0) == [()]


@pytest.mark.parametrize("length", [4, 16, 64, 256, 4096])
def test_a_long_stretch_is_not_less_probable_than_a_short_one(length: int) -> None:
    shown = KINDS["utf8-as-gbk-single"](SENTENCE, random.Random(1))
    seen, text = (shown * length)[:length], (SENTENCE * length)[: length * 2 // 3]
    terms = evidence(seen, 30.0 * length, text, 8.0 * length, whole=True, true="utf-8")
    assert probability("utf-8", terms) > 0.9


@pytest.mark.parametrize("kind", ["utf8-as-gbk-single", "gbk-as-latin1", "utf8-as-shift-jis", "gbk-as-big5"])
def test_a_long_line_is_repaired_like_a_short_one(kind: str) -> None:
    line = SENTENCE * 8
    restored = Normalizer(Config(profile="repair")).normalize(KINDS[kind](line, random.Random(1)))
    assert len(restored) == len(line)
    wrong = [(a, b) for a, b in zip(restored, line, strict=True) if a not in {b, LOST}]
    lost = restored.count(LOST)
    assert (wrong, lost <= len(line) / 10) == ([], True)


def test_a_higher_threshold_writes_less() -> None:
    shown = KINDS["utf8-as-gbk-single"](SENTENCE, random.Random(1))
    lost = [
        Normalizer(Config(profile="repair", threshold=one)).normalize(shown).count(LOST) for one in (0.5, 0.9, 0.999)
    ]
    assert lost == sorted(lost)


@pytest.mark.parametrize("kind", ["utf8-as-gbk-single", "gbk-as-big5", "big5-as-gbk"])
def test_lines_of_one_document_are_read_one_by_one(kind: str) -> None:
    """Edits of the stretches of a document neither overlap nor come in another order than the text."""
    lines = [SENTENCE[i:] + SENTENCE[: i + 3] for i in range(0, 24, 3)]
    text = "\n".join(lines)
    result = Normalizer(Config(profile="repair")).normalize(KINDS[kind](text, random.Random(1)))
    wrong = [one for one in result if one not in {*text, LOST}]
    assert (len(result.split("\n")), len(wrong) <= len(text) / 300) == (len(lines), True)
    assert result.count(LOST) <= len(text) / 5


def test_what_the_document_says_elsewhere_fills_a_gap() -> None:
    """A name that the model does not know is read where it was damaged as it stands where it was not."""
    name = "卞蓥玮"
    shown = KINDS["utf8-as-gbk-single-marked"](f"他把{name}的信交给了我，说明天再来。", random.Random(1))
    read = Normalizer(Config(profile="repair", unsafe_fixes=True)).normalize
    others = f"{name}来了。\n{name}走了。\n{name}说好。\n我问{name}。\n"
    alone, together = read(shown), read(others + shown).split("\n")[-1]
    assert (name in alone, name in together) == (False, True)
