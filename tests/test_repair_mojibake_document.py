"""What the lines of a document tell of each other: how it was damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.chains import choice
from textnorm.repair.chains.choice import Memory
from textnorm.repair.chains.ways import likely_readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

    from textnorm.repair.chains.found import Reading

SAFE = Normalizer(Config(profile="repair"))
#: A reading of four characters never shows by itself that no other chain needs to be tried.
SEEN, TEXT = "绯荤粺寮傚父", "系统异常"


def test_two_lines_settle_how_a_document_was_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def counted(line: str, cores: Sequence[tuple[int, int]]) -> Iterator[Reading]:
        searched.append(line)
        return likely_readings(line, cores)

    monkeypatch.setattr(choice, "likely_readings", counted)
    assert SAFE.normalize("\n".join([SEEN] * 5)) == "\n".join([TEXT] * 5)
    assert len(searched) == 2


def test_a_line_of_other_damage_unsettles_it() -> None:
    memory = Memory()
    for line in (SEEN, SEEN, "×òÒ¹ÏÂÁËÒ»³¡Ñ©"):
        choice.best_readings(line, memory)
    assert memory.times == 1
    lines = [SEEN, SEEN, "×òÒ¹ÏÂÁËÒ»³¡Ñ©", SEEN, "景毞腔豪埶爵竭假噙", SEEN]
    expected = [TEXT, TEXT, "昨夜下了一场雪", TEXT, "春天的花园里很安静", TEXT]
    assert SAFE.normalize("\n".join(lines)) == "\n".join(expected)
