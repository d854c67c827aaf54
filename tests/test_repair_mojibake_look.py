"""The look of the kernel at what wrong codecs may have made, against its definition in plain Python."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from textnorm import kernel
from textnorm.config import Config
from textnorm.model.ngrams import load
from textnorm.repair import mojibake
from textnorm.repair.chains import look
from textnorm.repair.chains.document import read_document
from textnorm.repair.chains.glance import unlikely
from textnorm.repair.chains.scan import suspects
from textnorm.repair.chains.verdict import changes_of

compiled = pytest.mark.skipif(kernel.ENGINE == "reference", reason="the definition is what runs")
_PIECES = st.one_of(
    st.sampled_from(
        ["绯荤粺寮傚父", "×òÒ¹", "景毞腔豪埶", "╦⥙葶놂\ued56", "锟斤拷", "史瑞克嗅了嗅", "斗恶龙", "ｱｲ縺€"]
    ),
    st.text("的是在国·“，。？?A~ \n\ufffd\ue000é€\x80𠮷🎉\ud800\0龘쀀ā", max_size=8),
    st.text(st.characters(min_codepoint=0x3000, max_codepoint=0xFFFF), max_size=6),
    st.text(max_size=4),
)
texts = st.lists(_PIECES, max_size=6).map("".join)
LINES = (
    "他把昨天写好的报告交给了办公室的同事，请他们看看还缺什么。",
    "这条河从北面的山里流出来，绕过村子，往东去了。",
    "周末如果不下雨，我们就去湖边走走，带上孩子和吃的。",
)


@compiled
@given(text=texts, data=st.data())
def test_the_look_answers_as_the_definition(text: str, data: st.DataObject) -> None:
    """Of any span of any text."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert look._look().made(text, [(start, end)]) == [look.defined_as_made(text, start, end)]


#: All but what is another text to the chains, with bytes or characters for their names and one mark for two.
_READ = re.compile("(?!.*-(?:named|referenced|entities|doubled|blank|boxed|lowered)$).*(?:-as-|utf16-swapped)")


@pytest.mark.parametrize("kind", [kind for kind in damage.KINDS if _READ.match(kind)])
def test_what_is_left_out_would_not_have_been_repaired(kind: str) -> None:
    """Whole lines and a few characters, with all suspects and with those that the look leaves."""
    for number, line in enumerate(LINES):
        for original in (line, line[3:8], line[11:14]):
            text = line[:5] + damage.KINDS[kind](original, random.Random(number)) + line[-6:]
            cores = unlikely(text, suspects(text))
            every = list(changes_of(read_document(text, cores), 0.9)) if cores else []
            assert [one for one in mojibake.find(text, Config()) if one.candidates or one.after is not None] == every


def test_cores_of_a_line_are_left_together() -> None:
    """Where one of them was made, the others may belong to it."""
    text = "斗恶龙\n绯荤粺寮傚父，斗恶龙\n斗恶龙"
    assert look.may_be_made(text, [(0, 3), (4, 10), (11, 14), (15, 18)]) == [(4, 10), (11, 14)]
    assert look.may_be_made(text, []) == []


def test_tables_of_another_size_and_spans_elsewhere_are_refused() -> None:
    """A place for each code point of the basic plane; offsets in the text."""
    if kernel.ENGINE == "reference":
        pytest.skip("the definition takes what it is given")
    with pytest.raises(ValueError, match="65536"):
        kernel.ChainLook(load().grams, (), (), b"", {})
    with pytest.raises(ValueError, match="no span from 1 to 3"):
        look._look().made("一二", [(1, 3)])
