"""Round trips through every kind of damage: what comes back is the original, or what is not is told of."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.trace import LOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.result import Result

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
SENTENCES = {
    script: (BENCHMARKS / f"sentences-{script}.txt").read_text(encoding="utf-8").splitlines()
    for script in ("hans", "hant")
}
#: What is style under the profile repair, and what leaves nothing that could come back.
STYLE = {
    *("zero-width", "soft-hyphen", "radicals", "half-width-marks", "full-width-letters", "spaced-marks", "fold-width"),
    "crlf",
}
NOTHING_LEFT = {"question-marks", "uninitialised-memory"}
DAMAGE = sorted(damage.KINDS.keys() - STYLE - NOTHING_LEFT)
#: From this confidence on a change says that it holds nothing doubtful.
SURE = 0.99
REPAIR, GUESSING = (Normalizer(Config(profile="repair", unsafe_fixes=fixes)) for fixes in (False, True))


def original(kind: str, text: str) -> str:
    """Return what of a text its damage can show: Big5 has no Simplified characters, folded marks stay folded."""
    if kind.startswith(("big5", "encoded-words-big5", "percent-big5", "quoted-printable-big5")):
        return text.encode("cp950", "ignore").decode("cp950")
    return damage.fold_width(text) if kind == "pinyin-folded" else text


def sentences(kind: str) -> list[str]:
    """Return every tenth sentence, in the script that a kind of damage is done to."""
    traditional = "big5" in kind.partition("-as-")[0] or kind.startswith("pinyin") or kind == "utf8-as-big5"
    return SENTENCES["hant" if traditional else "hans"][::10]


@cache
def round_trips(kind: str) -> list[tuple[str, str, Result]]:
    """Return originals, what the damage makes of them, and what comes back."""
    trips = []
    for number, text in enumerate(sentences(kind)):
        shown = damage.KINDS[kind](text, random.Random(number))
        trips.append((original(kind, text), shown, REPAIR.trace(shown)))
    return trips


def marks_not_told_of(result: Result) -> Iterator[str]:
    """Yield what was written with U+FFFD in it where no refusal lists what was lost.

    An escape may stand for U+FFFD, and so may three letters of Latin-1: then the text was lost before it was escaped or
    misread, and undoing that loses nothing.
    """
    for edit in result.edits:
        listed = any(one.start <= edit.end and edit.start <= one.end for one in result.refused)
        escaped = all(rule.startswith("ESC") for rule in edit.rules)
        before = edit.before.count(LOST.encode().decode("latin-1")) >= edit.after.count(LOST)
        if LOST in edit.after and not (listed or escaped or before):
            yield edit.after


def wrong_characters(text: str, result: str) -> int:
    """Return how many characters of a result are neither those of the original nor U+FFFD."""
    codes = SequenceMatcher(None, result, text, autojunk=False).get_opcodes()
    return sum(char != LOST for tag, start, end, _, _ in codes if tag != "equal" for char in result[start:end])


def is_told(text: str, result: Result) -> bool:
    """Tell whether a result that is not the original says so: U+FFFD, a refusal, or a change that is not sure."""
    rest = iter(text)
    if all(char in rest for char in result.text if char != LOST):
        return True
    return bool(result.refused) or any(edit.confidence < SURE for edit in result.edits)


def places_told_twice(result: Result) -> list[tuple[int, int]]:
    """Return the places that two rules refuse, with candidates of their own."""
    rules: dict[tuple[int, int], str] = {}
    return [
        (one.start, one.end) for one in result.refused if rules.setdefault((one.start, one.end), one.rule) != one.rule
    ]


@pytest.mark.parametrize("kind", DAMAGE)
def test_every_lost_character_that_is_written_is_listed_with_a_reason(kind: str) -> None:
    for _, _, result in round_trips(kind):
        assert list(marks_not_told_of(result)) == []
        assert all(one.reason for one in result.refused)
        assert places_told_twice(result) == []


def test_what_a_repair_could_not_tell_no_other_rule_guesses_or_reports() -> None:
    """U+FFFD that a chain wrote shows no lost byte of GBK; one that the chain found is told of with its candidates."""
    text = "请把这份合同复印三份，下午交给法务部的小李。"
    page = REPAIR.trace(f"<p>{damage.KINDS['utf8-as-gbk'](text, random.Random(1))}</p>")
    assert {one.rule for one in page.refused} <= {"MOJ101"}
    swapped = REPAIR.trace(
        damage.KINDS["utf16-swapped"]("阿嬤說明天要去市場買菜，順便把上次借的腳踏車還給鄰居。", random.Random(1))
    )
    assert {one.rule for one in swapped.refused} <= {"MOJ105"}


def test_the_result_is_the_original_or_says_what_it_is_not() -> None:
    """One line in a hundred may hold a character that the model takes for certain and that is another one."""
    trips = [
        (kind, text, shown, result)
        for kind in DAMAGE
        for text, shown, result in round_trips(kind)
        if result.text not in {text, shown}
    ]
    untold = [(kind, text, result.text) for kind, text, shown, result in trips if not is_told(text, result)]
    assert len(trips) > 100
    assert len(untold) <= 0.01 * sum(len(round_trips(kind)) for kind in DAMAGE), untold


def test_few_characters_of_all_kinds_of_damage_are_asserted_wrongly() -> None:
    trips = [trip for kind in DAMAGE for trip in round_trips(kind)]
    changed = [(text, result.text) for text, shown, result in trips if result.text != shown]
    wrong = sum(wrong_characters(text, result) for text, result in changed)
    assert wrong <= 0.003 * sum(len(text) for text, _ in changed)


def test_no_line_comes_back_farther_from_the_original_than_it_was() -> None:
    def distance(text: str, shown: str) -> int:
        blocks = SequenceMatcher(None, shown, text, autojunk=False).get_matching_blocks()
        return max(len(shown), len(text)) - sum(block.size for block in blocks)

    trips = [(kind, *trip) for kind in DAMAGE for trip in round_trips(kind)]
    worse = [
        (kind, text, result.text)
        for kind, text, shown, result in trips
        if distance(text, result.text) > distance(text, shown)
    ]
    assert worse == []


@pytest.mark.parametrize("kind", sorted(STYLE))
def test_what_is_only_style_is_left_to_the_profile_standard(kind: str) -> None:
    for _, shown, result in round_trips(kind):
        assert (result.text, result.refused) == (shown, ())


@pytest.mark.parametrize("kind", sorted(NOTHING_LEFT))
def test_of_what_is_gone_nothing_is_made_up(kind: str) -> None:
    for text in sentences(kind):
        shown = damage.KINDS[kind](text, random.Random(0))
        assert {normalizer.normalize(shown) for normalizer in (REPAIR, GUESSING)} == {shown}


#: Parts of documents: sentences, words cut out of them, characters of no meaning, and what stands between.
PARTS = st.one_of(
    st.sampled_from(SENTENCES["hans"] + SENTENCES["hant"]),
    st.builds(
        lambda text, start, size: text[start : start + size],
        st.sampled_from(SENTENCES["hans"]),
        *[st.integers(0, 9)] * 2,
    ),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8),
    st.sampled_from(["x = 1", "<p>", '{"a": 1}', "// ", "12:30", "é", "日本語", "😀", " ", "\r"]),
)
DOCUMENTS = st.lists(st.tuples(PARTS, st.sampled_from(["\n", "\n\n", "", "，"])), max_size=4).map(
    lambda parts: "".join(part + end for part, end in parts)
)


@settings(max_examples=100)
@given(
    text=DOCUMENTS,
    kinds=st.lists(st.sampled_from(sorted(damage.KINDS)), min_size=1, max_size=2),
    seed=st.integers(0, 99),
)
@example(
    text="双方就边境贸易问题举行了会谈，并同意下个月继续磋商。\n",
    kinds=["utf8-as-big5", "utf8-as-latin1-twice"],
    seed=0,
)
def test_any_text_with_any_damage_settles_and_what_is_lost_is_listed(text: str, kinds: list[str], seed: int) -> None:
    """Also where one kind of damage was done on top of another."""
    for kind in kinds:
        text = damage.KINDS[kind](text, random.Random(seed))
    result = REPAIR.trace(text)
    assert list(marks_not_told_of(result)) == []
    assert all(one.reason and text[one.start : one.end] == one.text for one in result.refused)
    assert places_told_twice(result) == []
    assert REPAIR.normalize(result.text) == result.text
