"""What the lines of a document tell of each other: how it was damaged."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.chains import choice, parts
from textnorm.repair.chains.choice import Memory
from textnorm.repair.chains.clear import clear_text
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.document import is_elsewhere
from textnorm.repair.chains.feasible import was_lost_before
from textnorm.repair.chains.found import Reading
from textnorm.repair.chains.losses import Losses, keeps_line_feeds
from textnorm.repair.chains.pieces import Piece
from textnorm.repair.chains.reading import read
from textnorm.repair.chains.rules import CHAINS
from textnorm.repair.chains.ways import likely_readings
from textnorm.repair.chains.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.model.ngrams import NgramModel
    from textnorm.repair.chains.words import DocumentSays

SAFE = Normalizer(Config(profile="repair"))
GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
#: A reading of four characters never shows by itself that no other chain needs to be tried.
SEEN, TEXT = "绯荤粺寮傚父", "系统异常"


def test_two_lines_settle_how_a_document_was_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def counted(line: str, cores: Sequence[tuple[int, int]], words: DocumentSays | None) -> Iterator[Reading]:
        searched.append(line)
        return likely_readings(line, cores, words)

    monkeypatch.setattr(choice, "likely_readings", counted)
    assert SAFE.normalize("\n".join([SEEN] * 5)) == "\n".join([TEXT] * 5)
    assert len(searched) == 2


def test_two_lines_settle_that_it_was_damaged_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def counted(line: str, cores: Sequence[tuple[int, int]], words: DocumentSays | None) -> Iterator[Reading]:
        searched.append(line)
        return likely_readings(line, cores, words)

    monkeypatch.setattr(choice, "likely_readings", counted)
    twice = "閺勩儱銇夐惃鍕\ufffd濮抽崶锟\ufffd"
    assert GUESSING.normalize("\n".join([twice] * 5)) == "\n".join(["春天的花园"] * 5)
    assert len(searched) == 2


def test_a_line_of_other_damage_unsettles_it() -> None:
    memory = Memory()
    for line in (SEEN, SEEN, "×òÒ¹ÏÂÁËÒ»³¡Ñ©"):
        choice.best_readings(line, memory)
    assert memory.times == 1
    lines = [SEEN, SEEN, "×òÒ¹ÏÂÁËÒ»³¡Ñ©", SEEN, "景毞腔豪埶爵竭假噙", SEEN]
    expected = [TEXT, TEXT, "昨夜下了一场雪", TEXT, "春天的花园里很安静", TEXT]
    assert SAFE.normalize("\n".join(lines)) == "\n".join(expected)


#: Lines of our own, and what GBK makes of their UTF-8, with a mark for each byte that is no pair.
LINES = (
    "把旧报纸捆好放在楼下的角落里",
    "早上六点半的火车坐满了去赶集的人",
    "他把修好的钟挂回墙上，拨准了时间",
    "院子里的葡萄熟了，邻居都来摘",
    "雨停以后孩子们在操场上追逐",
    "请把修好的钟放在楼下的角落里",
)
MARKED = [line.encode().decode("gbk", "replace") for line in LINES]


def test_each_line_of_a_settled_document_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_with: list[tuple[str, bool]] = []

    def counted(model: NgramModel, seen: str, *how: object) -> object:
        seen_with.append((seen, how[-1].words is not None))  # type: ignore[attr-defined]
        return read(model, seen, *how)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "read", counted)
    SAFE.normalize("\n".join(MARKED))
    for line in MARKED[3:]:
        assert [informed for seen, informed in seen_with if seen[:8] == line[:8]] == [True]


def test_words_of_lines_that_were_not_read_yet_are_known() -> None:
    text = "\n".join(MARKED)
    ends = list(accumulate(len(line) + 1 for line in MARKED))
    lines = [(end - 1 - len(line), end - 1) for line, end in zip(MARKED, ends, strict=True)]
    told = clear_text(MARKED[0], CHAINS[0])
    assert told.startswith("把旧报纸捆好放在楼下")
    assert all(part in LINES[0] for part in told.split("\ufffd"))
    known = words_of(text, lines, [], 0, CHAINS[0])
    assert known.counts is not None


def test_bytes_that_are_no_text_tell_no_words() -> None:
    gbk_as_big5 = next(chain for chain in CHAINS if (chain.true, chain.wrong) == ("gb18030", "cp950"))
    seen = LINES[1].encode("gbk").decode("big5", "replace").partition("\ufffd")[0]
    assert clear_text(seen, gbk_as_big5) == "早上六点半的火车坐满了"
    assert not clear_text("龘靐齉爩" * 4, gbk_as_big5)


def test_a_line_that_lost_nothing_does_not_settle_what_others_lost() -> None:
    memory = Memory()
    for line in ("景毞腔豪埶爵竭假噙",) * 3:
        choice.best_readings(line, memory)
    assert memory.times > 1
    assert memory.settled is not None
    assert memory.last is not None
    lost = replace(choice.best_readings(MARKED[0], Memory())[0], chains=memory.last[0], judged=0.99)
    assert not memory.suffices(lost)
    memory.note(lost)
    memory.note(lost)
    assert memory.suffices(lost)


#: What stands in lines of which many end in the first byte of a pair, where that swallowed the line feed.
DAILY = [
    "下周一早上我要去银行办事。",
    "妈妈让我顺路买两斤苹果回来。",
    "楼下新开的面馆生意非常好。",
    "他把钥匙忘在办公室了！",
    "你们打算什么时候出发去机场？",
    "今天的会议改到下午三点半。",
    "图书馆周末也开门，可以借书。",
    "我们全家晚上一起看了一部电影。",
]


def test_the_ends_of_lines_tell_whether_line_feeds_were_swallowed() -> None:
    damage_of = damage.KINDS["utf8-as-gbk-pairs"]
    text = "\n".join(DAILY * 4) + "\n"
    whole = damage_of(text, random.Random(0))
    by_line = "".join(damage_of(line, random.Random(0)) + "\n" for line in DAILY * 4)
    gbk = wrong_codec("gbk")
    assert not keeps_line_feeds(whole, gbk)
    assert keeps_line_feeds(by_line, gbk)
    assert whole.count("\n") < text.count("\n")
    assert GUESSING.normalize(by_line).count("\n") == text.count("\n")
    assert GUESSING.normalize(whole).count("\n") > 0.9 * text.count("\n")


LATIN = next(chain for chain in CHAINS if chain.latin)


@pytest.mark.parametrize(
    ("seen", "pieces", "expected"),
    [
        pytest.param("ä¸\xad", [Piece(0, 3, "中")], True, id="well-formed: the step for Latin undoes it"),
        pytest.param("ä¸\xadæ", [Piece(0, 3, "中"), Piece(3, 4, "文", 9.0, (0.9,), ((),))], False, id="some is clear"),
        pytest.param("ä¸", [Piece(0, 2, "中", 9.0, (0.98,), ((),))], True, id="nothing is all but certain"),
        pytest.param("ä¸", [Piece(0, 2, "中", 9.0, (0.995,), ((),))], False, id="a lost character is clear"),
        pytest.param("ä¸", [Piece(0, 2, "é", 9.0, (0.995,), ((),))], True, id="what is clear is not Chinese"),
    ],
)
def test_what_is_clear_is_undone_here(seen: str, pieces: Sequence[Piece], expected: bool) -> None:  # noqa: FBT001
    reading = Reading(0, len(seen), seen, (LATIN,), Losses(dropped=True), tuple(pieces), 30.0, 90.0)
    assert is_elsewhere(reading) is expected


SENTENCES = ("请把这份文件交给前台的同事。", "昨晚的雨下了整整一夜，今早路上全是积水。", "医生建议他每天散步半个小时。")


def test_no_chain_is_looked_for_where_nearly_all_was_lost_before(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def counted(line: str, cores: Sequence[tuple[int, int]], words: DocumentSays | None) -> Iterator[Reading]:
        searched.append(line)
        return likely_readings(line, cores, words)

    monkeypatch.setattr(choice, "likely_readings", counted)
    rng = random.Random(1)
    SAFE.normalize("\n".join(damage.KINDS["gbk-as-utf8-as-gbk"](line, rng) for line in SENTENCES))
    assert not searched


@pytest.mark.parametrize("kind", [kind for kind in damage.KINDS if kind.endswith("-twice") and "gb" in kind])
def test_what_was_misread_twice_was_not_lost_before(kind: str) -> None:
    rng = random.Random(1)
    assert not any(was_lost_before(damage.KINDS[kind](line, rng)) for line in SENTENCES)


def test_words_too_short_to_be_read_are_told_of_beside_lines_that_were_read() -> None:
    seen = read_so("编号,部门\n1,销售部\n2,技术部\n3,办公室的老同事\n4,人事部\n")
    told = [change.text for change in SAFE.trace(seen).refused if change.reason.startswith("UTF-8 was read")]
    assert told == [read_so("销售部"), read_so("技术部")]
    assert not SAFE.trace(f"1,{told[0]}\n2,饕餮\n").refused  # nothing else tells


def read_so(text: str) -> str:
    """Read UTF-8 as GBK with a program that drops what it cannot read."""
    return text.encode().decode("gbk", "ignore")
